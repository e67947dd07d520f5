"""What is asked for with customers and subscriptions."""

from http import HTTPStatus
from typing import Any

from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.actions.shop import read_items
from mkdocs_wellspring.sandbox.parameters import Parameters
from mkdocs_wellspring.sandbox.records import Customer, Donor, Subscription
from mkdocs_wellspring.sandbox.refusals import Refusal, invalid, missing

__all__ = ["cancel_subscription", "create_customer", "create_subscription", "update_subscription"]

_PAUSES = ("keep_as_draft", "mark_uncollectible", "void")
_MOST_TRIAL_DAYS = 730


def create_customer(account: Account, parameters: Parameters, now: int) -> Customer:
    """The account knows somebody."""
    email, name, metadata = parameters.text("email"), parameters.text("name"), parameters.metadata()
    parameters.finish()
    return account.add_customer(now, email, name, metadata)


def create_subscription(account: Account, parameters: Parameters, now: int) -> Subscription:
    """A customer gives each period; the first payment succeeds.

    Raises:
        Refusal: there is no such customer or price, or a price is not recurring.
    """
    id_, metadata = parameters.required("customer"), parameters.metadata()
    trial_days = parameters.integer("trial_period_days", 1, _MOST_TRIAL_DAYS) or 0
    customer = account.customers.get(id_)
    if customer is None:
        raise missing("customer", id_, "customer", HTTPStatus.BAD_REQUEST)
    listed = parameters.inside("items")
    parameters.finish()
    items = read_items(account, listed, now)
    if not all(item.price.interval for item in items):
        raise invalid("Every price of a subscription must be recurring.", "items")
    donor = Donor(customer.name, customer.email, None, customer.id)
    return account.subscribe(donor, items, now, metadata=metadata, trial_days=trial_days)


def update_subscription(account: Account, subscription: Subscription, parameters: Parameters, now: int) -> Subscription:
    """The subscription carries other metadata, is paused or no longer paused, or will end with its period."""
    changed: dict[str, Any] = {"metadata": parameters.metadata(former=subscription.metadata)}
    at_end = parameters.flag("cancel_at_period_end")
    if at_end is not None:
        changed["cancel_at_end"] = at_end
    if parameters.emptied("pause_collection"):
        changed["pause"] = None
    pause = parameters.inside("pause_collection")
    given, behavior = pause.names(), pause.choice("behavior", _PAUSES)
    if given and behavior is None:
        raise pause.lacking("behavior")
    if behavior is not None:
        changed["pause"] = behavior
    pause.finish()
    parameters.finish()
    _check_running(subscription)
    return account.change(subscription, now, **changed)


def cancel_subscription(account: Account, subscription: Subscription, parameters: Parameters, now: int) -> Subscription:
    """The subscription has ended.

    Raises:
        Refusal: it had ended before.
    """
    parameters.finish()
    _check_running(subscription)
    return account.cancel(subscription, now)


def _check_running(subscription: Subscription) -> None:
    if subscription.status in ("canceled", "incomplete_expired"):
        raise Refusal(HTTPStatus.BAD_REQUEST, f"A canceled subscription can only be read: {subscription.id}.")
