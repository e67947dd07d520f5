"""What is asked for with checkout sessions and payment links."""

from dataclasses import replace
from typing import Any, Literal, cast

from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.actions.shop import read_items
from mkdocs_wellspring.sandbox.parameters import Parameters
from mkdocs_wellspring.sandbox.records import Item, PaymentLink, Session
from mkdocs_wellspring.sandbox.refusals import invalid

__all__ = ["create_link", "create_session", "update_link"]

_SUBMITS = ("auto", "book", "donate", "pay", "subscribe")
_MOST_TRIAL_DAYS = 730


def create_session(account: Account, parameters: Parameters, now: int) -> Session:
    """An open session exists in which the line items can be paid once, or each period.

    Raises:
        Refusal: a parameter cannot be used, or the mode does not fit the prices.
    """
    mode = parameters.choice("mode", ("payment", "subscription"))
    if mode is None:
        raise parameters.lacking("mode")
    intent, monthly = parameters.inside("payment_intent_data"), parameters.inside("subscription_data")
    for given, fits in ((intent, "payment"), (monthly, "subscription")):
        if given.names() and mode != fits:
            raise invalid(f"{given.whole} can only be used in {fits} mode.", given.whole)
    asked: dict[str, Any] = {
        "email": parameters.text("customer_email"),
        "metadata": parameters.metadata(),
        "intent_metadata": intent.metadata(),
        "subscription_metadata": monthly.metadata(),
        "trial_days": monthly.integer("trial_period_days", 1, _MOST_TRIAL_DAYS) or 0,
        "success_url": parameters.text("success_url"),
        "cancel_url": parameters.text("cancel_url"),
        "reference": parameters.text("client_reference_id"),
        "submit_type": parameters.choice("submit_type", _SUBMITS),
        "customer": parameters.text("customer"),
    }
    intent.finish()
    monthly.finish()
    listed = parameters.inside("line_items")
    parameters.finish()
    items = read_items(account, listed, now)
    _check_mode(items, mode)
    amounts = [item.amount for item in items]
    session = Session(
        id=account.new_id("cs_test_"),
        created=now,
        items=items,
        amount=None if None in amounts else sum(amount or 0 for amount in amounts),
        currency=items[0].price.currency,
        mode=cast('Literal["payment", "subscription"]', mode),
        **asked,
    )
    account.sessions.put(session)
    return session


def create_link(account: Account, parameters: Parameters, now: int) -> PaymentLink:
    """There is a payment link.

    Raises:
        Refusal: a parameter cannot be used, or data of subscriptions is given without a recurring price.
    """
    intent, monthly = parameters.inside("payment_intent_data"), parameters.inside("subscription_data")
    given = {"payment": bool(intent.names()), "subscription": bool(monthly.names())}
    asked: dict[str, Any] = {
        "intent_metadata": intent.metadata(),
        "subscription_metadata": monthly.metadata(),
        "redirect": _redirect(parameters.inside("after_completion")),
        "submit_type": parameters.choice("submit_type", _SUBMITS) or "auto",
        "inactive_message": parameters.text("inactive_message"),
    }
    metadata = parameters.metadata()
    intent.finish()
    monthly.finish()
    listed = parameters.inside("line_items")
    parameters.finish()
    items = read_items(account, listed, now)
    mode = "subscription" if any(item.price.interval for item in items) else "payment"
    for data, fits in ((intent, "payment"), (monthly, "subscription")):
        if given[fits] and fits != mode:
            raise invalid(f"{data.whole} can only be used in {fits} mode.", data.whole)
    return account.open_link(metadata, now, items, currency=items[0].price.currency, **asked)


def update_link(account: Account, link: PaymentLink, parameters: Parameters, _now: int) -> PaymentLink:
    """The link is active or not, carries other metadata, or leads back elsewhere; earlier sessions keep theirs."""
    active = parameters.flag("active")
    intent, monthly = parameters.inside("payment_intent_data"), parameters.inside("subscription_data")
    after = parameters.inside("after_completion")
    changed = replace(
        link,
        active=link.active if active is None else active,
        redirect=_redirect(after) if after.names() else link.redirect,
        metadata=parameters.metadata(former=link.metadata),
        intent_metadata=intent.metadata(former=link.intent_metadata),
        subscription_metadata=monthly.metadata(former=link.subscription_metadata),
    )
    for part in (intent, monthly, parameters):
        part.finish()
    account.links.put(changed)
    return changed


def _check_mode(items: tuple[Item, ...], mode: str) -> None:
    recurring = any(item.price.interval for item in items)
    if recurring and mode == "payment":
        raise invalid("You specified `payment` mode but passed a recurring price.", "mode")
    if not recurring and mode == "subscription":
        raise invalid("You must provide at least one recurring price in `subscription` mode.", "mode")


def _redirect(after: Parameters) -> str | None:
    kind, redirect = after.choice("type", ("hosted_confirmation", "redirect")), after.inside("redirect")
    url = redirect.required("url") if kind == "redirect" else None
    redirect.finish()
    after.finish()
    return url
