"""A POST that is repeated under the same key happens once: https://docs.stripe.com/api/idempotent_requests."""

from http import HTTPStatus
from typing import Any

from mkdocs_wellspring.sandbox.refusals import Refusal

__all__ = ["Replays"]

_LONGEST_KEY = 255


class Replays:
    """What was answered under each key, as long as the sandbox runs (Stripe keeps it for at least 24 hours)."""

    def __init__(self) -> None:
        self._answers: dict[str, tuple[str, dict[str, Any]]] = {}

    def answer(self, key: str, asked: str) -> dict[str, Any] | None:
        """What was answered to the same request under this key; None where the key is new.

        Raises:
            Refusal: the key is longer than 255 characters, or was used for another request.
        """
        if len(key) > _LONGEST_KEY:
            raise Refusal(HTTPStatus.BAD_REQUEST, f"An idempotency key has at most {_LONGEST_KEY} characters.")
        if key not in self._answers:
            return None
        first, answer = self._answers[key]
        if first != asked:
            raise Refusal(
                HTTPStatus.BAD_REQUEST,
                "Keys for idempotent requests can only be used with the same parameters they were first used with.",
                type="idempotency_error",
            )
        return answer

    def keep(self, key: str, asked: str, answer: dict[str, Any]) -> None:
        """The answer will be given again to the same request."""
        self._answers[key] = (asked, answer)
