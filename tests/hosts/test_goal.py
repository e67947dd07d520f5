"""The goal's banner in real MkDocs builds, and the count when payments cannot be asked for."""

import csv
import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import yaml
from click.testing import CliRunner
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from mkdocs_wellspring.cli import main
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.snapshot import Snapshot, write
from mkdocs_wellspring.hosts.mkdocs.counting import Counting
from mkdocs_wellspring.lastcount import Payments, is_fresh, last_count_or_none
from mkdocs_wellspring.ledger.records import Count, Definition, Line, Mode, Reason
from mkdocs_wellspring.sandbox.seed import Scene
from mkdocs_wellspring.sandbox.server import bound, running

from .conftest import GOAL

OWN = """{% extends "base.html" %}
{% block announce %}OWN ANNOUNCE{% endblock %}
{% block content %}OWN CONTENT{{ super() }}{% endblock %}"""


def snapshot(site, value=412, mode=Mode.LIVE, goal=None, **changes):
    definition = Definition(GOAL["campaign"], mode, **changes)
    asked = goal or Goal(GOAL["campaign"], GOAL["title"], (1000,))
    lines = (Line(Reason.REFUNDED, 3), Line(Reason.COUNTED, value))
    count = Count(value, datetime(2026, 11, 1, 12, tzinfo=UTC), definition, value, lines, 37, 7)
    write(site.root / ".cache/wellspring/goal.txt", Snapshot.from_count(count, asked))


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
        assert html.count('<meta name="wellspring-campaign" content="spring-2026">') == 1
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


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"schema": 2}', '{"schema": 1}', "9" * 5000, "\x00"])
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


@pytest.mark.parametrize("strict", [True, False])
def test_a_strict_build_that_says_nothing_shows_no_test_money_either(site, strict):
    home(site)
    snapshot(site, mode=Mode.TEST)
    site.write("mkdocs.yml", yaml.safe_dump({"site_name": "Site", "plugins": [{"wellspring": {"goal": GOAL}}]}))
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", *(["--strict"] if strict else [])]
    done = subprocess.run(command, cwd=site.root, capture_output=True, text=True, check=False)
    assert (done.returncode != 0) is strict
    assert ("[goal-not-live]" in done.stderr) is strict
    assert "Traceback" not in done.stderr


def test_a_campaign_that_is_long_over_fails_no_build_for_want_of_a_count(site):
    home(site)
    lines = site.build({"goal": {**GOAL, "on_outage": "fail", "starts": "2024-01-01", "ends": "2024-02-01"}})
    (line,) = [line for line in lines if "no new count" in line]
    assert line.endswith("; no page has a banner, as the campaign ended on 2024-02-01")
    assert 'class="ws-goal"' not in site.html()


def test_a_build_that_must_have_a_new_count_fails_without_a_key_unless_the_last_is_fresh(site):
    home(site)
    snapshot(site)
    goal = {**GOAL, "on_outage": "fail"}
    assert "WELLSPRING_STRIPE_KEY is not set" in site.fails(options={"goal": goal})[-1]
    file = site.root / ".cache/wellspring/goal.txt"
    file.write_text(
        file.read_text("utf-8").replace("2026-11-01T12:00:00+00:00", datetime.now(UTC).isoformat()), "utf-8"
    )
    site.build({"goal": goal})
    assert "412 of 1,000 supporters" in site.html()


def test_serving_goes_on_without_a_key_whatever_a_build_must_have(site):
    said: list[str] = []
    counting = Counting(said.append)
    assert counting.behind(Goal("c", "T", (10,), on_outage="fail", snapshot=site.root / "goal.txt")) is None
    assert said == []


def moment(text, zone="UTC"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("counted", "now", "zone", "is_it"),
    [
        ("2026-10-31T23:58", "2026-10-31T23:59", "UTC", True),
        ("2026-10-31T23:58", "2026-11-01T00:05", "UTC", False),
        ("2026-10-01T00:00", "2026-10-31T23:59", "UTC", True),
        ("2025-11-01T12:00", "2026-11-01T12:00", "UTC", False),
        ("2026-10-31T23:58", "2026-11-01T00:05", "Europe/Berlin", False),
        ("2026-11-01T00:02", "2026-11-01T00:05", "Europe/Berlin", True),
    ],
)
@pytest.mark.parametrize("window", ["month", "campaign", "all", "rolling"])
def test_a_month_that_is_over_gives_no_number_of_this_one(tmp_path, counted, now, zone, is_it, window):
    goal = Goal(
        "c", "T", (10,), window=window, rolling_days=30 * (window == "rolling"), timezone=zone,
        snapshot=tmp_path / "goal.txt", refresh_after_s=10**9,
    )  # fmt: skip
    as_of, then = moment(counted, zone), moment(now, zone)
    kept = Snapshot.from_count(Count(25, as_of, goal.definition(Mode.LIVE), 25, (), 0), goal)
    write(goal.snapshot, kept)
    said: list[str] = []
    found = last_count_or_none(goal, Payments.of({}), then, said.append)
    if is_it or window != "month":
        assert (found is not None, is_fresh(goal, kept, then), said) == (True, True, [])
    else:
        assert (found, is_fresh(goal, kept, then)) == (None, False)
        assert [line.partition(" is of ")[2][:36] for line in said] == [f"{counted[:7]}, and `window: month` counts "]
        assert now[:7] in said[0]


