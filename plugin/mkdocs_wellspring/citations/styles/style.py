"""What a style has to say, whichever it is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from jinja2 import Environment
from markupsafe import Markup

from mkdocs_wellspring.citations.model import Source
from mkdocs_wellspring.citations.page import Page
from mkdocs_wellspring.citations.syntax import Cluster, Item
from mkdocs_wellspring.messages import Messages, messages_for
from mkdocs_wellspring.templating import environment

__all__ = ["PageStyle", "Part", "Style", "Words"]


@dataclass(frozen=True)
class Words:
    """The language of a page, and whose templates say it.

    Attributes:
        locale: the language, as Babel names it.
        overrides: folders with templates of the site's own, which come before ours.
    """

    locale: str = "en"
    overrides: tuple[Path, ...] = ()

    @cached_property
    def env(self) -> Environment:
        """The templates in this language."""
        return environment(self.locale, self.overrides)

    @cached_property
    def messages(self) -> Messages:
        """The sentences, numerals and dates of this language."""
        return messages_for(self.locale)


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a citation, ready for its place.

    Attributes:
        item: what was written.
        numbers: what it names on this page; empty where that is unknown.
        prefix: its prefix as HTML.
        suffix: its suffix as HTML.
        link: makes a text a link to the source of a number; the text alone where it may not be one.
    """

    item: Item
    numbers: Sequence[int]
    prefix: Markup
    suffix: Markup
    link: Callable[[int, str | Markup], Markup] = field(repr=False)


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

    def entry(self, number: int) -> Markup:
        """The source as the list shows it, without its quote, its flag and the ways back."""
        ...

    def cite(self, cluster: Cluster, parts: Sequence[Part]) -> Markup:
        """The citation in the text, brackets included."""
        ...


class Style(Protocol):
    """How a site cites."""

    def begin(self, pages: Sequence[tuple[Page, Words]], more: Iterable[Source] = ()) -> None:
        """All that is to be set is known, `more` for the list of all: one call a build, before all other calls."""
        ...

    def page(self, page: Page, words: Words) -> PageStyle:
        """The style for one page."""
        ...

    def entry(self, source: Source, words: Words) -> Markup:
        """The source as a list of all sources shows it, where no page numbers it."""
        ...
