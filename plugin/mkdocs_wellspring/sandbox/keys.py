"""Who may ask: any test key, and no live key at all."""

import base64
import binascii
from http import HTTPStatus

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from mkdocs_wellspring.sandbox.refusals import Refusal

__all__ = ["KeyRequired", "check_key"]

_SHOWN = 4


class KeyRequired:
    """Lets a request through to `app` only with a test key."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The request has reached `app`; Refusal (401) where its key is not a test key."""
        check_key(Request(scope).headers.get("authorization"))
        await self._app(scope, receive, send)


def check_key(authorization: str | None) -> None:
    """Returns where the header carries a test key, as Bearer or as the user name of Basic; Refusal (401) otherwise."""
    key = _key(authorization or "")
    if not key:
        raise _unauthorised(
            "You did not provide an API key. You need to provide your API key in the Authorization header, "
            "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
        )
    kind, _, rest = key.partition("_")
    if kind in ("sk", "rk") and rest.startswith("live_"):
        raise _unauthorised("A live key was sent to the sandbox, which takes test keys only. Nothing was done.")
    if kind not in ("sk", "rk") or not rest.removeprefix("test_") or not rest.startswith("test_"):
        raise _unauthorised(f"Invalid API Key provided: {'*' * _SHOWN}{key[-_SHOWN:] if len(key) > 3 * _SHOWN else ''}")


def _key(authorization: str) -> str:
    scheme, _, credentials = authorization.strip().partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(credentials.strip(), validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""


def _unauthorised(message: str) -> Refusal:
    return Refusal(HTTPStatus.UNAUTHORIZED, message)
