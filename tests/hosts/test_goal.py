"""The goal's banner in real MkDocs builds, and the count when payments cannot be asked for."""

from datetime import UTC, date, datetime

import pytest
from mkdocs.exceptions import Abort

from mkdocs_wellspring.goal.snapshot import Snapshot, write
from mkdocs_wellspring.ledger.records import Definition, Mode
from mkdocs_wellspring.sandbox.seed import Scene
from mkdocs_wellspring.sandbox.server import bound, running

from .conftest import GOAL

OWN = """{% extends "base.html" %}
{% block announce %}OWN ANNOUNCE{% endblock %}
{% block content %}OWN CONTENT{{ super() }}{% endblock %}"""


def snapshot(site, value=412, mode=Mode.LIVE, **changes):
    definition = Definition(GOAL["campaign"], mode, **changes)
    counted = Snapshot(
        mode,
        GOAL["campaign"],
        definition.fingerprint(),
        "supporters",
        value,
        1000,
        datetime(2026, 11, 1, 12, tzinfo=UTC),
    )
    write(site.root / ".cache/wellspring/goal.txt", counted)


def home(site, front=""):
    site.write("docs/index.md", f"---\ntitle: A\n{front}\n---\n# A\n")


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_the_banner_stands_once_on_every_page_beside_the_sites_own_blocks(site, theme, own):
    home(site)
    snapshot(site)
    if own:
        site.write("overrides/main.html", OWN)
    site.build({"goal": GOAL}, theme={"name": theme, "custom_dir": "overrides"} if own else theme)
    pages = ["index.html", "404.html", *(["search.html"] if theme == "readthedocs" else [])]
    for page in pages:
        html = site.html(page)
        assert html.count('class="ws-goal"') == 1, page
        assert "412 of 1,000 supporters" in html
        assert '<progress value="412" max="1000" aria-labelledby="ws-goal-count"></progress>' in html
        assert '<time datetime="2026-11-01T12:00:00+00:00">' in html
        assert html.count("dataset.wsGoal") == 1
    if own:
        assert "OWN CONTENT" in site.html()
        assert theme != "material" or "OWN ANNOUNCE" in site.html()


def test_a_page_can_go_without(site):
    home(site, "goal: false")
    snapshot(site)
    site.build({"goal": GOAL})
    assert 'class="ws-goal"' not in site.html()
    assert 'class="ws-goal"' in site.html("404.html")


def test_without_a_key_the_last_count_stays_with_its_date_and_a_strict_build_passes(site):
    home(site)
    snapshot(site)
    lines = site.build({"goal": GOAL})
    said = [line for line in lines if "no new count" in line]
    assert len(said) == 1
    assert "2026-11-01 12:00 UTC" in said[0]


def test_without_a_key_and_a_count_the_ask_stands_without_a_number(site):
    home(site)
    site.build({"goal": GOAL})
    assert "Keep us independent" in site.html()
    assert "<progress" not in site.html()
    assert "supporters" not in site.html().split("ws-goal-title")[1].split("</section>")[0]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"schema": 2}', "9" * 5000, "\x00"])
def test_a_broken_snapshot_shows_no_number_and_says_so(site, text):
    home(site)
    site.write(".cache/wellspring/goal.txt", text)
    lines = site.build({"goal": GOAL})
    assert any("goal.txt" in line for line in lines)
    assert "<progress" not in site.html()


def test_a_count_by_another_definition_is_not_shown(site):
    home(site)
    snapshot(site, timezone="Europe/Berlin")
    site.build({"goal": GOAL})
    assert "412 of" not in site.html()


def test_an_api_that_is_down_keeps_the_last_count_in_one_line(site, monkeypatch):
    home(site)
    snapshot(site, mode=Mode.SANDBOX)
    monkeypatch.setenv("WELLSPRING_STRIPE_KEY", "rk_test_x")
    monkeypatch.setenv("WELLSPRING_STRIPE_API", "http://127.0.0.1:9")
    lines = site.build({"goal": {**GOAL, "demonstration": True}})
    assert len([line for line in lines if "no new count" in line]) == 1
    assert "412 of 1,000 supporters" in site.html()
    assert "Sandbox money" in site.html()
    assert (
        "could not be reached" in site.fails(options={"goal": {**GOAL, "demonstration": True, "on_outage": "fail"}})[-1]
    )


def test_money_that_is_not_live_fails_a_strict_build_unless_it_is_a_demonstration(site):
    home(site)
    snapshot(site, mode=Mode.TEST)
    assert any("goal-not-live" in line for line in site.fails(options={"goal": GOAL}))
    assert "Test money" in site.html()
    site.build({"goal": {**GOAL, "demonstration": True}})


@pytest.mark.parametrize("secret", ["sk_live_abc", "rk_test_abc", "whsec_abc"])
def test_a_key_in_the_configuration_is_refused_without_repeating_it(site, secret):
    home(site)
    (error,) = site.fails(options={"goal": {**GOAL, "text": f"x {secret}"}})
    assert secret not in error
    assert "WELLSPRING_STRIPE_KEY" in error


