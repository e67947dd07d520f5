"""The addresses below `/v1`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mkdocs_wellspring.sandbox import actions, shapes
from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.api.answers import Clock, Endpoint, Pending, View, answer, base_of, guarded
from mkdocs_wellspring.sandbox.api.kinds import Kind, listing, parts, reading
from mkdocs_wellspring.sandbox.api.listed import kinds
from mkdocs_wellspring.sandbox.idempotency import Replays
from mkdocs_wellspring.sandbox.keys import Keys
from mkdocs_wellspring.sandbox.parameters import Parameters
from mkdocs_wellspring.sandbox.shapes import Shape

__all__ = ["routes"]

Create = Callable[[Account, Parameters, int], Any]
Change = Callable[[Account, Any, Parameters, int], Any]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request: what it says, which thing its address names, and from where it looks at the answer."""

    parameters: Parameters
    id: str
    view: View


_CREATED: Mapping[str, Create] = {
    "/refunds": actions.create_refund,
    "/customers": actions.create_customer,
    "/subscriptions": actions.create_subscription,
    "/checkout/sessions": actions.create_session,
    "/payment_links": actions.create_link,
    "/products": actions.create_product,
    "/prices": actions.create_price,
    "/webhook_endpoints": actions.create_endpoint,
}
"""What can be made, by the path of its kind."""

_CHANGED: tuple[tuple[str, str, str, Change], ...] = (
    ("POST", "/payment_intents", "/{id}/capture", actions.capture_intent),
    ("POST", "/disputes", "/{id}/close", actions.close_dispute),
    ("POST", "/subscriptions", "/{id}", actions.update_subscription),
    ("DELETE", "/subscriptions", "/{id}", actions.cancel_subscription),
    ("POST", "/payment_links", "/{id}", actions.update_link),
    ("DELETE", "/webhook_endpoints", "/{id}", actions.delete_endpoint),
)
"""What can be changed: method, path of the kind, what follows it, and what it does."""


def routes(account: Account, clock: Clock, keys: Keys | None = None, pending: Pending = lambda _id: 0) -> list[Route]:
    """The addresses below `/v1`; each speaks of `account`, to keys that have the right to it."""
    keys = keys or Keys()
    replays, listed = Replays(), kinds(account, clock, pending)

    def route(method: str, path: str, endpoint: Endpoint, noun: str) -> Route:
        right = f"rak_{noun}_{'read' if method == 'GET' else 'write'}"
        return Route(path, guarded(endpoint, right, keys, account), methods=[method])

    def doing(kind: Kind[Any], do: Callable[[_Asked], Any]) -> Endpoint:
        show = _showing(kind)
        return _acting(lambda asked: show(do(asked), asked.view), replays, clock)

    def create(make: Create) -> Callable[[_Asked], Any]:
        return lambda asked: make(account, asked.parameters, asked.view.now)

    def change(kind: Kind[Any], turn: Change) -> Callable[[_Asked], Any]:
        return lambda asked: turn(account, kind.found(asked.id), asked.parameters, asked.view.now)

    def made_of(path: str, of: str, show: Callable[[Any], list[Shape]], owner: str | None = None) -> Route:
        return route("GET", path, parts(listed[of], path, show, owner), listed[of].noun)

    return [
        *(route("GET", kind.path, listing(kind, account, keys, clock), kind.noun) for kind in listed.values()),
        *(route("POST", path, doing(listed[path], create(make)), listed[path].noun) for path, make in _CREATED.items()),
        *(
            route(method, path + tail, doing(listed[path], change(listed[path], turn)), listed[path].noun)
            for method, path, tail, turn in _CHANGED
        ),
        made_of("/checkout/sessions/{id}/line_items", "/checkout/sessions", _bought),
        made_of("/payment_links/{id}/line_items", "/payment_links", _offered),
        made_of("/invoices/{id}/lines", "/invoices", shapes.show_lines),
        made_of("/subscription_items", "/subscriptions", shapes.show_subscribed, owner="subscription"),
        *(
            route("GET", kind.path + "/{id}", reading(kind, account, keys, clock), kind.noun)
            for kind in listed.values()
        ),
    ]


def _showing(kind: Kind[Any]) -> Callable[[Any, View], Shape]:
    """How the answer to a change shows what was changed."""
    if kind.path == "/webhook_endpoints":
        return lambda made, _view: made if isinstance(made, dict) else shapes.show_endpoint(made, created=True)
    return kind.show


def _acting(act: Callable[[_Asked], Shape], replays: Replays, clock: Clock) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        body = (await request.body()).decode(errors="replace") or request.url.query
        key, asked = request.headers.get("idempotency-key"), f"{request.method} {request.url.path}?{body}"
        told = None if key is None else replays.answer(key, asked)
        if told is not None:
            return answer(told, headers={"Idempotent-Replayed": "true"})
        view = View(base_of(request), clock())
        shape = act(_Asked(Parameters.decoded(body), request.path_params.get("id", ""), view))
        if key is not None:
            replays.keep(key, asked, shape)
        return answer(shape)

    return endpoint


def _bought(session: Any) -> list[Shape]:
    return shapes.show_items(session.id, session.items, session.amount)


def _offered(link: Any) -> list[Shape]:
    return shapes.show_items(link.id, link.items)
