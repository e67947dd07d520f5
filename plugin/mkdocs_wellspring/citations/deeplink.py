"""Links that lead a reader to the very words: text fragments, https://wicg.github.io/scroll-to-text-fragment/."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from mkdocs_wellspring.citations.text import scheme_of

__all__ = ["deep_link"]

_EXACT = 120
"""Up to so many letters a quote is looked for as a whole; a longer one by how it begins and ends."""

_MOST = 500
_WORDS = 6
_LONGEST = 60

# What a quotation leaves out, or adds in brackets.
_GAP = re.compile(r"\s*[\[(]?(?:\.{3,}|\N{HORIZONTAL ELLIPSIS})[\])]?\s*|\s*\[[^\]]*\]\s*")
_WORD_BEFORE, _WORD_AFTER = re.compile(r"\w+\Z"), re.compile(r"\A\w+")
# Scripts that put no spaces between words; compiled by the first who needs it, as it takes a while.
_UNSPACED = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af]"
_EDGES = " \t\"'.,;:!?()\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb"


def deep_link(address: str, words: str | None) -> str:
    """The address with a fragment by which a browser finds the words; as it is where there are none, or one is there.

    A quote that leaves something out, or adds a word in brackets, is found by its first words and its last.
    """
    if not words or ":~:" in address or scheme_of(address) not in {"http", "https"}:
        return address
    pieces = [piece for piece in (piece.strip(_EDGES) for piece in _pieces(words)) if piece]
    if not pieces:
        return address
    start, end = (pieces[0], "") if len(pieces) == 1 and len(pieces[0]) <= _EXACT else _ends(pieces)
    if len(start) + len(end) > _MOST:
        return address
    directive = ",".join(_encode(part) for part in (start, end) if part)
    return f"{address}{'' if '#' in address else '#'}:~:text={directive}"


def _pieces(words: str) -> Iterator[str]:
    """What stands between the gaps; of a word that a bracket is part of, as in "[W]hen", nothing is looked for."""
    start, cut = 0, False
    for gap in _GAP.finditer(words):
        piece = words[start : gap.start()]
        in_word = "[" in gap[0]
        yield _trimmed(piece, before=cut, after=in_word and not gap[0][0].isspace())
        start, cut = gap.end(), in_word and not gap[0][-1].isspace()
    yield _trimmed(words[start:], before=cut, after=False)


def _trimmed(piece: str, *, before: bool, after: bool) -> str:
    piece = _WORD_AFTER.sub("", piece) if before else piece
    return _WORD_BEFORE.sub("", piece) if after else piece


def _ends(pieces: Sequence[str]) -> tuple[str, str]:
    """How the quote begins and how it ends; "" for the end where the two would overlap."""
    start, end = _beginning(pieces[0]), _beginning(pieces[-1][::-1])[::-1]
    if len(pieces) == 1 and len(start) + len(end) >= len(pieces[0]):
        return pieces[0], ""
    return start, end


def _beginning(text: str) -> str:
    """Some words, as many as are not too long together; of a script without spaces, some letters."""
    words = text.split(" ")[:_WORDS]
    while len(words) > 1 and len(" ".join(words)) > _LONGEST:
        words.pop()
    whole = " ".join(words)
    return whole[:_LONGEST] if len(whole) > _LONGEST and re.search(_UNSPACED, whole) else whole


def _encode(text: str) -> str:
    """Percent-encoded, the letters included that mean something in a directive: `-`, `,` and `&`."""
    return quote(text, safe="").replace("-", "%2D")
