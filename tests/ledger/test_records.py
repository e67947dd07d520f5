"""Definitions: what a fingerprint sees, and when a campaign's days begin and end."""

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.ledger.records import Definition, Mode

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
    ],
)
def test_the_fingerprint_changes_with_each_field(change):
    assert replace(WHOLE, **change).fingerprint() != WHOLE.fingerprint()


def test_the_fingerprint_is_the_same_in_every_process_and_version():
    assert WHOLE.fingerprint() == replace(WHOLE).fingerprint() == "9f83932c24f7f94e"


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
    window = Definition("spring", Mode.TEST, starts, ends, zone).window()
    assert [moment and moment.isoformat() for moment in window] == [first, after]


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../../etc/passwd", "Europe/"])
def test_an_unknown_time_zone_is_a_configuration_error(name):
    with pytest.raises(ConfigurationError, match="give an IANA name"):
        Definition("spring", Mode.TEST, date(2026, 1, 1), timezone=name).window()


@pytest.mark.parametrize("module", ["records", "secret", "people", "count"])
def test_importing_what_a_fresh_build_needs_imports_no_stripe_and_no_database(module):
    code = (
        f"import sys, mkdocs_wellspring.ledger.{module}\n"
        "assert not {'stripe', 'sqlalchemy', 'requests'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
