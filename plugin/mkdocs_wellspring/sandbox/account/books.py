"""What the account holds, and who hears of a change."""

import random
from collections.abc import Callable, Mapping
from typing import Any

from mkdocs_wellspring.sandbox.collection import Collection
from mkdocs_wellspring.sandbox.records import (
    Charge,
    Customer,
    Dispute,
    Endpoint,
    Event,
    Intent,
    Invoice,
    InvoicePayment,
    Item,
    PaymentLink,
    Price,
    Product,
    Refund,
    Session,
    Subscription,
)

__all__ = ["Books"]


class Books:
    """The collections, one a kind of thing.

    Args:
        seed: decides the ids.
        events_since: what happened before is not listed as an event (a long history would hold each thing twice).
    """

    def __init__(self, seed: int, events_since: int = 0) -> None:
        self.charges: Collection[Charge] = Collection()
        self.intents: Collection[Intent] = Collection()
        self.refunds: Collection[Refund] = Collection()
        self.disputes: Collection[Dispute] = Collection()
        self.customers: Collection[Customer] = Collection()
        self.subscriptions: Collection[Subscription] = Collection()
        self.invoices: Collection[Invoice] = Collection()
        self.invoice_payments: Collection[InvoicePayment] = Collection()
        self.products: Collection[Product] = Collection()
        self.prices: Collection[Price] = Collection()
        self.links: Collection[PaymentLink] = Collection()
        self.sessions: Collection[Session] = Collection()
        self.events: Collection[Event] = Collection()
        self.endpoints: Collection[Endpoint] = Collection()
        self._chance = random.Random(f"ids {seed}")  # noqa: S311 (names for pretend records, no secrets)
        self._event_chance = random.Random(f"events {seed}")  # noqa: S311
        self._events_since = events_since
        self._listeners: list[Callable[[Event], None]] = []
        self.id = f"acct_{random.Random(f'account {seed}').getrandbits(64):016x}"  # noqa: S311

    def new_id(self, prefix: str) -> str:
        """A name that nothing in this account has yet: `ch_` and 24 hexadecimal digits."""
        return _drawn(self._chance, prefix)

    def listen(self, listener: Callable[[Event], None]) -> None:
        """`listener` is called with each event from now on, before the answer to what caused it: it must not wait."""
        self._listeners.append(listener)

    def note(self, type_: str, subject: Any, created: int) -> None:
        """It is listed among the events that this has happened to `subject`, and whoever listens knows."""
        if created < self._events_since:
            return
        event = Event(_drawn(self._event_chance, "evt_"), created, type_, subject)
        self.events.put(event)
        for listener in self._listeners:
            listener(event)

    def add_product(self, name: str, created: int, id_: str | None = None, **more: Any) -> Product:
        """There is a product; `more` are further fields of its record."""
        product = Product(id_ or self.new_id("prod_"), created, name, **more)
        self.products.put(product)
        return product

    def add_price(self, product: str, created: int, **more: Any) -> Price:
        """There is a price of that product; `more` are further fields of its record."""
        price = Price(self.new_id("price_"), created, product, **more)
        self.prices.put(price)
        return price

    def open_link(
        self,
        metadata: Mapping[str, str],
        created: int,
        items: tuple[Item, ...] = (),
        **more: Any,
    ) -> PaymentLink:
        """There is a payment link whose sessions carry `metadata`; `more` are further fields of its record."""
        link = PaymentLink(self.new_id("plink_"), created, dict(metadata), items, **more)
        self.links.put(link)
        return link

    def add_customer(
        self,
        created: int,
        email: str | None = None,
        name: str | None = None,
        metadata: Mapping[str, str] | None = None,
        id_: str | None = None,
    ) -> Customer:
        """The account knows somebody."""
        customer = Customer(id_ or self.new_id("cus_"), created, email, name, dict(metadata or {}))
        self.customers.put(customer)
        self.note("customer.created", customer, created)
        return customer


def _drawn(chance: random.Random, prefix: str) -> str:
    return f"{prefix}{chance.getrandbits(96):024x}"
