"""Sources as an author declares them, read with care: nothing raises, and what is wrong becomes a finding."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from mkdocs_wellspring import frontmatter
from mkdocs_wellspring.findings import Finding
from mkdocs_wellspring.pagecontext import OWN_KEY, PageContext

__all__ = ["Source", "read_sources"]

_SCHEMES = frozenset({"http", "https", "mailto", "doi", "urn"})
_LINKED = ("url", "archive")


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a page; every field is text as its author wrote it, and untrusted.

    Attributes:
        title: what the source is called; its address where the author gave no title.
        url: where it is; a scheme that is not safe to follow is refused and leaves None.
        archive: where a copy of it is kept.
        quote: the very words that support the claim.
        flag: one or two words of warning, shown in words: irrelevant, retracted, disputed …
        note: why, in a sentence.
    """

    title: str
    url: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None
    accessed: str | None = None
    archive: str | None = None
    quote: str | None = None
    flag: str | None = None
    note: str | None = None


_FIELDS = tuple(field.name for field in fields(Source))


def read_sources(context: PageContext) -> tuple[Source, ...]:
    """The page's sources in the order of their declaration, so that `[1]` is the first.

    An entry that cannot be read keeps its place, so that the numbers after it stay true.
    """
    declared = context.meta.get("sources")
    if declared is None:
        return ()
    if not isinstance(declared, list):
        _find(context, "cite-sources", (), f"`sources:` is {_kind(declared)}; give a list, one entry a source")
        return ()
    return tuple(_read_source(context, place, entry) for place, entry in enumerate(declared))


def _read_source(context: PageContext, place: int, entry: object) -> Source:
    if isinstance(entry, str):
        entry = {"url": entry} if _scheme(entry.strip()) in {"http", "https"} else {"title": entry}
    if not isinstance(entry, Mapping):
        message = f"source {place + 1} is {_kind(entry)}; give it at least `title:` or `url:`"
        _find(context, "cite-sources", (place,), message)
        return Source(title="")
    values = {name: _text(context, place, name, entry.get(name)) for name in _FIELDS}
    shown = values["url"]
    for name in _LINKED:
        values[name] = _address(context, place, name, values[name])
    title = values.pop("title") or shown or ""
    if not title:
        _find(
            context,
            "cite-untitled",
            (place,),
            f"source {place + 1} has neither `title:` nor `url:`; give it one",
        )
    return Source(title=title, **values)


def _text(context: PageContext, place: int, name: str, value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        with suppress(ValueError):  # a whole number too long for Python to write
            return " ".join(str(value).split()) or None
    message = f"`{name}:` of source {place + 1} is {_kind(value)}; give a text"
    _find(context, "cite-sources", (place, name), message)
    return None


def _address(context: PageContext, place: int, name: str, value: str | None) -> str | None:
    if value is None:
        return None
    plain = not any(letter.isspace() or ord(letter) < 32 for letter in value)  # noqa: PLR2004
    if plain and _scheme(value) in _SCHEMES:
        return value
    message = f"`{name}: {value[:80]}` of source {place + 1} cannot be followed safely; give an https:// address"
    _find(context, "cite-address", (place, name), message)
    return None


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return ""


def _find(context: PageContext, code: str, where: tuple[str | int, ...], message: str) -> None:
    read = frontmatter.read(context.text or "")
    line = read.line(OWN_KEY, "sources", *where) if _is_nested(read.meta) else read.line("sources", *where)
    context.report(Finding(context.path, line, code, message))


def _is_nested(meta: Mapping[str, Any]) -> bool:
    nested = meta.get(OWN_KEY)
    return isinstance(nested, dict) and "sources" in nested


def _kind(value: object) -> str:
    names = {str: "a text", dict: "a mapping", list: "a list", bool: "true or false", type(None): "empty"}
    return names.get(type(value), f"of the kind {type(value).__name__}")
