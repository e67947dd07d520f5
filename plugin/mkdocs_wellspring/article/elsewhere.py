"""A piece of one page's HTML made fit for another page: its addresses lead from there, and it has no ids."""

import re
from functools import partial
from html import escape, unescape

__all__ = ["link_to", "moved"]

_TAG = re.compile(r"<[a-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(?<!\s)\s++(?P<name>[^\s\"'>/=]++)(?:\s*=\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_LEADING = frozenset({"href", "src"})

# A scheme, or a place on the host.
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]")

# What other steps would fill in: a citation, with the space before it, or another element of ours.
_CITATION = re.compile(r"[ \n]?<wellspring-cite(?:\s(?!left=\"\")[a-z]+=\"[^\"]*\")*></wellspring-cite>")
_OURS = re.compile(r"</?wellspring-[a-z]+[^<>]*+>")


def moved(html: str, page: str, here: str) -> str:
    """The HTML as it may stand on another page: relative addresses lead where they led, and anchors to its own page.

    Ids, citations and other placeholders are taken out: their sources are listed on the page that they come from.

    Args:
        html: what has stood on the page.
        page: the address of that page, from the site's root.
        here: the address of the page on which it is to stand, likewise.
    """
    html = _OURS.sub("", _CITATION.sub("", html)) if "wellspring-" in html else html
    moved_attribute = partial(_moved, page=page, here=here)
    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(moved_attribute, tag[0]), html)


def link_to(page: str, here: str, url: str = "") -> str:
    """The address, from one page, of what an address on another page leads to.

    Args:
        page: the address of that other page, from the site's root.
        here: the address of the page on which the link is to stand, likewise.
        url: the address on that page; "" for the page itself.
    """
    if _ABSOLUTE.match(url):
        return url
    path = re.split(r"[?#]", url, maxsplit=1)[0]
    base = page.rpartition("/")[0] if path else page
    whole = f"{'../' * here.count('/')}{base}/{path}" if path else f"{'../' * here.count('/')}{page}"
    return (_collapsed(whole) or "./") + url[len(path) :]


def _moved(attribute: re.Match[str], page: str, here: str) -> str:
    name, value = attribute["name"].lower(), attribute["value"]
    if name == "id":
        return ""
    if name not in _LEADING or not value:
        return attribute[0]
    return f' {name}="{escape(link_to(page, here, unescape(value.strip(chr(34) + chr(39)))))}"'


def _collapsed(path: str) -> str:
    """The path without `.`, and without folders that it leaves again."""
    kept: list[str] = []
    steps = path.lstrip("/").split("/")
    for step in steps:
        if step == ".." and kept and kept[-1] != "..":
            kept.pop()
        elif step not in {".", ""}:
            kept.append(step)
    is_folder = bool(kept) and steps[-1] in {"", ".", ".."}
    return "/".join(kept) + ("/" if is_folder else "")