@pytest.mark.parametrize(
    "wrong", [{"target": 0}, {"donate": "javascript:x"}, {"refresh_after": "soon"}, {"timezone": "Mars"},
              {"starts": "2026-12-01", "ends": "2026-01-01"}, {"ends": "never"}, {"title": " "}],
)  # fmt: skip
def test_a_wrong_option_stops_the_build_in_one_line(site, wrong):
    home(site)
    (error,) = site.fails(options={"goal": {**GOAL, **wrong}})
    assert next(iter(wrong)) in error or "time zone" in error
    assert "\n" not in error


def test_a_missing_option_is_mkdocs_own_configuration_error(site):
    home(site)
    with pytest.raises(Abort):
        site.build({"goal": {"campaign": "x"}})


def test_hostile_texts_are_text(site):
    home(site)
    snapshot(site)
    site.build({"goal": {**GOAL, "title": "<script>x</script>", "text": '"><img src=x>', "recipient": "</section>"}})
    html = site.html()
    assert "<script>x" not in html
    assert "<img src=x" not in html


def test_over_the_goal_the_bar_is_clamped_and_the_text_is_not(site):
    home(site)
    snapshot(site, value=1240)
    site.build({"goal": GOAL})
    assert "1,240 of 1,000 supporters" in site.html()
    assert '<progress value="1000" max="1000"' in site.html()
    assert "Goal reached" in site.html()


def test_after_its_end_a_campaign_shows_its_result_and_does_not_ask(site):
    home(site)
    snapshot(site, ends=date(2026, 11, 2))
    site.build({"goal": {**GOAL, "ends": "2026-11-02"}})
    html = site.html()
    assert 'data-state="ended"' in html
    assert "412 of 1,000" in html
    assert "donate.example" not in html


@pytest.fixture
def sandbox(monkeypatch):
    with running(Scene(30, 7, GOAL["campaign"]), bound(0)) as place:
        monkeypatch.setenv("WELLSPRING_STRIPE_KEY", "rk_test_sandbox")
        monkeypatch.setenv("WELLSPRING_STRIPE_API", place.address)
        yield place


@pytest.mark.parametrize("in_ci", ["", "true"])
def test_a_build_counts_writes_the_snapshot_and_uses_it_while_it_is_fresh(site, sandbox, monkeypatch, in_ci):
    monkeypatch.setenv("CI", in_ci)
    home(site)
    site.build({"goal": {**GOAL, "demonstration": True}})
    assert "30 of 1,000 supporters" in site.html()
    assert (site.root / ".cache/wellspring/ledger.db").exists() is not bool(in_ci)
    monkeypatch.setenv("WELLSPRING_STRIPE_API", "http://127.0.0.1:9")
    lines = site.build({"goal": {**GOAL, "demonstration": True}})
    assert "30 of 1,000 supporters" in site.html()
    assert not [line for line in lines if "no new count" in line]


def test_no_match_in_an_account_with_payments_shows_no_number_and_says_why(site, sandbox):
    home(site)
    lines = site.build({"goal": {**GOAL, "campaign": "another", "demonstration": True}})
    assert "<progress" not in site.html()
    assert any("wellspring_campaign" in line for line in lines)


def test_a_donate_link_to_the_sandbox_is_said_and_fails_a_strict_build_without_a_number_too(site, sandbox, monkeypatch):
    home(site)
    monkeypatch.setenv("WELLSPRING_DONATE", sandbox.payment_page)
    warnings = site.fails(options={"goal": {**GOAL, "campaign": "another"}})
    assert any("goal-not-live" in line for line in warnings)
    assert "Sandbox money" in site.html()


def test_an_account_that_lost_the_campaign_keeps_the_last_count(site, monkeypatch):
    home(site)
    snapshot(site, mode=Mode.SANDBOX)
    with running(Scene(0, 7, "other"), bound(0)) as place:
        monkeypatch.setenv("WELLSPRING_STRIPE_KEY", "rk_test_sandbox")
        monkeypatch.setenv("WELLSPRING_STRIPE_API", place.address)
        site.build({"goal": {**GOAL, "demonstration": True}})
    assert "412 of 1,000 supporters" in site.html()


@pytest.mark.parametrize("name", ["WELLSPRING_STRIPE_API", "SOURCE_DATE_EPOCH"])
@pytest.mark.parametrize("value", ["http://[x", "-9" * 20, "²", "soon"])
def test_an_environment_that_makes_no_sense_is_one_line(site, monkeypatch, name, value):
    home(site)
    monkeypatch.setenv(name, value)
    (error,) = site.fails(options={"goal": GOAL})
    assert name in error
    assert "\n" not in error


def test_a_live_key_is_not_sent_to_another_server(site, sandbox, monkeypatch):
    home(site)
    monkeypatch.setenv("WELLSPRING_STRIPE_KEY", "rk_live_secret")
    (error,) = site.fails(options={"goal": GOAL})
    assert "rk_live_secret" not in error


def test_offline_asks_nothing(site, sandbox, monkeypatch):
    home(site)
    monkeypatch.setenv("WELLSPRING_OFFLINE", "1")
    lines = site.build({"goal": {**GOAL, "demonstration": True}})
    assert any("WELLSPRING_OFFLINE" in line for line in lines)
    assert "<progress" not in site.html()
