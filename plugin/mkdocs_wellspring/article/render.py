"""The furniture as HTML, of two templates that a site overrides."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from mkdocs_wellspring.article.keys import OF_SITE
from mkdocs_wellspring.article.model import Article, Entry, Party
from mkdocs_wellspring.article.tree import HEAD
from mkdocs_wellspring.messages import Messages, messages_for
from mkdocs_wellspring.templating import environment

__all__ = ["render"]

_AS_THEY_ARE = ("claim", "verdict", "checked", "published", "updated", "next_review", "overdue")


def render(
    place: str, article: Article, texts: Mapping[str, str], *, locale: str = "en", overrides: Sequence[Path] = ()
) -> str:
    """The furniture of a place, under the title or at the end, with a line end behind it."""
    whole = _head if place == HEAD else _end
    return whole(article, texts, locale, overrides) + "\n"


def _head(article: Article, texts: Mapping[str, str], locale: str, overrides: Sequence[Path]) -> str:
    """What stands under the title, its texts given as HTML that is already safe.

    A site overrides it as `wellspring/article.html`; docs/article.md lists what that gets.
    """
    known = {name: getattr(article, name) for name in _AS_THEY_ARE}
    return _render(
        "article.html",
        locale,
        overrides,
        **known,
        reviewers=article.reviewed_by,
        reviewed_by=_in_a_row(article.reviewed_by, messages_for(locale, tuple(overrides))),
        corrected=max((entry.date for entry in article.corrections if entry.date), default=None),
        has_changes=bool(article.changes),
        has_corrections=bool(article.corrections),
        **{name: _html(texts, name) for name in ("disclaimer", "summary")},
    )


def _end(article: Article, texts: Mapping[str, str], locale: str, overrides: Sequence[Path]) -> str:
    """What stands at the end of the page, in the same way; a site overrides it as `wellspring/article-end.html`."""
    return _render(
        "article-end.html",
        locale,
        overrides,
        of_site=sorted(article.of_site),
        changes=_newest_first("changes", article.changes, texts),
        corrections=_newest_first("corrections", article.corrections, texts),
        **{name: _html(texts, name) for name in OF_SITE[1:]},
    )


def _render(name: str, locale: str, overrides: Sequence[Path], **variables: Any) -> str:
    template = environment(locale, tuple(overrides)).get_template(f"wellspring/{name}")
    return template.render(**variables).strip()


def _html(texts: Mapping[str, str], name: str) -> Markup | None:
    return Markup(texts[name]) if name in texts else None  # noqa: S704 - the page's own HTML


def _newest_first(name: str, entries: Sequence[Entry], texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each with its day and its HTML; those without a day stand last."""
    numbered = sorted(enumerate(entries), key=lambda one: one[1].date.toordinal() if one[1].date else 0, reverse=True)
    return [{"date": entry.date, "html": _html(texts, f"{name}-{number}")} for number, entry in numbered]


def _in_a_row(parties: Sequence[Party], messages: Messages) -> Markup | None:
    """The names in a row, as the language puts them: "Ada Poe and Sam Lee"."""
    if not parties:
        return None
    names = [_name(party) for party in parties]
    return Markup(names[0] if len(names) == 1 else messages.listed(names))  # noqa: S704 - escaped below


def _name(party: Party) -> str:
    name = f"<bdi>{escape(party.name)}</bdi>"
    return f'<a href="{escape(party.url)}">{name}</a>' if party.url else name
