"""What stands on the banner, in each state."""

import base64
import hashlib
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest

from mkdocs_wellspring.goal.banner import QUIET_DAYS, OnPage, head_script, head_snippet, render_back, render_banner
from mkdocs_wellspring.goal.model import Offline, State
from mkdocs_wellspring.ledger.records import Mode

from .conftest import NOON, Elements, goal, snapshot

TITLE, TEXT, WHO = "Keep Example independent", "Even a $5 gift helps.", "Gifts go to Example Foundation."
DAY = "Counted November 1, 2026"
COUNT = "412 of 1,000 supporters"
PAY = "You pay at donate.example; nothing is sent there until you follow the link."
REACHED, OVER = "Goal reached. Thank you.", "1,240 of 1,000 supporters (124 %)"
STALE = "Last counted October 30, 2026; newer gifts are not in this number"
QUIET = "Last counted October 30, 2026, too long ago to show the number"
UNCOUNTED, BEGINS = "Gifts are not counted yet.", "This campaign begins on November 9, 2026."
QUIETLY = ["[Not now]", "[Not this campaign]"]
ACT = ["[Donate]", *QUIETLY]
OLD = datetime(2026, 10, 30, 12, tzinfo=UTC)
LATER = "This campaign ended on November 1, 2026. Thank you."
ENDED = "This campaign ended on October 31, 2026. Thank you."


def banner(asked=None, counted=None, *, now=NOON, locale="en", overrides=()) -> Elements:
    return Elements(render_banner(asked or goal(), counted, now=now, locale=locale, overrides=overrides))


@pytest.mark.parametrize(
    ("asked", "counted", "state", "words"),
    [
        ({}, {}, "live", [TITLE, TEXT, WHO, PAY, COUNT, DAY, *ACT]),
        ({}, {"value": 0}, "live", [TITLE, TEXT, WHO, PAY, "0 of 1,000 supporters", DAY, *ACT]),
        ({"targets": (1,)}, {"value": 0}, "live", [TITLE, TEXT, WHO, PAY, "0 of 1 supporter", DAY, *ACT]),
        ({}, {"as_of": OLD}, "stale", [TITLE, TEXT, WHO, PAY, COUNT, STALE, *ACT]),
        ({"hide_after_s": 60}, {"as_of": OLD}, "quiet-count", [TITLE, TEXT, WHO, PAY, QUIET, *ACT]),
        ({}, {"value": 1000}, "reached", [TITLE, REACHED, TEXT, WHO, PAY, "1,000 of 1,000 supporters", DAY, *ACT]),
        ({}, {"value": 1240}, "over", [TITLE, REACHED, TEXT, WHO, PAY, OVER, DAY, *ACT]),
        ({}, {"value": 1240, "as_of": OLD}, "over", [TITLE, REACHED, TEXT, WHO, PAY, OVER, STALE, *ACT]),
        (
            {"targets": (400, 1000)},
            {},
            "stretch",
            [TITLE, "The goal of 400 is reached. Thank you. The next one is 1,000.", TEXT, WHO, PAY, COUNT, DAY, *ACT],
        ),
        ({"starts": date(2026, 11, 9)}, {}, "not-started", [TITLE, BEGINS, TEXT, WHO, *QUIETLY]),
        ({"starts": date(2026, 11, 9)}, None, "not-started", [TITLE, BEGINS, TEXT, WHO, *QUIETLY]),
        ({"ends": date(2026, 10, 31)}, {}, "ended", [TITLE, ENDED, COUNT, DAY, "[Hide]"]),
        ({"ends": date(2026, 10, 31)}, None, "ended", [TITLE, ENDED, "[Hide]"]),
        ({"ends": date(2026, 11, 1)}, {}, "live", [TITLE, TEXT, WHO, PAY, LATER, COUNT, DAY, *ACT]),
        ({}, None, "uncounted", [TITLE, TEXT, WHO, PAY, UNCOUNTED, *ACT]),
        (
            {"demonstration": True},
            None,
            "uncounted",
            [TITLE, TEXT, WHO, PAY, UNCOUNTED, "A demonstration: nobody pays anything.", *ACT],
        ),
        ({"demonstration": True}, {}, "live", [TITLE, TEXT, WHO, PAY, COUNT, DAY, *ACT]),
        (
            {},
            {"mode": Mode.SANDBOX},
            "live",
            [TITLE, TEXT, WHO, PAY, COUNT, DAY, "Sandbox money: nobody paid anything.", *ACT],
        ),
        (
            {},
            {"mode": Mode.TEST},
            "live",
            [TITLE, TEXT, WHO, PAY, COUNT, DAY, "Test money: nobody paid anything.", *ACT],
        ),
        ({"text": "", "recipient": None, "donate": None}, {}, "live", [TITLE, COUNT, DAY, *QUIETLY]),
        ({"privacy": ""}, {}, "live", [TITLE, TEXT, WHO, COUNT, DAY, *ACT]),
        ({"privacy": "We ask for no name."}, {}, "live", [TITLE, TEXT, WHO, "We ask for no name.", COUNT, DAY, *ACT]),
    ],
)
def test_each_state_has_its_words(asked, counted, state, words):
    shown = banner(goal(**asked), None if counted is None else snapshot(**counted))
    assert shown.words() == words
    assert shown.tagged("section")[0].attributes["data-state"] == state


