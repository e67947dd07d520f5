"""What the fields of a BibTeX entry mean in ours."""

import re
from collections.abc import Mapping
from typing import Any

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

from mkdocs_wellspring.citations.model import TYPES
from mkdocs_wellspring.citations.stores.latex import decode, decode_address
from mkdocs_wellspring.citations.stores.strings import MONTHS
from mkdocs_wellspring.citations.text import read_language, safe_address

__all__ = ["Values", "bibtex_fields"]

Values = Mapping[str, str]
"""The fields of an entry by their names in small letters; values are LaTeX, their braces and `@string` resolved."""

# As pandoc maps them: https://github.com/jgm/citeproc, Citeproc's reader of BibTeX, in August 2026.
_TYPES = {
    "article": "article-journal",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "electronic": "webpage",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "jurisdiction": "legal_case",
    "manual": "book",
    "mastersthesis": "thesis",
    "misc": "document",
    "movie": "motion_picture",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "mvreference": "book",
    "online": "webpage",
    "phdthesis": "thesis",
    "proceedings": "book",
    "reference": "book",
    "suppbook": "chapter",
    "techreport": "report",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "www": "webpage",
}
_GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}

_CONTAINERS = ("journal", "journaltitle", "booktitle", "maintitle")
_PUBLISHERS = ("publisher", "institution", "school", "organization")

# Variables of CSL that the built-in styles do not show, for those that do.
_MORE = {
    "abstract": "abstract",
    "address": "publisher-place",
    "annote": "annote",
    "chapter": "chapter-number",
    "eventtitle": "event-title",
    "isbn": "ISBN",
    "issn": "ISSN",
    "keywords": "keyword",
    "location": "publisher-place",
    "note": "note",
    "pagetotal": "number-of-pages",
    "pmid": "PMID",
    "series": "collection-title",
    "shorttitle": "title-short",
    "version": "version",
}

_DAY = re.compile(r"(?:(?P<month>[0-9]{1,2})|(?P<name>[A-Za-z]{3})[a-z.]*)(?:[\s~]+(?P<day>[0-9]{1,2}))?\b")


def bibtex_fields(kind: str, values: Values) -> tuple[dict[str, Any], dict[str, str]]:
    """Our fields, and variables of CSL beyond them."""

    def text(*names: str) -> str | None:
        return next((decode(values[name]) for name in names if values.get(name)), None)

    title, subtitle = text("title"), text("subtitle")
    fields = {
        "type": _TYPES.get(kind, kind if kind in TYPES else "document"),
        "title": f"{title}: {subtitle}" if title and subtitle else title,
        "author": _names(values.get("author", "")),
        "editor": _names(values.get("editor", "")),
        "container": text(*_CONTAINERS),
        "publisher": text(*_PUBLISHERS),
        "volume": text("volume"),
        "issue": text("issue", "number"),
        "pages": _dashed(text("pages")),
        "edition": text("edition"),
        "date": _date(values),
        "accessed": text("urldate"),
        "doi": decode_address(values["doi"]) if values.get("doi") else None,
        "url": _address(values),
        "language": read_language(text("langid", "language") or ""),
        "quote": text("quote"),
        "flag": text("flag"),
    }
    archive = decode_address(values.get("archive", ""))
    fields["archive"] = archive if safe_address(archive) else None
    fields["note"] = text("note") if fields["flag"] else None
    more = {variable: decode(values[name]) for name, variable in _MORE.items() if values.get(name)}
    return fields, more | ({"genre": _GENRES[kind]} if kind in _GENRES else {})


def _address(values: Values) -> str | None:
    r"""The address, or what stands for one in older styles: `howpublished = {\url{…}}`, an arXiv number."""
    if values.get("url"):
        return decode_address(values["url"])
    for name in ("howpublished", "note"):
        if "\\url" in values.get(name, "") and (address := safe_address(decode_address(values[name]))):
            return address
    if "arxiv" in (values.get("archiveprefix", "") + values.get("eprinttype", "")).lower() and values.get("eprint"):
        return f"https://arxiv.org/abs/{decode_address(values['eprint'])}"
    return None


def _names(value: str) -> list[dict[str, str]]:
    """People and institutions; split before LaTeX is decoded, so that `{World Health Organization}` stays whole."""
    names = []
    for raw in split_multiple_persons_names(value):
        parts = parse_single_name_into_parts(raw, strict=False)
        given, particle, family, suffix = (
            decode(" ".join(part)) for part in (parts.first, parts.von, parts.last, parts.jr)
        )
        if family or given:
            names.append(
                {"family": family or given, "given": given * bool(family), "particle": particle, "suffix": suffix}
            )
    return names


def _date(values: Values) -> str | None:
    """`date`, or `year` with `month` and `day`, as EDTF."""
    if values.get("date"):
        return decode(values["date"]).strip()
    year = decode(values.get("year", "")).strip()
    if not year:
        return None
    match = _DAY.match(values.get("month", "").strip())
    if not match or not year.isdigit():
        return year
    name = (match["name"] or "").lower()
    month = int(match["month"] or (MONTHS.index(name) + 1 if name in MONTHS else 0))
    day = match["day"] or values.get("day", "").strip()
    if not month:
        return year
    return f"{year}-{month:02}-{int(day):02}" if day.isdigit() else f"{year}-{month:02}"


def _dashed(pages: str | None) -> str | None:
    return re.sub(r"\s*(?:--+|(?<=\w)-(?=\w))\s*", "\N{EN DASH}", pages) if pages else None
