"""What the text of a page has in the place of a citation, once something there looks like one."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.util import ETX, STX, AtomicString

from mkdocs_wellspring.citations.affixes import as_written, has_markup, mark_with_affixes
from mkdocs_wellspring.citations.inline import HELD, NOTHING, Conversion, Found
from mkdocs_wellspring.citations.placeholder import MARK, RAW
from mkdocs_wellspring.citations.styles.names import call_short
from mkdocs_wellspring.citations.syntax import Cluster, parse, read_in_text
from mkdocs_wellspring.citations.untouched import inside_link, inside_tag, opens_definition

__all__ = ["Recognition"]

_BARE = len("[@]")
_NEAR = 40  # long enough for the placeholder of an escaped letter
_PLACEHOLDER = re.compile(rf"{STX}klzzwxh:([0-9]+){ETX}\Z")
_BRACKET, _CLOSING = f"{STX}{ord('[')}{ETX}", f"{STX}{ord(']')}{ETX}"


class Recognition:
    """Tells citations from what only looks like them; one serves all pages of a converter."""

    def __init__(self, md: Markdown, of: Conversion, unescape: Callable[[str], str]) -> None:
        self._md, self._of, self._unescape = md, of, unescape

    def numbered(self, m: Any, data: str) -> Found:
        """What stands for `[1]`."""
        inner, before = m["inner"].strip(), data[m.start() - 1] if m.start() else " "
        is_index = inner == "0" and (before.isalnum() or before in "_)]")
        if is_index or self._is_defined(inner) or _is_text(data, m.start(), m.end()):
            return NOTHING
        return self._mark(m[0], data, m.end()), m.start(), m.end()

    def keyed(self, m: Any, data: str) -> Found:
        """What stands for `[@key]`."""
        raw = m[0]
        if self._is_defined(m["keyed"]) or _is_text(data, m.start(), m.end()) or (written := parse(raw)) is None:
            return NOTHING
        if STX in raw:
            raw = self._unescape(raw)
            if _BRACKET in raw or _CLOSING in raw or _keys(parse(raw)) != _keys(written):
                return NOTHING  # a bracket that is escaped, or code that looks like a citation
            raw = as_written(raw)
        if not any(self._of.knows(item.key) for item in written.items):
            return self._leave(raw, data, m.start())
        mark = self._mark(raw, data, m.end())
        if len(raw) > len(written.items[0].key) + _BARE and has_markup(written):
            mark = mark_with_affixes(raw, written)
        return mark, m.start(), m.end()

    def in_text(self, m: Any, data: str) -> Found:
        """What stands for `@key` in the text."""
        key, raw, end = read_in_text(m)
        source = self._of.source(key)
        if source is None or _is_text(data, m.start(), end):
            return NOTHING
        before = self._unescape(data[max(0, m.start() - _NEAR) : m.start()])
        if before.endswith(("[", _BRACKET)) and data[end : end + 1] == "]":
            return NOTHING
        if m["escape"]:
            return data[m.start() + 1 : end], m.start(), end
        author = Element("span", {"class": "ws-author"})
        SubElement(author, "bdi").text = AtomicString(call_short(source, self._of.messages))
        SubElement(author, MARK, {RAW: self._unescape(raw)})
        return author, m.start(), end

    def _mark(self, raw: str, data: str, end: int) -> Element | str:
        """What stands for the citation: a text, which costs little, or an element where `{.class}` follows."""
        if data[end : end + 1] == "{":
            return Element(MARK, {RAW: raw})
        return f"{STX}{HELD}{self._of.hold(raw)}{ETX}"

    @property
    def _stash(self) -> Mapping[str, object]:
        inline: Any = self._md.treeprocessors["inline"]
        stashed: Mapping[str, object] = inline.stashed_nodes
        return stashed

    def _leave(self, raw: str, data: str, start: int) -> Found:
        """The citation stays as it is, behind a mark, which it may have already; its brackets are others' as well."""
        before = _PLACEHOLDER.search(data, max(0, start - _NEAR), start)
        held = self._stash.get(before[1]) if before else None
        if isinstance(held, str) and held.startswith(f"{STX}{HELD}"):
            return NOTHING
        return f"{STX}{HELD}{self._of.hold(raw, left=True)}{ETX}", start, start

    def _is_defined(self, label: str) -> bool:
        references = getattr(self._md, "references", {})
        return bool(references) and " ".join(label.split()).lower() in references


def _is_text(data: str, start: int, end: int) -> bool:
    return inside_tag(data, start, end) or inside_link(data, start, end) or opens_definition(data, start, end)


def _keys(written: Cluster | None) -> list[str]:
    return [item.key for item in written.items] if written else []
