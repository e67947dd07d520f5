"""Ways to give: suggested amounts with a link each, and what a link tells the page that it leads to."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from mkdocs_wellspring.addresses import is_loopback

__all__ = [
    "LONGEST_REFERENCE",
    "NOTHING_SUGGESTED",
    "Suggestion",
    "Suggestions",
    "is_here",
    "pretended",
    "reference_of",
    "taker",
    "with_reference",
]

LONGEST_REFERENCE = 200
"""https://docs.stripe.com/payment-links/url-parameters, read in 2026-11: letters, digits, dashes and underscores."""

_STRIPE = frozenset({"donate.stripe.com", "buy.stripe.com"})
_UNFIT = re.compile(r"[^A-Za-z0-9_-]+")
_REFERENCE = "client_reference_id"


class Suggestion(NamedTuple):
    """An amount to give, in minor units, and the payment page that asks for it."""

    amount_minor: int
    url: str


class Suggestions(NamedTuple):
    """Amounts to give once, or each month, in one currency."""

    currency: str = ""
    once: tuple[Suggestion, ...] = ()
    monthly: tuple[Suggestion, ...] = ()


NOTHING_SUGGESTED = Suggestions()


def is_here(address: str) -> bool:
    """The address is of this machine, on which no money moves."""
    return is_loopback(_host(address))


def pretended(given: Suggestions) -> Suggestions:
    """Those whose links lead to this machine."""
    once, monthly = (tuple(one for one in way if is_here(one.url)) for way in (given.once, given.monthly))
    return Suggestions(given.currency, once, monthly)


def taker(address: str) -> str:
    """Who takes the payment there, as a reader knows them: Stripe, or the name of another host."""
    host = _host(address)
    return "Stripe" if host == "stripe.com" or host.endswith(".stripe.com") else host


def reference_of(path: str) -> str:
    """The page at that path, `guides/setup.md`, as a payment can carry it: `guides-setup`; "" for none."""
    return _UNFIT.sub("-", path.removesuffix(".md")).strip("-")[:LONGEST_REFERENCE]


def with_reference(address: str, reference: str) -> str:
    """The address, which tells Stripe the page that led there, if it is Stripe's and has told it nothing."""
    if not reference or not (_host(address) in _STRIPE or is_here(address)):
        return address
    parts = urlsplit(address)
    if any(name == _REFERENCE for name, _value in parse_qsl(parts.query, keep_blank_values=True)):
        return address
    before, mark, fragment = address.partition("#")
    joint = "" if before.endswith(("?", "&")) else "&" if "?" in before else "?"
    return f"{before}{joint}{_REFERENCE}={reference}{mark}{fragment}"


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
