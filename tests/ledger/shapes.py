"""Objects as Stripe shows them, as plain dicts, with no more in them than a count can meet.

`test_history.py` holds every one of them against the official description.
"""

from typing import Any

__all__ = [
    "Thing",
    "charge",
    "customer",
    "dispute",
    "event",
    "invoice",
    "invoice_payment",
    "line_item",
    "price",
    "refund",
    "session",
    "subscription",
]

Thing = dict[str, Any]


def charge(identifier: str, created: int, amount: int, currency: str, intent: str | None) -> Thing:
    """A charge that succeeded and was captured, by nobody in particular."""
    return {
        "id": identifier,
        "object": "charge",
        "amount": amount,
        "amount_captured": amount,
        "amount_refunded": 0,
        "billing_details": {"address": None, "email": None, "name": None, "phone": None, "tax_id": None},
        "captured": True,
        "created": created,
        "currency": currency,
        "customer": None,
        "description": None,
        "disputed": False,
        "livemode": False,
        "metadata": {},
        "paid": True,
        "payment_intent": intent,
        "payment_method_details": None,
        "receipt_email": None,
        "refunded": False,
        "status": "succeeded",
    }


def refund(identifier: str, created: int, of: Thing, amount: int, status: str) -> Thing:
    return {
        "id": identifier,
        "object": "refund",
        "amount": amount,
        "charge": of["id"],
        "created": created,
        "currency": of["currency"],
        "metadata": {},
        "payment_intent": of["payment_intent"],
        "reason": None,
        "status": status,
    }


