"""Where in a page's file its markers and the entries under them stand."""

import re
from collections.abc import Callable
from functools import cached_property

from mkdocs_wellspring.codelines import code_lines

__all__ = ["MarkerLines", "without_lists"]

_MARKER = re.compile(r"^(?P<indent>[ \t>]*)<!--\s*questions\s*-->[ \t]*$", re.IGNORECASE)
_ASTRAY = re.compile(r"(?<!`)<!--\s*questions\s*-->(?!`)", re.IGNORECASE)
_ENTRY = re.compile(r"^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+\S")


class MarkerLines:
    """The lines of markers and entries, looked for when a line is first asked for."""

    def __init__(self, text: Callable[[], str]) -> None:
        self._text = text

    def of(self, marker: int, entry: int | None, markers: int) -> int | None:
        """The line, from 1, of the nth marker, or of the nth entry under it, both from 0.

        None where the file has not as many markers as the page has, and so some come from elsewhere.
        """
        if len(self._found) != markers:
            return None
        line, entries = self._found[marker]
        return line if entry is None or entry >= len(entries) else entries[entry]

    def astray(self, number: int) -> int | None:
        """The line of the nth marker, from 0, that stands within other text; None where that is not known."""
        return self._astray[number] if number < len(self._astray) else None

    def of_text(self, text: str) -> int | None:
        """The first line, from 1, that holds the text; None where none does."""
        return next((at + 1 for at, line in enumerate(self._lines) if text in line), None)

    @cached_property
    def _astray(self) -> list[int]:
        lines = self._lines
        code = code_lines(lines)
        return [
            at + 1
            for at, line in enumerate(lines)
            if at not in code and _ASTRAY.search(line) and not _MARKER.match(line)
        ]

    @cached_property
    def _lines(self) -> list[str]:
        return self._text().replace("\r\n", "\n").replace("\r", "\n").split("\n")

    @cached_property
    def _found(self) -> list[tuple[int, list[int]]]:
        return [(at + 1, [line + 1 for line in entries]) for at, entries, _end in _scan(self._lines)]


def without_lists(markdown: str) -> str:
    """Markdown without its markers and the lists under them, for whoever makes a summary of it."""
    lines = markdown.split("\n")
    for at, _entries, end in reversed(_scan(lines)):
        del lines[at:end]
    return "\n".join(lines)


def _scan(lines: list[str]) -> list[tuple[int, list[int], int]]:
    """Each marker with the places of its entries and the place behind its list, all from 0; code is passed over."""
    code = code_lines(lines)
    markers = (at for at, line in enumerate(lines) if at not in code and _MARKER.match(line))
    return [(at, *_entries(lines, at + 1)) for at in markers]


def _entries(lines: list[str], start: int) -> tuple[list[int], int]:
    """The places of the entries of a list that begins at `start`, after blank lines at most; and where it ends."""
    entries: list[int] = []
    end, blank = start, False
    for at in range(start, len(lines)):
        line = lines[at]
        if not line.strip(" \t>"):
            blank = True
            continue
        if _ENTRY.match(line):
            entries.append(at)
        elif not entries or (blank and line[:1] not in {" ", "\t", ">"}):
            break
        end, blank = at + 1, False
    return entries, end
