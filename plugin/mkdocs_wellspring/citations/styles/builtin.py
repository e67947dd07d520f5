"""What the two built-in styles share: an entry is a template, set once for each source and language."""

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
    _set: dict[tuple[Source, str, str], str] = field(default_factory=dict)

    def entry(self, source: Source, words: Words, letter: str = "") -> str:
        """The source as the list shows it."""
        key = (source, words.locale, letter)
        if key not in self._set:
            pieces = pieces_of(source, words.messages, self._form)
            html = words.template(self.template).render(source=source, letter=letter, **pieces)
            self._set[key] = html.strip()
        return self._set[key]

    def begin(self, pages: Sequence[tuple[Page, Words]], more: Iterable[Source] = ()) -> None:
        """Nothing is known too late here: each page is set by itself."""

    def _form(self, name: Name) -> str:
        return name.inverted if self.inverted else name.natural
