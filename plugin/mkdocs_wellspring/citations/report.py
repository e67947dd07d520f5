"""Findings of citations, each at the place in the author's files where it stands."""

from collections import defaultdict
from collections.abc import Sequence

from mkdocs_wellspring.citations.locate import Snippets, citations_in
from mkdocs_wellspring.findings import Finding
from mkdocs_wellspring.pagecontext import PageContext

__all__ = ["report_unknown"]


def report_unknown(unknown: Sequence[tuple[str, int]], declared: int, context: PageContext, snippets: Snippets) -> None:
    """One `cite-unknown` for each number that the page does not declare, in document order.

    The nth `[9]` that did not resolve is the nth that stands in the page's file or in what the file includes.
    """
    if not unknown:
        return
    places = defaultdict(list)
    for place in citations_in(context.text or "", context.path, snippets):
        places[place.raw].append(place)
    seen: dict[tuple[str, int], int] = defaultdict(int)
    for raw, number in unknown:
        at = seen[raw, number]
        seen[raw, number] += 1
        found = places[raw][min(at, len(places[raw]) - 1)] if places[raw] else None
        path, line = (found.path, found.line) if found else (context.path, None)
        message = f"{raw} names source {number}, and the page declares {declared}; {_advice(number, declared)}"
        context.report(Finding(path, line, "cite-unknown", message))


def _advice(number: int, declared: int) -> str:
    if number < 1:
        return "sources are counted from 1"
    if declared == 1:
        return r"cite [1], add the source to `sources:`, or write \[ if this is no citation"
    return rf"cite 1 to {declared}, add the source to `sources:`, or write \[ if this is no citation"
