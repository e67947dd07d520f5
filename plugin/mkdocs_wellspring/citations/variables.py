"""Variables of CSL that are no fields of ours, made fit for whoever reads the items that we write."""

from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Any

from mkdocs_wellspring.citations.text import clean

__all__ = ["date_parts", "fit_variables"]

# Addresses are fields of ours: one that was refused there does not come back by this way.
_OURS = frozenset({"id", "custom", "url", "doi", "note"})

_NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal")
_PARTS = 3
_LONGEST = 5

# As pandoc has it in YAML: `issued: {year: 2020, month: 3}`.
_PANDOC = ("year", "month", "day")


def fit_variables(item: Mapping[Any, Any]) -> dict[str, Any]:
    """Texts on one line, names and dates in the forms of the specification; what is neither is left out."""
    fit = {name: _fit(value) for name, value in item.items() if isinstance(name, str) and name.lower() not in _OURS}
    note = _fit(item.get("note"))
    return {name: value for name, value in (*fit.items(), ("note", note)) if value not in ("", None, [], {})}


def date_parts(value: Any) -> list[Any] | None:
    """The parts of a date of CSL, or of the form that pandoc takes in YAML, as they stand; None where it has none."""
    if isinstance(value, list):
        return [part for one in value for part in date_parts(one) or ()]
    parts = value.get("date-parts")
    if not isinstance(parts, list) and value.get("year") is not None:
        parts = [[value.get(name) for name in _PANDOC]]
    return parts if isinstance(parts, list) else None


def _fit(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str | int | float | date):
        return _text(value)
    if isinstance(value, list):
        if any(isinstance(entry, Mapping) for entry in value):
            if all(isinstance(entry, Mapping) and "year" in entry for entry in value):
                return _date(value)
            return [name for name in map(_name, value) if name]
        return ", ".join(filter(None, (_text(entry) for entry in value)))
    return _date(value) if isinstance(value, Mapping) else None


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float) and not isfinite(value):
        return ""
    try:
        return clean(str(value))
    except ValueError:  # a whole number too long for Python to write
        return ""


def _name(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {"literal": text} if (text := _text(value)) else {}
    return {part: text for part in _NAME_PARTS if (text := _text(value.get(part)))}


def _date(value: Any) -> dict[str, Any] | None:
    parts = date_parts(value)
    if parts is not None:
        whole = [[int(part) for part in _digits(one)] for one in parts[:2]]
        return {"date-parts": whole} if whole and all(whole) else None
    texts = {name: text for name in ("raw", "literal") if (text := _text(value.get(name)))}
    return texts or None


def _digits(parts: Any) -> list[str]:
    """Year, month and day as far as they are numbers."""
    digits = []
    for part in parts[:_PARTS] if isinstance(parts, list) else []:
        text = _text(part)
        if not text.removeprefix("-").isdecimal() or len(text) > _LONGEST:
            break
        digits.append(text)
    return digits
