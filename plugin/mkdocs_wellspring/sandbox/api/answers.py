"""How the sandbox answers, whatever it was asked."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.keys import Keys
from mkdocs_wellspring.sandbox.refusals import Refusal
from mkdocs_wellspring.sandbox.shapes import API_VERSION, Shape

__all__ = ["Clock", "Endpoint", "Pending", "View", "answer", "base_of", "guarded", "refused"]

Clock = Callable[[], int]
"""The present moment in whole seconds since 1970."""

Pending = Callable[[str], int]
"""To how many endpoints the event of that id is still to be delivered."""

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class View:
    """From where something is looked at: the sandbox's own address, as the request used it, and when."""

    base: str
    now: int


def base_of(request: Request) -> str:
    """The sandbox's own address as this request used it, without a slash at its end."""
    return f"{request.url.scheme}://{request.url.netloc}"


def answer(
    body: Shape,
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer, numbered, and naming its version."""
    named = {"Request-Id": f"req_{uuid4().hex[:14]}", "Stripe-Version": API_VERSION}
    return JSONResponse(body, status, {**named, **(headers or {})})


def refused(_request: Request, refusal: Exception) -> Response:
    """A refusal as Stripe answers it."""
    if not isinstance(refusal, Refusal):
        raise refusal
    headers = {"WWW-Authenticate": 'Basic realm="Stripe"'} if refusal.status == HTTPStatus.UNAUTHORIZED else {}
    return answer(refusal.body, refusal.status, headers)


def guarded(endpoint: Endpoint, right: str, keys: Keys, account: Account) -> Endpoint:
    """The endpoint, for keys that have the right (`rak_charge_read`)."""

    async def checked(request: Request) -> Response:
        keys.demand(request.state.key, right, account.id)
        return await endpoint(request)

    return checked
