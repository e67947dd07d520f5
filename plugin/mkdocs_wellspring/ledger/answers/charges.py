"""What the payments API answers, read into what is kept: shapes checked, people hashed.

Shapes: the schemas of Stripe's official OpenAPI description, 2026-05-27.dahlia.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from mkdocs_wellspring.ledger.answers import fields
from mkdocs_wellspring.ledger.people import tokens_of

__all__ = [
    "CAMPAIGN_KEY",
    "Dispute",
    "Held",
    "Payment",
    "Refund",
    "State",
    "campaign_of",
    "read_dispute",
    "read_payment",
    "read_refund",
]

CAMPAIGN_KEY = "wellspring_campaign"
"""The metadata key by which a gift says to which campaign it belongs."""


# https://docs.stripe.com/api/disputes/object: every other status leaves the money where it is.
_HARMLESS = frozenset({"won", "prevented", "warning_closed"})
_WARNINGS = frozenset({"warning_needs_response", "warning_under_review"})
_LONGEST_CAMPAIGN = 500  # of metadata: https://docs.stripe.com/metadata
_DEAD = frozenset({"failed", "canceled"})


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
        final: nothing more will become of it, but for refunds and disputes.
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
    final: bool
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
        refunded_minor=_refunded(charge),
        currency=fields.currency(charge),
        state=_state(charge),
        final=_is_final(charge),
        campaign=campaign_of(fields.mapping(charge, "metadata")),
        tokens=tokens_of(
            secret,
            "charge",
            emails=(fields.text(billing, "email"), fields.text(charge, "receipt_email")),
            customer=fields.customer(charge),
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


def _is_final(charge: Mapping[str, Any]) -> bool:
    """It waits neither for a bank nor for somebody to take what is reserved; what lapsed is said to be refunded."""
    state = _state(charge)
    if state is State.UNCAPTURED:
        return fields.whole(charge, "amount_refunded") >= fields.whole(charge, "amount")
    return state is not State.PENDING


def _refunded(charge: Mapping[str, Any]) -> int:
    """What was given back of what was taken: a rest that was never taken may be said to be refunded too."""
    never_taken = fields.whole(charge, "amount") - fields.whole(charge, "amount_captured")
    return max(0, fields.whole(charge, "amount_refunded") - max(0, never_taken))


def _state(charge: Mapping[str, Any]) -> State:
    status = fields.text(charge, "status") or ""
    if status == "succeeded":
        return State.PAID if fields.flag(charge, "captured") else State.UNCAPTURED
    return _UNPAID[status] if status in _UNPAID else fields.refuse("status")


def campaign_of(metadata: Mapping[str, Any]) -> str:
    """The campaign that metadata name; "" for none, or one that no option can name."""
    campaign = fields.text(metadata, CAMPAIGN_KEY) or ""
    return campaign if campaign.isprintable() and len(campaign) <= _LONGEST_CAMPAIGN else ""
