"""YAML stores: a mapping of keys to sources, a list of sources with `key:`, or pandoc's `references:`."""

from collections.abc import Mapping
from typing import Any

import yaml

from mkdocs_wellspring.citations.csl import read_item
from mkdocs_wellspring.citations.fields import read_source
from mkdocs_wellspring.citations.model import Place
from mkdocs_wellspring.citations.stores.store import Store
from mkdocs_wellspring.citations.text import scheme_of
from mkdocs_wellspring.frontmatter import LOADER, Nodes, kind, yaml_problem

__all__ = ["read_yaml_store"]

_SHAPES = "give `key: {title: …, url: …}` for each source, or a list of sources with `key:`"


def read_yaml_store(text: str, path: str) -> Store:
    """The sources of a YAML file; an entry that cannot be read is a finding, and the rest is kept."""
    store = Store(path)
    loader = LOADER(text)
    try:
        root = loader.get_single_node()
        if root is not None:
            _read(store, loader, root)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line, why = yaml_problem(error)
        store.found(line, f"{path} cannot be read ({why}); put texts that hold a colon in quotation marks")
    finally:
        loader.dispose()
    return store


def _read(store: Store, loader: Any, root: yaml.Node) -> None:
    if isinstance(root, yaml.MappingNode):
        keys = [key.value for key, _value in root.value]
        if keys == ["references"]:
            _read_list(store, loader, root.value[0][1], csl=True)
        else:
            for key, value in root.value:
                _read_entry(store, str(key.value), loader.construct_object(value, deep=True), Nodes(value, key))
    elif isinstance(root, yaml.SequenceNode):
        _read_list(store, loader, root, csl=False)
    else:
        store.found(1, f"{store.path} holds a text; {_SHAPES}")


def _read_list(store: Store, loader: Any, node: yaml.Node, *, csl: bool) -> None:
    for item in node.value if isinstance(node, yaml.SequenceNode) else ():
        entry, nodes = loader.construct_object(item, deep=True), Nodes(item, item)
        key = entry.get("id" if csl else "key") if isinstance(entry, Mapping) else None
        if not isinstance(key, str | int) or isinstance(key, bool) or str(key) == "":
            store.found(nodes.line(), f"an entry has no `{'id' if csl else 'key'}:`; give it one, to cite it by")
        elif csl:
            store.sources.append(read_item(entry, store.finder(nodes.line), Place(store.path, nodes.line())))
        else:
            _read_entry(store, str(key), entry, nodes)


def _read_entry(store: Store, key: str, entry: object, nodes: Nodes) -> None:
    if isinstance(entry, str):
        entry = {"url": entry} if scheme_of(entry.strip()) in {"http", "https"} else {"title": entry}
    if not isinstance(entry, Mapping):
        store.found(nodes.line(), f"{key} is {kind(entry)}; {_SHAPES}")
        return
    place = Place(store.path, nodes.line())
    store.sources.append(read_source({**entry, "key": key}, key, store.finder(nodes.line), place))
