"""Our style sheet and script as files of the site: served from its own address, named by what they hold."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

import mkdocs_wellspring
from mkdocs_wellspring.hosts.mkdocs.lean import lean

__all__ = ["Asset", "add_assets", "assets"]

_SLICES = ("article", "citations", "questions", "goal")
_FOLDER = "assets/wellspring"
_PACKAGE = Path(mkdocs_wellspring.__file__).parent


class Asset(tuple[str, str]):
    """A file of ours: its path in the built site, and its text."""

    __slots__ = ()


def assets(*, goal: bool, cards: bool) -> Iterator[Asset]:
    """One style sheet for all slices, and one script of those that the site uses."""
    slices = _SLICES if goal else _SLICES[:-1]
    yield _named("css", "".join(_read(name, "css") for name in slices))
    if script := "".join(_read(name, "js") for name, used in (("citations", cards), ("goal", goal)) if used):
        yield _named("js", lean(script))


def add_assets(files: Files, config: MkDocsConfig, *, goal: bool, cards: bool) -> None:
    """The site holds our files, and each page names them."""
    for asset in assets(goal=goal, cards=cards):
        path, text = asset
        files.append(File.generated(config, path, content=text))
        listed: list[object] = config.extra_css if path.endswith(".css") else config.extra_javascript  # type: ignore[assignment]
        if path not in map(str, listed):
            listed.append(path)


def _named(kind: str, text: str) -> Asset:
    mark = hashlib.sha256(text.encode()).hexdigest()[:8]
    return Asset((f"{_FOLDER}/wellspring.{mark}.{kind}", text))


def _read(name: str, kind: str) -> str:
    file = _PACKAGE / name / "assets" / f"{name}.{kind}"
    return file.read_text("utf-8") if file.is_file() else ""
