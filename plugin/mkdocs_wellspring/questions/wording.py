"""When two wordings are the same question, and how a wording is shown."""

import html
import re
import unicodedata

__all__ = ["fold", "show"]

_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"'})
_ENDS = " ?!.:;,\u061f\u061b\u060c\u3002\u203d"

# Controls have no use in a question, and overrides only that of making it read as another:
# https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u202d\u202e]")


def fold(text: str) -> str:
    """The form in which titles, answers and questions are compared; "" if no word is left.

    Two texts are the same when they differ only in: compatibility forms (Unicode NFKC), case (casefold), white
    space, straight or curly quotation marks and apostrophes, HTML entities (which MkDocs leaves in a title),
    and question marks, full stops, commas, colons and exclamation marks at the very end. Nothing else is overlooked:
    a word more or less is another question.
    """
    text = unicodedata.normalize("NFKC", html.unescape(text)).translate(_QUOTES).casefold()
    return " ".join(unicodedata.normalize("NFKC", text).split()).rstrip(_ENDS)


def show(text: str) -> str:
    """A text for a reader, free of control characters: an override of direction stands there as `[U+202E]`."""
    return _CONTROLS.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)
