"""What else the payments API says of gifts: where they came from, and which subscriptions there are.

Shapes: the schemas of Stripe's official OpenAPI description, 2026-05-27.dahlia.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs_wellspring.ledger.answers import fields
from mkdocs_wellspring.ledger.answers.charges import campaign_of
from mkdocs_wellspring.ledger.people import tokens_of
from mkdocs_wellspring.ledger.records import Reason

__all__ = ["Origin", "Subscription", "read_invoice_payment", "read_session", "read_subscription"]

_SUBSCRIPTIONS = {
    "canceled": Reason.ENDED,
    "incomplete_expired": Reason.ENDED,
    "incomplete": Reason.INCOMPLETE,
    "unpaid": Reason.UNPAID,
    "trialing": Reason.TRIAL,
    "paused": Reason.PAUSED,
    "past_due": Reason.PAST_DUE,
    "active": Reason.COUNTED,
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Something known of a payment that its charge does not say, or of a subscription.

    `subject` is the payment intent, of a charge that has none the charge itself, or the subscription.
    """

    subject: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription.

    Attributes:
        state: `COUNTED` while it is active; `PAST_DUE` without regard to any grace.
        period_s: when its latest period began.
        amount_minor: what a period costs, discounts not looked at; None where that varies.
    """

    id: str
    created_s: int
    state: Reason
    period_s: int
    amount_minor: int | None
    currency: str
    campaign: str
    tokens: tuple[bytes, ...]
    origins: tuple[Origin, ...]


def read_invoice_payment(payment: Mapping[str, Any]) -> list[Origin]:
    """What an invoice payment, with its invoice expanded, says of its payment intent; nothing where it has none.

    It names a charge in place of the payment intent where the charge has none.
    """
    paid = fields.mapping(payment, "payment")
    subject = fields.reference(paid, "payment_intent") or fields.reference(paid, "charge")
    invoice = payment.get("invoice")
    if not subject or not isinstance(invoice, Mapping) or invoice.get("deleted") is True:
        return []
    return [Origin(subject, kind, value) for kind, value in _of_invoice(invoice)]


def read_session(session: Mapping[str, Any]) -> list[Origin]:
    """What a checkout session says of its payment intent or subscription; nothing where it has none yet."""
    if session.get("status") != "complete":  # a webhook may name one that is open
        return []
    intent, subscription = (fields.reference(session, name) for name in ("payment_intent", "subscription"))
    subject = intent or subscription
    if not subject:
        return []
    found = []
    if link := fields.reference(session, "payment_link"):
        found.append(Origin(subject, "link" if intent else "subscription-link", link))
    for item in fields.entries(session, "line_items"):
        price = item.get("price")
        if isinstance(price, Mapping):
            found += [Origin(subject, kind, value) for kind, value in _of_price(price, "")]
    return found


def read_subscription(subscription: Mapping[str, Any], secret: bytes) -> Subscription:
    """The subscription, with its customer expanded, as it is kept."""
    identifier = fields.identifier(subscription, "id")
    state = _SUBSCRIPTIONS.get(fields.text(subscription, "status") or "")
    if state is None:
        fields.refuse("status")
    if state in {Reason.COUNTED, Reason.PAST_DUE} and subscription.get("pause_collection") is not None:
        state = Reason.PAUSED
    items = list(fields.entries(subscription, "items"))
    customer = subscription.get("customer")
    return Subscription(
        id=identifier,
        created_s=fields.moment(subscription, "created"),
        state=state,
        period_s=max((fields.moment(item, "current_period_start") for item in items), default=0),
        amount_minor=_period_amount(items),
        currency=fields.currency(subscription),
        campaign=campaign_of(fields.mapping(subscription, "metadata")),
        tokens=tokens_of(
            secret,
            "subscription",
            emails=(fields.text(customer, "email") if isinstance(customer, Mapping) else None,),
            customer=fields.customer(subscription),
            otherwise=identifier,
        ),
        origins=tuple(
            Origin(identifier, kind, value)
            for item in items
            for kind, value in _of_price(fields.mapping(item, "price"), "item-")
        ),
    )


def _of_invoice(invoice: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    parent = invoice.get("parent")
    details = parent.get("subscription_details") if isinstance(parent, Mapping) else None
    if isinstance(details, Mapping):
        if subscription := fields.reference(details, "subscription"):
            yield "subscription", subscription
        metadata = details.get("metadata")
        if isinstance(metadata, Mapping) and (campaign := campaign_of(metadata)):
            yield "invoice-campaign", campaign
    for line in fields.entries(invoice, "lines"):
        pricing = line.get("pricing")
        priced = pricing.get("price_details") if isinstance(pricing, Mapping) else None
        if isinstance(priced, Mapping):
            yield from _named(priced, "price", "invoice-price")
            yield from _named(priced, "product", "invoice-product")


def _of_price(price: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    yield from _named(price, "id", f"{prefix}price")
    yield from _named(price, "product", f"{prefix}product")


def _named(thing: Mapping[str, Any], name: str, kind: str) -> Iterator[tuple[str, str]]:
    if value := fields.name(thing, name):
        yield kind, value


def _period_amount(items: list[Mapping[str, Any]]) -> int | None:
    total = 0
    for item in items:
        price, quantity = fields.mapping(item, "price"), item.get("quantity")
        if price.get("unit_amount") is None or _is_metered(price):
            return None
        total += fields.whole(price, "unit_amount") * (1 if quantity is None else fields.whole(item, "quantity"))
    return min(total, fields.LARGEST_MINOR)


def _is_metered(price: Mapping[str, Any]) -> bool:
    recurring = price.get("recurring")
    return isinstance(recurring, Mapping) and recurring.get("usage_type") == "metered"