def test_the_last_month_s_snapshot_shows_no_number_and_the_log_says_why(site):
    home(site)
    snapshot(site, window="month", value=1240)
    file = site.root / ".cache/wellspring/goal.txt"
    last = datetime.now(UTC).replace(day=1) - timedelta(days=2)
    file.write_text(file.read_text("utf-8").replace("2026-11-01T12:00:00+00:00", last.isoformat()), "utf-8")
    lines = site.build({"goal": {**GOAL, "window": "month"}})
    assert "1,240" not in site.html()
    assert "Goal reached" not in site.html()
    assert len([line for line in lines if "`window: month` counts" in line]) == 1


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
              {"starts": "2026-12-01", "ends": "2026-01-01"}, {"ends": "never"}, {"title": " "},
              {"target": 9.5}, {"target": [500, 100]}, {"metric": "gross"}, {"minimum": 5}, {"currency": "dollars"},
              {"minimum": 2.505, "currency": "usd"}, {"window": "fortnight"}, {"window": "7d", "metric": "recurring"},
              {"payment_link": "https://donate.stripe.com/x"}, {"prices": ["my price"]}, {"products": "a\tb"},
              {"past_due_grace": "36h"}, {"offline": {"note": "cash"}}, {"offline": 1.5},
              {"ledger": "mysql://me:s3cret@db/x"}, {"counted_page": "how.html"}, {"counted_page": "../how.md"},
              {"counted_page": "x" * 300 + ".md"}, {"starts": datetime(2026, 1, 1, 10)},  # noqa: DTZ001 - as YAML has it
              {"refresh_after": "9" * 5000 + "s"}, {"target": float("nan")}, {"snapshot": "a\0b"}, {"campaign": "a\0b"},
              {"target": ["1e-999999999"], "metric": "net", "currency": "usd"},
              {"ledger": "docs/private/ledger.db"}, {"ledger": "site/ledger.db"}],
)  # fmt: skip
def test_a_wrong_option_stops_the_build_in_one_line(site, wrong):
    home(site)
    (error,) = site.fails(options={"goal": {**GOAL, **wrong}})
    assert f"goal: {next(iter(wrong))}" in error or next(iter(wrong)) in error or "time zone" in error
    assert "s3cret" not in error
    assert "\n" not in error


def test_a_ledger_in_the_theme_s_own_folder_is_refused(site):
    home(site)
    site.write("overrides/main.html", OWN)
    theme = {"name": "mkdocs", "custom_dir": "overrides"}
    (error,) = site.fails(options={"goal": {**GOAL, "ledger": "overrides/ledger.db"}}, theme=theme)
    assert "goal: ledger: the file would lie in the site's custom_dir" in error


def test_a_plugin_that_is_named_twice_stops_the_build_in_one_line(site):
    home(site)
    errors = site.fails(plugins=[{"wellspring": {"goal": GOAL}}, "wellspring"], strict=False)
    assert "names `wellspring:` twice" in errors[-1]
    assert "\n" not in errors[-1]


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


def test_the_number_is_counted_as_the_options_say_and_written_as_an_amount(site):
    home(site)
    said = {"metric": "net", "currency": "usd", "target": [1000, 2500.5], "minimum": 2.5, "window": "30d"}
    changes = {"metric": "net", "currency": "usd", "minimum_minor": 250, "window": "rolling", "rolling_days": 30}
    snapshot(site, value=123_450, goal=Goal("c", "t", (1,), **changes), **changes)
    site.build({"goal": {**GOAL, **said}})
    assert "$1,234.50 of $2,500.50 given, refunds taken off" in site.html()
    assert '<progress value="123450" max="250050"' in site.html()
    site.build({"goal": {**GOAL, **said, "window": "31d"}})
    assert "1,234" not in site.html()