STATES = {
    "live": ({}, {}),
    "stale": ({}, {"as_of": OLD}),
    "quiet-count": ({"hide_after_s": 60}, {"as_of": OLD}),
    "reached": ({}, {"value": 1000}),
    "over": ({}, {"value": 1240}),
    "stretch": ({"targets": (400, 1000)}, {}),
    "not-started": ({"starts": date(2026, 11, 9)}, {}),
    "ended": ({"ends": date(2026, 10, 31)}, {}),
    "uncounted": ({}, None),
}
DISTINGUISHING = {
    "en": {
        "live": ["Counted November"],
        "stale": ["Last counted", "newer gifts are not in this number"],
        "quiet-count": ["too long ago to show the number"],
        "reached": ["Goal reached. Thank you.", "1,000 of 1,000"],
        "over": ["Goal reached. Thank you.", "1,240 of 1,000 supporters (124 %)"],
        "stretch": ["The next one is 1,000"],
        "not-started": ["This campaign begins on November 9, 2026"],
        "ended": ["This campaign ended on October 31, 2026"],
        "uncounted": ["Gifts are not counted yet"],
    },
    "de": {
        "live": ["Gezählt am"],
        "stale": ["Zuletzt gezählt", "neuere Spenden"],
        "quiet-count": ["zu lange her"],
        "reached": ["Ziel erreicht", "1.000 von 1.000"],
        "over": ["Ziel erreicht", "(124 %)"],
        "stretch": ["Das nächste ist 1.000"],
        "not-started": ["beginnt am 9. November 2026"],
        "ended": ["zu Ende gegangen"],
        "uncounted": ["noch nicht gezählt"],
    },
    "fr": {
        "live": ["Décompte"],
        "stale": ["Dernier décompte", "plus récents"],
        "quiet-count": ["trop ancien"],
        "reached": ["Objectif atteint"],
        "over": ["Objectif atteint", "(124 %)"],
        "stretch": ["Le suivant est de"],
        "not-started": ["commence le 9 novembre 2026"],
        "ended": ["a pris fin"],
        "uncounted": ["pas encore été comptés"],
    },
    "es": {
        "live": ["Recuento"],
        "stale": ["Último recuento", "más recientes"],
        "quiet-count": ["hace demasiado"],
        "reached": ["Objetivo alcanzado"],
        "over": ["Objetivo alcanzado", "(124 %)"],
        "stretch": ["El siguiente es de"],
        "not-started": ["empieza el 9 de noviembre de 2026"],
        "ended": ["terminó el"],
        "uncounted": ["aún no se han contado"],
    },
}


