"""Sources as items of CSL-JSON and back: https://docs.citationstyles.org/en/1.0.2/specification.html."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from mkdocs_wellspring.citations.dates import Dated
from mkdocs_wellspring.citations.fields import Find, read_source
from mkdocs_wellspring.citations.model import Name, Place, Source
from mkdocs_wellspring.citations.text import clean, read_language
from mkdocs_wellspring.citations.variables import date_parts, fit_variables

__all__ = ["VARIABLES", "edtf_of", "read_item", "to_item"]

VARIABLES: Mapping[str, str] = {
    "title": "title",
    "author": "author",
    "editor": "editor",
    "container": "container-title",
    "publisher": "publisher",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "edition": "edition",
    "date": "issued",
    "accessed": "accessed",
    "url": "URL",
    "doi": "DOI",
    "language": "language",
}
"""The variable of CSL for each field of ours that has one."""

_OURS = ("archive", "quote", "flag", "note")
"""Fields of ours without a variable: they ride in `custom`, which the schema leaves to its users."""

# The markup that CSL-JSON allows in its texts: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
_MARKUP = re.compile(r"</?(?:i|b|sub|sup|sc)>|<span (?:class=\"nocase\"|style=\"font-variant: ?small-caps;\")>|</span>")

_YEAR = re.compile(r"-?[0-9]{1,4}")

_NAMES = ("author", "editor")
_DATES = ("date", "accessed")
_TEXTS = ("title", "container-title")


def read_item(item: Mapping[str, Any], find: Find, place: Place) -> Source:
    """The source that an item declares; its `id` is there. What cannot be read is a finding and left out."""
    key = clean(str(item["id"]))
    entry = {field: _unmarked(item.get(variable)) for field, variable in VARIABLES.items()}
    entry |= {name: _read_names(entry[name]) for name in _NAMES}
    entry |= {name: edtf_of(entry[name]) for name in _DATES}
    entry["pages"] = _dashed(entry["pages"])
    entry["language"] = read_language(entry["language"]) if isinstance(entry["language"], str) else None
    custom = item.get("custom")
    entry |= {name: custom.get(name) for name in _OURS} if isinstance(custom, Mapping) else {}
    return read_source({**entry, "key": key, "type": item.get("type")}, key, find, place, fit_variables(item))


def to_item(source: Source, identity: str) -> dict[str, Any]:
    """The item of a source: what its fields say and what it came with; titles keep markup, and names their parts."""
    fields: dict[str, Any] = {VARIABLES[name]: getattr(source, name) for name in VARIABLES}
    fields |= {name: [_name(one) for one in getattr(source, name)] for name in _NAMES}
    fields |= {VARIABLES[name]: _date(getattr(source, name)) for name in _DATES}
    fields["page"] = source.pages.replace("\N{EN DASH}", "-") if source.pages else None
    custom = {name: getattr(source, name) for name in _OURS if getattr(source, name)}
    known = {name: value for name, value in fields.items() if value}
    more = {name: value for name, value in source.more.items() if name not in known or _is_richer(name, value)}
    return {**known, **more, "type": source.type, **({"custom": custom} if custom else {}), "id": identity}


def edtf_of(value: Any) -> Any:
    """A date of CSL, or of the kind that pandoc takes in YAML, as EDTF, or as the text that it holds.

    What is no mapping, nor a list of them, is handed back; None stands for one that holds neither.
    """
    if isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        return "/".join(text for one in value if isinstance(text := edtf_of(one), str)) or None
    if not isinstance(value, Mapping):
        return value
    parts = date_parts(value)
    if parts is None:
        return value.get("raw") or value.get("literal")
    about = "~" if value.get("circa") else ""
    spans = [edtf + about for part in parts if isinstance(part, list) and (edtf := _edtf(part))]
    return "/".join(spans) or None


def _is_richer(name: str, value: Any) -> bool:
    return (name in _TEXTS and isinstance(value, str)) or (name in _NAMES and isinstance(value, list))


def _unmarked(value: Any) -> Any:
    return _MARKUP.sub("", value) if isinstance(value, str) else value


def _read_names(names: Any) -> Any:
    return [_read_name(name) for name in names] if isinstance(names, list) else names


def _read_name(name: Any) -> Any:
    if not isinstance(name, Mapping):
        return name
    if name.get("literal"):
        return {"family": name["literal"]}
    particles = " ".join(str(name[part]) for part in ("dropping-particle", "non-dropping-particle") if name.get(part))
    parts = {"family": name.get("family") or name.get("given"), "particle": particles, "suffix": name.get("suffix")}
    return {**parts, "given": name.get("given") if name.get("family") else ""}


def _edtf(parts: Sequence[Any]) -> str:
    """Year, month and day as far as they are numbers."""
    known = []
    for part in parts:
        if not isinstance(part, int | str) or isinstance(part, bool) or not str(part).strip():
            break
        known.append(str(part).strip())
    return "-".join([*map(_edtf_year, known[:1]), *(part.zfill(2) for part in known[1:])])


def _edtf_year(text: str) -> str:
    """The year of four digits as EDTF has it, which has a year 0; CSL has none."""
    if not _YEAR.fullmatch(text) or int(text) == 0:
        return text
    year = int(text)
    return f"{year:04}" if year > 0 else f"-{-year - 1:04}"


def _dashed(pages: Any) -> Any:
    return re.sub(r"(?<=\w)-{1,2}(?=\w)", "\N{EN DASH}", pages) if isinstance(pages, str) else pages


def _name(name: Name) -> dict[str, str]:
    if not (name.given or name.particle or name.suffix):
        return {"literal": name.family}
    parts = {"family": name.family, "given": name.given, "non-dropping-particle": name.particle, "suffix": name.suffix}
    return {part: text for part, text in parts.items() if text}


def _date(dated: Dated | None) -> dict[str, Any] | None:
    if dated is None:
        return None
    if not dated.start or ("/" in dated.text and not dated.end):
        return {"literal": dated.text}
    parts = [list(part) for part in (dated.start, dated.end) if part]
    return {"date-parts": parts, **({"circa": True} if dated.about else {})}
