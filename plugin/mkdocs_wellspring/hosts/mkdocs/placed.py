"""Where a page leads from where it is read."""

from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from mkdocs_wellspring.goal.inline import plain_link

__all__ = ["address_from", "link_from", "page_at"]


def address_from(page: object, url: str, config: MkDocsConfig) -> str:
    """The address of what the site has at `url`, from a page; from its root for one that is no document.

    Such is the 404 page: a server shows it at any address, so nothing can be relative to it.
    """
    if isinstance(page, Page):
        return get_relative_url(url, page.url)
    root = urlsplit(config.site_url or "").path.rstrip("/")
    return f"{root}/{url.removeprefix('./')}"


def page_at(address: str, files: Files | None) -> File | None:
    """The file that is meant by a path in the documentation's folder, with or without an anchor."""
    path = address.partition("#")[0]
    return files.get_file_from_path(path) if files and path else None


def link_from(page: object, files: Files | None, config: MkDocsConfig, address: str) -> str | None:
    """Where a link of the goal's texts leads: to a page of the site by its path, or to an address of the web."""
    file, (_path, mark, fragment) = page_at(address, files), address.partition("#")
    return plain_link(address) if file is None else f"{address_from(page, file.url, config)}{mark}{fragment}"
