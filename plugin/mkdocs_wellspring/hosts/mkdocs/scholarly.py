"""What a page's front matter says of the page as a publication."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from html import unescape
from typing import TYPE_CHECKING, Any

from mkdocs.structure.pages import Page

from mkdocs_wellspring.messages import language_tag
from mkdocs_wellspring.pagecontext import PageContext

if TYPE_CHECKING:
    from mkdocs_wellspring.citations.machines import Article

__all__ = ["article_of", "published_on", "title_of"]


def title_of(page: Page) -> str:
    """The page's title as text."""
    return unescape(str(page.title or ""))


def article_of(page: Page, context: PageContext) -> "Article":
    """Title, `author:` or `authors:`, `published:` or `date:`, language and address."""
    from mkdocs_wellspring.citations.machines import Article  # noqa: PLC0415 - only where `highwire` asks for it

    meta = context.meta
    authors = tuple(_names(meta.get("authors") or meta.get("author")))
    language = language_tag(context.locale)
    return Article(title_of(page), authors, published_on(context), language, page.canonical_url)


def published_on(context: PageContext) -> date | None:
    """The day of `published:`, or of `date:`, which blogs have."""
    days = (_day(context.meta.get(key)) for key in ("published", "date"))
    return next(filter(None, days), None)


def _names(value: Any) -> Iterator[str]:
    for entry in value if isinstance(value, list) else [value]:
        name = entry.get("name") if isinstance(entry, Mapping) else entry
        if isinstance(name, str) and name.strip():
            yield " ".join(name.split())


def _day(value: Any) -> date | None:
    if isinstance(value, Mapping):  # Material's blog: date: {created: …}
        value = value.get("created")
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        with suppress(ValueError):
            return date.fromisoformat(value.strip())
    return value if isinstance(value, date) else None
