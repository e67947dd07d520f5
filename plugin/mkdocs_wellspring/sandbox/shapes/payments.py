"""Charges, intents, refunds and disputes as Stripe shows them."""

from mkdocs_wellspring.sandbox.records import Charge, Dispute, Donor, Gift, Intent, Refund
from mkdocs_wellspring.sandbox.shapes.common import Shape

__all__ = ["show_charge", "show_dispute", "show_intent", "show_refund"]

_ANSWER_WITHIN_S = 9 * 24 * 60 * 60
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
        "disputed": charge.disputed,
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
        "amount_received": gift.amount - intent.kept_back if gift.outcome == "succeeded" else 0,
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
    """A refund, and why it failed if it did."""
    shape = {
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
        "status": refund.status,
        "transfer_reversal": None,
    }
    if refund.status == "failed":
        shape["failure_reason"] = "expired_or_canceled_card"
    if refund.status == "pending":
        shape["pending_reason"] = "processing"
    return shape


def show_dispute(dispute: Dispute) -> Shape:
    """A dispute, to which nobody has answered yet."""
    case = "inquiry" if dispute.inquiry else "chargeback"
    return {
        "id": dispute.id,
        "object": "dispute",
        "amount": dispute.amount,
        "balance_transactions": [],
        "charge": dispute.charge,
        "created": dispute.created,
        "currency": dispute.currency,
        "enhanced_eligibility_types": [],
        "evidence": {"enhanced_evidence": {}},
        "evidence_details": {
            "due_by": dispute.created + _ANSWER_WITHIN_S,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": dispute.inquiry and dispute.status != "lost",
        "livemode": False,
        "metadata": {},
        "payment_intent": dispute.intent,
        "payment_method_details": {
            "card": {"brand": "visa", "case_type": case, "network_reason_code": "83"},
            "type": "card",
        },
        "reason": "fraudulent",
        "status": dispute.status,
    }


def _billing(donor: Donor) -> Shape:
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    return {"address": address, "email": donor.email, "name": donor.name, "phone": None, "tax_id": None}


def _methods(gift: Gift) -> list[str]:
    return ["us_bank_account"] if gift.outcome == "pending" else ["card"]
