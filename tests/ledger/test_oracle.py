"""The oracle, held against cases that were counted by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mkdocs_wellspring.ledger.records import Definition, Mode

from .history import DAY, HOUR, START, Account, copied
from .oracle import Row, count, supporters

SPRING = Definition("spring", Mode.TEST, window="all")
Story = Callable[[Account], object]


def defined(**changes: Any) -> Definition:
    return Definition(**{"campaign": "spring", "mode": Mode.TEST, "window": "all", **changes})


def gift(account: Account, email: str | None = "ada@example.org", **details: Any) -> Any:
    return account.give(email, **{"campaign": "spring", **details})


def monthly(account: Account, **details: Any) -> Any:
    return account.subscribe("cus_ada", "ada@example.org", **{"campaign": "spring", **details})


def through(account: Account, link: str | None, price: str = "price_mug", **details: Any) -> Any:
    return account.complete(account.open_session(price, link), "ada@example.org", **details)


def late(account: Account, act: Callable[[Any], object], made: Any, seconds: int = DAY) -> None:
    account.wait(seconds)
    act(made)


# What happens to one gift of 1000, and what the rules make of it: reason, gross, net.
ONE_GIFT: dict[str, tuple[Story, str]] = {
    "it succeeds": (gift, "counted"),
    "it fails": (lambda a: gift(a, outcome="failed"), "failed"),
    "a bank debit waits": (lambda a: gift(a, outcome="pending"), "pending"),
    "a bank debit settles": (lambda a: late(a, a.settle, gift(a, outcome="pending")), "counted"),
    "a bank debit fails": (lambda a: late(a, a.bounce, gift(a, outcome="pending")), "failed"),
    "a card is held": (lambda a: gift(a, outcome="uncaptured"), "uncaptured"),
    "a hold is captured": (lambda a: late(a, a.capture, gift(a, outcome="uncaptured")), "counted"),
    "a hold is let go": (lambda a: late(a, a.void, gift(a, outcome="uncaptured")), "uncaptured"),
    "all goes back": (lambda a: a.refund(gift(a)), "refunded"),
    "some goes back": (lambda a: a.refund(gift(a), 400), "counted"),
    "all goes back in two parts": (lambda a: [a.refund(one, 500) for one in [gift(a)] * 2], "refunded"),
    "all is on its way back": (lambda a: a.refund(gift(a), status="pending"), "refunded"),
    "a refund fails": (lambda a: a.finish(a.refund(gift(a), status="pending"), "failed"), "counted"),
    "a refund is canceled": (lambda a: a.finish(a.refund(gift(a), status="pending"), "canceled"), "counted"),
    "a refund that went through is sent back": (lambda a: a.send_back(a.refund(gift(a))), "counted"),
    "it is disputed": (lambda a: a.dispute(gift(a)), "dispute-open"),
    "the dispute is under review": (lambda a: a.move(a.dispute(gift(a)), "under_review"), "dispute-open"),
    "the dispute is won": (lambda a: a.move(a.dispute(gift(a)), "won"), "counted"),
    "the dispute is lost": (lambda a: a.move(a.dispute(gift(a)), "lost"), "dispute-lost"),
    "a part of it is disputed and lost": (lambda a: a.dispute(gift(a), "lost", 100), "dispute-lost"),
    "the bank asks": (lambda a: a.dispute(gift(a), "warning_needs_response"), "counted"),
    "the bank's question is reviewed": (lambda a: a.dispute(gift(a), "warning_under_review"), "counted"),
    "the bank's question is closed": (lambda a: a.dispute(gift(a), "warning_closed"), "counted"),
    "a dispute is prevented": (lambda a: a.dispute(gift(a), "prevented"), "counted"),
    "one dispute won, one open": (
        lambda a: [a.dispute(one, "won") and a.dispute(one) for one in [gift(a)]],
        "dispute-open",
    ),
    "it is refunded and lost": (
        lambda a: [a.refund(one) and a.dispute(one, "lost") for one in [gift(a)]],
        "dispute-lost",
    ),
}


@pytest.mark.parametrize(("story", "reason"), ONE_GIFT.values(), ids=ONE_GIFT)
def test_one_gift(story: Story, reason: str) -> None:
    account = Account()
    story(account)

    verdict = count(account, SPRING, account.clock)

    counted = reason == "counted"
    assert verdict.numbers == {reason: 1}
    assert (verdict.value, verdict.people, verdict.other_payments) == (counted, counted, 0)
    assert supporters(account, SPRING, account.clock) == counted


@pytest.mark.parametrize(
    ("metric", "value"), [("supporters", 2), ("payments", 3), ("gross", 3_500), ("net", 3_100), ("recurring", 0)]
)
def test_a_metric(metric: str, value: int) -> None:
    account = Account()
    account.refund(gift(account), 400)
    gift(account, amount=2_000)
    gift(account, "bo@example.org", amount=500)
    account.give("cy@example.org", amount=700)

    assert count(account, defined(metric=metric, currency="usd"), account.clock).value == value


def test_gross_knows_neither_refunds_nor_disputes() -> None:
    account = Account()
    account.refund(gift(account))
    account.dispute(gift(account, amount=250), "lost")
    gift(account, outcome="uncaptured")
    gift(account, amount=0)

    verdict = count(account, defined(metric="gross", currency="usd", minimum_minor=200), account.clock)

    assert (verdict.value, verdict.numbers) == (1_250, {"counted": 2, "uncaptured": 1, "refunded": 1})


def test_open_disputes_can_be_kept_and_lost_ones_cannot() -> None:
    account = Account()
    account.dispute(gift(account))
    account.dispute(gift(account), "lost")

    assert count(account, defined(open_disputes="keep"), account.clock).numbers == {"counted": 1, "dispute-lost": 1}


# Who gives, and how many people that is.
PEOPLE: dict[str, tuple[Story, int]] = {
    "one address twice": (lambda a: [gift(a), gift(a)], 1),
    "one address in another case": (lambda a: [gift(a), gift(a, " ADA@Example.ORG ")], 1),
    "two addresses": (lambda a: [gift(a), gift(a, "bo@example.org")], 2),
    "one customer, two addresses": (
        lambda a: [gift(a, customer="cus_ada"), gift(a, "bo@example.org", customer="cus_ada")],
        1,
    ),
    "an address for the bill, the same for the receipt": (
        lambda a: [gift(a), gift(a, None, receipt_email="Ada@example.org")],
        1,
    ),
    "two strangers": (lambda a: [gift(a, None), gift(a, None)], 2),
    "an empty address is none": (lambda a: [gift(a, " "), gift(a, "")], 2),
    "joined by a third gift": (
        lambda a: [
            gift(a),
            gift(a, "bo@example.org"),
            gift(a, None, receipt_email="ada@example.org", customer="cus_bo"),
            gift(a, "BO@example.org", customer="cus_bo"),
        ],
        1,
    ),
    "joined by a failed payment for something else": (
        lambda a: [
            gift(a),
            gift(a, "bo@example.org"),
            a.give("ada@example.org", receipt_email="bo@example.org", outcome="failed"),
        ],
        1,
    ),
    "once and every month": (lambda a: [gift(a), monthly(a)], 1),
    "a customer is no address": (lambda a: [gift(a, "cus_ada"), gift(a, None, customer="cus_ada")], 2),
}


@pytest.mark.parametrize(("story", "people"), PEOPLE.values(), ids=PEOPLE)
def test_who_is_one_person(story: Story, people: int) -> None:
    account = Account()
    story(account)

    assert supporters(account, SPRING, account.clock) == people


def test_what_is_older_than_the_window_joins_nobody() -> None:
    account = Account()
    account.give("ada@example.org", receipt_email="bo@example.org")
    account.wait(DAY)
    gift(account)
    gift(account, "bo@example.org")

    assert supporters(account, SPRING, account.clock) == 1
    since = defined(window="campaign", starts=date(2026, 3, 2))
    assert supporters(account, since, account.clock) == 2


# A moment in UTC, and where the window puts it. Berlin's clocks go forward on 29 March 2026, New York's on 8 March.
BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"
MOMENTS = [
    (datetime(2026, 3, 9, 23, 0, tzinfo=UTC), "UTC", "before"),
    (datetime(2026, 3, 10, 0, 0, tzinfo=UTC), "UTC", "counted"),
    (datetime(2026, 3, 30, 23, 59, 59, tzinfo=UTC), "UTC", "counted"),
    (datetime(2026, 3, 31, 0, 0, tzinfo=UTC), "UTC", "after"),
    (datetime(2026, 3, 9, 22, 59, 59, tzinfo=UTC), BERLIN, "before"),
    (datetime(2026, 3, 9, 23, 0, tzinfo=UTC), BERLIN, "counted"),
    (datetime(2026, 3, 30, 21, 59, 59, tzinfo=UTC), BERLIN, "counted"),
    (datetime(2026, 3, 30, 22, 0, tzinfo=UTC), BERLIN, "after"),
    (datetime(2026, 3, 10, 3, 59, 59, tzinfo=UTC), NEW_YORK, "before"),
    (datetime(2026, 3, 10, 4, 0, tzinfo=UTC), NEW_YORK, "counted"),
    (datetime(2026, 3, 31, 3, 59, 59, tzinfo=UTC), NEW_YORK, "counted"),
    (datetime(2026, 3, 31, 4, 0, tzinfo=UTC), NEW_YORK, "after"),
]


@pytest.mark.parametrize(("moment", "zone", "reason"), MOMENTS)
def test_days_fall_in_the_campaigns_time_zone_and_the_last_is_included(
    moment: datetime, zone: str, reason: str
) -> None:
    account = Account()
    account.clock = moment
    gift(account)
    account.give("bo@example.org")
    definition = defined(window="campaign", starts=date(2026, 3, 10), ends=date(2026, 3, 30), timezone=zone)

    verdict = count(account, definition, datetime(2026, 5, 1, tzinfo=UTC))

    assert verdict.numbers == {reason: 1}
    assert verdict.other_payments == (reason == "counted")


@pytest.mark.parametrize(
    ("window", "days", "counted"),
    [("rolling", 1, 1), ("rolling", 3, 2), ("rolling", 30, 3), ("rolling", 31, 4), ("month", 0, 2), ("all", 0, 4)],
)
def test_a_window_that_moves(window: str, days: int, counted: int) -> None:
    account = Account()
    for moment in ("2026-02-01T12:00", "2026-02-28T23:30", "2026-03-01T12:00", "2026-03-03T00:30"):
        account.clock = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        gift(account, moment)

    now = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)

    assert supporters(account, defined(window=window, rolling_days=days), now) == counted


def test_a_month_begins_in_its_time_zone() -> None:
    account = Account()
    account.clock = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
    gift(account)

    assert supporters(account, defined(window="month", timezone=BERLIN), START) == 1


def test_currency_comes_before_the_minimum_and_both_after_the_window() -> None:
    account = Account()
    gift(account, currency="eur", amount=100)
    account.refund(gift(account, amount=1_000), 501)
    account.refund(gift(account, amount=1_000), 500)
    account.wait(2 * DAY)
    gift(account, currency="eur")

    ends = defined(window="campaign", ends=date(2026, 3, 2), currency="usd", minimum_minor=500)

    assert count(account, ends, account.clock).numbers == {"currency": 1, "minimum": 1, "counted": 1, "after": 1}


# By which route a payment comes, and whether a definition finds it: numbers of the campaign, of others.
ROUTES: dict[str, tuple[Story, dict[str, Any], int, int]] = {
    "its own metadata": (gift, {}, 1, 0),
    "another campaign's": (lambda a: a.give("ada@example.org", campaign="autumn"), {}, 0, 1),
    "none": (lambda a: a.give("ada@example.org"), {}, 0, 1),
    "a link": (lambda a: through(a, "plink_hill"), {"payment_links": ("plink_hill",)}, 1, 0),
    "another link": (lambda a: through(a, "plink_dale"), {"payment_links": ("plink_hill",)}, 0, 1),
    "a link whose session is open, after a failed attempt": (
        lambda a: a.attempt(a.open_session(link="plink_hill")),
        {"payment_links": ("plink_hill",)},
        0,
        1,
    ),
    "a link, at the second attempt": (
        lambda a: [a.attempt(one) and a.complete(one) for one in [a.open_session(link="plink_hill")]],
        {"payment_links": ("plink_hill",)},
        2,
        0,
    ),
    "a price": (lambda a: through(a, None), {"prices": ("price_mug",)}, 1, 0),
    "a product": (lambda a: through(a, None), {"products": ("prod_mug",)}, 1, 0),
    "another product": (lambda a: through(a, None, "price_badge"), {"products": ("prod_mug",)}, 0, 1),
    "a subscription": (monthly, {}, 1, 0),
    "a subscription, where none is looked for": (monthly, {"monthly": False}, 0, 1),
    "a subscription and its renewal": (lambda a: a.renew(monthly(a)), {}, 2, 0),
    "a subscription by a link, and its renewal": (
        lambda a: a.renew(through(a, "plink_hill", "price_small")),
        {"payment_links": ("plink_hill",)},
        2,
        0,
    ),
    "the same, where none is looked for": (
        lambda a: a.renew(through(a, "plink_hill", "price_small")),
        {"payment_links": ("plink_hill",), "monthly": False},
        0,
        2,
    ),
    "a subscription's price": (lambda a: monthly(a, campaign=None), {"prices": ("price_small",)}, 1, 0),
    "a subscription's product": (lambda a: monthly(a, campaign=None), {"products": ("prod_monthly",)}, 1, 0),
    "an unpaid invoice, charged again": (
        lambda a: [a.renew(monthly(a), "failed"), a.retry(a.invoice_payments[-1])],
        {},
        3,
        0,
    ),
    "a charge with no intent, beside a link": (
        lambda a: [through(a, "plink_hill"), a.give("bo@example.org", intent=None)],
        {"payment_links": ("plink_hill",)},
        1,
        1,
    ),
}


@pytest.mark.parametrize(("story", "changes", "campaign", "others"), ROUTES.values(), ids=ROUTES)
def test_by_which_route_a_payment_belongs_to_the_campaign(
    story: Story, changes: dict[str, Any], campaign: int, others: int
) -> None:
    account = Account()
    story(account)

    verdict = count(account, defined(**changes), account.clock)

    assert (sum(verdict.numbers.values()), verdict.other_payments) == (campaign, others)
    assert verdict.nothing_matched == (campaign == 0)


# What becomes of a monthly gift of 500, and the reason; renewed at the story's end, looked at as much later.
SUBSCRIPTIONS: dict[str, tuple[Story, int, dict[str, Any], str]] = {
    "active": (monthly, 0, {}, "counted"),
    "trialing": (lambda a: monthly(a, status="trialing"), 0, {}, "trial"),
    "incomplete": (lambda a: monthly(a, status="incomplete"), 0, {}, "incomplete"),
    "never begun": (lambda a: monthly(a, status="incomplete_expired"), 0, {}, "ended"),
    "unpaid": (lambda a: a.turn(monthly(a), "unpaid"), 0, {}, "unpaid"),
    "paused": (lambda a: a.turn(monthly(a), "paused"), 0, {}, "paused"),
    "collection paused": (lambda a: a.pause(monthly(a)), 0, {}, "paused"),
    "resumed": (lambda a: [a.pause(one) or a.resume(one) for one in [monthly(a)]], 0, {}, "counted"),
    "past due for a moment less than the grace": (lambda a: a.renew(monthly(a), "failed"), 14 * DAY - 1, {}, "counted"),
    "past due for the grace": (lambda a: a.renew(monthly(a), "failed"), 14 * DAY, {}, "past-due"),
    "past due without grace": (lambda a: a.renew(monthly(a), "failed"), 0, {"past_due_days": 0}, "past-due"),
    "past due and paid": (
        lambda a: [a.renew(monthly(a), "failed"), a.retry(a.invoice_payments[-1])],
        20 * DAY,
        {},
        "counted",
    ),
    "free": (lambda a: monthly(a, prices=(("price_free", 1),)), 0, {}, "free"),
    "tiered": (lambda a: monthly(a, prices=(("price_tiered", 1),)), 0, {"minimum_minor": 1}, "counted"),
    "metered": (lambda a: monthly(a, prices=(("price_metered", 1),)), 0, {"minimum_minor": 101}, "counted"),
    "below the minimum": (monthly, 0, {"minimum_minor": 501, "currency": "usd"}, "minimum"),
    "two of them reach the minimum": (
        lambda a: monthly(a, prices=(("price_small", 2),)),
        0,
        {"minimum_minor": 1_000, "currency": "usd"},
        "counted",
    ),
    "another currency": (lambda a: monthly(a, prices=(("price_euro", 1),)), 0, {"currency": "usd"}, "currency"),
    "by a link": (
        lambda a: through(a, "plink_hill", "price_small"),
        0,
        {"payment_links": ("plink_hill",), "campaign": "none"},
        "counted",
    ),
    "by a product": (monthly, 0, {"products": ("prod_monthly",), "campaign": "none"}, "counted"),
}


@pytest.mark.parametrize(("story", "later", "changes", "reason"), SUBSCRIPTIONS.values(), ids=SUBSCRIPTIONS)
def test_a_subscription(story: Story, later: int, changes: dict[str, Any], reason: str) -> None:
    account = Account()
    story(account)

    verdict = count(account, defined(metric="recurring", **changes), account.clock + timedelta(seconds=later))

    assert verdict.numbers == {reason: 1}
    assert verdict.value == verdict.people == (reason == "counted")


# What was shown of a monthly gift that is past due, a month between each two, and whether it still counts.
SHOWN: dict[str, tuple[list[dict[str, Any]], str]] = {
    "nothing": ([], "counted"),
    "active": ([{"status": "active"}], "counted"),
    "past due": ([{"status": "past_due"}], "past-due"),
    "past due twice": ([{"status": "past_due"}, {"status": "past_due"}], "past-due"),
    "active again": ([{"status": "past_due"}, {"status": "active"}], "counted"),
    "paused": ([{"status": "past_due"}, {"status": "past_due", "pause_collection": {"behavior": "void"}}], "counted"),
    "another's": ([{"status": "past_due", "id": "sub_another"}], "counted"),
}


@pytest.mark.parametrize(("before", "reason"), SHOWN.values(), ids=SHOWN)
def test_since_when_it_is_past_due_is_known_from_what_was_shown(before: list[dict[str, Any]], reason: str) -> None:
    account = Account()
    one = monthly(account)
    shown = []
    for seen in before:
        account.wait(30 * DAY)
        account.renew(one, "failed")
        shown.append({**copied(one), **seen})
    account.wait(30 * DAY)
    account.renew(one, "failed")

    assert count(account, defined(metric="recurring"), account.clock, shown).numbers == {reason: 1}


def test_a_canceled_subscription_is_not_seen_at_all() -> None:
    account = Account()
    account.cancel(monthly(account))

    verdict = count(account, defined(metric="recurring"), account.clock)

    assert (verdict.value, verdict.numbers, verdict.other_payments) == (0, {}, 0)


def test_subscribers_are_joined_by_address_and_by_customer() -> None:
    account = Account()
    monthly(account)
    account.subscribe("cus_bo", "ADA@example.org", campaign="spring")
    account.subscribe("cus_bo", campaign="spring")
    account.subscribe("cus_cy", "cy@example.org", campaign="autumn")

    verdict = count(account, defined(metric="recurring"), account.clock)

    assert (verdict.value, verdict.numbers, verdict.other_payments) == (1, {"counted": 3}, 1)


def test_rows_say_what_a_treasurer_asks() -> None:
    account = Account()
    one = gift(account, amount=1_000)
    account.wait(HOUR)
    account.refund(one, 300)
    other = gift(account, amount=700, currency="eur", intent=None)

    verdict = count(account, defined(currency="usd"), account.clock)

    assert verdict.rows == (
        Row(one["id"], one["payment_intent"], one["created"], "usd", 1_000, 300, "counted"),
        Row(other["id"], None, other["created"], "eur", 700, 0, "currency"),
    )
