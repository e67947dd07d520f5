"""Values of BibTeX: braces and quotation marks taken off, `@string` names filled in, pieces joined at `#`."""

import re
from collections.abc import Iterator, Mapping

__all__ = ["MONTHS", "Strings"]

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
"""What every style of BibTeX makes of the names `jan` to `dec`."""

_DEEPEST = 20

# Names that are twice in each other grow to any length, and no text that is read is as long as this.
_LONGEST = 100_000
_MATTERS = re.compile(r'\\.|[{}"]', re.DOTALL)
_ONE = re.compile(r'\{[^{}\\]*\}|"[^"{}\\]*"')
_BARE = re.compile(r"[^\s#{}\"]+")


class Strings:
    """The `@string` names of one file; capitals make no difference.

    Attributes:
        cyclic: names that turned out to be part of themselves, in small letters and in the order of their use.
    """

    def __init__(self, strings: Mapping[str, str]) -> None:
        self._raw = {month[:3]: f"{{{month}}}" for month in MONTHS}
        self._raw |= {name.lower(): value for name, value in strings.items()}
        self._known: dict[str, str] = {}
        self._open: set[str] = set()
        self.cyclic: dict[str, None] = {}

    def read(self, raw: str, depth: int = 0) -> tuple[str, bool]:
        """The value as BibTeX hands it to a style, and whether that is all; a name that is not defined is itself.

        It ends where `#` is lacking between two pieces: a comma is lacking there, and what follows is no part of it.
        """
        if _ONE.fullmatch(raw):
            return raw[1:-1], True
        text, end = "", None
        for start, stop in _spans(raw):
            if end is not None and "#" not in raw[end:start]:
                return text, False
            text = (text + self._piece(raw[start:stop], depth))[:_LONGEST]
            end = stop
        return text, True

    def _piece(self, piece: str, depth: int) -> str:
        if piece[:1] in {"{", '"'}:
            return piece[1:-1] if len(piece) > 1 else ""
        name = piece.lower()
        if name in self._known:
            return self._known[name]
        if name in self._open:
            self.cyclic[name] = None
        if name in self._open or name not in self._raw or depth > _DEEPEST:
            return piece
        self._open.add(name)
        self._known[name] = self.read(self._raw[name], depth + 1)[0]
        self._open.remove(name)
        return self._known[name]


def _spans(raw: str) -> Iterator[tuple[int, int]]:
    at, end = 0, len(raw)
    while at < end:
        if raw[at] in '{"':
            close = _close(raw, at)
            yield at, min(close + 1, end)
            at = close + 1
        elif match := _BARE.match(raw, at):
            yield match.span()
            at = match.end()
        else:
            at += 1


def _close(raw: str, start: int) -> int:
    """Where the braces or quotation marks end that begin at `start`; a quotation mark within braces ends nothing.

    What is escaped opens and closes nothing, as the parser has it.
    """
    depth, quoted = 0, raw[start] == '"'
    for match in _MATTERS.finditer(raw, start):
        letter = match[0]
        depth += (letter == "{") - (letter == "}")
        if depth == 0 and match.start() > start and letter == ('"' if quoted else "}"):
            return match.start()
    return len(raw)
