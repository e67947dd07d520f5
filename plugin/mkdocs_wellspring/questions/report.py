"""Findings of lists under markers, each at the place in the author's file where it stands."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from mkdocs_wellspring.findings import Finding
from mkdocs_wellspring.pagecontext import PageContext
from mkdocs_wellspring.questions.lines import MarkerLines
from mkdocs_wellspring.questions.marked import Marked
from mkdocs_wellspring.questions.wording import quoted
from mkdocs_wellspring.questions.written import Written

__all__ = ["Found", "report_marked", "report_written"]

_MARKER = "`<!-- questions -->`"


class Found(NamedTuple):
    """What a page's text has of markers.

    Attributes:
        marked: those that are some.
        near: comments that are nearly one.
        astray: how many stand within other text.
    """

    marked: Sequence[Marked]
    near: Iterable[str]
    astray: int


def report_marked(context: PageContext, found: Found, lines: MarkerLines) -> None:
    """What is to be said of markers, and of the lists under them."""
    for code, message, line in _of_markers(found, lines, wanted=bool(context.meta.get("questions"))):
        context.report(Finding(context.path, line, code, message))


def report_written(context: PageContext, written: Written, find_line: Callable[[], int | None]) -> None:
    """What is to be said of an entry under a marker."""
    for code, message in _of_entry(written):
        context.report(Finding(context.path, find_line(), code, message))


def _of_markers(found: Found, lines: MarkerLines, *, wanted: bool) -> Iterator[tuple[str, str, int | None]]:
    markers = len(found.marked)
    for one in found.marked:
        if not one.has_list and not wanted:
            message = f"{_MARKER} has no list under it; put one there, each question an entry `- \u2026`"
            yield "question-marker", message, lines.of(one.number, None, markers)
        for entry in one.blocks:
            message = f"entry {entry + 1} under {_MARKER} holds more than words, which is left out; write it apart"
            yield "question-shape", message, lines.of(one.number, entry, markers)
    for comment in found.near:
        yield "question-marker", f"`{comment}` is no marker of ours; did you mean {_MARKER}?", lines.of_text(comment)
    for number in range(found.astray):
        message = f"{_MARKER} stands within other text, and marks nothing; give it a line of its own above a list"
        yield "question-marker", message, lines.astray(number)


def _of_entry(written: Written) -> Iterator[tuple[str, str]]:
    said = quoted(written.text)
    if written.refers:
        yield "question-target", f"{said} holds a reference, which is not followed in a question; link to a page"
    if written.links > 1:
        yield "question-shape", f"{said} has {written.links} links, of which the first is its answer; keep one"
    if written.open and written.links:
        yield "question-shape", f"{said} has both an empty box and a link, and is shown as open; take one away"
