"""Questions in a page's text: a plain list right under `<!-- questions -->`, which other viewers show as a list.

While the page is converted, the list is an element of ours, so that inline Markdown and links in it are read, and
checked, like those of all of the page.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.util import AMP_SUBSTITUTE, ETX, STX, AtomicString

from mkdocs_wellspring.questions.written import DECLARED, ENTRY, MARK, TAG

__all__ = ["Marked", "add", "astray", "drop", "near_misses", "note_targets", "take"]

_MARKER = re.compile(r"\s*<!--\s*questions\s*-->\s*", re.IGNORECASE)
# Within a block, Markdown takes the list right under a comment for a part of its paragraph.
_ABOVE = re.compile(r"\s*<!--\s*questions\s*-->[ \t]*\n(?=[ \t]*(?:[-*+]|\d+[.)])[ \t])", re.IGNORECASE)
_ASTRAY = re.compile(r"(?<!`)<!--\s*questions\s*-->(?!`)", re.IGNORECASE)

_NEAR = re.compile(r"<!--\s*(?:question\s*:?|questions\s*:|questoins|qestions)\s*-->", re.IGNORECASE)

_STASHED = re.compile(rf"\s*{STX}wzxhzdk:(\d+){ETX}\s*")
_BOX = re.compile(r"\s*\[(?P<tick>[ xX])\]\s+")
_BRACES = re.compile(r"\s*\{(?::|[ ]*[#.])[^{}\n]*\}\s*$")
_LISTS, _CODE = frozenset({"ul", "ol"}), frozenset({"code", "pre"})


@dataclass(frozen=True, slots=True)
class Marked:
    """A marker in the page's text.

    Attributes:
        number: which of the page's markers, from 0.
        has_list: a list stands right under it.
        blocks: which of its entries, from 0, hold more than words: a quotation, a block of code.
    """

    number: int
    has_list: bool
    blocks: Sequence[int] = ()


def take(root: Element, md: Markdown, *, wanted: bool) -> list[Marked]:
    """The lists under all markers are the questions of one element, where the first of them stood.

    `wanted` is whether the page has questions without a list, and so a marker alone is their place.
    """
    marked: list[Marked] = []
    whole: Element | None = None
    has_braces = "attr_list" in md.treeprocessors
    for number, (parent, marker) in enumerate(list(_markers(root, md))):
        below = _below(parent, marker)
        if below is None and not wanted:
            marked.append(Marked(number, has_list=False))
            continue
        if whole is None:
            whole = _whole()
            whole.tail = "\n"
            parent.insert(list(parent).index(marker), whole)
        parent.remove(marker)
        if below is not None:
            parent.remove(below)
        blocks = [] if below is None else list(_fill(whole, below, number, has_braces=has_braces))
        marked.append(Marked(number, below is not None, blocks))
    return marked


def astray(root: Element, md: Markdown) -> int:
    """How many markers stand within other text, where they mark nothing."""
    texts = (text for element in root.iter() if element.tag not in _CODE for text in (element.text, element.tail))
    found = sum(1 for text in texts if text and not isinstance(text, AtomicString) and _ASTRAY.search(text))
    blocks = (str(block) for block in md.htmlStash.rawHtmlBlocks)
    return found + sum(1 for block in blocks if _ASTRAY.search(block) and not _MARKER.fullmatch(block))


def near_misses(root: Element, md: Markdown) -> Iterator[str]:
    """Comments that are nearly, and not quite, a marker, and have a list right under them."""
    for parent in root.iter():
        for child, below in pairwise(parent):
            text = _text_of(child.text or "", md.htmlStash.rawHtmlBlocks).strip() if child.tag == "p" else ""
            if below.tag in _LISTS and _NEAR.fullmatch(text):
                yield text


def drop(root: Element, md: Markdown) -> None:
    """The page is without its markers and what they mark: an excerpt of it has no block."""
    for parent, marker in list(_markers(root, md)):
        below = _below(parent, marker)
        for element in (marker, below):
            if element is not None:
                parent.remove(element)


def add(root: Element, questions: Sequence[tuple[str, str | None, bool]]) -> None:
    """The page holds these questions as well, each a text, its target and whether it is open, before those it lists."""
    whole = root.find(f".//{TAG}")
    if whole is None:
        footnotes = next((place for place, child in enumerate(root) if child.get("class") == "footnote"), len(root))
        whole = _whole()
        root.insert(footnotes, whole)
    for place, (text, target, is_open) in enumerate(questions):
        entry = _entry(DECLARED, place, is_open=is_open)
        if target is None:
            _mark(entry).tail = text
        else:
            _mark(entry)
            SubElement(entry, "a", {"href": target}).text = text
        _mark(entry)
        whole.insert(place + 1, entry)


def note_targets(root: Element) -> None:
    """Each question keeps what its link names, before a host makes an address of it."""
    for entry in root.iter(ENTRY):
        links = (link for link in entry.iter("a") if link.get("href") and link.get("class") != "footnote-ref")
        link = next(links, None)
        if link is not None:
            target = link.get("href", "")
            entry.set("target", "mailto:" if AMP_SUBSTITUTE in target else target)  # which hides a mail address


def _whole() -> Element:
    whole = Element(TAG)
    _mark(whole)
    _mark(whole)
    return whole


def _entry(marker: int, place: int, *, is_open: bool) -> Element:
    return Element(ENTRY, {"place": f"{marker}.{place}", **({"open": "1"} if is_open else {})})


def _mark(parent: Element) -> Element:
    mark = SubElement(parent, MARK)
    mark.text = AtomicString(f"{STX}{ETX}")
    return mark


def _markers(root: Element, md: Markdown) -> Iterator[tuple[Element, Element]]:
    """Each marker with its parent, in the order of the document."""
    parents = {child: parent for parent in root.iter() for child in parent if child.tag == "p" and not len(child)}
    for marker, parent in [(one, parents[one]) for one in root.iter("p") if one in parents]:
        text = marker.text or ""
        if above := _ABOVE.match(text):
            holder = Element("div")
            md.parser.parseBlocks(holder, [text[above.end() :]])
            marker.text = above[0]
            place = list(parent).index(marker) + 1
            parent[place:place] = list(holder)
        if _is_marker(marker.text or "", md.htmlStash.rawHtmlBlocks):
            yield parent, marker


def _is_marker(text: str, raw_blocks: Sequence[object]) -> bool:
    return _MARKER.fullmatch(_text_of(text, raw_blocks)) is not None


def _text_of(text: str, raw_blocks: Sequence[object]) -> str:
    """What an author has written where Python-Markdown has put raw HTML aside."""
    stashed = _STASHED.fullmatch(text)
    return str(raw_blocks[int(stashed[1])]) if stashed and int(stashed[1]) < len(raw_blocks) else text


def _below(parent: Element, marker: Element) -> Element | None:
    children = list(parent)
    after = children[children.index(marker) + 1 :]
    return after[0] if after and after[0].tag in _LISTS else None


def _fill(whole: Element, listed: Element, number: int, *, has_braces: bool) -> Iterator[int]:
    """The items of a list, and of the lists within it, are entries; gives those that hold more than words."""
    for place, item in enumerate(listed.iter("li")):
        words = list(_words(item))
        if has_braces and words:
            words[-1] = _BRACES.sub("", words[-1])
        box = _BOX.match(words[0]) if words else None
        if box:
            words[0] = words[0][box.end() :]
        entry = _entry(number, place, is_open=bool(box) and box["tick"] == " ")  # type: ignore[index]  # there is one
        _mark(entry).tail = words[0] if words else None
        for more in words[1:]:
            SubElement(entry, "br").tail = more
        _mark(entry)
        whole.insert(len(whole) - 1, entry)
        if any(child.tag not in {*_LISTS, "p"} for child in item):
            yield place


def _words(item: Element) -> Iterator[str]:
    """What an item says itself: its line, or its paragraphs."""
    texts = (item.text, *(child.text for child in item if child.tag == "p"), *(child.tail for child in item))
    return (text.strip() for text in texts if text and text.strip())
