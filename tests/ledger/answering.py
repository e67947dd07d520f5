"""The payments API over a pretend account, in memory: what the ledger asks, answered as Stripe answers.

The newest comes first; of one second, what was made later. A page goes on after an object that is no longer in
the listing, as Stripe's does.
"""

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from mkdocs_wellspring.errors import PaymentsUnavailable
from mkdocs_wellspring.ledger.api.listing import Listing, Page
from mkdocs_wellspring.ledger.records import Mode

from .history import Account, copied
from .shapes import Thing

__all__ = ["API", "Moment", "failing", "listed"]

Moment = Callable[[int], object]


class API:
    """One client of the account.

    Attributes:
        mode: whose money it is.
        requests: how many pages and single objects were asked for.
    """

    def __init__(self, account: Account, *, page_size: int = 3, before: Moment = int) -> None:
        """`before` is called with each request's number, from 1, before it is answered; what it raises is raised."""
        self.mode = Mode.TEST
        self.requests = 0
        self._account = account
        self._page_size = page_size
        self._before = before
        self._lock = Lock()

    def page(
        self, listing: Listing, *, low: int | None = None, below: int | None = None, after: str | None = None
    ) -> Page:
        self._asked()
        with self._account.lock:
            params = dict(listing.params)
            found, more = listed(self._account, listing.kind, params, low, below, after, self._page_size)
            return Page(tuple(found), more)

    def one(self, kind: str, identifier: str) -> Mapping[str, Any] | None:
        self._asked()
        with self._account.lock:
            for thing in _things(self._account, kind):
                if thing["id"] == identifier:
                    return copied(thing)
        return None

    def _asked(self) -> None:
        with self._lock:
            self.requests += 1
            number = self.requests
        self._before(number)


def failing(*numbers: int) -> Moment:
    """The requests of those numbers are not answered."""

    def moment(number: int) -> None:
        if number in numbers:
            raise PaymentsUnavailable("The pretend payments API did not answer.")

    return moment


def listed(
    account: Account,
    kind: str,
    params: Mapping[str, object],
    low: int | None,
    below: int | None,
    after: str | None,
    size: int,
) -> tuple[list[Thing], bool]:
    """One page: objects made at `low` or later and before `below`, and whether there are more."""
    in_order = sorted(enumerate(_things(account, kind)), key=lambda each: (-each[1]["created"], -each[0]))
    newest_first = [thing for _, thing in in_order]
    if after is not None:
        place = [thing["id"] for thing in newest_first].index(after)
        newest_first = newest_first[place + 1 :]
    found = [
        _shown(thing, str(params))
        for thing in newest_first
        if (low is None or thing["created"] >= low)
        and (below is None or thing["created"] < below)
        and _wanted(thing, params)
    ]
    return found[:size], len(found) > size


def _things(account: Account, kind: str) -> list[Thing]:
    return {
        "charge": account.charges,
        "refund": account.refunds,
        "dispute": account.disputes,
        "invoice_payment": account.invoice_payments,
        "subscription": account.subscriptions,
        "checkout.session": account.sessions,
    }[kind]


def _wanted(thing: Thing, params: Mapping[str, object]) -> bool:
    if thing["object"] == "subscription" and "status" not in params:
        return bool(thing["status"] != "canceled")
    plain = {key: value for key, value in params.items() if "expand" not in key and key != "limit"}
    return all(value == "all" or thing[key] == value for key, value in plain.items())


def _shown(thing: Thing, params: str) -> Thing:
    """What was not asked to be expanded is an id, and a session's items are not shown at all."""
    shown = copied(thing)
    if thing["object"] == "checkout.session" and "line_items" not in params:
        del shown["line_items"]
    for key, kind in (("invoice", "invoice_payment"), ("customer", "subscription")):
        if thing["object"] == kind and f"data.{key}" not in params:
            shown[key] = thing[key]["id"]
    return shown
