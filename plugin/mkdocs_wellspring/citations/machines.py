"""What machines may read of a page's sources: schema.org's `citation`, and the tags of scholarly search engines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from markupsafe import Markup

from mkdocs_wellspring.citations.model import OTHERS, Name, Source
from mkdocs_wellspring.citations.page import Page
from mkdocs_wellspring.graph import to_json

__all__ = ["Article", "Nodes", "highwire_tags"]

# The kinds of work that schema.org tells apart: https://schema.org/CreativeWork. All others are no more than that.
_TYPES = {
    "article": "Article",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "bill": "Legislation",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "legislation": "Legislation",
    "map": "Map",
    "paper-conference": "ScholarlyArticle",
    "post": "SocialMediaPosting",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "review": "Review",
    "software": "SoftwareApplication",
    "speech": "CreativeWork",
    "thesis": "Thesis",
    "webpage": "WebPage",
}


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says of itself in front matter, as far as it does.

    Attributes:
        title: its title.
        authors: who wrote it.
        published: the day on which it was published.
        language: a tag of BCP 47.
        url: where it stands.
    """

    title: str
    authors: Sequence[str] = ()
    published: date | None = None
    language: str | None = None
    url: str | None = None


@dataclass(slots=True)
class Nodes:
    """Writes the sources of pages as nodes of schema.org, each source once; nothing in them is guessed."""

    _written: dict[Source, str] = field(default_factory=dict)

    def of(self, page: Page) -> Iterator[str]:
        """One node for each source of the page, by number, as JSON."""
        for source in page.sources:
            if source:
                if source not in self._written:
                    self._written[source] = to_json(_node(source))
                yield self._written[source]


def highwire_tags(article: Article, sources: Iterable[Source]) -> str:
    """The `citation_*` tags for a page's head: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing.

    A search engine asks for a title, an author and a date; what the page does not say is not there.
    """
    return "".join(
        Markup('<meta name="{}" content="{}">\n').format(name, content) for name, content in _tags(article, sources)
    )


def _node(source: Source) -> dict[str, Any]:
    node = {
        "@type": _TYPES.get(source.type, "CreativeWork"),
        "@id": source.address,
        "name": source.title,
        "author": [_who(name) for name in _named(source.author)],
        "editor": [_who(name) for name in _named(source.editor)],
        "datePublished": source.date.machine if source.date else None,
        "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else None,
        "isPartOf": {"@type": "CreativeWork", "name": source.container} if source.container else None,
        "pagination": source.pages,
        "url": source.address,
        "archivedAt": source.archive,
        "inLanguage": source.language,
        "creativeWorkStatus": "retracted" if source.flag == "retracted" else None,
    }
    return {name: value for name, value in node.items() if value}


def _named(names: Sequence[Name]) -> list[Name]:
    return [name for name in names if name != OTHERS]


def _who(name: Name) -> dict[str, str] | str:
    """A person, where the name has the parts of one; a name that stands whole may be an institution's."""
    if not name.given:
        return name.natural
    return {"@type": "Person", "name": name.natural, "familyName": name.short, "givenName": name.given}


def _tags(article: Article, sources: Iterable[Source]) -> Iterator[tuple[str, str]]:
    yield "citation_title", article.title
    yield from (("citation_author", author) for author in article.authors)
    if article.published:
        yield "citation_publication_date", article.published.strftime("%Y/%m/%d")
    if article.language:
        yield "citation_language", article.language
    if article.url:
        yield "citation_fulltext_html_url", article.url
    yield from (("citation_reference", "; ".join(_reference(source))) for source in sources if source)


def _reference(source: Source) -> Iterator[str]:
    fields: list[tuple[str, str | None]] = [("title", source.title)]
    fields += [("author", name.natural) for name in _named(source.author)]
    machine = source.date.machine if source.date else None
    fields += [
        ("journal_title", source.container),
        ("publisher", source.publisher),
        ("volume", source.volume),
        ("issue", source.issue),
        ("publication_date", machine.replace("-", "/") if machine else None),
        ("doi", source.doi),
    ]
    for name, value in fields:
        if value:
            yield f"citation_{name}={value.replace(';', ',')}"
