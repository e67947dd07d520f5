"""What the payments API answers, read into what is kept: shapes checked, people hashed.

Shapes: the schemas of Stripe's official OpenAPI description, 2026-05-27.dahlia.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from mkdocs_wellspring.ledger import fields
from mkdocs_wellspring.ledger.people import tokens_of
from mkdocs_wellspring.ledger.records import Reason

__all__ = [
    "CAMPAIGN_KEY",
    "Dispute",
    "Held",
    "Origin",
    "Payment",
    "Refund",
    "State",
    "Subscription",
    "read_dispute",
    "read_invoice_payment",
    "read_payment",
    "read_refund",
    "read_session",
    "read_subscription",
]

CAMPAIGN_KEY = "wellspring_campaign"
"""The metadata key by which a gift says to which campaign it belongs."""


# https://docs.stripe.com/api/disputes/object: every other status leaves the money where it is.
_HARMLESS = frozenset({"won", "prevented", "warning_closed"})
_WARNINGS = frozenset({"warning_needs_response", "warning_under_review"})
_DEAD = frozenset({"failed", "canceled"})
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


class State(IntEnum):
    """What became of a charge."""

    FAILED = 0
    PENDING = 1
    UNCAPTURED = 2
    PAID = 3


_UNPAID = {"pending": State.PENDING, "failed": State.FAILED}


class Held(IntEnum):
    """What a dispute does to its charge."""

    NOTHING = 0
    OPEN = 1
    LOST = 2


@dataclass(frozen=True, slots=True)
class Payment:
    """A charge; moments are seconds since 1970, amounts minor units.

    Attributes:
        intent: the id of its payment intent; "" without one.
        refunded_minor: what the charge itself says was given back.
        campaign: what its own metadata says; "" for nothing.
        tokens: hashes of what identifies its giver, at least one.
    """

    id: str
    intent: str
    created_s: int
    amount_minor: int
    refunded_minor: int
    currency: str
    state: State
    campaign: str
    tokens: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Refund:
    """Money on its way back: `subject` is the charge, or the payment intent where the refund names no charge."""

    id: str
    subject: str
    created_s: int
    amount_minor: int
    alive: bool
    final: bool


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute of a charge."""

    id: str
    charge: str
    created_s: int
    held: Held
    final: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """Something known of a payment intent or of a subscription (`subject`) that its charge does not say."""

    subject: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription.

    Attributes:
        state: `COUNTED` while it is active; `PAST_DUE` without regard to any grace.
        period_s: when its latest period began.
        amount_minor: what a period costs; None where that varies.
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


def read_payment(charge: Mapping[str, Any], secret: bytes) -> Payment:
    """The charge as it is kept: of its giver only hashes under `secret`.

    Raises:
        PaymentsMalformed: a value has not the documented type. So do all functions here.
    """
    identifier = fields.identifier(charge, "id")
    billing = fields.mapping(charge, "billing_details") if charge.get("billing_details") is not None else {}
    return Payment(
        id=identifier,
        intent=fields.reference(charge, "payment_intent"),
        created_s=fields.moment(charge, "created"),
        amount_minor=fields.whole(charge, "amount_captured"),
        refunded_minor=fields.whole(charge, "amount_refunded"),
        currency=fields.currency(charge),
        state=_state(charge),
        campaign=_campaign(charge),
        tokens=tokens_of(
            secret,
            emails=(fields.text(billing, "email"), fields.text(charge, "receipt_email")),
            customer=fields.reference(charge, "customer"),
            otherwise=identifier,
        ),
    )


def read_refund(refund: Mapping[str, Any]) -> Refund:
    """The refund; one without a status counts as given back."""
    status = fields.text(refund, "status") or "succeeded"
    subject = fields.reference(refund, "charge") or fields.reference(refund, "payment_intent")
    return Refund(
        id=fields.identifier(refund, "id"),
        subject=subject,
        created_s=fields.moment(refund, "created"),
        amount_minor=fields.whole(refund, "amount"),
        alive=status not in _DEAD,
        final=status in _DEAD or status == "succeeded",
    )


