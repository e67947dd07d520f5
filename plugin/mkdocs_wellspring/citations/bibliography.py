"""Every source of a site once, with the pages that cite it: as a list, and as CSL-JSON to take away."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from mkdocs_wellspring.citations.csl import to_item
from mkdocs_wellspring.citations.model import Source
from mkdocs_wellspring.citations.render import Listing
from mkdocs_wellspring.citations.styles import Style, Words
from mkdocs_wellspring.citations.styles.authordate import sorted_by

__all__ = ["Bibliography", "Everywhere", "PageLink", "list_all"]

_PREFIX = "ws-all-"
_UNFIT = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page that cites a source: its title, and its address from the page that says so."""

    title: str
    href: str


@dataclass(slots=True)
class Everywhere:
    """A source of the site.

    Attributes:
        source: as it was first declared.
        anchor: its id on the page of all sources.
        pages: the paths of the pages that cite it, in the order in which they were read, each once.
    """

    source: Source
    anchor: str
    pages: dict[str, None] = field(default_factory=dict)


class Bibliography:
    """Gathers the sources of a site, those of its library first.

    Two declarations are one source if they have the same key, or else the same address, or else the same words.
    """

    def __init__(self, library: Iterable[Source] = ()) -> None:
        self._found: dict[tuple[str, ...], Everywhere] = {}
        self._anchors: set[str] = set()
        for source in library:
            self._add(source)

    def cite(self, source: Source, path: str) -> None:
        """The page at that path cites the source."""
        self._add(source).pages[path] = None

    def anchor(self, source: Source) -> str:
        """The id of a source on the page of all sources."""
        return self._add(source).anchor

    @property
    def sources(self) -> Sequence[Everywhere]:
        """Each source once, by author, date and title."""
        return sorted(self._found.values(), key=lambda entry: sorted_by(entry.source))

    def as_csl_json(self) -> str:
        """The sources as a list of CSL-JSON items, each with an `id` of its own, to be read by Zotero and its kin."""
        items = [
            to_item(entry.source, entry.source.key or entry.anchor.removeprefix(_PREFIX))
            for entry in self._found.values()
        ]
        return json.dumps(items, ensure_ascii=False, indent=1)

    def _add(self, source: Source) -> Everywhere:
        identity = _identity(source)
        if identity not in self._found:
            self._found[identity] = Everywhere(source, self._new_anchor(source))
        return self._found[identity]

    def _new_anchor(self, source: Source) -> str:
        wanted = _PREFIX + (_UNFIT.sub("-", source.key or source.title).strip("-")[:60] or "source")
        anchor, count = wanted, 1
        while anchor in self._anchors:
            count += 1
            anchor = f"{wanted}-{count}"
        self._anchors.add(anchor)
        return anchor


def list_all(
    entries: Sequence[tuple[Everywhere, Sequence[PageLink]]],
    style: Style,
    listing: Listing,
    words: Words,
    download: str | None = None,
) -> str:
    """All sources as HTML, each with links to the pages that cite it; a site overrides `bibliography.html`.

    Args:
        entries: the sources in order, each with its pages.
        style: how they are set.
        listing: sets what stands below each.
        words: in which language.
        download: the address of the CSL-JSON, from this page; None where there is none.
    """
    shown = [
        {
            "anchor": entry.anchor,
            "html": Markup(listing.whole(entry.source, style.entry(entry.source, words), words)),  # noqa: S704 - HTML
            "pages": pages,
        }
        for entry, pages in entries
    ]
    return words.template("bibliography.html").render(entries=shown, download=download)


def _identity(source: Source) -> tuple[str, ...]:
    if source.key:
        return ("key", source.key)
    if source.address:
        return ("address", source.address.partition("#")[0].rstrip("/"))
    return ("words", source.title.casefold(), *(name.natural for name in source.creators), source.year or "")
