"""What the two built-in styles share: an entry is a template, set once for each source and language."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mkdocs_wellspring.citations.model import Name, Source
from mkdocs_wellspring.citations.page import Page
from mkdocs_wellspring.citations.styles.pieces import pieces_of
from mkdocs_wellspring.citations.styles.style import Words

__all__ = ["Entries"]


@dataclass(slots=True)
class Entries:
    """Sets entries with one template, each once.

    A site overrides the template, which gets `source`; `letter`, which tells works of one author and year apart, or "";
    and the pieces that `pieces_of` makes, as HTML.
    """

    template: str
    inverted: bool = False
    _set: dict[tuple[str, str], dict[Source, str]] = field(default_factory=lambda: defaultdict(dict))

    def entry(self, source: Source, words: Words, letter: str = "") -> str:
        """The source as the list shows it."""
        known = self._set[words.locale, letter]
        if source not in known:
            pieces = pieces_of(source, words.messages, self._form)
            html = words.template(self.template).render(source=source, letter=letter, **pieces)
            known[source] = html.strip()
        return known[source]

    def begin(self, pages: Sequence[tuple[Page, Words]], more: Iterable[Source] = ()) -> None:
        """Nothing is known too late here: each page is set by itself."""

    def _form(self, name: Name) -> str:
        return name.inverted if self.inverted else name.natural
