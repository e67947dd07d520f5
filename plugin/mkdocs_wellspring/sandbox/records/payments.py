"""Single payments, and what becomes of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from mkdocs_wellspring.sandbox.records.catalogue import Item

__all__ = [
    "DISPUTE_STATUSES",
    "REFUND_STATUSES",
    "SESSION_LASTS_S",
    "Charge",
    "Dispute",
    "DisputeStatus",
    "Donor",
    "Gift",
    "Intent",
    "Outcome",
    "Refund",
    "RefundStatus",
    "Session",
]

SESSION_LASTS_S = 24 * 60 * 60
"""How long a checkout session can be paid (Stripe's default)."""

Outcome = Literal["succeeded", "pending", "uncaptured", "failed"]
RefundStatus = Literal["succeeded", "pending", "failed", "canceled"]
DisputeStatus = Literal[
    "warning_needs_response",
    "warning_under_review",
    "warning_closed",
    "needs_response",
    "under_review",
    "won",
    "lost",
    "prevented",
]
REFUND_STATUSES: tuple[RefundStatus, ...] = get_args(RefundStatus)
DISPUTE_STATUSES: tuple[DisputeStatus, ...] = get_args(DisputeStatus)


@dataclass(frozen=True, slots=True)
class Donor:
    """What one payment says of the person who made it; all of it may be unknown."""

    name: str | None = None
    email: str | None = None
    receipt_email: str | None = None
    customer: str | None = None


@dataclass(frozen=True, slots=True)
class Gift:
    """What somebody does at the payment page: how much, when, as whom, and how it ends."""

    created: int
    amount: int
    donor: Donor
    outcome: Outcome = "succeeded"
    currency: str = "usd"
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Charge:
    """One attempt to take one gift, and how much of it was given back.

    `kept_back` is what a partial capture left untaken; `disputed` stays true whatever becomes of the dispute.
    """

    id: str
    intent: str
    gift: Gift
    refunded: int = 0
    kept_back: int = 0
    disputed: bool = False

    @property
    def created(self) -> int:
        """When it was attempted."""
        return self.gift.created

    @property
    def captured(self) -> int:
        """What was taken: nothing for a failed or a merely authorised card."""
        return self.gift.amount - self.kept_back if self.gift.outcome in ("succeeded", "pending") else 0

    @property
    def refundable(self) -> int:
        """What is left to give back."""
        return self.captured - self.refunded if self.gift.outcome == "succeeded" else 0


@dataclass(frozen=True, slots=True)
class Intent:
    """The intent to take one gift, and its latest charge."""

    id: str
    charge: str
    gift: Gift
    kept_back: int = 0

    @property
    def created(self) -> int:
        """When it was made."""
        return self.gift.created


@dataclass(frozen=True, slots=True)
class Refund:
    """Money given back for one charge, or the attempt to."""

    id: str
    created: int
    charge: str
    intent: str
    amount: int
    currency: str
    reason: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    status: RefundStatus = "succeeded"


@dataclass(frozen=True, slots=True)
class Dispute:
    """The payer's bank asks for the money of one charge; the statuses that begin with `warning` only ask."""

    id: str
    created: int
    charge: str
    intent: str
    amount: int
    currency: str
    status: DisputeStatus
    inquiry: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """One visit to a payment page, for one payment or for a subscription (`mode`).

    `amount` is None while the visitor of a link has not chosen; `outcome` is None until a payment was tried.
    """

    id: str
    created: int
    link: str | None = None
    items: tuple[Item, ...] = ()
    amount: int | None = None
    currency: str = "usd"
    email: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    intent_metadata: Mapping[str, str] = field(default_factory=dict)
    subscription_metadata: Mapping[str, str] = field(default_factory=dict)
    success_url: str | None = None
    cancel_url: str | None = None
    reference: str | None = None
    submit_type: str | None = None
    mode: Literal["payment", "subscription"] = "payment"
    trial_days: int = 0
    intent: str | None = None
    subscription: str | None = None
    invoice: str | None = None
    customer: str | None = None
    outcome: Outcome | None = None

    @property
    def expires(self) -> int:
        """From when it can no longer be paid."""
        return self.created + SESSION_LASTS_S

    @property
    def chosen(self) -> bool:
        """The visitor chooses the amount."""
        return any(item.amount is None for item in self.items)

    @property
    def purpose(self) -> Mapping[str, str]:
        """The metadata of what it makes: of the payment intent, or of the subscription."""
        return self.subscription_metadata if self.mode == "subscription" else self.intent_metadata

    def status(self, now: int) -> Literal["complete", "expired", "open"]:
        """Whether it was paid, can be paid, or can no longer be paid."""
        if self.outcome not in (None, "failed"):
            return "complete"
        return "expired" if now >= self.expires else "open"
