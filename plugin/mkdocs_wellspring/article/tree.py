"""Where furniture stands in a page's tree, and how its texts become part of the page."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.util import AMP_SUBSTITUTE, ETX, STX, AtomicString

from mkdocs_wellspring.article.model import Article

__all__ = ["END", "HEAD", "MARK", "WHOLE", "insert", "lead_from_root", "pieces"]

HEAD, END = "head", "end"
"""Under the title, and at the end of the page."""

MARK = f"{STX}{ETX}"
"""What stands at the beginning and at the end of all that is ours; no author can write it."""

_TAG, _TEXT, _LAST = "wellspring-article", "wellspring-text", "wellspring-last"
_ENDS = f"<{_LAST}>{MARK}</{_LAST}>"

WHOLE = re.compile(rf'<{_TAG} place="(?P<place>{HEAD}|{END})">{MARK}(?P<inside>.*?){_ENDS}</{_TAG}>', re.DOTALL)
"""The furniture of a place in the page's HTML, before a template has shaped it."""

_PIECE = re.compile(rf'<{_TEXT} name="(?P<name>[a-z0-9-]+)">{MARK}(?P<html>.*?){_ENDS}</{_TEXT}>', re.DOTALL)
_BLANK = re.compile(r"\n[ \t]+(?=\n)")
_RAW_TITLE = re.compile(r"<h1[\s>]", re.IGNORECASE)
_STASHED = re.compile(rf"\s*{STX}wzxhzdk:(\d+){ETX}\s*")

# A scheme, a place on the host, and an anchor or query stay as they are; all else starts at the root.
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\#?]|$")
_WRAPPERS = frozenset({"div", "section", "header", "article", "main"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def insert(root: Element, article: Article, md: Markdown) -> None:
    """The page holds the furniture's texts, right under its title or else at its top, and at its end.

    They are blocks of Markdown, and no more than that yet: what parses the page's lines and checks its links does so
    with them too. A heading in them is a paragraph in bold, so that no table of contents has it.
    """
    if article.has_head:
        parent, place = next(_titles(root, md.htmlStash.rawHtmlBlocks), (root, 0))
        parent.insert(place, _whole(HEAD, article.head, md))
    if end := article.end:
        root.append(_whole(END, end, md))


def lead_from_root(root: Element, names: Collection[str], to_root: str) -> None:
    """Links and pictures in the texts of these names lead from the documentation's root to where they led."""
    for piece in root.iter(_TEXT):
        if piece.get("name") in names:
            for element, key in ((element, key) for element in piece.iter() for key in ("href", "src")):
                url = element.get(key)
                if url and AMP_SUBSTITUTE not in url and not _ABSOLUTE.match(url):
                    element.set(key, to_root + url)


def pieces(inside: str) -> dict[str, str]:
    """The HTML of each text by its name, from what `WHOLE` found."""
    return {match["name"]: match["html"].strip() for match in _PIECE.finditer(inside)}


def _whole(place: str, texts: Mapping[str, str], md: Markdown) -> Element:
    whole = Element(_TAG, {"place": place})
    for name, text in texts.items():
        piece = SubElement(whole, _TEXT, {"name": name})
        _parse(text, piece, md)
        _enclose(piece)
    _enclose(whole)
    return whole


def _parse(text: str, piece: Element, md: Markdown) -> None:
    """The piece holds the blocks of the text; its paragraphs alone, where it is nested deeper than can be parsed."""
    state, depth = md.parser.state, len(md.parser.state)
    text = _BLANK.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n")).expandtabs(md.tab_length)
    try:
        md.parser.parseChunk(piece, text)
    except RecursionError:
        del state[depth:], piece[:]
        for paragraph in filter(None, text.split("\n\n")):
            SubElement(piece, "p").text = paragraph.strip()
    for heading in [element for element in piece.iter() if element.tag in _HEADINGS]:
        bold = Element("strong")
        heading.tag, heading.text, bold.text = "p", None, heading.text
        heading.insert(0, bold)


def _enclose(element: Element) -> None:
    """All that the element holds stands between two marks; the last is in an element that nobody replaces."""
    element.text = AtomicString(MARK)
    SubElement(element, _LAST).text = AtomicString(MARK)


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
