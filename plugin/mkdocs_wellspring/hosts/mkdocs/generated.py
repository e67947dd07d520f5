"""Pages and files that we make: a page whose path an option names, and a download beside it."""

import os
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.hosts.mkdocs.languages import folder_of_language, theme_locale
from mkdocs_wellspring.messages import messages_for

__all__ = ["add_download", "add_file", "add_page", "check_path"]


_CACHE = ".cache/wellspring/pages"
_LONGEST_PATH = 1000
_LONGEST_NAME_BYTES = 200
"""So long a name is taken by every file system, with what is made beside the page."""


def check_path(option: str, path: str | None) -> None:
    """The path that an option gives can be that of a page of the site.

    Raises:
        ConfigurationError: it does not end in `.md`, or leads out of the documentation's folder.
    """
    if path is None:
        return
    parts = PurePosixPath(path.replace("\\", "/"))
    shown = path[:80] if path.isprintable() else ascii(path[:80])
    if parts.suffix != ".md" or not path.isprintable():
        raise ConfigurationError(f"{option}: {shown} is no page; give one that ends in .md")
    if parts.is_absolute() or ".." in parts.parts or ":" in parts.parts[0]:
        raise ConfigurationError(f"{option}: {shown} is outside the site; give its path from docs_dir")
    if len(path) > _LONGEST_PATH or any(len(os.fsencode(part)) > _LONGEST_NAME_BYTES for part in parts.parts):
        raise ConfigurationError(f"{option}: {shown}… is too long for the name of a file; give a shorter one")
    if parts.as_posix() != path:
        raise ConfigurationError(f"{option}: {shown} is not how MkDocs names the page; write {parts.as_posix()}")


def add_page(files: Files, config: MkDocsConfig, path: str | None, title: str, text: str = "") -> File | None:
    """The site has a page at that path, where one is wanted and its author has written none; what was added.

    `title` is a sentence of the catalogues, which the page has in the site's language.
    """
    if path and files.get_file_from_path(path) is None:
        custom = config.theme.custom_dir
        said = messages_for(theme_locale(config), (Path(custom),) if custom else ()).gettext(title)
        text = f"# {said}\n\n{text}\n"
        written = _written(Path(config.config_file_path or ".").parent / _CACHE / path, text)
        return add_file(files, config, path, text, written)
    return None


def add_download(files: Files, config: MkDocsConfig, option: str, page: str, content: str) -> str:
    """The site has a JSON file beside that page; its address from the site's root.

    Raises:
        ConfigurationError: another file of the site has that path.
    """
    path = PurePosixPath(page).with_suffix(".json").as_posix()
    if files.get_file_from_path(path):
        raise ConfigurationError(f"{option}: {path} is in the way of the download beside {page}; rename one of them")
    return add_file(files, config, path, content).url


def add_file(files: Files, config: MkDocsConfig, path: str, content: str, written: Path | None = None) -> File:
    """The site that is being built has a file made of that content: one of several, where each language has its own.

    `written` is a file that holds it, where there is one.
    """
    if written is None:
        file = File.generated(config, path, content=content)
    else:
        file = File.generated(config, path, abs_src_path=str(written))
    file.dest_uri = folder_of_language(config) + file.dest_uri
    files.append(file)
    return file


def _written(path: Path, text: str) -> Path | None:
    """The file, which holds the text; None where it cannot be written.

    Plugins take it for granted that a page has a file: https://github.com/Guts/mkdocs-rss-plugin does.
    """
    try:
        if not path.is_file() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    except (OSError, ValueError):
        return None
    return path.resolve()
