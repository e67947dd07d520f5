"""What can be paid for: products, their prices, and the links at which they are paid."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Interval", "Item", "PaymentLink", "Price", "Product", "UnitAmount"]

Interval = Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Product:
    """What a payment is for."""

    id: str
    created: int
    name: str
    active: bool = True
    description: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitAmount:
    """The bounds within which the payer chooses an amount; None where there is none."""

    preset: int | None = None
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """What a product costs: `amount` once or each `interval`, or, with `custom`, what the payer chooses."""

    id: str
    created: int
    product: str
    currency: str = "usd"
    amount: int | None = None
    custom: UnitAmount | None = None
    interval: Interval | None = None
    interval_count: int = 1
    active: bool = True
    lookup_key: str | None = None
    nickname: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """So many of one price."""

    price: Price
    quantity: int = 1
    description: str = ""

    @property
    def amount(self) -> int | None:
        """What it comes to; None where the payer chooses."""
        return None if self.price.amount is None else self.price.amount * self.quantity


@dataclass(frozen=True, slots=True)
class PaymentLink:
    """A lasting address at which people give.

    Its `metadata` goes to its sessions and no further; that of intents to payment intents and their charges; that
    of subscriptions to subscriptions: https://docs.stripe.com/payment-links/api
    """

    id: str
    created: int
    metadata: Mapping[str, str]
    items: tuple[Item, ...] = ()
    currency: str = "usd"
    active: bool = True
    intent_metadata: Mapping[str, str] = field(default_factory=dict)
    subscription_metadata: Mapping[str, str] = field(default_factory=dict)
    submit_type: str = "auto"
    redirect: str | None = None
    inactive_message: str | None = None

    @property
    def recurring(self) -> bool:
        """It makes subscriptions, and no single payments."""
        return any(item.price.interval for item in self.items)
