"""The furniture as HTML."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from markupsafe import Markup

from mkdocs_wellspring.templating import environment

__all__ = ["render_article"]


def render_article(
    checked: date | None, pieces: Mapping[str, str], *, locale: str = "en", overrides: Sequence[Path] = ()
) -> str:
    """The furniture of a page, its texts given as HTML that is already safe.

    A site overrides it as `wellspring/article.html`, which gets `checked` (a date or None), and `disclaimer` and
    `summary` (HTML or None).
    """
    template = environment(locale, tuple(overrides)).get_template("wellspring/article.html")
    html = {name: Markup(pieces[name]) if name in pieces else None for name in ("disclaimer", "summary")}  # noqa: S704
    return template.render(checked=checked, **html).strip()
