"""What the two built-in styles share: an entry is a template, set once for each source and language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mkdocs_wellspring.citations.dates import show_date
from mkdocs_wellspring.citations.deeplink import deep_link
from mkdocs_wellspring.citations.model import Name, Source
from mkdocs_wellspring.citations.page import Page
from mkdocs_wellspring.citations.styles.names import list_names
from mkdocs_wellspring.citations.styles.style import Words

__all__ = ["Entries"]


@dataclass(slots=True)
class Entries:
    """Sets entries with one template, each once.

    A site overrides the template, which gets `source`; `authors` and `editors` in a row; `date` and `accessed` in
    words; `href`, where the title leads, or None; `letter`, which tells works of one author and year apart, or "".
    """

    template: str
    inverted: bool = False
    _set: dict[tuple[Source, str, str], str] = field(default_factory=dict)

    def entry(self, source: Source, words: Words, letter: str = "") -> str:
        """The source as the list shows it."""
        key = (source, words.locale, letter)
        if key not in self._set:
            self._set[key] = self._render(source, words, letter)
        return self._set[key]

    def begin(self, pages: Sequence[tuple[Page, Words]], more: Iterable[Source] = ()) -> None:
        """Nothing is known too late here: each page is set by itself."""

    def _render(self, source: Source, words: Words, letter: str) -> str:
        messages = words.messages
        names = [list_names(made, messages, self._form) if made else "" for made in (source.author, source.editor)]
        html = words.template(self.template).render(
            source=source,
            authors=names[0],
            editors=names[1],
            date=show_date(source.date, messages) if source.date else "",
            accessed=show_date(source.accessed, messages) if source.accessed else "",
            href=deep_link(source.address, source.quote) if source.address else None,
            letter=letter,
        )
        return html.strip()

    def _form(self, name: Name) -> str:
        return name.inverted if self.inverted else name.natural
