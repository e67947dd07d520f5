"""Words before and after a key, where they hold markup: what parses the page parses them as well."""

import json
import re
from html import escape
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

from mkdocs_wellspring.citations.marks import AFFIXES, MARK, RAW
from mkdocs_wellspring.citations.syntax import Cluster

__all__ = ["as_written", "has_markup", "mark_with_affixes", "register_affixes"]

# After inline patterns (20), before the table of contents is read (5).
_SEAL = 6

_AFFIX = "wellspring-affix"
_PLAIN = re.compile(r"[^*_`~^=&\\" + STX + r"]*|[^<]*<.*", re.DOTALL)
_WRAPPER = re.compile(rf"</?{_AFFIX}\s*/?>")
_STASHED = re.compile(rf"{STX}wzxhzdk:([0-9]{{1,9}}){ETX}")
_SET_ASIDE = re.compile(rf"{STX}([0-9]{{1,6}}){ETX}")


def register_affixes(md: Markdown) -> None:
    """The converter moves affixes into their marks once it has parsed them."""
    md.treeprocessors.register(_Seal(md), "wellspring-affixes", _SEAL)


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


class _Seal(Treeprocessor):
    """Puts parsed affixes into an attribute: a heading's id and the table of contents know nothing of them."""

    def run(self, root: Element) -> None:
        for mark in root.iter(MARK):
            if len(mark):
                affixes = [self._whole(_WRAPPER.sub("", self.md.serializer(affix)).strip()) for affix in mark]
                mark.set(AFFIXES, json.dumps(list(zip(affixes[::2], affixes[1::2], strict=True))))
                for affix in list(mark):
                    mark.remove(affix)

    def _whole(self, affix: str) -> str:
        """What others set aside is there again: within the attribute they would not find it."""
        blocks = self.md.htmlStash.rawHtmlBlocks
        affix = _STASHED.sub(lambda found: str(blocks[int(found[1])]) if int(found[1]) < len(blocks) else "", affix)
        return _SET_ASIDE.sub(lambda found: escape(chr(int(found[1]))), affix)