def read_dispute(dispute: Mapping[str, Any]) -> Dispute:
    """The dispute; one of a status that is not known here is open: a count that is too low is the lesser harm."""
    status = fields.text(dispute, "status") or ""
    held = Held.OPEN
    if status == "lost":
        held = Held.LOST
    elif status in _HARMLESS or status in _WARNINGS:
        held = Held.NOTHING
    return Dispute(
        id=fields.identifier(dispute, "id"),
        charge=fields.reference(dispute, "charge"),
        created_s=fields.moment(dispute, "created"),
        held=held,
        final=status == "lost" or status in _HARMLESS,
    )


def read_invoice_payment(payment: Mapping[str, Any]) -> list[Origin]:
    """What an invoice payment, with its invoice expanded, says of its payment intent; nothing where it has none."""
    paid = fields.mapping(payment, "payment")
    subject = fields.reference(paid, "payment_intent")
    invoice = payment.get("invoice")
    if not subject or not isinstance(invoice, Mapping) or invoice.get("deleted") is True:
        return []
    return [Origin(subject, kind, value) for kind, value in _of_invoice(invoice)]


def read_session(session: Mapping[str, Any]) -> list[Origin]:
    """What a checkout session says of its payment intent or subscription; nothing where it has none yet."""
    subject = fields.reference(session, "payment_intent") or fields.reference(session, "subscription")
    if not subject:
        return []
    found = []
    if link := fields.reference(session, "payment_link"):
        found.append(Origin(subject, "link", link))
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
    if state is Reason.COUNTED and subscription.get("pause_collection") is not None:
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
        campaign=_campaign(subscription),
        tokens=tokens_of(
            secret,
            emails=(fields.text(customer, "email") if isinstance(customer, Mapping) else None,),
            customer=fields.reference(subscription, "customer"),
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
        campaign = metadata.get(CAMPAIGN_KEY) if isinstance(metadata, Mapping) else None
        if isinstance(campaign, str) and campaign:
            yield "invoice-campaign", campaign
    for line in fields.entries(invoice, "lines"):
        pricing = line.get("pricing")
        priced = pricing.get("price_details") if isinstance(pricing, Mapping) else None
        if isinstance(priced, Mapping):
            yield from _named(priced, "price", "invoice-price")
            yield from _named(priced, "product", "invoice-product")


def _of_price(price: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    yield f"{prefix}price", fields.identifier(price, "id")
    yield from _named(price, "product", f"{prefix}product")


def _named(thing: Mapping[str, Any], name: str, kind: str) -> Iterator[tuple[str, str]]:
    if value := fields.reference(thing, name):
        yield kind, value


def _period_amount(items: list[Mapping[str, Any]]) -> int | None:
    total = 0
    for item in items:
        price, quantity = fields.mapping(item, "price"), item.get("quantity")
        unit = price.get("unit_amount")
        if unit is None:
            return None
        total += fields.whole(price, "unit_amount") * (1 if quantity is None else fields.whole(item, "quantity"))
    return min(total, fields.LARGEST_MINOR)


def _state(charge: Mapping[str, Any]) -> State:
    status = fields.text(charge, "status") or ""
    if status == "succeeded":
        return State.PAID if fields.flag(charge, "captured") else State.UNCAPTURED
    return _UNPAID[status] if status in _UNPAID else fields.refuse("status")


def _campaign(thing: Mapping[str, Any]) -> str:
    campaign = fields.mapping(thing, "metadata").get(CAMPAIGN_KEY)
    if campaign is None:
        return ""
    if not isinstance(campaign, str):
        fields.refuse("metadata")
    # PostgreSQL's texts cannot hold it, and no option can name it
    return campaign.replace("\0", "")
