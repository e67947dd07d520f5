"""True answers, made wrong in one way each: what a client has to notice before it counts."""

from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["TWISTS"]

Twist = Callable[[Any], Any]
"""Gives the answer made wrong, or the same where there is nothing to make wrong in it."""


def _every(node: Any, change: Callable[[str, Any], Any]) -> Any:
    """The answer with each of its named values changed."""
    if isinstance(node, list):
        return [_every(item, change) for item in node]
    if isinstance(node, dict):
        return {name: change(name, _every(value, change)) for name, value in node.items()}
    return node


def _listing(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Twist:
    def twist(answer: Any) -> Any:
        listing = isinstance(answer, dict) and answer.get("object") == "list"
        return change(answer) if listing else answer

    return twist


def _wrong_types(name: str, value: Any) -> Any:
    return str(value) if "amount" in name and isinstance(value, int) else value


def _wrong_currency(name: str, value: Any) -> Any:
    if name != "currency" or not isinstance(value, str):
        return value
    return "usd" if value == "jpy" else "jpy"


def _livemode(name: str, value: Any) -> Any:
    return True if name == "livemode" else value


TWISTS: Mapping[str, Twist] = {
    "loop": _listing(lambda listing: {**listing, "has_more": True}),
    "empty-more": _listing(lambda listing: {**listing, "data": [], "has_more": True}),
    "no-data": _listing(lambda listing: {name: value for name, value in listing.items() if name != "data"}),
    "wrong-types": lambda answer: _every(answer, _wrong_types),
    "wrong-currency": lambda answer: _every(answer, _wrong_currency),
    "livemode": lambda answer: _every(answer, _livemode),
}
"""By kind of fault. The page that `loop` repeats is chosen where it is asked for."""
