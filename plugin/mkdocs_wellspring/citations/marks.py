"""Marks: what stands for a citation in a page's HTML until the whole page is known."""

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from mkdocs_wellspring.citations.syntax import Cluster, parse

__all__ = ["AFFIXES", "MARK", "RAW", "Mark", "fill_marks"]

MARK = "wellspring-cite"
"""The element; its attribute `raw` is the citation as written."""

RAW, AFFIXES = "raw", "affixes"

# Where a mark is no mark at all.
_VERBATIM = frozenset({"code", "pre", "kbd", "samp", "script", "style", "svg", "math", "textarea", "title", "button"})
_TOKEN = re.compile(
    r"<!--.*?-->"
    rf"|<{MARK}(?P<attributes>(?:\s[^>]*)?)></{MARK}>"
    r"|<(?P<close>/?)(?P<tag>[a-z][a-z0-9-]*)(?=[\s/>])(?:[^>\"']|\"[^\"]*\"|'[^']*')*>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(rf'\s(?P<name>{RAW}|{AFFIXES})="(?P<value>[^"]*)"')

_CLASS = re.compile(r'\sclass="(?P<classes>[^"]*)"')


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation in its place.

    Attributes:
        cluster: what is cited.
        affixes: prefix and suffix of each item as HTML, where they hold markup; empty where they are plain text.
        in_link: it stands within a link, and links do not nest.
        classes: what the author gave it with `{.class}`, as HTML.
        attributes: what else the author gave it in braces, as HTML.
    """

    cluster: Cluster
    affixes: tuple[tuple[str, str], ...] = ()
    in_link: bool = False
    classes: str = ""
    attributes: str = ""


def fill_marks(page: str, fill: Callable[[Mark], str]) -> str:
    """The page with each mark filled, in document order; within code and its kin it is the text that it was."""
    return page if f"<{MARK}" not in page else _TOKEN.sub(_Filling(fill), page)


class _Filling:
    """Goes through a page from its beginning to its end."""

    def __init__(self, fill: Callable[[Mark], str]) -> None:
        self._fill, self._verbatim, self._links = fill, 0, False

    def __call__(self, match: re.Match[str]) -> str:
        if match["attributes"] is not None:
            return self._filled(match["attributes"])
        if match["tag"] and not match[0].endswith("/>"):
            self._enter_or_leave(match["tag"].lower(), entering=not match["close"])
        return match[0]

    def _enter_or_leave(self, tag: str, *, entering: bool) -> None:
        """Links do not nest, so one that was never closed ends where the next begins."""
        if tag == "a":
            self._links = entering
        elif tag in _VERBATIM:
            self._verbatim = max(0, self._verbatim + (1 if entering else -1))

    def _filled(self, attributes: str) -> str:
        given = {match["name"]: html.unescape(match["value"]) for match in _ATTRIBUTE.finditer(attributes)}
        raw = given.get(RAW, "")
        cluster = parse(raw)
        if self._verbatim or cluster is None:
            return html.escape(raw, quote=False)
        affixes = tuple((before, after) for before, after in json.loads(given.get(AFFIXES, "[]")))
        own = _CLASS.search(attributes)
        rest = _CLASS.sub("", _ATTRIBUTE.sub("", attributes))
        return self._fill(Mark(cluster, affixes, self._links, own["classes"] if own else "", rest))
