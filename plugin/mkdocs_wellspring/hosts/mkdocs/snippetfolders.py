"""Where a site keeps what its pages include, for findings that name the file that was included."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

if TYPE_CHECKING:
    from mkdocs_wellspring.citations.locate import Snippets

__all__ = ["snippets_of"]


def snippets_of(config: MkDocsConfig, root: Path) -> "Snippets":
    """The folders of `pymdownx.snippets`, as far as they are the same for every page."""
    from mkdocs_wellspring.citations.locate import Snippets  # noqa: PLC0415 - only where something is cited

    given = config.mdx_configs.get("pymdownx.snippets", {}).get("base_path", ".")
    folders = given if isinstance(given, list) else [given]
    return Snippets(tuple(path for folder in folders if (path := _folder(folder))), root)


def _folder(given: object) -> Path | None:
    """A folder, `!relative $docs_dir` included; None for one that depends on the page that is being read."""
    try:
        return Path(os.fspath(given))  # type: ignore[call-overload]  # or else it is no path
    except (TypeError, MkDocsException):
        return None
