"""What the pretend account holds: frozen records, apart from the shapes in which Stripe shows them.

Amounts are in the currency's minor unit; moments are whole seconds since 1970 (UTC), as Stripe gives them.
"""

from mkdocs_wellspring.sandbox.records.billing import (
    SUBSCRIPTION_STATUSES,
    Customer,
    Invoice,
    InvoicePayment,
    Subscription,
    SubscriptionStatus,
)
from mkdocs_wellspring.sandbox.records.catalogue import Interval, Item, PaymentLink, Price, Product, UnitAmount
from mkdocs_wellspring.sandbox.records.events import Endpoint, Event
from mkdocs_wellspring.sandbox.records.payments import (
    DISPUTE_STATUSES,
    REFUND_STATUSES,
    SESSION_LASTS_S,
    Charge,
    Dispute,
    DisputeStatus,
    Donor,
    Gift,
    Intent,
    Outcome,
    Refund,
    RefundStatus,
    Session,
)

__all__ = [
    "CAMPAIGN_KEY",
    "DISPUTE_STATUSES",
    "REFUND_STATUSES",
    "SANDBOX_KEY",
    "SESSION_LASTS_S",
    "SUBSCRIPTION_STATUSES",
    "Charge",
    "Customer",
    "Dispute",
    "DisputeStatus",
    "Donor",
    "Endpoint",
    "Event",
    "Gift",
    "Intent",
    "Interval",
    "Invoice",
    "InvoicePayment",
    "Item",
    "Outcome",
    "PaymentLink",
    "Price",
    "Product",
    "Refund",
    "RefundStatus",
    "Session",
    "Subscription",
    "SubscriptionStatus",
    "UnitAmount",
]

CAMPAIGN_KEY = "wellspring_campaign"
"""The metadata key by which a gift belongs to a campaign."""

SANDBOX_KEY = "rk_test_sandbox"
"""The key that the command hands out; every other test key does as well."""
