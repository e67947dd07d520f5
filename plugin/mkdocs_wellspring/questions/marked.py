"""Questions in a page's text: a plain list right under `<!-- questions -->`, which other viewers show as a list.

While the page is converted, the list is an element of ours, so that inline Markdown and links in it are read, and
checked, like those of all of the page.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AMP_SUBSTITUTE, STX

__all__ = ["DECLARED", "PLACE", "WHOLE", "Marked", "Written", "add", "drop", "note_targets", "read_written", "take"]

_TAG, _ENTRY = "wellspring-questions", "wellspring-question"

PLACE = f"<{_TAG}></{_TAG}>"
"""Where the block stands in a page's HTML, until all pages are known."""

WHOLE = re.compile(rf"<{_TAG}>(?P<inside>.*?)</{_TAG}>", re.DOTALL)
"""The same with the questions in it, right after conversion."""

DECLARED = -1
"""Stands for the number of a marker where a question is one of front matter."""

_ONE = re.compile(rf"<{_ENTRY}(?P<attributes>[^>]*)>(?P<html>.*?)</{_ENTRY}>", re.DOTALL)
_ATTRIBUTE = re.compile(r'\b(?P<name>target|open|place)="(?P<value>[^"]*)"')
_LINK = re.compile(r"<a(?:\s[^>]*)?\shref=\"(?P<href>[^\"]*)\"[^>]*>|</?a(?:\s[^>]*)?>")
_IMAGE = re.compile(r'<img\b(?:[^>]*\salt="(?P<alt>[^"]*)")?[^>]*>')
_MARK = re.compile(r'<wellspring-cite raw="(?P<raw>[^"]*)"[^>]*></wellspring-cite>')
_BREAK = re.compile(r"<br\b[^>]*>")
_ANY_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)

_MARKER = re.compile(r"\s*<!--\s*questions\s*-->\s*", re.IGNORECASE)
_STASHED = re.compile(rf"\s*{STX}wzxhzdk:(\d+)\x03\s*")
_BOX = re.compile(r"\[(?P<tick>[ xX])\]\s+")
_LISTS = frozenset({"ul", "ol"})


@dataclass(frozen=True, slots=True)
class Marked:
    """A marker in the page's text.

    Attributes:
        number: which of the page's markers, from 0.
        has_list: a list stands right under it.
    """

    number: int
    has_list: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A question as the page's text has it.

    Attributes:
        text: without markup, on one line.
        html: with its inline markup, and without links.
        target: what its link names, as written; None without one.
        href: the same as the host has it by now.
        open: written with an empty box, `- [ ]`.
        place: the number of its marker and its own under it, from 0.
    """

    text: str
    html: str
    target: str | None
    href: str | None
    open: bool
    place: tuple[int, int]


def take(root: Element, raw_blocks: Sequence[object], *, wanted: bool) -> list[Marked]:
    """The lists under all markers are the questions of one element, where the first of them stood.

    `wanted` is whether the page has questions without a list, and so a marker alone is their place.
    """
    marked: list[Marked] = []
    whole: Element | None = None
    for number, (parent, marker) in enumerate(list(_markers(root, raw_blocks))):
        below = _below(parent, marker)
        marked.append(Marked(number, below is not None))
        if below is None and not wanted:
            continue
        if whole is None:
            whole = Element(_TAG)
            whole.tail = "\n"
            parent.insert(list(parent).index(marker), whole)
        parent.remove(marker)
        if below is not None:
            parent.remove(below)
            _fill(whole, below, number)
    return marked


def drop(root: Element, raw_blocks: Sequence[object]) -> None:
    """The page is without its markers and what they mark: an excerpt of it has no block."""
    for parent, marker in list(_markers(root, raw_blocks)):
        below = _below(parent, marker)
        for element in (marker, below):
            if element is not None:
                parent.remove(element)


def add(root: Element, questions: Sequence[tuple[str, str | None, bool]]) -> None:
    """The page holds these questions as well, each a text, its target and whether it is open, before those it lists."""
    whole = root.find(f".//{_TAG}")
    if whole is None:
        footnotes = next((place for place, child in enumerate(root) if child.get("class") == "footnote"), len(root))
        whole = Element(_TAG)
        root.insert(footnotes, whole)
    for place, (text, target, is_open) in enumerate(questions):
        entry = Element(_ENTRY, {"place": f"{DECLARED}.{place}"})
        if is_open:
            entry.set("open", "1")
        holder = entry if target is None else SubElement(entry, "a", {"href": target})
        holder.text = text
        whole.insert(place, entry)


def note_targets(root: Element) -> None:
    """Each question keeps what its link names, before a host makes an address of it."""
    for entry in root.iter(_ENTRY):
        link = next((link for link in entry.iter("a") if link.get("href")), None)
        if link is not None and AMP_SUBSTITUTE not in link.get("href", ""):  # which hides a mail address
            entry.set("target", link.get("href", ""))


def read_written(inside: str) -> Iterator[Written]:
    """The questions from what `WHOLE` found; one without a word in it is passed over."""
    for match in _ONE.finditer(inside):
        given = {one["name"]: html.unescape(one["value"]) for one in _ATTRIBUTE.finditer(match["attributes"])}
        shown = _MARK.sub(lambda mark: mark["raw"], _IMAGE.sub(lambda image: image["alt"] or "", match["html"]))
        links = [html.unescape(link["href"]) for link in _LINK.finditer(shown) if link["href"]]
        shown = " ".join(_LINK.sub("", shown).split())
        text = " ".join(html.unescape(_ANY_TAG.sub("", _BREAK.sub(" ", shown))).split())
        if text:
            marker, _, entry = given.get("place", "0.0").rpartition(".")
            place = int(marker), int(entry)
            yield Written(text, shown, given.get("target"), next(iter(links), None), "open" in given, place)


def _markers(root: Element, raw_blocks: Sequence[object]) -> Iterator[tuple[Element, Element]]:
    for parent in root.iter():
        for child in parent:
            if child.tag == "p" and not len(child) and _is_marker(child.text or "", raw_blocks):
                yield parent, child


def _is_marker(text: str, raw_blocks: Sequence[object]) -> bool:
    stashed = _STASHED.fullmatch(text)
    if stashed and int(stashed[1]) < len(raw_blocks):
        text = str(raw_blocks[int(stashed[1])])
    return _MARKER.fullmatch(text) is not None


def _below(parent: Element, marker: Element) -> Element | None:
    children = list(parent)
    after = children[children.index(marker) + 1 :]
    return after[0] if after and after[0].tag in _LISTS else None


def _fill(whole: Element, listed: Element, number: int) -> None:
    for place, item in enumerate(_items(listed)):
        entry = SubElement(whole, _ENTRY, {"place": f"{number}.{place}"})
        for part in _own(item):
            if len(entry) or entry.text:
                SubElement(entry, "br").tail = part.text
            else:
                entry.text = part.text
            entry.extend(list(part))
        box = _BOX.match((entry.text or "").lstrip())
        if box:
            entry.text = (entry.text or "").lstrip()[box.end() :]
            if box["tick"] == " ":
                entry.set("open", "1")


def _items(listed: Element) -> Iterator[Element]:
    """The items of a list and of the lists within it, in their order."""
    return (item for item in listed.iter("li"))


def _own(item: Element) -> Iterator[Element]:
    """What of an item is no list within it: itself, where it is one line, or its paragraphs."""
    own = Element("p")
    own.text = item.text
    own.extend([child for child in item if child.tag not in {*_LISTS, "p"}])
    if (own.text or "").strip() or len(own):
        yield own
    yield from (child for child in item if child.tag == "p")
