"""Findings of citations, each at the place in the author's files where it stands."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from mkdocs_wellspring.citations.library import nearest_key
from mkdocs_wellspring.citations.locate import Place, Snippets, citations_in
from mkdocs_wellspring.citations.page import Page
from mkdocs_wellspring.citations.places import HERE
from mkdocs_wellspring.citations.text import clean
from mkdocs_wellspring.findings import Finding
from mkdocs_wellspring.pagecontext import PageContext

__all__ = ["report_page"]

_LONGEST = 80
_IN_TEXT = re.compile(r"\[-@\{(?P<key>[^{}]+)\}.*\]", re.DOTALL)


def report_page(
    page: Page, context: PageContext, snippets: Snippets, *, listed: bool = True, marker: str = HERE
) -> None:
    """What is to be said of a page's citations: those of unknown sources first, in document order.

    Args:
        page: what it cites.
        context: the page.
        snippets: where files that it includes are found.
        listed: its citations lead to a list, here or on the bibliography page.
        marker: the line for a list.
    """
    flagged = [(raw, number) for raw, number in _cited(page) if page.sources[number - 1].flag]
    astray = bool(page.cited) and not listed
    if page.unknown or page.cased or flagged or astray:
        places = defaultdict(list)
        for place in citations_in(context, snippets):
            places[place.raw].append(place)
        _report(context, places, "cite-unknown", ((raw, _unknown(page, raw, what)) for raw, what in page.unknown))
        _report(
            context,
            places,
            "cite-case",
            ((raw, f"{_shown(raw)} is {source.key} with other capitals; write it so") for raw, source in page.cased),
        )
        _report(context, places, "cite-flagged", ((raw, _flagged(page, raw, number)) for raw, number in flagged))
        if astray:
            raw = page.clusters[0].raw
            message = f"{raw} and the page has no list of sources; put {marker} where it should stand"
            _report(context, places, "cite-no-list", [(raw, message)])
    _report_unused(page, context)


def _report(
    context: PageContext, places: dict[str, list[Place]], code: str, messages: Iterable[tuple[str, str]]
) -> None:
    """The nth finding of a text is at the nth place of that text, in the page's file or in what the file includes."""
    seen: Counter[tuple[str, str]] = Counter()
    for raw, message in messages:
        found, at = places.get(raw, []), seen[raw, message]
        seen[raw, message] += 1
        if at and at >= len(found):  # a macro that says it twice: once is enough
            continue
        path, line = (found[at].path, found[at].line) if found else (context.path, None)
        context.report(Finding(path, line, code, message))


def _shown(raw: str) -> str:
    """The citation as its author wrote it: `@key` in the text is kept as `[-@{key}]`."""
    in_text = _IN_TEXT.fullmatch(raw)
    return clean(f"@{in_text['key']}" if in_text else raw)[:_LONGEST]


def _unknown(page: Page, raw: str, what: int | str) -> str:
    shown = _shown(raw)
    if isinstance(what, int):
        return f"{shown} names source {what}, and the page declares {page.declared}; {_advice(what, page.declared)}"
    keys = [source.key for source in page.sources if source.key] + list(page.library.keys)
    near = nearest_key(what, keys)
    advice = f"did you mean {near}?" if near else r"correct it, add the source, or write \[ if this is no citation"
    return f"{shown} names {clean(what)[:_LONGEST]}, which no source has as its key; {advice}"


def _advice(number: int, declared: int) -> str:
    if number < 1:
        return "sources are counted from 1"
    if declared == 1:
        return r"cite [1], add the source to `sources:`, or write \[ if this is no citation"
    return rf"cite 1 to {declared}, add the source to `sources:`, or write \[ if this is no citation"


def _cited(page: Page) -> Iterator[tuple[str, int]]:
    for cluster in page.clusters:
        for item in cluster.items:
            yield from ((cluster.raw, number) for number in page.numbers(item))


def _flagged(page: Page, raw: str, number: int) -> str:
    source = page.sources[number - 1]
    return f"{_shown(raw)} cites {_called(source.key, number)}, which is flagged as {source.flag}"


def _report_unused(page: Page, context: PageContext) -> None:
    for number in range(1, page.declared + 1):
        if not page.cited[number] and page.sources[number - 1]:
            called = _called(page.sources[number - 1].key, number)
            message = f"{called} is not cited on the page; cite it as [{number}], or take it away"
            context.find("cite-unused", message, "sources", number - 1)


def _called(key: str | None, number: int) -> str:
    return f"source {number} ({key})" if key else f"source {number}"
