"""Records as Stripe shows them, in API version 2026-05-27.dahlia.

Tests hold every shape against the official OpenAPI description, and allow no key that it does not name.
"""

from mkdocs_wellspring.sandbox.shapes.billing import show_customer, show_subscribed, show_subscription
from mkdocs_wellspring.sandbox.shapes.catalogue import show_link, show_price, show_product
from mkdocs_wellspring.sandbox.shapes.common import API_VERSION, Shape, begun, listed
from mkdocs_wellspring.sandbox.shapes.events import show_deleted, show_endpoint, show_event
from mkdocs_wellspring.sandbox.shapes.invoices import show_invoice, show_invoice_payment, show_lines
from mkdocs_wellspring.sandbox.shapes.payments import show_charge, show_dispute, show_intent, show_refund
from mkdocs_wellspring.sandbox.shapes.sessions import show_items, show_session

__all__ = [
    "API_VERSION",
    "Shape",
    "begun",
    "listed",
    "show_charge",
    "show_customer",
    "show_deleted",
    "show_dispute",
    "show_endpoint",
    "show_event",
    "show_intent",
    "show_invoice",
    "show_invoice_payment",
    "show_items",
    "show_lines",
    "show_link",
    "show_price",
    "show_product",
    "show_refund",
    "show_session",
    "show_subscribed",
    "show_subscription",
]