def test_what_is_declared_may_change_without_a_new_count(site):
    home(site)
    snapshot(site)
    site.build({"goal": {**GOAL, "offline": {"amount": 12, "note": "cheques"}}})
    assert "424 of 1,000 supporters" in site.html()
    assert "412 counted from payments, 12 more declared by this site" in site.html()


COUNTED = {**GOAL, "counted_page": "how-we-count.md"}


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_a_page_says_how_it_is_counted_and_every_banner_leads_there(site, theme):
    home(site)
    site.write("docs/deep/page.md", "# Deep")
    snapshot(site)
    site.build({"goal": COUNTED}, theme=theme, site_url="https://example.org/docs/")
    html = site.html("how-we-count/index.html")
    assert "<h1" in html
    assert "How this is counted" in html
    assert "<td>Refunded in full</td><td>Nothing of it is left.</td><td>3</td>" in html
    for page, address in {
        "index.html": "how-we-count/",
        "deep/page/index.html": "../../how-we-count/",
        "how-we-count/index.html": "./",
        "404.html": "/docs/how-we-count/",
    }.items():
        assert f'<a href="{address}">What counts</a>' in site.html(page), page
    assert "somebody who gives several times is one" in site.index()


def test_the_page_explains_the_rules_before_anything_was_counted(site):
    home(site)
    site.build({"goal": {**COUNTED, "minimum": 5, "currency": "usd"}})
    html = site.html("how-we-count/index.html")
    assert "Nothing has been counted yet." in html
    assert "A gift counts if at least $5 of it is left after refunds." in html


def test_an_author_may_write_the_page_and_the_explanation_ends_it(site):
    home(site)
    site.write("docs/how-we-count.md", "# Our own words\n\nWe publish our accounts.")
    snapshot(site)
    site.build({"goal": COUNTED})
    html = site.html("how-we-count/index.html")
    assert html.index("We publish our accounts.") < html.index('class="ws-counted"')
    assert "How this is counted</h1>" not in html


def test_without_the_option_there_is_no_page_and_no_link(site):
    home(site)
    snapshot(site)
    site.build({"goal": GOAL})
    assert "What counts" not in site.html()
    assert not (site.root / "site/how-we-count").exists()


def test_the_page_is_in_the_site_s_language(site):
    home(site)
    snapshot(site, mode=Mode.TEST)
    site.build({"goal": {**COUNTED, "demonstration": True}}, theme={"name": "material", "language": "de"})
    html = site.html("how-we-count/index.html")
    assert "Wie gezählt wird" in html
    assert "Ganz erstattet" in html
    assert "Testgeld: Niemand hat etwas bezahlt." in html.split('class="ws-counted"')[1]


def test_a_password_in_the_configuration_is_advised_against(site):
    home(site)
    lines = site.build({"goal": {**GOAL, "ledger": "postgresql://me:s3cret@db.example/ledger"}})
    assert len([line for line in lines if "!ENV LEDGER_URL" in line]) == 1
    assert "s3cret" not in " ".join(lines)


def test_a_password_from_the_environment_is_where_it_belongs(site, monkeypatch):
    monkeypatch.setenv("LEDGER_URL", "postgresql://me:s3cret@db.example/ledger")
    goal = "".join(f"        {name}: {json.dumps(value)}\n" for name, value in GOAL.items())
    file = f"site_name: A\nplugins:\n  - wellspring:\n      goal:\n{goal}        ledger: !ENV LEDGER_URL\n"
    home(site)
    site.write("mkdocs.yml", file)
    options = load_config(str(site.root / "mkdocs.yml")).plugins["wellspring"].config.goal
    assert "s3cret" in options.ledger
    assert not options.shows_password(site.root / "mkdocs.yml")
    site.write("mkdocs.yml", file.replace("!ENV LEDGER_URL", options.ledger))
    assert options.shows_password(site.root / "mkdocs.yml")


@pytest.fixture
def sandbox(monkeypatch):
    with running(Scene(30, 7, GOAL["campaign"]), bound(0)) as place:
        monkeypatch.setenv("WELLSPRING_STRIPE_KEY", "rk_test_sandbox")
        monkeypatch.setenv("WELLSPRING_STRIPE_API", place.address)
        yield place


@pytest.mark.parametrize("in_ci", ["", "true"])
def test_a_build_counts_and_writes_the_snapshot_which_is_shown_when_nobody_answers(site, sandbox, monkeypatch, in_ci):
    monkeypatch.setenv("CI", in_ci)
    home(site)
    site.build({"goal": {**GOAL, "demonstration": True}})
    assert "30 of 1,000 supporters" in site.html()
    assert (site.root / ".cache/wellspring/ledger.db").exists() is not bool(in_ci)
    monkeypatch.setenv("WELLSPRING_STRIPE_API", "http://127.0.0.1:9")
    lines = site.build({"goal": {**GOAL, "demonstration": True}})
    assert "30 of 1,000 supporters" in site.html()
    assert len([line for line in lines if "no new count" in line]) == 1


