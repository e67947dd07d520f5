"""The count by the rules alone: slow, obvious, and with nothing of the ledger in it but the records' Definition.

It reads the final true state of an account, as plain Stripe-shaped dicts, and knows neither cursors nor tables.
The window is compared by calendar days in the campaign's time zone, people are sets that are merged until none
overlap, and every question is a loop over everything.

Two things are the ledger's to know: payments before the window's beginning, which it may or may not hold, and since
when it has seen a subscription to be past due. The verdict names the former (`early`), and, as the rules say, they join
no people; the latter is read from all that the ledger was ever shown of subscriptions (`shown`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from mkdocs_wellspring.ledger.records import Definition

__all__ = ["Facts", "Row", "Verdict", "count", "supporters"]

Thing = Mapping[str, Any]


class Facts(Protocol):
    """All that there is in an account: the objects as they are now."""

    charges: Sequence[Thing]
    refunds: Sequence[Thing]
    disputes: Sequence[Thing]
    invoice_payments: Sequence[Thing]
    subscriptions: Sequence[Thing]
    sessions: Sequence[Thing]


@dataclass(frozen=True, slots=True)
class Row:
    """One payment or subscription of the campaign."""

    id: str
    intent: str | None
    created: int
    currency: str
    amount: int | None
    refunded: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say.

    Attributes:
        numbers: by the reason's word; only reasons that occur.
        rows: oldest first.
        early: the ids of those from before the window's beginning, whatever their reason.
    """

    value: int
    people: int
    numbers: dict[str, int]
    other_payments: int
    rows: tuple[Row, ...]
    early: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def nothing_matched(self) -> bool:
        return self.other_payments > 0 and not self.numbers


def count(facts: Facts, definition: Definition, now: datetime, shown: Sequence[Thing] = ()) -> Verdict:
    if definition.metric == "recurring":
        return _recurring(facts, definition, now, shown)
    return _payments(facts, definition, now)


def supporters(facts: Facts, definition: Definition, now: datetime) -> int:
    return count(facts, definition, now).people


def _payments(facts: Facts, definition: Definition, now: datetime) -> Verdict:
    rows, others, counted = [], 0, set()
    for charge in facts.charges:
        place = _place(charge, definition, now)
        if not _of_the_campaign(charge, facts, definition):
            if place == "inside":
                others += 1
            continue
        reason = _reason(charge, place, facts, definition)
        if reason == "counted":
            counted.add(charge["id"])
        rows.append(
            Row(
                charge["id"],
                charge["payment_intent"],
                charge["created"],
                charge["currency"],
                charge["amount_captured"],
                _given_back(charge, facts),
                reason,
            )
        )
    held = [charge for charge in facts.charges if _place(charge, definition, now) != "before"]
    groups = _merged([_marks(charge) | {("charge", charge["id"])} for charge in held])
    people = sum(1 for group in groups if any(("charge", identifier) in group for identifier in counted))
    value = {
        "supporters": people,
        "payments": len(counted),
        "gross": sum(row.amount or 0 for row in rows if row.reason == "counted"),
        "net": sum((row.amount or 0) - row.refunded for row in rows if row.reason == "counted"),
    }[definition.metric]
    early = frozenset(charge["id"] for charge in facts.charges) - {charge["id"] for charge in held}
    return _verdict(value, people, rows, others, early)


def _recurring(facts: Facts, definition: Definition, now: datetime, shown: Sequence[Thing]) -> Verdict:
    """Subscriptions as the API lists them: no canceled one is seen, so none is a line, another's, or a bridge."""
    rows, others, counted = [], 0, set()
    listed = [thing for thing in facts.subscriptions if thing["status"] != "canceled"]
    for subscription in listed:
        if not _subscription_of_the_campaign(subscription, facts, definition):
            others += 1
            continue
        latest = _latest(subscription)
        if _is_past_due(subscription):
            latest = min([latest, *_past_due_since(subscription["id"], shown)])
        reason = _subscription_reason(subscription, definition, now, latest)
        if reason == "counted":
            counted.add(subscription["id"])
        price = _period_amount(subscription)
        created, currency = subscription["created"], subscription["currency"]
        rows.append(Row(subscription["id"], None, created, currency, price, 0, reason))
    groups = _merged([_subscription_marks(thing) | {("subscription", thing["id"])} for thing in listed])
    people = sum(1 for group in groups if any(("subscription", identifier) in group for identifier in counted))
    return _verdict(people, people, rows, others)


