"""The goal's share of one build: its banner, and the pages round it."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.findings import Report
from mkdocs_wellspring.hosts.mkdocs.banner import Banner, Beside
from mkdocs_wellspring.hosts.mkdocs.goaloptions import OPEN_LEDGER_ADVICE, GoalOptions
from mkdocs_wellspring.hosts.mkdocs.ledgerplace import check_ledger_place
from mkdocs_wellspring.hosts.mkdocs.theme import Added, place_of

if TYPE_CHECKING:
    from mkdocs_wellspring.goal.snapshot import Snapshot
    from mkdocs_wellspring.hosts.mkdocs.citations import Citations
    from mkdocs_wellspring.hosts.mkdocs.counting import Counting
    from mkdocs_wellspring.hosts.mkdocs.explanation import Explanation
    from mkdocs_wellspring.hosts.mkdocs.thanks import Thanks
    from mkdocs_wellspring.pagecontext import PageContext

__all__ = ["Appeal"]


class Appeal:
    """What one build asks of its readers, and says of what they have given.

    Attributes:
        goal: what the site asks for.

    Raises:
        ConfigurationError: a value that no banner can be made of, or a ledger that would be published.
    """

    def __init__(self, options: GoalOptions, config: MkDocsConfig, overrides: Sequence[Path]) -> None:
        self.goal = options.as_goal(Path(config.config_file_path or ".").resolve().parent)
        custom = overrides[0] if overrides else None
        check_ledger_place(self.goal, {"docs_dir": config.docs_dir, "site_dir": config.site_dir, "custom_dir": custom})
        self._options, self._overrides = options, overrides
        self._explanation: Explanation | None = None
        self._thanks: Thanks | None = None
        self._banner: Banner

    def count(
        self, counting: "Counting", config: MkDocsConfig, citations: "Citations", report: Report, *, serving: bool
    ) -> None:
        """The banner knows the newest count that can be had: waited for in a build, at hand under serve.

        Raises:
            ConfigurationError: a text or a pattern of the banner, the key or the ledger cannot be used; or a strict
                build, which is told to say nothing, would show money that is not live.
            PaymentsError: there is no new count, and the goal says `on_outage: fail`.
        """
        asked = self._options.as_asked(self.goal)
        if self._options.shows_password(Path(config.config_file_path or "")):
            counting.tell(OPEN_LEDGER_ADVICE)
        snapshot = counting.behind(self.goal) if serving else counting.now(self.goal)
        self._make_pages(snapshot)
        beside = Beside(self._explanation, self._thanks, self._options.fresh_path, citations)
        self._banner = Banner(self.goal, asked, snapshot, self._overrides, beside)
        if not serving and (found := self._banner.not_live()):
            report(found)
            # With --quiet, MkDocs' strict mode hears of no warning: https://www.mkdocs.org/user-guide/cli/#mkdocs-build.
            if config.strict and not logging.getLogger("mkdocs").isEnabledFor(logging.WARNING):
                raise ConfigurationError(str(found))

    def add_pages(self, files: Files, config: MkDocsConfig) -> None:
        """The site has the pages that the goal's options ask for."""
        if self._explanation:
            self._explanation.add_page(files, config)
        if self._thanks:
            self._thanks.add_page(files, config)

    def open(self, page: Page) -> None:
        """No search has the page of thanks; MkDocs' own is told in the end, by `leave_search`."""
        if self._thanks:
            self._thanks.keep_from_search(page)

    def place(
        self, files: Files, config: MkDocsConfig, contexts: "Callable[[Page], PageContext | None]", report: Report
    ) -> None:
        """The count is explained, and the words of the ask are checked, now that all pages and sources are known.

        Raises:
            ConfigurationError: the words of a page cannot be said there.
        """
        if self._explanation:
            self._explanation.place(files, config)
        self._banner.read(files, config, contexts, report)

    def added(self, config: MkDocsConfig, tags: Callable[[object | None], str]) -> Added:
        """What the theme's templates carry; `tags` are what else a page has in its head."""
        goal, thanks = self._banner.head(), self._thanks

        def head(page: object | None) -> str:
            return f"{goal(page)}{tags(page)}{thanks.head(page) if thanks else ''}"

        banner = self._banner.for_page(config)
        return Added(banner, head, self._banner.back(config), place_of(self._options.place, config))

    def end(self, html: str, page: Page, config: MkDocsConfig) -> str:
        """The page of thanks, which ends with them; another as it was."""
        return self._thanks.end(html, page, config) if self._thanks else html

    def leave_search(self, files: Files, config: MkDocsConfig) -> None:
        """MkDocs' own search has no page of thanks."""
        if self._thanks:
            self._thanks.leave_search(files, config)

    def _make_pages(self, snapshot: "Snapshot | None") -> None:
        if path := self._options.counted_page:
            from mkdocs_wellspring.hosts.mkdocs.explanation import Explanation  # noqa: PLC0415 - as the page is wanted

            self._explanation = Explanation(path, self.goal, snapshot, self._overrides)
        if path := self._options.thanks_page:
            from mkdocs_wellspring.hosts.mkdocs.thanks import Thanks  # noqa: PLC0415 - as above

            self._thanks = Thanks(path, self.goal, self._overrides)
