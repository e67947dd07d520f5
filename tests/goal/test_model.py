"""Which goals there can be."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.goal.model import Offline
from mkdocs_wellspring.ledger.records import Definition, Mode

from .conftest import NOON, goal


@pytest.mark.parametrize(
    "donate",
    ["javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", " javascript:x", "data:text/html,x",
     "//donate.example", "/donate", "donate.example/x", "mailto:a@b.example", "https://", "https://a b", "https://donate.stripe.com/…",
     "http://[", ""],
)  # fmt: skip
def test_a_payment_page_is_a_web_address(donate):
    with pytest.raises(ConfigurationError) as error:
        goal(donate=donate)
    assert "donate" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("given", ["false", "True", {"en": "false"}])
def test_a_privacy_that_was_meant_as_true_or_false_is_not_shown_as_a_word(given):
    with pytest.raises(ConfigurationError, match="privacy: true and false go without quotation marks"):
        goal(privacy=given)


@pytest.mark.parametrize("donate", [None, "https://donate.example/x", "HTTP://127.0.0.1:8765/pay/a", "https://[::1]/x"])
def test_a_goal_may_have_a_payment_page_or_none(donate):
    assert goal(donate=donate).donate == donate


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"targets": (0,)}, "target"),
        ({"targets": (-5,)}, "target"),
        ({"targets": ()}, "target"),
        ({"targets": (500, 500)}, "target"),
        ({"targets": (1000, 500)}, "target"),
        ({"metric": "gross"}, "currency: usd"),
        ({"metric": "net"}, "currency: usd"),
        ({"minimum_minor": 500}, "currency: usd"),
        ({"metric": "recurring", "window": "month"}, "window"),
        ({"window": "rolling"}, "window"),
        ({"rolling_days": 30}, "window"),
        ({"campaign": " "}, "campaign"),
        ({"title": ""}, "title"),
        ({"starts": date(2026, 2, 1), "ends": date(2026, 1, 31)}, "ends"),
        ({"timezone": "Mars/Olympus"}, "Mars/Olympus"),
        *(
            ({name: f"a{bad}b"}, f"goal: {name}: it holds {bad!a}")
            for name in ("campaign", "title", "text", "recipient", "donate", "timezone", "ledger")
            for bad in ("\0", "\ud800", "\udfff")
        ),
        ({"snapshot": Path("a\0b")}, "goal: snapshot"),
        ({"offline": Offline(1, "\ud800")}, "goal: offline"),
    ],
)
def test_a_goal_that_cannot_be_is_a_configuration_error(wrong, named):
    with pytest.raises(ConfigurationError) as error:
        goal(**wrong)
    assert named in str(error.value)
    assert "\n" not in str(error.value)


def test_a_campaign_may_begin_and_end_on_one_day():
    assert goal(starts=date(2026, 2, 1), ends=date(2026, 2, 1)).state(3, NOON) == "ended"


def test_what_counts_for_a_goal_is_all_that_a_goal_says_of_it():
    said = {
        "starts": date(2026, 1, 1),
        "ends": date(2026, 12, 31),
        "timezone": "Europe/Berlin",
        "metric": "net",
        "window": "rolling",
        "rolling_days": 30,
        "payment_links": ("plink_1",),
        "prices": ("price_1", "price_2"),
        "products": ("prod_1",),
        "minimum_minor": 500,
        "currency": "eur",
        "open_disputes": "keep",
        "past_due_days": 3,
        "monthly": False,
    }
    assert goal(**said).definition(Mode.TEST) == Definition("spring-2026", Mode.TEST, **said)
    assert set(Definition._fields) == {"campaign", "mode", *said}


def test_what_is_shown_and_what_is_declared_changes_nothing_of_what_counts():
    shown = goal(offline=Offline(12, "cheques"), targets=(5, 10), title="Another", recipient="Nobody", donate=None)
    assert shown.definition(Mode.LIVE).fingerprint() == goal().definition(Mode.LIVE).fingerprint()


@pytest.mark.parametrize(
    ("total", "target", "state"),
    [(0, 500, "live"), (499, 500, "live"), (500, 1000, "stretch"), (999, 1000, "stretch"),
     (1000, 2000, "stretch"), (2000, 2000, "reached"), (2500, 2000, "over")],
)  # fmt: skip
def test_the_target_is_the_first_that_is_not_reached_or_else_the_last(total, target, state):
    asked = goal(targets=(500, 1000, 2000))
    assert asked.target_for(total) == target
    assert asked.state(total, NOON) == state


def later(**since) -> datetime:
    return NOON + timedelta(**since)


@pytest.mark.parametrize(
    ("asked", "total", "now", "state"),
    [
        ({}, 412, later(hours=24), "live"),
        ({}, 412, later(hours=24, seconds=1), "stale"),
        ({"refresh_after_s": 86_400}, 412, later(days=4), "live"),
        ({"refresh_after_s": 86_400}, 412, later(days=4, seconds=1), "stale"),
        ({}, 412, later(hours=-5), "live"),  # a clock that goes before
        ({"hide_after_s": 3600}, 412, later(hours=1), "live"),
        ({"hide_after_s": 3600}, 412, later(hours=1, seconds=1), "quiet-count"),
        ({"hide_after_s": 3600}, 1240, later(hours=2), "quiet-count"),
        ({"hide_after_s": 3600}, None, later(hours=2), "uncounted"),
        ({}, 1000, later(days=9), "reached"),
        ({}, 1240, later(days=9), "over"),
        ({"targets": (100, 500)}, 412, later(days=9), "stretch"),
        ({"starts": date(2026, 11, 3)}, 412, NOON, "not-started"),
        ({"starts": date(2026, 11, 1)}, 412, NOON, "live"),
        ({"starts": date(2026, 11, 2), "timezone": "Pacific/Auckland"}, 412, NOON, "live"),
        ({"starts": date(2026, 11, 3)}, None, NOON, "not-started"),
        ({"ends": date(2026, 11, 1)}, 1240, later(hours=13), "ended"),
        ({"ends": date(2026, 11, 1), "window": "all"}, None, later(hours=13), "ended"),
        ({"ends": date(2026, 11, 1), "hide_after_s": 60}, 412, later(days=3), "ended"),
    ],
)
def test_the_state_is_that_of_the_moment(asked, total, now, state):
    assert goal(**asked).state(total, now, NOON) == state


@pytest.mark.parametrize(
    ("asked", "now", "shown"),
    [
        ({}, later(days=9000), True),
        ({"ends": date(2026, 11, 1)}, datetime(2026, 12, 1, 23, 59, tzinfo=UTC), True),
        ({"ends": date(2026, 11, 1)}, datetime(2026, 12, 2, tzinfo=UTC), False),
        ({"ends": date(2026, 11, 1), "grace_days": 0}, datetime(2026, 11, 2, tzinfo=UTC), False),
        ({"ends": date(2026, 11, 1), "grace_days": 0}, datetime(2026, 11, 1, 23, 59, tzinfo=UTC), True),
    ],
)
def test_after_its_end_and_the_time_of_grace_there_is_no_banner(asked, now, shown):
    assert goal(**asked).is_shown(now) is shown


@pytest.mark.parametrize(
    ("ends", "timezone", "days"),
    [(None, "UTC", None), (date(2026, 11, 1), "UTC", 1), (date(2026, 11, 30), "UTC", 30),
     (date(2026, 10, 1), "UTC", None), (date(2026, 11, 2), "Pacific/Auckland", 1)],
)  # fmt: skip
def test_the_days_that_are_left_include_today(ends, timezone, days):
    assert goal(ends=ends, timezone=timezone).days_left(NOON) == days


def test_what_is_declared_is_added_before_the_target_is_compared():
    asked = goal(targets=(100,), offline=Offline(12))
    assert [asked.total(counted) for counted in (0, 87, 88)] == [12, 99, 100]
    assert asked.state(asked.total(88), NOON) == "reached"


def test_a_ledger_s_path_is_taken_as_it_is_written():
    assert goal(ledger="sqlite:////home/led?er #1 100%/a b.db").ledger_file == Path("/home/led?er #1 100%/a b.db")
    assert goal(ledger="postgresql+psycopg://db.example/ledger").ledger_file is None


def test_a_password_of_the_ledger_is_not_shown():
    assert "s3cret" not in repr(goal(ledger="postgresql://me:s3cret@db.example/ledger"))
