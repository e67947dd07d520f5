"""BibTeX and BibLaTeX stores."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
)

from mkdocs_wellspring.citations.fields import read_source
from mkdocs_wellspring.citations.model import Place
from mkdocs_wellspring.citations.stores.bibfields import bibtex_fields
from mkdocs_wellspring.citations.stores.inherit import Family, Member
from mkdocs_wellspring.citations.stores.store import Store
from mkdocs_wellspring.citations.stores.strings import Strings
from mkdocs_wellspring.citations.text import clean

__all__ = ["read_bibtex"]

_YEAR = ("date", "year")
_LONGEST = 80
_HIDDEN = frozenset({"xdata"})

# An entry whose first brace is lacking is a comment to the parser.
_LOST = re.compile(r"\s*@(?!comment\b)\w+", re.IGNORECASE)


def read_bibtex(text: str, path: str) -> Store:
    """The sources of a BibTeX file; what cannot be read is a finding, and the rest is kept."""
    store = Store(path)
    with _quietly():
        library = parse_string(text, parse_stack=[])
    strings = Strings({string.key: string.value for string in library.strings})
    read = [_entry(store, block) for block in library.blocks]
    entries = [(entry, _member(store, entry, strings)) for entry in read if entry is not None]
    lines = {string.key.lower(): _line(string) for string in library.strings}
    for name in strings.cyclic:
        store.found(lines.get(name), f"@string {clean(name)[:_LONGEST]} is part of itself; give it a text of its own")
    family = Family({entry.key: member for entry, member in reversed(entries)})
    for entry, member in entries:
        if member.kind not in _HIDDEN:
            key, line = clean(entry.key), _Lines(entry)
            fields, more = bibtex_fields(member.kind, family.whole(key, member))
            place, find = Place(path, line()), store.finder(line)
            source = read_source({**fields, "key": key}, key, find, place, more)
            aliases = tuple(filter(None, map(clean, member.values.get("ids", "").split(","))))
            store.sources.append(replace(source, aliases=aliases) if aliases else source)
    return store


def _entry(store: Store, block: Block) -> Entry | None:
    """The entry of a block; what is wrong with it is a finding. A key that stands twice is found later, site-wide."""
    if isinstance(block, ImplicitComment) and _LOST.match(block.comment):
        store.found(
            _line(block), f"an entry lacks its first brace and is left out ({block.comment.strip()[:40]}); add it"
        )
    elif isinstance(block, DuplicateFieldKeyBlock):
        names = ", ".join(sorted(block.duplicate_keys))
        store.found(_line(block), f"an entry has {names} twice, of which the first holds; take one of them away")
    elif isinstance(block, ParsingFailedBlock) and not isinstance(block, DuplicateBlockKeyBlock):
        why = " ".join(str(getattr(block.error, "abort_reason", None) or block.error).split()).rstrip(".")
        store.found(_line(block), f"an entry cannot be read and is left out ({why}); correct it")
    entry = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
    if not isinstance(entry, Entry):
        return None
    if not entry.key:
        store.found(_line(block), "an entry has no key; give it one, to cite it by")
        return None
    return entry


def _line(block: Block) -> int:
    return (block.start_line or 0) + 1


class _Lines:
    """Where the fields of an entry stand in the file."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry

    def __call__(self, *where: str) -> int:
        """The line of a field of ours where BibTeX calls it the same, else that of the entry."""
        names = {name for one in where for name in (_YEAR if one == "date" else (one,))}
        found = (field.start_line for field in self._entry.fields if field.key.lower() in names)
        return next((line for line in found if line is not None), self._entry.start_line or 0) + 1


def _member(store: Store, entry: Entry, strings: Strings) -> Member:
    line = _Lines(entry)
    values: dict[str, str] = {}
    seen: set[str] = set()
    for field in entry.fields:
        raw = str(field.value)
        name = field.key.lower()
        value, whole = strings.read(raw)
        if not whole:
            shown = f"{clean(field.key)[:_LONGEST]} of {clean(entry.key)[:_LONGEST]}"
            store.found(line(name), f"{shown} runs into what follows; put a comma between them, or a #")
        if name in values and field.key not in seen:
            shown = f"{clean(field.key)[:_LONGEST]} of {clean(entry.key)[:_LONGEST]}"
            store.found(line(name), f"{shown} stands twice, with other capitals; the first holds")
        seen.add(field.key)
        values.setdefault(name, value)
    return Member(entry.entry_type.lower(), values, lambda name, message: store.found(line(name), message))


@contextmanager
def _quietly() -> Iterator[None]:
    """What the parser logs is not logged: it stands in our findings."""
    log = logging.getLogger("bibtexparser.splitter")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before
