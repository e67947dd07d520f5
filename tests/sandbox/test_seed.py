from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.collection import Collection
from mkdocs_wellspring.sandbox.records import CAMPAIGN_KEY, DISPUTE_STATUSES
from mkdocs_wellspring.sandbox.seed import SCENARIOS, Scene, expected, seeded
from mkdocs_wellspring.sandbox.shapes import (
    show_charge,
    show_dispute,
    show_invoice,
    show_invoice_payment,
    show_refund,
    show_subscription,
)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MONEY_GONE = ("lost", "needs_response", "under_review")


def shown(scene: Scene, now: datetime = NOW) -> list[dict[str, Any]]:
    account, _ = seeded(scene, now)
    return [show_charge(charge) for charge in account.charges]


def of_campaign(account: Account, campaign: str) -> list[dict[str, Any]]:
    """By the metadata of the charge, or of the subscription as its invoice tells it."""
    tagged = {
        invoice["id"]
        for invoice in map(show_invoice, account.invoices)
        if invoice["parent"]["subscription_details"]["metadata"].get(CAMPAIGN_KEY) == campaign
    }
    payments = map(show_invoice_payment, account.invoice_payments)
    intents = {payment["payment"]["payment_intent"] for payment in payments if payment["invoice"] in tagged}
    return [
        charge
        for charge in map(show_charge, account.charges)
        if charge["metadata"].get(CAMPAIGN_KEY) == campaign or charge["payment_intent"] in intents
    ]


def counting(account: Account, campaign: str) -> list[dict[str, Any]]:
    disputes = map(show_dispute, account.disputes)
    gone = {dispute["charge"] for dispute in disputes if dispute["status"] in MONEY_GONE}
    return [
        charge
        for charge in of_campaign(account, campaign)
        if charge["status"] == "succeeded"
        and charge["captured"]
        and charge["amount_captured"] > charge["amount_refunded"]
        and charge["id"] not in gone
    ]


def people(charge: dict[str, Any]) -> set[str]:
    names = {charge["billing_details"]["email"], charge["receipt_email"], charge["customer"]} - {None}
    return {name.lower() for name in names} or {charge["id"]}


def persons(charges: Iterable[dict[str, Any]]) -> list[set[str]]:
    """Slow and obvious: sets that share a name become one."""
    groups: list[set[str]] = []
    for charge in charges:
        mine = people(charge)
        touching = [group for group in groups if group & mine]
        groups = [group for group in groups if not group & mine]
        groups.append(mine.union(*touching))
    return groups


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize(("supporters", "seed"), [(412, 7), (300, 8), (0, 7), (1, 7)])
def test_as_many_people_support_the_campaign_as_the_story_says(supporters: int, seed: int, scenario: Any) -> None:
    scene = Scene(supporters, seed, "c", scenario=scenario)
    account, _ = seeded(scene, NOW)
    counted = {name for charge in counting(account, "c") for name in people(charge)}
    everybody = persons(map(show_charge, account.charges))
    assert sum(1 for group in everybody if group & counted) == expected(scene).supporters
    assert scenario not in ("plain", "monthly") or expected(scene).supporters == supporters


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_as_many_people_give_each_month_as_the_story_says(scenario: Any) -> None:
    scene = Scene(412, 7, "c", scenario=scenario)
    account, _ = seeded(scene, NOW)
    regular = {
        subscription["customer"]
        for subscription in map(show_subscription, account.subscriptions)
        if subscription["metadata"] == {CAMPAIGN_KEY: "c"} and regularly(subscription)
    }
    assert len(regular) == expected(scene).recurring > 0


def regularly(subscription: dict[str, Any]) -> bool:
    since = subscription["items"]["data"][0]["current_period_start"]
    late = subscription["status"] == "past_due" and NOW.timestamp() < since + 14 * 86_400
    return (subscription["status"] == "active" or late) and subscription["pause_collection"] is None


def test_scenarios_do_what_their_names_say() -> None:
    def refunded_today(scene: Scene) -> float:
        account, _ = seeded(scene, NOW)
        charges = [c for c in of_campaign(account, "c") if c["status"] == "succeeded" and c["metadata"]]
        today = {refund.charge for refund in account.refunds if refund.created == int(NOW.timestamp())}
        return len(today) / len(charges)

    plain = Scene(400, 7, "c")
    assert refunded_today(plain) < 0.05
    assert 0.35 < refunded_today(replace(plain, scenario="refund-storm")) < 0.65
    account, _ = seeded(replace(plain, scenario="disputes"), NOW)
    disputed = Counter(dispute.status for dispute in account.disputes)
    assert min(disputed[status] for status in DISPUTE_STATUSES) > 8
    account, _ = seeded(replace(plain, scenario="monthly"), NOW)
    assert len(account.subscriptions) > 220


