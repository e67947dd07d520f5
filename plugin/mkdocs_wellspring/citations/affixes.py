"""Words before and after a key, where they hold markup: what parses the page parses them as well."""

import json
import re
from collections.abc import Iterable
from html import escape
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.util import ETX, STX

from mkdocs_wellspring.citations.placeholder import AFFIXES, MARK, RAW
from mkdocs_wellspring.citations.syntax import Cluster

__all__ = ["as_written", "has_markup", "mark_with_affixes", "seal"]

_AFFIX = "wellspring-affix"
_PLAIN = re.compile(r"[^*_`~^=&\\" + STX + r"]*|[^<]*<.*", re.DOTALL)
_WRAPPER = re.compile(rf"</?{_AFFIX}\s*/?>")
_STASHED = re.compile(rf"{STX}wzxhzdk:([0-9]{{1,9}}){ETX}")
_SET_ASIDE = re.compile(rf"{STX}([0-9]{{1,6}}){ETX}")


def has_markup(written: Cluster) -> bool:
    """One of its affixes is more than plain text."""
    return not all(_PLAIN.fullmatch(affix) for affix in _affixes(written))


def mark_with_affixes(raw: str, written: Cluster) -> Element:
    """The mark of a citation; its affixes stand within it until what parses the page has read them."""
    mark = Element(MARK, {RAW: raw})
    for affix in _affixes(written):
        SubElement(mark, _AFFIX).text = affix
    return mark


def as_written(raw: str) -> str:
    """The citation with the letters that the converter has set aside as escaped, and their backslashes."""
    return _SET_ASIDE.sub(lambda found: f"\\{chr(int(found[1]))}", raw)


def _affixes(written: Cluster) -> list[str]:
    return [affix for item in written.items for affix in (item.prefix, item.suffix)]


def seal(marks: Iterable[Element], md: Markdown) -> None:
    """Parsed affixes stand in an attribute: a heading's id and the table of contents know nothing of them."""
    for mark in marks:
        affixes = [_whole(_WRAPPER.sub("", md.serializer(affix)).strip(), md) for affix in mark]
        mark.set(AFFIXES, json.dumps(list(zip(affixes[::2], affixes[1::2], strict=True))))
        for affix in list(mark):
            mark.remove(affix)


def _whole(affix: str, md: Markdown) -> str:
    """What others set aside is there again: within the attribute they would not find it."""
    blocks = md.htmlStash.rawHtmlBlocks
    affix = _STASHED.sub(lambda found: str(blocks[int(found[1])]) if int(found[1]) < len(blocks) else "", affix)
    return _SET_ASIDE.sub(lambda found: escape(chr(int(found[1]))), affix)
