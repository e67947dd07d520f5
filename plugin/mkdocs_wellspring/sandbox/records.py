"""What the pretend account holds: frozen records, apart from the shapes in which Stripe shows them.

Amounts are in the currency's minor unit; moments are whole seconds since 1970 (UTC), as Stripe gives them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "CAMPAIGN_KEY",
    "SANDBOX_KEY",
    "SESSION_LASTS_S",
    "Charge",
    "Donor",
    "Gift",
    "Intent",
    "Outcome",
    "PaymentLink",
    "Refund",
    "Session",
]

CAMPAIGN_KEY = "wellspring_campaign"
"""The metadata key by which a gift belongs to a campaign."""

SANDBOX_KEY = "rk_test_sandbox"
"""The key that the command hands out; every other test key does as well."""

SESSION_LASTS_S = 24 * 60 * 60
"""How long a checkout session can be paid (Stripe's default)."""

Outcome = Literal["succeeded", "pending", "uncaptured", "failed"]


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
    """One attempt to take one gift, and how much of it was given back."""

    id: str
    intent: str
    gift: Gift
    refunded: int = 0

    @property
    def created(self) -> int:
        """When it was attempted."""
        return self.gift.created

    @property
    def captured(self) -> int:
        """What was taken: nothing for a failed or a merely authorised card."""
        return self.gift.amount if self.gift.outcome in ("succeeded", "pending") else 0

    @property
    def refundable(self) -> int:
        """What is left to give back."""
        return self.captured - self.refunded if self.gift.outcome == "succeeded" else 0


@dataclass(frozen=True, slots=True)
class Intent:
    """The intent to take one gift, and its only charge."""

    id: str
    charge: str
    gift: Gift

    @property
    def created(self) -> int:
        """When it was made."""
        return self.gift.created


@dataclass(frozen=True, slots=True)
class Refund:
    """Money given back for one charge."""

    id: str
    created: int
    charge: str
    intent: str
    amount: int
    currency: str
    reason: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PaymentLink:
    """A lasting address at which people give; both kinds of metadata name its campaign."""

    id: str
    created: int
    metadata: Mapping[str, str]
    currency: str = "usd"
    active: bool = True


@dataclass(frozen=True, slots=True)
class Session:
    """One visit to a payment page.

    `amount` is None while the visitor of a link has not chosen; `outcome` is None until a payment was tried.
    """

    id: str
    created: int
    link: str | None = None
    amount: int | None = None
    currency: str = "usd"
    email: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    intent_metadata: Mapping[str, str] = field(default_factory=dict)
    success_url: str | None = None
    cancel_url: str | None = None
    reference: str | None = None
    submit_type: str | None = None
    intent: str | None = None
    customer: str | None = None
    outcome: Outcome | None = None

    @property
    def expires(self) -> int:
        """From when it can no longer be paid."""
        return self.created + SESSION_LASTS_S

    def status(self, now: int) -> Literal["complete", "expired", "open"]:
        """Whether it was paid, can be paid, or can no longer be paid."""
        if self.outcome not in (None, "failed"):
            return "complete"
        return "expired" if now >= self.expires else "open"
