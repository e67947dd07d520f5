"""When two wordings are the same question, and how a wording is shown."""

import html
import re
import unicodedata

__all__ = ["fold", "is_question", "quoted", "show", "slug", "without_punctuation"]

_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"'})
_ENDS = " ?!.:;,\u061f\u061b\u060c\u3002\u203d"
_LONGEST = 120
_ASKS = ("?", "\uff1f", "\u061f", "\u037e", "\u203d")

# A mark within a word tells it from another: C# is not C.
_TELLING = frozenset("#%&@")
_NO_WORD = re.compile(r"[^\w\s]|_")

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
    if text.isascii():
        text = html.unescape(text).casefold() if "&" in text else text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", html.unescape(text)).translate(_QUOTES).casefold()
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.split()).rstrip(_ENDS)


def slug(text: str) -> str:
    """The folded text without any punctuation, wherever it stands; "" if no word is left.

    An apostrophe joins what stands around it, all other punctuation parts it. Symbols stay, and so do the marks that
    tell one word from another: C++ and C# are not C.
    """
    return without_punctuation(fold(text))


def without_punctuation(folded: str) -> str:
    """The slug of a text that has been folded."""
    return " ".join(_NO_WORD.sub(_without, folded.replace("'", "")).split())


def is_question(title: str) -> bool:
    """The title asks something: it ends in a question mark, of whichever script."""
    return html.unescape(title).rstrip().endswith(_ASKS)


def quoted(text: str) -> str:
    """A question as findings name it: in quotation marks, and of a length that a line of a log can bear."""
    return f"\u201c{show(text[:_LONGEST])}\u201d"


def show(text: str) -> str:
    """A text for a reader, free of control characters: an override of direction stands there as `[U+202E]`."""
    return _CONTROLS.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def _without(match: re.Match[str]) -> str:
    letter = match[0]
    return " " if unicodedata.category(letter)[0] == "P" and letter not in _TELLING else letter
