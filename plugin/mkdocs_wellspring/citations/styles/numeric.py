"""The numeric style: `[1]`, and a list in the order of the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from mkdocs_wellspring.citations.page import Page
from mkdocs_wellspring.citations.styles.builtin import Entries
from mkdocs_wellspring.citations.styles.style import Part, Words
from mkdocs_wellspring.citations.syntax import Cluster

__all__ = ["Brackets", "NumericPage", "NumericStyle", "cite_numbers"]


@dataclass(frozen=True, slots=True)
class Brackets:
    """What stands round the numbers of a citation, and between them."""

    before: Markup
    after: Markup
    between: Markup


_SQUARE = Brackets(Markup("["), Markup("]"), Markup(", "))


class NumericStyle(Entries):
    """Numbers in brackets; the template of an entry is `wellspring/numeric.html`."""

    def __init__(self) -> None:
        super().__init__("wellspring/numeric.html")

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

    def entry(self, number: int) -> Markup:
        """The source as the list shows it."""
        return self.style.entry(self.of.sources[number - 1], self.words)

    def cite(self, cluster: Cluster, parts: Sequence[Part]) -> Markup:
        """The numbers in brackets."""
        return cite_numbers(cluster, parts)


def cite_numbers(cluster: Cluster, parts: Sequence[Part], brackets: Brackets = _SQUARE) -> Markup:
    """The numbers with their affixes; numbers that the author wrote keep what the author wrote between them."""
    plain = not any(part.prefix or part.suffix for part in parts)
    between = brackets.between if plain else Markup("; ")
    pieces = [brackets.before]
    for place, part in enumerate(parts):
        lead = escape(part.item.lead) if not cluster.is_keyed else (between if place else "")
        pieces += [escape(lead), _cite(part)]
    return Markup("").join([*pieces, escape(cluster.tail), brackets.after])


def _cite(part: Part) -> Markup:
    before = part.prefix + " " if part.prefix else Markup("")
    after = Markup(", ") + part.suffix if part.suffix else Markup("")
    if not part.numbers:
        shown = f"@{part.item.key}" if part.item.key else _written(part)
        return Markup('{}<span class="ws-cite-unknown">{}</span>{}').format(before, shown, after)
    ends = dict.fromkeys((part.numbers[0], part.numbers[-1]))
    links = Markup("\N{EN DASH}").join(part.link(number, str(number)) for number in ends)
    return before + links + after


def _written(part: Part) -> str:
    return f"{part.item.number}-{part.item.last}" if part.item.last else str(part.item.number)
