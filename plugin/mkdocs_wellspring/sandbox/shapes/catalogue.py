"""Products, prices and payment links as Stripe shows them."""

from mkdocs_wellspring.sandbox.records import PaymentLink, Price, Product
from mkdocs_wellspring.sandbox.shapes.common import Shape, no_custom_text

__all__ = ["show_link", "show_price", "show_product"]


def show_product(product: Product) -> Shape:
    """A product without pictures."""
    return {
        "id": product.id,
        "object": "product",
        "active": product.active,
        "created": product.created,
        "default_price": None,
        "description": product.description,
        "images": [],
        "livemode": False,
        "marketing_features": [],
        "metadata": dict(product.metadata),
        "name": product.name,
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": None,
        "unit_label": None,
        "updated": product.created,
        "url": None,
    }


def show_price(price: Price) -> Shape:
    """A price; one whose amount the payer chooses has no `unit_amount`."""
    return {
        "id": price.id,
        "object": "price",
        "active": price.active,
        "billing_scheme": "per_unit",
        "created": price.created,
        "currency": price.currency,
        "custom_unit_amount": price.custom
        and {"maximum": price.custom.maximum, "minimum": price.custom.minimum, "preset": price.custom.preset},
        "livemode": False,
        "lookup_key": price.lookup_key,
        "metadata": dict(price.metadata),
        "nickname": price.nickname,
        "product": price.product,
        "recurring": price.interval
        and {
            "interval": price.interval,
            "interval_count": price.interval_count,
            "meter": None,
            "usage_type": "licensed",
        },
        "tax_behavior": "unspecified",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "recurring" if price.interval else "one_time",
        "unit_amount": price.amount,
        "unit_amount_decimal": None if price.amount is None else str(price.amount),
    }


def show_link(link: PaymentLink, base: str) -> Shape:
    """A payment link; `base` is the sandbox's own address, without a slash at its end."""
    return {
        "id": link.id,
        "object": "payment_link",
        "active": link.active,
        "after_completion": _after(link),
        "allow_promotion_codes": False,
        "application": None,
        "application_fee_amount": None,
        "application_fee_percent": None,
        "automatic_tax": {"enabled": False, "liability": None},
        "billing_address_collection": "auto",
        "consent_collection": None,
        "currency": link.currency,
        "custom_fields": [],
        "custom_text": no_custom_text(),
        "customer_creation": "if_required",
        "inactive_message": link.inactive_message,
        "invoice_creation": None,
        "livemode": False,
        "metadata": dict(link.metadata),
        "on_behalf_of": None,
        "payment_intent_data": _intent_data(link) if link.intent_metadata else None,
        "payment_method_collection": "always",
        "payment_method_types": None,
        "phone_number_collection": {"enabled": False},
        "restrictions": None,
        "shipping_address_collection": None,
        "shipping_options": [],
        "submit_type": link.submit_type,
        "subscription_data": _subscription_data(link) if link.subscription_metadata else None,
        "tax_id_collection": {"enabled": False, "required": "never"},
        "transfer_data": None,
        "url": f"{base}/pay/{link.id}",
    }


def _after(link: PaymentLink) -> Shape:
    if link.redirect is not None:
        return {"redirect": {"url": link.redirect}, "type": "redirect"}
    return {"hosted_confirmation": {"custom_message": None}, "type": "hosted_confirmation"}


def _intent_data(link: PaymentLink) -> Shape:
    return {
        "capture_method": None,
        "description": None,
        "metadata": dict(link.intent_metadata),
        "setup_future_usage": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "transfer_group": None,
    }


def _subscription_data(link: PaymentLink) -> Shape:
    return {
        "description": None,
        "invoice_settings": {"issuer": {"type": "self"}},
        "metadata": dict(link.subscription_metadata),
        "trial_period_days": None,
        "trial_settings": None,
    }
