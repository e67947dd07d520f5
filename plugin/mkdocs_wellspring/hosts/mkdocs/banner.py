"""The goal's banner on the pages of one build, rendered once a language and a folder."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from mkdocs_wellspring.clock import clock
from mkdocs_wellspring.findings import Finding, Report
from mkdocs_wellspring.goal.banner import head_snippet, render_banner
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.snapshot import Snapshot
from mkdocs_wellspring.hosts.mkdocs.languages import site_locale
from mkdocs_wellspring.ledger.records import Mode
from mkdocs_wellspring.pagecontext import own

if TYPE_CHECKING:
    from mkdocs_wellspring.hosts.mkdocs.explanation import Explanation

__all__ = ["Banner"]


class Banner:
    """What a build shows of its goal."""

    def __init__(
        self,
        goal: Goal,
        snapshot: Snapshot | None,
        overrides: Sequence[Path],
        explanation: "Explanation | None" = None,
    ) -> None:
        self._goal, self._snapshot, self._overrides, self._explanation = goal, snapshot, overrides, explanation
        self._now = clock()
        self._rendered: dict[tuple[str, str | None], Markup] = {}

    def for_page(self, config: MkDocsConfig) -> Callable[[object | None], str]:
        """What gives a page its banner: "" for one whose front matter says `goal: false`."""

        def banner(page: object | None) -> str:
            meta = own(page.meta or {}) if isinstance(page, Page) else {}
            if meta.get("goal") is False:
                return ""
            counted_page = self._explanation.address(page, config) if self._explanation else None
            return self._in(site_locale(page, config), counted_page)

        return banner

    def head(self) -> Callable[[object | None], str]:
        """What gives a page's head the script that keeps a banner away that was put away."""
        snippet = Markup(head_snippet(self._goal))  # noqa: S704 - ours, its one variable written as JSON
        return lambda _page: snippet

    def check_mode(self, report: Report) -> None:
        """A finding where money that is not live would be shown to readers of a built site."""
        if self._goal.demonstration:
            return
        if self._snapshot and self._snapshot.mode is not Mode.LIVE:
            what = f"shows {self._snapshot.mode} money; use a live key"
        elif self._goal.is_pretended:
            what = "sends readers who want to give to this machine; build without WELLSPRING_DONATE"
        else:
            return
        message = f"goal {self._goal.campaign} {what}, or say `demonstration: true` where that is meant"
        report(Finding("mkdocs.yml", None, "goal-not-live", message))

    def _in(self, locale: str, counted_page: str | None) -> Markup:
        wanted = (locale, counted_page)
        if wanted not in self._rendered:
            html = render_banner(
                self._goal,
                self._snapshot,
                now=self._now,
                locale=locale,
                overrides=self._overrides,
                counted_page=counted_page,
            )
            self._rendered[wanted] = Markup(html)  # noqa: S704 - rendered by an autoescaping template
        return self._rendered[wanted]
