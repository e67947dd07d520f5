"""Who counts: tables for one payment, and any history against a slow, obvious oracle."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_wellspring.ledger.records import Definition, Mode, Payment
from mkdocs_wellspring.ledger.tally import Tally, tally

ALL = Definition("spring", Mode.TEST)
GIFT = Payment("ch_1", datetime(2026, 6, 1, tzinfo=UTC), 500, 0, "usd", True, True, frozenset({"ada"}))


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({}, True),
        ({"refunded_minor": 499}, True),
        ({"refunded_minor": 500}, False),
        ({"refunded_minor": 501}, False),
        ({"succeeded": False}, False),
        ({"captured": False}, False),
        ({"amount_minor": 0}, False),
        ({"amount_minor": 1}, True),
    ],
)
def test_a_payment_counts_when_it_succeeded_was_captured_and_not_given_back(change, counts):
    assert tally(ALL, [replace(GIFT, **change)]) == Tally(int(counts), int(counts))


@pytest.mark.parametrize(
    ("created", "counts"),
    [
        ("2025-12-31T22:59:59", False),
        ("2025-12-31T23:00:00", True),
        ("2026-06-30T21:59:59", True),
        ("2026-06-30T22:00:00", False),
    ],
)
def test_the_window_is_closed_at_both_days_in_its_time_zone(created, counts):
    window = Definition("spring", Mode.TEST, date(2026, 1, 1), date(2026, 6, 30), "Europe/Berlin")
    payment = replace(GIFT, created=datetime.fromisoformat(created).replace(tzinfo=UTC))
    assert tally(window, [payment]).supporters == int(counts)


@pytest.mark.parametrize(
    ("people", "supporters"),
    [
        (["a", "b"], 2),
        (["a", "a"], 1),
        (["ab", "bc", "cd"], 1),
        (["ab", "cd", "bc"], 1),
        (["ab", "cd", "ef"], 3),
        ([], 0),
    ],
)
def test_payments_that_share_an_identity_are_of_one_person(people, supporters):
    payments = [replace(GIFT, id=f"ch_{place}", people=frozenset(each)) for place, each in enumerate(people)]
    assert tally(ALL, payments) == Tally(supporters, len(people))


def test_a_payment_that_does_not_count_may_still_say_that_two_are_one():
    bridge = replace(GIFT, refunded_minor=500, people=frozenset("ab"))
    assert tally(ALL, [replace(GIFT, people=frozenset("a")), replace(GIFT, people=frozenset("b")), bridge]) == Tally(
        1, 2
    )


PAYMENTS = st.lists(
    st.builds(
        Payment,
        id=st.uuids().map(str),
        created=st.datetimes(datetime(2026, 3, 27), datetime(2026, 4, 2), timezones=st.just(UTC)),  # noqa: DTZ001
        amount_minor=st.integers(0, 3),
        refunded_minor=st.integers(0, 3),
        currency=st.just("usd"),
        succeeded=st.booleans(),
        captured=st.booleans(),
        people=st.frozensets(st.sampled_from("abcdefghijkl"), min_size=1, max_size=3),
    ),
    max_size=12,
)
DAYS = st.none() | st.dates(date(2026, 3, 27), date(2026, 4, 2))
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"])


@given(PAYMENTS, DAYS, DAYS, ZONES)
def test_any_history_is_tallied_as_the_oracle_does(payments, starts, ends, zone):
    definition = Definition("spring", Mode.TEST, starts, ends, zone)
    assert tally(definition, payments).supporters == oracle(payments, starts, ends, zone)


@given(PAYMENTS, st.randoms())
def test_the_order_of_payments_does_not_matter(payments, random):
    shuffled = random.sample(payments, len(payments))
    assert tally(ALL, payments) == tally(ALL, shuffled)


def oracle(payments, starts, ends, zone):
    """Merges sets of identities until no two touch, then asks of each whether a good gift lies in it."""
    persons = [set(payment.people) for payment in payments]
    while pair := next(((a, b) for a in persons for b in persons if a is not b and a & b), None):
        persons = [each for each in persons if each is not pair[0] and each is not pair[1]] + [pair[0] | pair[1]]

    def good(payment):
        day = payment.created.astimezone(ZoneInfo(zone)).date()
        early = starts is not None and day < starts
        late = ends is not None and day >= ends + timedelta(days=1)
        kept = payment.amount_minor - payment.refunded_minor
        return payment.succeeded and payment.captured and kept > 0 and not early and not late

    return sum(any(good(payment) and payment.people <= person for payment in payments) for person in persons)
