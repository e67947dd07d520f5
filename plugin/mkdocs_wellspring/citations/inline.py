"""Where Python-Markdown meets a citation: it leaves a mark, to be filled once the whole page is known."""

import re
from collections.abc import Mapping
from html import escape
from typing import Any, Protocol
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.util import ETX, STX, AtomicString

from mkdocs_wellspring.citations.affixes import as_written, has_markup, mark_with_affixes, register_affixes
from mkdocs_wellspring.citations.marks import LEFT, MARK, RAW
from mkdocs_wellspring.citations.model import Source
from mkdocs_wellspring.citations.styles.names import call_short
from mkdocs_wellspring.citations.syntax import ANY, Cluster, parse, read_in_text
from mkdocs_wellspring.citations.untouched import inside_link, inside_tag, opens_definition
from mkdocs_wellspring.messages import Messages

__all__ = ["Conversion", "register_marks"]

# Above autorefs (168), which takes `[1][2]` for a link; below reference links (170), which go first.
_PRIORITY = 169

# After raw HTML has come back (30).
_RELEASE = 25

_HELD = "wellspring:"
_TOKEN = re.compile(rf"{STX}{_HELD}([0-9]+){ETX}")
_BARE = len("[@]")
_NEAR = 40  # long enough for the placeholder of an escaped letter
_PLACEHOLDER = re.compile(rf"{STX}klzzwxh:([0-9]+){ETX}\Z")
_BRACKET, _CLOSING = f"{STX}{ord('[')}{ETX}", f"{STX}{ord(']')}{ETX}"


Found = tuple[Element | str | None, int | None, int | None]
_NOTHING: Found = (None, None, None)


class Conversion(Protocol):
    """What the marks ask of the conversion that is under way."""

    @property
    def cites_numbers(self) -> bool:
        """The page declares sources, so that `[1]` may be one."""
        ...

    @property
    def cites_keys(self) -> bool:
        """There are keys, so that `[@key]` may be one."""
        ...

    @property
    def cites_in_text(self) -> bool:
        """`@key` in the text may be one as well."""
        ...

    @property
    def messages(self) -> Messages:
        """The page's language."""
        ...

    def source(self, key: str) -> Source | None:
        """The source of exactly that key."""
        ...

    def knows(self, key: str) -> bool:
        """There is a source of that key, its capitals aside."""
        ...

    def hold(self, raw: str, *, left: bool = False) -> int:
        """The citation is kept; its number. `left`: it stays in the text as well."""
        ...

    def held(self, number: int) -> tuple[str, bool]:
        """The citation of that number, and whether it stays in the text; "" where there is none."""
        ...


def register_marks(md: Markdown, of: Conversion) -> None:
    """The converter knows citations; each is asked for what `of` says at that moment."""
    md.inlinePatterns.register(_Marking(md, of), "wellspring-citations", _PRIORITY)
    register_affixes(md)
    md.postprocessors.register(_Release(md, of), "wellspring-release", _RELEASE)


class _Marking(InlineProcessor):
    """Looks for all kinds of citation at once: each look through a text costs as much as what is found in it."""

    def __init__(self, md: Markdown, of: Conversion) -> None:
        super().__init__(ANY, md)
        self._of = of

    def handleMatch(self, m: Any, data: str) -> Found:  # type: ignore[override]
        if m["keyed"] is not None:
            return self._keyed(m, data) if self._of.cites_keys else _NOTHING
        if m["inner"] is not None:
            return self._numbered(m, data) if self._of.cites_numbers else _NOTHING
        return self._in_text(m, data) if self._of.cites_in_text else _NOTHING

    def _numbered(self, m: Any, data: str) -> Found:
        inner, before = m["inner"].strip(), data[m.start() - 1] if m.start() else " "
        is_index = inner == "0" and (before.isalnum() or before in "_)]")
        if is_index or self._is_defined(inner) or _is_text(data, m.start(), m.end()):
            return _NOTHING
        return self._mark(m[0], data, m.end()), m.start(), m.end()

    def _keyed(self, m: Any, data: str) -> Found:
        raw = m[0]
        if self._is_defined(m["keyed"]) or _is_text(data, m.start(), m.end()) or (written := parse(raw)) is None:
            return _NOTHING
        if STX in raw:
            raw = self.unescape(raw)
            if _BRACKET in raw or _CLOSING in raw or _keys(parse(raw)) != _keys(written):
                return _NOTHING  # a bracket that is escaped, or code that looks like a citation
            raw = as_written(raw)
        if not any(self._of.knows(item.key) for item in written.items):
            return self._leave(raw, data, m.start())
        mark = self._mark(raw, data, m.end())
        if len(raw) > len(written.items[0].key) + _BARE and has_markup(written):
            mark = mark_with_affixes(raw, written)
        return mark, m.start(), m.end()

    def _in_text(self, m: Any, data: str) -> Found:
        key, raw, end = read_in_text(m)
        source = self._of.source(key)
        if source is None or _is_text(data, m.start(), end):
            return _NOTHING
        before = self.unescape(data[max(0, m.start() - _NEAR) : m.start()])
        if before.endswith(("[", _BRACKET)) and data[end : end + 1] == "]":
            return _NOTHING
        if m["escape"]:
            return data[m.start() + 1 : end], m.start(), end
        author = Element("span", {"class": "ws-author"})
        SubElement(author, "bdi").text = AtomicString(call_short(source, self._of.messages))
        SubElement(author, MARK, {RAW: self.unescape(raw)})
        return author, m.start(), end

    def _mark(self, raw: str, data: str, end: int) -> Element | str:
        """What stands for the citation: a text, which costs little, or an element where `{.class}` follows."""
        if data[end : end + 1] == "{":
            return Element(MARK, {RAW: raw})
        return f"{STX}{_HELD}{self._of.hold(raw)}{ETX}"

    @property
    def _stash(self) -> Mapping[str, object]:
        inline: Any = self.md.treeprocessors["inline"]
        stashed: Mapping[str, object] = inline.stashed_nodes
        return stashed

    def _leave(self, raw: str, data: str, start: int) -> Found:
        """The citation stays as it is, behind a mark, which it may have already; its brackets are others' as well."""
        before = _PLACEHOLDER.search(data, max(0, start - _NEAR), start)
        held = self._stash.get(before[1]) if before else None
        if isinstance(held, str) and held.startswith(f"{STX}{_HELD}"):
            return _NOTHING
        return f"{STX}{_HELD}{self._of.hold(raw, left=True)}{ETX}", start, start

    def _is_defined(self, label: str) -> bool:
        references = getattr(self.md, "references", {})
        return bool(references) and " ".join(label.split()).lower() in references


def _is_text(data: str, start: int, end: int) -> bool:
    return inside_tag(data, start, end) or inside_link(data, start, end) or opens_definition(data, start, end)


def _keys(written: Cluster | None) -> list[str]:
    return [item.key for item in written.items] if written else []


class _Release(Postprocessor):
    """Makes marks of the texts that stand for them; a heading's, in which they count for nothing, as well."""

    def __init__(self, md: Markdown, of: Conversion) -> None:
        super().__init__(md)
        self._of = of

    def run(self, text: str) -> str:
        return _TOKEN.sub(self._released, text) if f"{STX}{_HELD}" in text else text

    def _released(self, match: re.Match[str]) -> str:
        raw, left = self._of.held(int(match[1]))
        return f'<{MARK} {RAW}="{escape(raw)}"{LEFT if left else ""}></{MARK}>' if raw else ""
