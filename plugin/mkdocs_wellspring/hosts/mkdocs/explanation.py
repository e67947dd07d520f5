"""The page that says how the goal's number is counted, in one build."""

from collections.abc import Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from mkdocs_wellspring.clock import clock
from mkdocs_wellspring.goal.explanation import render_explanation
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.snapshot import Snapshot
from mkdocs_wellspring.hosts.mkdocs.generated import add_page
from mkdocs_wellspring.hosts.mkdocs.languages import page_locale
from mkdocs_wellspring.hosts.mkdocs.placed import address_from
from mkdocs_wellspring.messages import gettext_noop

__all__ = ["Explanation"]


class Explanation:
    """What a build says of its count."""

    def __init__(self, path: str, goal: Goal, snapshot: Snapshot | None, overrides: Sequence[Path]) -> None:
        self._path, self._goal, self._snapshot, self._overrides = path, goal, snapshot, overrides
        self._file: File | None = None

    def add_page(self, files: Files, config: MkDocsConfig) -> None:
        """The site has the page, where its author has written none."""
        add_page(files, config, self._path, gettext_noop("How this is counted"))

    def place(self, files: Files, config: MkDocsConfig) -> None:
        """The page ends with the explanation, which a search finds; the banner may lead there."""
        self._file = files.get_file_from_path(self._path)
        page = self._file.page if self._file else None
        if page is None:
            return
        locale = page_locale(page, config)
        html = render_explanation(self._goal, self._snapshot, now=clock(), locale=locale, overrides=self._overrides)
        page.content = f"{page.content or ''}\n{html}"

    def address(self, page: object, config: MkDocsConfig) -> str | None:
        """The page's address from another; from the site's root for one that is no document, such as the 404 page."""
        if self._file is None:
            return None
        return address_from(page, self._file.url, config)
