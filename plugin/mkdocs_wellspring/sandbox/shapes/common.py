"""What the shapes have in common."""

from collections.abc import Sequence
from typing import Any

__all__ = ["API_VERSION", "Shape", "begun", "item_id", "listed", "no_custom_text"]

API_VERSION = "2026-05-27.dahlia"

Shape = dict[str, Any]

_BEGINNING = 10


def listed(items: Sequence[Shape], url: str, *, has_more: bool = False) -> Shape:
    """A page of a listing."""
    return {"object": "list", "data": list(items), "has_more": has_more, "url": url}


def begun(items: Sequence[Shape], url: str) -> Shape:
    """The list within its owner, which shows the first ten, and gives the rest at its own address."""
    return listed(items[:_BEGINNING], url, has_more=len(items) > _BEGINNING)


def item_id(subscription: str, place: int) -> str:
    """The id of that item of a subscription."""
    return f"si_{subscription[-20:]}{place:04d}"


def no_custom_text() -> Shape:
    """What a payment page says besides its own words: nothing."""
    return dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance"))
