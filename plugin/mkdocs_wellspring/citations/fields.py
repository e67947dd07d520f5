"""One source read from a mapping of ours, with care: nothing raises, and what is wrong becomes a finding."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from mkdocs_wellspring.citations.dates import Dated, read_date
from mkdocs_wellspring.citations.model import NOWHERE, TYPES, Name, Place, Source
from mkdocs_wellspring.citations.text import clean, find_doi, read_key, read_language, safe_address
from mkdocs_wellspring.frontmatter import kind

__all__ = ["FIELDS", "Find", "read_source"]

Find = Callable[..., None]
"""Takes a code, a message, and the field that is meant, where it is one: `find("cite-date", "…", "date")`."""

FIELDS = tuple(field.name for field in fields(Source) if field.name not in {"aliases", "more", "place"})
"""The keys of a source in front matter and in YAML stores."""

_NAME_PARTS = tuple(field.name for field in fields(Name))
_READ = {"type", "author", "editor", "date", "accessed", "url", "archive", "doi", "language"}
_TEXTS = tuple(key for key in FIELDS if key not in _READ)
_KNOWN = frozenset(FIELDS)
_LONGEST = 80
_NONE: Mapping[str, Any] = MappingProxyType({})


def read_source(
    entry: Mapping[Any, Any], name: str, find: Find, place: Place = NOWHERE, more: Mapping[str, Any] = _NONE
) -> Source:
    """The source that a mapping declares; what cannot be read is a finding and left out.

    Args:
        entry: its keys are `FIELDS`.
        name: what findings call it: "source 3", "smith2024".
        find: takes a finding.
        place: where it stands.
        more: variables of CSL beyond our keys.
    """
    return _Reader(name, find).read(entry, place, more)


class _Reader:
    def __init__(self, name: str, find: Find) -> None:
        self._name, self._find = clean(name)[:_LONGEST], find

    def read(self, entry: Mapping[Any, Any], place: Place, more: Mapping[str, Any]) -> Source:
        self._check_keys(entry)
        given = entry.get
        texts = {key: self._text(key, given(key)) for key in _TEXTS}
        url, doi = self._text("url", given("url")), self._doi("doi", given("doi"))
        texts["title"] = texts["title"] or url or doi or ""
        source = Source(
            **texts,  # type: ignore[arg-type]  # the title is a text by now
            type=self._type("type", given("type")),
            author=self._names("author", given("author")),
            editor=self._names("editor", given("editor")),
            date=self._date("date", given("date")),
            accessed=self._date("accessed", given("accessed")),
            url=self._address("url", url),
            archive=self._address("archive", self._text("archive", given("archive"))),
            doi=doi,
            language=self._language("language", self._text("language", given("language"))),
            more=more,
            place=place,
        )
        if not source:
            self._find("cite-untitled", f"{self._name} has neither `title:` nor `url:`; give it one")
        return source

    def _check_keys(self, entry: Mapping[Any, Any]) -> None:
        for key in (read_key(key) or "?" for key in entry if key not in _KNOWN):
            if key not in FIELDS:
                near = get_close_matches(key, FIELDS, 1)
                advice = f"did you mean `{near[0]}:`?" if near else f"it takes {', '.join(FIELDS)}"
                shown = clean(key)[:_LONGEST]
                self._find("cite-sources", f"{self._name} has `{shown}:`, which is none of ours; {advice}", key)

    def _text(self, key: str, value: Any) -> str | None:
        if value is None:
            return None
        if isinstance(value, str):
            return clean(value) or None
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, int | float) and not isinstance(value, bool):
            with suppress(ValueError):  # a whole number too long for Python to write
                return clean(str(value)) or None
        self._find("cite-sources", f"`{key}:` of {self._name} is {kind(value)}; give a text", key)
        return None

    def _address(self, key: str, value: str | None) -> str | None:
        safe = safe_address(value) if value else None
        if value and not safe:
            message = f"`{key}: {value[:_LONGEST]}` of {self._name} cannot be followed safely; give an https:// address"
            self._find("cite-address", message, key)
        return safe

    def _language(self, key: str, value: str | None) -> str | None:
        language = read_language(value) if value else None
        if value and not language:
            message = f"`{key}: {value[:_LONGEST]}` of {self._name} is no language tag; give one such as en or pt-BR"
            self._find("cite-sources", message, key)
        return language

    def _doi(self, key: str, value: Any) -> str | None:
        text = self._text(key, value)
        doi = find_doi(text) if text else None
        if text and not doi:
            message = f"`{key}: {text[:_LONGEST]}` of {self._name} is no DOI; give one such as 10.1000/182"
            self._find("cite-address", message, key)
        return doi

    def _date(self, key: str, value: Any) -> Dated | None:
        text = self._text(key, value)
        if text is None:
            return None
        dated = read_date(text)
        if dated.malformed:
            message = f"`{key}: {text[:_LONGEST]}` of {self._name} is no date; give 2011, 2011-03 or 2011-03-25"
            self._find("cite-date", message, key)
        return dated

    def _type(self, key: str, value: Any) -> str:
        text = self._text(key, value) or "document"
        if text in TYPES:
            return text
        near = get_close_matches(text, TYPES, 1)
        advice = f"did you mean {near[0]}?" if near else "give a type of CSL, such as article-journal, book or webpage"
        self._find("cite-sources", f"`{key}: {text[:_LONGEST]}` of {self._name} is no type; {advice}", key)
        return "document"

    def _names(self, key: str, value: Any) -> tuple[Name, ...]:
        """A text is one name, whole; in a list, `Poe, Ada` is a family name and a given one."""
        entries = value if isinstance(value, list) else [value]
        return tuple(filter(None, (self._one_name(key, entry, whole=entries is not value) for entry in entries)))

    def _one_name(self, key: str, value: Any, *, whole: bool) -> Name | None:
        if isinstance(value, Mapping):
            known = all(part in _NAME_PARTS for part in value)
            parts = {part: self._text(key, text) or "" for part, text in value.items()} if known else {}
            if parts.get("family"):
                return Name(**parts)
            message = f"`{key}:` of {self._name} has a name without `family:`, or with another key; {_EXAMPLE}"
            self._find("cite-sources", message, key)
            return None
        text = self._text(key, value)
        if text is None:
            return None
        family, comma, given = text.partition(",")
        return Name(family.strip(), given.strip()) if comma and not whole and family.strip() else Name(text)


_EXAMPLE = f"give {{{', '.join(f'{part}: …' for part in _NAME_PARTS)}}}"
