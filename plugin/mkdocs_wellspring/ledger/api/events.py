"""What a webhook brings, believed only where it is signed, fresh and shaped as an event."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from mkdocs_wellspring.errors import PaymentsMalformed
from mkdocs_wellspring.ledger.api.listing import is_id

__all__ = ["verified"]

_LARGEST = 1024 * 1024
_TOLERANCE_S = 300  # what Stripe's own clients take for the past: https://docs.stripe.com/webhooks#replay-attacks
_MOMENT = re.compile(r"t=([0-9]{1,12})")


def verified(
    payload: bytes, signature: str, secret: str, *, now: datetime, is_signed: Callable[[bytes, str, str], bool]
) -> Mapping[str, Any]:
    """The event in `payload`; `is_signed` says whether the three fit together.

    Raises:
        PaymentsMalformed: there is no such event, or it was not signed within five minutes of `now`.
    """
    if len(payload) > _LARGEST:
        raise _refused("is larger than an event can be")
    moment = _signed_at(signature)
    if not secret.strip() or moment is None or not is_signed(payload, signature, secret):
        raise _refused("does not bear the signature of this endpoint: check its signing secret")
    if abs(now.timestamp() - moment) > _TOLERANCE_S:
        raise _refused("was not signed within the last five minutes: see whether the clock is right")
    event = _json(payload)
    if not isinstance(event, dict) or event.get("object") != "event":
        raise _refused("is no event: see who sends to this endpoint")
    if not is_id(event.get("id")) or not isinstance(event.get("type"), str):
        raise _refused("is an event without `id` or `type`: see who sends to this endpoint")
    return event


def _signed_at(signature: str) -> int | None:
    """The one timestamp of the header: the client takes the first of several, and reads `1_0` as a number."""
    moments = [part for part in signature.split(",") if part.partition("=")[0].strip() == "t"]
    match = _MOMENT.fullmatch(moments[0]) if len(moments) == 1 else None
    return int(match[1]) if match else None


def _json(payload: bytes) -> object:
    try:
        value: object = json.loads(payload)
    except (ValueError, RecursionError):
        value = None
    return value


def _refused(what: str) -> PaymentsMalformed:
    return PaymentsMalformed(f"What came to the webhook {what}. Nothing was counted from it.")
