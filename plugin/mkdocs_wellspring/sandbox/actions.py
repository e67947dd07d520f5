"""What a POST to the pretend Stripe does."""

from http import HTTPStatus

from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.parameters import Parameters
from mkdocs_wellspring.sandbox.records import Charge, Refund, Session
from mkdocs_wellspring.sandbox.refusals import Refusal, invalid, missing

__all__ = ["create_refund", "create_session"]

_REASONS = ("duplicate", "fraudulent", "requested_by_customer")
_SUBMITS = ("auto", "book", "donate", "pay", "subscribe")
_MOST_MINOR = 99_999_999


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


def create_session(account: Account, parameters: Parameters, now: int) -> Session:
    """An open session exists in which the sum of the line items can be paid once.

    Raises:
        Refusal: a parameter cannot be used; only `mode=payment` and items with `price_data` are taken.
    """
    if parameters.choice("mode", ("payment",)) is None:
        raise parameters.lacking("mode")
    amount, currency = _total(parameters.inside("line_items"))
    intent = parameters.inside("payment_intent_data")
    session = Session(
        id=account.new_id("cs_test_"),
        created=now,
        amount=amount,
        currency=currency,
        email=parameters.text("customer_email"),
        metadata=parameters.metadata(),
        intent_metadata=intent.metadata(),
        success_url=parameters.text("success_url"),
        cancel_url=parameters.text("cancel_url"),
        reference=parameters.text("client_reference_id"),
        submit_type=parameters.choice("submit_type", _SUBMITS),
        customer=parameters.text("customer"),
    )
    intent.finish()
    parameters.finish()
    account.sessions.put(session)
    return session


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


def _total(items: Parameters) -> tuple[int, str]:
    amount, currencies = 0, set()
    for name in items.names():
        item = items.inside(name)
        price = item.inside("price_data")
        product = price.inside("product_data")
        product.required("name")
        product.finish()
        quantity = item.integer("quantity", 1, 999_999)
        unit = price.integer("unit_amount", 0, _MOST_MINOR)
        if unit is None:
            raise price.lacking("unit_amount")
        amount += unit * (1 if quantity is None else quantity)
        currencies.add(price.required("currency").lower())
        price.finish()
        item.finish()
    if not currencies:
        raise invalid("Missing required param: line_items.", "line_items", "parameter_missing")
    if len(currencies) > 1:
        raise invalid("All line items must have the same currency.", "line_items")
    return amount, currencies.pop()