def dispute(identifier: str, created: int, of: Thing, amount: int, status: str) -> Thing:
    return {
        "id": identifier,
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": of["id"],
        "created": created,
        "currency": of["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {"enhanced_evidence": {}},
        "evidence_details": {
            "due_by": None,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": of["payment_intent"],
        "reason": "general",
        "status": status,
    }


def customer(identifier: str, created: int, email: str | None) -> Thing:
    return {"id": identifier, "object": "customer", "created": created, "email": email, "livemode": False}


def price(identifier: str, product: str, unit_amount: int | None, currency: str, usage: str | None) -> Thing:
    """One that recurs each month by its `usage` (licensed, metered), or once for None."""
    recurring = None if usage is None else {"interval": "month", "interval_count": 1, "usage_type": usage}
    return {
        "id": identifier,
        "object": "price",
        "active": True,
        "billing_scheme": "tiered" if unit_amount is None else "per_unit",
        "created": 0,
        "currency": currency,
        "livemode": False,
        "metadata": {},
        "product": product,
        "recurring": recurring,
        "type": "one_time" if usage is None else "recurring",
        "unit_amount": unit_amount,
    }


def subscription(identifier: str, created: int, owner: Thing, prices: list[tuple[Thing, int]], ends: int) -> Thing:
    items = [
        {
            "id": f"si_{identifier}_{place}",
            "object": "subscription_item",
            "created": created,
            "current_period_end": ends,
            "current_period_start": created,
            "discounts": [],
            "metadata": {},
            "price": one,
            **({} if _is_metered(one) else {"quantity": quantity}),
            "subscription": identifier,
        }
        for place, (one, quantity) in enumerate(prices)
    ]
    return {
        "id": identifier,
        "object": "subscription",
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
        "billing_cycle_anchor": created,
        "billing_mode": {"type": "flexible"},
        "billing_schedules": [],
        "cancel_at_period_end": False,
        "canceled_at": None,
        "collection_method": "charge_automatically",
        "created": created,
        "currency": prices[0][0]["currency"],
        "customer": owner,
        "discounts": [],
        "invoice_settings": {"issuer": {"type": "self"}},
        "items": _list(items, f"/v1/subscription_items?subscription={identifier}"),
        "livemode": False,
        "metadata": {},
        "pause_collection": None,
        "start_date": created,
        "status": "active",
    }


def invoice(identifier: str, created: int, of: Thing) -> Thing:
    """What a subscription costs now, with its metadata as it is now."""
    lines = [
        {
            "id": f"il_{identifier}_{place}",
            "object": "line_item",
            "amount": (item["price"]["unit_amount"] or 0) * item.get("quantity", 1),
            "currency": of["currency"],
            "discountable": True,
            "discounts": [],
            "livemode": False,
            "metadata": {},
            "period": {"end": item["current_period_end"], "start": item["current_period_start"]},
            "pricing": {
                "price_details": {"price": item["price"]["id"], "product": item["price"]["product"]},
                "type": "price_details",
                "unit_amount_decimal": None,
            },
            "quantity": item.get("quantity", 1),
            "subtotal": (item["price"]["unit_amount"] or 0) * item.get("quantity", 1),
        }
        for place, item in enumerate(of["items"]["data"])
    ]
    total = sum(line["amount"] for line in lines)
    nought = ("amount_overpaid", "amount_paid_off_stripe", "amount_shipping", "attempt_count", "starting_balance")
    notes = ("post_payment_credit_notes_amount", "pre_payment_credit_notes_amount")
    return {
        "id": identifier,
        "object": "invoice",
        **dict.fromkeys((*nought, *notes), 0),
        "amount_due": total,
        "amount_paid": 0,
        "amount_remaining": total,
        "attempted": True,
        "auto_advance": True,
        "automatic_tax": {
            "disabled_reason": None,
            "enabled": False,
            "liability": None,
            "provider": None,
            "status": None,
        },
        "collection_method": "charge_automatically",
        "created": created,
        "currency": of["currency"],
        "customer": of["customer"]["id"],
        "default_tax_rates": [],
        "discounts": [],
        "issuer": {"type": "self"},
        "lines": _list(lines, f"/v1/invoices/{identifier}/lines"),
        "livemode": False,
        "parent": {
            "quote_details": None,
            "subscription_details": {"metadata": dict(of["metadata"]), "subscription": of["id"]},
            "type": "subscription_details",
        },
        "payment_settings": {"default_mandate": None, "payment_method_options": None, "payment_method_types": None},
        "period_end": created,
        "period_start": created,
        "status": "open",
        "status_transitions": dict.fromkeys(("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")),
        "subtotal": total,
        "total": total,
    }


def invoice_payment(identifier: str, created: int, of: Thing, intent: str) -> Thing:
    return {
        "id": identifier,
        "object": "invoice_payment",
        "amount_paid": None,
        "amount_requested": of["amount_due"],
        "created": created,
        "currency": of["currency"],
        "invoice": of,
        "is_default": True,
        "livemode": False,
        "payment": {"payment_intent": intent, "type": "payment_intent"},
        "status": "open",
        "status_transitions": {"canceled_at": None, "paid_at": None},
    }


def line_item(identifier: str, one: Thing, amount: int) -> Thing:
    return {
        "id": identifier,
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": one["currency"],
        "description": None,
        "price": one,
        "quantity": 1,
    }


def session(identifier: str, created: int, items: list[Thing], link: str | None, *, monthly: bool) -> Thing:
    """An open one; the day after, it can no longer be paid."""
    nothing = ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
    return {
        "id": identifier,
        "object": "checkout.session",
        "amount_total": sum(item["amount_total"] for item in items),
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "created": created,
        "currency": items[0]["currency"],
        "custom_fields": [],
        "custom_text": dict.fromkeys(nothing),
        "customer": None,
        "customer_details": None,
        "expires_at": created + 86_400,
        "line_items": _list(items, f"/v1/checkout/sessions/{identifier}/line_items"),
        "livemode": False,
        "metadata": {},
        "mode": "subscription" if monthly else "payment",
        "payment_intent": None,
        "payment_link": link,
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "shipping_options": [],
        "status": "open",
        "subscription": None,
    }


def event(identifier: str, created: int, kind: str, about: Thing) -> Thing:
    return {
        "id": identifier,
        "object": "event",
        "api_version": "2026-05-27.dahlia",
        "created": created,
        "data": {"object": about},
        "livemode": False,
        "pending_webhooks": 1,
        "request": None,
        "type": kind,
    }


def _is_metered(one: Thing) -> bool:
    return one["recurring"] is not None and one["recurring"]["usage_type"] == "metered"


def _list(things: list[Thing], url: str) -> Thing:
    return {"object": "list", "data": things, "has_more": False, "url": url}
