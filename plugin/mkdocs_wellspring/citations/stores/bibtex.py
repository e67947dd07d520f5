"""BibTeX and BibLaTeX stores."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Block, DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock

from mkdocs_wellspring.citations.fields import read_source
from mkdocs_wellspring.citations.model import Place
from mkdocs_wellspring.citations.stores.bibfields import Values, bibtex_fields
from mkdocs_wellspring.citations.stores.store import Store
from mkdocs_wellspring.citations.stores.strings import Strings

__all__ = ["read_bibtex"]

_YEAR = ("date", "year")
_CHAPTERS = frozenset({"inbook", "incollection", "inproceedings", "conference", "suppbook"})
_NOT_INHERITED = frozenset({"crossref", "xref", "entryset", "keywords", "label", "shorttitle", "xdata", "ids"})
_DEEPEST = 5


def read_bibtex(text: str, path: str) -> Store:
    """The sources of a BibTeX file; what cannot be read is a finding, and the rest is kept."""
    store = Store(path)
    with _quietly():
        library = parse_string(text, parse_stack=[])
    strings = Strings({string.key: string.value for string in library.strings})
    read = [_entry(store, block) for block in library.blocks]
    entries = [(entry, _values(entry, strings)) for entry in read if entry is not None]
    by_key: dict[str, tuple[Entry, Values]] = {}
    for entry, values in entries:
        by_key.setdefault(entry.key.casefold(), (entry, values))
    for entry, values in entries:
        line = _Lines(entry)
        whole = _inherited(store, entry, values, by_key, 0)
        fields, more = bibtex_fields(entry.entry_type.lower(), whole)
        place = Place(path, line())
        store.sources.append(read_source({**fields, "key": entry.key}, entry.key, store.finder(line), place, more))
    return store


def _entry(store: Store, block: Block) -> Entry | None:
    """The entry of a block; what is wrong with it is a finding. A key that stands twice is found later, site-wide."""
    if isinstance(block, DuplicateFieldKeyBlock):
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


def _values(entry: Entry, strings: Strings) -> Values:
    values: dict[str, str] = {}
    for field in entry.fields:
        values.setdefault(field.key.lower(), strings.value(str(field.value)))
    return values


def _inherited(
    store: Store, entry: Entry, values: Values, by_key: Mapping[str, tuple[Entry, Values]], depth: int
) -> Values:
    """The entry's values, with those of the entry that its `crossref` names where it has none of its own."""
    name = values.get("crossref", "").strip()
    if not name or depth > _DEEPEST:
        return values
    if name.casefold() not in by_key:
        if depth == 0:
            message = f"{entry.key} has the crossref {name}, which the file lacks; add that entry or correct the name"
            store.found(_Lines(entry)("crossref"), message)
        return values
    parent = _inherited(store, *by_key[name.casefold()], by_key, depth + 1)
    given = {key: value for key, value in parent.items() if key not in _NOT_INHERITED}
    if entry.entry_type.lower() in _CHAPTERS and "title" in given:
        given.setdefault("booktitle", given["title"])
    return {**given, **values}


@contextmanager
def _quietly() -> Iterator[None]:
    """What the parser logs is not logged: it stands in our findings."""
    log = logging.getLogger("bibtexparser.splitter")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before
