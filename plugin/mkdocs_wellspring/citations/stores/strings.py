"""Values of BibTeX: braces and quotation marks taken off, `@string` names filled in, pieces joined at `#`."""

import re
from collections.abc import Iterator, Mapping

__all__ = ["MONTHS", "Strings"]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The names that every style of BibTeX defines; here each is its number."""

_DEEPEST = 20
_BARE = re.compile(r"[^\s#{}\"]+")


class Strings:
    """The `@string` names of one file; capitals make no difference."""

    def __init__(self, strings: Mapping[str, str]) -> None:
        self._raw = {month: f"{{{number}}}" for number, month in enumerate(MONTHS, start=1)}
        self._raw |= {name.lower(): value for name, value in strings.items()}

    def value(self, raw: str, depth: int = 0) -> str:
        """The value as BibTeX hands it to a style; a name that is not defined stands for itself."""
        return "".join(self._piece(piece, depth) for piece in _pieces(raw))

    def _piece(self, piece: str, depth: int) -> str:
        if piece[:1] in {"{", '"'}:
            return piece[1:-1] if len(piece) > 1 else ""
        known = self._raw.get(piece.lower())
        return piece if known is None or depth > _DEEPEST else self.value(known, depth + 1)


def _pieces(raw: str) -> Iterator[str]:
    """The pieces that `#` joins, each with its braces or quotation marks still on."""
    at, end = 0, len(raw)
    while at < end:
        if raw[at] in '{"':
            close = _close(raw, at)
            yield raw[at : close + 1]
            at = close + 1
        elif match := _BARE.match(raw, at):
            yield match[0]
            at = match.end()
        else:
            at += 1


def _close(raw: str, start: int) -> int:
    """Where the braces or quotation marks end that begin at `start`; a quotation mark within braces ends nothing."""
    depth, quoted = 0, raw[start] == '"'
    for at in range(start, len(raw)):
        letter = raw[at]
        if letter == "\\":
            continue
        depth += (letter == "{") - (letter == "}")
        if depth == 0 and at > start and (letter == '"' if quoted else letter == "}"):
            return at
    return len(raw)
