"""How a citation is written, as patterns: a converter looks for them on every page, `syntax` reads what it finds."""

__all__ = ["ANY", "FREE", "IN_TEXT", "KEY", "KEYED", "NAME", "NUMERIC"]

# A letter, digit or `_`, then the same with punctuation within; one `@` or `(` behind it makes it something else.
KEY = r"\w++(?:[:.#$%&+?~/-]++\w++)*+"
NAME = rf"(?:\{{(?P<braced>[^{{}}\n]+)\}}|(?P<key>{KEY}))"
FREE = r"(?<![\w@/\\.])"

# Not after `!` (an image), not before `(` (a link) or `@` (an address); before `:` only where that is no definition.
_NOT_IMAGE, _AFTER = r"(?<!!\[)", r"\](?![(@])"
_NUMBERS = rf"(?P<inner>[ \t]*\d{{1,3}}(?:[ \t]*[,\u2013-][ \t]*\d{{1,3}})*[ \t]*){_AFTER}"
_KEYS = rf"(?=[^\[\]]*+{_AFTER})(?P<keyed>[^\[\]]*?{FREE}@[\w{{][^\[\]]*+)\]"
_NAMED = rf"{NAME}(?![@(/])(?:[ \n]\[(?P<locator>[^\[\]]+)\](?!\())?"

NUMERIC = rf"\[{_NOT_IMAGE}{_NUMBERS}"
"""`[1]`, `[1, 3]`, `[1, 3-5]`."""

KEYED = rf"\[{_NOT_IMAGE}{_KEYS}"
"""Brackets that hold a key; `parse` says whether they are a citation."""

IN_TEXT = rf"(?:{FREE}|(?P<escape>\\))@{_NAMED}"
r"""`@key` in the text, with a locator: `@key [p. 3]`; `\@key` is no citation."""

ANY = (
    rf"[\[@\\](?:(?<=\[){_NOT_IMAGE}(?:{_NUMBERS}|{_KEYS})"
    rf"|(?:(?<=@)(?<![\w@/\\.]@)|(?P<escape>(?<=\\)@)){_NAMED})"
)
"""All three at once: it begins with one of three letters, for which a text is searched fast."""
