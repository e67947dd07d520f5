"""The numeric style: `[1]`, and a list in the order of the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from mkdocs_wellspring.citations.page import Page
from mkdocs_wellspring.citations.styles.builtin import Entries
from mkdocs_wellspring.citations.styles.style import Link, Part, Words
from mkdocs_wellspring.citations.syntax import Cluster, Item

__all__ = ["SQUARE", "Brackets", "NumericPage", "NumericStyle", "cite_numbers"]


@dataclass(frozen=True, slots=True)
class Brackets:
    """What stands round the numbers of a citation, and between them, as HTML."""

    before: str
    after: str
    between: str


SQUARE = Brackets("[", "]", ", ")
"""Those of the numeric style: [1, 2]."""


class NumericStyle(Entries):
    """Numbers in brackets; the template of an entry is `wellspring/numeric.html`."""

    def __init__(self) -> None:
        super().__init__("numeric.html")

    def page(self, page: Page, words: Words) -> "NumericPage":
        """The style for one page."""
        return NumericPage(self, page, words)


@dataclass(frozen=True, slots=True)
class NumericPage:
    """The numeric style at work on one page."""

    style: NumericStyle
    of: Page
    words: Words

    @property
    def numbered(self) -> bool:
        """The list shows the numbers."""
        return True

    @property
    def order(self) -> Sequence[int]:
        """As they are counted."""
        return range(1, len(self.of.sources) + 1)

    def name(self, number: int) -> str:
        """The number."""
        return str(number)

    def entry(self, number: int) -> str:
        """The source as the list shows it."""
        return self.style.entry(self.of.sources[number - 1], self.words)

    def cite(self, cluster: Cluster, parts: Sequence[Part], link: Link) -> str:
        """The numbers in brackets."""
        return cite_numbers(cluster, parts, link)


def cite_numbers(cluster: Cluster, parts: Sequence[Part], link: Link, brackets: Brackets = SQUARE) -> str:
    """The numbers with their affixes; numbers that the author wrote keep what the author wrote between them."""
    if not cluster.is_keyed:
        written = "".join(f"{part.item.lead}{_cite(part, link)}" for part in parts)
        return f"{brackets.before}{written}{cluster.tail}{brackets.after}"
    if len(parts) == 1:
        return f"{brackets.before}{_cite(parts[0], link)}{brackets.after}"
    between = "; " if any(part.prefix or part.suffix for part in parts) else brackets.between
    return f"{brackets.before}{between.join([_cite(part, link) for part in parts])}{brackets.after}"


def _cite(part: Part, link: Link) -> str:
    item, numbers, prefix, suffix = part
    if not numbers:
        shown = f'<span class="ws-cite-unknown">{escape(_written(item))}</span>'
    elif len(numbers) == 1:
        shown = link(part, numbers[0], str(numbers[0]))
    else:
        ends = (numbers[0], numbers[-1])
        shown = "\N{EN DASH}".join([link(part, number, str(number)) for number in ends])
    return f"{f'{prefix} ' if prefix else ''}{shown}{f', {suffix}' if suffix else ''}"


def _written(item: Item) -> str:
    if item.key:
        return f"@{item.key}"
    return f"{item.number}-{item.last}" if item.last else str(item.number)
