"""Sources as the rest of the slice knows them, wherever they were declared; every text in them is untrusted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from mkdocs_wellspring.citations.dates import Dated
from mkdocs_wellspring.messages import gettext_noop

__all__ = ["FLAGS", "NOWHERE", "OTHERS", "TYPES", "Name", "Place", "Source"]

FLAGS = (
    # Translators: what is wrong with a source, in one or two words.
    gettext_noop("irrelevant"),
    gettext_noop("retracted"),
    gettext_noop("disputed"),
    gettext_noop("paywalled"),
    gettext_noop("machine-translated"),
)
"""The flags that are shown in the page's language; an author's own flag is shown as it is written."""

TYPES = frozenset(
    {
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "bill",
        "book",
        "broadcast",
        "chapter",
        "classic",
        "collection",
        "dataset",
        "document",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "event",
        "figure",
        "graphic",
        "hearing",
        "interview",
        "legal_case",
        "legislation",
        "manuscript",
        "map",
        "motion_picture",
        "musical_score",
        "pamphlet",
        "paper-conference",
        "patent",
        "performance",
        "periodical",
        "personal_communication",
        "post",
        "post-weblog",
        "regulation",
        "report",
        "review",
        "review-book",
        "software",
        "song",
        "speech",
        "standard",
        "thesis",
        "treaty",
        "webpage",
    }
)
"""What a source may be: https://docs.citationstyles.org/en/1.0.2/specification.html#appendix-iii-types."""


# "d'Alembert" and "dell'Orto" lack a vowel at the mark, and "de' Medici" the letters before a space.
_ELIDED = re.compile(r"[^\W\daeiou]['\N{RIGHT SINGLE QUOTATION MARK}]\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """A person, or an institution, whose whole name is then `family`."""

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""

    @property
    def short(self) -> str:
        """What a citation calls them: "van Gogh"."""
        joint = "" if _ELIDED.search(self.particle) else " "
        return joint.join(filter(None, (self.particle, self.family)))

    @property
    def natural(self) -> str:
        """In the order of speech: "Vincent van Gogh"."""
        return " ".join(filter(None, (self.given, self.short, self.suffix)))

    @property
    def inverted(self) -> str:
        """As a list sorts them: "van Gogh, Vincent"."""
        return ", ".join(filter(None, (self.short, self.given, self.suffix)))


OTHERS = Name("others")
"""Those whom a list of names leaves out, as BibTeX writes them."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source is declared: the file as its author knows it, and the line from 1."""

    path: str = ""
    line: int | None = None


NOWHERE = Place()
"""That of a source which stands in no file."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One source; two are the same only if they are one object.

    Attributes:
        title: what it is called; its address where the author gave no title.
        key: the name by which `[@key]` cites it.
        type: one of `TYPES`.
        url: where it is; a scheme that is not safe to follow is refused and leaves None.
        archive: where a copy of it is kept.
        container: the journal, book or site that it is part of.
        pages: first and last, as written.
        doi: without `doi:` or an address before it.
        quote: the very words that support the claim.
        flag: one or two words of warning, one of `FLAGS` or the author's own.
        note: why, in a sentence.
        aliases: other keys by which it is cited.
        more: variables of CSL beyond these, for styles and for the download.
        place: where it is declared.
    """

    title: str
    key: str | None = None
    type: str = "document"
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    container: str | None = None
    publisher: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    edition: str | None = None
    date: Dated | None = None
    accessed: Dated | None = None
    url: str | None = None
    archive: str | None = None
    doi: str | None = None
    language: str | None = None
    quote: str | None = None
    flag: str | None = None
    note: str | None = None
    aliases: tuple[str, ...] = ()
    more: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    place: Place = field(default_factory=Place)

    @property
    def address(self) -> str | None:
        """Where a reader finds it: its address, or that of its DOI."""
        return self.url or (f"https://doi.org/{quote(self.doi, safe='/:;()')}" if self.doi else None)

    @property
    def creators(self) -> tuple[Name, ...]:
        """Who stands first in a reference: authors, else editors."""
        return self.author or self.editor

    @property
    def year(self) -> str | None:
        """The year of its date, or its date as written where that is no date."""
        return self.date.year if self.date else None

    def __bool__(self) -> bool:
        return bool(self.title)
