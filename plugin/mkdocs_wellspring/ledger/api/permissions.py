"""What a restricted key has to be allowed, in the words of Stripe's dashboard.

Stripe's refusals name a permission in words of their own (`rak_charge_read`); read in public reports and
code in 2026-11, because no page of Stripe's lists them.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["ADVICE", "TO_MAKE", "missing"]

_CHARGES = "Charges and Refunds: read"
_DISPUTES = "Disputes: read"
_INVOICES = "Invoices: read"
_SESSIONS = "Checkout Sessions: read"
_SUBSCRIPTIONS = "Subscriptions: read"
_CUSTOMERS = "Customers: read"

_PRODUCTS = "Products: write"
_PRICES = "Prices: write"
_LINKS = "Payment Links: write"

TO_MAKE = (
    f"a restricted key of its own for this command, with {_PRODUCTS}, {_PRICES} and {_LINKS} "
    "(the one that counts need not write, and belongs in CI)"
)
"""What makes a campaign's payment links."""

ADVICE = (
    "WELLSPRING_STRIPE_KEY is a secret key, which may do everything with the account: "
    f"use a restricted key with {_CHARGES}, {_DISPUTES}, {_INVOICES}, {_SESSIONS}, {_SUBSCRIPTIONS} "
    f"and {_CUSTOMERS}, and nothing else."
)
"""What to tell somebody who gives a secret key."""

_MADE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"product": (_PRODUCTS,), "price": (_PRICES,), "payment_link": (_LINKS,)}
)
_BY_KIND: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "charge": (_CHARGES,),
        "refund": (_CHARGES,),
        "dispute": (_DISPUTES,),
        "invoice_payment": (_INVOICES,),
        "checkout.session": (_SESSIONS,),
        "subscription": (_SUBSCRIPTIONS, _CUSTOMERS),
        **_MADE,
    }
)
_BY_NAME: Mapping[str, str] = MappingProxyType(
    {
        "rak_charge_read": _CHARGES,
        "rak_dispute_read": _DISPUTES,
        "rak_invoice_read": _INVOICES,
        "rak_checkout_session_read": _SESSIONS,
        "rak_subscription_read": _SUBSCRIPTIONS,
        "rak_customer_read": _CUSTOMERS,
        "rak_product_read": _PRODUCTS,
        "rak_product_write": _PRODUCTS,
        "rak_plan_read": _PRICES,
        "rak_plan_write": _PRICES,
        "rak_payment_link_read": _LINKS,
        "rak_payment_link_write": _LINKS,
    }
)
_NAME = re.compile(r"rak_[a-z_]+_(?:read|write)\b")


def missing(kind: str, refusal: str) -> str:
    """One line that says which permission a key lacks to read objects of `kind`.

    Args:
        kind: what was asked for, as `Listing.kind` has it.
        refusal: what the API said. Nothing of it is repeated, but the permissions that we know.
    """
    named = tuple(_BY_NAME[name] for name in dict.fromkeys(_NAME.findall(refusal)) if name in _BY_NAME)
    needed = " and ".join(named or _BY_KIND[kind])
    things = kind.replace("_", " ").replace(".", " ") + "s"
    if kind in _MADE:
        return f"the key may not make {things}, for lack of {needed}: set WELLSPRING_STRIPE_KEY to {TO_MAKE}"
    way_out = (
        ", or say `monthly: false` under goal: where there are no monthly gifts" if kind == "invoice_payment" else ""
    )
    return f"the key may not read {things}: give the restricted key the permission {needed}{way_out}"
