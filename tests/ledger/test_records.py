"""Definitions: what a fingerprint sees, and when a campaign's days begin and end."""

import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.ledger.records import Definition, Mode

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WHOLE = Definition("spring", Mode.TEST, date(2026, 1, 1), date(2026, 12, 31), "Europe/Berlin")


@pytest.mark.parametrize(
    "change",
    [
        {"campaign": "autumn"},
        {"mode": Mode.LIVE},
        {"starts": None},
        {"ends": date(2026, 12, 30)},
        {"timezone": "UTC"},
        {"metric": "payments"},
        {"window": "month"},
        {"rolling_days": 30},
        {"payment_links": ("plink_1",)},
        {"prices": ("price_1",)},
        {"products": ("prod_1",)},
        {"minimum_minor": 500},
        {"currency": "usd"},
        {"open_disputes": "keep"},
        {"past_due_days": 7},
        {"monthly": False},
    ],
)
def test_the_fingerprint_changes_with_each_field(change):
    assert WHOLE._replace(**change).fingerprint() != WHOLE.fingerprint()


def test_the_fingerprint_is_the_same_in_every_process_and_version():
    assert WHOLE.fingerprint() == WHOLE._replace().fingerprint() == "94088e9482f315e0"


@pytest.mark.parametrize(
    ("zone", "starts", "ends", "first", "after"),
    [
        ("UTC", date(2026, 1, 1), date(2026, 1, 1), "2026-01-01T00:00:00+00:00", "2026-01-02T00:00:00+00:00"),
        ("Europe/Berlin", date(2026, 1, 1), None, "2025-12-31T23:00:00+00:00", None),
        ("Europe/Berlin", None, date(2026, 6, 30), None, "2026-06-30T22:00:00+00:00"),
        ("America/New_York", date(2026, 3, 8), None, "2026-03-08T05:00:00+00:00", None),
        ("America/New_York", None, date(2026, 3, 8), None, "2026-03-09T04:00:00+00:00"),
        ("Pacific/Kiritimati", date(2026, 1, 1), None, "2025-12-31T10:00:00+00:00", None),
        # Midnight is skipped: the day begins at one o'clock.
        ("America/Sao_Paulo", date(2018, 11, 4), None, "2018-11-04T03:00:00+00:00", None),
        # Midnight comes twice: the day begins with the first.
        ("America/Havana", date(2026, 11, 1), None, "2026-11-01T04:00:00+00:00", None),
        # The day is skipped altogether.
        ("Pacific/Apia", date(2011, 12, 30), None, "2011-12-30T10:00:00+00:00", None),
        ("Pacific/Apia", None, date(2011, 12, 30), None, "2011-12-30T10:00:00+00:00"),
        ("Asia/Tokyo", date.min, date.max, None, None),
    ],
)
def test_days_begin_and_end_in_the_time_zone(zone, starts, ends, first, after):
    bounds = Definition("spring", Mode.TEST, starts, ends, zone).bounds(NOW)
    assert [moment and moment.isoformat() for moment in bounds] == [first, after]


@pytest.mark.parametrize(
    ("window", "days", "zone", "first"),
    [
        ("all", 0, "UTC", None),
        ("rolling", 1, "UTC", "2026-11-24T00:00:00+00:00"),
        ("rolling", 30, "UTC", "2026-10-26T00:00:00+00:00"),
        ("rolling", 30, "Europe/Berlin", "2026-10-25T23:00:00+00:00"),
        ("rolling", 31, "Europe/Berlin", "2026-10-24T22:00:00+00:00"),  # the day has 25 hours
        ("month", 0, "UTC", "2026-11-01T00:00:00+00:00"),
        ("month", 0, "Pacific/Kiritimati", "2026-10-31T10:00:00+00:00"),
    ],
)
def test_other_windows_begin_with_a_local_day_and_know_no_end(window, days, zone, first):
    definition = Definition(
        "spring", Mode.TEST, date(2026, 1, 1), date(2026, 2, 1), zone, window=window, rolling_days=days
    )
    begin, end = definition.bounds(NOW)
    assert (begin and begin.isoformat(), end) == (first, None)


def test_a_campaign_has_ended_when_its_last_day_is_over_where_it_is():
    berlin = Definition("spring", Mode.TEST, ends=date(2026, 6, 30), timezone="Europe/Berlin")
    assert not berlin.ended(datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC))
    assert berlin.ended(datetime(2026, 6, 30, 22, tzinfo=UTC))
    assert not Definition("spring", Mode.TEST).ended(NOW)


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../../etc/passwd", "Europe/"])
def test_an_unknown_time_zone_is_a_configuration_error(name):
    with pytest.raises(ConfigurationError, match="give an IANA name"):
        Definition("spring", Mode.TEST, date(2026, 1, 1), timezone=name).bounds(NOW)


@pytest.mark.parametrize("module", ["records", "secret", "people", "count"])
def test_importing_what_a_fresh_build_needs_imports_no_stripe_and_no_database(module):
    code = (
        f"import sys, mkdocs_wellspring.ledger.{module}\n"
        "assert not {'stripe', 'sqlalchemy', 'requests'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
