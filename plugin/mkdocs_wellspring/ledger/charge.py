"""One charge as the payments API answers it: its shape checked, its people hashed.

Shapes: the `charge` schema of Stripe's official OpenAPI description, 2026-05-27.dahlia.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from mkdocs_wellspring.errors import PaymentsMalformed
from mkdocs_wellspring.ledger.people import people_of
from mkdocs_wellspring.ledger.records import Payment

__all__ = ["CAMPAIGN_KEY", "campaign_of", "is_live", "object_id", "read_payment"]

CAMPAIGN_KEY = "wellspring_campaign"
"""The metadata key by which a payment says to which campaign it belongs."""

_ID = re.compile(r"[A-Za-z0-9_]{1,255}")
_CURRENCY = re.compile(r"[a-z]{3}")
_LARGEST = 2**53  # what JSON's readers agree on, and more money than there is


def object_id(thing: Mapping[str, Any]) -> str:
    """The id of an object: letters, digits and underscores.

    Raises:
        PaymentsMalformed: it has none. So do all functions here where a value has not the documented type.
    """
    value = thing.get("id")
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise _wrong("id")
    return value


def campaign_of(charge: Mapping[str, Any]) -> str | None:
    """The campaign that a charge names; None where it names none."""
    metadata = charge.get("metadata")
    if not isinstance(metadata, Mapping):
        raise _wrong("metadata")
    campaign = metadata.get(CAMPAIGN_KEY)
    if campaign is not None and not isinstance(campaign, str):
        raise _wrong("metadata")
    return campaign


def is_live(charge: Mapping[str, Any]) -> bool:
    """The charge moved real money."""
    return _flag(charge, "livemode")


def read_payment(charge: Mapping[str, Any], secret: bytes) -> Payment:
    """The charge as it is kept: of its giver only hashes under `secret`."""
    identifier = object_id(charge)
    billing = charge.get("billing_details") or {}
    if not isinstance(billing, Mapping):
        raise _wrong("billing_details")
    return Payment(
        id=identifier,
        created=_moment(charge, "created"),
        amount_minor=_whole(charge, "amount_captured"),
        refunded_minor=_whole(charge, "amount_refunded"),
        currency=_currency(charge),
        succeeded=_text(charge, "status") == "succeeded",
        captured=_flag(charge, "captured"),
        people=people_of(
            secret,
            emails=(_text(billing, "email"), _text(charge, "receipt_email")),
            customer=_customer(charge),
            charge=identifier,
        ),
    )


def _wrong(name: str) -> PaymentsMalformed:
    return PaymentsMalformed(
        f"The payments API answered a charge whose `{name}` is not what is documented, "
        "so nothing was counted: try again later, and see whether WELLSPRING_STRIPE_API points at a Stripe."
    )


def _text(thing: Mapping[str, Any], name: str) -> str | None:
    value = thing.get(name)
    if value is None or isinstance(value, str):
        return value
    raise _wrong(name)


def _flag(thing: Mapping[str, Any], name: str) -> bool:
    value = thing.get(name)
    if isinstance(value, bool):
        return value
    raise _wrong(name)


def _whole(thing: Mapping[str, Any], name: str) -> int:
    value = thing.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST:
        return value
    raise _wrong(name)


def _moment(thing: Mapping[str, Any], name: str) -> datetime:
    seconds = _whole(thing, name)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        wrong = _wrong(name)
    raise wrong


def _currency(charge: Mapping[str, Any]) -> str:
    value = charge.get("currency")
    if isinstance(value, str) and _CURRENCY.fullmatch(value):
        return value
    raise _wrong("currency")


def _customer(charge: Mapping[str, Any]) -> str | None:
    value = charge.get("customer")
    return object_id(value) if isinstance(value, Mapping) else _text(charge, "customer")
