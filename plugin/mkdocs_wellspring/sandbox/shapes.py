"""Records as Stripe shows them, in API version 2026-05-27.dahlia.

Tests hold every shape against the official OpenAPI description, and allow no key that it does not name.
"""

from typing import Any

from mkdocs_wellspring.sandbox.records import Charge, Donor, Gift, Intent, PaymentLink, Refund, Session

__all__ = ["API_VERSION", "Shape", "show_charge", "show_intent", "show_link", "show_refund", "show_session"]

API_VERSION = "2026-05-27.dahlia"

Shape = dict[str, Any]

_STATUS = {"succeeded": "succeeded", "uncaptured": "succeeded", "pending": "pending", "failed": "failed"}
_INTENT_STATUS = {
    "succeeded": "succeeded",
    "uncaptured": "requires_capture",
    "pending": "processing",
    "failed": "requires_payment_method",
}
_DECLINED = {
    "advice_code": None,
    "network_advice_code": None,
    "network_decline_code": None,
    "network_status": "declined_by_network",
    "reason": "generic_decline",
    "risk_level": "normal",
    "seller_message": "The bank did not return any further details with this decline.",
    "type": "issuer_declined",
}
_AUTHORISED = {
    **_DECLINED,
    "network_status": "approved_by_network",
    "reason": None,
    "seller_message": "Payment complete.",
    "type": "authorized",
}


def show_charge(charge: Charge) -> Shape:
    """A charge; its status is `succeeded` also where the card was merely authorised, as at Stripe."""
    gift, failed = charge.gift, charge.gift.outcome == "failed"
    return {
        "id": charge.id,
        "object": "charge",
        "amount": gift.amount,
        "amount_captured": charge.captured,
        "amount_refunded": charge.refunded,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": _billing(gift.donor),
        "calculated_statement_descriptor": "PRETEND",
        "captured": charge.captured > 0,
        "created": charge.created,
        "currency": gift.currency,
        "customer": gift.donor.customer,
        "description": None,
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": "card_declined" if failed else None,
        "failure_message": "Your card was declined." if failed else None,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(gift.metadata),
        "on_behalf_of": None,
        "outcome": dict(_DECLINED if failed else _AUTHORISED),
        "paid": gift.outcome in ("succeeded", "uncaptured"),
        "payment_intent": charge.intent,
        "payment_method": None,
        "payment_method_details": None,
        "receipt_email": gift.donor.receipt_email,
        "receipt_number": None,
        "receipt_url": None,
        "refunded": charge.refunded == charge.captured > 0,
        "review": None,
        "shipping": None,
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": _STATUS[gift.outcome],
        "transfer_data": None,
        "transfer_group": None,
    }


def show_intent(intent: Intent) -> Shape:
    """A payment intent, whose metadata its charge carries too."""
    gift = intent.gift
    return {
        "id": intent.id,
        "object": "payment_intent",
        "amount": gift.amount,
        "amount_capturable": gift.amount if gift.outcome == "uncaptured" else 0,
        "amount_received": gift.amount if gift.outcome == "succeeded" else 0,
        "canceled_at": None,
        "capture_method": "manual" if gift.outcome == "uncaptured" else "automatic",
        "client_secret": None,
        "confirmation_method": "automatic",
        "created": intent.created,
        "currency": gift.currency,
        "customer": gift.donor.customer,
        "description": None,
        "latest_charge": intent.charge,
        "livemode": False,
        "metadata": dict(gift.metadata),
        "payment_method": None,
        "payment_method_types": _methods(gift),
        "receipt_email": gift.donor.receipt_email,
        "status": _INTENT_STATUS[gift.outcome],
    }


def show_refund(refund: Refund) -> Shape:
    """A refund; all of ours succeed at once."""
    return {
        "id": refund.id,
        "object": "refund",
        "amount": refund.amount,
        "balance_transaction": None,
        "charge": refund.charge,
        "created": refund.created,
        "currency": refund.currency,
        "metadata": dict(refund.metadata),
        "payment_intent": refund.intent,
        "reason": refund.reason,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }


def show_link(link: PaymentLink, base: str) -> Shape:
    """A payment link; `base` is the sandbox's own address, without a slash at its end."""
    return {
        "id": link.id,
        "object": "payment_link",
        "active": link.active,
        "after_completion": {"hosted_confirmation": {"custom_message": None}, "type": "hosted_confirmation"},
        "allow_promotion_codes": False,
        "application": None,
        "application_fee_amount": None,
        "application_fee_percent": None,
        "automatic_tax": {"enabled": False, "liability": None},
        "billing_address_collection": "auto",
        "consent_collection": None,
        "currency": link.currency,
        "custom_fields": [],
        "custom_text": _no_custom_text(),
        "customer_creation": "if_required",
        "inactive_message": None,
        "invoice_creation": None,
        "livemode": False,
        "metadata": dict(link.metadata),
        "on_behalf_of": None,
        "payment_intent_data": {
            "capture_method": None,
            "description": None,
            "metadata": dict(link.metadata),
            "setup_future_usage": None,
            "statement_descriptor": None,
            "statement_descriptor_suffix": None,
            "transfer_group": None,
        },
        "payment_method_collection": "always",
        "payment_method_types": None,
        "phone_number_collection": {"enabled": False},
        "restrictions": None,
        "shipping_address_collection": None,
        "shipping_options": [],
        "submit_type": "donate",
        "subscription_data": None,
        "tax_id_collection": {"enabled": False, "required": "never"},
        "transfer_data": None,
        "url": f"{base}/pay/{link.id}",
    }


def show_session(session: Session, base: str, now: int) -> Shape:
    """A checkout session at `now`; it has an address as long as it can be paid."""
    status = session.status(now)
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
        "custom_text": _no_custom_text(),
        "customer": session.customer,
        "customer_creation": "if_required",
        "customer_email": None if session.link else session.email,
        "expires_at": session.expires,
        "livemode": False,
        "metadata": dict(session.metadata),
        "mode": "payment",
        "payment_intent": session.intent,
        "payment_link": session.link,
        "payment_method_types": ["card"],
        "payment_status": "paid" if session.outcome == "succeeded" else "unpaid",
        "shipping_options": [],
        "status": status,
        "submit_type": session.submit_type,
        "subscription": None,
        "success_url": session.success_url,
        "url": f"{base}/pay/{session.id}" if status == "open" else None,
    }


def _billing(donor: Donor) -> Shape:
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    return {"address": address, "email": donor.email, "name": donor.name, "phone": None, "tax_id": None}


def _methods(gift: Gift) -> list[str]:
    return ["us_bank_account"] if gift.outcome == "pending" else ["card"]


def _no_custom_text() -> Shape:
    return dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance"))
