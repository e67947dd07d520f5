"""Every source of a site once, with the pages that cite it: as a list, and as CSL-JSON to take away."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace

from markupsafe import Markup

from mkdocs_wellspring.citations.csl import to_item
from mkdocs_wellspring.citations.model import Source
from mkdocs_wellspring.citations.render import Listing
from mkdocs_wellspring.citations.styles.authordate import sorted_by
from mkdocs_wellspring.citations.styles.style import Style, Words

__all__ = ["Bibliography", "Everywhere", "PageLink", "list_all"]

_PREFIX = "ws-all-"
_SAID = tuple(field.name for field in fields(Source) if field.name not in {"title", "key", "aliases", "place", "type"})
_UNFIT = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page that cites a source: its title, and its address from the page that says so."""

    title: str
    href: str


@dataclass(slots=True, eq=False)
class Everywhere:
    """A source of the site.

    Attributes:
        source: as it was first declared, with what other pages know of it where that says nothing.
        anchor: its id on the page of all sources.
        pages: the paths of the pages that cite it, in the order in which they were read, each once.
    """

    source: Source
    anchor: str
    pages: dict[str, None] = field(default_factory=dict)


class Bibliography:
    """Gathers the sources of a site, those of its library first.

    Two declarations are one source if they have the same key or none, the same address or none, and the same title; a
    title is the same as none.
    """

    def __init__(self, library: Iterable[Source] = ()) -> None:
        self._found: dict[tuple[str, ...], Everywhere] = {}
        self._by_source: dict[Source, Everywhere] = {}
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
        entries = list(self._found.values())
        keys = Counter(entry.source.key for entry in entries)
        items = []
        for entry in entries:
            key = entry.source.key if keys[entry.source.key] == 1 else None
            items.append(to_item(entry.source, key or entry.anchor.removeprefix(_PREFIX)))
        return json.dumps(items, ensure_ascii=False, indent=1)

    def _add(self, source: Source) -> Everywhere:
        known = self._by_source.get(source)
        if known is None:
            identity = _identity(source)
            first = self._found.get(identity)
            if first and not _is_titled_alike(first.source, source):
                identity = (*identity, source.title.casefold())
            known = self._found.get(identity)
            if known is None:
                known = self._found[identity] = Everywhere(source, self._new_anchor(source))
            elif known.source is not source:
                known.source = _joined(known.source, source)
            self._by_source[source] = known
        return known

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
    address = source.address or ""
    page, _, part = address.partition("#")
    if not part.startswith(("/", "!")):  # with which some sites tell their pages apart
        address = page
    if source.key or address:
        return source.key or "", address.rstrip("/")
    return "", "", source.title.casefold(), *(name.natural for name in source.creators), source.year or ""


def _is_titled_alike(one: Source, other: Source) -> bool:
    return one.title.casefold() == other.title.casefold() or not (_is_titled(one) and _is_titled(other))


def _is_titled(source: Source) -> bool:
    return source.title not in {source.url, source.address, source.doi, ""}


def _joined(first: Source, more: Source) -> Source:
    """The first, with what it does not say itself, and with the flags of both: none is hidden from readers."""
    known = {name: getattr(more, name) for name in _SAID if getattr(more, name) and not getattr(first, name)}
    if _is_titled(more) and not _is_titled(first):
        known["title"] = more.title
    known |= {
        name: joint.join(dict.fromkeys(f"{getattr(first, name)}{joint}{getattr(more, name)}".split(joint)))
        for name, joint in (("flag", ", "), ("note", " / "))
        if getattr(first, name) and getattr(more, name)
    }
    return replace(first, **known) if known else first
