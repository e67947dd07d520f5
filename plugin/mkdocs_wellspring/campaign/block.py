"""What was made, told: the lines for mkdocs.yml, the same as JSON, each step, and what to do next."""

import json
from collections.abc import Iterator
from decimal import Decimal
from textwrap import indent
from typing import Any, Literal

import yaml

from mkdocs_wellspring.campaign.made import Made
from mkdocs_wellspring.ledger.records import Mode
from mkdocs_wellspring.money import plain_amount

__all__ = ["SCHEMA", "as_json", "as_yaml", "next_steps", "steps"]

SCHEMA = 1
"""The version of the JSON's shape."""

_DEPTH = " " * 6  # where `goal:` stands under `plugins:` and `- wellspring:`
_THINGS = {"product": "the product", "price": "a price for", "payment_link": "a payment link for"}


def as_yaml(made: Made) -> str:
    """The lines of `goal:` as they stand in mkdocs.yml."""
    page = {"thanks_page": made.campaign.thanks_page} if made.campaign.thanks_page else {}
    goal = {"campaign": made.campaign.name, **_goal(made), **page}
    # The lists' entries are written in a line each; a mapping of texts alone would be as well.
    flow = None if "give" in goal else False
    text = yaml.safe_dump({"goal": goal}, sort_keys=False, default_flow_style=flow, allow_unicode=True, width=1000)
    return indent(text, _DEPTH)


def as_json(made: Made) -> str:
    """The whole as one document; `schema` changes when its shape does."""
    campaign = made.campaign
    document = {
        "schema": SCHEMA,
        "campaign": campaign.name,
        "mode": made.mode,
        "dry_run": made.rehearsed,
        "product": made.product,
        "thanks": campaign.thanks,
        **_goal(made),
        "steps": [{"deed": step.deed, "kind": step.kind, "what": step.what, "id": step.id} for step in made.steps],
        "left": [{"id": left.id, "gift": left.gift, "url": left.url} for left in made.leftovers],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def steps(made: Made) -> Iterator[str]:
    """One line for each thing that was found, made or changed, or would be."""
    for step in made.steps:
        deed = f"would be {step.deed}" if made.rehearsed and step.deed != "found" else step.deed
        named = f" ({step.id})" if step.id else ""
        yield f"{deed}: {_THINGS[step.kind]} {step.what}{named}"


def next_steps(made: Made) -> Iterator[str]:
    """What to know and to do, one line each."""
    campaign = made.campaign
    wanted = f"Gift to {campaign.title}"
    if made.product != wanted:
        yield f"The payment pages say {made.product!r} and not {wanted!r}: rename the product at Stripe if need be."
    for left in made.leftovers:
        yield (
            f"{left.gift} is not asked for any more, and its link {left.id} still takes gifts for the campaign: "
            "take it off your pages, then deactivate it at Stripe under Payment Links."
        )
    if campaign.thanks is None:
        yield (
            "Givers see Stripe's own page at the end: set `site_url` in mkdocs.yml or give --thanks, "
            "and run this again, to lead them back."
        )
    if made.rehearsed:
        yield "Nothing was made: run the same without --dry-run."
        return
    yield (
        "Put these lines under `wellspring:` in mkdocs.yml, with the title and the target of your goal; "
        "where there is a `goal:` already, put them into that."
    )
    if made.mode is Mode.LIVE:
        yield "Give a small gift through each link, and see with `wellspring count` that it is found."
    else:
        yield (
            f"No money moves through these links ({made.mode} mode): give through one, and see with "
            "`wellspring count` that it is found; run this again with a live key for those that readers get."
        )


def _goal(made: Made) -> dict[str, Any]:
    chosen = next((link.url for link in made.links if link.gift.amount_minor is None), None)
    once, monthly = _given(made, "once"), _given(made, "monthly")
    give = {**({"once": once} if once else {}), **({"monthly": monthly} if monthly else {})}
    return {
        "donate": chosen,
        **({"give": {"currency": made.campaign.currency, **give}} if give else {}),
    }


def _given(made: Made, kind: Literal["once", "monthly"]) -> list[dict[str, Any]]:
    return [
        {"amount": _major(link.gift.amount_minor, made.campaign.currency), "url": link.url}
        for link in made.links
        if link.gift.kind == kind and link.gift.amount_minor is not None
    ]


def _major(minor: int, currency: str) -> int | float:
    amount = Decimal(plain_amount(minor, currency))
    return int(amount) if amount == int(amount) else float(amount)
