"""What an object is made of, such as the lines of an invoice: the API shows the first ten, and gives the rest apart.

Paths and shapes: Stripe's official OpenAPI description, 2026-05-27.dahlia.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs_wellspring.errors import PaymentsMalformed

__all__ = ["ITEMS", "LINES", "LINE_ITEMS", "Parts", "completed"]

Ask = Callable[[str, Mapping[str, Any]], tuple[list[Mapping[str, Any]], bool]]
"""Gives the entries of a page, and whether more follow, for a path and its parameters."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A list within an object.

    Attributes:
        kind: what its entries say in `object`.
        name: where it stands in its owner.
        path: where it goes on; `{id}` stands for its owner's id.
        owner: where the owner stands in the object that was listed; None for that object itself.
        owned: the parameter that names the owner, where the path does not.
    """

    kind: str
    name: str
    path: str
    owner: str | None = None
    owned: str | None = None


LINE_ITEMS = Parts("item", "line_items", "/v1/checkout/sessions/{id}/line_items")
LINES = Parts("line_item", "lines", "/v1/invoices/{id}/lines", owner="invoice")
ITEMS = Parts("subscription_item", "items", "/v1/subscription_items", owned="subscription")


def completed(thing: Mapping[str, Any], parts: Parts, ask: Ask) -> Mapping[str, Any]:
    """The object with all of its parts; itself where it has them, or shows none.

    Raises:
        PaymentsMalformed: what follows is no such list. So does `ask`, or PaymentsUnavailable.
    """
    owner = thing if parts.owner is None else thing.get(parts.owner)
    held = owner.get(parts.name) if isinstance(owner, Mapping) else None
    if not isinstance(owner, Mapping) or not isinstance(held, Mapping) or held.get("has_more") is not True:
        return thing
    whole = {**held, "data": _all(owner.get("id"), held.get("data"), parts, ask), "has_more": False}
    if parts.owner is None:
        return {**thing, parts.name: whole}
    return {**thing, parts.owner: {**owner, parts.name: whole}}


def _all(owner: object, begun: object, parts: Parts, ask: Ask) -> list[Any]:
    if not isinstance(owner, str) or not isinstance(begun, list):
        raise _wrong(parts)
    found, seen = list(begun), {_id(entry, parts) for entry in begun}
    owned = {} if parts.owned is None else {parts.owned: owner}
    more = True
    while more:
        if not found:  # there is nothing to go on from
            raise _wrong(parts)
        entries, more = ask(parts.path.format(id=owner), {**owned, "starting_after": _id(found[-1], parts)})
        ids = [_id(entry, parts) for entry in entries]
        if seen.intersection(ids) or len(set(ids)) < len(ids) or (more and not ids):
            raise _wrong(parts)
        found += entries
        seen.update(ids)
    return found


def _id(entry: object, parts: Parts) -> str:
    identifier = entry.get("id") if isinstance(entry, Mapping) and entry.get("object") == parts.kind else None
    if not isinstance(identifier, str) or not identifier:
        raise _wrong(parts)
    return identifier


def _wrong(parts: Parts) -> PaymentsMalformed:
    return PaymentsMalformed(
        f"The payments API answered `{parts.name}` that do not go on as they began, so nothing was counted: "
        "try again later, and see whether WELLSPRING_STRIPE_API points at a Stripe."
    )
