"""Furniture held back while a host's plugins read the page: they find its words, and neither its dates nor its frames.

What a search should find stands in the page, between comments, which cost least to whoever parses it; the rest is kept
aside. Once all have read it, the host fills in the whole.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape

from mkdocs_wellspring.article.model import Article, Shaped
from mkdocs_wellspring.article.tree import HEAD

__all__ = ["fill", "hold", "without_foreign"]

_OPEN, _CLOSE = "<!--wellspring-article ", "<!--wellspring-article-->"
_TEXT, _TEXT_END = "<!--wellspring-text ", "<!--wellspring-text-->"
_HELD = re.compile(rf"{_OPEN}(?P<place>[a-z]+)-->(?P<inside>.*?){_CLOSE}", re.DOTALL)
_PIECE = re.compile(rf"{_TEXT}(?P<name>[a-z0-9-]+)-->(?P<html>.*?){_TEXT_END}", re.DOTALL)
_FOREIGN = re.compile(r"<!--wellspring-(?:article|text)[^>]*-->")

_CITES = "<wellspring-cite"

Render = Callable[[str, Mapping[str, str]], str]
"""Gives the furniture of a place as HTML, of its texts as HTML."""


def without_foreign(html: str) -> str:
    """The page without comments that are spelt as ours and are its author's."""
    return _FOREIGN.sub("", html)


def hold(place: str, article: Article, texts: Mapping[str, str]) -> str:
    """What stands in the page for the furniture of a place: what it says itself, and all that cites."""
    return f"{_OPEN}{place}-->{''.join(_words(place, article, texts))}{_CLOSE}"


def fill(html: str, shaped: Shaped, render: Render) -> str:
    """The page with its furniture; texts that were in it are as they stand there by now, their citations resolved."""

    def whole(match: re.Match[str]) -> str:
        said = {piece["name"]: piece["html"] for piece in _PIECE.finditer(match["inside"])}
        return render(match["place"], {**shaped.html, **said})

    return _HELD.sub(whole, html) if _OPEN in html else html


def _words(place: str, article: Article, texts: Mapping[str, str]) -> Iterator[str]:
    if place == HEAD:
        yield from (f"<p>{escape(said.text)}</p>" for said in (article.claim, article.verdict) if said)
    for name, text in texts.items():
        is_own = name != "disclaimer" and name not in article.of_site
        if is_own or _CITES in text:
            yield f"{_TEXT}{name}-->{text}{_TEXT_END}"
