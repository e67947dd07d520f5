"""A sandbox over real HTTP, what is asked of it, and a client that may break on the way."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

import pytest
import stripe  # noqa: F401  imported once before any deadline runs

from mkdocs_wellspring.campaign import Bounds, Campaign, Made, create
from mkdocs_wellspring.ledger import stripe as client
from mkdocs_wellspring.ledger.api.listing import PAYMENT_LINKS, PRODUCTS, Listing, prices
from mkdocs_wellspring.ledger.deadline import Deadline
from mkdocs_wellspring.ledger.secret import SecretKey
from mkdocs_wellspring.ledger.stripe import StripeAPI
from mkdocs_wellspring.sandbox.seed import Scene
from mkdocs_wellspring.sandbox.server import Sandbox, bound, running

CAMPAIGN = Campaign(
    "spring",
    "Keep us independent",
    "usd",
    once=(500, 2000),
    monthly=(1000,),
    chosen=Bounds(100, 2000, 1_000_000),
    thanks="https://site.example/thanks/",
)


@dataclass
class Account:
    """A sandbox's account, and every request that came to it."""

    place: Sandbox
    asked: list[tuple[str, str, str, str | None]] = field(default_factory=list)  # method, path, parameters, idempotency

    @property
    def posts(self) -> list[tuple[str, str, str | None]]:
        return [(path, sent, key) for method, path, sent, key in self.asked if method == "post"]

    def shop(self) -> StripeAPI:
        return StripeAPI(SecretKey(self.place.key), self.place.address, Deadline(20.0), pause_s=0.001)

    def create(self, campaign: Campaign = CAMPAIGN, *, rehearse: bool = False, mark: str = "m") -> Made:
        shop = self.shop()
        try:
            return create(campaign, shop, mark=mark, rehearse=rehearse)
        finally:
            shop.close()

    def post(self, kind: str, params: dict[str, Any], identifier: str | None = None) -> Any:
        shop = self.shop()
        try:
            return shop.post(kind, params, idempotency_key=f"test-{len(self.asked)}", identifier=identifier)
        finally:
            shop.close()

    def every(self, listing: Listing) -> list[Any]:
        shop = self.shop()
        try:
            found, page = [], shop.page(listing)
            found += page.objects
            while page.more:
                page = shop.page(listing, after=found[-1]["id"])
                found += page.objects
            return found
        finally:
            shop.close()

    def counts(self) -> tuple[int, int, int]:
        """How many products, prices and payment links there are."""
        return len(self.every(PRODUCTS)), len(self.every(prices())), len(self.every(PAYMENT_LINKS))


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    fetch = client.fetch
    with ExitStack() as stack:
        account = Account(stack.enter_context(running(Scene(supporters=3, seed=7, campaign="spring"), bound(0))))

        def heard(session: Any, method: str, url: str, headers: Any, deadline: Any, *, body: str | None = None) -> Any:
            parts = urlsplit(url)
            account.asked.append((method, parts.path, body or parts.query, (headers or {}).get("Idempotency-Key")))
            return fetch(session, method, url, headers, deadline, body=body)

        monkeypatch.setattr(client, "fetch", heard)
        yield account


@pytest.fixture
def campaign() -> Callable[..., Campaign]:
    return lambda **changes: replace(CAMPAIGN, **changes)
