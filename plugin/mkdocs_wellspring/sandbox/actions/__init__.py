"""What a POST or a DELETE to the pretend Stripe does: each takes its parameters, and leaves none over."""

from mkdocs_wellspring.sandbox.actions.billing import (
    cancel_subscription,
    create_customer,
    create_subscription,
    update_subscription,
)
from mkdocs_wellspring.sandbox.actions.checkout import create_link, create_session, update_link
from mkdocs_wellspring.sandbox.actions.payments import capture_intent, close_dispute, create_refund
from mkdocs_wellspring.sandbox.actions.shop import create_price, create_product
from mkdocs_wellspring.sandbox.actions.webhooks import create_endpoint, delete_endpoint

__all__ = [
    "cancel_subscription",
    "capture_intent",
    "close_dispute",
    "create_customer",
    "create_endpoint",
    "create_link",
    "create_price",
    "create_product",
    "create_refund",
    "create_session",
    "create_subscription",
    "delete_endpoint",
    "update_link",
    "update_subscription",
]
