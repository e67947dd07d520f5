"""Where Python-Markdown meets a citation: it leaves a mark, to be filled once the whole page is known."""

import re
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any, Protocol
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

from mkdocs_wellspring.citations.patterns import ANY
from mkdocs_wellspring.citations.placeholder import LEFT, MARK, RAW

if TYPE_CHECKING:
    from mkdocs_wellspring.citations.model import Source
    from mkdocs_wellspring.citations.recognition import Recognition
    from mkdocs_wellspring.messages import Messages

__all__ = ["HELD", "NOTHING", "Conversion", "Found", "register_marks"]

# Above autorefs (168), which takes `[1][2]` for a link; below reference links (170), which go first.
_PRIORITY = 169

# After raw HTML has come back (30).
_RELEASE = 25

# After inline patterns (20), before the table of contents is read (5).
_SEAL = 6

HELD = "wellspring:"
"""How a text begins that stands for a mark while a page is converted, between two letters that no author can write."""

_TOKEN = re.compile(rf"{STX}{HELD}([0-9]+){ETX}")

Found = tuple[Element | str | None, int | None, int | None]
"""What an inline processor gives: what stands in the place, and from where to where."""

NOTHING: Found = (None, None, None)
"""There is no citation."""


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
    def messages(self) -> "Messages":
        """The page's language."""
        ...

    def source(self, key: str) -> "Source | None":
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
    md.treeprocessors.register(_Seal(md), "wellspring-affixes", _SEAL)
    md.postprocessors.register(_Release(md, of), "wellspring-release", _RELEASE)


class _Marking(InlineProcessor):
    """Looks for all kinds of citation at once: each look through a text costs as much as what is found in it."""

    def __init__(self, md: Markdown, of: Conversion) -> None:
        super().__init__(ANY, md)
        self._of = of

    def handleMatch(self, m: Any, data: str) -> Found:  # type: ignore[override]
        if m["keyed"] is not None:
            return self._recognition.keyed(m, data) if self._of.cites_keys else NOTHING
        if m["inner"] is not None:
            return self._recognition.numbered(m, data) if self._of.cites_numbers else NOTHING
        return self._recognition.in_text(m, data) if self._of.cites_keys and self._of.cites_in_text else NOTHING

    @cached_property
    def _recognition(self) -> "Recognition":
        from mkdocs_wellspring.citations.recognition import Recognition  # noqa: PLC0415 - only where something is cited

        return Recognition(self.md, self._of, self.unescape)


class _Seal(Treeprocessor):
    """Moves affixes into their marks once they are parsed."""

    def run(self, root: Element) -> None:
        if marks := [mark for mark in root.iter(MARK) if len(mark)]:
            from mkdocs_wellspring.citations.affixes import seal  # noqa: PLC0415 - affixes with markup are rare

            seal(marks, self.md)


class _Release(Postprocessor):
    """Makes marks of the texts that stand for them; a heading's, in which they count for nothing, as well."""

    def __init__(self, md: Markdown, of: Conversion) -> None:
        super().__init__(md)
        self._of = of

    def run(self, text: str) -> str:
        return _TOKEN.sub(self._released, text) if f"{STX}{HELD}" in text else text

    def _released(self, match: re.Match[str]) -> str:
        raw, left = self._of.held(int(match[1]))
        return f'<{MARK} {RAW}="{escape(raw)}"{LEFT if left else ""}></{MARK}>' if raw else ""
