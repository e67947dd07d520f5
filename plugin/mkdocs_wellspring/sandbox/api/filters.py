"""By what a listing may be narrowed: each filter takes its own parameters, and says which records it keeps."""

from collections.abc import Callable, Collection
from typing import Any

from mkdocs_wellspring.sandbox.parameters import Parameters
from mkdocs_wellspring.sandbox.records import SUBSCRIPTION_STATUSES

__all__ = ["Filter", "among", "flagged", "of_payment", "of_price", "of_status", "of_type", "same"]

_ENDED = ("canceled", "incomplete_expired")

Filter = Callable[[Parameters], Callable[[Any], bool] | None]
"""None where the request does not narrow."""


def same(name: str, value: Callable[[Any], str | None], choices: Collection[str] | None = None) -> Filter:
    """Keeps records whose value is the one asked for, out of `choices` where there are such."""

    def read(parameters: Parameters) -> Callable[[Any], bool] | None:
        asked = parameters.text(name) if choices is None else parameters.choice(name, choices)
        return None if asked is None else lambda item: value(item) == asked

    return read


def flagged(name: str, value: Callable[[Any], bool]) -> Filter:
    """Keeps records of which that is true, or false."""

    def read(parameters: Parameters) -> Callable[[Any], bool] | None:
        asked = parameters.flag(name)
        return None if asked is None else lambda item: value(item) is asked

    return read


def among(name: str, value: Callable[[Any], str | None]) -> Filter:
    """Keeps records whose value is one of those asked for."""

    def read(parameters: Parameters) -> Callable[[Any], bool] | None:
        asked = parameters.texts(name)
        return None if asked is None else lambda item: value(item) in asked

    return read


def of_price(parameters: Parameters) -> Callable[[Any], bool] | None:
    """Keeps subscriptions that have the price asked for."""
    asked = parameters.text("price")
    return None if asked is None else lambda item: any(part.price.id == asked for part in item.items)


def of_status(parameters: Parameters) -> Callable[[Any], bool] | None:
    """Keeps subscriptions of the status asked for; by default, all that have not been canceled."""
    asked = parameters.choice("status", ("all", "ended", *SUBSCRIPTION_STATUSES))
    if asked == "all":
        return None
    if asked == "ended":
        return lambda item: item.status in _ENDED
    return lambda item: item.status == asked if asked else item.status != "canceled"


def of_payment(parameters: Parameters) -> Callable[[Any], bool] | None:
    """Keeps payments of invoices by the payment intent asked for."""
    payment = parameters.inside("payment")
    given = payment.names()
    kind, intent = payment.choice("type", ("payment_intent",)), payment.text("payment_intent")
    payment.finish()
    if given and kind is None:
        raise payment.lacking("type")
    return None if intent is None else lambda item: item.intent == intent


def of_type(parameters: Parameters) -> Callable[[Any], bool] | None:
    """Keeps events of the type asked for, which may end with `*`."""
    asked = parameters.text("type")
    if asked is None:
        return None
    if asked.endswith("*"):
        return lambda event: event.type.startswith(asked[:-1])
    return lambda event: event.type == asked
