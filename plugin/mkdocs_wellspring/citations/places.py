r"""Where an author wants the list: a line of its own, `\bibliography`, in any block of the page."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

__all__ = ["ALL", "HERE", "lists_all", "lists_here", "place_list", "register_places"]

HERE, ALL = "\\bibliography", "\\full_bibliography"
"""The lines for the page's list, and for that of the whole site."""

_TAG = "wellspring-sources"
_PLACE = re.compile(rf"<{_TAG}(?P<all> all=\"all\")?></{_TAG}>")

Listed = Callable[[bool], str]

# Below indented code (80), in which the line is code; above headings (70) and paragraphs (10).
_PRIORITY = 75


def register_places(md: Markdown, here: str = HERE, everything: str = ALL) -> None:
    """The converter leaves a placeholder where one of the lines stands."""
    md.parser.blockprocessors.register(_Places(md.parser, here, everything), "wellspring-places", _PRIORITY)


def lists_all(html: str) -> bool:
    """The page has a place for the list of the whole site."""
    return f'<{_TAG} all="all">' in html


def lists_here(html: str) -> bool:
    """The page has a place for its own list."""
    return f"<{_TAG}>" in html


def place_list(html: str, listed: Listed, everything: Callable[[], str], *, append: bool = True) -> tuple[str, bool]:
    """The page with its list at the first of its places, or else at its end; and whether it has one.

    Args:
        html: the page.
        listed: gives the list of its sources; asked whether it needs a heading, which one at its place does not.
        everything: gives the list of the whole site.
        append: a page without a place has its list at the end.
    """
    placed = False

    def place(match: re.Match[str]) -> str:
        nonlocal placed
        if match["all"]:
            return everything()
        shown, placed = "" if placed else listed(False), True
        return shown

    if f"<{_TAG}" in html:
        html = _PLACE.sub(place, html)
    if append and not placed and (whole := listed(True)):
        return f"{html}\n{whole}", True
    return html, placed


class _Places(BlockProcessor):
    def __init__(self, parser: Any, here: str, everything: str) -> None:
        super().__init__(parser)
        self._here, self._everything = here, everything

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - Python-Markdown names it
        if self._here not in block and self._everything not in block:
            return False
        return any(line.strip() in {self._here, self._everything} for line in block.split("\n"))

    def run(self, parent: Element, blocks: list[str]) -> None:
        lines = blocks.pop(0).split("\n")
        at = next(at for at, line in enumerate(lines) if line.strip() in {self._here, self._everything})
        before, after = "\n".join(lines[:at]), "\n".join(lines[at + 1 :])
        if before.strip():
            self.parser.parseBlocks(parent, [before])
        SubElement(parent, _TAG, {"all": "all"} if lines[at].strip() == self._everything else {})
        if after.strip():
            blocks.insert(0, after)
