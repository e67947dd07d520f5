"""Gaps: divided among threads, left whole by a crash, and never filled in a circle."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from mkdocs_wellspring.errors import PaymentsMalformed, PaymentsUnavailable
from mkdocs_wellspring.ledger.api.listing import Page
from mkdocs_wellspring.ledger.records import Definition, Mode
from mkdocs_wellspring.ledger.store import Ledger
from mkdocs_wellspring.ledger.sync import synchronise

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SPRING = Definition("spring", Mode.SANDBOX, monthly=False)


class Many:
    """An account of charges at these seconds, in pages of ten."""

    mode = Mode.SANDBOX

    def __init__(self, charge, seconds):
        self.charges = [charge(number, created=second) for number, second in enumerate(sorted(seconds))]
        self.requests = self.charge_requests = 0
        self.most_at_once = self._at_once = 0
        self.fails_at = None
        self._lock = threading.Lock()

    def page(self, listing, *, low=None, below=None, after=None):
        with self._lock:
            self.requests += 1
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            if listing.kind == "charge":
                self.charge_requests += 1
            if self.requests == self.fails_at:
                raise PaymentsUnavailable("gone")
        time.sleep(0.001)
        try:
            return self.listed(listing, low, below, after)
        finally:
            with self._lock:
                self._at_once -= 1

    def listed(self, listing, low, below, after):
        if listing.kind != "charge":
            return Page((), more=False)
        found = [
            each
            for each in self.charges[::-1]
            if each["created"] >= (low or 0) and (below is None or each["created"] < below)
        ]
        if after is not None:
            found = found[[each["id"] for each in found].index(after) + 1 :]
        return Page(tuple(found[:10]), more=len(found) > 10)

    def one(self, kind, identifier):
        raise AssertionError(kind)


@pytest.fixture
def ledger():
    made = Ledger.open("sqlite://", b"k" * 32, "an account", Mode.SANDBOX)
    yield made
    made.close()


EVENLY = [1_770_000_000 + 1_000 * number for number in range(3_000)]
BURST = [*range(1_770_000_000, 1_770_000_030), *[1_770_500_000] * 65, *range(1_771_000_000, 1_771_000_030)]


def test_a_long_gap_is_divided_and_costs_few_requests_more(ledger, charge):
    api = Many(charge, EVENLY)
    assert synchronise(api, ledger, SPRING, now=NOW).value == 3_000
    assert api.most_at_once > 1
    assert 300 <= api.charge_requests <= 310


def test_many_charges_of_one_second_are_all_counted(ledger, charge):
    api = Many(charge, BURST)
    assert synchronise(api, ledger, SPRING, now=NOW).value == 125


@pytest.mark.parametrize("fails_at", range(1, 13))
@pytest.mark.parametrize("seconds", [EVENLY[:400], BURST], ids=["evenly", "burst"])
def test_whichever_request_fails_the_next_sync_goes_on_and_nothing_is_missing(ledger, charge, fails_at, seconds):
    api = Many(charge, seconds)
    api.fails_at = fails_at
    with pytest.raises(PaymentsUnavailable):
        synchronise(api, ledger, SPRING, now=NOW)
    assert synchronise(api, ledger, SPRING, now=NOW).value == len(seconds)
    assert api.requests <= len(seconds) // 10 + 30


def test_a_listing_that_goes_in_a_circle_is_refused(ledger, charge):
    class Circle(Many):
        """Two pages of one second that follow each other for ever."""

        def listed(self, listing, low, below, after):
            if listing.kind != "charge":
                return Page((), more=False)
            half = self.charges[:10] if after == "ch_0019" else self.charges[10:]
            return Page(tuple(half), more=True)

    with pytest.raises(PaymentsMalformed, match="same page again"):
        synchronise(Circle(charge, [1_770_000_000] * 20), ledger, SPRING, now=NOW)


def test_the_daily_look_at_payments_takes_ten_pages_of_a_hundred_at_most(ledger, charge):
    api = Many(charge, EVENLY)  # 86 a day, a hundred pages of ten for a thousand
    synchronise(api, ledger, SPRING, now=NOW)
    taken = []
    for hours in (0, 25, 26, 50):
        api.charge_requests = 0
        synchronise(api, ledger, SPRING, now=NOW + timedelta(hours=hours))
        taken.append(api.charge_requests)
    assert taken == [1, 101, 1, 101]  # with one that a division costs


def test_a_daily_look_that_is_broken_off_is_not_done_once_more_for_each_time(ledger, charge):
    api = Many(charge, EVENLY)
    synchronise(api, ledger, SPRING, now=NOW)
    for days in (2, 4, 6):
        api.requests, api.fails_at = 0, 50
        with pytest.raises(PaymentsUnavailable):
            synchronise(api, ledger, SPRING, now=NOW + timedelta(days=days))
    api.charge_requests, api.fails_at = 0, None
    assert synchronise(api, ledger, SPRING, now=NOW + timedelta(days=8)).value == 3_000
    assert api.charge_requests <= 102


def test_what_a_first_look_left_out_is_not_listed_twice_by_the_daily_one(ledger, charge):
    api = Many(charge, EVENLY)
    api.fails_at = 30
    with pytest.raises(PaymentsUnavailable):
        synchronise(api, ledger, SPRING, now=NOW)
    api.charge_requests = 0
    assert synchronise(api, ledger, SPRING, now=NOW + timedelta(days=2)).value == 3_000
    assert api.charge_requests <= 310


def test_the_weekly_look_at_everything_goes_on_where_it_was_broken_off(ledger, charge):
    api = Many(charge, EVENLY)
    synchronise(api, ledger, SPRING, now=NOW)
    wish = {"now": NOW + timedelta(days=8), "full": None, "thorough": True, "notice": lambda _line: None}
    broken = 0
    while broken < 9:
        api.requests, api.fails_at = 0, 100
        try:
            synchronise(api, ledger, SPRING, **wish)
            break
        except PaymentsUnavailable:
            broken += 1
    assert broken == 3  # of 300 pages, and some that four threads lose each time
    api.fails_at, api.charge_requests = None, 0
    synchronise(api, ledger, SPRING, **{**wish, "now": NOW + timedelta(days=9), "thorough": False})
    assert 100 <= api.charge_requests <= 102
    synchronise(api, ledger, SPRING, **{**wish, "now": NOW + timedelta(days=16)})
    assert api.charge_requests >= 400


def test_progress_goes_up_to_the_whole(ledger, charge):
    told = []
    synchronise(Many(charge, EVENLY[:300]), ledger, SPRING, now=NOW, progress=told.append)
    shares = [each.share for each in told]
    assert shares == sorted(shares)
    assert (told[-1].payments, told[-1].share) == (300, 1.0)
