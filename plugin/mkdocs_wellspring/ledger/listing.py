"""A listing of the payments API, walked to its end, with a distrust of every page."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mkdocs_wellspring.errors import PaymentsMalformed
from mkdocs_wellspring.ledger.charge import object_id

__all__ = ["Fetch", "walk"]

Fetch = Callable[[str | None], object]
"""The page after the object with this id, as JSON's values; the first page for None."""


def walk(fetch: Fetch) -> Iterator[Mapping[str, Any]]:
    """Every object of the listing, in its order. It ends only where the API says that there is no more.

    The client reads a list without `data` as an empty one and follows a repeated page for ever (stripe-python
    16.1.0, tried 2026-11), so both are refused here. Rules: https://docs.stripe.com/api/pagination.

    Raises:
        PaymentsMalformed: a page has another shape, is empty and promises more, or ends where an earlier one
            did.
    """
    after: str | None = None
    seen: set[str] = set()
    more = True
    while more:
        objects, more = _page(fetch(after))
        if more and not objects:
            raise _wrong("an empty page that promises more")
        if more:
            after = object_id(objects[-1])
            if after in seen:
                raise _wrong("the same page again")
            seen.add(after)
        yield from objects


def _page(answer: object) -> tuple[list[Mapping[str, Any]], bool]:
    if not isinstance(answer, Mapping) or answer.get("object") != "list":
        raise _wrong("no list")
    objects, more = answer.get("data"), answer.get("has_more")
    if not isinstance(objects, list) or not all(isinstance(thing, Mapping) for thing in objects):
        raise _wrong("a list without `data`")
    if not isinstance(more, bool):
        raise _wrong("a list without `has_more`")
    return objects, more


def _wrong(what: str) -> PaymentsMalformed:
    return PaymentsMalformed(
        f"The payments API answered {what}, so nothing was counted: "
        "try again later, and see whether WELLSPRING_STRIPE_API points at a Stripe."
    )