def test_the_history_holds_every_kind_of_noise() -> None:
    account, _ = seeded(Scene(412, 7, "c"), NOW)
    mine, charges = of_campaign(account, "c"), [show_charge(charge) for charge in account.charges]
    kinds = Counter(
        "failed"
        if charge["status"] == "failed"
        else "pending"
        if charge["status"] == "pending"
        else "uncaptured"
        if not charge["captured"]
        else "refunded"
        if charge["refunded"]
        else "partly"
        if charge["amount_refunded"]
        else "kept"
        for charge in mine
    )
    assert set(kinds) == {"failed", "pending", "uncaptured", "refunded", "partly", "kept"}
    assert kinds["kept"] > 412
    assert {charge["metadata"].get(CAMPAIGN_KEY) for charge in charges} == {"c", "before-c", None}
    assert {dispute.status for dispute in account.disputes} == set(DISPUTE_STATUSES)
    assert {refund.status for refund in account.refunds} == {"succeeded", "pending", "failed", "canceled"}
    states = {subscription.status for subscription in account.subscriptions}
    assert states == {"active", "past_due", "canceled", "trialing", "incomplete"}
    assert any(subscription.pause for subscription in account.subscriptions)
    assert {invoice.reason for invoice in account.invoices} == {"subscription_create", "subscription_cycle"}
    assert any(charge["customer"] for charge in mine)
    assert any(charge["receipt_email"] and not charge["billing_details"]["email"] for charge in mine)
    assert any(people(charge) == {charge["id"]} for charge in mine)
    addresses = [charge["billing_details"]["email"] for charge in mine if charge["billing_details"]["email"]]
    assert any(address != address.lower() for address in addresses)


def test_some_people_give_once_and_each_month() -> None:
    account, _ = seeded(Scene(412, 7, "c", scenario="monthly"), NOW)
    counted = counting(account, "c")
    once, monthly = (
        {name for charge in counted if bool(charge["metadata"]) is tagged for name in people(charge)}
        for tagged in (True, False)
    )
    assert once & monthly


def test_every_customer_that_a_charge_names_is_there() -> None:
    account, _ = seeded(Scene(100, 7, "c"), NOW)
    named = {charge.gift.donor.customer for charge in account.charges} - {None}
    assert named
    assert all(account.customers.get(name) for name in named)


def test_a_history_without_supporters_still_has_payments() -> None:
    assert shown(Scene(0, 7, "c"))


def test_nothing_happened_in_the_future_or_before_the_history() -> None:
    scene = Scene(412, 7, "c", days=30)
    account, _ = seeded(scene, NOW)
    first, last = (NOW - timedelta(days=30)).timestamp(), NOW.timestamp()
    held = [held for held in vars(account).values() if isinstance(held, Collection)]
    assert len(held) == 14
    assert all(first <= item.created <= last for collection in held for item in collection)
    assert len({charge.created // 86_400 for charge in account.charges}) > 25


def test_refunds_sum_to_what_their_charges_say_and_never_precede_them() -> None:
    account, _ = seeded(Scene(412, 7, "c"), NOW)
    given_back: Counter[str] = Counter()
    for refund in account.refunds:
        shape = show_refund(refund)
        given_back[shape["charge"]] += shape["amount"] if shape["status"] in ("succeeded", "pending") else 0
        charge = account.charges.get(shape["charge"])
        assert charge is not None
        assert shape["created"] >= charge.created
    for charge in account.charges:
        assert charge.refunded == given_back[charge.id] <= charge.captured


def test_the_same_seed_gives_the_same_history_and_another_seed_another() -> None:
    assert shown(Scene(50, 7, "c")) == shown(Scene(50, 7, "c"))
    assert shown(Scene(50, 7, "c")) != shown(Scene(50, 8, "c"))


def test_a_later_day_moves_the_history_and_keeps_its_names() -> None:
    today, later = shown(Scene(50, 7, "c")), shown(Scene(50, 7, "c"), NOW + timedelta(days=1))
    assert [charge["id"] for charge in today] == [charge["id"] for charge in later]
    assert [charge["created"] + 86_400 for charge in today] == [charge["created"] for charge in later]


def test_events_tell_of_the_last_thirty_days_only() -> None:
    account, _ = seeded(Scene(100, 7, "c"), NOW)
    since = (NOW - timedelta(days=30)).timestamp()
    assert min(event.created for event in account.events) >= since
    told = {event.subject.id for event in account.events if event.type == "charge.succeeded"}
    recent = {charge.id for charge in account.charges if charge.created >= since and charge.gift.outcome == "succeeded"}
    assert recent <= told
