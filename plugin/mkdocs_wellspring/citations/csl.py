"""Sources as items of CSL-JSON and back: https://docs.citationstyles.org/en/1.0.2/specification.html."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from mkdocs_wellspring.citations.dates import Dated
from mkdocs_wellspring.citations.fields import Find, read_source
from mkdocs_wellspring.citations.model import Name, Place, Source
from mkdocs_wellspring.citations.text import read_language

__all__ = ["VARIABLES", "read_item", "to_item"]

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

_NAMES = ("author", "editor")
_DATES = ("date", "accessed")


def read_item(item: Mapping[str, Any], find: Find, place: Place) -> Source:
    """The source that an item declares; its `id` is there. What cannot be read is a finding and left out."""
    key = str(item["id"])
    entry = {field: item.get(variable) for field, variable in VARIABLES.items()}
    entry |= {name: _read_names(entry[name]) for name in _NAMES}
    entry |= {name: _read_date(entry[name]) for name in _DATES}
    entry["title"] = _MARKUP.sub("", entry["title"]) if isinstance(entry["title"], str) else entry["title"]
    entry["pages"] = _dashed(entry["pages"])
    entry["language"] = read_language(entry["language"]) if isinstance(entry["language"], str) else None
    custom = item.get("custom")
    entry |= {name: custom.get(name) for name in _OURS} if isinstance(custom, Mapping) else {}
    # An address is ours or none: one that is refused does not come back by this way.
    more = {name: value for name, value in item.items() if name not in {"id", "custom", "URL", "DOI"}}
    return read_source({**entry, "key": key, "type": item.get("type")}, key, find, place, more)


def to_item(source: Source, identity: str) -> dict[str, Any]:
    """The item of a source: what it came with, where it came as one, else what its fields say."""
    fields: dict[str, Any] = {VARIABLES[name]: getattr(source, name) for name in VARIABLES}
    fields |= {name: [_name(one) for one in getattr(source, name)] for name in _NAMES}
    fields |= {VARIABLES[name]: _date(getattr(source, name)) for name in _DATES}
    fields["page"] = source.pages.replace("\N{EN DASH}", "-") if source.pages else None
    custom = {name: getattr(source, name) for name in _OURS if getattr(source, name)}
    known = {name: value for name, value in fields.items() if value}
    return {"type": source.type, **known, **source.more, **({"custom": custom} if custom else {}), "id": identity}


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


def _read_date(value: Any) -> Any:
    """A date of CSL as EDTF, or as the text that it holds."""
    if not isinstance(value, Mapping):
        return value
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and all(isinstance(part, list) and part for part in parts):
        about = "~" if value.get("circa") else ""
        return "/".join(_edtf(part) + about for part in parts)
    return value.get("raw") or value.get("literal") or (str(value) if value else None)


def _edtf(parts: Sequence[Any]) -> str:
    year, *rest = (str(part) for part in parts)
    return "-".join([year, *(part.zfill(2) for part in rest)])


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
    if not dated.start:
        return {"literal": dated.text}
    parts = [list(part) for part in (dated.start, dated.end) if part]
    return {"date-parts": parts, **({"circa": True} if dated.about else {})}
