"""What there is to read in HTML, for what takes no markup: a graph for machines, above all."""

import re
from html import unescape

__all__ = ["plain"]

_TOKEN = re.compile(
    r"<!--.*?-->|<(?P<close>/?)(?P<tag>[a-z][a-z0-9-]*+)(?P<more>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>",
    re.IGNORECASE | re.DOTALL,
)
_MARK, _LEFT = "wellspring-cite", ' left=""'
_CITATION = re.compile(r'\sclass="ws-cite[ "]')
_FOOTNOTE = re.compile(r'\sid="fnref')
_INLINE = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp"),
        *("small", "span", "strong", "sub", "sup", "u", "var"),
    }
)
_UNREAD = frozenset({_MARK, "script", "style", "svg", "template"})


def plain(html: str) -> str:
    """The words of HTML on one line: no tags, no citations (nor what stands for one), no footnotes' numbers."""
    never_closed = html.find("<!--", html.rfind("-->") + 1)
    read = html if never_closed < 0 else html[:never_closed]
    return " ".join(unescape(_TOKEN.sub(_space, _without_unread(read))).split())


def _space(token: re.Match[str]) -> str:
    tag = token["tag"]
    return "" if tag is None or tag.lower() in _INLINE else " "


def _without_unread(html: str) -> str:
    """The HTML without the elements that hold no words of its author's, and without the space before them."""
    kept: list[str] = []
    at, within, depth = 0, "", 0
    for token in _TOKEN.finditer(html):
        tag = (token["tag"] or "").lower()
        if depth and tag == within:
            depth += -1 if token["close"] else 1
            at = at if depth else token.end()
        elif not depth and not token["close"] and _is_unread(tag, token["more"] or ""):
            before = html[at : token.start()]
            kept.append(before if token["more"].endswith(_LEFT) else before.rstrip())
            at, within, depth = len(html), tag, 1
    return "".join([*kept, html[at:]])


def _is_unread(tag: str, more: str) -> bool:
    if tag == "span":
        return _CITATION.search(more) is not None
    if tag == "sup":
        return _FOOTNOTE.search(more) is not None
    return tag in _UNREAD
