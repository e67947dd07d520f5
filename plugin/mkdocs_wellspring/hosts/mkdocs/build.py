"""What one build knows: its pages, their sources and questions, and the goal's banner."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from mkdocs_wellspring import questions as asking
from mkdocs_wellspring.article.extension import ArticleExtension
from mkdocs_wellspring.citations.extension import CitationsExtension
from mkdocs_wellspring.citations.locate import Snippets
from mkdocs_wellspring.citations.machines import Nodes, highwire_tags
from mkdocs_wellspring.citations.stores import Stores
from mkdocs_wellspring.findings import Report
from mkdocs_wellspring.graph import Graph
from mkdocs_wellspring.hosts.mkdocs.citations import Citations
from mkdocs_wellspring.hosts.mkdocs.options import WellspringOptions
from mkdocs_wellspring.hosts.mkdocs.pages import check_keys, page_context
from mkdocs_wellspring.hosts.mkdocs.scholarly import article_of, title_of
from mkdocs_wellspring.hosts.mkdocs.theme import wrap_theme
from mkdocs_wellspring.messages import messages_for
from mkdocs_wellspring.pagecontext import PageContext, heard
from mkdocs_wellspring.templating import check_templates, environment

if TYPE_CHECKING:
    from mkdocs_wellspring.goal.model import Goal
    from mkdocs_wellspring.hosts.mkdocs.banner import Banner
    from mkdocs_wellspring.hosts.mkdocs.counting import Counting

__all__ = ["Build"]


@dataclass(slots=True)
class _Known:
    """A page, from the moment its Markdown is read."""

    context: PageContext
    questions: tuple[asking.Question, ...]
    answers: tuple[str, ...]
    block: str = ""


@dataclass(slots=True)
class Build:
    """One run of MkDocs."""

    options: WellspringOptions
    report: Report
    citations: Citations
    goal: "Goal | None" = None
    overrides: Sequence[Path] = ()
    banner: "Banner | None" = None
    _pages: dict[str, _Known] = field(default_factory=dict)
    _current: PageContext | None = None
    _outermost: PageContext | None = None
    _nodes: Nodes = field(default_factory=Nodes)

    @classmethod
    def begin(cls, options: WellspringOptions, config: MkDocsConfig, report: Report, stores: Stores) -> "Build":
        """A build whose Markdown extensions stand in the site's list."""
        options.refuse_keys()
        environment.cache_clear()
        root = Path(config.config_file_path or ".").resolve().parent
        goal = options.goal.as_goal(root) if options.goal else None
        custom = getattr(config.theme, "custom_dir", None)
        overrides = (Path(custom),) if custom else ()
        check_templates(overrides)
        citing = options.citations.as_citing(root, overrides, stores)
        for finding in citing.read.findings:
            report(finding)
        citations = Citations(citing, _snippets(config, root), options.citations.bibliography)
        build = cls(options, report, citations, goal, overrides)
        build._install(config)
        return build

    def count(self, counting: "Counting", *, serving: bool) -> None:
        """The banner knows the newest count that can be had: waited for in a build, at hand under serve."""
        from mkdocs_wellspring.hosts.mkdocs.banner import Banner  # noqa: PLC0415 - only for a site with a goal

        if self.goal:
            snapshot = counting.behind(self.goal) if serving else counting.now(self.goal)
            self.banner = Banner(self.goal, snapshot, self.overrides)
            if not serving:
                self.banner.check_mode(self.report)

    def open_page(self, markdown: str, page: Page, config: MkDocsConfig) -> None:
        """The extensions see this page until the next."""
        context = replace(page_context(page, config, self.report), markdown=markdown)
        listed = config.mdx_configs.get("wellspring.citations", {}).get("sources")
        if listed and "sources" not in context.meta:
            context = replace(context, meta={**context.meta, "sources": listed})
        context = heard(context)
        check_keys(page, context)
        self._current = self._outermost = context
        self.citations.open(page, context)
        self._pages[page.file.src_uri] = _Known(context, asking.read_questions(context), asking.read_answers(context))

    def close_page(self, html: str, page: Page) -> str:
        """The page, whose citations are known; its marks are open until the search plugins have read it."""
        self._current = self._outermost = None
        return self.citations.close(html, page)

    def resolve_questions(self, files: Files) -> None:
        """Each page has its block of questions, each with where it leads."""
        pages = {
            path: _answering(file.page, known)
            for path, known in self._pages.items()
            if (file := files.get_file_from_path(path)) and file.page
        }
        index = asking.Index(pages.values())
        options = asking.QuestionsOptions(self.options.questions.heading)
        for path, page in pages.items():
            known = self._pages[path]
            found = [asking.resolve(question, page, index, known.context.report) for question in known.questions]
            known.block = asking.render_questions(
                [one for one in found if one], options, locale=known.context.locale, overrides=self.overrides
            )

    def wrap_theme(self, env: jinja2.Environment, config: MkDocsConfig) -> jinja2.Environment:
        """The theme's templates carry the banner, and what pages have in their heads, where there is such."""
        if self.banner is None and not self.options.citations.highwire:
            return env
        banner = self.banner.for_page(config) if self.banner else lambda _page: ""
        goal = self.banner.head() if self.banner else lambda _page: ""
        return wrap_theme(env, banner=banner, head=lambda page: goal(page) + self._tags(page))

    def finish_page(self, page: Page) -> str:
        """The page as readers get it: marks linked, ways back filled in, questions before the sources."""
        known = self._pages.get(page.file.src_uri)
        html = self.citations.fill(page.content or "", page, known.block if known else "")
        if known is None:
            return html
        graph = Graph(title_of(page), messages_for(known.context.locale).language_tag, page.canonical_url)
        if cited := self.citations.cited(page):
            graph.add_nodes("citation", self._nodes.of(cited))
        return html + graph.script()

    def _tags(self, page: object) -> str:
        if not self.options.citations.highwire or not isinstance(page, Page):
            return ""
        known, cited = self._pages.get(page.file.src_uri), self.citations.cited(page)
        return highwire_tags(article_of(page, known.context), cited.sources) if known and cited else ""

    def _install(self, config: MkDocsConfig) -> None:
        extensions: list[object] = config.markdown_extensions  # type: ignore[assignment]
        extensions[:] = [name for name in extensions if name not in {"wellspring.citations", "wellspring.article"}]
        disclaimer = self.options.article.disclaimer
        extensions += [
            CitationsExtension(
                host=lambda: self._current,
                citing=self.citations.citing,
                **config.mdx_configs.get("wellspring.citations", {}),
            ),
            ArticleExtension(host=self._take, disclaimer=disclaimer, overrides=self.overrides),
        ]

    def _take(self) -> PageContext | None:
        """The page for its outermost conversion, and nothing for those within it."""
        taken, self._outermost = self._outermost, None
        return taken


def _answering(page: Page, known: _Known) -> asking.Page:
    anchors = page.present_anchor_ids
    return asking.Page(
        path=page.file.src_uri,
        title=str(page.title or ""),
        url=page.url,
        answers=known.answers,
        shown_as=known.context.path,
        anchors=None if anchors is None else frozenset(anchors),
        published=not page.file.inclusion.is_excluded(),
    )


def _snippets(config: MkDocsConfig, root: Path) -> Snippets:
    given = config.mdx_configs.get("pymdownx.snippets", {}).get("base_path", ".")
    folders = given if isinstance(given, list) else [given]
    return Snippets(tuple(path for folder in folders if (path := _folder(folder))), root)


def _folder(given: object) -> Path | None:
    """A folder, `!relative $docs_dir` included; None for one that depends on the page that is being read."""
    try:
        return Path(os.fspath(given))  # type: ignore[call-overload]  # or else it is no path
    except (TypeError, MkDocsException):
        return None
