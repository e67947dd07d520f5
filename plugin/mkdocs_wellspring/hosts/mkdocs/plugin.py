"""The plugin class: MkDocs' events, each handed on in a few statements."""

from typing import TYPE_CHECKING, Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from mkdocs_wellspring.citations.stores import Stores
from mkdocs_wellspring.errors import ConfigurationError, WellspringError
from mkdocs_wellspring.findings import Finding, without
from mkdocs_wellspring.hosts.mkdocs.assets import add_assets
from mkdocs_wellspring.hosts.mkdocs.build import Build
from mkdocs_wellspring.hosts.mkdocs.languages import is_translated, keep_catalogues
from mkdocs_wellspring.hosts.mkdocs.options import TWICE, WellspringOptions

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

    from mkdocs_wellspring.hosts.mkdocs.counting import Counting

__all__ = ["WellspringPlugin"]

_log = get_plugin_logger("wellspring")
_AFTER_ALL = -1000


class WellspringPlugin(BasePlugin[WellspringOptions]):
    """Hosts the slices in MkDocs.

    One instance serves a whole `mkdocs serve`, so that one count runs behind all of its builds; what a build
    knows lives in a fresh `Build`.
    """

    def __init__(self) -> None:
        self._serving = False
        self._counting: Counting | None = None
        self._stores = Stores()
        self._files: Files | None = None
        self._server: LiveReloadServer | None = None
        self._watched: set[str] = set()

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002 - MkDocs names its arguments
        """Knows whether to wait for a count (a build) or to let it run behind (serve)."""
        self._serving = command == "serve"
        self._counting = None

    def on_shutdown(self) -> None:
        """Leaves no count running."""
        if self._counting:
            self._counting.stop()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Begins a build: its extensions are in place, and the goal is counted or being counted."""
        try:
            self._refuse_twice(config)
            report = without(self._report, self.config.silence)
            self._build = Build.begin(self.config, config, report, self._stores)
            if self._build.appeal:
                self._build.count(self._counter(), config, serving=self._serving)
            self._watch()
        except WellspringError as error:
            raise PluginError(str(error)) from None
        return config

    def _on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        return files if is_translated(config) else self._add_files(files, config)

    @event_priority(-150)
    def _on_files_at_last(self, files: Files, *, config: MkDocsConfig) -> Files:
        return self._add_files(files, config) if is_translated(config) else files

    on_files = CombinedEvent(_on_files, _on_files_at_last)
    """Adds our files, early where that can be, so that plugins which make navigations know of them."""

    @event_priority(-100)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Tells the extensions which page comes next."""
        return self._build.open_page(markdown, page, config)

    @event_priority(-100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Notes what the page cites."""
        return self._build.close_page(html, page)

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Lists sources and resolves questions, now that all pages are known, and wraps the theme's templates."""
        try:
            self._build.list_all(files, config)
        except WellspringError as error:
            raise PluginError(str(error)) from None
        self._files = files
        return self._build.wrap_theme(env, config, self._tell)

    @event_priority(-100)
    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, **_known: Any
    ) -> TemplateContext:
        """Fills in marks and questions, after the search plugins have read the page."""
        try:
            page.content = self._build.finish_page(page, config)
        except WellspringError as error:
            raise PluginError(str(error)) from None
        return context

    @event_priority(_AFTER_ALL)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Fails where the built site holds a key, whoever wrote it there: hooks and other plugins have run by now."""
        self._build.leave_search(self._files, config)
        self._build.guard(config)

    def on_serve(self, server: "LiveReloadServer", *, config: MkDocsConfig, builder: Any) -> "LiveReloadServer":  # noqa: ARG002
        """Rebuilds, and so reloads open pages, when the count has changed."""
        if self._counting:
            server.watch(str(self._counting.signal))
        self._server = server
        self._watch()
        return server

    def _add_files(self, files: Files, config: MkDocsConfig) -> Files:
        """The site has our style sheet, our script, and the pages that its options ask for."""
        add_assets(files, config, goal=self._build.appeal is not None, cards=self.config.citations.cards)
        self._build.add_pages(files, config)
        keep_catalogues(files, config)
        return files

    def _watch(self) -> None:
        """The server watches what changes pages, also what `mkdocs.yml` has named since it was started."""
        new = {str(path) for path in self._build.watched} - self._watched
        if self._server:
            for path in new:
                self._server.watch(path)
            self._watched |= new

    @staticmethod
    def _tell(line: str) -> None:
        _log.info(line)

    def _counter(self) -> "Counting":
        from mkdocs_wellspring.hosts.mkdocs.counting import Counting  # noqa: PLC0415 - only for a site with a goal

        if self._counting is None:
            self._counting = Counting(_log.info)
        return self._counting

    @staticmethod
    def _refuse_twice(config: MkDocsConfig) -> None:
        if sum(isinstance(one, WellspringPlugin) for one in config.plugins.values()) > 1:
            raise ConfigurationError(TWICE)

    def _report(self, finding: Finding) -> None:
        log = _log.warning if finding.level == "warning" else _log.info
        log(str(finding))
