"""What was read of a store, kept on disk by what the store holds: a library of thousands is parsed once."""

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from mkdocs_wellspring import __version__
from mkdocs_wellspring.citations.dates import read_date
from mkdocs_wellspring.citations.model import Name, Place, Source
from mkdocs_wellspring.citations.stores.store import Store
from mkdocs_wellspring.citations.text import clean, safe_address
from mkdocs_wellspring.citations.variables import fit_variables
from mkdocs_wellspring.findings import CODES, Finding

__all__ = ["Kept"]

_FORM = 2
"""Raised with each change of what is kept, or of how stores are read."""

_MOST = 50
_FIELDS = {field.name for field in fields(Source)}
_SHAPED = {"author", "editor", "date", "accessed", "aliases", "more", "place"}
_TEXTS, _ADDRESSES = _FIELDS - _SHAPED, ("url", "archive")
_LINE = (int, type(None))


class Kept:
    """One store's place in a cache folder.

    The place is named by the text of the store, the name under which findings show it, and the version that reads it.
    """

    def __init__(self, folder: Path, path: str, raw: bytes) -> None:
        said = f"{_FORM} {__version__} {path}\n".encode() + raw
        self._file = folder / f"{hashlib.sha256(said).hexdigest()[:32]}.json"
        self._path = path

    def read(self) -> Store | None:
        """The store as it was read before; None where it was not, or where the file is not what we wrote.

        A cache may come from elsewhere, as CI's do, so that its texts and addresses are not taken on trust.
        """
        try:
            kept = json.loads(self._file.read_text("utf-8"))
            sources = [_source(source) for source in kept["sources"]]
            return Store(self._path, sources, [_finding(finding) for finding in kept["findings"]])
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None

    def write(self, store: Store) -> None:
        """The store can be read from here; where that cannot be, the next build parses it again."""
        kept = {
            "sources": [_plain(source) for source in store.sources],
            "findings": [finding._asdict() for finding in store.findings],
        }
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            partial = self._file.with_suffix(".partial")
            partial.write_text(json.dumps(kept, ensure_ascii=False, separators=(",", ":")), "utf-8")
            partial.replace(self._file)
            for old in sorted(self._file.parent.glob("*.json"), key=lambda file: file.stat().st_mtime)[:-_MOST]:
                old.unlink(missing_ok=True)


def _plain(source: Source) -> dict[str, Any]:
    """Its fields that are not empty."""
    said = {name: getattr(source, name) for name in _FIELDS}
    said |= {name: [asdict(one) for one in said[name]] for name in ("author", "editor")}
    said |= {name: said[name].text for name in ("date", "accessed") if said[name]}
    said |= {"more": dict(source.more), "place": asdict(source.place)}
    return {name: value for name, value in said.items() if value}


def _source(said: dict[str, Any]) -> Source:
    _ask(all(_is_text(said[name]) for name in _TEXTS & said.keys()))
    _ask(all(safe_address(said[name]) == said[name] for name in _ADDRESSES if name in said))
    for name in ("author", "editor"):
        if name in said:
            _ask(all(_is_text(part) for one in said[name] for part in one.values()))
            said[name] = tuple(Name(**one) for one in said[name])
    for name in ("date", "accessed"):
        if name in said:
            _ask(_is_text(said[name]))
            said[name] = read_date(said[name])
    if "aliases" in said:
        _ask(isinstance(said["aliases"], list) and all(map(_is_text, said["aliases"])))
        said["aliases"] = tuple(said["aliases"])
    if "more" in said:
        _ask(fit_variables(said["more"]) == said["more"])
    said["place"] = Place(**said["place"])
    _ask(isinstance(said["place"].path, str) and isinstance(said["place"].line, _LINE))
    return Source(**{"title": "", **said})


def _finding(said: dict[str, Any]) -> Finding:
    found = Finding(**said)
    _ask(found.code in CODES and isinstance(found.line, _LINE) and {type(found.path), type(found.message)} == {str})
    return found


def _is_text(value: Any) -> bool:
    """It is what `clean` leaves."""
    return isinstance(value, str) and clean(value) == value


def _ask(holds: bool) -> None:
    if not holds:
        raise ValueError
