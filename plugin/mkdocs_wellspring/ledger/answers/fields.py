"""Fields of what the payments API answers, each of the documented type or refused."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from mkdocs_wellspring.errors import PaymentsMalformed

__all__ = [
    "LARGEST_MINOR",
    "currency",
    "customer",
    "entries",
    "flag",
    "identifier",
    "mapping",
    "moment",
    "name",
    "reference",
    "refuse",
    "text",
    "whole",
]

_ID = re.compile(r"[A-Za-z0-9_]{1,255}")
_CURRENCY = re.compile(r"[a-z]{3}")
LARGEST_MINOR = 10**12
"""More than Stripe takes at once in any currency."""
_NAME = re.compile(r"[^\s@]{1,250}")
_LATEST_S = 253_402_300_799  # the last second of the year 9999


def refuse(name: str) -> NoReturn:
    """Raises what to say of a field that is not of the documented type."""
    raise PaymentsMalformed(
        f"The payments API answered something whose `{name}` is not what is documented, "
        "so nothing was counted: try again later, and see whether WELLSPRING_STRIPE_API points at a Stripe."
    )


def mapping(thing: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object within the object.

    Raises:
        PaymentsMalformed: it is none. So do all functions here.
    """
    value = thing.get(name)
    if isinstance(value, Mapping):
        return value
    refuse(name)


def entries(thing: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    """The entries of a list within an object; none where it is not there, or was not expanded."""
    held = thing.get(name)
    if held is None:
        return
    entries = held.get("data") if isinstance(held, Mapping) else None
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        refuse(name)
    yield from entries


def identifier(thing: Mapping[str, Any], name: str) -> str:
    """An id: letters, digits and underscores."""
    value = thing.get(name)
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    refuse(name)


def reference(thing: Mapping[str, Any], field: str) -> str:
    """The id of another object, expanded or not; "" where there is none."""
    value = thing.get(field)
    if value is None:
        return ""
    return identifier(value, "id") if isinstance(value, Mapping) else identifier(thing, field)


def name(thing: Mapping[str, Any], field: str) -> str:
    """An id that people may have chosen themselves, as of a price or a product; "" for none that an option can name.

    It is kept as it is, so that what could be a person's name or address is passed over.
    """
    value = _said(thing, field)
    return value if _NAME.fullmatch(value) else ""


def customer(thing: Mapping[str, Any], field: str = "customer") -> str:
    """The id of a customer, expanded or not, which may be any text; "" where there is none. It is only ever hashed."""
    return _said(thing, field)


def _said(thing: Mapping[str, Any], field: str) -> str:
    value = thing.get(field)
    return (text(value, "id") if isinstance(value, Mapping) else text(thing, field)) or ""


def text(thing: Mapping[str, Any], name: str) -> str | None:
    """A text; None where there is none."""
    value = thing.get(name)
    if value is None or isinstance(value, str):
        return value
    refuse(name)


def flag(thing: Mapping[str, Any], name: str) -> bool:
    """True or false."""
    value = thing.get(name)
    if isinstance(value, bool):
        return value
    refuse(name)


def whole(thing: Mapping[str, Any], name: str, most: int = LARGEST_MINOR) -> int:
    """A whole number from 0 to `most`."""
    value = thing.get(name)
    if type(value) is int and 0 <= value <= most:
        return value
    refuse(name)


def moment(thing: Mapping[str, Any], name: str) -> int:
    """A moment in seconds since 1970, before the year 10000."""
    return whole(thing, name, _LATEST_S)


def currency(thing: Mapping[str, Any]) -> str:
    """A currency: three small letters."""
    value = thing.get("currency")
    if isinstance(value, str) and _CURRENCY.fullmatch(value):
        return value
    refuse("currency")
