"""The LaTeX that bibliographies are full of: accents, letters, dashes and quotation marks, set without a parser."""

import re
import unicodedata

__all__ = ["QUOTES", "decode_simple"]

_MARKS = {
    '"': "\u0308",
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "d": "\u0323",
    "b": "\u0331",
    "k": "\u0328",
    "r": "\u030a",
}
QUOTES = {
    "flq": "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}",
    "flqq": "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}",
    "frq": "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}",
    "frqq": "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}",
    "glq": "\N{SINGLE LOW-9 QUOTATION MARK}",
    "glqq": "\N{DOUBLE LOW-9 QUOTATION MARK}",
    "grq": "\N{LEFT SINGLE QUOTATION MARK}",
    "grqq": "\N{LEFT DOUBLE QUOTATION MARK}",
    "hyphen": "-",
    "lq": "\N{LEFT SINGLE QUOTATION MARK}",
    "rq": "\N{RIGHT SINGLE QUOTATION MARK}",
    "slash": "/",
    "textquotedbl": '"',
    "textquotedblleft": "\N{LEFT DOUBLE QUOTATION MARK}",
    "textquotedblright": "\N{RIGHT DOUBLE QUOTATION MARK}",
    "textquoteleft": "\N{LEFT SINGLE QUOTATION MARK}",
    "textquoteright": "\N{RIGHT SINGLE QUOTATION MARK}",
}
"""What stands for a mark by its name: quotation marks, those of babel among them, a hyphen and a slash."""

_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
    "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "i": "\u0131", "j": "\u0237", **QUOTES,
}  # fmt: skip
_SIGNS = {
    "---": "\N{EM DASH}",
    "--": "\N{EN DASH}",
    "``": "\N{LEFT DOUBLE QUOTATION MARK}",
    "''": "\N{RIGHT DOUBLE QUOTATION MARK}",
    "~": " ",
}

# A sign that stands for itself is kept aside while one that is markup is looked for.
_KEPT = {"&": "&", "%": "%", "#": "#", "_": "_", "$": "\ue000"}

_SIMPLE = re.compile(
    r"\\(?:(?P<mark>[\"'`^~=.])\s*|(?P<word>[uvHcdbkr])(?:\s+|(?=\{)))"
    r"(?:\{\s*\\?(?P<braced>[A-Za-z])\s*\}|\\(?P<dotless>[ij])(?![A-Za-z])|(?P<bare>[A-Za-z]))"
    rf"|\\(?P<letter>{'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?:\{{\}}|\s+|(?![A-Za-z]))"
    r"|\\(?P<kept>[&%#_$])|(?P<sign>---?|``|''|~)"
)
_LEFT = re.compile(r"[\\$^`]")
_PLAIN = str.maketrans({"{": None, "}": None, "\ue000": "$"})


def decode_simple(value: str) -> str | None:
    """The text; None where there is more in it than accents, letters, dashes, quotation marks and signs."""
    text = _SIMPLE.sub(_set, value)
    return None if _LEFT.search(text) else unicodedata.normalize("NFC", text.translate(_PLAIN))


def _set(match: re.Match[str]) -> str:
    if match["sign"]:
        return _SIGNS[match["sign"]]
    if match["kept"]:
        return _KEPT[match["kept"]]
    if match["letter"]:
        return _LETTERS[match["letter"]]
    return f"{match['braced'] or match['dotless'] or match['bare']}{_MARKS[match['mark'] or match['word']]}"
