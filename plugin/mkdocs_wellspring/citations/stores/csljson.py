"""CSL-JSON stores: what Zotero and its kin export."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mkdocs_wellspring.citations.csl import read_item
from mkdocs_wellspring.citations.model import Place
from mkdocs_wellspring.citations.stores.store import Store
from mkdocs_wellspring.citations.text import read_key
from mkdocs_wellspring.frontmatter import kind

__all__ = ["read_csl_json"]


def read_csl_json(text: str, path: str) -> Store:
    """The sources of a CSL-JSON file, a list of items; what stands before a broken one is kept."""
    store = Store(path)
    try:
        for line, item in _items(text):
            _read(store, line, item)
    except json.JSONDecodeError as error:
        store.found(error.lineno, f"{path} cannot be read from here on ({error.msg}); correct it, or export it anew")
    except (RecursionError, ValueError):
        store.found(1, f"{path} is nested too deeply, or holds a number too long, to be CSL-JSON; export it anew")
    return store


def _read(store: Store, line: int, item: Any) -> None:
    for name in ("items", "references"):
        if isinstance(item, Mapping) and isinstance(item.get(name), list) and "id" not in item:
            for one in item[name]:
                _read(store, line, one)
            return
    identity = read_key(item.get("id")) if isinstance(item, Mapping) else None
    if not isinstance(item, Mapping):
        store.found(line, f"an entry is {kind(item)}; CSL-JSON is a list of items, each with an `id`")
    elif identity is None:
        store.found(line, "an item has no `id`; give it one, to cite it by")
    else:
        find, place = store.finder(lambda *_where: line), Place(store.path, line)
        store.sources.append(read_item({**item, "id": identity}, find, place))


def _items(text: str) -> Iterator[tuple[int, Any]]:
    """Each item with the line on which it begins; a file of one item is a list of one."""
    decoder, at, line = json.JSONDecoder(), 0, 1

    def skip(letters: str) -> None:
        nonlocal at, line
        while at < len(text) and (text[at].isspace() or text[at] in letters):
            line += text[at] == "\n"
            at += 1

    skip("")
    is_list = text[at : at + 1] == "["
    if is_list:
        at += 1
    while True:
        skip("," if is_list else "")
        if at >= len(text) or (is_list and text[at] == "]"):
            if is_list and at >= len(text):
                raise json.JSONDecodeError("the list does not end", text, at)
            return
        item, end = decoder.raw_decode(text, at)
        yield line, item
        line += text.count("\n", at, end)
        at = end
