"""What time, banks and donors do to the account: addresses of the sandbox's own, below `/sandbox`."""

from collections.abc import Callable
from http import HTTPStatus
from json import JSONDecodeError
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mkdocs_wellspring.sandbox import shapes
from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.api.answers import Clock, Endpoint, answer
from mkdocs_wellspring.sandbox.collection import Collection
from mkdocs_wellspring.sandbox.keys import Keys
from mkdocs_wellspring.sandbox.parameters import Parameters
from mkdocs_wellspring.sandbox.records import DISPUTE_STATUSES, REFUND_STATUSES, SUBSCRIPTION_STATUSES
from mkdocs_wellspring.sandbox.refusals import Refusal, invalid, missing
from mkdocs_wellspring.sandbox.shapes import Shape

__all__ = ["doings"]

_PAID = ("succeeded", "pending", "failed")
_SETTLED = ("succeeded", "failed")

Turn = Callable[[Any, Parameters], Shape]


def doings(account: Account, clock: Clock, keys: Keys) -> list[Route]:
    """Each takes a form (or a JSON object), and answers with what has changed, as Stripe would show it."""

    def settle(charge: Any, parameters: Parameters) -> Shape:
        outcome = _chosen(parameters, "outcome", _SETTLED)
        return shapes.show_charge(account.settle(charge, outcome, clock()))

    def dispute(charge: Any, parameters: Parameters) -> Shape:
        status = _chosen(parameters, "status", DISPUTE_STATUSES)
        return shapes.show_dispute(account.dispute(charge, status, clock()))

    def move_dispute(dispute: Any, parameters: Parameters) -> Shape:
        status = _chosen(parameters, "status", DISPUTE_STATUSES)
        return shapes.show_dispute(account.move_dispute(dispute, status, clock()))

    def move_refund(refund: Any, parameters: Parameters) -> Shape:
        status = _chosen(parameters, "status", REFUND_STATUSES)
        return shapes.show_refund(account.move_refund(refund, status, clock()))

    def move_subscription(subscription: Any, parameters: Parameters) -> Shape:
        status = _chosen(parameters, "status", SUBSCRIPTION_STATUSES)
        return shapes.show_subscription(account.change(subscription, clock(), status=status))

    def renew(subscription: Any, parameters: Parameters) -> Shape:
        outcome = _chosen(parameters, "outcome", _PAID)
        return shapes.show_invoice(account.renew(subscription, clock(), outcome))

    def retry(subscription: Any, parameters: Parameters) -> Shape:
        outcome = _chosen(parameters, "outcome", _PAID)
        return shapes.show_invoice(account.retry(subscription, clock(), outcome))

    doable: list[tuple[str, Collection[Any], Turn]] = [
        ("/charges/{id}/settle", account.charges, settle),
        ("/charges/{id}/dispute", account.charges, dispute),
        ("/disputes/{id}", account.disputes, move_dispute),
        ("/refunds/{id}", account.refunds, move_refund),
        ("/subscriptions/{id}", account.subscriptions, move_subscription),
        ("/subscriptions/{id}/renew", account.subscriptions, renew),
        ("/subscriptions/{id}/retry", account.subscriptions, retry),
    ]
    turning = [Route(path, _turning(held, turn), methods=["POST"]) for path, held, turn in doable]
    return [*turning, Route("/keys", _granting(keys), methods=["POST"])]


def _turning(held: Collection[Any], turn: Turn) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        parameters = await _parameters(request)
        id_ = request.path_params["id"]
        item = held.get(id_)
        if item is None:
            raise missing(request.url.path.split("/")[2].removesuffix("s"), id_, "id", HTTPStatus.NOT_FOUND)
        try:
            return answer(turn(item, parameters))
        except ValueError as error:
            raise Refusal(HTTPStatus.BAD_REQUEST, str(error)) from error

    return endpoint


def _granting(keys: Keys) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        parameters = await _parameters(request)
        key, permissions = parameters.required("key"), parameters.texts("permissions")
        parameters.finish()
        rights = keys.grant(key, permissions or ())
        return answer({"object": "list", "data": sorted(rights)})

    return endpoint


def _chosen(parameters: Parameters, name: str, choices: tuple[str, ...]) -> Any:
    value = parameters.choice(name, choices)
    if value is None:
        raise parameters.lacking(name)
    parameters.finish()
    return value


async def _parameters(request: Request) -> Parameters:
    body = await request.body()
    if "json" not in request.headers.get("content-type", ""):
        return Parameters.decoded(body.decode(errors="replace"))
    try:
        told = await request.json()
    except (JSONDecodeError, UnicodeDecodeError):
        told = None
    if not isinstance(told, dict):
        raise invalid("Send a form, or one JSON object.", "body")
    return Parameters({name: _as_form(value) for name, value in told.items()})


def _as_form(value: object) -> str | dict[str, str]:
    return {str(place): str(item) for place, item in enumerate(value)} if isinstance(value, list) else str(value)
