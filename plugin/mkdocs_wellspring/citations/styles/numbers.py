"""The numeric style at work: `[1]` in the text of one page."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from mkdocs_wellspring.citations.page import Page
from mkdocs_wellspring.citations.styles.numeric import NumericStyle
from mkdocs_wellspring.citations.styles.pages import label_pages
from mkdocs_wellspring.citations.styles.style import Link, Part, Words, with_affixes
from mkdocs_wellspring.citations.syntax import Cluster

__all__ = ["SQUARE", "Brackets", "NumericPage", "cite_numbers"]


@dataclass(frozen=True, slots=True)
class Brackets:
    """What stands round the numbers of a citation, and between them, as HTML."""

    before: str
    after: str
    between: str


SQUARE = Brackets("[", "]", ", ")
"""Those of the numeric style: [1, 2]."""


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
        return cite_numbers(cluster, parts, link, self.words)


def cite_numbers(cluster: Cluster, parts: Sequence[Part], link: Link, words: Words, brackets: Brackets = SQUARE) -> str:
    """The numbers with their affixes; numbers that the author wrote keep what the author wrote between them."""
    shown = [_cite(part, link, words) for part in parts]
    if not cluster.is_keyed:
        written = "".join([f"{part.item.lead}{text}" for part, text in zip(parts, shown, strict=True)])
        return f"{brackets.before}{written}{cluster.tail}{brackets.after}"
    if len(shown) == 1:
        return f"{brackets.before}{shown[0]}{brackets.after}"
    between = "; " if any(part.prefix or part.suffix for part in parts) else brackets.between
    return f"{brackets.before}{between.join(shown)}{brackets.after}"


def _cite(part: Part, link: Link, words: Words) -> str:
    item, numbers, prefix, suffix = part
    if not numbers:
        shown = f'<span class="ws-cite-unknown">{escape(item.written)}</span>'
    elif len(numbers) == 1:
        shown = link(part, numbers[0], str(numbers[0]))
    else:
        ends = (numbers[0], numbers[-1])
        shown = "\N{EN DASH}".join([link(part, number, str(number)) for number in ends])
    if suffix[:1].isdecimal():  # pages, as pandoc takes bare numbers, which would else pass for numbers of sources
        suffix = label_pages(suffix, words.messages)
    return with_affixes(shown, prefix, suffix) if prefix or suffix else shown
