"""What one build knows: its pages, their sources and questions, and its appeal to supporters."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from mkdocs_wellspring.article.extension import ArticleExtension
from mkdocs_wellspring.citations.extension import CitationsExtension
from mkdocs_wellspring.citations.stores import Stores
from mkdocs_wellspring.clock import clock
from mkdocs_wellspring.findings import Report
from mkdocs_wellspring.graph import Graph
from mkdocs_wellspring.hosts.mkdocs.articles import Articles
from mkdocs_wellspring.hosts.mkdocs.citations import Citations
from mkdocs_wellspring.hosts.mkdocs.languages import catalogue_findings, theme_locale
from mkdocs_wellspring.hosts.mkdocs.options import WellspringOptions
from mkdocs_wellspring.hosts.mkdocs.pages import KEYS, check_keys, page_context
from mkdocs_wellspring.hosts.mkdocs.questions import Questions, own_search
from mkdocs_wellspring.hosts.mkdocs.scholarly import article_of, title_of
from mkdocs_wellspring.hosts.mkdocs.snippetfolders import snippets_of
from mkdocs_wellspring.messages import language_tag, messages_for
from mkdocs_wellspring.pagecontext import Host, PageContext, heard
from mkdocs_wellspring.questions.extension import QuestionsExtension
from mkdocs_wellspring.templating import check_templates, forget

if TYPE_CHECKING:
    from mkdocs_wellspring.article.model import Shaped
    from mkdocs_wellspring.citations.machines import Nodes
    from mkdocs_wellspring.hosts.mkdocs.appeal import Appeal
    from mkdocs_wellspring.hosts.mkdocs.counting import Counting
    from mkdocs_wellspring.questions.model import Question

__all__ = ["Build"]

_NOTHING = "<!-- -->"

_EXTENSIONS = frozenset({"wellspring.citations", "wellspring.article", "wellspring.questions"})
_OURS = (CitationsExtension, ArticleExtension, QuestionsExtension)


@dataclass(slots=True, eq=False, repr=False)
class Build:
    """One run of MkDocs."""

    options: WellspringOptions
    report: Report
    citations: Citations
    questions: Questions
    articles: Articles
    locale: str
    appeal: "Appeal | None" = None
    overrides: Sequence[Path] = ()
    today: date = field(default_factory=lambda: clock().date())
    _contexts: dict[str, PageContext] = field(default_factory=dict)
    _current: tuple[Page, PageContext] | None = None
    _taken: set[str] = field(default_factory=set)
    _nodes: "Nodes | None" = None

    @classmethod
    def begin(cls, options: WellspringOptions, config: MkDocsConfig, report: Report, stores: Stores) -> "Build":
        """A build whose Markdown extensions stand in the site's list."""
        options.refuse_keys()
        forget()
        root = Path(config.config_file_path or ".").resolve().parent
        custom = getattr(config.theme, "custom_dir", None)
        overrides = (Path(custom),) if custom else ()
        appeal = None
        if options.goal:
            from mkdocs_wellspring.hosts.mkdocs.appeal import Appeal  # noqa: PLC0415 - only for a site with a goal

            appeal = Appeal(options.goal, config, overrides)
        check_templates(overrides)
        for finding in catalogue_findings(overrides, root):
            report(finding)
        citing = options.citations.as_citing(root, overrides, stores)
        for finding in citing.read.findings:
            report(finding)
        citations = Citations(citing, partial(snippets_of, config, root), options.citations.bibliography)
        questions = Questions(options.questions.as_settings(root, overrides, own_search(config)))
        articles = Articles(options.article.as_settings(overrides))
        build = cls(options, report, citations, questions, articles, theme_locale(config), appeal, overrides)
        build._install(config)
        return build

    @property
    def watched(self) -> Iterator[Path]:
        """Files and folders whose change changes pages: stores, and the site's own templates and catalogues.

        MkDocs watches a theme's folders only when it is asked to, with `--watch-theme`.
        """
        yield from self.citations.citing.watched
        yield from (path for folder in self.overrides if (path := folder / "wellspring").is_dir())

    def count(self, counting: "Counting", config: MkDocsConfig, *, serving: bool) -> None:
        """The appeal knows the newest count that can be had: waited for in a build, at hand under serve."""
        if self.appeal:
            self.appeal.count(counting, config, self.citations, self.report, serving=serving)

    def add_pages(self, files: Files, config: MkDocsConfig) -> None:
        """The site has the pages that its options ask for."""
        self.citations.add_bibliography(files, config)
        self.questions.add_backlog(files, config)
        self.articles.add_corrections(files, config)
        if self.appeal:
            self.appeal.add_pages(files, config)

    def open_page(self, markdown: str, page: Page, config: MkDocsConfig) -> str:
        """The extensions see this page until the next; the Markdown that they are to see.

        Python-Markdown passes over a text in which there is nothing, and so a page that is all front matter is given a
        comment.
        """
        context = page_context(page, config, self.report, markdown, self.today)
        listed = config.mdx_configs.get("wellspring.citations", {}).get("sources")
        if listed and "sources" not in context.meta:
            context = replace(context, meta={**context.meta, "sources": listed})
        context = heard(context)
        check_keys(page, context)
        if self.appeal:
            self.appeal.open(page)
        self._current, self._taken = (page, context), set()
        self._contexts[page.file.src_uri] = context
        self.citations.open(page, context)
        self.questions.open(page, context)
        self.articles.open(page, context)
        return markdown if markdown.strip() or not any(key in context.meta for key in KEYS) else _NOTHING

    def close_page(self, html: str, page: Page) -> str:
        """The page, whose citations are known; its marks are open until the search plugins have read it."""
        self._current = None
        self.questions.reviewed(page, self.articles.review_due(page), self.articles.since(page))
        return self.citations.close(html, page)

    def list_all(self, files: Files, config: MkDocsConfig) -> None:
        """Sources are listed and questions resolved, now that all pages are known."""
        self.citations.list_sources(files, config)
        self.questions.resolve(files, config, self.report)
        self.articles.close(config)
        if self.appeal:
            self.appeal.place(files, config, lambda page: self._contexts.get(page.file.src_uri), self.report)

    def wrap_theme(
        self, env: jinja2.Environment, config: MkDocsConfig, tell: Callable[[str], None]
    ) -> jinja2.Environment:
        """The theme's templates carry the banner, and what pages have in their heads, where there is such.

        `tell` is told of a theme that cannot carry it.
        """
        if self.appeal is None and not self.options.citations.highwire:
            return env
        from mkdocs_wellspring.hosts.mkdocs.theme import (  # noqa: PLC0415 - as needed
            NO_PLACE,
            Added,
            carries_banner,
            wrap_theme,
        )

        if self.appeal is None:
            return wrap_theme(env, Added(head=self._tags))
        env = wrap_theme(env, self.appeal.added(config, self._tags))
        if not carries_banner(env):
            tell(f"goal: the theme {config.theme.name} has no place for a banner: {NO_PLACE}")
        return env

    def finish_page(self, page: Page, config: MkDocsConfig) -> str:
        """The page as readers get it: marks linked, ways back filled in, questions before the sources."""
        content = (page.content or "") + self.articles.listed(page)
        html, block = self.questions.fill(content, page)
        html = self.articles.fill(self.citations.fill(html, page, block), page)
        if self.appeal:
            html = self.appeal.end(html, page, config)
        context = self._contexts.get(page.file.src_uri)
        if context is None:
            return html
        graph = Graph(title_of(page), language_tag(context.locale), page.canonical_url)
        self.articles.describe(page, graph)
        graph.add({"relatedLink": self.questions.related(page)})
        if cited := self.citations.cited(page):
            graph.add_nodes("citation", self._written().of(cited))
        return self._in_language(html, context) + graph.script()

    def leave_search(self, files: Files | None, config: MkDocsConfig) -> None:
        """No search has the page of thanks."""
        if self.appeal and files:
            self.appeal.leave_search(files, config)

    def guard(self, config: MkDocsConfig) -> None:
        """The built site holds no key, where there is one that it could hold.

        Raises:
            PluginError: it holds one.
        """
        if self.appeal or os.environ.get("WELLSPRING_STRIPE_KEY"):
            from mkdocs_wellspring.hosts.mkdocs.leakguard import guard_site, secrets_of  # noqa: PLC0415 - as above

            file = self.appeal.goal.ledger_key_file if self.appeal else None
            guard_site(Path(config.site_dir), secrets_of(os.environ, file))

    def _in_language(self, html: str, context: PageContext) -> str:
        """The page says its language, where that is not the one that the theme says for the whole document."""
        tag = language_tag(context.locale)
        if tag == language_tag(self.locale):
            return html
        direction = messages_for(context.locale, tuple(self.overrides)).locale.text_direction
        return f'<div lang="{tag}" dir="{direction}">\n{html}\n</div>'

    def _tags(self, page: object) -> str:
        if not self.options.citations.highwire or not isinstance(page, Page):
            return ""
        from mkdocs_wellspring.citations.machines import highwire_tags  # noqa: PLC0415 - only where they are wanted

        context, cited = self._contexts.get(page.file.src_uri), self.citations.cited(page)
        return highwire_tags(article_of(page, context), cited.sources if cited else ()) if context else ""

    def _written(self) -> "Nodes":
        from mkdocs_wellspring.citations.machines import Nodes  # noqa: PLC0415 - only where something is cited

        if self._nodes is None:
            self._nodes = Nodes()
        return self._nodes

    def _install(self, config: MkDocsConfig) -> None:
        extensions: list[object] = config.markdown_extensions  # type: ignore[assignment]
        extensions[:] = [name for name in extensions if not _is_ours(name)]
        extensions += [
            CitationsExtension(
                host=lambda: self._current[1] if self._current else None,
                citing=self.citations.citing,
                **config.mdx_configs.get("wellspring.citations", {}),
            ),
            ArticleExtension(
                host=self._host("article"),
                shaped=self._shaped,
                hold=True,
                overrides=self.overrides,
                **self.articles.settings.texts,
            ),
            QuestionsExtension(host=self._host("questions"), listed=self._listed),
        ]

    def _host(self, extension: str) -> Host:
        """The page for the outermost conversion of an extension; those within it are told that they are nested."""

        def host() -> PageContext | None:
            if self._current is None:
                return None
            nested = extension in self._taken
            self._taken.add(extension)
            return replace(self._current[1], nested=True) if nested else self._current[1]

        return host

    def _shaped(self, shaped: "Shaped") -> None:
        if self._current:
            self.articles.shaped(self._current[0], shaped)

    def _listed(self, questions: "Sequence[Question]") -> None:
        if self._current:
            self.questions.listed(self._current[0], questions)


def _is_ours(extension: object) -> bool:
    """One that a site lists, or an earlier build has left: mkdocs-static-i18n builds each language with one config."""
    return extension in _EXTENSIONS or isinstance(extension, _OURS)
