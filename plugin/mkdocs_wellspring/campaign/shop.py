"""The payments API as far as a campaign needs it, and what is read of its answers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from mkdocs_wellspring.addresses import is_web
from mkdocs_wellspring.errors import PaymentsMalformed
from mkdocs_wellspring.ledger.answers import fields
from mkdocs_wellspring.ledger.api.listing import Listing, Page
from mkdocs_wellspring.ledger.records import Mode

__all__ = ["Shop", "active", "every", "tag_of", "url_of"]


class Shop(Protocol):
    """The payments API, as far as this needs it."""

    mode: Mode

    def page(self, listing: Listing, *, after: str | None = None) -> Page:
        """A page of the listing, from the object after `after`."""

    def one(self, kind: str, identifier: str) -> Mapping[str, Any] | None:
        """The object of that id; None where there is none."""

    def post(
        self, kind: str, params: Mapping[str, Any], *, idempotency_key: str, identifier: str | None = None
    ) -> Mapping[str, Any]:
        """A new object; with `identifier`, that one changed."""


def every(shop: Shop, listing: Listing) -> Iterator[Mapping[str, Any]]:
    """All objects of the listing, page by page.

    Raises:
        PaymentsMalformed: a page comes twice, as it would for ever.
    """
    seen: set[str] = set()
    after = None
    while True:
        page = shop.page(listing, after=after)
        for thing in page.objects:
            if thing["id"] in seen:
                raise PaymentsMalformed(
                    "The payments API answered a page twice, so nothing more was made: "
                    "see whether WELLSPRING_STRIPE_API points at a Stripe."
                )
            seen.add(thing["id"])
            yield thing
        if not page.more:
            return
        after = str(page.objects[-1]["id"])


def active(links: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those of the links that take gifts."""
    return [link for link in links if fields.flag(link, "active")]


def tag_of(thing: Mapping[str, Any], key: str) -> str:
    """What an object's metadata says under that key; "" for nothing."""
    return fields.text(fields.mapping(thing, "metadata"), key) or ""


def url_of(link: Mapping[str, Any]) -> str:
    """The address of a payment link."""
    url = fields.text(link, "url") or ""
    if not is_web(url):
        fields.refuse("url")
    return url
