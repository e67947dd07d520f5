"""Citations resolved on a page's HTML: numbers become links, and the list of sources gets its ways back."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup, escape

from mkdocs_wellspring.citations.model import Source
from mkdocs_wellspring.citations.syntax import Part, parse
from mkdocs_wellspring.templating import environment

__all__ = ["MARK_TAG", "Resolved", "list_sources", "resolve"]

MARK_TAG = "wellspring-cite"
"""The element that stands for a citation until the whole page is known; its `raw` attribute is the text."""

# Where a mark may not become a link (inside one), and where it is no mark at all (code and its kin).
_VERBATIM = frozenset({"code", "pre", "kbd", "samp", "script", "style", "svg", "math", "textarea", "title", "button"})
_TOKEN = re.compile(
    r"<!--.*?-->"
    rf"|<{MARK_TAG}(?P<attributes>(?:\s[^>]*)?)></{MARK_TAG}>"
    r'|<wellspring-back number="(?P<back>\d+)"></wellspring-back>'
    r"|<(?P<close>/?)(?P<tag>[a-z][a-z0-9-]*)(?=[\s/>])(?:[^>\"']|\"[^\"]*\"|'[^']*')*>",
    re.IGNORECASE | re.DOTALL,
)
_RAW = re.compile(r'\sraw="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Resolved:
    """A page with its citations resolved.

    Attributes:
        html: the page with links for citations, and ways back in its list of sources.
        unknown: the raw text of each citation that names a number which is not declared, with that number, in
            document order.
    """

    html: str
    unknown: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class _Page:
    """What has been seen of a page so far, in document order."""

    sources: Sequence[Source]
    citations: dict[int, list[str]] = field(default_factory=dict)
    unknown: list[tuple[str, int]] = field(default_factory=list)
    back: Template | None = None
    verbatim: int = 0
    links: int = 0


def list_sources(sources: Sequence[Source], locale: str, overrides: Sequence[Path] = ()) -> str:
    """The list of sources as HTML, its ways back left open; "" where there is no source."""
    template = environment(locale, tuple(overrides)).get_template("wellspring/sources.html")
    return template.render(sources=sources) if sources else ""


def resolve(html_text: str, sources: Sequence[Source], locale: str, overrides: Sequence[Path] = ()) -> Resolved:
    """The page's HTML, list of sources at its end, with every mark resolved and every way back filled in."""
    back = environment(locale, tuple(overrides)).get_template("wellspring/backlinks.html")
    page = _Page(sources, back=back)
    return Resolved(_TOKEN.sub(lambda match: _resolve(page, match), html_text), tuple(page.unknown))


def _resolve(page: _Page, match: re.Match[str]) -> str:
    if match["back"]:
        return _render_back(page, int(match["back"]))
    if match["attributes"] is not None:
        return _render_mark(page, match["attributes"])
    if match["tag"] and not match[0].endswith("/>"):
        _enter_or_leave(page, match["tag"].lower(), entering=not match["close"])
    return match[0]


def _enter_or_leave(page: _Page, tag: str, *, entering: bool) -> None:
    """Links do not nest, so one that was never closed ends where the next begins."""
    if tag == "a":
        page.links = int(entering)
    elif tag in _VERBATIM:
        page.verbatim = max(0, page.verbatim + (1 if entering else -1))


def _render_back(page: _Page, number: int) -> str:
    places = page.citations.get(number, [])
    return page.back.render(number=number, citations=places) if page.back and places else ""


def _render_mark(page: _Page, attributes: str) -> str:
    found = _RAW.search(attributes)
    raw = html.unescape(found[1]) if found else ""
    if page.verbatim or not found:
        return str(escape(raw))
    inner = Markup("").join(_render_part(page, raw, part) for part in parse(raw))
    return f'<span class="ws-cite"{_RAW.sub("", attributes)}>[{inner}]</span>'


def _render_part(page: _Page, raw: str, part: Part) -> Markup:
    if not part.numbers:
        return escape(part.text)
    first, last = part.numbers[0], part.numbers[-1]
    known = [number for number in range(first, last + 1) if 1 <= number <= len(page.sources)]
    if len(known) <= last - first:
        page.unknown.extend(
            (raw, number) for number in dict.fromkeys(part.numbers) if not 1 <= number <= len(page.sources)
        )
        return Markup('<span class="ws-cite-unknown">{}</span>').format(part.text)
    if page.links:
        return escape(part.text)
    return Markup("\u2013").join(_link(page, number, known if number == first else ()) for number in part.numbers)


def _link(page: _Page, number: int, spans: Sequence[int]) -> Markup:
    """A link to one source; the first link of a range is the citation of the sources between as well."""
    places = page.citations.setdefault(number, [])
    identity = f"ws-cite-{number}-{len(places) + 1}"
    places.append(identity)
    for between in spans[1:-1]:
        page.citations.setdefault(between, []).append(identity)
    return Markup('<a id="{}" class="ws-cite-link" role="doc-biblioref" href="#ws-source-{}">{}</a>').format(
        identity, number, number
    )
