"""Which goals there can be."""

from datetime import date

import pytest

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.goal.model import duration_s
from mkdocs_wellspring.ledger.records import Definition, Mode

from .conftest import NOON, goal


@pytest.mark.parametrize(
    "donate",
    ["javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", " javascript:x", "data:text/html,x",
     "//donate.example", "/donate", "donate.example/x", "mailto:a@b.example", "https://", "https://a b",
     "http://[", ""],
)  # fmt: skip
def test_a_payment_page_is_a_web_address(donate):
    with pytest.raises(ConfigurationError) as error:
        goal(donate=donate)
    assert "donate" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("donate", [None, "https://donate.example/x", "HTTP://127.0.0.1:8765/pay/a", "https://[::1]/x"])
def test_a_goal_may_have_a_payment_page_or_none(donate):
    assert goal(donate=donate).donate == donate


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"target": 0}, "target"),
        ({"target": -5}, "target"),
        ({"campaign": " "}, "campaign"),
        ({"title": ""}, "title"),
        ({"starts": date(2026, 2, 1), "ends": date(2026, 1, 31)}, "ends"),
        ({"timezone": "Mars/Olympus"}, "Mars/Olympus"),
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
    asked = goal(starts=date(2026, 1, 1), ends=date(2026, 12, 31), timezone="Europe/Berlin")
    expected = Definition("spring-2026", Mode.TEST, date(2026, 1, 1), date(2026, 12, 31), "Europe/Berlin")
    assert asked.definition(Mode.TEST) == expected


@pytest.mark.parametrize(("text", "seconds"), [("30s", 30), ("15m", 900), ("2h", 7200), ("1D", 86400), (" 0s ", 0)])
def test_a_duration_has_a_number_and_a_unit(text, seconds):
    assert duration_s(text) == seconds


@pytest.mark.parametrize("text", ["", "s", "15", "15 m", "1.5h", "-1m", "1w", "²m", "soon"])
def test_what_is_no_duration_is_a_configuration_error(text):
    with pytest.raises(ConfigurationError, match="refresh_after"):
        duration_s(text)
