"""Furniture as an author declares it, read with care: nothing raises, and what is wrong becomes a finding."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from mkdocs_wellspring.frontmatter import kind
from mkdocs_wellspring.pagecontext import PageContext

__all__ = ["Article", "read_article"]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# What Python-Markdown marks its own placeholders with, and takes out of a page's text for that reason.
_RESERVED = str.maketrans("", "", "\x02\x03")


@dataclass(frozen=True, slots=True)
class Article:
    """What stands under a page's title; texts are Markdown, and None where there is none.

    Attributes:
        checked: the day on which its author last checked the page.
        disclaimer: what the reader should bear in mind.
        of_site: the disclaimer is the site's, so that its links start at the documentation's root.
        summary: the page in short.
    """

    checked: date | None = None
    disclaimer: str | None = None
    of_site: bool = False
    summary: str | None = None

    def __bool__(self) -> bool:
        return bool(self.checked or self.disclaimer or self.summary)


def read_article(context: PageContext, site_disclaimer: str | None) -> Article:
    """The page's furniture; what cannot be read is a finding and left out.

    `disclaimer: true` takes the site's text, a text stands for itself, false and nothing mean none.
    """
    of_site = context.meta.get("disclaimer") is True
    return Article(
        checked=_day(context, "checked"),
        disclaimer=_site_text(context, site_disclaimer) if of_site else _text(context, "disclaimer"),
        of_site=of_site,
        summary=_text(context, "summary"),
    )


def _day(context: PageContext, key: str) -> date | None:
    value = context.meta.get(key)
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    text = value.strip() if isinstance(value, str) else ""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # the thirteenth month
    shown = f"`{key}: {_printable(text)}`" if text else f"`{key}:` is {kind(value)}, which"
    context.find("article-date", f"{shown} is no day; give one such as 2026-11-12", key)
    return None


def _text(context: PageContext, key: str) -> str | None:
    value = context.meta.get(key)
    if isinstance(value, str):
        return value.translate(_RESERVED).strip() or None
    if value is not None and not (value is False and key == "disclaimer"):
        wanted = "true, false or a text" if key == "disclaimer" else "a text"
        context.find("article-text", f"`{key}:` is {kind(value)}; give {wanted}", key)
    return None


def _site_text(context: PageContext, site_disclaimer: str | None) -> str | None:
    if site_disclaimer and site_disclaimer.strip():
        return site_disclaimer.translate(_RESERVED).strip()
    message = "`disclaimer: true`, and the site has no text for it; set `article: disclaimer:` in mkdocs.yml"
    context.find("article-text", message, "disclaimer")
    return None


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text[:40])
