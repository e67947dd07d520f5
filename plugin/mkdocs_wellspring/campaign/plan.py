"""How each thing of a campaign is asked for at Stripe, and by which name it is found again.

Parameters: Stripe's official OpenAPI description, 2026-05-27.dahlia. Nothing is asked here.
"""

import json
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from mkdocs_wellspring.campaign.model import Campaign, Gift

__all__ = [
    "CAMPAIGN_KEY",
    "GIFT_KEY",
    "gift_name",
    "idempotency_key",
    "link_changes",
    "link_params",
    "lookup_key",
    "price_fits",
    "price_params",
    "product_id",
    "product_params",
]

CAMPAIGN_KEY = "wellspring_campaign"
"""The metadata key whose value is the campaign; the count reads it."""

GIFT_KEY = "wellspring_gift"
"""The metadata key that says which gift a payment link is for; only this command reads it."""

_LONGEST_SLUG = 40
_HEX = 12


def product_id(campaign: Campaign) -> str:
    """The id of the campaign's product: the same each time, so that it is made once."""
    slug = re.sub(r"[^a-z0-9]+", "_", campaign.name.lower()).strip("_")[:_LONGEST_SLUG].strip("_")
    # Two campaigns may differ only in what a slug has not.
    mark = sha256(campaign.name.encode()).hexdigest()[:_HEX]
    return "_".join(part for part in ("wellspring", slug, mark) if part)


def gift_name(campaign: Campaign, gift: Gift) -> str:
    """The gift in a word, such as `once-500-usd`: another amount is another gift."""
    if gift.amount_minor is None:
        chosen = campaign.chosen
        return f"{gift.kind}-any-{chosen.least}-{chosen.preset}-{chosen.most}-{campaign.currency}"
    return f"{gift.kind}-{gift.amount_minor}-{campaign.currency}"


def lookup_key(campaign: Campaign, gift: Gift) -> str:
    """The name by which the gift's price is found; of 200 characters at most, as Stripe wants it."""
    return f"{product_id(campaign)}_{gift_name(campaign, gift)}"


def product_params(campaign: Campaign) -> dict[str, Any]:
    """What a gift is for."""
    return {"id": product_id(campaign), "name": f"Gift to {campaign.title}", "metadata": {CAMPAIGN_KEY: campaign.name}}


def price_params(campaign: Campaign, gift: Gift) -> dict[str, Any]:
    """How much is given."""
    params: dict[str, Any] = {
        "product": product_id(campaign),
        "currency": campaign.currency,
        "lookup_key": lookup_key(campaign, gift),
        "metadata": {CAMPAIGN_KEY: campaign.name},
    }
    if gift.amount_minor is None:
        return {**params, "custom_unit_amount": {"enabled": True, **_chosen(campaign)}}
    monthly = {"recurring": {"interval": "month"}} if gift.kind == "monthly" else {}
    return {**params, "unit_amount": gift.amount_minor, **monthly}


def price_fits(price: Mapping[str, Any], campaign: Campaign, gift: Gift) -> bool:
    """The price that was found by the gift's lookup key is the gift's: a lookup key can be moved by hand."""
    period = price.get("recurring") or {}
    every = (period.get("interval"), period.get("interval_count")) if period else None
    chosen = price.get("custom_unit_amount")
    bounds = None if chosen is None else {name: chosen.get(name) for name in ("minimum", "preset", "maximum")}
    return (price.get("product"), price.get("currency"), price.get("unit_amount"), every, bounds) == (
        product_id(campaign),
        campaign.currency,
        gift.amount_minor,
        ("month", 1) if gift.kind == "monthly" else None,
        _chosen(campaign) if gift.amount_minor is None else None,
    )


def link_params(campaign: Campaign, gift: Gift, price: str) -> dict[str, Any]:
    """Where the gift is given: the metadata of a link goes to its sessions only, so payments get their own."""
    return {
        "line_items": [{"price": price, "quantity": 1}],
        "metadata": {CAMPAIGN_KEY: campaign.name, GIFT_KEY: gift_name(campaign, gift)},
        _carrier(gift): {"metadata": {CAMPAIGN_KEY: campaign.name}},
        **({"submit_type": "donate"} if gift.kind == "once" else {}),
        **_after(campaign),
    }


def link_changes(link: Mapping[str, Any], campaign: Campaign, gift: Gift) -> dict[str, Any]:
    """What has to be changed of a link that was found: its way back, or a payment's metadata that went lost."""
    changes: dict[str, Any] = {}
    carrier = link.get(_carrier(gift)) or {}
    if (carrier.get("metadata") or {}).get(CAMPAIGN_KEY) != campaign.name:
        changes[_carrier(gift)] = {"metadata": {CAMPAIGN_KEY: campaign.name}}
    led = ((link.get("after_completion") or {}).get("redirect") or {}).get("url")
    if led != campaign.thanks:
        changes.update(_after(campaign))  # without a thanks page, whatever way back there is stays
    return changes


def idempotency_key(mark: str, kind: str, params: Mapping[str, Any], *, after: Sequence[str] = ()) -> str:
    """The key under which something is made once, however often it is asked for within a day.

    Args:
        mark: of the account and its mode.
        kind: what is made.
        params: as what.
        after: the ids of its like that are no longer active: Stripe would answer with the last of them otherwise.
    """
    told = json.dumps([mark, kind, params, sorted(after)], sort_keys=True)
    return f"wellspring-{sha256(told.encode()).hexdigest()}"


def _carrier(gift: Gift) -> str:
    return "subscription_data" if gift.kind == "monthly" else "payment_intent_data"


def _after(campaign: Campaign) -> dict[str, Any]:
    if campaign.thanks is None:
        return {}
    return {"after_completion": {"type": "redirect", "redirect": {"url": campaign.thanks}}}


def _chosen(campaign: Campaign) -> dict[str, int]:
    chosen = campaign.chosen
    return {"minimum": chosen.least, "preset": chosen.preset, "maximum": chosen.most}
