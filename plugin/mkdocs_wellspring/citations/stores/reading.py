"""Stores found on disk, read once for as long as they do not change, and joined into one library."""

import codecs
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs_wellspring.citations.library import Library
from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.findings import Finding

if TYPE_CHECKING:
    from mkdocs_wellspring.citations.stores.store import Store

__all__ = ["SUFFIXES", "Read", "Stores"]


# A kind of store is imported where a site has one of that kind.
def _read_bibtex(text: str, path: str) -> "Store":
    from mkdocs_wellspring.citations.stores.bibtex import read_bibtex  # noqa: PLC0415

    return read_bibtex(text, path)


def _read_csl_json(text: str, path: str) -> "Store":
    from mkdocs_wellspring.citations.stores.csljson import read_csl_json  # noqa: PLC0415

    return read_csl_json(text, path)


def _read_yaml(text: str, path: str) -> "Store":
    from mkdocs_wellspring.citations.stores.yamlstore import read_yaml_store  # noqa: PLC0415

    return read_yaml_store(text, path)


_READERS: "Mapping[str, Callable[[str, str], Store]]" = MappingProxyType(
    {".bib": _read_bibtex, ".json": _read_csl_json, ".yml": _read_yaml, ".yaml": _read_yaml}
)

SUFFIXES = tuple(_READERS)
"""How the names of files end that are stores."""

_LARGE = 16384
"""Stores of more bytes than this are kept as they were read: others are parsed in no more time."""

_CACHE = Path(".cache/wellspring/stores")
_WILD = frozenset("*?[")


@dataclass(frozen=True)
class Read:
    """The stores of a site, read.

    Attributes:
        stores: one a file, in the order in which the site names them; files of a folder by name.
        watched: files and folders whose change is a change of the library.
    """

    stores: "tuple[Store, ...]" = ()
    watched: tuple[Path, ...] = ()

    @cached_property
    def library(self) -> Library:
        """All sources; where a key stands twice, the first holds."""
        return Library(source for store in self.stores for source in store.sources)

    @property
    def findings(self) -> Iterator[Finding]:
        """What is wrong in the stores, in their order; keys that stand twice at last."""
        for store in self.stores:
            yield from store.findings
        yield from self._duplicates()

    def _duplicates(self) -> Iterator[Finding]:
        for source in (source for store in self.stores for source in store.sources):
            kept = self.library.get(source.key or "")
            if kept is not None and kept is not source:
                at = f"{kept.place.path}:{kept.place.line}" if kept.place.line else kept.place.path
                message = f"the key {source.key} stands at {at} as well, and that one holds; take one of them away"
                yield Finding(source.place.path, source.place.line, "cite-duplicate", message)


class Stores:
    """Reads stores, and remembers each file for as long as its size and its time of change stay the same."""

    def __init__(self) -> None:
        self._remembered: dict[Path, tuple[tuple[int, int], Store]] = {}

    def read(self, names: Sequence[str], root: Path) -> Read:
        """The stores that a site names, from `root`, the folder of its configuration.

        A name is that of a file, of a folder, which is searched with all below it, or a pattern such as `refs/*.bib`;
        an empty one names nothing.

        Raises:
            ConfigurationError: there is nothing of that name, nothing that is a store, or nothing that may be read.
        """
        files: dict[Path, None] = {}
        watched: list[Path] = []
        for name in filter(str.strip, names):
            found, watch = _reachable(name, root)
            files |= {file.resolve(): None for file in found}
            # The site's own folder is full of what a build writes.
            watched += found if watch == root else [watch]
        return Read(tuple(self._store(file, root) for file in files), tuple(dict.fromkeys(watched)))

    def _store(self, file: Path, root: Path) -> "Store":
        from mkdocs_wellspring.citations.stores.store import Store  # noqa: PLC0415 - only for a site that has one

        path = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.as_posix()
        try:
            stat = file.stat()
            version = (stat.st_mtime_ns, stat.st_size)
            remembered = self._remembered.get(file)
            if remembered is None or remembered[0] != version:
                remembered = self._remembered[file] = (version, _read(file, path, root))
        except OSError as error:  # not remembered: that it may be read is no change of the file
            store = Store(path)
            store.found(None, f"the file cannot be read ({error.strerror}); let the build read it, or take it away")
            return store
        return remembered[1]


def _read(file: Path, path: str, root: Path) -> "Store":
    from mkdocs_wellspring.citations.stores.kept import Kept  # noqa: PLC0415 - only for a site that has a store

    raw = file.read_bytes()
    kept = Kept(root / _CACHE, path, raw) if len(raw) > _LARGE else None
    if kept and (known := kept.read()) is not None:
        return known
    store = _parse(path, raw, file.suffix.lower())
    if kept:
        kept.write(store)
    return store


def _parse(path: str, raw: bytes, suffix: str) -> "Store":
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = raw.decode("utf-16" if wide else "utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    store = _READERS[suffix](text, path)
    bad = text.find("\N{REPLACEMENT CHARACTER}")
    if bad >= 0 and "\N{REPLACEMENT CHARACTER}".encode() not in raw:
        store.found(text.count("\n", 0, bad) + 1, f"{path} is not UTF-8, so letters are lost; save it as UTF-8")
    return store


def _reachable(name: str, root: Path) -> tuple[list[Path], Path]:
    try:
        return _files(name, root)
    except OSError as error:
        message = f"citations: sources: {name} cannot be read ({error.strerror}); let the build read it"
        raise ConfigurationError(message) from None


def _files(name: str, root: Path) -> tuple[list[Path], Path]:
    """The files that a name means, and what to watch for changes."""
    path = root / name
    if _WILD & set(name) and not path.exists():
        fixed = Path(*(part for part in _before_wild(Path(name).parts)))
        pattern = Path(name).relative_to(fixed).as_posix() if fixed.parts else name
        found, watch = _matching(root / fixed, pattern, name), root / fixed
    elif path.is_dir():
        found, watch = sorted(path.rglob("*")), path
    elif path.is_file():
        if path.suffix.lower() not in _READERS:
            raise ConfigurationError(f"citations: sources: {name} is no store; give a file that ends in {_ENDINGS}")
        return [path], path
    else:
        raise ConfigurationError(f"citations: sources: {name} does not exist in {root}; correct the name")
    stores = [file for file in found if file.is_file() and file.suffix.lower() in _READERS]
    if not stores:
        raise ConfigurationError(f"citations: sources: {name} holds no store; put a file there that ends in {_ENDINGS}")
    return stores, watch


def _matching(folder: Path, pattern: str, name: str) -> list[Path]:
    try:
        return sorted(folder.glob(pattern))
    except ValueError as error:
        message = f"citations: sources: {name} is no pattern ({error}); give one such as refs/**/*.bib"
        raise ConfigurationError(message) from None


def _before_wild(parts: Sequence[str]) -> Iterator[str]:
    for part in parts:
        if _WILD & set(part):
            return
        yield part


_ENDINGS = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
