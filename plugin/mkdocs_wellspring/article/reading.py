"""Furniture as an author declares it, read with care: nothing raises, and what is wrong becomes a finding."""

from collections.abc import Mapping
from dataclasses import replace

from mkdocs_wellspring.article.claims import read_claim, read_parties, read_verdict
from mkdocs_wellspring.article.days import settle_days
from mkdocs_wellspring.article.given import Given
from mkdocs_wellspring.article.keys import KEYS, OF_SITE
from mkdocs_wellspring.article.model import NOTHING, Article, Entry
from mkdocs_wellspring.frontmatter import kind
from mkdocs_wellspring.pagecontext import PageContext

__all__ = ["read_article"]

_ENTRY = "`{date: 2026-11-12, text: …}`"


def read_article(context: PageContext, site: Mapping[str, str | None]) -> Article:
    """The page's furniture; what cannot be read is a finding and left out. A text within a page has none.

    Args:
        context: the page.
        site: the site's texts, by the names in `OF_SITE`.
    """
    meta = context.meta
    if context.nested or KEYS.isdisjoint(meta):
        return NOTHING

    def given(key: str) -> Given:
        return Given(context, (key,), meta.get(key))

    article = Article(
        claim=read_claim(given("claim")),
        verdict=read_verdict(given("verdict")),
        checked=given("checked").past_day(),
        reviewed_by=read_parties(given("reviewed_by")),
        # `published: false` is another tool's: it says whether a page is shown, and not since when.
        published=None if isinstance(meta.get("published"), bool) else given("published").past_day(),
        updated=given("updated").past_day(),
        next_review=given("next_review").day(),
        disclaimer=_text_or_site(given("disclaimer"), site),
        summary=given("summary").text(),
        method=_text_or_site(given("method"), site),
        funding=_text_or_site(given("funding"), site),
        changes=_entries(given("changes"), dated=False),
        corrections=_entries(given("corrections"), dated=True),
    )
    if article.is_empty:
        return NOTHING
    of_site = frozenset(name for name in OF_SITE if meta.get(name) is True and getattr(article, name))
    return settle_days(replace(article, of_site=of_site) if of_site else article, context)


def _text_or_site(given: Given, site: Mapping[str, str | None]) -> str | None:
    """`true` takes the site's text, a text stands for itself, false and nothing mean none."""
    if given.value is False:
        return None
    if given.value is not True:
        return given.text("true, false or a text")
    key = str(given.where[0])
    text = replace(given, value=site.get(key)).text()
    if text is None:
        message = f"`{key}: true`, and the site has no text for it; set `article: {key}:` in mkdocs.yml"
        given.find("article-text", message)
    return text


def _entries(given: Given, *, dated: bool) -> tuple[Entry, ...]:
    """A text, a mapping, or a list of these; a correction without a day is a finding."""
    return tuple(entry for item in given.items if (entry := _entry(item, dated=dated)))


def _entry(given: Given, *, dated: bool) -> Entry | None:
    wanted = _ENTRY if dated else f"a text or {_ENTRY}"
    day = None
    if isinstance(given.value, str):
        text, undated = given.text(), True
        if text is None:
            given.find("article-text", f"{given.name} is {kind(given.value)}; give {wanted}")
    elif given.has_keys(("date", "text"), wanted):
        text, undated = given.needed("text", "say what it was"), given.at("date").value is None
        day = given.at("date").past_day()
    else:
        return None
    if text and dated and undated:
        given.find("article-date", f"{given.name} has no `date:`; give the day of the correction, as in {_ENTRY}")
    return Entry(text, day) if text else None