def _verdict(value: int, people: int, rows: list[Row], others: int, early: frozenset[str] = frozenset()) -> Verdict:
    numbers: dict[str, int] = {}
    for row in rows:
        numbers[row.reason] = numbers.get(row.reason, 0) + 1
    return Verdict(value, people, numbers, others, tuple(sorted(rows, key=lambda row: (row.created, row.id))), early)


# Which payments and subscriptions belong to the campaign.


def _of_the_campaign(charge: Thing, facts: Facts, definition: Definition) -> bool:
    if charge["metadata"].get("wellspring_campaign") == definition.campaign:
        return True
    intent = charge["payment_intent"]
    if intent is None:
        return False
    for session in facts.sessions:
        if session["payment_intent"] == intent and _session_of_the_campaign(session, definition):
            return True
    for paid in facts.invoice_payments:
        of_it = paid["payment"].get("payment_intent") == intent
        if definition.monthly and of_it and _invoice_of_the_campaign(paid["invoice"], facts, definition):
            return True
    return False


def _session_of_the_campaign(session: Thing, definition: Definition) -> bool:
    if session["status"] != "complete":
        return False
    if session["payment_link"] in definition.payment_links:
        return True
    return any(
        _wanted(item["price"]["id"], item["price"]["product"], definition) for item in session["line_items"]["data"]
    )


def _invoice_of_the_campaign(invoice: Thing, facts: Facts, definition: Definition) -> bool:
    for line in invoice["lines"]["data"]:
        details = line["pricing"]["price_details"]
        if _wanted(details["price"], details["product"], definition):
            return True
    parent = invoice["parent"]
    if parent is None or parent["subscription_details"] is None:
        return False
    details = parent["subscription_details"]
    if details["metadata"].get("wellspring_campaign") == definition.campaign:
        return True
    return details["subscription"] in _subscriptions_of_links(facts, definition)


def _subscriptions_of_links(facts: Facts, definition: Definition) -> set[str]:
    found = set()
    for session in facts.sessions:
        if session["status"] == "complete" and session["payment_link"] in definition.payment_links:
            found.add(session["subscription"])
    return found - {None}


def _subscription_of_the_campaign(subscription: Thing, facts: Facts, definition: Definition) -> bool:
    if subscription["metadata"].get("wellspring_campaign") == definition.campaign:
        return True
    if subscription["id"] in _subscriptions_of_links(facts, definition):
        return True
    return any(
        _wanted(item["price"]["id"], item["price"]["product"], definition) for item in subscription["items"]["data"]
    )


def _wanted(price: str, product: str, definition: Definition) -> bool:
    return price in definition.prices or product in definition.products


# Why one counts or does not: the first that holds.


def _reason(charge: Thing, place: str, facts: Facts, definition: Definition) -> str:
    given, captured = _given_back(charge, facts), charge["amount_captured"]
    disputes = {dispute["status"] for dispute in facts.disputes if dispute["charge"] == charge["id"]}
    gross = definition.metric == "gross"
    left = captured if gross else captured - given
    for reason, holds in (
        ("before", place == "before"),
        ("after", place == "after"),
        ("failed", charge["status"] == "failed"),
        ("pending", charge["status"] == "pending"),
        ("uncaptured", charge["status"] == "succeeded" and not charge["captured"]),
        ("dispute-lost", not gross and "lost" in disputes),
        (
            "dispute-open",
            not gross and definition.open_disputes == "remove" and disputes & {"needs_response", "under_review"},
        ),
        ("refunded", left <= 0),
        ("currency", definition.currency is not None and charge["currency"] != definition.currency),
        ("minimum", left < definition.minimum_minor),
    ):
        if holds:
            return reason
    return "counted"


