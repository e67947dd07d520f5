"""What the fields of a BibTeX entry mean in ours."""

import re
from collections.abc import Mapping
from typing import Any

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

from mkdocs_wellspring.citations.dates import read_date
from mkdocs_wellspring.citations.model import TYPES
from mkdocs_wellspring.citations.stores.bibnames import (
    BOOK,
    CONTAINERS,
    GENRES,
    KINDS,
    LANGUAGES,
    MAIN,
    MORE,
    NUMBERED,
    OF_A_GENRE,
    PERIODICAL,
    PUBLISHERS,
)
from mkdocs_wellspring.citations.stores.latex import decode, decode_address
from mkdocs_wellspring.citations.stores.strings import MONTHS
from mkdocs_wellspring.citations.text import read_language, safe_address
from mkdocs_wellspring.citations.variables import fit_variables

__all__ = ["Values", "bibtex_fields"]

Values = Mapping[str, str]
"""The fields of an entry by their names in small letters; values are LaTeX, their braces and `@string` resolved."""

_TAG = 3
_DAY = 2
_MONTH = re.compile(
    r"(?:(?P<day>[0-9]{1,2})[\s.~]+)?(?P<name>[A-Za-z]{3})[A-Za-z.]*(?:[/\N{EN DASH}-][A-Za-z.]+)?"
    r"(?:[\s,~]+(?P<after>[0-9]{1,2}))?\.?|(?P<month>[0-9]{1,2})"
)
_DASH = re.compile(r"\s*(?:\N{EN DASH}|--+|(?<=\w)-(?=\w))\s*")
_LINKED = re.compile(r"\\url|\A\s*\{?(?:https?://|www\.)\S+\s*\Z")
_EXTENDED = re.compile(r"\s*([a-z]+(?:-i)?)\s*=\s*(.*?)\s*", re.DOTALL)

# A name that begins with a macro is cut short by the splitter, unless something stands before the macro:
# https://github.com/sciunto-org/python-bibtexparser, version 2.1.0.
_AND = re.compile(r"\s+and(?:\s+|\Z)", re.IGNORECASE)

# The name of nearly everybody: no particle, which begins with a small letter, and nothing of LaTeX.
_PLAIN_NAME = re.compile(r"(?P<family>[A-Z][\w-]*(?: [A-Z][\w-]*)*), (?P<given>[A-Z][\w.-]*(?: [A-Z][\w.-]*)*)")
_LAST_AND = re.compile(r"\s+and\s*\Z", re.IGNORECASE)
_MACRO_FIRST = re.compile(r"(?<=\sand\s)\s*(?=\\)", re.IGNORECASE)

# To the splitter, every tilde outside of braces is a space, that of an accent as well (the same version).
_TILDE = re.compile(r"(?<!\\)\\~\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+|[^\W\d_])")


