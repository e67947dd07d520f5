"""Events, and the endpoints that hear of them, as Stripe shows them."""

from collections.abc import Callable
from typing import Any

from mkdocs_wellspring.sandbox.records import (
    Charge,
    Customer,
    Dispute,
    Endpoint,
    Event,
    Invoice,
    InvoicePayment,
    Refund,
    Session,
    Subscription,
)
from mkdocs_wellspring.sandbox.shapes.billing import show_customer, show_subscription
from mkdocs_wellspring.sandbox.shapes.common import API_VERSION, Shape
from mkdocs_wellspring.sandbox.shapes.invoices import show_invoice, show_invoice_payment
from mkdocs_wellspring.sandbox.shapes.payments import show_charge, show_dispute, show_refund
from mkdocs_wellspring.sandbox.shapes.sessions import show_session

__all__ = ["show_deleted", "show_endpoint", "show_event"]

_SHOW: dict[type, Callable[[Any], Shape]] = {
    Charge: show_charge,
    Customer: show_customer,
    Dispute: show_dispute,
    Invoice: show_invoice,
    InvoicePayment: show_invoice_payment,
    Refund: show_refund,
    Subscription: show_subscription,
}


def show_event(event: Event, pending: int = 0) -> Shape:
    """An event with what it is about; `pending` endpoints have not taken it yet."""
    return {
        "id": event.id,
        "object": "event",
        "api_version": API_VERSION,
        "created": event.created,
        "data": {"object": _subject(event)},
        "livemode": False,
        "pending_webhooks": pending,
        "request": {"id": None, "idempotency_key": None},
        "type": event.type,
    }


def show_endpoint(endpoint: Endpoint, *, created: bool = False) -> Shape:
    """A webhook endpoint; its secret is told only when it is created."""
    shape = {
        "id": endpoint.id,
        "object": "webhook_endpoint",
        "api_version": None,
        "application": None,
        "created": endpoint.created,
        "description": endpoint.description,
        "enabled_events": list(endpoint.events),
        "livemode": False,
        "metadata": dict(endpoint.metadata),
        "status": "enabled",
        "url": endpoint.url,
    }
    return {**shape, "secret": endpoint.secret} if created else shape


def show_deleted(endpoint: Endpoint) -> Shape:
    """What is said of an endpoint that is gone."""
    return {"id": endpoint.id, "object": "webhook_endpoint", "deleted": True}


def _subject(event: Event) -> Shape:
    if isinstance(event.subject, Session):
        # Only sessions that are complete, and so have no address, come about in events.
        return show_session(event.subject, "", event.created)
    return _SHOW[type(event.subject)](event.subject)
