"""Gifts that come back each month: customers, their subscriptions, and what was asked for and paid of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from mkdocs_wellspring.sandbox.records.catalogue import Item

__all__ = ["SUBSCRIPTION_STATUSES", "Customer", "Invoice", "InvoicePayment", "Subscription", "SubscriptionStatus"]

SubscriptionStatus = Literal[
    "active", "past_due", "unpaid", "canceled", "incomplete", "incomplete_expired", "trialing", "paused"
]
SUBSCRIPTION_STATUSES: tuple[SubscriptionStatus, ...] = get_args(SubscriptionStatus)


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody whom the account knows by more than one payment."""

    id: str
    created: int
    email: str | None = None
    name: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A payment that is taken again each period, from `period_start` to `period_end`."""

    id: str
    created: int
    customer: str
    items: tuple[Item, ...]
    status: SubscriptionStatus
    period_start: int
    period_end: int
    metadata: Mapping[str, str] = field(default_factory=dict)
    pause: str | None = None
    trial: tuple[int, int] | None = None
    cancel_at_end: bool = False
    ended: int | None = None
    invoice: str | None = None

    @property
    def currency(self) -> str:
        """That of its prices, which have one together."""
        return self.items[0].price.currency

    @property
    def amount(self) -> int:
        """What one period costs."""
        return sum(item.amount or 0 for item in self.items)


@dataclass(frozen=True, slots=True)
class Invoice:
    """What one period of a subscription costs; `metadata` is the subscription's as it was then."""

    id: str
    created: int
    number: str
    customer: str
    email: str | None
    subscription: str
    metadata: Mapping[str, str]
    items: tuple[Item, ...]
    amount: int
    currency: str
    reason: Literal["subscription_create", "subscription_cycle"]
    period_start: int
    period_end: int
    status: Literal["open", "paid", "void"] = "open"
    attempts: int = 0
    paid: int | None = None
    payments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InvoicePayment:
    """The payment intent that pays an invoice, or is to."""

    id: str
    created: int
    invoice: str
    intent: str
    amount: int
    currency: str
    status: Literal["open", "paid", "canceled"] = "open"
    paid: int | None = None
