"""The questions of one build: read page by page, resolved once all pages are known, filled in at the end."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from mkdocs_wellspring import questions as asking
from mkdocs_wellspring.findings import Report
from mkdocs_wellspring.hosts.mkdocs.drafts import drafts_of
from mkdocs_wellspring.hosts.mkdocs.generated import add_download, add_page
from mkdocs_wellspring.hosts.mkdocs.languages import theme_locale
from mkdocs_wellspring.messages import gettext_noop
from mkdocs_wellspring.pagecontext import PageContext
from mkdocs_wellspring.questions.suggestions import Asked, Document, Suggester
from mkdocs_wellspring.templating import environment

if TYPE_CHECKING:
    from mkdocs.structure.toc import AnchorLink

__all__ = ["Questions", "Settings", "own_search"]


_OURS = "wellspring"

# The page of each theme's search: Material and MkDocs' own theme open it over any page.
_SEARCHES = {"material": "", "mkdocs": "", "readthedocs": "search.html"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a site says of its questions.

    Attributes:
        shown: how a block is shown.
        backlog: the path of the page of open questions; None for none.
        asked_from: an answering page shows which pages lead to it.
        suggest: finds the pages nearest to open questions; None where nobody is to look.
        overrides: folders with templates of the site's own.
    """

    shown: asking.QuestionsOptions
    backlog: str | None = None
    asked_from: bool = False
    suggest: Suggester | None = None
    overrides: Sequence[Path] = ()


@dataclass(slots=True)
class _Known:
    """A page, from the moment its Markdown is read."""

    context: PageContext
    page: Page
    answers: tuple[str, ...]
    listed: Sequence[asking.Question] = ()
    review_due: date | None = None
    since: date | None = None
    as_page: asking.Page | None = None
    resolved: Sequence[asking.Resolved] = ()
    asked_from: list[tuple[str, asking.Page]] = field(default_factory=list)


