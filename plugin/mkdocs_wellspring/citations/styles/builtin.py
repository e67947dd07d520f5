"""What the two built-in styles share: an entry is a template, set once for each source and language."""

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mkdocs_wellspring.citations.model import Name, Source
    from mkdocs_wellspring.citations.page import Page
    from mkdocs_wellspring.citations.styles.style import Words

__all__ = ["Entries"]


class Entries:
    """Sets entries with one template, each once.

    A site overrides the template, which gets `source`; `letter`, which tells works of one author and year apart, or "";
    and the pieces that `pieces_of` makes, as HTML.
    """

    def __init__(self, template: str, *, inverted: bool = False) -> None:
        self.template, self.inverted = template, inverted
        self._set: dict[tuple[str, str], dict[Source, str]] = defaultdict(dict)

    def entry(self, source: "Source", words: "Words", letter: str = "") -> str:
        """The source as the list shows it."""
        known = self._set[words.locale, letter]
        if source not in known:
            from mkdocs_wellspring.citations.styles.pieces import pieces_of  # noqa: PLC0415 - only for a site with sources

            pieces = pieces_of(source, words.messages, self._form)
            html = words.template(self.template).render(source=source, letter=letter, **pieces)
            known[source] = html.strip()
        return known[source]

    def begin(self, pages: "Sequence[tuple[Page, Words]]", more: "Iterable[Source]" = ()) -> None:
        """Nothing is known too late here: each page is set by itself."""

    def _form(self, name: "Name") -> str:
        return name.inverted if self.inverted else name.natural
