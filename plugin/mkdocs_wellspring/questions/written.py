"""Questions of a page's text as its HTML has them, right after conversion."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown.util import ETX, STX

__all__ = ["DECLARED", "ENTRY", "MARK", "TAG", "WHOLE", "Written", "read_written"]

TAG, ENTRY, MARK = "wellspring-questions", "wellspring-question", "wellspring-mark"
"""The elements: all questions, one of them, and what stands at the beginning and the end of each."""

DECLARED = -1
"""Stands for the number of a marker where a question is one of front matter."""

# No author can write these two characters, so that what they enclose is ours.
_END = f"<{MARK}>{STX}{ETX}</{MARK}>"

WHOLE = re.compile(rf"<{TAG}>{_END}(?P<inside>.*?){_END}</{TAG}>", re.DOTALL)
"""All questions of a page."""

_ONE = re.compile(rf"<{ENTRY}(?P<attributes>[^>]*)>{_END}(?P<html>.*?){_END}</{ENTRY}>", re.DOTALL)
_ATTRIBUTE = re.compile(r'\b(?P<name>target|open|place)="(?P<value>[^"]*)"')
_LINK = re.compile(r"<a(?:\s[^>]*)?\shref=\"(?P<href>[^\"]*)\"[^>]*>|</?a(?:\s[^>]*)?>")
_IMAGE = re.compile(r'<img\b(?:[^>]*\salt="(?P<alt>[^"]*)")?[^>]*>')
_FOOTNOTE = re.compile(r'<sup id="fnref[^"]*">.*?</sup>', re.DOTALL)
_CITATION = re.compile(r'<wellspring-cite raw="(?P<raw>[^"]*)"[^>]*></wellspring-cite>')
_BREAK = re.compile(r"<br\b[^>]*>")
_ANY_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)

# What mkdocs-autorefs makes a link of later, where questions are no more in the page.
_REFERENCE = re.compile(r"</?autoref\b[^>]*>|<span data-autorefs[^>]*>(?P<inside>.*?)</span>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Written:
    """A question as the page's text has it.

    Attributes:
        text: without markup, on one line.
        html: with its inline markup, and without links.
        target: what its first link names, as written; None without one.
        href: the same as the host has it by now.
        links: how many links it has.
        refers: it has a reference that another plugin would make a link of.
        open: written with an empty box, `- [ ]`.
        place: the number of its marker and its own under it, from 0.
    """

    text: str
    html: str
    target: str | None
    href: str | None
    links: int
    refers: bool
    open: bool
    place: tuple[int, int]


def read_written(inside: str) -> Iterator[Written]:
    """The questions from what `WHOLE` found; one without a word in it is passed over."""
    return (written for match in _ONE.finditer(inside) if (written := _read(match)).text)


def _read(match: re.Match[str]) -> Written:
    given = {one["name"]: html.unescape(one["value"]) for one in _ATTRIBUTE.finditer(match["attributes"])}
    shown, refers = _REFERENCE.subn(lambda one: one["inside"] or "", _FOOTNOTE.sub("", match["html"]))
    shown = _CITATION.sub(lambda mark: mark["raw"], _IMAGE.sub(lambda image: image["alt"] or "", shown))
    links = [html.unescape(link["href"]) for link in _LINK.finditer(shown) if link["href"]]
    shown = " ".join(_LINK.sub("", shown).split())
    href = links[0] if links else None
    marker, _, entry = given.get("place", "0.0").rpartition(".")
    return Written(
        text=" ".join(html.unescape(_ANY_TAG.sub("", _BREAK.sub(" ", shown))).split()),
        html=shown,
        target=given.get("target", href),
        href=href,
        links=len(links),
        refers=bool(refers),
        open="open" in given,
        place=(int(marker), int(entry)),
    )