@pytest.mark.parametrize("locale", DISTINGUISHING)
@pytest.mark.parametrize("state", get_args(State))
def test_no_state_lacks_the_words_that_tell_it_from_the_others(locale, state):
    asked, counted = STATES[state]
    shown = banner(goal(**asked), None if counted is None else snapshot(**counted), locale=locale)
    assert shown.tagged("section")[0].attributes["data-state"] == state
    text = " ".join(shown.tagged("section")[0].text.split())
    assert [words for words in DISTINGUISHING[locale][state] if words not in text] == []


@pytest.mark.parametrize("state", ["not-started", "quiet-count", "uncounted"])
def test_a_state_without_a_number_has_no_bar_either(state):
    asked, counted = STATES[state]
    html = banner(goal(**asked), None if counted is None else snapshot(**counted)).html
    assert "<progress" not in html
    assert "412" not in html


@pytest.mark.parametrize(
    ("locale", "value", "words"),
    [
        ("en", 799, "799 of 1,000 supporters"),
        ("en", 800, "800 of 1,000 supporters, 200 to go"),
        ("en", 999, "999 of 1,000 supporters, 1 to go"),
        ("en", 1000, "1,000 of 1,000 supporters"),
        ("de", 999, "999 von 1.000 Unterstützenden, noch 1 fehlt"),
        ("de", 912, "912 von 1.000 Unterstützenden, noch 88 fehlen"),
        ("fr", 912, "il en manque 88"),
        ("es", 999, "falta 1"),
        ("es", 912, "faltan 88"),
    ],
)
def test_near_its_end_the_count_says_how_many_remain(locale, value, words):
    (count,) = [
        one
        for one in banner(counted=snapshot(value=value), locale=locale).all
        if one.attributes.get("id") == "ws-goal-count"
    ]
    assert count.text == words or (locale in {"fr", "es"} and count.text.endswith(f", {words}"))


@pytest.mark.parametrize(
    ("value", "words"), [(1001, "(100 %)"), (1009, "(100 %)"), (1240, "(124 %)"), (12_400, "(1,240 %)")]
)
def test_more_than_the_goal_is_said_in_percent_that_are_not_rounded_up(value, words):
    text = banner(counted=snapshot(value=value)).tagged("section")[0].text
    assert words in " ".join(text.split())


def test_what_remains_of_money_is_an_amount():
    asked = goal(metric="gross", **MONEY)
    assert "$4,500.50 of $5,000 given, $499.50 to go" in banner(asked, snapshot(value=450_050)).words()


def test_when_the_time_of_grace_is_over_there_is_no_banner():
    assert render_banner(goal(ends=date(2026, 9, 1)), snapshot(), now=NOON, locale="en") == ""


def test_the_end_is_told_to_the_script_until_it_has_come():
    shown = banner(goal(ends=date(2026, 11, 1), timezone="America/New_York"), snapshot())
    assert shown.tagged("section")[0].attributes["data-until"] == "2026-11-02T05:00:00+00:00"
    (ended,) = [one for one in shown.all if one.attributes.get("class") == "ws-goal-ended"]
    assert "hidden" in ended.attributes
    assert "data-until" not in banner(goal(ends=date(2026, 10, 31)), snapshot()).html
    assert "data-until" not in banner(counted=snapshot()).html


def test_the_document_with_a_newer_count_is_named_only_beside_a_number():
    def said(asked, counted):
        html = render_banner(asked, counted, now=NOON, locale="de", on=OnPage(fresh="../x.txt"))
        return {
            name: value for name, value in Elements(html).tagged("section")[0].attributes.items() if "data-" in name
        }

    given = said(goal(), snapshot())
    assert given["data-fresh"] == "../x.txt"
    assert given["data-locale"] == "de"
    assert given["data-as-of"] == "2026-11-01T12:00:00+00:00"
    assert given["data-definition"] == "0123456789abcdef"
    for asked, counted in (STATES[state] for state in ("quiet-count", "uncounted", "ended", "not-started")):
        assert "data-fresh" not in said(goal(**asked), None if counted is None else snapshot(**counted))