class Questions:
    """What a build knows of its questions."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pages: dict[str, _Known] = {}
        self._listed: dict[str, str] = {}

    def add_backlog(self, files: Files, config: MkDocsConfig) -> None:
        """The site has a page of open questions, where one is wanted and its author has written none."""
        add_page(files, config, self._settings.backlog, gettext_noop("Open questions"))

    def open(self, page: Page, context: PageContext) -> None:
        """What the page says it answers is read."""
        self._pages[page.file.src_uri] = _Known(context, page, asking.read_answers(context))

    def listed(self, page: Page, questions: Sequence[asking.Question]) -> None:
        """The page's text lists these questions, which is no text of it any more."""
        self._pages[page.file.src_uri].listed = questions
        page.markdown = asking.without_lists(page.markdown or "")

    def reviewed(self, page: Page, review_due: date | None, since: date | None) -> None:
        """By when the page was to be reviewed, where that is past; and the earliest day it gives for itself."""
        known = self._pages[page.file.src_uri]
        known.review_due, known.since = review_due, since

    def resolve(self, files: Files, config: MkDocsConfig, report: Report) -> None:
        """Each page knows where its questions lead, and the site what is open."""
        for known in self._pages.values():
            known.as_page = _as_page(known)
        pages = {path: known.as_page for path, known in self._pages.items() if known.as_page}
        drafts = drafts_of(files, self._pages, theme_locale(config))
        index = asking.Index([*pages.values(), *drafts], _others(files, self._pages), partial(_locate, files))
        backlog = asking.Backlog()
        for path, page in pages.items():
            known = self._pages[path]
            known.resolved = tuple(self._resolved(known, page, index, backlog))
        self._suggest(backlog)
        for finding in backlog.findings() if self._settings.suggest else ():
            report(finding)
        self._list_open(backlog, pages, files, config)

    def fill(self, html: str, page: Page) -> tuple[str, str]:
        """The page with its questions where its author wants them, and what is to stand at its end.

        What is open is listed now, when search plugins have read the page: whoever searches for a question is not to
        find that it is asked.
        """
        known = self._pages.get(page.file.src_uri)
        block, after = (self._block(known), self._asked_from(known)) if known else ("", "")
        if asking.PLACE in html:
            html, block = html.replace(asking.PLACE, block, 1).replace(asking.PLACE, ""), ""
        return html + self._listed.get(page.file.src_uri, ""), block + after

    def related(self, page: Page) -> Sequence[str]:
        """The addresses of the pages that answer the page's questions, each once; as complete as the page's own."""
        known = self._pages.get(page.file.src_uri)
        found = [one.href for one in known.resolved if one.state in {"answered", "stale"} and one.href] if known else ()
        return list(dict.fromkeys(urljoin(page.canonical_url or "", href) for href in found))

    def _resolved(
        self, known: _Known, page: asking.Page, index: asking.Index, backlog: asking.Backlog
    ) -> Iterator[asking.Resolved]:
        for question in asking.read_questions(known.context, known.listed):
            found = asking.resolve(question, page, index, known.context.report)
            if found is None:
                continue
            yield found
            backlog.gather(page, found)
            if self._settings.asked_from and page.published and found.page and found.href:
                answering = self._pages.get(found.page.path)
                if answering is not None and answering is not known:
                    answering.asked_from.append((question.text, page))

    def _suggest(self, backlog: asking.Backlog) -> None:
        wanted = [one for one in backlog.questions if not one.is_declared]
        if not wanted or self._settings.suggest is None:
            return
        asked = [Asked(one.text, frozenset(page.path for page, _asked in one.asked_by)) for one in wanted]
        documents = [
            Document(path, page.title, page.answers, [text for text, _id in page.headings], _text(known))
            for path, known in self._pages.items()
            if (page := known.as_page) and page.published and known.page.file.generated_by != _OURS
        ]
        for one, nearest in zip(wanted, self._settings.suggest(asked, documents), strict=True):
            one.nearest = nearest

    def _list_open(
        self, backlog: asking.Backlog, pages: Mapping[str, asking.Page], files: Files, config: MkDocsConfig
    ) -> None:
        path = self._settings.backlog
        known = self._pages.get(path) if path else None
        if path is None or known is None:
            return
        content = backlog.as_json(pages)
        download = add_download(files, config, "questions: backlog", path, content)
        self._listed[path] = asking.list_open(
            backlog.ranked(),
            pages,
            known.page.url,
            environment(known.context.locale, tuple(self._settings.overrides)),
            get_relative_url(download, known.page.url),
        )

    def _block(self, known: _Known) -> str:
        return asking.render_questions(
            known.resolved,
            self._settings.shown,
            asking=known.as_page,
            locale=known.context.locale,
            overrides=self._settings.overrides,
        )

    def _asked_from(self, known: _Known) -> str:
        if known.as_page is None:
            return ""
        return asking.render_asked_from(
            known.asked_from, known.as_page, locale=known.context.locale, overrides=self._settings.overrides
        )


def own_search(config: MkDocsConfig) -> str | None:
    """The page on which the site's own search reads `?q=`, from its root; None where it has none that does."""
    if not any(name.rpartition("/")[2] == "search" for name in config.plugins):
        return None
    page = _SEARCHES.get(config.theme.name or "")
    return page if page or page is None or config.use_directory_urls else "index.html"


def _as_page(known: _Known) -> asking.Page:
    page, file = known.page, known.page.file
    anchors = page.present_anchor_ids
    return asking.Page(
        path=file.src_uri,
        title=str(page.title or ""),
        url=page.url,
        answers=known.answers,
        headings=tuple(_headings(page)),
        anchors=None if anchors is None else frozenset(anchors),
        published=not file.inclusion.is_excluded() and known.context.meta.get("draft") is not True,
        shown_as=known.context.path,
        locale=known.context.locale,
        review_due=known.review_due,
        since=known.since,
        address=page.canonical_url,
    )


def _text(known: _Known) -> str:
    return known.context.markdown or ""


def _headings(page: Page) -> Iterator[tuple[str, str]]:
    left: list[AnchorLink] = [*(page.toc or ())][::-1]
    while left:
        item = left.pop()
        yield item.title, item.id
        left.extend(reversed(item.children))


def _others(files: Files, read: Container[str]) -> Mapping[str, str]:
    """What of the site can be led to and has not been read: a report as PDF, a page that a dirty build leaves alone."""
    return {
        file.src_uri: file.url
        for file in files
        if not file.inclusion.is_excluded()
        and (file.src_uri not in read if file.is_documentation_page() else file.abs_src_path)
    }


def _locate(files: Files, path: str) -> str | None:
    """The path of the page that MkDocs leads a link to, which mkdocs-static-i18n has a say in."""
    file = files.get_file_from_path(path)
    return file.src_uri if file else None
