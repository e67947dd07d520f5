"""YAML stores: a mapping of keys to sources, a list of sources with `key:`, or pandoc's `references:`."""

from collections.abc import Mapping
from typing import Any

import yaml

from mkdocs_wellspring.citations.csl import edtf_of, read_item
from mkdocs_wellspring.citations.fields import read_source
from mkdocs_wellspring.citations.model import Place
from mkdocs_wellspring.citations.stores.store import Store
from mkdocs_wellspring.citations.text import clean, read_key, scheme_of
from mkdocs_wellspring.frontmatter import LOADER, Nodes, kind, scalars, yaml_problem

__all__ = ["read_yaml_store"]

_ERRORS = (yaml.YAMLError, ValueError, RecursionError)

_DATES = ("date", "accessed")
_DEEP = "nested too deeply"
_UNCONSTRUCTABLE = "found unconstructable recursive node"
_SHAPES = "give `key: {title: …, url: …}` for each source, or a list of sources with `key:`"


def read_yaml_store(text: str, path: str) -> Store:
    """The sources of a YAML file; an entry that cannot be read is a finding, and the rest is kept."""
    store = Store(path)
    try:
        loader = LOADER(text)
        root = loader.get_node() if loader.check_node() else None
        if root is not None:
            _Reading(store, loader).read(root)
        if loader.check_node() and loader.get_node().value:
            store.found(1, f"{path} has a second document, which is passed over; put all sources into the first")
    except _ERRORS as error:
        store.found(*_told(error, text, f"{path} cannot be read"))
    return store


class _Reading:
    """One YAML file being read, entry by entry."""

    def __init__(self, store: Store, loader: Any) -> None:
        self._store, self._loader = store, loader

    def read(self, root: yaml.Node) -> None:
        if isinstance(root, yaml.MappingNode):
            lists = (value for key, value in root.value if key.value == "references")
            references = next((value for value in lists if isinstance(value, yaml.SequenceNode)), None)
            if references is None:
                for key, value in root.value:
                    self._read_keyed(key, value)
            else:
                self._read_list(references, csl=True)
        elif isinstance(root, yaml.SequenceNode):
            self._read_list(root, csl=False)
        else:
            self._store.found(1, f"{self._store.path} holds {kind(root.value)}; {_SHAPES}")

    def _read_keyed(self, key: yaml.Node, value: yaml.Node) -> None:
        nodes = Nodes(value, key)
        if not isinstance(key, yaml.ScalarNode) or not key.value:
            self._store.found(key.start_mark.line + 1, f"a key is no word; {_SHAPES}")
        elif (entry := self._built(value, nodes)) is not None:
            self._read_entry(clean(key.value), entry[0], nodes)

    def _read_list(self, node: yaml.SequenceNode, *, csl: bool) -> None:
        for item in node.value:
            nodes = Nodes(item, item)
            built = self._built(item, nodes)
            if built is not None:
                self._read_item(built[0], nodes, csl=csl)

    def _read_item(self, entry: Any, nodes: Nodes, *, csl: bool) -> None:
        name = "id" if csl else "key"
        key = read_key(entry.get(name)) if isinstance(entry, Mapping) else None
        if key is None:
            self._store.found(nodes.line(), f"an entry has no `{name}:`; give it one, to cite it by")
        elif csl:
            place = Place(self._store.path, nodes.line())
            self._store.sources.append(read_item({**entry, "id": key}, self._store.finder(nodes.line), place))
        else:
            self._read_entry(key, entry, nodes)

    def _read_entry(self, key: str, entry: object, nodes: Nodes) -> None:
        if isinstance(entry, str):
            entry = {"url": entry} if scheme_of(entry.strip()) in {"http", "https"} else {"title": entry}
        if not isinstance(entry, Mapping):
            self._store.found(nodes.line(), f"{key} is {kind(entry)}; {_SHAPES}")
            return
        place = Place(self._store.path, nodes.line())
        # What holds no date is left as it is, and is a finding.
        dates = {name: edtf_of(entry[name]) or entry[name] for name in _DATES if name in entry}
        source = read_source({**entry, **dates, "key": key}, key, self._store.finder(nodes.line), place)
        self._store.sources.append(source)

    def _built(self, node: yaml.Node, nodes: Nodes) -> tuple[Any] | None:
        """The value of a node; None where YAML cannot make one of it, which is a finding at its line."""
        try:
            return (self._loader.construct_object(node, deep=True),)
        except _ERRORS as error:
            if isinstance(error, RecursionError):
                self._store.found(nodes.line(), f"an entry is left out ({_DEEP}); make it flatter")
                return None
            why = str(getattr(error, "problem", None) or error).partition(";")[0]
            if why == _UNCONSTRUCTABLE:
                self._store.found(nodes.line(), "an entry is left out (it is a part of itself); take that alias away")
                return None
            message = f"an entry cannot be read and is left out ({why}); put the value in quotation marks"
            mark = getattr(error, "problem_mark", None)
            self._store.found(self._failing(node) or (mark.line + 1 if mark else nodes.line()), message)
            return None
        finally:
            # What a failure leaves open would pass for part of itself, where another entry names it.
            self._loader.recursive_objects.clear()

    def _failing(self, node: yaml.Node) -> int | None:
        """The line of the value within a node of which YAML makes nothing."""
        for value in scalars(node):
            try:
                self._loader.construct_object(value)
            except _ERRORS:
                return int(value.start_mark.line) + 1
        return None


def _told(error: Exception, text: str, what: str) -> tuple[int, str]:
    line, why = (1, _DEEP) if isinstance(error, RecursionError) else yaml_problem(error)
    position = getattr(error, "position", None)
    if isinstance(position, int):
        return text.count("\n", 0, position) + 1, f"{what} (a control character); take it away"
    return line, f"{what} ({why}); put texts that hold a colon in quotation marks"
