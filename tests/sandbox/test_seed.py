from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mkdocs_wellspring.sandbox.records import CAMPAIGN_KEY
from mkdocs_wellspring.sandbox.seed import Scene, seeded
from mkdocs_wellspring.sandbox.shapes import show_charge, show_refund

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def shown(scene: Scene, now: datetime = NOW) -> list[dict[str, Any]]:
    account, _ = seeded(scene, now)
    return [show_charge(charge) for charge in account.charges._items.values()]


def counts(charge: dict[str, Any]) -> bool:
    return (
        charge["status"] == "succeeded" and charge["captured"] and charge["amount_captured"] > charge["amount_refunded"]
    )


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


def of_campaign(charges: list[dict[str, Any]], campaign: str) -> list[dict[str, Any]]:
    return [charge for charge in charges if charge["metadata"].get(CAMPAIGN_KEY) == campaign]


@pytest.mark.parametrize(("supporters", "seed"), [(412, 7), (412, 8), (0, 7), (1, 7), (1000, 3)])
def test_exactly_the_asked_number_of_people_support_the_campaign(supporters: int, seed: int) -> None:
    charges = shown(Scene(supporters, seed, "c"))
    assert len(persons(charge for charge in of_campaign(charges, "c") if counts(charge))) == supporters


def test_uncounted_payments_join_no_two_supporters_into_one() -> None:
    charges = of_campaign(shown(Scene(412, 7, "c")), "c")
    counted = {name for charge in charges if counts(charge) for name in people(charge)}
    assert sum(1 for group in persons(charges) if group & counted) == 412


def test_the_history_holds_every_kind_of_noise() -> None:
    charges = shown(Scene(412, 7, "c"))
    mine = of_campaign(charges, "c")
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
    assert any(charge["customer"] for charge in mine)
    assert any(charge["receipt_email"] and not charge["billing_details"]["email"] for charge in mine)
    assert any(people(charge) == {charge["id"]} for charge in mine)
    addresses = [charge["billing_details"]["email"] for charge in mine if charge["billing_details"]["email"]]
    assert any(address != address.lower() for address in addresses)


def test_a_history_without_supporters_still_has_payments() -> None:
    assert shown(Scene(0, 7, "c"))


def test_nothing_happened_in_the_future_or_before_the_history() -> None:
    scene = Scene(412, 7, "c", days=30)
    account, _ = seeded(scene, NOW)
    first, last = (NOW - timedelta(days=30)).timestamp(), NOW.timestamp()
    for held in (account.charges, account.refunds, account.sessions, account.intents, account.links):
        assert all(first <= item.created <= last for item in held._items.values())
    assert len({charge.created // 86_400 for charge in account.charges._items.values()}) > 25


def test_refunds_sum_to_what_their_charges_say_and_never_precede_them() -> None:
    account, _ = seeded(Scene(412, 7, "c"), NOW)
    given_back: Counter[str] = Counter()
    for refund in account.refunds._items.values():
        shape = show_refund(refund)
        given_back[shape["charge"]] += shape["amount"]
        charge = account.charges.get(shape["charge"])
        assert charge is not None
        assert shape["created"] >= charge.created
    for charge in account.charges._items.values():
        assert charge.refunded == given_back[charge.id] <= charge.captured


def test_the_same_seed_gives_the_same_history_and_another_seed_another() -> None:
    assert shown(Scene(50, 7, "c")) == shown(Scene(50, 7, "c"))
    assert shown(Scene(50, 7, "c")) != shown(Scene(50, 8, "c"))


def test_a_later_day_moves_the_history_and_keeps_its_names() -> None:
    today, later = shown(Scene(50, 7, "c")), shown(Scene(50, 7, "c"), NOW + timedelta(days=1))
    assert [charge["id"] for charge in today] == [charge["id"] for charge in later]
    assert [charge["created"] + 86_400 for charge in today] == [charge["created"] for charge in later]
