"""The pretend Stripe as one application: its API under `/v1`, its payment page under `/pay`."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from mkdocs_wellspring.sandbox import api, paypage
from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.api import Clock
from mkdocs_wellspring.sandbox.delivery import Deliveries
from mkdocs_wellspring.sandbox.keys import KeyRequired, Keys
from mkdocs_wellspring.sandbox.records import PaymentLink
from mkdocs_wellspring.sandbox.refusals import Refusal

__all__ = ["create_app", "guarded"]


def create_app(
    account: Account,
    front: PaymentLink,
    clock: Clock,
    control: Sequence[BaseRoute] = (),
    *,
    keys: Mapping[str, Iterable[str]] | None = None,
) -> Starlette:
    """The application that speaks of `account`; its bare address leads to the payment page of `front`.

    Each of the restricted `keys` has the rights that stand beside it, and no others; all other keys have all.
    """
    rights, deliveries = Keys(keys), Deliveries(account, clock)

    async def lead_on(_request: Request) -> Response:
        return RedirectResponse(f"/pay/{front.id}")

    pages = [Route("/", lead_on), *paypage.routes(account, clock)]
    answers = api.routes(account, clock, rights, deliveries.pending)
    return guarded(answers, [*api.doings(account, clock, rights), *control], pages)


def guarded(
    answers: Sequence[BaseRoute], control: Sequence[BaseRoute] = (), pages: Sequence[BaseRoute] = ()
) -> Starlette:
    """An application with `answers` below `/v1` and `control` below `/sandbox`, for test keys only, and open `pages`.

    It answers only requests that name a loopback host, so that no page of the web can reach it under a name of
    its own (DNS rebinding).
    """

    async def no_icon(_request: Request) -> Response:
        return Response(status_code=HTTPStatus.NO_CONTENT)

    return Starlette(
        routes=[
            Route("/favicon.ico", no_icon),
            Mount("/v1", routes=answers, middleware=[Middleware(KeyRequired)]),
            Mount("/sandbox", routes=control, middleware=[Middleware(KeyRequired)]),
            *pages,
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
        exception_handlers={Refusal: api.refused, HTTPException: _unknown},
    )


async def _unknown(request: Request, exception: Exception) -> Response:
    if not request.url.path.startswith(("/v1/", "/sandbox/")):
        status = exception.status_code if isinstance(exception, HTTPException) else HTTPStatus.NOT_FOUND
        return paypage.error_page(HTTPStatus(status))
    message = f"Unrecognized request URL ({request.method}: {request.url.path})."
    return api.refused(request, Refusal(HTTPStatus.NOT_FOUND, message))
