"""Marks: what stands for a citation in a page's HTML until the whole page is known."""

import html
import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from mkdocs_wellspring.citations.placeholder import AFFIXES, LEFT, MARK, RAW
from mkdocs_wellspring.citations.syntax import Cluster, parse

__all__ = ["Mark", "fill_marks", "number_marks"]

# Where a mark is no mark at all.
_VERBATIM = frozenset({"code", "pre", "kbd", "samp", "script", "style", "svg", "math", "textarea", "title", "button"})

_MARK = re.compile(rf"<{MARK}((?:\s[^>]*)?)></{MARK}>")
_COMMENT = "<!--wellspring-cite "
_NUMBERED = re.compile(rf"{_COMMENT}(\d+)([ \n]?)-->")
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
        in_link: it stands within a link, and links do not nest.
        left: the citation stands behind the mark as it was written, as none of its keys is known.
    """

    cluster: Cluster
    affixes: tuple[tuple[str, str], ...] = ()
    classes: str = ""
    attributes: str = ""
    in_link: bool = False
    left: bool = False


def number_marks(page: str) -> tuple[str, list[Mark]]:
    """The page with a comment in the place of each mark, and the marks in document order.

    A comment costs least to whoever reads the page in between: a search plugin, above all. It takes the space before it
    along, so that no space is left before a full stop. What stands within code and its kin is no mark, and is the text
    that it was. A comment that is there already is none of ours.
    """
    pieces = _MARK.split(_NUMBERED.sub("", page) if _COMMENT in page else page)
    marks: list[Mark] = []
    place = _Place()
    for at in range(1, len(pieces), 2):
        if _MATTERS.search(pieces[at - 1]):
            place.go_through(pieces[at - 1])
        raw, mark = _read(pieces[at], in_link=place.in_link)
        if mark and mark.left and place.verbatim:
            pieces[at] = ""
        elif mark is None or place.verbatim:
            pieces[at] = html.escape(raw, quote=False)
        else:
            before = pieces[at - 1]
            space = before[-1] if before[-1:] in {" ", "\n"} and not mark.left else ""
            pieces[at - 1] = before[:-1] if space else before
            pieces[at] = f"{_COMMENT}{len(marks)}{space}-->"
            marks.append(mark)
    return "".join(pieces), marks


def fill_marks(page: str, fill: Callable[[int], str]) -> str:
    """The page with each comment filled by what is given for its number, in document order."""
    pieces = _NUMBERED.split(page)
    pieces[1::3] = [f"{space}{fill(int(number))}" for number, space in zip(pieces[1::3], pieces[2::3], strict=True)]
    pieces[2::3] = [""] * len(pieces[2::3])
    return "".join(pieces)


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
def _read(attributes: str, *, in_link: bool) -> tuple[str, Mark | None]:
    """The citation as written, and the mark; None where it is no citation after all."""
    given = {match["name"]: html.unescape(match["value"]) for match in _ATTRIBUTE.finditer(attributes)}
    raw = given.get(RAW, "")
    cluster = parse(raw)
    if cluster is None:
        return raw, None
    written = given.get(AFFIXES)
    try:
        affixes = tuple((str(before), str(after)) for before, after in json.loads(written)) if written else ()
    except (ValueError, TypeError, RecursionError):  # an author's own element, and none of ours
        return raw, None
    if affixes and len(affixes) != len(cluster.items):
        return raw, None
    own = _CLASS.search(attributes)
    rest = _CLASS.sub("", _ATTRIBUTE.sub("", attributes))
    if left := rest == LEFT:
        rest = ""
    return raw, Mark(cluster, affixes, own["classes"] if own else "", rest, in_link, left)
