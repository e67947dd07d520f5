"""Furniture as records: what stands under a page's title, and what stands at its end."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

__all__ = ["NOTHING", "Article", "Claim", "Entry", "Party", "Shaped", "Verdict"]


@dataclass(frozen=True, slots=True)
class Party:
    """A person or an institution.

    Attributes:
        name: as the author writes it.
        url: a page about it, https or http.
        type: `Person` or `Organization`; None where the author does not say.
    """

    name: str
    url: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody claims.

    Attributes:
        text: the claim, plain text.
        author: who claims it.
        date: the day on which it was claimed.
        url: where it appeared, https or http.
    """

    text: str
    author: Party | None = None
    date: dt.date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the page finds of its claim, in words; `rating` is given with `best` and `worst` or not at all."""

    text: str
    rating: float | None = None
    best: float | None = None
    worst: float | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A change or a correction: its day, where that is known, and what it was, as Markdown."""

    text: str
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """The furniture of one page; texts are Markdown, and None where there is none.

    Attributes:
        claim: what the page checks.
        verdict: what it finds.
        checked: the day on which its author last checked the page.
        next_review: the day by which it is to be checked again.
        overdue: that day is past.
        published: the day on which it was published.
        updated: the day of its last substantial change.
        reviewed_by: who has reviewed it.
        disclaimer: what the reader should bear in mind.
        summary: the page in short.
        method: how its claims were checked.
        funding: who pays for it.
        changes: what has changed, in the author's order.
        corrections: what was wrong, in the author's order.
        of_site: the texts that are the site's, so that their links start at the documentation's root.
    """

    claim: Claim | None = None
    verdict: Verdict | None = None
    checked: dt.date | None = None
    next_review: dt.date | None = None
    overdue: bool = False
    published: dt.date | None = None
    updated: dt.date | None = None
    reviewed_by: tuple[Party, ...] = ()
    disclaimer: str | None = None
    summary: str | None = None
    method: str | None = None
    funding: str | None = None
    changes: tuple[Entry, ...] = ()
    corrections: tuple[Entry, ...] = ()
    of_site: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self is not NOTHING

    @property
    def is_empty(self) -> bool:
        """Nothing of it has anything to say."""
        return not any(getattr(self, name) for name in _FIELDS)

    @property
    def has_head(self) -> bool:
        """There is something to be said under the title."""
        return any(getattr(self, name) for name in _FIELDS if name not in {"method", "funding", "changes", "of_site"})

    @property
    def head(self) -> dict[str, str]:
        """The texts under the title, by name."""
        return {name: text for name in ("disclaimer", "summary") if (text := getattr(self, name))}

    @property
    def end(self) -> dict[str, str]:
        """The texts at the end, by name: `method`, `funding`, `changes-0`, `corrections-0` and so on."""
        whole = {name: text for name in ("method", "funding") if (text := getattr(self, name))}
        return whole | dict(_numbered("changes", self.changes)) | dict(_numbered("corrections", self.corrections))


_FIELDS = tuple(field.name for field in fields(Article))

NOTHING = Article()
"""The furniture of a page that has none."""


@dataclass(frozen=True, slots=True)
class Shaped:
    """The furniture of a page whose Markdown is HTML now.

    Attributes:
        article: what it is.
        html: each of its texts by its name in `Article.head` and `Article.end`. Citations in them may still be the
            placeholders that the citations leave for a host to fill.
    """

    article: Article
    html: Mapping[str, str]


def _numbered(name: str, entries: tuple[Entry, ...]) -> Iterator[tuple[str, str]]:
    for number, entry in enumerate(entries):
        yield f"{name}-{number}", entry.text