def bibtex_fields(kind: str, values: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    """Our fields, and variables of CSL beyond them."""

    def text(*names: str) -> str | None:
        return next((decode(values[name]) for name in names if values.get(name)), None)

    def titled(title: str, subtitle: str) -> str | None:
        return ": ".join(filter(None, (text(title), text(subtitle)))) if values.get(title) else None

    number = text("number")
    in_series = bool(values.get("series")) and kind not in PERIODICAL
    fields = {
        "type": KINDS.get(kind, kind if kind in TYPES else "document"),
        "title": titled("title", "subtitle"),
        "author": names_of(values.get("author", "")),
        "editor": names_of(values.get("editor", "")),
        "container": next(filter(None, (titled(*pair) for pair in CONTAINERS)), None),
        "publisher": text(*PUBLISHERS),
        "volume": text("volume"),
        "issue": text("issue") or (None if kind in NUMBERED or in_series else number),
        "pages": _DASH.sub("\N{EN DASH}", text("pages") or "").strip() or None,
        "edition": text("edition"),
        "date": _date(values),
        "accessed": text("urldate"),
        "doi": decode_address(values["doi"]) if values.get("doi") else None,
        "url": _address(values),
        "language": _language(text("langid", "language", "hyphenation") or ""),
        "quote": text("quote"),
        "flag": text("flag"),
    }
    archive = decode_address(values.get("archive", ""))
    fields["archive"] = archive if safe_address(archive) else None
    fields["note"] = text("note") if fields["flag"] else None
    more = _more(kind, values, number, fields["issue"])
    if values.get("maintitle") and values.get("booktitle"):
        # The volume is one of the main title: https://docs.citationstyles.org/en/1.0.2/specification.html
        fields["container"], more["volume-title"] = titled(*MAIN), titled(*BOOK)
    if how := _how(values):
        more["medium" if fields["publisher"] else "publisher"] = how
    return fields, fit_variables(more)


def names_of(value: str) -> list[dict[str, str]]:
    """People and institutions; split before LaTeX is decoded, so that `{World Health Organization}` stays whole."""
    if not value:
        return []
    if "{" not in value and "\\" not in value:
        return [name for raw in _AND.split(value.strip()) if (name := _name(raw))]
    whole = _TILDE.sub(r"{\g<0>}", _MACRO_FIRST.sub("{}", _LAST_AND.sub("", value)))
    return [name for raw in split_multiple_persons_names(whole) if (name := _name(raw))]


def _more(kind: str, values: Values, number: str | None, issue: Any) -> dict[str, Any]:
    more: dict[str, Any] = {variable: decode(values[name]) for name, variable in MORE.items() if values.get(name)}
    genre = more.get("genre", kind)
    more |= {"genre": GENRES[genre]} if genre in GENRES and (genre != kind or kind in OF_A_GENRE) else {}
    if number and not issue:
        more["collection-number" if values.get("series") and kind not in NUMBERED else "number"] = number
    if names := names_of(values.get("translator", "")):
        parts = {"family": "family", "given": "given", "particle": "non-dropping-particle", "suffix": "suffix"}
        more["translator"] = [{parts[part]: text for part, text in name.items()} for name in names]
    if origin := values.get("origdate"):
        dated = read_date(origin.strip("{}"))
        more["original-date"] = {"date-parts": [list(dated.start)]} if dated.start else decode(origin)
    return more


def _name(raw: str) -> dict[str, str] | None:
    """One name; biblatex's extended form as well: `family=Poe, given=Ada`."""
    if plain := _PLAIN_NAME.fullmatch(raw):
        return {"family": plain["family"], "given": plain["given"], "particle": "", "suffix": ""}
    pieces = [_EXTENDED.fullmatch(piece) for piece in raw.split(",")]
    if pieces and all(pieces):
        given = {match[1]: decode(match[2].strip('{}"')) for match in pieces if match}
        first, von, last, junior = (given.get(part, "") for part in ("given", "prefix", "family", "suffix"))
    else:
        split = parse_single_name_into_parts(raw, strict=False)
        parts = (split.first, split.von, split.last, split.jr)
        first, von, last, junior = (decode(" ".join(part)).strip() for part in parts)
    if not last and not first:
        return None
    return {"family": last or first, "given": first * bool(last), "particle": von, "suffix": junior}


def _address(values: Values) -> str | None:
    r"""The address, or what stands for one in older styles: `howpublished = {\url{…}}`, an arXiv number."""
    if values.get("url"):
        return decode_address(values["url"]) or None
    for name in ("howpublished", "note"):
        if _LINKED.search(values.get(name, "")) and (address := safe_address(decode_address(values[name]))):
            return address
    if "arxiv" in (values.get("archiveprefix", "") + values.get("eprinttype", "")).lower() and values.get("eprint"):
        return f"https://arxiv.org/abs/{decode_address(values['eprint'])}"
    return None


def _how(values: Values) -> str | None:
    """How it was published, where that is told in words, and not by an address."""
    how = values.get("howpublished", "")
    return None if _LINKED.search(how) else decode(how)


def _date(values: Values) -> str | None:
    """`date`, or `year` with `month` and `day`, as EDTF."""
    if values.get("date"):
        return values["date"].strip().strip("{}").strip()
    year = decode(values.get("year", "")).strip()
    match = _MONTH.fullmatch(decode(values.get("month", "")).strip()) if year.isdecimal() else None
    if not match:
        return year or None
    name = (match["name"] or "").lower()
    number = next((number for number, month in enumerate(MONTHS, start=1) if name and month.startswith(name)), 0)
    month = number or int(match["month"] or 0)
    day = match["day"] or match["after"] or values.get("day", "").strip()
    if not month:
        return year
    known = day.isdecimal() and len(day) <= _DAY
    return f"{year}-{month:02}-{int(day):02}" if known else f"{year}-{month:02}"


def _language(text: str) -> str | None:
    return LANGUAGES.get(text.lower()) or (read_language(text) if "-" in text or len(text) <= _TAG else None)
