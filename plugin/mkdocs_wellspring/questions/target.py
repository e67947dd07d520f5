"""Targets that an author names: an address, or a page of the site as a Markdown link would name it."""

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

__all__ = ["Address", "Place", "read_target", "relative_url"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Address:
    """An address outside the site that a reader can safely follow."""

    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """A page by its path from the documentation's folder, and an anchor on it, as the link spells it, or ""."""

    path: str
    anchor: str = ""


def read_target(written: str, asking_path: str) -> Address | Place | str:
    """What a target names, seen from the page that asks; else what is wrong with it, in words.

    An address is https or http and names a host. All else is a path relative to the asking page's file, percent
    signs decoded, with an optional `#anchor`; an anchor alone is one of the asking page.
    """
    try:
        parts = urlsplit(written)
        if _SCHEME.match(written):
            return _read_address(written, parts.scheme, parts.hostname)
    except ValueError:
        return "which is no address; give https://host/path"
    if written.lower().startswith("www."):
        return "which is no address without https:// before it"
    if written.startswith(("/", "\\")) or parts.query:
        return "which is no path from this page's file; give one such as `count.md` or `../count.md#observers`"
    if not parts.path:
        return Place(asking_path, parts.fragment)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(asking_path), unquote(parts.path)))
    return Place(path, parts.fragment)


def relative_url(url: str, base: str) -> str:
    """What leads from the page at `base` to `url`, both from the site's root; never empty."""
    start = "/" + posixpath.dirname(base.removeprefix("./").lstrip("/"))
    target = "/" + url.removeprefix("./").lstrip("/")
    path = posixpath.relpath(target, start)
    if target.endswith("/"):
        path += "/"
    return f"./{path}" if ":" in path.split("/", 1)[0] else path


def _read_address(written: str, scheme: str, host: str | None) -> Address | str:
    if scheme not in {"http", "https"}:
        return f"whose scheme `{scheme}:` is not followed; give an https:// address or a page of this site"
    if not host or _UNSAFE.search(written):
        return "which is no address; give https://host/path"
    return Address(written)
