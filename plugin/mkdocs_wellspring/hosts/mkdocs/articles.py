"""The furniture of one build's articles: shaped page by page, then gathered for readers and for machines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from mkdocs_wellspring.graph import Graph
from mkdocs_wellspring.hosts.mkdocs.generated import add_page
from mkdocs_wellspring.hosts.mkdocs.scholarly import published_on, title_of
from mkdocs_wellspring.messages import gettext_noop
from mkdocs_wellspring.pagecontext import PageContext

if TYPE_CHECKING:
    from mkdocs_wellspring.article.model import Shaped

__all__ = ["Articles", "Checker", "FurnitureSettings"]

Checker = Literal["person", "organization"]
"""Who checks the claims of a site, as schema.org tells them apart."""


class FurnitureSettings(NamedTuple):
    """What a site says of its articles.

    Attributes:
        texts: what `disclaimer: true`, `method: true` and `funding: true` say, by key.
        corrections: the path of the page of all corrections; None for none.
        claim_review: who checks claims, where pages are to say so to machines; None where they are not.
        overrides: folders with templates of the site's own.
    """

    texts: Mapping[str, str]
    corrections: str | None = None
    claim_review: Checker | None = None
    overrides: Sequence[Path] = ()


@dataclass(slots=True, eq=False, repr=False)
class _Known:
    page: Page
    context: PageContext
    shaped: "Shaped | None" = None
    review: Mapping[str, Any] | None = None


class Articles:
    """What a build knows of its articles; what handles furniture is imported where a page has some."""

    def __init__(self, settings: FurnitureSettings) -> None:
        self.settings = settings
        self._pages: dict[str, _Known] = {}
        self._listed: dict[str, str] = {}

    def add_corrections(self, files: Files, config: MkDocsConfig) -> None:
        """The site has a page of all corrections, where one is wanted and its author has written none."""
        add_page(files, config, self.settings.corrections, gettext_noop("Corrections"))

    def open(self, page: Page, context: PageContext) -> None:
        """The page has no furniture, until it is shaped."""
        self._pages[page.file.src_uri] = _Known(page, context)

    def shaped(self, page: Page, shaped: "Shaped") -> None:
        """The page has this furniture."""
        self._pages[page.file.src_uri].shaped = shaped

    def review_due(self, page: Page) -> date | None:
        """By when the page was to be reviewed, where that is past."""
        shaped = self._pages[page.file.src_uri].shaped
        return shaped.article.next_review if shaped and shaped.article.overdue else None

    def since(self, page: Page) -> date | None:
        """The earliest day that the page gives for itself."""
        known = self._pages[page.file.src_uri]
        days = [published_on(known.context)]
        if known.shaped:
            article = known.shaped.article
            days += [article.published, article.checked, article.updated]
        return min(filter(None, days), default=None)

    def close(self, config: MkDocsConfig) -> None:
        """The page of all corrections lists them, and claims are ready for machines, now that all pages are known."""
        self._list_corrections()
        if self.settings.claim_review is not None:
            from mkdocs_wellspring.article.machines import claim_review  # noqa: PLC0415
            from mkdocs_wellspring.article.model import Party  # noqa: PLC0415

            publisher = Party(config.site_name, config.site_url or None, self.settings.claim_review.capitalize())
            for known in self._pages.values():
                if known.shaped:
                    article, url = known.shaped.article, known.page.canonical_url
                    known.review = claim_review(article, known.context, url=url, publisher=publisher)

    def fill(self, html: str, page: Page) -> str:
        """The page with its furniture, whose texts are as they stand in it by now."""
        known = self._pages.get(page.file.src_uri)
        if known is None or not known.shaped:
            return html
        from mkdocs_wellspring.article.held import fill  # noqa: PLC0415
        from mkdocs_wellspring.article.render import render  # noqa: PLC0415

        article, locale = known.shaped.article, known.context.locale

        def shown(place: str, texts: Mapping[str, str]) -> str:
            return render(place, article, texts, locale=locale, overrides=self.settings.overrides)

        return fill(html, known.shaped, shown)

    def listed(self, page: Page) -> str:
        """The list of all corrections for its page; "" for another. A search finds each on its own page."""
        return self._listed.get(page.file.src_uri, "")

    def describe(self, page: Page, graph: Graph) -> None:
        """The page's graph says what its furniture says."""
        known = self._pages.get(page.file.src_uri)
        if known is None or not known.shaped:
            return
        from mkdocs_wellspring.article.machines import properties  # noqa: PLC0415
        from mkdocs_wellspring.questions.wording import is_question  # noqa: PLC0415

        said = properties(known.shaped)
        graph.add(said)
        title, summary = title_of(page), said.get("abstract")
        if summary and is_question(title):
            graph.answer(title, summary)
        if known.review:
            graph.add_node(known.review)

    def _list_corrections(self) -> None:
        path = self.settings.corrections
        known = self._pages.get(path) if path else None
        if known is None:
            return
        from mkdocs_wellspring.article.corrections import corrections_of, list_corrections  # noqa: PLC0415

        found = [
            correction
            for one in self._pages.values()
            if one.shaped and not one.page.file.inclusion.is_excluded()
            for correction in corrections_of(one.shaped, title_of(one.page), one.page.url)
        ]
        self._listed[known.page.file.src_uri] = list_corrections(
            found, known.page.url, locale=known.context.locale, overrides=self.settings.overrides
        )
