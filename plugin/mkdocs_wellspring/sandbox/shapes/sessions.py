"""Checkout sessions, and what is paid for at them, as Stripe shows them."""

from mkdocs_wellspring.sandbox.records import Item, Session
from mkdocs_wellspring.sandbox.shapes.catalogue import show_price
from mkdocs_wellspring.sandbox.shapes.common import Shape, no_custom_text

__all__ = ["show_items", "show_session"]


def show_session(session: Session, base: str, now: int) -> Shape:
    """A checkout session at `now`; it has an address as long as it can be paid."""
    status, recurring = session.status(now), session.mode == "subscription"
    return {
        "id": session.id,
        "object": "checkout.session",
        "allow_promotion_codes": None,
        "amount_subtotal": session.amount,
        "amount_total": session.amount,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": None,
        "cancel_url": session.cancel_url,
        "client_reference_id": session.reference,
        "client_secret": None,
        "created": session.created,
        "currency": session.currency,
        "custom_fields": [],
        "custom_text": no_custom_text(),
        "customer": session.customer,
        "customer_creation": "always" if recurring else "if_required",
        "customer_details": _details(session) if status == "complete" else None,
        "customer_email": None if session.link else session.email,
        "expires_at": session.expires,
        "invoice": session.invoice,
        "livemode": False,
        "metadata": dict(session.metadata),
        "mode": session.mode,
        "payment_intent": session.intent,
        "payment_link": session.link,
        "payment_method_types": ["card"],
        "payment_status": _payment_status(session),
        "shipping_options": [],
        "status": status,
        "submit_type": session.submit_type,
        "subscription": session.subscription,
        "success_url": session.success_url,
        "url": f"{base}/pay/{session.id}" if status == "open" else None,
    }


def show_items(owner: str, items: tuple[Item, ...], chosen: int | None = None) -> list[Shape]:
    """The line items of the session or payment link named `owner`; `chosen` is what a payer chose to give."""
    return [_show_item(f"li_{owner[-20:]}{place:04d}", item, chosen) for place, item in enumerate(items)]


def _show_item(id_: str, item: Item, chosen: int | None) -> Shape:
    amount = item.amount
    if amount is None:
        amount = chosen or (item.price.custom and item.price.custom.preset) or 0
    return {
        "id": id_,
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": item.price.currency,
        "description": item.description,
        "price": show_price(item.price),
        "quantity": item.quantity,
    }


def _details(session: Session) -> Shape:
    return {
        "address": None,
        "business_name": None,
        "email": session.email,
        "individual_name": None,
        "name": None,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }


def _payment_status(session: Session) -> str:
    if session.trial_days and session.subscription:
        return "no_payment_required"
    return "paid" if session.outcome == "succeeded" else "unpaid"
