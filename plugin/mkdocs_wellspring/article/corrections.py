"""All corrections of a site on one page, newest first."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from mkdocs_wellspring.article.elsewhere import link_to, moved
from mkdocs_wellspring.article.model import Shaped
from mkdocs_wellspring.templating import environment

__all__ = ["Correction", "corrections_of", "list_corrections"]

_ANCHOR = "#ws-corrections"


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction of a page.

    Attributes:
        page_title: its title, as text.
        page_url: its address from the site's root.
        date: the day of the correction, where its author gives it.
        html: what was corrected, as it stands on that page.
    """

    page_title: str
    page_url: str
    date: dt.date | None
    html: str


def corrections_of(shaped: Shaped, page_title: str, page_url: str) -> Iterator[Correction]:
    """The corrections of one page, in its author's order."""
    for number, entry in enumerate(shaped.article.corrections):
        html = shaped.html.get(f"corrections-{number}", "")
        yield Correction(page_title, page_url, entry.date, html)


def list_corrections(
    corrections: Iterable[Correction], here: str, *, locale: str = "en", overrides: Sequence[Path] = ()
) -> str:
    """The corrections as HTML, newest first, those without a day last, each with a link to its page.

    A site overrides it as `wellspring/corrections.html`, which gets `corrections`, each with `date`, `title`, `href`
    and `html`; there may be none.

    Args:
        corrections: those of all pages.
        here: the address of the page on which the list is to stand, from the site's root.
        locale: the language of that page.
        overrides: folders with templates of the site's own.
    """
    shown = [
        {
            "date": one.date,
            "title": one.page_title,
            "href": link_to(one.page_url, here, _ANCHOR),
            "html": Markup(moved(one.html, one.page_url, here)),  # noqa: S704 - the page's own HTML
        }
        for one in sorted(corrections, key=_newest_first)
    ]
    template = environment(locale, tuple(overrides)).get_template("wellspring/corrections.html")
    return template.render(corrections=shown).strip()


def _newest_first(correction: Correction) -> tuple[int, str]:
    return -correction.date.toordinal() if correction.date else 0, correction.page_title.casefold()
