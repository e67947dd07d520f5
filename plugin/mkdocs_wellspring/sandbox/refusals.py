"""How the pretend Stripe says no, in Stripe's words and shape: https://docs.stripe.com/api/errors."""

from http import HTTPStatus
from typing import Any

__all__ = ["Refusal", "invalid", "missing"]


class Refusal(Exception):
    """An answer that is an error: its status, and what stands under `error`."""

    def __init__(self, status: HTTPStatus, message: str, **details: str) -> None:
        super().__init__(message)
        self.status = status
        self.body: dict[str, Any] = {
            "error": {"type": "invalid_request_error", **details, "message": message},
        }


def invalid(message: str, param: str, code: str | None = None) -> Refusal:
    """A parameter cannot be used (status 400)."""
    details = {"param": param} if code is None else {"param": param, "code": code}
    return Refusal(HTTPStatus.BAD_REQUEST, message, **details)


def missing(kind: str, id_: str, param: str, status: HTTPStatus) -> Refusal:
    """The account has no such thing: status 404 where the address names it, 400 where a parameter does."""
    return Refusal(status, f"No such {kind}: '{id_}'", param=param, code="resource_missing")