@pytest.mark.parametrize(("mode", "key"), [(Mode.LIVE, "rk_live_x"), (Mode.TEST, "rk_test_x")])
def test_while_a_count_is_fresh_nobody_is_asked(site, monkeypatch, mode, key):
    home(site)
    snapshot(site, mode=mode)
    file = site.root / ".cache/wellspring/goal.txt"
    now = datetime.now(UTC).isoformat()
    file.write_text(file.read_text("utf-8").replace("2026-11-01T12:00:00+00:00", now), "utf-8")
    monkeypatch.setenv("WELLSPRING_STRIPE_KEY", key)
    monkeypatch.setattr(Counting, "_refreshed", lambda *_: pytest.fail("it was asked"))
    lines = site.build({"goal": {**GOAL, "demonstration": True}})
    assert "412 of 1,000 supporters" in site.html()
    assert not [line for line in lines if "no new count" in line]


def test_a_project_s_folder_may_have_any_name(site, sandbox, monkeypatch):
    site.root /= "led?er #1 100%"
    site.root.mkdir()
    monkeypatch.chdir(site.root)
    home(site)
    site.build({"goal": {**GOAL, "demonstration": True, "ledger": "books/a%20b?c#d.db"}})
    assert "30 of 1,000 supporters" in site.html()
    assert [path.name for path in (site.root / "books").iterdir()] == ["a%20b?c#d.db"]
    assert not (site.root / ".gitignore").exists()
    (site.root / ".cache/wellspring/goal.txt").unlink()
    explained = json.loads(CliRunner().invoke(main, ["count", "--offline", "--json"]).output)
    assert (explained["value"], explained["source"]) == (30, "ledger")


def test_a_secret_key_works_and_is_advised_against_once(site, sandbox, monkeypatch):
    home(site)
    monkeypatch.setenv("WELLSPRING_STRIPE_KEY", "sk_test_sandbox")
    lines = site.build({"goal": {**GOAL, "demonstration": True}})
    assert "30 of 1,000 supporters" in site.html()
    assert len([line for line in lines if "restricted key" in line and "Disputes: read" in line]) == 1


def test_what_the_command_counted_is_what_the_build_shows(site, sandbox, monkeypatch):
    home(site)
    site.build({"goal": {**COUNTED, "demonstration": True}})
    (site.root / ".cache/wellspring/goal.txt").unlink()
    done = CliRunner().invoke(main, ["refresh"])
    assert done.output.splitlines()[-1].startswith("30 supporters of spring-2026 (sandbox money), counted ")
    explained = json.loads(CliRunner().invoke(main, ["count", "--offline", "--json", "--csv", "gifts.csv"]).output)
    assert (explained["value"], explained["source"]) == (30, "ledger")
    rows = list(csv.DictReader((site.root / "gifts.csv").read_text("utf-8").splitlines()))
    assert len(rows) == explained["campaign_payments"]
    counted = sum(row["counted"] == "yes" for row in rows)
    assert counted == next(line["number"] for line in explained["lines"] if line["counted"])
    monkeypatch.setenv("WELLSPRING_STRIPE_API", "http://127.0.0.1:9")
    site.build({"goal": {**COUNTED, "demonstration": True}})
    html = site.html("how-we-count/index.html")
    assert "30 of 1,000 supporters" in html
    assert f"<td>All conditions are met.</td><td>{counted}</td>" in html


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


def test_a_count_of_a_day_that_is_to_come_is_not_shown_and_said_to_be_one(site):
    home(site)
    snapshot(site)
    file = site.root / ".cache/wellspring/goal.txt"
    written = file.read_text("utf-8")
    file.write_text(written.replace("2026-11-01", "2999-01-01"), "utf-8")
    lines = [line for line in site.build({"goal": GOAL}) if "goal.txt" in line]
    assert len(lines) == 1
    assert "goal.txt: its count says that it is of 2999-01-01, which is to come, so it is not shown; set" in lines[0]
    assert "<progress" not in site.html()
    assert 'class="ws-goal"' in site.html()
    ahead = (datetime.now(UTC) + timedelta(hours=20)).isoformat()
    file.write_text(written.replace("2026-11-01T12:00:00+00:00", ahead), "utf-8")
    site.build({"goal": GOAL})
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
