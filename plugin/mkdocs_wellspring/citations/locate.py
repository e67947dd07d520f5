"""Where in an author's files the text of a citation stands, snippets and what macros write included."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from markdown import Markdown

from mkdocs_wellspring import frontmatter
from mkdocs_wellspring.citations.syntax import CITATION, IN_TEXT, read_in_text
from mkdocs_wellspring.citations.untouched import inside_link, inside_tag, opens_definition
from mkdocs_wellspring.codelines import Indented, fenced
from mkdocs_wellspring.pagecontext import PageContext

__all__ = ["Place", "Snippets", "citations_in", "snippets_of"]

_CODE = re.compile(r"(?<!\\)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_ESCAPED = re.compile(r"\\[\\`*_{}\[\]()#+.!@-]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# pymdownx.snippets: `--8<-- "file"` on one line, or a block of names between two lines of `--8<--`.
_SNIPPET = re.compile(r"^[ \t]*-{1,}8<-{1,}[ \t]+(?P<quote>[\"'])(?P<name>.*?)(?P=quote)[ \t]*$")
_SPAN = re.compile(r"(?P<first>[0-9]*)(?::(?P<last>[0-9]*))?")
_BLOCK = re.compile(r"^[ \t]*-{1,}8<-{1,}[ \t]*$")
_DEEPEST = 10
_IN_TEXT = re.compile(IN_TEXT)

Lines = Sequence[tuple[int | None, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """One citation as it stands in a file: its raw text, the file, and the line from 1."""

    raw: str
    path: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Snippets:
    """Where `--8<--` finds its files.

    Attributes:
        folders: in order.
        root: findings show the path of a file from here.
    """

    folders: Sequence[Path] = ()
    root: Path = Path()


def snippets_of(md: Markdown) -> Snippets:
    """Where this converter's `pymdownx.snippets` looks for files; nowhere if it has none."""
    processor: Any = md.preprocessors["snippet"] if "snippet" in md.preprocessors else None  # noqa: SIM401 - a Registry has no get
    folders = getattr(processor, "base_path", ())
    return Snippets(tuple(Path(str(folder)) for folder in folders) if isinstance(folders, Sequence) else ())


def citations_in(context: PageContext, snippets: Snippets = Snippets()) -> Iterator[Place]:
    """Every citation of a page in document order, those of included snippets at their own place.

    Fenced and inline code, comments, escaped brackets, raw tags, links and definitions are passed over, as the
    conversion does. What a macro wrote stands where the macro stands.
    """
    yield from _scan(_lines(context), context.path, snippets, 0)


def _lines(context: PageContext) -> Lines:
    """The lines that are converted, each with the line of the file that it comes from."""
    text = _unix(context.whole)
    first = frontmatter.read(text).body_line
    body = text.split("\n")[first - 1 :]
    if context.markdown is None:
        return list(enumerate(body, start=first))
    converted = _unix(context.markdown).split("\n")
    origin: list[int | None] = [None] * len(converted)
    for kind, at, at_end, to, to_end in SequenceMatcher(None, body, converted).get_opcodes():
        for place in range(to, to_end):
            origin[place] = first + (at + place - to if kind == "equal" else min(at + place - to, max(at, at_end - 1)))
    return list(zip(origin, converted, strict=True))


def _unix(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _scan(lines: Lines, path: str, snippets: Snippets, depth: int) -> Iterator[Place]:
    fence, block, indented = "", False, Indented()
    kept: list[tuple[int | None, str]] = []
    for number, line in lines:
        fence, was_code = fenced(fence, line)
        if indented.is_code(line) or was_code:
            kept.append((number, ""))
        elif _BLOCK.match(line):
            block = not block
        elif included := (line.strip() if block else _name(line)):
            yield from _in_text(kept, path)
            kept = []
            yield from _included(included, snippets, depth)
        else:
            kept.append((number, line))
    yield from _in_text(kept, path)


def _name(line: str) -> str | None:
    match = _SNIPPET.match(line)
    return match["name"] if match else None


def _included(name: str, snippets: Snippets, depth: int) -> Iterator[Place]:
    name, _, part = name.removeprefix(";").partition(":")
    for folder in snippets.folders:
        file = folder / name
        if depth < _DEEPEST and file.is_file():
            shown = file.resolve()
            root = snippets.root.resolve()
            path = shown.relative_to(root).as_posix() if shown.is_relative_to(root) else name
            text = file.read_text("utf-8-sig", "replace")
            lines = _part(list(enumerate(text.splitlines(), start=1)), part)
            yield from _scan(lines, path, snippets, depth + 1)
            return


def _part(lines: list[tuple[int | None, str]], part: str) -> Lines:
    """The lines that `file:5:9`, `file:2,8:9` or `file:section` includes; all of them where none is named."""
    if not part:
        return lines
    spans = [_SPAN.fullmatch(span) for span in part.split(",")]
    if all(spans):
        ends = [(int(span["first"] or 1), int(span["last"] or len(lines))) for span in spans if span]
        return [(number, line) for number, line in lines if any(first <= (number or 0) <= last for first, last in ends)]
    marks = [line.rpartition(f":{part}]")[0].rpartition("[")[2] for _number, line in lines]
    start = marks.index("start") + 1 if "start" in marks else len(lines)
    return lines[start : marks.index("end", start) if "end" in marks[start:] else None]


def _in_text(lines: Lines, path: str) -> Iterator[Place]:
    """The citations of lines that no code and no snippet interrupts; one may go over the end of a line."""
    text = "\n".join(line for _number, line in lines)
    bare = _COMMENT.sub(_blank, _CODE.sub(_blank, _ESCAPED.sub("  ", text)))
    found = [(match.start(), match.end(), text[match.start() : match.end()]) for match in CITATION.finditer(bare)]
    for match in _IN_TEXT.finditer(bare):
        _key, raw, end = read_in_text(match)
        found.append((match.start(), end, raw))
    for start, end, raw in sorted(found):
        paragraph = bare.rfind("\n\n", 0, start) + 1
        stretch = (bare[paragraph:], start - paragraph, end - paragraph)
        if "\n\n" in raw or inside_tag(*stretch) or inside_link(*stretch) or opens_definition(*stretch):
            continue
        yield Place(raw, path, lines[text.count("\n", 0, start)][0])


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
