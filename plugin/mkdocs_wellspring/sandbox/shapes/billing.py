"""Customers and subscriptions as Stripe shows them."""

from mkdocs_wellspring.sandbox.records import Customer, Item, Subscription
from mkdocs_wellspring.sandbox.shapes.catalogue import show_price
from mkdocs_wellspring.sandbox.shapes.common import Shape, begun, item_id

__all__ = ["show_customer", "show_subscribed", "show_subscription"]


def show_customer(customer: Customer) -> Shape:
    """A customer."""
    return {
        "id": customer.id,
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": customer.created,
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": customer.email,
        "invoice_prefix": None,
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": dict(customer.metadata),
        "name": customer.name,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }


def show_subscription(subscription: Subscription) -> Shape:
    """A subscription; its current period stands at its items."""
    start, end = subscription.trial or (None, None)
    return {
        "id": subscription.id,
        "object": "subscription",
        "application": None,
        "application_fee_percent": None,
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
        "billing_cycle_anchor": end or subscription.created,
        "billing_cycle_anchor_config": None,
        "billing_mode": {"flexible": None, "type": "classic"},
        "billing_schedules": [],
        "billing_thresholds": None,
        "cancel_at": subscription.period_end if subscription.cancel_at_end else None,
        "cancel_at_period_end": subscription.cancel_at_end,
        "canceled_at": subscription.ended,
        "cancellation_details": {
            "comment": None,
            "feedback": None,
            "reason": "cancellation_requested" if subscription.ended else None,
        },
        "collection_method": "charge_automatically",
        "created": subscription.created,
        "currency": subscription.currency,
        "customer": subscription.customer,
        "days_until_due": None,
        "default_payment_method": None,
        "default_source": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "ended_at": subscription.ended,
        "invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}},
        "items": begun(show_subscribed(subscription), f"/v1/subscription_items?subscription={subscription.id}"),
        "latest_invoice": subscription.invoice,
        "livemode": False,
        "metadata": dict(subscription.metadata),
        "next_pending_invoice_item_invoice": None,
        "on_behalf_of": None,
        "pause_collection": subscription.pause and {"behavior": subscription.pause, "resumes_at": None},
        "payment_settings": {
            "payment_method_options": None,
            "payment_method_types": None,
            "save_default_payment_method": "off",
        },
        "pending_invoice_item_interval": None,
        "pending_setup_intent": None,
        "pending_update": None,
        "schedule": None,
        "start_date": subscription.created,
        "status": subscription.status,
        "test_clock": None,
        "transfer_data": None,
        "trial_end": end,
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
        "trial_start": start,
    }


def show_subscribed(subscription: Subscription) -> list[Shape]:
    """The items of a subscription."""
    return [_show_item(subscription, place, item) for place, item in enumerate(subscription.items)]


def _show_item(subscription: Subscription, place: int, item: Item) -> Shape:
    return {
        "id": item_id(subscription.id, place),
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": subscription.created,
        "current_period_end": subscription.period_end,
        "current_period_start": subscription.period_start,
        "discounts": [],
        "metadata": {},
        "price": show_price(item.price),
        "quantity": item.quantity,
        "subscription": subscription.id,
        "tax_rates": [],
    }
