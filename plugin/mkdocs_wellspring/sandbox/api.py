"""The part of Stripe's API that the sandbox answers, under `/v1`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Generic, TypeVar
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mkdocs_wellspring.sandbox import shapes
from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.actions import create_refund, create_session
from mkdocs_wellspring.sandbox.collection import Collection, Record
from mkdocs_wellspring.sandbox.idempotency import Replays
from mkdocs_wellspring.sandbox.parameters import Parameters
from mkdocs_wellspring.sandbox.records import Charge, Intent, PaymentLink, Refund, Session
from mkdocs_wellspring.sandbox.refusals import Refusal, missing
from mkdocs_wellspring.sandbox.shapes import Shape

__all__ = ["Clock", "base_of", "refused", "routes"]

Clock = Callable[[], int]
"""The present moment in whole seconds since 1970."""

Endpoint = Callable[[Request], Awaitable[Response]]
Action = Callable[[Parameters, str], Shape]
"""Does what a POST asks for, and gives what to answer; the text is the sandbox's own address."""

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class _Listed(Generic[R]):
    """One kind of thing: where it is listed, how it is shown, and by what a listing may be narrowed."""

    kind: str
    path: str
    held: Collection[R]
    show: Callable[[R, str], Shape]
    filters: Mapping[str, Callable[[R], str | None]] = field(default_factory=dict)
    by_created: bool = True


def routes(account: Account, clock: Clock) -> list[Route]:
    """The addresses below `/v1`; each speaks of `account`."""
    replays = Replays()

    def refund(parameters: Parameters, _base: str) -> Shape:
        return shapes.show_refund(create_refund(account, parameters, clock()))

    def session(parameters: Parameters, base: str) -> Shape:
        return shapes.show_session(create_session(account, parameters, clock()), base, clock())

    actions: dict[str, Action] = {"/refunds": refund, "/checkout/sessions": session}
    listed = [_charges(account), _refunds(account), _intents(account), _sessions(account, clock), _links(account)]
    return [
        *(Route(kind.path, _listing(kind), methods=["GET"]) for kind in listed),
        *(Route(path, _posting(action, replays), methods=["POST"]) for path, action in actions.items()),
        *(Route(kind.path + "/{id}", _reading(kind), methods=["GET"]) for kind in listed),
    ]


def base_of(request: Request) -> str:
    """The sandbox's own address as this request used it, without a slash at its end."""
    return f"{request.url.scheme}://{request.url.netloc}"


def refused(_request: Request, refusal: Exception) -> Response:
    """A refusal as Stripe answers it."""
    if not isinstance(refusal, Refusal):
        raise refusal
    headers = {"WWW-Authenticate": 'Basic realm="Stripe"'} if refusal.status == HTTPStatus.UNAUTHORIZED else {}
    return _answer(refusal.body, refusal.status, headers)


def _charges(account: Account) -> _Listed[Any]:
    def show(charge: Charge, _base: str) -> Shape:
        return shapes.show_charge(charge)

    return _Listed(
        "charge",
        "/charges",
        account.charges,
        show,
        {"customer": lambda charge: charge.gift.donor.customer, "payment_intent": lambda charge: charge.intent},
    )


def _refunds(account: Account) -> _Listed[Any]:
    def show(refund: Refund, _base: str) -> Shape:
        return shapes.show_refund(refund)

    return _Listed(
        "refund",
        "/refunds",
        account.refunds,
        show,
        {"charge": lambda refund: refund.charge, "payment_intent": lambda refund: refund.intent},
    )


def _intents(account: Account) -> _Listed[Any]:
    def show(intent: Intent, _base: str) -> Shape:
        return shapes.show_intent(intent)

    customer: Callable[[Intent], str | None] = lambda intent: intent.gift.donor.customer  # noqa: E731
    return _Listed("payment_intent", "/payment_intents", account.intents, show, {"customer": customer})


def _sessions(account: Account, clock: Clock) -> _Listed[Any]:
    def show(session: Session, base: str) -> Shape:
        return shapes.show_session(session, base, clock())

    return _Listed(
        "checkout.session",
        "/checkout/sessions",
        account.sessions,
        show,
        {
            "customer": lambda session: session.customer,
            "payment_intent": lambda session: session.intent,
            "payment_link": lambda session: session.link,
            "status": lambda session: session.status(clock()),
        },
    )


def _links(account: Account) -> _Listed[Any]:
    active: Callable[[PaymentLink], str | None] = lambda link: str(link.active).lower()  # noqa: E731
    return _Listed(
        "payment_link", "/payment_links", account.links, shapes.show_link, {"active": active}, by_created=False
    )


def _listing(kind: _Listed[R]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        parameters = Parameters.decoded(request.url.query)
        query = parameters.query(by_created=kind.by_created)
        asked = {name: parameters.text(name) for name in kind.filters}
        parameters.finish()
        wanted = {name: value for name, value in asked.items() if value is not None}
        for name in ("starting_after", "ending_before"):
            cursor = getattr(query, name)
            if cursor is not None and kind.held.get(cursor) is None:
                raise missing(kind.kind, cursor, name, HTTPStatus.BAD_REQUEST)
        page = kind.held.page(query, lambda item: all(kind.filters[name](item) == wanted[name] for name in wanted))
        base = base_of(request)
        items = [kind.show(item, base) for item in page.items]
        return _answer({"object": "list", "data": items, "has_more": page.has_more, "url": f"/v1{kind.path}"})

    return endpoint


def _reading(kind: _Listed[R]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        Parameters.decoded(request.url.query).finish()
        item = kind.held.get(request.path_params["id"])
        if item is None:
            raise missing(kind.kind, request.path_params["id"], "id", HTTPStatus.NOT_FOUND)
        return _answer(kind.show(item, base_of(request)))

    return endpoint


def _posting(action: Action, replays: Replays) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        body = (await request.body()).decode(errors="replace")
        key, asked = request.headers.get("idempotency-key"), f"{request.url.path}?{body}"
        told = None if key is None else replays.answer(key, asked)
        if told is not None:
            return _answer(told, headers={"Idempotent-Replayed": "true"})
        shape = action(Parameters.decoded(body), base_of(request))
        if key is not None:
            replays.keep(key, asked, shape)
        return _answer(shape)

    return endpoint


def _answer(
    body: Shape,
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Response:
    named = {"Request-Id": f"req_{uuid4().hex[:14]}", "Stripe-Version": shapes.API_VERSION}
    return JSONResponse(body, status, {**named, **(headers or {})})
