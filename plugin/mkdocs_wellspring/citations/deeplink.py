"""Links that lead a reader to the very words: text fragments, https://wicg.github.io/scroll-to-text-fragment/."""

import re
from collections.abc import Sequence
from urllib.parse import quote

from mkdocs_wellspring.citations.text import scheme_of

__all__ = ["deep_link"]

_EXACT = 120
"""Up to so many letters a quote is looked for as a whole; a longer one by how it begins and ends."""

_WORDS = 6
_LONGEST = 60

# What a quotation leaves out: an ellipsis, in brackets or not.
_GAP = re.compile(r"\s*[\[(]?(?:\.{3,}|\N{HORIZONTAL ELLIPSIS})[\])]?\s*|\s*\[[^\]]*\]\s*")
_EDGES = " \t\"'.,;:!?()\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb"


def deep_link(address: str, words: str | None) -> str:
    """The address with a fragment by which a browser finds the words; as it is where there are none, or one is there.

    A quote that leaves something out, or adds a word in brackets, is found by its first words and its last.
    """
    if not words or ":~:" in address or scheme_of(address) not in {"http", "https"}:
        return address
    pieces = [piece for piece in (piece.strip(_EDGES) for piece in _GAP.split(words)) if piece]
    if not pieces:
        return address
    start, end = (pieces[0], "") if len(pieces) == 1 and len(pieces[0]) <= _EXACT else _ends(pieces)
    directive = ",".join(_encode(part) for part in (start, end) if part)
    return f"{address}{'' if '#' in address else '#'}:~:text={directive}"


def _ends(pieces: Sequence[str]) -> tuple[str, str]:
    """How the quote begins and how it ends; "" for the end where the two would overlap."""
    first, last = pieces[0].split(" "), pieces[-1].split(" ")
    start = _short(first[:_WORDS])
    end = _short(last[::-1][:_WORDS])[::-1]
    if len(pieces) == 1 and len(start) + len(end) > len(first):
        return pieces[0], ""
    return " ".join(start), " ".join(end)


def _short(words: Sequence[str]) -> Sequence[str]:
    """As many of the words as are not too long together, and one in any case."""
    kept: list[str] = []
    for word in words:
        if kept and sum(map(len, kept)) + len(word) > _LONGEST:
            break
        kept.append(word)
    return kept


def _encode(text: str) -> str:
    """Percent-encoded, the letters included that mean something in a directive: `-`, `,` and `&`."""
    return quote(text, safe="").replace("-", "%2D")
