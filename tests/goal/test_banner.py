"""What stands on the banner, in each state."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from importlib import resources

import pytest

from mkdocs_wellspring.goal.banner import QUIET_DAYS, head_snippet, render_banner
from mkdocs_wellspring.goal.model import Offline
from mkdocs_wellspring.ledger.records import Mode

from .conftest import NOON, Elements, goal, snapshot

TITLE, TEXT, WHO = "Keep Example independent", "Even a $5 gift helps.", "Gifts go to Example Foundation."
DAY, ACT = "Counted November 1, 2026", ["[Donate]", "[Not now]"]
COUNT = "412 of 1,000 supporters"
ENDED = "This campaign ended on October 31, 2026. Thank you."


def banner(asked=None, counted=None, *, now=NOON, locale="en", overrides=()) -> Elements:
    return Elements(render_banner(asked or goal(), counted, now=now, locale=locale, overrides=overrides))


@pytest.mark.parametrize(
    ("asked", "counted", "state", "words"),
    [
        ({}, {}, "counted", [TITLE, TEXT, WHO, COUNT, DAY, *ACT]),
        ({}, {"value": 0}, "counted", [TITLE, TEXT, WHO, "0 of 1,000 supporters", DAY, *ACT]),
        ({"targets": (1,)}, {"value": 0}, "counted", [TITLE, TEXT, WHO, "0 of 1 supporter", DAY, *ACT]),
        (
            {},
            {"value": 1000},
            "reached",
            [TITLE, "Goal reached. Thank you.", TEXT, WHO, "1,000 of 1,000 supporters", DAY, *ACT],
        ),
        (
            {},
            {"value": 1240},
            "reached",
            [TITLE, "Goal reached. Thank you.", TEXT, WHO, "1,240 of 1,000 supporters", DAY, *ACT],
        ),
        ({"ends": date(2026, 10, 31)}, {}, "ended", [TITLE, ENDED, COUNT, DAY, "[Hide]"]),
        ({"ends": date(2026, 10, 31)}, None, "ended", [TITLE, ENDED, "[Hide]"]),
        ({}, None, "uncounted", [TITLE, TEXT, WHO, *ACT]),
        (
            {"demonstration": True},
            None,
            "uncounted",
            [TITLE, TEXT, WHO, "A demonstration: nobody pays anything.", *ACT],
        ),
        ({"demonstration": True}, {}, "counted", [TITLE, TEXT, WHO, COUNT, DAY, *ACT]),
        (
            {},
            {"mode": Mode.SANDBOX},
            "counted",
            [TITLE, TEXT, WHO, COUNT, DAY, "Sandbox money: nobody paid anything.", *ACT],
        ),
        (
            {},
            {"mode": Mode.TEST},
            "counted",
            [TITLE, TEXT, WHO, COUNT, DAY, "Test money: nobody paid anything.", *ACT],
        ),
        ({"text": "", "recipient": None, "donate": None}, {}, "counted", [TITLE, COUNT, DAY, "[Not now]"]),
    ],
)
def test_each_state_has_its_words(asked, counted, state, words):
    shown = banner(goal(**asked), None if counted is None else snapshot(**counted))
    assert shown.words() == words
    assert shown.tagged("section")[0].attributes["data-state"] == state


MONEY = {"currency": "usd", "targets": (500_000,)}


@pytest.mark.parametrize(
    ("asked", "value", "count"),
    [
        ({"metric": "recurring"}, 412, "412 of 1,000 monthly supporters"),
        ({"metric": "recurring", "targets": (1,)}, 0, "0 of 1 monthly supporter"),
        ({"metric": "payments"}, 1412, "1,412 of 1,000 gifts"),
        ({"metric": "payments", "targets": (1,)}, 1, "1 of 1 gift"),
        ({"metric": "gross", **MONEY}, 123_450, "$1,234.50 of $5,000 given"),
        ({"metric": "net", **MONEY}, 123_400, "$1,234 of $5,000 given, refunds taken off"),
        ({"metric": "net", "currency": "jpy", "targets": (5_000,)}, 412, "¥412 of ¥5,000 given, refunds taken off"),
    ],
)
def test_each_metric_has_its_sentence(asked, value, count):
    shown = banner(goal(**asked), snapshot(value=value))
    assert count in shown.words()
    (bar,) = shown.tagged("progress")
    assert bar.attributes["max"] == str(goal(**asked).targets[0])


@pytest.mark.parametrize(
    ("locale", "count"), [("de", "1.234,50 $ von 5.000 $ gespendet"), ("fr", "1 234,50 $US donnés sur un objectif de"),
                          ("es", "1.234,50 US$ de 5.000 US$ donados")],
)  # fmt: skip
def test_an_amount_is_written_as_the_page_s_language_writes_it(locale, count):
    text = banner(goal(metric="gross", **MONEY), snapshot(value=123_450), locale=locale).tagged("section")[0].text
    assert count in text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("offline", "recipient", "line"),
    [
        (Offline(12), "Example Foundation", "412 counted from payments, 12 more declared by Example Foundation"),
        (Offline(12), None, "412 counted from payments, 12 more declared by this site"),
        (
            Offline(1200, "cheques & cash, by our treasurer"),
            "Example Foundation",
            "412 counted from payments, 1,200 more declared by Example Foundation: cheques & cash, by our treasurer",
        ),
    ],
)
def test_what_was_declared_is_in_the_number_and_a_line_says_how_much_of_it_that_is(offline, recipient, line):
    shown = banner(goal(offline=offline, recipient=recipient, targets=(10_000,)), snapshot())
    assert line in shown.words()
    assert f"{412 + offline.amount:,} of 10,000 supporters" in shown.words()
    (bar,) = shown.tagged("progress")
    assert bar.attributes["value"] == str(412 + offline.amount)


def test_what_was_declared_is_no_count_and_shown_only_beside_one():
    assert banner(goal(offline=Offline(12)), None).words() == banner(goal(), None).words()
    assert banner(goal(offline=Offline(0, "a note")), snapshot()).words() == banner(goal(), snapshot()).words()


def test_a_declared_amount_is_money():
    asked = goal(metric="gross", offline=Offline(12_050), **MONEY)
    assert (
        "$1,234 counted from payments, $120.50 more declared by Example Foundation"
        in banner(asked, snapshot(value=123_400)).words()
    )


@pytest.mark.parametrize(
    ("value", "count", "state"),
    [(99, "99 of 100 supporters", "counted"), (100, "100 of 250 supporters", "counted"),
     (250, "250 of 250 supporters", "reached")],
)  # fmt: skip
def test_a_stretch_goal_takes_over_when_the_goal_before_it_is_reached(value, count, state):
    shown = banner(goal(targets=(100, 250)), snapshot(value=value))
    assert count in shown.words()
    assert shown.tagged("section")[0].attributes["data-state"] == state


@pytest.mark.parametrize("counted", [None, {}])
def test_the_banner_leads_to_the_page_that_says_what_counts(counted):
    html = render_banner(
        goal(), snapshot() if counted is not None else None, now=NOON, locale="en", counted_page="../how/?a=1&b=2"
    )
    (link,) = [one for one in Elements(html).tagged("a") if one.text == "What counts"]
    assert link.attributes["href"] == "../how/?a=1&b=2"
    assert "What counts" not in banner(counted=snapshot()).html


@pytest.mark.parametrize(("value", "bar"), [(0, "0"), (412, "412"), (1000, "1000"), (1240, "1000")])
def test_the_bar_is_clamped_to_the_target(value, bar):
    (progress,) = banner(counted=snapshot(value=value)).tagged("progress")
    assert progress.attributes == {"value": bar, "max": "1000", "aria-labelledby": "ws-goal-count"}


def test_a_number_that_was_not_counted_is_nowhere():
    html = banner().html
    assert "<progress" not in html
    assert "<time" not in html
    assert "supporter" not in html


def test_names_lead_to_what_they_name_and_the_banner_stays_out_of_search_results():
    shown = banner(counted=snapshot())
    (section,) = shown.tagged("section")
    named = {one.attributes.get("id"): one.text.strip() for one in shown.all}
    assert named[section.attributes["aria-labelledby"]] == TITLE
    assert named[shown.tagged("progress")[0].attributes["aria-labelledby"]] == COUNT
    assert "data-nosnippet" in section.attributes


def test_without_a_script_there_is_no_button_and_nothing_is_said_by_itself():
    shown = banner(counted=snapshot())
    (button,) = shown.tagged("button")
    assert "hidden" in button.attributes
    assert button.attributes["type"] == "button"
    (status,) = [one for one in shown.all if one.attributes.get("role") == "status"]
    assert status.text == ""
    assert shown.html.index("</section>") < shown.html.index('role="status"')


def test_the_day_of_the_count_is_the_day_where_the_goal_is():
    late = snapshot(as_of=datetime(2026, 10, 31, 23, 30, tzinfo=UTC))
    (time,) = banner(goal(timezone="Europe/Berlin"), late).tagged("time")
    assert time.text == "November 1, 2026"
    assert time.attributes["datetime"] == "2026-11-01T00:30:00+01:00"


@pytest.mark.parametrize(("minutes", "state"), [(-1, "counted"), (0, "ended")])
def test_the_last_day_belongs_to_the_campaign_until_its_midnight(minutes, state):
    asked = goal(ends=date(2026, 10, 31), timezone="America/New_York")
    midnight = datetime(2026, 11, 1, 4, tzinfo=UTC)
    shown = banner(asked, snapshot(), now=midnight + timedelta(minutes=minutes))
    assert shown.tagged("section")[0].attributes["data-state"] == state


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("de", ["412.000 von 1.000.000", "1. November 2026"]),
        ("hi", ["4,12,000 of 10,00,000", "1 नवंबर 2026"]),
        ("nonsense!", ["412,000 of 1,000,000", "November 1, 2026"]),
    ],
)
def test_numbers_and_days_are_written_as_the_page_s_language_writes_them(locale, words):
    text = banner(goal(targets=(1_000_000,)), snapshot(value=412_000), locale=locale).tagged("section")[0].text
    assert all(word in text for word in words), text


@pytest.mark.parametrize(
    "hostile", ["<script>x</script>", '"><img src=x onerror=y>', "</section>", "{{ 7*7 }}", "%(day)s"]
)
@pytest.mark.parametrize("where", ["title", "text", "recipient", "campaign"])
def test_a_hostile_text_is_text(where, hostile):
    shown = banner(goal(**{where: hostile}), snapshot())
    plain = banner(counted=snapshot())
    assert [one.tag for one in shown.all] == [one.tag for one in plain.all]
    told = shown.tagged("section")[0]
    assert hostile in (told.attributes["data-campaign"] if where == "campaign" else told.text)


@pytest.mark.parametrize("hostile", ["<script>x</script>", "</p></section>", "{{ 7*7 }}", "%(day)s"])
def test_a_hostile_note_is_text(hostile):
    shown = banner(goal(offline=Offline(5, hostile)), snapshot())
    plain = banner(goal(offline=Offline(5, "cash")), snapshot())
    assert [one.tag for one in shown.all] == [one.tag for one in plain.all]
    assert hostile in shown.tagged("section")[0].text


def test_the_address_of_the_payment_page_is_not_changed():
    (link,) = banner(counted=snapshot()).tagged("a")
    assert link.attributes["href"] == "https://donate.example/x?a=1&b=2"


def test_no_element_carries_a_style_or_a_handler_of_its_own():
    for one in banner(counted=snapshot()).all:
        assert not [name for name in one.attributes if name == "style" or name.startswith("on")]


def test_a_template_of_the_site_s_own_replaces_ours(tmp_path):
    file = tmp_path / "wellspring/banner.html"
    file.parent.mkdir()
    file.write_text("<p>{{ value|number }} {{ state }}</p>")
    assert banner(counted=snapshot(value=1240), overrides=[tmp_path]).html == "<p>1,240 reached</p>"


@pytest.mark.parametrize("campaign", ["spring-2026", '</script><script>alert("x")//', "a'b\\c\u2028ü", 'CAMPAIGN"+x+"'])
def test_the_script_in_the_head_holds_the_campaign_as_a_string_and_nothing_more(campaign):
    snippet = head_snippet(goal(campaign=campaign))
    match = re.fullmatch(r'<script>(.*?"wellspring:"\+(?P<name>".*")\).*)</script>', snippet, re.DOTALL)
    assert match
    assert json.loads(match["name"]) == campaign
    assert snippet.count("<") == 2


def test_the_reader_s_side_is_small():
    assets = resources.files("mkdocs_wellspring").joinpath("goal", "assets")
    assert len(assets.joinpath("goal.css").read_bytes()) <= 1536
    assert len(assets.joinpath("goal.js").read_bytes()) <= 2560
    assert len(head_snippet(goal())) <= 330
    assert banner().tagged("section")[0].attributes["data-days"] == str(QUIET_DAYS)
