"""Furniture as an author gives it in front matter; what cannot be read is a finding, and is left out."""

from dataclasses import dataclass
from datetime import date, datetime

from mkdocs_wellspring import frontmatter
from mkdocs_wellspring.findings import Finding
from mkdocs_wellspring.pagecontext import PageContext

__all__ = ["Furniture", "read_furniture"]


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands under the title.

    Attributes:
        checked: the day on which the article was checked.
        summary: Markdown; None where there is none.
        disclaimer: Markdown; None where there is none.
        site_disclaimer: the disclaimer is the site's, so its links lead from the documentation's root.
    """

    checked: date | None = None
    summary: str | None = None
    disclaimer: str | None = None
    site_disclaimer: bool = False

    def __bool__(self) -> bool:
        return bool(self.checked or self.summary or self.disclaimer)


def read_furniture(context: PageContext, site_text: str | None) -> Furniture:
    """The page's furniture; `site_text` is what `disclaimer: true` says."""
    disclaimer = context.meta.get("disclaimer")
    is_site = disclaimer is True
    if is_site and not site_text:
        message = "`disclaimer: true`, and the site has no text for it; set `article: disclaimer:` in mkdocs.yml"
        _find(context, "article-text", "disclaimer", message)
    text = site_text if is_site else None if disclaimer is False else _text(context, "disclaimer")
    return Furniture(_day(context, "checked"), _text(context, "summary"), text or None, is_site)


def _day(context: PageContext, key: str) -> date | None:
    value = context.meta.get(key)
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value.strip()) if isinstance(value, str) else _no_day(context, key, value)
    except ValueError:
        return _no_day(context, key, value)


def _no_day(context: PageContext, key: str, value: object) -> None:
    _find(context, "article-date", key, f"`{key}: {str(value)[:40]}` is no day; write it as 2026-11-12")


def _text(context: PageContext, key: str) -> str | None:
    value = context.meta.get(key)
    if value is None or isinstance(value, str):
        return (value or "").strip() or None
    _find(context, "article-text", key, f"`{key}:` is no text; write it in quotation marks, or as a block after `|`")
    return None


def _find(context: PageContext, code: str, key: str, message: str) -> None:
    read = frontmatter.read(context.text or "")
    line = read.line(key) or read.line("wellspring", key)
    context.report(Finding(context.path, line, code, message))