MONEY = {"currency": "usd", "targets": (500_000,)}


@pytest.mark.parametrize(
    ("asked", "value", "count"),
    [
        ({"metric": "recurring"}, 412, "412 of 1,000 monthly supporters"),
        ({"metric": "recurring", "targets": (1,)}, 0, "0 of 1 monthly supporter"),
        ({"metric": "payments"}, 1412, "1,412 of 1,000 gifts (141 %)"),
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
    [(99, "99 of 100 supporters, 1 to go", "live"), (100, "100 of 250 supporters", "stretch"),
     (250, "250 of 250 supporters", "reached")],
)  # fmt: skip
def test_a_stretch_goal_takes_over_when_the_goal_before_it_is_reached(value, count, state):
    shown = banner(goal(targets=(100, 250)), snapshot(value=value))
    assert count in shown.words()
    assert shown.tagged("section")[0].attributes["data-state"] == state


@pytest.mark.parametrize("counted", [None, {}])
def test_the_banner_leads_to_the_page_that_says_what_counts(counted):
    html = render_banner(
        goal(),
        snapshot() if counted is not None else None,
        now=NOON,
        locale="en",
        on=OnPage(counted_page="../how/?a=1&b=2"),
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
    assert [one.attributes["class"] for one in shown.tagged("button")] == ["ws-goal-later", "ws-goal-never"]
    for button in shown.tagged("button"):
        assert "hidden" in button.attributes
        assert button.attributes["type"] == "button"
        assert button.attributes["data-done"]
    (status,) = [one for one in shown.all if one.attributes.get("role") == "status"]
    assert status.text == ""
    assert shown.html.index("</section>") < shown.html.index('role="status"')


def test_the_day_of_the_count_is_the_day_where_the_goal_is():
    late = snapshot(as_of=datetime(2026, 10, 31, 23, 30, tzinfo=UTC))
    (time,) = banner(goal(timezone="Europe/Berlin"), late).tagged("time")
    assert time.text == "November 1, 2026"
    assert time.attributes["datetime"] == "2026-11-01T00:30:00+01:00"


@pytest.mark.parametrize(("minutes", "state"), [(-1, "live"), (0, "ended")])
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
    "hostile", ["<script>x</script>", '"><img src=x onerror=y>', "</section>", "{{{{ 7*7 }}}}", "%(day)s"]
)
@pytest.mark.parametrize("where", ["title", "text", "recipient", "campaign"])
def test_a_hostile_text_is_text(where, hostile):
    shown = banner(goal(**{where: hostile}), snapshot())
    plain = banner(counted=snapshot())
    assert [one.tag for one in shown.all] == [one.tag for one in plain.all]
    told = shown.tagged("section")[0]
    shown = hostile if where in {"campaign", "recipient"} else hostile.replace("{{", "{").replace("}}", "}")
    assert shown in (told.attributes["data-campaign"] if where == "campaign" else told.text)


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
    assert banner(counted=snapshot(value=1240), overrides=[tmp_path]).html == "<p>1,240 over</p>"


@pytest.mark.parametrize("campaign", ["spring-2026", '</script><script>alert("x")//', "a'b\\c\u2028ü", '"><meta x="'])
def test_the_head_names_the_campaign_and_its_script_is_the_same_for_all(campaign):
    shown = Elements(head_snippet(goal(campaign=campaign)).replace("<meta ", "<img "))
    assert [one.tag for one in shown.all] == ["img", "script"]
    assert shown.all[0].attributes == {"name": "wellspring-campaign", "content": campaign}
    assert shown.all[1].text == head_script()


def test_the_head_tells_the_script_when_the_campaign_is_over():
    asked = goal(ends=date(2026, 11, 1))
    assert ' data-until="2026-11-02T00:00:00+00:00"><script>' in head_snippet(asked, NOON)
    assert "data-until=" not in head_snippet(asked, datetime(2026, 11, 2, tzinfo=UTC)).partition("<script>")[0]


def test_the_published_hash_is_that_of_the_script():
    digest = base64.b64encode(hashlib.sha256(head_script().encode()).digest()).decode()
    page = (Path(__file__).parents[2] / "docs/goal.md").read_text("utf-8")
    assert re.findall(r"sha256-[A-Za-z0-9+/=]+", page) == [f"sha256-{digest}"], "put the new hash into docs/goal.md"


def test_what_stands_in_every_head_is_small():
    assert len(head_snippet(goal())) <= 400
    assert banner().tagged("section")[0].attributes["data-days"] == str(QUIET_DAYS)


def test_after_the_end_no_title_counts_days_and_no_ask_is_left():
    asked = goal(title="Only {days_left} days left, give now", ends=date(2026, 10, 31))
    assert banner(asked, snapshot()).words() == ["Support spring-2026", ENDED, COUNT, DAY, "[Hide]"]
    dated = goal(title="Only {days_left} days left", ends=date(2026, 11, 30))
    html = render_banner(dated, snapshot(), now=NOON, locale="en")
    assert 'class="ws-goal-title ws-goal-dated"' in html
    assert "ws-goal-dated" not in render_banner(goal(ends=date(2026, 11, 30)), snapshot(), now=NOON, locale="en")


def test_a_link_to_this_machine_is_a_demonstration_whatever_was_counted():
    told = banner(goal(donate="http://127.0.0.1:9/x"), snapshot()).words()
    assert "A demonstration: nobody pays anything." in told


def test_where_something_was_declared_no_newer_count_is_put_beside_it():
    declared = goal(offline=Offline(12, "cheques"))
    assert "data-fresh" not in render_banner(declared, snapshot(), now=NOON, locale="en", on=OnPage(fresh="x.txt"))


@pytest.mark.parametrize(
    ("locale", "document", "said"),
    [
        ("de", "en", {"lang": "de", "dir": "ltr"}),
        ("ar", "en", {"lang": "ar", "dir": "rtl"}),
        ("pt_BR", "pt-BR", {}),
        ("en", "en", {}),
        ("en", None, {}),
    ],
)
def test_a_banner_in_another_language_than_the_document_says_so(locale, document, said):
    on = OnPage(document=document)
    (banner,) = Elements(render_banner(goal(), snapshot(), now=NOON, locale=locale, on=on)).tagged("section")
    (back,) = [
        one for one in Elements(render_back(locale, on=on)).tagged("p") if one.attributes["class"] == "ws-goal-back"
    ]
    for element in (banner, back):
        assert {name: value for name, value in element.attributes.items() if name in {"lang", "dir"}} == said


def test_a_title_that_counts_days_is_no_name_for_a_page_that_may_outlive_them():
    asked = goal(title="Only {days_left} days left", starts=date(2026, 1, 1), ends=date(2026, 12, 31))
    html = render_banner(asked, snapshot(), now=NOON, locale="en", on=OnPage("Example"))
    (banner,) = Elements(html).tagged("section")
    assert banner.attributes["aria-label"] == "Support Example"
    assert "aria-labelledby" not in banner.attributes
    (plain,) = Elements(render_banner(goal(), snapshot(), now=NOON, locale="en")).tagged("section")
    assert plain.attributes["aria-labelledby"] == "ws-goal-title"


def test_a_day_among_sentences_that_are_not_translated_runs_as_its_language_does():
    html = render_banner(goal(), snapshot(), now=NOON, locale="ar")
    assert re.search("Counted \u2068<time[^>]*>[^<]*نوفمبر[^<]*</time>\u2069", html)
