"""What is asked of the payments API, and a distrust of every page that it answers.

Names, parameters and shapes: Stripe's official OpenAPI description, 2026-05-27.dahlia.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mkdocs_wellspring.errors import PaymentsMalformed
from mkdocs_wellspring.ledger.api.parts import ITEMS, LINE_ITEMS, LINES, Parts
from mkdocs_wellspring.ledger.records import Mode

__all__ = [
    "CANCELED",
    "CHARGES",
    "DISPUTES",
    "INVOICE_LINES",
    "INVOICE_PAYMENTS",
    "PAYMENT_LINKS",
    "PRODUCTS",
    "REFUNDS",
    "SUBSCRIPTIONS",
    "Listing",
    "Page",
    "checked",
    "checked_list",
    "checked_made",
    "checked_one",
    "is_id",
    "of_kind",
    "prices",
    "sessions",
]

_ID = re.compile(r"[A-Za-z0-9_]{1,255}")
_LATEST_S = 253_402_300_799  # the last second of the year 9999
_WITHOUT_LIVEMODE = frozenset({"refund"})


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that the API gives page by page, newest first.

    Attributes:
        kind: what its objects say in `object`.
        path: where it is.
        params: what is asked of each page besides its place.
        dated: its objects say when they were `created`, and cannot be checked for their order otherwise.
        parts: what each is made of and is wanted whole; None where its beginning will do.
    """

    kind: str
    path: str
    params: Mapping[str, Any] = field(default_factory=dict)
    dated: bool = True
    parts: Parts | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is what was asked for.

    Attributes:
        objects: newest first, each once.
        more: older ones follow.
    """

    objects: tuple[Mapping[str, Any], ...]
    more: bool


CHARGES = Listing("charge", "/v1/charges")
REFUNDS = Listing("refund", "/v1/refunds")
DISPUTES = Listing("dispute", "/v1/disputes")
INVOICE_PAYMENTS = Listing("invoice_payment", "/v1/invoice_payments", {"expand": ["data.invoice"]})
INVOICE_LINES = replace(INVOICE_PAYMENTS, parts=LINES)
SUBSCRIPTIONS = Listing("subscription", "/v1/subscriptions", {"expand": ["data.customer"]}, parts=ITEMS)
CANCELED = replace(SUBSCRIPTIONS, params={"status": "canceled", **SUBSCRIPTIONS.params})
PRODUCTS = Listing("product", "/v1/products")
PAYMENT_LINKS = Listing("payment_link", "/v1/payment_links", dated=False)


def sessions(payment_link: str | None) -> Listing:
    """The complete checkout sessions of one payment link; for None all of them, with all that was bought."""
    link = {} if payment_link is None else {"payment_link": payment_link}
    params = {"status": "complete", **link, "expand": ["data.line_items"]}
    parts = LINE_ITEMS if payment_link is None else None  # what was bought through a known link is of no matter
    return Listing("checkout.session", "/v1/checkout/sessions", params, parts=parts)


def prices(lookup_keys: Sequence[str] = ()) -> Listing:
    """The prices with these lookup keys, ten at most, active or not; all prices for none."""
    return Listing("price", "/v1/prices", {"lookup_keys": list(lookup_keys)} if lookup_keys else {})


def of_kind(kind: str) -> Listing:
    """The listing whose objects are of that kind; LookupError where none is."""
    return _LISTINGS[kind]


_LISTINGS = {
    listing.kind: listing
    for listing in (
        CHARGES,
        REFUNDS,
        DISPUTES,
        INVOICE_LINES,
        SUBSCRIPTIONS,
        sessions(payment_link=None),
        PRODUCTS,
        prices(),
        PAYMENT_LINKS,
    )
}


def is_id(value: object) -> bool:
    """It can be an object's id: letters, digits and underscores."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def checked(  # noqa: PLR0913  all that was asked is compared
    answer: object, listing: Listing, *, mode: Mode, low: int | None, below: int | None, after: str | None
) -> Page:
    """The page in `answer`, which was asked for as the other arguments say.

    The client reads a list without `data` as an empty one and follows a repeated page for ever (stripe-python
    16.1.0, tried 2026-11), so both are refused here. Rules: https://docs.stripe.com/api/pagination.

    Args:
        answer: JSON's values, whatever they are.
        listing: what was asked for.
        mode: whose money the key gives access to.
        low: nothing older was asked for, in seconds since 1970; None for no limit.
        below: nothing that is as new was asked for; None for no limit.
        after: the page begins below the object with this id; None for the first page.

    Raises:
        PaymentsMalformed: it is no such page.
    """
    objects, more = checked_list(answer)
    if more and not objects:
        raise _wrong("an empty page that promises more")
    seen = set() if after is None else {after}
    newest = below
    for thing in objects:
        _check(thing, listing.kind, mode)
        identifier = thing["id"]
        if identifier in seen:
            raise _wrong(f"the same {_spoken(listing.kind)} twice")
        seen.add(identifier)
        if not listing.dated:
            continue
        created = thing["created"]
        if (low is not None and created < low) or (below is not None and created >= below):
            raise _wrong("objects of another time than was asked for")
        if newest is not None and created > newest:
            raise _wrong("a list that does not begin with the newest")
        newest = created
    return Page(tuple(objects), more)


