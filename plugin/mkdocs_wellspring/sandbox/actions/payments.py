"""What is asked for with single payments."""

from http import HTTPStatus

from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.parameters import Parameters
from mkdocs_wellspring.sandbox.records import Charge, Dispute, Intent, Refund
from mkdocs_wellspring.sandbox.refusals import Refusal, invalid, missing

__all__ = ["capture_intent", "close_dispute", "create_refund"]

_REASONS = ("duplicate", "fraudulent", "requested_by_customer")


def create_refund(account: Account, parameters: Parameters, now: int) -> Refund:
    """What is asked for has been given back: `amount`, or all that is left, of a `charge` or a `payment_intent`.

    Raises:
        Refusal: there is no such charge, or not so much is left of it, or a parameter cannot be used.
    """
    charge_id, intent_id = parameters.text("charge"), parameters.text("payment_intent")
    amount, reason = parameters.integer("amount", 1), parameters.choice("reason", _REASONS)
    metadata = parameters.metadata()
    parameters.finish()
    charge = _charge(account, charge_id, intent_id)
    _check_refundable(charge, amount)
    return account.give_back(charge, amount or charge.refundable, now, reason, metadata)


def capture_intent(account: Account, intent: Intent, parameters: Parameters, now: int) -> Intent:
    """What the card was authorised for has been taken, or `amount_to_capture` of it; the rest never will be.

    Raises:
        Refusal: nothing waits to be captured, or not so much.
    """
    amount = parameters.integer("amount_to_capture", 1)
    parameters.finish()
    charge = account.charges.get(intent.charge)
    if charge is None or charge.gift.outcome != "uncaptured":
        message = f"This PaymentIntent could not be captured because it has no status requires_capture: {intent.id}."
        raise Refusal(HTTPStatus.BAD_REQUEST, message, code="payment_intent_unexpected_state")
    if amount is not None and amount > charge.gift.amount:
        raise invalid("The amount to capture is greater than the amount authorised.", "amount_to_capture")
    account.capture(charge, now, amount)
    return account.intents.get(intent.id) or intent


def close_dispute(account: Account, dispute: Dispute, parameters: Parameters, now: int) -> Dispute:
    """The dispute is given up, and so lost.

    Raises:
        Refusal: it is closed already.
    """
    parameters.finish()
    if dispute.status not in ("needs_response", "warning_needs_response"):
        raise Refusal(HTTPStatus.BAD_REQUEST, f"This dispute is already closed or under review: {dispute.id}.")
    return account.move_dispute(dispute, "lost", now)


def _charge(account: Account, charge_id: str | None, intent_id: str | None) -> Charge:
    if charge_id is not None:
        charge = account.charges.get(charge_id)
        if charge is None:
            raise missing("charge", charge_id, "charge", HTTPStatus.BAD_REQUEST)
        if intent_id not in (None, charge.intent):
            raise invalid("The charge does not belong to that payment_intent.", "payment_intent")
        return charge
    if intent_id is not None:
        intent = account.intents.get(intent_id)
        charge = account.charges.get(intent.charge) if intent else None
        if charge is None:
            raise missing("payment_intent", intent_id, "payment_intent", HTTPStatus.BAD_REQUEST)
        return charge
    raise invalid(
        "One of the following params should be provided for this request: payment_intent or charge.", "charge"
    )


def _check_refundable(charge: Charge, amount: int | None) -> None:
    if charge.refunded == charge.captured > 0:
        message = f"Charge {charge.id} has already been refunded."
        raise Refusal(HTTPStatus.BAD_REQUEST, message, code="charge_already_refunded")
    if charge.refundable == 0:
        raise invalid(f"Charge {charge.id} took no money that could be refunded.", "charge")
    if amount is not None and amount > charge.refundable:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({charge.refundable})."
        raise invalid(message, "amount")
