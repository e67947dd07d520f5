"""Where in an author's files the text of a citation stands, snippets included."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mkdocs_wellspring import frontmatter
from mkdocs_wellspring.citations.syntax import CITATION, inside_tag

__all__ = ["Place", "Snippets", "citations_in"]

_FENCE = re.compile(r"^[ \t>]*(?P<fence>`{3,}|~{3,})")
_CODE = re.compile(r"(?<!\\)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)")
_ESCAPED = re.compile(r"\\[\\`*_{}\[\]()#+.!-]")
# pymdownx.snippets: `--8<-- "file"` on one line, or a block of names between two lines of `--8<--`.
_SNIPPET = re.compile(r"^[ \t]*-{1,}8<-{1,}[ \t]+(?P<quote>[\"'])(?P<name>.*?)(?P=quote)[ \t]*$")
_BLOCK = re.compile(r"^[ \t]*-{1,}8<-{1,}[ \t]*$")
_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Place:
    """One citation as it stands in a file: its raw text, the file, and the line from 1."""

    raw: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Snippets:
    """Where `--8<--` finds its files: folders in order, each with the name under which findings show it."""

    folders: Sequence[Path] = ()
    root: Path = Path()


def citations_in(text: str, path: str, snippets: Snippets = Snippets()) -> Iterator[Place]:
    """Every numeric citation of a page in document order, those of included snippets at their own place.

    Fenced and inline code, escaped brackets and raw tags are passed over, as the conversion does.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = frontmatter.read(text).body_line
    yield from _scan(text.split("\n"), first, path, snippets, 0)


def _scan(lines: Sequence[str], first: int, path: str, snippets: Snippets, depth: int) -> Iterator[Place]:
    fence, block = "", False
    for number, line in enumerate(lines[first - 1 :], start=first):
        fence, was_code = _fenced(fence, line)
        if was_code:
            continue
        if _BLOCK.match(line):
            block = not block
        elif included := (line.strip() if block else _name(line)):
            yield from _included(included, snippets, depth)
        else:
            yield from (Place(raw, path, number) for raw in _in_line(line))


def _fenced(fence: str, line: str) -> tuple[str, bool]:
    """The fence that is open after the line, and whether the line is code or a fence itself."""
    match = _FENCE.match(line)
    if fence:
        closes = match is not None and match["fence"].startswith(fence) and not line[match.end() :].strip()
        return ("" if closes else fence), True
    return (match["fence"], True) if match else ("", False)


def _name(line: str) -> str | None:
    match = _SNIPPET.match(line)
    return match["name"] if match else None


def _included(name: str, snippets: Snippets, depth: int) -> Iterator[Place]:
    name, _, _section = name.removeprefix(";").partition(":")
    for folder in snippets.folders:
        file = folder / name
        if depth < _DEEPEST and file.is_file():
            shown = file.resolve()
            root = snippets.root.resolve()
            path = shown.relative_to(root).as_posix() if shown.is_relative_to(root) else name
            yield from _scan(file.read_text("utf-8-sig", "replace").splitlines(), 1, path, snippets, depth + 1)
            return


def _in_line(line: str) -> Iterator[str]:
    bare = _CODE.sub(lambda match: " " * len(match[0]), _ESCAPED.sub("  ", line))
    for match in CITATION.finditer(bare):
        if not inside_tag(bare, match.start(), match.end()):
            yield match[0]
