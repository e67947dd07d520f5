"""The citations of one build: read page by page, listed once all pages are known, filled in at the end."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from mkdocs_wellspring.citations.citing import Citing
from mkdocs_wellspring.citations.declared import read_sources
from mkdocs_wellspring.citations.places import lists_all, lists_here
from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.hosts.mkdocs.generated import add_file, add_page
from mkdocs_wellspring.hosts.mkdocs.placed import address_from
from mkdocs_wellspring.messages import gettext_noop
from mkdocs_wellspring.pagecontext import PageContext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mkdocs_wellspring.citations.bibliography import Bibliography, Everywhere, PageLink
    from mkdocs_wellspring.citations.locate import Snippets
    from mkdocs_wellspring.citations.model import Source
    from mkdocs_wellspring.citations.page import Page as Cited
    from mkdocs_wellspring.citations.render import Rendering

__all__ = ["Citations"]

_LIST = '<section class="ws-sources"'

# A page whose HTML has none of these has no citation and no place for a list, and nothing that is spelt as ours.
_OURS = ("wellspring-cite", "wellspring-sources", "wellspring-list", 'class="ws-')


@dataclass(slots=True, eq=False, repr=False)
class _Known:
    """A page, from the moment its Markdown is read."""

    context: PageContext
    sources: "tuple[Source, ...]"
    page: Page | None = None
    cited: "Cited | None" = None
    rendering: "Rendering | None" = None
    appended: bool = False


class _Site(NamedTuple):
    """What lists of all sources need: the sources, the files, the page of all sources, the address of the download."""

    whole: "Bibliography"
    files: Files
    bibliography: File | None
    download: str | None


class Citations:
    """What a build knows of its citations; what handles them is imported where a page has some."""

    def __init__(self, citing: Citing, snippets: "Callable[[], Snippets]", bibliography: str | None) -> None:
        self.citing = citing
        self._snippets, self._path = snippets, bibliography
        self._pages: dict[str, _Known] = {}
        self._site: _Site | None = None

    def add_bibliography(self, files: Files, config: MkDocsConfig) -> None:
        """The site has a page of all sources, where one is wanted and its author has written none."""
        add_page(files, config, self._path, gettext_noop("Bibliography"), self.citing.full_marker)

    def open(self, page: Page, context: PageContext) -> None:
        """The page's own sources are read."""
        sources = read_sources(context, self.citing.library)
        self._pages[page.file.src_uri] = _Known(context, sources)

    def close(self, html: str, page: Page) -> str:
        """What the page cites is known; its list is not there yet."""
        known = self._pages[page.file.src_uri]
        if not known.sources and page.file.src_uri != self._path and not any(mark in html for mark in _OURS):
            return html
        from mkdocs_wellspring.citations.page import read_page  # noqa: PLC0415

        known.page = page
        known.cited, html = read_page(html, known.sources, self.citing.library)
        if page.file.src_uri == self._path and not lists_all(html):
            return f'{html}\n<wellspring-sources all="all"></wellspring-sources>'
        return html

    def list_sources(self, files: Files, config: MkDocsConfig) -> None:
        """Each page has its list, now that all are known, and the site its bibliography."""
        pages = list(self._read())
        if not pages and not self._path:
            return
        whole = self._whole(pages)
        wanted = any(lists_all(page.content or "") for _known, page, _cited in pages)
        begun = [(cited, self.citing.words(known.context.locale)) for known, _page, cited in pages]
        self.citing.style.begin(begun, [entry.source for entry in whole.sources] if wanted or self._path else ())
        bibliography = files.get_file_from_path(self._path) if self._path else None
        download = self._add_download(files, config, whole) if bibliography else None
        self._site = site = _Site(whole, files, bibliography, download)
        for known, page, cited in pages:
            self._list(known, page, cited, site)

    def fill(self, html: str, page: Page, block: str) -> str:
        """The page as readers get it, with `block` before a list at its end, or else at its end."""
        known = self._pages.get(page.file.src_uri)
        if known is None or known.rendering is None:
            return html + block
        html, known.rendering = known.rendering.fill(html), None
        before, mark, after = html.rpartition(_LIST) if known.appended else (html, "", "")
        return f"{before}{block}{mark}{after}"

    def linked(self, cited: str, page: object | None, config: MkDocsConfig, locale: str) -> str | None:
        """A citation outside of a page's text, `@poe2025, p. 4; @other`: who and when, in links.

        They lead to the page of all sources, or to the sources themselves. None where a store has not every key.
        """
        from mkdocs_wellspring.hosts.mkdocs.linkedsources import linked_sources  # noqa: PLC0415

        site = self._site

        def address(source: "Source") -> str | None:
            if site and site.bibliography:
                anchor = site.whole.anchor(source)
                return f"{address_from(page, site.bibliography.url, config)}#{anchor}"
            return source.address

        return linked_sources(cited, self.citing.library, self.citing.words(locale).messages, address)

    def unknown(self, cited: str) -> "Iterator[str]":
        """The keys in such a citation that no store has."""
        from mkdocs_wellspring.hosts.mkdocs.linkedsources import unknown_keys  # noqa: PLC0415

        return unknown_keys(cited, self.citing.library)

    def cited(self, page: Page) -> "Cited | None":
        """What the page cites; None where there is nothing."""
        known = self._pages.get(page.file.src_uri)
        return known.cited if known else None

    def _read(self) -> "Iterator[tuple[_Known, Page, Cited]]":
        for known in self._pages.values():
            if known.page is not None and known.cited is not None:
                yield known, known.page, known.cited

    def _whole(self, pages: "Sequence[tuple[_Known, Page, Cited]]") -> "Bibliography":
        from mkdocs_wellspring.citations.bibliography import Bibliography  # noqa: PLC0415

        whole = Bibliography(self.citing.library.sources)
        for _known, page, cited in pages:
            for number, source in enumerate(cited.sources, start=1):
                if source and (cited.cited[number] or number <= cited.declared):
                    whole.cite(source, page.file.src_uri)
        return whole

    def _list(self, known: _Known, page: Page, cited: "Cited", site: _Site) -> None:
        from mkdocs_wellspring.citations.bibliography import list_all  # noqa: PLC0415
        from mkdocs_wellspring.citations.report import report_page  # noqa: PLC0415

        words = self.citing.words(known.context.locale)
        known.rendering = rendering = self.citing.rendering(cited, words)

        def everything() -> str:
            entries = [(entry, list(_links(entry, page, site.files))) for entry in site.whole.sources]
            download = get_relative_url(site.download, page.url) if site.download else None
            return list_all(entries, self.citing.style, self.citing.listing, words, download)

        before = page.content or ""
        page.content, listed = self.citing.place(before, rendering, everything)
        known.appended = listed and not lists_here(before)
        if not listed and site.bibliography is not None:
            address = get_relative_url(site.bibliography.url, page.url)
            rendering.target = lambda number: f"{address}#{site.whole.anchor(cited.sources[number - 1])}"
        listed = listed or site.bibliography is not None
        report_page(cited, known.context, self._snippets(), listed=listed, marker=self.citing.marker)

    def _add_download(self, files: Files, config: MkDocsConfig, whole: "Bibliography") -> str:
        path = PurePosixPath(self._path or "").with_suffix(".json").as_posix()
        if files.get_file_from_path(path):
            raise ConfigurationError(
                f"citations: bibliography: {path} is in the way of the download of all sources; rename one of them"
            )
        return add_file(files, config, path, whole.as_csl_json()).url


def _links(entry: "Everywhere", page: Page, files: Files) -> "Iterator[PageLink]":
    from mkdocs_wellspring.citations.bibliography import PageLink  # noqa: PLC0415

    for path in entry.pages:
        file = files.get_file_from_path(path)
        if file and file.page and not file.inclusion.is_excluded() and file.page is not page:
            yield PageLink(str(file.page.title or path), get_relative_url(file.url, page.url))
