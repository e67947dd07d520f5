"""The questions of one build: read page by page, resolved once all pages are known, filled in at the end."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from mkdocs_wellspring.findings import Report
from mkdocs_wellspring.hosts.mkdocs.generated import add_download, add_page
from mkdocs_wellspring.hosts.mkdocs.languages import theme_locale
from mkdocs_wellspring.messages import gettext_noop
from mkdocs_wellspring.pagecontext import PageContext
from mkdocs_wellspring.questions.options import QuestionsOptions
from mkdocs_wellspring.questions.placeholder import PLACE
from mkdocs_wellspring.templating import environment

if TYPE_CHECKING:
    from mkdocs.structure.toc import AnchorLink

    from mkdocs_wellspring.questions.backlog import Backlog
    from mkdocs_wellspring.questions.index import Index
    from mkdocs_wellspring.questions.index import Page as SitePage
    from mkdocs_wellspring.questions.model import Question
    from mkdocs_wellspring.questions.resolve import Resolved
    from mkdocs_wellspring.questions.suggestions import Suggester

__all__ = ["Questions", "Settings", "own_search"]


_OURS = "wellspring"

# The page of each theme's search: Material and MkDocs' own theme open it over any page.
_SEARCHES = {"material": "", "mkdocs": "", "readthedocs": "search.html"}


class Settings(NamedTuple):
    """What a site says of its questions.

    Attributes:
        shown: how a block is shown.
        backlog: the path of the page of open questions; None for none.
        asked_from: an answering page shows which pages lead to it.
        suggest: finds the pages nearest to open questions; None where nobody is to look.
        overrides: folders with templates of the site's own.
    """

    shown: QuestionsOptions
    backlog: str | None = None
    asked_from: bool = False
    suggest: "Suggester | None" = None
    overrides: Sequence[Path] = ()


@dataclass(slots=True, eq=False, repr=False)
class _Known:
    """A page, from the moment its Markdown is read."""

    context: PageContext
    page: Page
    answers: tuple[str, ...]
    listed: "Sequence[Question]" = ()
    review_due: date | None = None
    since: date | None = None
    as_page: "SitePage | None" = None
    resolved: "Sequence[Resolved]" = ()
    asked_from: "list[tuple[str, SitePage]]" = field(default_factory=list)


class Questions:
    """What a build knows of its questions; what handles them is imported where a page has some."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pages: dict[str, _Known] = {}
        self._listed: dict[str, str] = {}

    def add_backlog(self, files: Files, config: MkDocsConfig) -> None:
        """The site has a page of open questions, where one is wanted and its author has written none."""
        add_page(files, config, self._settings.backlog, gettext_noop("Open questions"))

    def open(self, page: Page, context: PageContext) -> None:
        """What the page says it answers is read."""
        answers: tuple[str, ...] = ()
        if context.meta.get("answers") is not None:
            from mkdocs_wellspring.questions.model import read_answers  # noqa: PLC0415

            answers = read_answers(context)
        self._pages[page.file.src_uri] = _Known(context, page, answers)

    def listed(self, page: Page, questions: "Sequence[Question]") -> None:
        """The page's text lists these questions, which is no text of it any more."""
        from mkdocs_wellspring.questions.lines import without_lists  # noqa: PLC0415

        self._pages[page.file.src_uri].listed = questions
        page.markdown = without_lists(page.markdown or "")

    def reviewed(self, page: Page, review_due: date | None, since: date | None) -> None:
        """By when the page was to be reviewed, where that is past; and the earliest day it gives for itself."""
        known = self._pages[page.file.src_uri]
        known.review_due, known.since = review_due, since

    def resolve(self, files: Files, config: MkDocsConfig, report: Report) -> None:
        """Each page knows where its questions lead, and the site what is open."""
        if not self._settings.backlog and not any(map(_asks, self._pages.values())):
            return
        from mkdocs_wellspring.hosts.mkdocs.drafts import drafts_of  # noqa: PLC0415
        from mkdocs_wellspring.questions.backlog import Backlog  # noqa: PLC0415
        from mkdocs_wellspring.questions.index import Index  # noqa: PLC0415

        for known in self._pages.values():
            known.as_page = _as_page(known)
        pages = {path: known.as_page for path, known in self._pages.items() if known.as_page}
        drafts = drafts_of(files, self._pages, theme_locale(config))
        index = Index([*pages.values(), *drafts], _others(files, self._pages), partial(_locate, files))
        backlog = Backlog()
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
        if PLACE in html:
            html, block = html.replace(PLACE, block, 1).replace(PLACE, ""), ""
        return html + self._listed.get(page.file.src_uri, ""), block + after

    def related(self, page: Page) -> Sequence[str]:
        """The addresses of the pages that answer the page's questions, each once; as complete as the page's own."""
        known = self._pages.get(page.file.src_uri)
        found = [one.href for one in known.resolved if one.state in {"answered", "stale"} and one.href] if known else ()
        return list(dict.fromkeys(urljoin(page.canonical_url or "", href) for href in found))

    def _resolved(self, known: _Known, page: "SitePage", index: "Index", backlog: "Backlog") -> "Iterator[Resolved]":
        from mkdocs_wellspring.questions.model import read_questions  # noqa: PLC0415
        from mkdocs_wellspring.questions.resolve import resolve  # noqa: PLC0415

        for question in read_questions(known.context, known.listed):
            found = resolve(question, page, index, known.context.report)
            if found is None:
                continue
            yield found
            backlog.gather(page, found)
            if self._settings.asked_from and page.published and found.page and found.href:
                answering = self._pages.get(found.page.path)
                if answering is not None and answering is not known:
                    answering.asked_from.append((question.text, page))

    def _suggest(self, backlog: "Backlog") -> None:
        wanted = [one for one in backlog.questions if not one.is_declared]
        if not wanted or self._settings.suggest is None:
            return
        from mkdocs_wellspring.questions.suggestions import Asked, Document  # noqa: PLC0415

        asked = [Asked(one.text, frozenset(page.path for page, _asked in one.asked_by)) for one in wanted]
        documents = [
            Document(path, page.title, page.answers, [text for text, _id in page.headings], _text(known))
            for path, known in self._pages.items()
            if (page := known.as_page) and page.published and known.page.file.generated_by != _OURS
        ]
        for one, nearest in zip(wanted, self._settings.suggest(asked, documents), strict=True):
            one.nearest = nearest

    def _list_open(
        self, backlog: "Backlog", pages: "Mapping[str, SitePage]", files: Files, config: MkDocsConfig
    ) -> None:
        path = self._settings.backlog
        known = self._pages.get(path) if path else None
        if path is None or known is None:
            return
        from mkdocs_wellspring.questions.backlog import list_open  # noqa: PLC0415

        content = backlog.as_json(pages)
        download = add_download(files, config, "questions: backlog", path, content)
        self._listed[path] = list_open(
            backlog.ranked(),
            pages,
            known.page.url,
            environment(known.context.locale, tuple(self._settings.overrides)),
            get_relative_url(download, known.page.url),
        )

    def _block(self, known: _Known) -> str:
        if not known.resolved:
            return ""
        from mkdocs_wellspring.questions.render import render_questions  # noqa: PLC0415

        return render_questions(
            known.resolved,
            self._settings.shown,
            asking=known.as_page,
            locale=known.context.locale,
            overrides=self._settings.overrides,
        )

    def _asked_from(self, known: _Known) -> str:
        if known.as_page is None or not known.asked_from:
            return ""
        from mkdocs_wellspring.questions.render import render_asked_from  # noqa: PLC0415

        return render_asked_from(
            known.asked_from, known.as_page, locale=known.context.locale, overrides=self._settings.overrides
        )


def own_search(config: MkDocsConfig) -> str | None:
    """The page on which the site's own search reads `?q=`, from its root; None where it has none that does."""
    if not any(name.rpartition("/")[2] == "search" for name in config.plugins):
        return None
    page = _SEARCHES.get(config.theme.name or "")
    return page if page or page is None or config.use_directory_urls else "index.html"


def _asks(known: _Known) -> bool:
    return bool(known.listed) or known.context.meta.get("questions") is not None


def _as_page(known: _Known) -> "SitePage":
    from mkdocs_wellspring.questions.index import Page as SitePage  # noqa: PLC0415

    page, file = known.page, known.page.file
    anchors = page.present_anchor_ids
    return SitePage(
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
