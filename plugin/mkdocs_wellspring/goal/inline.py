"""The ask as HTML: emphasis, links and citations, and nothing else of Markdown; all other markup is text."""

import re
from collections.abc import Callable, Iterator

from markupsafe import Markup, escape

from mkdocs_wellspring.goal.wording import Facts, Text, fill, wordings

__all__ = ["Cite", "Link", "citations_in", "has_places", "inline", "links_in", "misread_in", "plain_link", "uncited"]

Cite = Callable[[str], str | None]
"""The HTML of a citation, given what is between its brackets; None for one that cannot be made."""

Link = Callable[[str], str | None]
"""The address of a link from the page that shows it, given the one that was written; None for none."""

_CITATION = r"\[(?P<cited>@[^\[\]\s][^\[\]]*)\]"

_TOKEN = rf"""(?xs)
    \\(?P<escaped>[\\*_\[\]()@])
    | {_CITATION}
    | \[(?P<words>(?:[^\[\]\\]|\\.)+)\]\((?P<address>(?:[^()\s]|\([^()\s]*\))*)\)
    | \*\*(?P<strong>(?=\S).+?(?<=\S))\*\*
    | \*(?P<em>(?=[^\s*]).+?(?<=[^\s*]))\*
    | (?<!\w)_(?P<underlined>(?=[^\s_]).+?(?<=[^\s_]))_(?!\w)
    """
_DEEPEST = 5


def plain_link(address: str) -> str | None:
    """The address of a link that needs no site to be followed."""
    return address if re.match(r"https?://[^/\s]", address) else None


def uncited(_cited: str) -> None:
    """Nothing is cited."""


def has_places(text: Text) -> bool:
    """The text may lead to pages, so that it differs from page to page."""
    return any("[" in words for words in wordings(text))


def links_in(text: str) -> Iterator[str]:
    """The addresses of its links, as they are written."""
    for token in _tokens(text):
        if token["address"] is not None:
            yield token["address"]
        yield from links_in(token["strong"] or token["em"] or token["underlined"] or "")


def misread_in(text: str) -> Iterator[str]:
    """What looks like a link and is none that is read here: one with a title, or with blanks in its address."""
    if "](" not in text:
        return
    yield from re.findall(r"\[[^\[\]]*\]\([^()]*\)?", re.sub(_TOKEN, "", text))
    for token in _tokens(text):
        yield from misread_in(token["strong"] or token["em"] or token["underlined"] or "")


def citations_in(text: str) -> Iterator[str]:
    """What stands between the brackets of its citations."""
    for token in _tokens(text):
        if token["cited"]:
            yield token["cited"]
        yield from citations_in(token["strong"] or token["em"] or token["underlined"] or "")


def inline(text: str, facts: Facts, *, cite: Cite = uncited, link: Link = plain_link, depth: int = 0) -> Markup:
    """The text, its variables filled in with what is text again. What cannot be linked or cited stays text."""
    out, at = Markup(), 0
    for token in _tokens(text) if depth < _DEEPEST else ():
        out += _filled(text[at : token.start()], facts) + _element(token, facts, cite, link, depth + 1)
        at = token.end()
    return out + _filled(text[at:], facts)


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """What of the text is more than words; the pattern is compiled where there is a text."""
    yield from re.finditer(_TOKEN, text) if text else ()


def _element(token: re.Match[str], facts: Facts, cite: Cite, link: Link, depth: int) -> Markup:
    def within(words: str) -> Markup:
        return inline(words, facts, cite=cite, link=link, depth=depth)

    if token["escaped"]:
        return escape(token["escaped"])
    if token["cited"]:
        html = cite(token["cited"])
        return escape(token[0]) if html is None else Markup(html)  # noqa: S704 - the host's HTML
    if token["words"]:
        address = link(token["address"])
        words = inline(token["words"], facts, depth=_DEEPEST)
        return words if address is None else Markup('<a href="{}">{}</a>').format(address, words)
    if token["strong"]:
        return Markup("<strong>{}</strong>").format(within(token["strong"]))
    return Markup("<em>{}</em>").format(within(token["em"] or token["underlined"]))


def _filled(text: str, facts: Facts) -> Markup:
    return Markup(fill(str(escape(text)), facts, lambda value: str(escape(value))))  # noqa: S704 - escaped here
