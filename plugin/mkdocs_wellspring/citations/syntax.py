"""How a citation is written: `[1, 3-5]`, `[see @key, pp. 3-5; -@other]`, `@key` in the text.

The second and third follow pandoc: https://pandoc.org/MANUAL.html#citation-syntax.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from mkdocs_wellspring.citations.patterns import FREE, IN_TEXT, KEY, KEYED, NAME, NUMERIC

__all__ = ["CITATION", "IN_TEXT", "KEYED", "NUMERIC", "Cluster", "Item", "parse", "read_in_text"]

CITATION = re.compile(f"{NUMERIC}|{KEYED}")
"""Any citation in brackets, for who looks through an author's file."""

_BARE = re.compile(rf"\[@{KEY}(?:;[ \n]*@{KEY})*\]")
_PART = re.compile(r"(?P<first>\d+)(?:[ \t]*[\u2013-][ \t]*(?P<last>\d+))?|(?P<text>[^\d]+)")
_PIECE = re.compile(r"(?:\{[^{}]*\}|\"[^\"]*\"|[^;])+")
_QUOTED = re.compile(r"\{[^{}]*\}|\"[^\"]*\"")
_CITED = re.compile(rf"(?P<cited>(?:(?<!\S)-)?{FREE}@{NAME})|{_QUOTED.pattern}")

# A label, then a number; the words that pandoc and CSL know for parts of a source.
_LOCATOR = (
    r"(?i:pp?|pages?|ch|chaps?|chapters?|secs?|sections?|§§?|figs?|figures?|vols?|volumes?|nos?|nn?|notes?|paras?|"
    r"paragraphs?|¶¶?|ll?|lines?|vv?|verses?|bks?|books?|cols?|columns?|app|appendix|eqs?|tabs?|tables?|fols?|art)"
    r"\.?\s*[\divxlcIVXLC]"
)
_RANGE = re.compile(r"(?<![\w-])(\d+)--?(\d+)(?![\w-])")


@dataclass(frozen=True, slots=True)
class Item:
    """One source of a citation.

    Attributes:
        number: the place among the page's sources, from 1; None where a key is cited.
        last: where a range of numbers ends.
        key: the key; "" where a number is cited.
        lead: what stands before it as written, between the numbers of one citation.
        prefix: words before the key: "see".
        suffix: the locator and words after the key: "p. 3, with caution".
        explicit: the suffix stood in quotation marks or braces, and is a locator as a whole.
        suppressed: the author is named already: `-@key`.
    """

    number: int | None = None
    last: int | None = None
    key: str = ""
    lead: str = ""
    prefix: str = ""
    suffix: str = ""
    explicit: bool = False
    suppressed: bool = False

    @property
    def written(self) -> str:
        """What it names, as its author wrote it: `@key`, `3`, `3-5`."""
        return f"@{self.key}" if self.key else f"{self.number}-{self.last}" if self.last else str(self.number)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A citation: one pair of brackets. `tail` is what stands before the closing one as written."""

    raw: str
    items: tuple[Item, ...]
    tail: str = ""

    @property
    def is_keyed(self) -> bool:
        """It cites by key, and not by number."""
        return bool(self.items[0].key)


@lru_cache(maxsize=4096)
def parse(raw: str) -> Cluster | None:
    """The citation that a text in brackets is; None where it is none."""
    inner = raw[1:-1]
    if _BARE.fullmatch(raw):
        return Cluster(raw, tuple([Item(key=key.lstrip()[1:]) for key in inner.split(";")]))
    if re.fullmatch(NUMERIC, raw):
        return _parse_numbers(raw, inner)
    items = tuple(_items(inner))
    return Cluster(raw, items) if items else None


def _is_locator(text: str) -> bool:
    """A text in brackets after `@key` is a locator: "p. 3", and whatever stands in braces or quotation marks."""
    return bool(re.match(_LOCATOR, text.strip()) or _QUOTED.fullmatch(text.strip()))


def read_in_text(match: re.Match[str]) -> tuple[str, str, int]:
    """Of a match of `IN_TEXT`: its key, the same citation in brackets without its author, and where it ends."""
    key = match["braced"] or match["key"]
    first = match["locator"].partition(";")[0] if match["locator"] else ""
    if _is_locator(first):
        return key, f"[-@{{{key}}}, {match['locator']}]", match.end()
    return key, f"[-@{{{key}}}]", match.end("braced") + 1 if match["braced"] else match.end("key")


def _parse_numbers(raw: str, inner: str) -> Cluster:
    items, lead = [], ""
    for match in _PART.finditer(inner):
        if match["text"]:
            lead = match["text"]
            continue
        first, last = int(match["first"]), int(match["last"] or 0)
        if match["last"] and first >= last:  # no range: two numbers with a dash between them
            dash = match[0][len(match["first"]) : -len(match["last"])]
            items += [Item(first, lead=lead), Item(last, lead=dash)]
        else:
            items.append(Item(first, last or None, lead=lead))
        lead = ""
    return Cluster(raw, tuple(items), lead)


def _items(inner: str) -> Iterator[Item]:
    """The items between semicolons; words without a key belong to the item before, or to the first one."""
    before, current = "", None
    for piece in _pieces(inner):
        item = _item(piece)
        if item is not None:
            if current:
                yield current
            current = replace(item, prefix=f"{before}{item.prefix}".strip())
            before = ""
        elif current is None:
            before += f"{piece.strip()}; "
        else:
            current = replace(current, suffix="; ".join(filter(None, (current.suffix, piece.strip()))))
    if current:
        yield current


def _pieces(inner: str) -> Iterator[str]:
    """What stands between semicolons, each piece with one key at most.

    Pandoc takes a second key for words; here it is cited, and what stands after the last comma before it is its own.
    """
    for piece in _PIECE.findall(inner):
        start = 0
        cited = [match.span() for match in _CITED.finditer(piece) if match["cited"]]
        for (_, end), (following, _) in pairwise(cited):
            between = _QUOTED.sub(lambda quoted: "x" * len(quoted[0]), piece[end:following])
            comma = between.rfind(",")
            yield piece[start : end + max(comma, 0)]
            start = end + comma + 1
        yield piece[start:]


def _item(piece: str) -> Item | None:
    match = next((match for match in _CITED.finditer(piece) if match["cited"]), None)
    if match is None:
        return None
    rest = piece[match.end() :].strip().removeprefix(",").strip()
    quoted = _QUOTED.match(rest)
    suffix = f"{quoted[0][1:-1]}{rest[quoted.end() :]}" if quoted else rest
    return Item(
        key=match["braced"] or match["key"],
        prefix=_words(piece[: match.start()]),
        suffix=_RANGE.sub("\\1\N{EN DASH}\\2", _words(suffix)),
        explicit=quoted is not None and quoted.end() == len(rest),
        suppressed=match["cited"].startswith("-"),
    )


def _words(affix: str) -> str:
    r"""An affix on one line; `\@` in it is an `@`."""
    return " ".join(affix.split()).replace("\\@", "@")
