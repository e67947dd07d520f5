"""The page to which a payment leads back: it says thanks, and counts nothing."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.pages import Page

from mkdocs_wellspring.clock import clock
from mkdocs_wellspring.goal.banner import OnPage, render_thanks
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.hosts.mkdocs.generated import add_page
from mkdocs_wellspring.hosts.mkdocs.languages import page_locale
from mkdocs_wellspring.hosts.mkdocs.placed import link_from
from mkdocs_wellspring.messages import gettext_noop

__all__ = ["Thanks"]

_HEAD = '<meta name="robots" content="noindex">'


class Thanks:
    """The page of thanks in one build. No search has it, and no banner asks there."""

    def __init__(self, path: str, goal: Goal, overrides: Sequence[Path]) -> None:
        self._path, self._goal, self._overrides = path, goal, overrides
        self._files: Files | None = None

    def add_page(self, files: Files, config: MkDocsConfig) -> None:
        """The site has the page, where its author has written none."""
        self._files = files
        # Whoever looks at it is not asked for a year: nobody should come here but from a payment.
        if file := add_page(files, config, self._path, gettext_noop("Thank you")):
            file.inclusion = InclusionLevel.NOT_IN_NAV

    def is_page(self, page: object | None) -> bool:
        """This is the page, or what another plugin has put in its place: the same in another language."""
        if not isinstance(page, Page) or self._files is None:
            return False
        return page.file is self._files.get_file_from_path(self._path)

    def keep_from_search(self, page: Page) -> None:
        """Material's search passes over the page."""
        if self.is_page(page):
            given = page.meta.get("search")
            page.meta["search"] = {**(given if isinstance(given, dict) else {}), "exclude": True}

    def end(self, html: str, page: Page, config: MkDocsConfig) -> str:
        """The page, which ends with the thanks; another as it was."""
        if not self.is_page(page):
            return html
        locale = page_locale(page, config)
        on = OnPage(site=config.site_name, link=partial(link_from, page, self._files, config))
        thanks = render_thanks(self._goal, now=clock(), locale=locale, overrides=tuple(self._overrides), on=on)
        return f"{html}\n{thanks}"

    def head(self, page: object | None) -> str:
        """What the page's head says to search engines."""
        return _HEAD if self.is_page(page) else ""

    def leave_search(self, files: Files, config: MkDocsConfig) -> None:
        """The index of MkDocs' own search, which can be told of no page to pass over, has no entry of the page."""
        file, index = files.get_file_from_path(self._path), Path(config.site_dir, "search/search_index.json")
        if file is None or not index.is_file():
            return
        whole = json.loads(index.read_text("utf-8"))
        kept = [one for one in whole["docs"] if one["location"].partition("#")[0] != file.url]
        if len(kept) < len(whole["docs"]) and "index" not in whole:  # one that is built by now refers to every entry
            index.write_text(json.dumps({**whole, "docs": kept}, sort_keys=True, separators=(",", ":")), "utf-8")
