"""Where things stand in a page's front matter."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import yaml

__all__ = ["LOADER", "FrontMatter", "Nodes", "kind", "read", "scalars", "yaml_problem"]

# The form that MkDocs takes: https://github.com/mkdocs/mkdocs/blob/1.6.1/mkdocs/utils/meta.py
_BLOCK = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)

_ADVICE = "put a text in quotation marks that holds a colon or begins with a mark such as * [ @, and indent with spaces"

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader that MkDocs takes: libyaml where it is, which alone reads `{q: Who counts?, a: count.md}`, and fast."""


class Nodes(NamedTuple):
    """A YAML value, and where its parts stand in its file.

    Attributes:
        root: the value; None where there is none.
        key: the key before it, where it stands in a mapping.
        first_line: the line of the file, from 1, on which the YAML begins.
    """

    root: yaml.Node | None
    key: yaml.Node | None = None
    first_line: int = 1

    def line(self, *path: str | int) -> int | None:
        """The line of the file, from 1, of the value at `path`, or of the nearest thing above it.

        `line("sources", 2, "url")` is the line on which the address of the third source stands.
        """
        node, found = self.root, self.key.start_mark.line if self.key else None
        for step in path:
            node, mark = _child(node, step)
            if mark is None:
                break
            found = mark
        return None if found is None else found + self.first_line


class FrontMatter(NamedTuple):
    """A page's front matter, read for its values and for their places.

    Attributes:
        meta: the values; empty where there is no front matter, or none that YAML can read.
        body_line: the line of the file, from 1, on which the Markdown begins.
        nodes: where they stand.
        problem: why YAML cannot read it, with the line of the file; None where it can.
    """

    meta: Mapping[str, Any]
    body_line: int
    nodes: Nodes = Nodes(None)
    problem: tuple[int, str] | None = None

    def line(self, *path: str | int) -> int | None:
        """The line of the file, from 1, of the value at `path`, or of the nearest thing above it."""
        return self.nodes.line(*path)


def read(text: str) -> FrontMatter:
    """The front matter of a file's text, whichever line ends it uses."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    match = _BLOCK.match(text)
    if match is None:
        return FrontMatter({}, 1)
    body_line = match[0].count("\n") + 1
    try:
        root = yaml.compose(match["yaml"], Loader=LOADER)
        meta = yaml.load(match["yaml"], Loader=LOADER)  # noqa: S506 - both are safe loaders
    except yaml.YAMLError as error:
        line, why = yaml_problem(error)
        return FrontMatter({}, body_line, problem=(line + 1, f"{why}; {_ADVICE}"))
    except ValueError as error:  # the thirteenth month
        node = next((node for node in scalars(root) if not _is_value(node)), None)
        line = 2 if node is None else node.start_mark.line + 2
        shown = "" if node is None else f"{node.value[:40]}: "
        return FrontMatter({}, body_line, problem=(line, f"{shown}{error}; correct it"))
    return FrontMatter(meta if isinstance(meta, dict) else {}, body_line, Nodes(root, first_line=2))


def scalars(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """All values within a node that hold no others, in their order; an alias may stand for what it stands in."""
    left, seen = [node], set()
    while left:
        node = left.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            yield node
        else:
            is_list = isinstance(node, yaml.SequenceNode)
            left += reversed(node.value if is_list else [part for pair in node.value for part in pair])


def kind(value: object) -> str:
    """What a value is, in words that fit after "is": a text, a list, or empty."""
    if isinstance(value, str):
        return "a text" if value.strip() else "empty"
    names = {
        dict: "a mapping",
        list: "a list",
        bool: "true or false",
        int: "a number",
        float: "a number",
        type(None): "empty",
    }
    return names.get(type(value), f"of the kind {type(value).__name__}")


def yaml_problem(error: Exception) -> tuple[int, str]:
    """The line of the YAML, from 1, at which it cannot be read, and why."""
    mark = getattr(error, "problem_mark", None)
    return (1 if mark is None else mark.line + 1), str(getattr(error, "problem", None) or error)


def _is_value(node: yaml.ScalarNode) -> bool:
    try:
        yaml.constructor.SafeConstructor().construct_object(node)
    except ValueError:
        return False
    return True


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node | None, int | None]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == str(step):
                return value, key.start_mark.line
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        items: Sequence[yaml.Node] = node.value
        if 0 <= step < len(items):
            return items[step], items[step].start_mark.line
    return None, None
