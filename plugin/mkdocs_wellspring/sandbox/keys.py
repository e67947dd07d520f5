"""Who may ask for what: any test key, and no live key at all; a restricted key may be told to have only some rights."""

import base64
import binascii
from collections.abc import Iterable, Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from mkdocs_wellspring.sandbox.refusals import Refusal, invalid

__all__ = ["KeyRequired", "Keys", "check_key"]

_SHOWN = 4
_RIGHTS = {
    "charges": "charge",
    "payment_intents": "payment_intent",
    # Stripe's dashboard has one row for charges and refunds.
    "refunds": "charge",
    "disputes": "dispute",
    "customers": "customer",
    "subscriptions": "subscription",
    "invoices": "invoice",
    "invoice_payments": "invoice",
    "checkout_sessions": "checkout_session",
    "payment_links": "payment_link",
    "products": "product",
    "prices": "plan",
    "events": "event",
    "webhook_endpoints": "webhook",
}
"""The noun in the name of the right to each kind of thing: `rak_charge_read`.

That Stripe names them so is an assumption: its description names none, and few are to be seen in public reports.
"""


class Keys:
    """The rights of restricted keys; a key of which nothing was said may do everything."""

    def __init__(self, granted: Mapping[str, Iterable[str]] | None = None) -> None:
        self._granted: dict[str, frozenset[str]] = {}
        for key, permissions in (granted or {}).items():
            self.grant(key, permissions)

    def grant(self, key: str, permissions: Iterable[str]) -> frozenset[str]:
        """The key has these rights and no others (`charges:read` or `rak_charge_read`); gives their full names.

        Raises:
            Refusal: it is not a restricted test key, or there is no such right.
        """
        if not key.startswith("rk_test_"):
            raise invalid("Only the rights of a restricted test key (rk_test_…) can be chosen.", "key")
        rights = frozenset(_right(permission) for permission in permissions)
        self._granted[key] = rights
        return rights

    def demand(self, key: str, right: str, account: str) -> None:
        """Returns where the key has the right, or that to write where it asks to read; Refusal (403) otherwise."""
        granted = self._granted.get(key)
        if granted is None or right in granted or right.replace("_read", "_write") in granted:
            return
        shown = f"rk_test_{'*' * 3}{key[-_SHOWN:] if len(key) > 4 * _SHOWN else ''}"
        raise Refusal(
            HTTPStatus.FORBIDDEN,
            f"The provided key '{shown}' does not have the required permissions for this endpoint on account "
            f"'{account}'. Having the '{right}' permission would allow this request to continue.",
        )


class KeyRequired:
    """Lets a request through to `app` only with a test key."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The request has reached `app`, its key in `request.state.key`; Refusal (401) where it is not a test key."""
        request = Request(scope)
        request.state.key = check_key(request.headers.get("authorization"))
        await self._app(scope, receive, send)


def check_key(authorization: str | None) -> str:
    """The test key in the header, as Bearer or as the user name of Basic; Refusal (401) where there is none."""
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
    return key


def _right(permission: str) -> str:
    kind, _, verb = permission.partition(":")
    if kind in _RIGHTS and verb in ("read", "write"):
        return f"rak_{_RIGHTS[kind]}_{verb}"
    noun, _, verb = permission.removeprefix("rak_").rpartition("_")
    if permission.startswith("rak_") and noun in _RIGHTS.values() and verb in ("read", "write"):
        return permission
    raise invalid(f"There is no right {permission}: give one such as charges:read.", "permissions")


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
