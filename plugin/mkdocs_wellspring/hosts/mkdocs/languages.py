"""In which language a page is written, and in which the site round it; a site's own catalogues."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from mkdocs_wellspring.findings import Finding
from mkdocs_wellspring.messages.files import FOLDER, own_catalogues

__all__ = [
    "catalogue_findings",
    "folder_of_language",
    "is_translated",
    "keep_catalogues",
    "page_locale",
    "site_locale",
    "theme_locale",
]

# mkdocs-static-i18n, which builds the site once for each language with one configuration: what it tells of a build is
# in attributes that are no documented interface, so each is asked for with care.
_I18N = "i18n"


def page_locale(page: Page, config: MkDocsConfig) -> str:
    """The language that the page is written in: what `lang:` says, else mkdocs-static-i18n, else the site's.

    A page that nobody has translated stands in each language's site as it was written, and what we add to it does too.
    """
    return _lang(page) or _text(getattr(page.file, "locale", None)) or theme_locale(config)


def site_locale(page: object | None, config: MkDocsConfig) -> str:
    """The language of what stands round the page: what `lang:` says, else the site's; `page` may be none."""
    return (_lang(page) if isinstance(page, Page) else "") or theme_locale(config)


def theme_locale(config: MkDocsConfig) -> str:
    """The language of the site.

    That is what mkdocs-static-i18n is building, else Material's `language`, the other themes' `locale`, or English.
    """
    building = _text(getattr(config.plugins.get(_I18N), "current_language", None))
    theme = config.theme
    return building or str(theme.get("language") or theme.get("locale") or "en")


def is_translated(config: MkDocsConfig) -> bool:
    """The site is built by mkdocs-static-i18n, which has no place for files that are made before it sorts them."""
    return _I18N in config.plugins


def folder_of_language(config: MkDocsConfig) -> str:
    """The folder of the site that is being built, from the root of all: "de/"; "" for the default language's."""
    plugin = config.plugins.get(_I18N)
    default = getattr(plugin, "is_default_language_build", True)
    language = _text(getattr(plugin, "current_language", None))
    return "" if default or not language else f"{language}/"


def catalogue_findings(overrides: tuple[Path, ...], root: Path) -> Iterator[Finding]:
    """What a site's own catalogues translate in vain.

    Raises:
        ConfigurationError: one cannot be read, or a page could not be made with it.
    """
    if not own_catalogues(overrides):
        return
    from mkdocs_wellspring.messages.site import check_catalogues  # noqa: PLC0415 - only for a site that has some

    for problem in check_catalogues(overrides):
        path = problem.path.relative_to(root) if problem.path.is_relative_to(root) else problem.path
        yield Finding(path.as_posix(), problem.line, "message-unknown", problem.message)


def keep_catalogues(files: Files, config: MkDocsConfig) -> None:
    """The built site holds no catalogues: MkDocs takes all that lies in the theme's folders for the site's."""
    custom = config.theme.custom_dir
    for file in [file for file in files if file.src_uri.startswith(f"{FOLDER}/")]:
        if custom and file.abs_src_path and Path(file.abs_src_path).is_relative_to(custom):
            files.remove(file)


def _lang(page: Page) -> str:
    """The page's `lang:`; `no`, which is Norwegian, is a false to YAML."""
    given: Any = (page.meta or {}).get("lang")
    return "no" if given is False else _text(given)


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
