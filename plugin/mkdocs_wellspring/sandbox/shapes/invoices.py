"""Invoices and what pays them, as Stripe shows them."""

from mkdocs_wellspring.sandbox.records import Invoice, InvoicePayment, Item
from mkdocs_wellspring.sandbox.shapes.common import Shape, begun, item_id

__all__ = ["show_invoice", "show_invoice_payment", "show_lines"]


def show_invoice(invoice: Invoice) -> Shape:
    """An invoice of a subscription, with its lines."""
    paid = invoice.amount if invoice.status == "paid" else 0
    return {
        "id": invoice.id,
        "object": "invoice",
        "amount_due": invoice.amount,
        "amount_overpaid": 0,
        "amount_paid": paid,
        "amount_paid_off_stripe": 0,
        "amount_remaining": invoice.amount - paid,
        "amount_shipping": 0,
        "attempt_count": invoice.attempts,
        "attempted": invoice.attempts > 0,
        "auto_advance": invoice.status == "open",
        "automatic_tax": {
            "disabled_reason": None,
            "enabled": False,
            "liability": None,
            "provider": None,
            "status": None,
        },
        "billing_reason": invoice.reason,
        "collection_method": "charge_automatically",
        "created": invoice.created,
        "currency": invoice.currency,
        "customer": invoice.customer,
        "customer_email": invoice.email,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "due_date": None,
        "ending_balance": 0,
        "issuer": {"type": "self"},
        "lines": begun(show_lines(invoice), f"/v1/invoices/{invoice.id}/lines"),
        "livemode": False,
        "metadata": {},
        "number": invoice.number,
        "parent": {
            "quote_details": None,
            "subscription_details": {"metadata": dict(invoice.metadata), "subscription": invoice.subscription},
            "type": "subscription_details",
        },
        "payment_settings": {
            "default_mandate": None,
            "payment_method_options": None,
            "payment_method_types": None,
        },
        "period_end": invoice.period_end,
        "period_start": invoice.period_start,
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "starting_balance": 0,
        "status": invoice.status,
        "status_transitions": {
            "finalized_at": invoice.created,
            "marked_uncollectible_at": None,
            "paid_at": invoice.paid,
            "voided_at": invoice.created if invoice.status == "void" else None,
        },
        "subtotal": invoice.amount,
        "total": invoice.amount,
    }


def show_lines(invoice: Invoice) -> list[Shape]:
    """The lines of an invoice, one an item."""
    return [_show_line(invoice, place, item) for place, item in enumerate(invoice.items)]


def show_invoice_payment(payment: InvoicePayment) -> Shape:
    """Which payment intent pays which invoice."""
    return {
        "id": payment.id,
        "object": "invoice_payment",
        "amount_paid": payment.amount if payment.status == "paid" else None,
        "amount_requested": payment.amount,
        "created": payment.created,
        "currency": payment.currency,
        "invoice": payment.invoice,
        "is_default": True,
        "livemode": False,
        "payment": {"payment_intent": payment.intent, "type": "payment_intent"},
        "status": payment.status,
        "status_transitions": {"canceled_at": None, "paid_at": payment.paid},
    }


def _show_line(invoice: Invoice, place: int, item: Item) -> Shape:
    amount = (item.amount or 0) if invoice.amount else 0
    return {
        "id": f"il_{invoice.id[-20:]}{place:04d}",
        "object": "line_item",
        "amount": amount,
        "currency": invoice.currency,
        "description": item.description,
        "discount_amounts": [],
        "discountable": True,
        "discounts": [],
        "invoice": invoice.id,
        "livemode": False,
        "metadata": dict(invoice.metadata),
        "parent": {
            "invoice_item_details": None,
            "subscription_item_details": {
                "invoice_item": None,
                "proration": False,
                "proration_details": None,
                "subscription": invoice.subscription,
                "subscription_item": item_id(invoice.subscription, place),
            },
            "type": "subscription_item_details",
        },
        "period": {"end": invoice.period_end, "start": invoice.period_start},
        "pricing": {
            "price_details": {"price": item.price.id, "product": item.price.product},
            "type": "price_details",
            "unit_amount_decimal": str(item.price.amount or 0),
        },
        "quantity": item.quantity,
        "subtotal": amount,
        "taxes": [],
    }
