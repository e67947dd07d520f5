"""Marks: what stands for a citation in a page's HTML until the whole page is known."""

import html
import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from mkdocs_wellspring.citations.syntax import Cluster, parse

__all__ = ["AFFIXES", "MARK", "RAW", "Mark", "fill_marks", "marks_in"]

MARK = "wellspring-cite"
"""The element; its attribute `raw` is the citation as written."""

RAW, AFFIXES = "raw", "affixes"

# Where a mark is no mark at all.
_VERBATIM = frozenset({"code", "pre", "kbd", "samp", "script", "style", "svg", "math", "textarea", "title", "button"})

_MARK = re.compile(rf"<{MARK}((?:\s[^>]*)?)></{MARK}>")
_MATTERS = re.compile(rf"<(?:!--|/?(?:a|{'|'.join(sorted(_VERBATIM))})(?=[\s/>]))", re.IGNORECASE)
_TOKEN = re.compile(
    r"<!--.*?-->|<(?P<close>/?)(?P<tag>[a-z][a-z0-9-]*)(?=[\s/>])(?:[^>\"']|\"[^\"]*\"|'[^']*')*>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(rf'\s(?P<name>{RAW}|{AFFIXES})="(?P<value>[^"]*)"')
_CLASS = re.compile(r'\sclass="(?P<classes>[^"]*)"')


class Mark(NamedTuple):
    """A citation in its place.

    Attributes:
        cluster: what is cited.
        affixes: prefix and suffix of each item as HTML, where they hold markup; empty where they are plain text.
        classes: what the author gave it with `{.class}`, as HTML.
        attributes: what else the author gave it in braces, as HTML.
    """

    cluster: Cluster
    affixes: tuple[tuple[str, str], ...] = ()
    classes: str = ""
    attributes: str = ""


def marks_in(page: str) -> Iterator[Mark]:
    """Each mark of the page in document order; what stands within code and its kin is none."""
    for _at, mark, _in_link in _walk(_MARK.split(page)):
        if isinstance(mark, Mark):
            yield mark


def fill_marks(page: str, fill: Callable[[Mark, bool], str]) -> str:
    """The page with each mark filled, in document order; within code and its kin it is the text that it was.

    `fill` is told whether the mark stands within a link: links do not nest.
    """
    pieces = _MARK.split(page)
    if len(pieces) == 1:
        return page
    for at, mark, in_link in _walk(pieces):
        pieces[at] = fill(mark, in_link) if isinstance(mark, Mark) else html.escape(mark, quote=False)
    return "".join(pieces)


def _walk(pieces: Sequence[str]) -> Iterator[tuple[int, Mark | str, bool]]:
    """Of the pieces, every other one of which is a mark: its place, and the mark, or the text that it was after all."""
    place = _Place()
    for at in range(1, len(pieces), 2):
        if _MATTERS.search(pieces[at - 1]):
            place.go_through(pieces[at - 1])
        raw, mark = _read(pieces[at])
        yield at, raw if mark is None or place.verbatim else mark, place.in_link


class _Place:
    """Where in a page we are: within a link, within code."""

    def __init__(self) -> None:
        self.verbatim, self.in_link = 0, False

    def go_through(self, chunk: str) -> None:
        """Links do not nest, so one that was never closed ends where the next begins."""
        for token in _TOKEN.finditer(chunk):
            tag = (token["tag"] or "").lower()
            if tag == "a" and not token[0].endswith("/>"):
                self.in_link = not token["close"]
            elif tag in _VERBATIM and not token[0].endswith("/>"):
                self.verbatim = max(0, self.verbatim + (-1 if token["close"] else 1))


@lru_cache(maxsize=4096)
def _read(attributes: str) -> tuple[str, Mark | None]:
    """The citation as written, and the mark; None where it is no citation after all."""
    given = {match["name"]: html.unescape(match["value"]) for match in _ATTRIBUTE.finditer(attributes)}
    raw = given.get(RAW, "")
    cluster = parse(raw)
    if cluster is None:
        return raw, None
    written = given.get(AFFIXES)
    affixes = tuple((before, after) for before, after in json.loads(written)) if written else ()
    own = _CLASS.search(attributes)
    rest = _CLASS.sub("", _ATTRIBUTE.sub("", attributes))
    return raw, Mark(cluster, affixes, own["classes"] if own else "", rest)