def _given_back(charge: Thing, facts: Facts) -> int:
    refunds = 0
    for refund in facts.refunds:
        if refund["charge"] == charge["id"] and refund["status"] not in ("failed", "canceled"):
            refunds += refund["amount"]
    never_taken = charge["amount"] - charge["amount_captured"]
    return max(charge["amount_refunded"] - never_taken, refunds, 0)


def _place(charge: Thing, definition: Definition, now: datetime) -> str:
    """`before`, `inside` or `after`, by the calendar of the campaign's time zone."""
    zone = ZoneInfo(definition.timezone)
    day, today = datetime.fromtimestamp(charge["created"], zone).date(), now.astimezone(zone).date()
    first: date | None = None
    last: date | None = None
    if definition.window == "campaign":
        first, last = definition.starts, definition.ends
    elif definition.window == "rolling":
        first = today - timedelta(days=definition.rolling_days - 1)
    elif definition.window == "month":
        first = date(today.year, today.month, 1)
    if first is not None and day < first:
        return "before"
    if last is not None and day > last:
        return "after"
    return "inside"


def _is_past_due(subscription: Thing) -> bool:
    return subscription["status"] == "past_due" and subscription["pause_collection"] is None


def _latest(subscription: Thing) -> int:
    return max(item["current_period_start"] for item in subscription["items"]["data"])


def _past_due_since(identifier: str, shown: Sequence[Thing]) -> list[int]:
    """The periods in which it was last shown to be past due and nothing else, the latest first."""
    found = []
    for thing in reversed([thing for thing in shown if thing["id"] == identifier]):
        if not _is_past_due(thing):
            break
        found.append(_latest(thing))
    return found


def _subscription_reason(subscription: Thing, definition: Definition, now: datetime, latest: int) -> str:
    status, amount = subscription["status"], _period_amount(subscription)
    patience = datetime.fromtimestamp(latest, UTC) + timedelta(days=definition.past_due_days)
    for reason, holds in (
        ("ended", status in ("canceled", "incomplete_expired")),
        ("incomplete", status == "incomplete"),
        ("unpaid", status == "unpaid"),
        ("trial", status == "trialing"),
        ("paused", status == "paused" or subscription["pause_collection"] is not None),
        ("past-due", status == "past_due" and now >= patience),
        ("free", amount == 0),
        ("currency", definition.currency is not None and subscription["currency"] != definition.currency),
        ("minimum", amount is not None and amount < definition.minimum_minor),
    ):
        if holds:
            return reason
    return "counted"


def _period_amount(subscription: Thing) -> int | None:
    total = 0
    for item in subscription["items"]["data"]:
        if item["price"]["unit_amount"] is None or item["price"]["recurring"]["usage_type"] == "metered":
            return None
        total += item["price"]["unit_amount"] * item["quantity"]
    return total


# Who is one person.

Mark = tuple[str, str]


def _marks(charge: Thing) -> set[Mark]:
    found = {_address(charge["billing_details"]["email"]), _address(charge["receipt_email"])}
    if charge["customer"]:
        found.add(("customer", charge["customer"]))
    return {mark for mark in found if mark is not None}


def _subscription_marks(subscription: Thing) -> set[Mark]:
    customer = subscription["customer"]
    address = _address(customer["email"])
    return {("customer", customer["id"])} | ({address} if address else set())


def _address(text: str | None) -> Mark | None:
    plain = (text or "").strip().casefold()
    return ("address", plain) if plain else None


def _merged(sets: list[set[Mark]]) -> list[set[Mark]]:
    """Sets that share something become one, until no two do."""
    groups = [set(found) for found in sets]
    again = True
    while again:
        again = False
        for i, left in enumerate(groups):
            for right in groups[i + 1 :]:
                if left & right:
                    left.update(right)
                    groups.remove(right)
                    again = True
                    break
            if again:
                break
    return groups
