"""How a citation is written, and where it is no citation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["CITATION", "Part", "inside_link", "inside_tag", "parse"]

# `[1]`, `[1, 3]`, `[1, 3-5]`. Not after `!` (an image), not before `(` (a link) or `:` (a definition, or a term).
CITATION = re.compile(r"(?<!!)\[(?P<inner>[ \t]*\d{1,3}(?:[ \t]*[,\u2013-][ \t]*\d{1,3})*[ \t]*)\](?![(:])")

_PART = re.compile(r"(\d+)(?:[ \t]*([\u2013-])[ \t]*(\d+))?|[^\d]+")

# A raw tag or an autolink, as CommonMark draws it: https://spec.commonmark.org/0.31.2/#raw-html
_TAG = re.compile(
    r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?:\s+[^\s=>]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*\s*/?|[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*)>"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a citation's inside: text that stays, or a run of numbers as it was written.

    Attributes:
        text: the piece as written.
        numbers: the numbers that it names, first and last of a range; empty for text between.
    """

    text: str
    numbers: tuple[int, ...] = ()


def parse(raw: str) -> tuple[Part, ...]:
    """The pieces of a citation such as `[1, 3-5]`, brackets taken off, in order and nothing lost."""
    return tuple(_parts(raw[1:-1]))


def inside_tag(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a paragraph lies within a raw HTML tag or an autolink."""
    if "<" not in text[:start]:
        return False
    return any(tag.start() < start and end <= tag.end() for tag in _TAG.finditer(text))


def inside_link(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a paragraph lies within a link's destination, or within an image's description."""
    destination = text.rfind("](", 0, start)
    if destination >= 0 and not re.search(r"[)\n]", text[destination:start]):
        return True
    image = text.rfind("![", 0, start)
    return image >= 0 and "]" not in text[image:start] and re.match(r"[^\[\]]*\][(\[]", text[end:]) is not None


def _parts(inner: str) -> Iterator[Part]:
    for match in _PART.finditer(inner):
        first, dash, last = match.groups()
        if first is None:
            yield Part(match[0])
        elif dash and int(first) >= int(last):
            yield from (Part(first, (int(first),)), Part(dash), Part(last, (int(last),)))
        else:
            yield Part(match[0], (int(first), int(last)) if dash else (int(first),))
