"""The words of a Markdown text, in any language, without what is markup."""

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping

__all__ = ["stems", "unmarked"]

_STEM = 5
"""Letters of a word that count, so that its endings do not: of Russian pages .91 and not .82 came first."""

# Each is looked for only where the text has the characters before it, and can be read in one go, however it is broken.
_MARKUP: Mapping[str, re.Pattern[str]] = {
    "```": re.compile(r"^[ \t>]*(`{3,}).*?(?:^[ \t>]*\1|\Z)", re.MULTILINE | re.DOTALL),
    "~~~": re.compile(r"^[ \t>]*(~{3,}).*?(?:^[ \t>]*\1|\Z)", re.MULTILINE | re.DOTALL),
    "<!--": re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL),
    "<": re.compile(r"<[/!?A-Za-z][^<>]*>"),  # tags, and addresses in angle brackets
    "](": re.compile(r"\]\([^()\n]*\)"),
    "]:": re.compile(r"^ {0,3}\[(?!\^)[^\[\]\n]+\]:[^\n]*", re.MULTILINE),  # references; footnotes are text
    "@": re.compile(r"\[-?@[^\[\]\n]*\]"),  # citations
    "{": re.compile(r"\{[:#.%{][^{}\n]*\}"),  # attributes, macros
    "://": re.compile(r"\b[Hh][Tt][Tt][Pp][Ss]?://\S+"),
}

# To `re`, combining marks are no letters, and would cut words of Hindi or Arabic to pieces.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u109f\u1780-\u17d3"
)
_WORD = re.compile(rf"[\w{_MARKS}]+")
_STEMS = re.compile(rf"([\w{_MARKS}]{{1,{_STEM}}})[\w{_MARKS}]*")
_ASCII_STEMS = re.compile(rf"([a-z0-9]{{1,{_STEM}}})[a-z0-9]*")

# What has no spaces between its words, Thai to Burmese and Khmer; then kana and Han, and Hangul for what is grafted
# onto its words. With three letters in place of two, .94 and not .87 of Thai pages came first.
_RUN = re.compile(
    "([\u0e00-\u109f\u1780-\u17ff]+)"
    "|[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]+"
)


def stems(text: str) -> list[str]:
    """The beginnings of the words in their order; of scripts without spaces, each two or three letters in a row."""
    text = unmarked(text)
    if text.isascii():
        return _ASCII_STEMS.findall(text.lower())
    folded = unicodedata.normalize("NFKC", text).casefold().replace("_", " ")
    if _RUN.search(folded) is None:
        return _STEMS.findall(folded)
    return [stem for word in _WORD.findall(folded) for stem in _pieces(word)]


def unmarked(text: str) -> str:
    """The text with HTML entities read, and without code in fences, tags, comments, addresses and citations."""
    for sign, pattern in _MARKUP.items():
        if sign in text:
            text = pattern.sub(" ", text)
    return html.unescape(text)


def _pieces(word: str) -> Iterator[str]:
    end = 0
    for run in _RUN.finditer(word):
        yield from _STEMS.findall(word[end : run.start()])
        letters, size = run[0], 3 if run[1] else 2
        yield from (letters[at : at + size] for at in range(max(1, len(letters) - size + 1)))
        end = run.end()
    yield from _STEMS.findall(word[end:])
