"""Which lines of Markdown are code, where a text is searched without being converted."""

import re
from collections.abc import Sequence

__all__ = ["Indented", "code_lines", "fenced"]

_FENCE = re.compile(r"^[ \t>]*(?P<fence>`{3,}|~{3,})")
_CONTAINER = re.compile(r"\s*(?:[-*+]|[0-9]+[.)]|!!!|\?{3}\+?|={3}[!+]?|:|\[\^[^\]]+\]:|/{3,})\s")


def code_lines(lines: Sequence[str]) -> frozenset[int]:
    """The places, from 0, of the lines that are code, fenced or indented, and of fences."""
    fence, indented, found = "", Indented(), set()
    for at, line in enumerate(lines):
        fence, is_fenced = fenced(fence, line)
        if is_fenced or indented.is_code(line):
            found.add(at)
    return frozenset(found)


def fenced(fence: str, line: str) -> tuple[str, bool]:
    """The fence that is open after the line, and whether the line is code or a fence itself."""
    match = _FENCE.match(line)
    if fence:
        closes = match is not None and match["fence"].startswith(fence) and not line[match.end() :].strip()
        return ("" if closes else fence), True
    return (match["fence"], True) if match else ("", False)


class Indented:
    """Tells indented code from the inside of lists, admonitions and their kin, line by line."""

    def __init__(self) -> None:
        self._after_blank, self._in_container, self._in_code = True, False, False

    def is_code(self, line: str) -> bool:
        """The next line is code for being indented."""
        deep, blank = line.startswith(("    ", "\t")), not line.strip()
        if not deep and not blank:
            self._in_container = _CONTAINER.match(line) is not None or (self._in_container and not self._after_blank)
        self._in_code = deep and not blank and not self._in_container and (self._after_blank or self._in_code)
        self._after_blank = blank or self._in_code
        return self._in_code