def checked_one(answer: object, kind: str, identifier: str, *, mode: Mode) -> Mapping[str, Any]:
    """The object in `answer`, which was asked for by its id.

    Raises:
        PaymentsMalformed: it is another.
    """
    found = checked_made(answer, kind, mode=mode)
    if found["id"] != identifier:
        raise _wrong(f"another {_spoken(kind)} than was asked for")
    return found


def checked_made(answer: object, kind: str, *, mode: Mode) -> Mapping[str, Any]:
    """The object in `answer`, which was made just now.

    Raises:
        PaymentsMalformed: it is of another kind, or of another mode.
    """
    if not isinstance(answer, Mapping):
        raise _wrong("no object")
    _check(answer, kind, mode)
    return answer


def checked_list(answer: object) -> tuple[list[Mapping[str, Any]], bool]:
    """The objects of the list in `answer`, whatever they are, and whether more follow.

    Raises:
        PaymentsMalformed: it is no list.
    """
    if not isinstance(answer, Mapping) or answer.get("object") != "list":
        raise _wrong("no list")
    objects, more = answer.get("data"), answer.get("has_more")
    if not isinstance(objects, list) or not all(isinstance(thing, Mapping) for thing in objects):
        raise _wrong("a list without `data`")
    if not isinstance(more, bool):
        raise _wrong("a list without `has_more`")
    return objects, more


def _check(thing: Mapping[str, Any], kind: str, mode: Mode) -> None:
    if thing.get("object") != kind:
        raise _wrong(f"something that is no {_spoken(kind)}")
    if not is_id(thing.get("id")):
        raise _wrong(f"a {_spoken(kind)} without an `id`")
    created = thing.get("created")
    if of_kind(kind).dated and (type(created) is not int or not 0 <= created <= _LATEST_S):
        raise _wrong(f"a {_spoken(kind)} without `created`")
    if kind in _WITHOUT_LIVEMODE:
        return
    live = thing.get("livemode")
    if not isinstance(live, bool):
        raise _wrong(f"a {_spoken(kind)} without `livemode`")
    if live != (mode is Mode.LIVE):
        raise PaymentsMalformed(
            f"The payments API answered {'live' if live else 'test'} payments to a key of mode {mode}, "
            "so nothing was counted: check WELLSPRING_STRIPE_KEY and WELLSPRING_STRIPE_API."
        )


def _spoken(kind: str) -> str:
    return kind.replace("_", " ").replace(".", " ")


def _wrong(what: str) -> PaymentsMalformed:
    return PaymentsMalformed(
        f"The payments API answered {what}, so nothing was counted: "
        "try again later, and see whether WELLSPRING_STRIPE_API points at a Stripe."
    )
