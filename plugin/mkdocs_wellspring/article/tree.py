"""Where furniture stands in a page's tree, and how its texts become part of the page."""

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AMP_SUBSTITUTE, STX

from mkdocs_wellspring.article.model import Article

__all__ = ["WHOLE", "insert", "lead_from_root", "pieces"]

_TAG = "wellspring-article"
_PIECES = ("disclaimer", "summary")

WHOLE = re.compile(rf"<{_TAG}>(?P<inside>.*?)</{_TAG}>", re.DOTALL)
"""The furniture in the page's HTML, before a template has shaped it."""

_PIECE = re.compile(rf"<{_TAG}-(?P<name>{'|'.join(_PIECES)})>(?P<html>.*?)</{_TAG}-(?P=name)>", re.DOTALL)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_RAW_TITLE = re.compile(r"<h1[\s>]", re.IGNORECASE)
_STASHED = re.compile(rf"\s*{STX}wzxhzdk:(\d+)\x03\s*")

# A scheme, a place on the host, and an anchor or query stay as they are; all else starts at the root.
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\#?]|$")
_WRAPPERS = frozenset({"div", "section", "header", "article", "main"})


def insert(root: Element, article: Article, raw_blocks: Sequence[object]) -> None:
    """The page holds the furniture's texts, one `<p>` a paragraph, right under its title or else at its top.

    They are Markdown still: what parses the page's lines and checks its links does so with them too.

    Args:
        root: the page.
        article: its furniture.
        raw_blocks: the raw HTML that Python-Markdown has put aside, one of which may hold the title.
    """
    whole = Element(_TAG)
    for name in _PIECES:
        if text := getattr(article, name):
            piece = SubElement(whole, f"{_TAG}-{name}")
            for paragraph in _BLANK_LINES.split(text):
                SubElement(piece, "p").text = paragraph
    parent, place = next(_titles(root, raw_blocks), (root, 0))
    parent.insert(place, whole)


def lead_from_root(root: Element, to_root: str) -> None:
    """The links and pictures of the disclaimer lead from the documentation's root to where they led from there."""
    for piece in root.iter(f"{_TAG}-disclaimer"):
        for element, key in ((element, key) for element in piece.iter() for key in ("href", "src")):
            url = element.get(key)
            if url and AMP_SUBSTITUTE not in url and not _ABSOLUTE.match(url):
                element.set(key, to_root + url)


def pieces(inside: str) -> dict[str, str]:
    """The HTML of each text by its name, from what `WHOLE` found."""
    return {match["name"]: match["html"] for match in _PIECE.finditer(inside)}


def _titles(parent: Element, raw_blocks: Sequence[object]) -> Iterator[tuple[Element, int]]:
    """The place after each title: a first-level heading that no list and no quotation holds."""
    for place, child in enumerate(parent, start=1):
        if child.tag == "h1" or _is_raw_title(child, raw_blocks):
            yield parent, place
        elif child.tag in _WRAPPERS:
            yield from _titles(child, raw_blocks)


def _is_raw_title(element: Element, raw_blocks: Sequence[object]) -> bool:
    stashed = _STASHED.fullmatch(element.text or "") if element.tag == "p" and not len(element) else None
    block = raw_blocks[int(stashed[1])] if stashed and int(stashed[1]) < len(raw_blocks) else None
    return isinstance(block, str) and _RAW_TITLE.search(block) is not None
