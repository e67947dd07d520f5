"""The author-date style: `(Poe 2025)`, and a list in the order of the alphabet."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from markupsafe import escape

from mkdocs_wellspring.citations.dates import show_year
from mkdocs_wellspring.citations.model import Source
from mkdocs_wellspring.citations.page import Page
from mkdocs_wellspring.citations.styles.builtin import Entries
from mkdocs_wellspring.citations.styles.names import call_short, letter_of
from mkdocs_wellspring.citations.styles.style import Link, Part, Words, with_affixes
from mkdocs_wellspring.citations.syntax import Cluster

__all__ = ["AuthorDatePage", "AuthorDateStyle", "letters", "sorted_by"]


class AuthorDateStyle(Entries):
    """Authors and years in brackets; the template of an entry is `wellspring/author-date.html`."""

    def __init__(self) -> None:
        super().__init__("author-date.html", inverted=True)

    def page(self, page: Page, words: Words) -> "AuthorDatePage":
        """The style for one page."""
        return AuthorDatePage(self, page, words)


class AuthorDatePage:
    """The author-date style at work on one page."""

    numbered = False

    def __init__(self, style: AuthorDateStyle, page: Page, words: Words) -> None:
        self._style, self._page, self._words = style, page, words

    @cached_property
    def order(self) -> Sequence[int]:
        """By author, year and title."""
        sources = self._page.sources
        return sorted(range(1, len(sources) + 1), key=lambda number: sorted_by(sources[number - 1]))

    def name(self, number: int) -> str:
        """Author and year: "Poe 2025"."""
        return f"{self._who[number]} {self._when(number)}"

    def entry(self, number: int) -> str:
        """The source as the list shows it."""
        return self._style.entry(self._page.sources[number - 1], self._words, self._letters.get(number, ""))

    def cite(self, cluster: Cluster, parts: Sequence[Part], link: Link) -> str:  # noqa: ARG002 - every style has it
        """Authors and years in brackets, each source a link."""
        return f"({'; '.join([self._cite(part, link) for part in parts])})"

    def _cite(self, part: Part, link: Link) -> str:
        item, numbers, prefix, suffix = part
        shown_as = self._when if item.suppressed else self.name
        links = [link(part, number, f"<bdi>{escape(shown_as(number))}</bdi>") for number in numbers]
        unknown = f'<span class="ws-cite-unknown">{escape(item.written)}</span>'
        return with_affixes("; ".join(links) or unknown, prefix, suffix)

    def _when(self, number: int) -> str:
        date, messages = self._page.sources[number - 1].date, self._words.messages
        year = show_year(date, messages) if date else messages.gettext("n.d.")
        return f"{year}{self._letters.get(number, '')}"

    @cached_property
    def _who(self) -> Mapping[int, str]:
        return {
            number: call_short(source, self._words.messages)
            for number, source in enumerate(self._page.sources, start=1)
        }

    @cached_property
    def _letters(self) -> Mapping[int, str]:
        years = {number: self._page.sources[number - 1].year or "" for number in self.order}
        return letters({number: (self._who[number], year) for number, year in years.items()})


def letters(names: Mapping[int, tuple[str, str]]) -> Mapping[int, str]:
    """a, b, c for those that share author and year with another, in the order in which they come."""
    shared = Counter(names.values())
    given: dict[tuple[str, str], int] = defaultdict(int)
    found = {}
    for number, name in names.items():
        if shared[name] > 1:
            found[number] = letter_of(given[name])
            given[name] += 1
    return found


def sorted_by(source: Source) -> tuple[str, tuple[int, ...], str]:
    """What a list in the order of the alphabet sorts by: author, date, title."""
    names = " ".join(name.inverted for name in source.creators) or source.title
    return _folded(names), source.date.start if source.date else (), _folded(source.title)


def _folded(text: str) -> str:
    """Without accents and capitals, so that "Émile" stands among the E's."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
