"""Tallies that are kept: windows that move, people who turn out to be one, and money of one currency."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from mkdocs_wellspring.ledger.book.pages import write_page
from mkdocs_wellspring.ledger.book.schema import DIRTY, SHARES, VIEWS
from mkdocs_wellspring.ledger.records import Definition, Mode, Reason
from mkdocs_wellspring.ledger.store import Ledger
from mkdocs_wellspring.ledger.tally import entries, tally

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SPRING = Definition("spring", Mode.SANDBOX)


@pytest.fixture
def ledger():
    made = Ledger.open("sqlite://", b"k" * 32, "an account", Mode.SANDBOX)
    yield made
    made.close()


@pytest.fixture
def give(ledger, charge):
    def given(number, kind="charge", **changes):
        with ledger.lease(), ledger.writing() as book:
            write_page(book, kind, [charge(number, **changes)], int(NOW.timestamp()))

    return given


def rows(ledger, table):
    with ledger.reading() as book:
        return book.connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_two_who_turn_out_to_be_one_are_counted_once_from_then_on(ledger, give):
    give(1, customer="cus_a")
    give(2, customer="cus_b")
    give(3)
    assert tally(ledger, SPRING, now=NOW).value == 3
    give(4, customer="cus_a", receipt_email="PERSON3@example.org")
    assert tally(ledger, SPRING, now=NOW).value == 2
    give(5, customer="cus_b", receipt_email="person3@example.org", status="failed", metadata={})
    count = tally(ledger, SPRING, now=NOW)
    assert (count.value, count.number(Reason.COUNTED), count.other_payments) == (1, 4, 1)


def test_a_tally_that_was_kept_is_that_of_a_ledger_that_sees_all_at_once(ledger, give):
    for number in range(1, 30):
        give(number, customer=f"cus_{number % 7}", billing_details={"email": f"p{number % 11}@example.org"})
        kept = tally(ledger, SPRING, now=NOW)
    fresh = tally(ledger, SPRING._replace(past_due_days=1), now=NOW)
    assert (kept.value, kept.lines) == (fresh.value, fresh.lines) == (1, kept.lines)


@pytest.mark.parametrize(
    ("metric", "more", "value"),
    [
        ("supporters", {}, 2),
        ("payments", {}, 3),
        ("gross", {"currency": "usd"}, 1_500),
        ("net", {"currency": "usd"}, 900),
        ("net", {"currency": "eur"}, 500),
        ("payments", {"currency": "usd"}, 2),
        ("payments", {"currency": "usd", "minimum_minor": 500}, 1),
        ("gross", {"currency": "usd", "minimum_minor": 500}, 1_500),
    ],
)
def test_each_metric_by_its_rule_and_one_currency_at_a_time(ledger, give, metric, more, value):
    give(1)
    give(2, billing_details={"email": "person1@example.org"}, amount_refunded=100)
    give(3, currency="eur")
    give(4, amount_refunded=500)
    assert tally(ledger, SPRING._replace(metric=metric, **more), now=NOW).value == value


def test_a_month_that_begins_begins_with_nothing(ledger, give):
    give(1, created=int(datetime(2026, 10, 31, 23, tzinfo=UTC).timestamp()))
    give(2, created=int(datetime(2026, 11, 2, tzinfo=UTC).timestamp()))
    month = SPRING._replace(window="month", timezone="Europe/Berlin")
    assert tally(ledger, month, now=NOW).value == 2  # in Berlin it was November
    assert tally(ledger, month._replace(timezone="UTC"), now=NOW).value == 1
    assert tally(ledger, month, now=NOW + timedelta(days=8)).value == 0


def test_a_definition_nobody_asks_for_any_more_makes_way(ledger, give):
    give(1)
    tally(ledger, SPRING, now=NOW)
    give(2)
    tally(ledger, SPRING._replace(metric="payments"), now=NOW + timedelta(days=8))
    assert (rows(ledger, VIEWS), rows(ledger, SHARES), rows(ledger, DIRTY)) == (1, 2, 0)


def test_entries_come_oldest_first_over_many_pages(ledger, charge):
    with ledger.lease(), ledger.writing() as book:
        things = [charge(number, created=1_780_000_000 + number // 3) for number in range(2_345)]
        write_page(book, "charge", things, int(NOW.timestamp()))
    found = list(entries(ledger, SPRING, now=NOW))
    assert [entry.id for entry in found] == sorted(thing["id"] for thing in things)
    assert {entry.reason for entry in found} == {Reason.COUNTED}
