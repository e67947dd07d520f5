"""What a style has to say, whichever it is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

from jinja2 import Template

from mkdocs_wellspring.citations.model import Source
from mkdocs_wellspring.citations.page import Page
from mkdocs_wellspring.citations.syntax import Cluster, Item
from mkdocs_wellspring.messages import Messages, messages_for
from mkdocs_wellspring.templating import environment

__all__ = ["Link", "PageStyle", "Part", "Style", "Words", "with_affixes"]

# A suffix that begins so follows at once.
_CLINGING = (")", ".", ",", ":", ";", "!", "?", "\N{RIGHT SINGLE QUOTATION MARK}", "&#39;")


@dataclass(frozen=True)
class Words:
    """The language of a page, and whose templates say it.

    Attributes:
        locale: the language, as Babel names it.
        overrides: folders with templates of the site's own, which come before ours.
    """

    locale: str = "en"
    overrides: tuple[Path, ...] = ()
    _templates: dict[str, Template] = field(default_factory=dict, compare=False, repr=False)

    def template(self, name: str) -> Template:
        """The template of that name in this language, the site's own before ours."""
        if name not in self._templates:
            self._templates[name] = environment(self.locale, self.overrides).get_template(f"wellspring/{name}")
        return self._templates[name]

    @cached_property
    def messages(self) -> Messages:
        """The sentences, numerals and dates of this language."""
        return messages_for(self.locale, self.overrides)


class Part(NamedTuple):
    """One item of a citation, ready for its place.

    Attributes:
        item: what was written.
        numbers: what it names on this page; empty where that is unknown.
        prefix: its prefix as HTML.
        suffix: its suffix as HTML.
    """

    item: Item
    numbers: Sequence[int]
    prefix: str = ""
    suffix: str = ""


def with_affixes(shown: str, prefix: str, suffix: str) -> str:
    """What is shown of a source, between words before and after it, all of it HTML."""
    joint = "" if suffix.startswith(_CLINGING) or not suffix else ", "
    return f"{prefix} {shown}{joint}{suffix}" if prefix else f"{shown}{joint}{suffix}"


Link = Callable[[Part, int, str], str]
"""Makes a text, which is HTML, a link to the source of a number; the text alone where it may not be one."""


class PageStyle(Protocol):
    """A style at work on one page."""

    @property
    def numbered(self) -> bool:
        """The list shows the numbers."""
        ...

    @property
    def order(self) -> Sequence[int]:
        """The numbers in the order of the list."""
        ...

    def name(self, number: int) -> str:
        """What a source is called where its number has to be told from others: "3", "Poe 2025"."""
        ...

    def entry(self, number: int) -> str:
        """The source as the list shows it, as HTML, without its quote, its flag and the ways back."""
        ...

    def cite(self, cluster: Cluster, parts: Sequence[Part], link: Link) -> str:
        """The citation in the text as HTML, brackets included."""
        ...


class Style(Protocol):
    """How a site cites."""

    def begin(self, pages: Sequence[tuple[Page, Words]], more: Iterable[Source] = ()) -> None:
        """All that is to be set is known, `more` for the list of all: one call a build, before all other calls."""
        ...

    def page(self, page: Page, words: Words) -> PageStyle:
        """The style for one page."""
        ...

    def entry(self, source: Source, words: Words) -> str:
        """The source as a list of all sources shows it, as HTML, where no page numbers it."""
        ...
