"""The ledger lies where nothing of it is published."""

import os
from collections.abc import Mapping
from pathlib import Path

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.goal.model import Goal

__all__ = ["check_ledger_place"]


def check_ledger_place(goal: Goal, folders: Mapping[str, str | Path | None]) -> None:
    """The ledger's file is in none of the folders that are published, each by the name of its option.

    The goal's own cache may be in one of them, as in a site whose pages lie beside mkdocs.yml: MkDocs publishes no
    folder whose name begins with a dot.

    Raises:
        ConfigurationError: it is.
    """
    file = goal.ledger_file
    if file is None:
        return
    for option, folder in folders.items():
        is_hidden = option != "site_dir" and _is_in(file, goal.cache)
        if folder and not is_hidden and _is_in(file, folder):
            raise ConfigurationError(
                f"goal: ledger: the file would lie in the site's {option}, whose files are published; give it a place "
                "outside, or leave `ledger` out, and it lies in .cache/wellspring"
            )


def _is_in(file: Path, folder: str | Path) -> bool:
    """By the way that is written, or by the one that links lead: a link into the site is published as well."""
    try:
        # By name alone: a link in the folder is published, wherever it leads.
        written = Path(os.path.abspath(file)).is_relative_to(os.path.abspath(folder))  # noqa: PTH100
        return written or file.resolve().is_relative_to(Path(folder).resolve())
    except (OSError, RuntimeError):  # links in a circle, to which nothing can be written either
        return False
