"""How a running sandbox is told to fail, and to grow: its own addresses, below `/sandbox`."""

from collections.abc import Callable
from dataclasses import asdict
from http import HTTPStatus
from json import JSONDecodeError
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mkdocs_wellspring.sandbox.faults import Faults, fault_of
from mkdocs_wellspring.sandbox.refusals import Refusal, invalid

__all__ = ["fault_routes", "growth_route"]

_MOST_NEW = 1_000_000


def fault_routes(faults: Faults) -> list[Route]:
    """GET lists the faults that are still to come; POST adds one, DELETE lifts all. Each answers with the list."""

    def listed() -> Response:
        return JSONResponse({"faults": [asdict(fault) for fault in faults]})

    async def show(_request: Request) -> Response:
        return listed()

    async def add(request: Request) -> Response:
        try:
            faults.add(fault_of(await _body(request)))
        except ValueError as error:
            raise Refusal(HTTPStatus.BAD_REQUEST, str(error)) from error
        return listed()

    async def lift(_request: Request) -> Response:
        faults.lift()
        return listed()

    ways = {"GET": show, "POST": add, "DELETE": lift}
    return [Route("/faults", way, methods=[method]) for method, way in ways.items()]


def growth_route(grow: Callable[[int], int]) -> Route:
    """POST `{"new": 500}` has made 500 payments, and answers with how many there are then."""

    async def endpoint(request: Request) -> Response:
        new = (await _body(request)).get("new")
        if isinstance(new, bool) or not isinstance(new, int) or not 1 <= new <= _MOST_NEW:
            message = f"Give how many payments are to be made, from 1 to {_MOST_NEW}: {{'new': 500}}."
            raise invalid(message, "new")
        return JSONResponse({"charges": grow(new)})

    return Route("/crowd", endpoint, methods=["POST"])


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except (JSONDecodeError, UnicodeDecodeError):
        body = None
    if not isinstance(body, dict):
        raise Refusal(HTTPStatus.BAD_REQUEST, "Send one JSON object.")
    return body
