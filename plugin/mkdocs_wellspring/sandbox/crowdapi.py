"""The part of Stripe's API that a crowd answers, under `/v1`."""

from bisect import bisect_left
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import TypeVar
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mkdocs_wellspring.sandbox import shapes
from mkdocs_wellspring.sandbox.collection import Query
from mkdocs_wellspring.sandbox.crowd import DISPUTED, REFUNDED, Crowd
from mkdocs_wellspring.sandbox.parameters import Parameters
from mkdocs_wellspring.sandbox.refusals import missing
from mkdocs_wellspring.sandbox.shapes import Shape

__all__ = ["routes"]

Endpoint = Callable[[Request], Awaitable[Response]]

R = TypeVar("R")

_EMPTY = (
    "/checkout/sessions",
    "/customers",
    "/events",
    "/invoice_payments",
    "/invoices",
    "/payment_links",
    "/prices",
    "/products",
    "/subscriptions",
)


@dataclass(frozen=True, slots=True)
class _Listed:
    """One kind of thing that payments have: which of them, since when, and how it is shown.

    `fates` is None where every payment has one; `filters` are parameters that name one payment, each with the prefix
    of the ids that it takes.
    """

    kind: str
    prefix: str
    fates: range | None
    created: Callable[[int], int]
    show: Callable[[int], Shape]
    filters: Mapping[str, str]

    @property
    def path(self) -> str:
        """Where it is listed, below `/v1`."""
        return f"/{self.kind}s"


def routes(crowd: Crowd) -> list[Route]:
    """The addresses below `/v1`; each speaks of `crowd`, and none changes it."""
    charge, intent = {"charge": "ch_"}, {"payment_intent": "pi_"}
    charges = _shown(crowd.charge, shapes.show_charge)
    intents = _shown(crowd.intent, shapes.show_intent)
    refunds = _shown(crowd.refund, shapes.show_refund)
    disputes = _shown(crowd.dispute, shapes.show_dispute)
    listed = [
        _Listed("charge", "ch_", None, crowd.created, charges, intent),
        _Listed("payment_intent", "pi_", None, crowd.created, intents, {}),
        _Listed("refund", "re_", REFUNDED, crowd.refunded_at, refunds, charge | intent),
        _Listed("dispute", "du_", DISPUTED, crowd.disputed_at, disputes, charge | intent),
    ]
    return [
        *(Route(kind.path, _listing(crowd, kind), methods=["GET"]) for kind in listed),
        *(Route(kind.path + "/{id}", _reading(crowd, kind), methods=["GET"]) for kind in listed),
        *(Route(path, _nothing(path), methods=["GET"]) for path in _EMPTY),
    ]


def _shown(make: Callable[[int], R], show: Callable[[R], Shape]) -> Callable[[int], Shape]:
    return lambda number: show(make(number))


def _listing(crowd: Crowd, kind: _Listed) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        parameters = Parameters.decoded(request.url.query)
        query = parameters.query()
        asked = {prefix: parameters.text(name) for name, prefix in kind.filters.items()}
        parameters.finish()
        low, high = _bounds(crowd, kind, query)
        for prefix, id_ in asked.items():
            if id_ is not None:
                number = crowd.number(prefix, id_)
                low, high = (0, 0) if number is None else (max(low, number), min(high, number + 1))
        found = list(islice(_numbers(crowd, kind, query, low, high), query.limit + 1))
        page = found[: query.limit]
        if query.ending_before is not None:
            page.reverse()
        return _list(kind.path, [kind.show(number) for number in page], has_more=len(found) > query.limit)

    return endpoint


def _numbers(crowd: Crowd, kind: _Listed, query: Query, low: int, high: int) -> Iterator[int]:
    return crowd.numbers(low, high, kind.fates, newest_first=query.ending_before is None)


def _bounds(crowd: Crowd, kind: _Listed, query: Query) -> tuple[int, int]:
    """The payments among which the page lies, the first and the one after the last."""
    ages = range(len(crowd))
    low = 0 if query.since is None else bisect_left(ages, query.since, key=kind.created)
    high = len(crowd) if query.before is None else bisect_left(ages, query.before, key=kind.created)
    if query.ending_before is not None:
        low = max(low, _cursor(crowd, kind, query.ending_before, "ending_before") + 1)
    if query.starting_after is not None:
        high = min(high, _cursor(crowd, kind, query.starting_after, "starting_after"))
    return low, high


def _cursor(crowd: Crowd, kind: _Listed, id_: str, name: str) -> int:
    number = _number(crowd, kind, id_)
    if number is None:
        raise missing(kind.kind, id_, name, HTTPStatus.BAD_REQUEST)
    return number


def _number(crowd: Crowd, kind: _Listed, id_: str) -> int | None:
    number = crowd.number(kind.prefix, id_)
    if number is None or (kind.fates is not None and crowd.fate(number) not in kind.fates):
        return None
    return number


def _reading(crowd: Crowd, kind: _Listed) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        Parameters.decoded(request.url.query).finish()
        number = _number(crowd, kind, request.path_params["id"])
        if number is None:
            raise missing(kind.kind, request.path_params["id"], "id", HTTPStatus.NOT_FOUND)
        return _answer(kind.show(number))

    return endpoint


def _nothing(path: str) -> Endpoint:
    """A listing of what a crowd has none of, whatever is asked of it."""

    async def endpoint(_request: Request) -> Response:
        return _list(path, [], has_more=False)

    return endpoint


def _list(path: str, items: list[Shape], *, has_more: bool) -> Response:
    return _answer({"object": "list", "data": items, "has_more": has_more, "url": f"/v1{path}"})


def _answer(body: Shape) -> Response:
    headers = {"Request-Id": f"req_{uuid4().hex[:14]}", "Stripe-Version": shapes.API_VERSION}
    return JSONResponse(body, headers=headers)
