"""The entries of a page's `sources:`, read with care: one that cannot be read keeps its place."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from mkdocs_wellspring.citations.csl import VARIABLES
from mkdocs_wellspring.citations.fields import Find, read_source
from mkdocs_wellspring.citations.library import Library, nearest_key
from mkdocs_wellspring.citations.model import Place, Source
from mkdocs_wellspring.citations.text import clean, read_key, scheme_of
from mkdocs_wellspring.frontmatter import kind
from mkdocs_wellspring.pagecontext import PageContext

__all__ = ["read_entries"]

_SAID = tuple(field.name for field in fields(Source) if field.name not in {"aliases", "key", "more", "place"})


def read_entries(context: PageContext, library: Library, declared: Sequence[object]) -> tuple[Source, ...]:
    """A source for each entry, and a finding for what is wrong with one."""
    sources = tuple(_read(context, library, place, entry) for place, entry in enumerate(declared))
    _check_keys(context, sources)
    return sources


def _read(context: PageContext, library: Library, place: int, entry: object) -> Source:
    name = f"source {place + 1}"
    find = _finder(context, place)
    if isinstance(entry, str) or (library and (key := read_key(entry)) and library.get(key)):
        return _read_text(str(read_key(entry)), name, find, library)
    if not isinstance(entry, Mapping):
        find("cite-sources", f"{name} is {kind(entry)}; give it at least `title:` or `url:`")
        return Source(title="")
    key = read_key(entry.get("key"))
    kept = library.get(key) if key else None
    if kept is None:
        return read_source({**entry, "key": key or entry.get("key")}, name, find, Place(context.path))
    return _added(kept, read_source({"title": kept.title, **entry}, name, find, Place(context.path)), entry)


def _read_text(text: str, name: str, find: Find, library: Library) -> Source:
    key = text.strip().removeprefix("@")
    if kept := library.get(key):
        return kept
    if scheme_of(text.strip()) in {"http", "https"}:
        return read_source({"url": text}, name, find)
    if library and key and not any(letter.isspace() for letter in key):
        near = nearest_key(key, library.keys)
        advice = f"did you mean {near}?" if near else "add it to a store, or give a mapping with `title:`"
        find("cite-unknown", f"{name} names {clean(key)[:80]}, which no store has; {advice}")
    return read_source({"title": text}, name, find)


def _added(kept: Source, said: Source, entry: Mapping[Any, Any]) -> Source:
    """The library's source with what the page says of it."""
    new = {name: getattr(said, name) for name in _SAID if entry.get(name) is not None and getattr(said, name)}
    more = {name: value for name, value in kept.more.items() if name not in {VARIABLES.get(said) for said in new}}
    return replace(kept, **new, more=more, place=said.place)


def _finder(context: PageContext, place: int) -> Find:
    def find(code: str, message: str, *where: str) -> None:
        context.find(code, message, "sources", place, *where)

    return find


def _check_keys(context: PageContext, sources: tuple[Source, ...]) -> None:
    seen: dict[str, int] = {}
    for place, source in enumerate(sources):
        if source.key and source.key in seen:
            message = f"source {place + 1} has the key {source.key}, as source {seen[source.key] + 1} has; keep one"
            context.find("cite-duplicate", message, "sources", place, "key")
        elif source.key:
            seen[source.key] = place
