"""What machines may read of an article, as schema.org names it; nothing is said that its author has not given."""

from collections.abc import Iterator
from typing import Any

from mkdocs_wellspring.article.model import Article, Claim, Entry, Party, Shaped, Verdict
from mkdocs_wellspring.article.plain import plain
from mkdocs_wellspring.pagecontext import PageContext

__all__ = ["claim_review", "properties"]

Node = dict[str, Any]


def properties(shaped: Shaped) -> Node:
    """The properties of the page's own node, a `WebPage`: https://schema.org/WebPage; those that it has."""
    article = shaped.article
    return _given(
        {
            "abstract": plain(shaped.html.get("summary", "")),
            "datePublished": _day(article.published),
            "dateModified": _day(article.updated),
            "lastReviewed": _day(article.checked),
            "reviewedBy": _one_or_all([_who(party) for party in article.reviewed_by]),
            "correction": [
                _correction(entry, shaped.html.get(f"corrections-{number}", ""))
                for number, entry in enumerate(article.corrections)
            ],
        }
    )


def claim_review(article: Article, context: PageContext, *, url: str | None, publisher: Party) -> Node | None:
    """The `ClaimReview` of a page that has a claim or a verdict; None for another, and where something is missing.

    What is missing is a finding. The fields are those of https://schema.org/ClaimReview; Google requires claimReviewed,
    url, and reviewRating with alternateName, and recommends the others (2026-11):
    https://developers.google.com/search/docs/appearance/structured-data/factcheck.

    Args:
        article: the page's furniture.
        context: the page, which takes findings.
        url: its address; None where the site does not say where it will stand.
        publisher: who has checked the claim.
    """
    claim, verdict = article.claim, article.verdict
    if claim is None and verdict is None:
        return None
    for lacks, key in _missing(claim, verdict, url):
        context.find("article-claim", f"a claim review needs {lacks}", key)
    if claim is None or verdict is None or not url:
        return None
    return _given(
        {
            "@type": "ClaimReview",
            "@id": f"{url}#claimreview",
            "url": url,
            "claimReviewed": claim.text,
            "itemReviewed": _claim(claim),
            "reviewRating": _rating(verdict),
            "author": _who(publisher),
            "datePublished": _day(article.published),
            "dateModified": _day(article.updated),
        }
    )


def _missing(claim: Claim | None, verdict: Verdict | None, url: str | None) -> Iterator[tuple[str, str]]:
    if claim is None:
        yield "`claim:` beside the verdict; give what is claimed", "verdict"
    if verdict is None:
        yield "`verdict:` beside the claim; give it in words", "claim"
    if not url:
        yield "the page's address; set `site_url:` in mkdocs.yml", "verdict" if claim is None else "claim"


def _claim(claim: Claim) -> Node | None:
    """https://schema.org/Claim, where more is known of it than its words."""
    node = _given(
        {
            "author": _who(claim.author, "sameAs") if claim.author else None,
            "datePublished": _day(claim.date),
            "appearance": {"@type": "CreativeWork", "url": claim.url} if claim.url else None,
        }
    )
    return {"@type": "Claim", **node} if node else None


def _rating(verdict: Verdict) -> Node:
    """https://schema.org/Rating; its numbers may be 0."""
    node = {
        "@type": "Rating",
        "alternateName": verdict.text,
        "ratingValue": verdict.rating,
        "bestRating": verdict.best,
        "worstRating": verdict.worst,
    }
    return {name: value for name, value in node.items() if value is not None}


def _correction(entry: Entry, html: str) -> Node:
    """https://schema.org/CorrectionComment."""
    return _given({"@type": "CorrectionComment", "datePublished": _day(entry.date), "text": plain(html)})


def _who(party: Party, link: str = "url") -> Node | str:
    """A person or an organization where the author says which; else a name, which may be either's, or a thing."""
    if party.type is None and party.url is None:
        return party.name
    return _given({"@type": party.type or "Thing", "name": party.name, link: party.url})


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _given(node: Node) -> Node:
    return {name: value for name, value in node.items() if value}
