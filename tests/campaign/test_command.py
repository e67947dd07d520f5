"""The command as people run it, from nothing to a gift that is counted."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlencode
from urllib.request import urlopen

import pytest
import yaml
from click.testing import CliRunner
from mkdocs.commands.build import build
from mkdocs.config import load_config

from mkdocs_wellspring.cli import main
from mkdocs_wellspring.goal.snapshot import read
from mkdocs_wellspring.ledger.api.listing import CHARGES, PAYMENT_LINKS, Page, prices
from mkdocs_wellspring.ledger.records import Mode
from mkdocs_wellspring.sandbox.seed import Scene
from mkdocs_wellspring.sandbox.server import bound, running

GOAL = {"campaign": "spring", "title": "Keep us independent", "target": 100, "currency": "usd"}


@pytest.fixture
def site(monkeypatch, tmp_path, account):
    """A site whose goal has no links yet, in a folder of its own, and a sandbox to make them at."""
    for name in ("WELLSPRING_DONATE", "WELLSPRING_OFFLINE", "CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WELLSPRING_STRIPE_KEY", account.place.key)
    monkeypatch.setenv("WELLSPRING_STRIPE_API", account.place.address)
    monkeypatch.setenv("WELLSPRING_LEDGER_KEY", "k" * 16)
    monkeypatch.chdir(tmp_path)
    configure(GOAL)
    return account


def configure(goal, **settings):
    plugins = [{"wellspring": {"goal": goal} if goal else None}]
    whole = {"site_name": "Site", "site_url": "https://site.example/", "plugins": plugins, **settings}
    Path("mkdocs.yml").write_text(yaml.safe_dump(whole), "utf-8")


def run(*arguments, **more):
    return CliRunner().invoke(main, ["campaign", "create", *arguments], **more)


def made(*arguments):
    done = run("--json", *arguments)
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def failed(*arguments, **more):
    done = run(*arguments, **more)
    assert (done.exit_code, done.stdout) == (1, "")
    line = done.stderr.strip().splitlines()[-1]
    assert line.startswith("Error: ")
    return line


def give(url, email, **amount):
    body = urlencode({"email": email, "card": "accepted", **amount}).encode()
    with urlopen(url, body, timeout=5) as answer:
        assert answer.status == 200
        assert "/thanks/" in answer.url


def counted(**goal):
    configure({**GOAL, **goal})
    done = CliRunner().invoke(main, ["refresh"])
    assert done.exit_code == 0, done.stderr
    return read(Path(".cache/wellspring/goal.txt")).value


def test_the_lines_for_the_configuration_are_what_was_made(site):
    done = run()
    assert done.exit_code == 0
    goal = yaml.safe_load(done.stdout)["goal"]
    document = made()
    given = {"donate": document["donate"], "give": document["give"]}
    assert goal == {"campaign": "spring", **given, "thanks_page": "thanks.md"}
    assert [entry["amount"] for entry in goal["give"]["once"]] == [5, 20, 50]
    assert [entry["amount"] for entry in goal["give"]["monthly"]] == [5, 10, 25]
    assert goal["give"]["currency"] == "usd"
    urls = [goal["donate"], *(entry["url"] for kind in ("once", "monthly") for entry in goal["give"][kind])]
    assert len(set(urls)) == 7
    assert done.stdout.startswith("      goal:\n        campaign: spring\n        donate: http")
    assert done.stderr.splitlines()[-2].startswith("Put these lines under `wellspring:` in mkdocs.yml")
    assert "No money moves through these links (sandbox mode)" in done.stderr


def test_a_gift_through_each_link_is_found_by_the_count_and_twice_made_is_once_there(site):
    monthly = counted(metric="recurring")
    before, links = counted(), len(site.every(PAYMENT_LINKS))
    first, second = made(), made()
    assert (first["donate"], first["give"]) == (second["donate"], second["give"])
    assert {step["deed"] for step in second["steps"]} == {"found"}
    assert len(site.every(PAYMENT_LINKS)) == links + 7
    give(first["donate"], "chosen@example.org", amount="custom", custom="12.50")
    for kind in ("once", "monthly"):
        for entry in first["give"][kind]:
            give(entry["url"], f"{kind}{entry['amount']}@example.org")
    assert counted() == before + 7
    assert counted(metric="recurring") == monthly + 3
    payments = counted(metric="payments")
    give(first["give"]["once"][0]["url"], "once5@example.org")
    assert (counted(metric="payments"), counted()) == (payments + 1, before + 7)


def test_a_gift_carries_the_link_it_came_through_and_the_campaign(site):
    document = made("--once", "5", "--monthly", "")
    give(document["give"]["once"][0]["url"], "ada@example.org")
    charge = site.every(CHARGES)[0]
    assert (charge["amount"], charge["metadata"]) == (500, {"wellspring_campaign": "spring"})


def test_a_dry_run_prints_what_would_be_made_and_makes_nothing(site):
    before = site.counts()
    del site.asked[:]
    done = run("--dry-run", "--once", "5", "--monthly", "")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "would be made: the product Gift to Keep us independent",
        "would be made: a price for once-any-100-2000-1000000-usd",
        "would be made: a payment link for once-any-100-2000-1000000-usd",
        "would be made: a price for once-500-usd",
        "would be made: a payment link for once-500-usd",
    ]
    assert done.stderr.endswith("Nothing was made: run the same without --dry-run.\n")
    assert site.posts == []
    assert site.counts() == before
    assert made("--dry-run")["donate"] is None


def test_old_links_and_an_old_title_are_told(site):
    made("--once", "5")
    done = run("--once", "7", "--title", "Stay")
    left = re.search(
        r"^once-500-usd is not asked for any more, and its link (plink_\w+) still takes gifts",
        done.stderr,
        re.MULTILINE,
    )
    assert left is not None
    assert "deactivate it at Stripe" in done.stderr
    assert "The payment pages say 'Gift to Keep us independent' and not 'Gift to Stay': rename" in done.stderr


@pytest.mark.parametrize(
    ("settings", "arguments", "thanks"),
    [
        ({}, [], "https://site.example/thanks/"),
        ({"site_url": "https://site.example/sub"}, [], "https://site.example/sub/thanks/"),
        ({"use_directory_urls": False}, [], "https://site.example/thanks.html"),
        ({}, ["--thanks", "https://site.example/merci"], "https://site.example/merci"),
        ({"site_url": None}, [], None),
    ],
)
def test_givers_are_led_to_the_sites_page_without_a_trace_of_their_session(site, settings, arguments, thanks):
    configure(GOAL, **settings)
    assert made("--once", "5", "--monthly", "", *arguments)["thanks"] == thanks
    link = site.every(PAYMENT_LINKS)[0]
    redirect = link["after_completion"].get("redirect")
    assert (redirect and redirect["url"]) == thanks
    assert "SESSION" not in json.dumps(link)


@pytest.mark.parametrize("folders", [True, False])
@pytest.mark.parametrize("path", ["danke.md", "danke/index.md", "danke/README.md", "a b/vielen dank.md"])
def test_givers_are_led_to_where_the_page_of_thanks_is_built(site, path, folders):
    settings = {"site_url": "https://site.example/sub", "use_directory_urls": folders, "theme": "mkdocs"}
    configure({**GOAL, "thanks_page": path, "demonstration": True, "donate": "https://pay.example/"}, **settings)
    thanks = made("--once", "5", "--monthly", "")["thanks"]
    Path("docs").mkdir()
    Path("docs/index.md").write_text("# Site\n", "utf-8")
    build(load_config("mkdocs.yml"))
    built = Path("site", unquote(thanks.removeprefix("https://site.example/sub/")))
    file = built / "index.html" if thanks.endswith("/") else built
    assert "Thank you" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("goal", "arguments", "said"),
    [
        ({}, ["--currency", "eur"], "--currency: gifts in eur would not count, as the goal says currency: usd"),
        ({"minimum": 10}, ["--once", "20,5"], "--once: a gift of 5.00 usd would not count, as it is below `minimum:`"),
        (
            {"minimum": 10},
            ["--once", "", "--monthly", "9.50"],
            "--monthly: a gift of 9.50 usd would not count, as",
        ),
        ({"minimum": 5}, ["--least", "4"], "--least: a gift of 4.00 usd would not count, as it is below `minimum:`"),
        (
            {"monthly": False},
            ["--monthly", "5"],
            "--monthly: monthly gifts would not count, as the goal says",
        ),
        (
            {"title": "Help {site}"},
            [],
            "the goal's title holds variables, which a payment page does not know:",
        ),
    ],
)
def test_a_link_whose_gifts_the_goal_would_not_count_is_not_made(site, goal, arguments, said):
    configure({**GOAL, **goal})
    before = site.counts()
    assert said in failed(*arguments)
    assert site.counts() == before


def test_what_is_made_by_default_is_what_the_goal_counts(site):
    configure({**GOAL, "minimum": 5, "monthly": False})
    document = made("--once", "5")
    assert "monthly" not in document["give"]
    price = next(one for one in site.every(prices()) if one["custom_unit_amount"])
    assert (price["custom_unit_amount"]["minimum"], price["custom_unit_amount"]["preset"]) == (500, 2000)


def test_a_minimum_above_what_stands_there_by_default_stands_there_instead(site):
    configure({**GOAL, "minimum": 30})
    made("--once", "30,50", "--monthly", "")
    price = next(one for one in site.every(prices()) if one["custom_unit_amount"])
    assert (price["custom_unit_amount"]["minimum"], price["custom_unit_amount"]["preset"]) == (3000, 3000)


def test_monthly_givers_are_asked_for_where_they_are_what_is_counted(site):
    configure({**GOAL, "metric": "recurring", "monthly": False})
    assert made("--once", "")["give"]["monthly"]
    assert made("--once", "", "--monthly", "40")["give"]["monthly"]


def test_another_campaign_than_the_goal_s_has_a_currency_of_its_own(site):
    configure({**GOAL, "minimum": 10, "monthly": False})
    given = made("--campaign", "autumn", "--currency", "eur", "--once", "5", "--monthly", "5")["give"]
    assert [given[name] is not None for name in ("once", "monthly")] == [True, True]


def test_a_site_without_an_address_is_told_how_to_lead_givers_back(site):
    configure(GOAL, site_url=None)
    assert "set `site_url` in mkdocs.yml or give --thanks" in run().stderr


def test_a_goal_is_not_needed_where_everything_is_given(site):
    given = ["--campaign", "autumn", "--title", "Autumn", "--currency", "EUR", "--once", "5", "--monthly", ""]
    configure(None)
    document = made(*given)
    assert (document["campaign"], document["product"], document["give"]["currency"]) == (
        "autumn",
        "Gift to Autumn",
        "eur",
    )
    Path("mkdocs.yml").unlink()
    assert made(*given)["donate"] == document["donate"]
    assert "other.yml cannot be read" in failed(*given, "-f", "other.yml")


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        (None, "Error: no goal in mkdocs.yml names the campaign: give it as --campaign"),
        ({"campaign": "spring", "title": "Keep", "target": 10}, "Error: the goal in mkdocs.yml has no currency"),
    ],
)
def test_what_the_goal_does_not_say_has_to_be_given(site, goal, said):
    configure(goal)
    assert failed().startswith(said)
    assert site.asked == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--currency", "coins"], "'coins' is no currency"),
        (["--once", "5;20"], "--once: '5;20' is no amount of money"),
        (["--monthly", "0"], "--monthly: nothing is no gift"),
        (["--least", "50", "--preset", "20"], "--least 50.00, --preset 20.00 and --most 10000.00 are not in order"),
        (["--preset", "5,20"], "--preset: '5,20' is no amount of money; give one"),
        (["--most", ""], "--most: '' is no amount of money; give one"),
        (["--thanks", "thanks"], "--thanks: 'thanks' is no web address"),
    ],
)
def test_a_wrong_option_is_one_line_and_nobody_is_asked(site, arguments, said):
    assert failed(*arguments).startswith(f"Error: {said}")
    assert site.asked == []


def test_no_key_says_which_one_to_make(site, monkeypatch):
    monkeypatch.delenv("WELLSPRING_STRIPE_KEY")
    assert failed() == (
        "Error: WELLSPRING_STRIPE_KEY is not set: set it to a restricted key of its own for this command, with "
        "Products: write, Prices: write and Payment Links: write "
        "(the one that counts need not write, and belongs in CI)"
    )


def test_offline_asks_nobody(site, monkeypatch):
    monkeypatch.setenv("WELLSPRING_OFFLINE", "1")
    assert "WELLSPRING_OFFLINE is set" in failed()
    assert site.asked == []


def test_a_secret_key_is_advised_against_and_not_shown(site, monkeypatch):
    monkeypatch.setenv("WELLSPRING_STRIPE_KEY", "sk_test_very_secret")
    done = run()
    assert done.exit_code == 0
    assert done.stderr.startswith("WELLSPRING_STRIPE_KEY is a secret key, which may do everything: use a restricted")
    assert "very_secret" not in done.output
    assert not any("very_secret" in str(each) for each in site.asked)


def test_a_run_that_breaks_off_says_that_the_next_goes_on(site, monkeypatch):
    with running(Scene(supporters=1), bound(0), keys={"rk_test_weak": ["products:write", "prices:write"]}) as place:
        monkeypatch.setenv("WELLSPRING_STRIPE_KEY", "rk_test_weak")
        monkeypatch.setenv("WELLSPRING_STRIPE_API", place.address)
        done = run()
    assert done.exit_code == 1
    first, last = done.stderr.splitlines()
    assert first == "Not all was made; what was made so far is found when the same is run again."
    assert last.startswith("Error: the key may not make payment links, for lack of Payment Links: write: set WELLSPR")


class Live:
    """Answers for a live key, without any network: a shop that notes what it was asked to make."""

    def __init__(self):
        self.mode, self.made = Mode.LIVE, []

    def page(self, _listing, *, after=None):
        return Page((), more=False)

    def one(self, _kind, _identifier):
        return None

    def post(self, kind, params, *, idempotency_key, identifier=None):
        self.made.append(kind)
        return {"id": f"{kind}_{len(self.made)}", "url": "https://donate.example/x", "metadata": {}}

    def close(self):
        pass


@pytest.fixture
def live(site, monkeypatch):
    shop = Live()
    module = sys.modules["mkdocs_wellspring.hosts.mkdocs.commands.campaign"]
    monkeypatch.setattr(module, "StripeAPI", lambda *_: shop)
    return shop


@pytest.mark.parametrize(
    ("arguments", "typed", "status", "kinds"),
    [
        ([], "n\n", 1, 0),
        ([], "", 1, 0),
        ([], "y\n", 0, 15),
        (["--yes"], "", 0, 15),
        (["--dry-run"], "", 0, 0),
    ],
)
def test_real_money_is_asked_for_first(live, arguments, typed, status, kinds):
    done = run(*arguments, input=typed)
    assert (done.exit_code, len(live.made)) == (status, kinds)
    asks = "This is a live key: make these for real money?" in done.stderr
    assert asks is (not arguments)
    assert "real money?" not in done.stdout


def test_it_runs_beside_the_sandbox_as_the_documentation_says(tmp_path):
    code = "from mkdocs_wellspring.cli import main; main()"
    command = [sys.executable, "-c", code, "sandbox", "--supporters", "3", "--campaign", "spring", "--"]
    create = f'{sys.executable} -c "{code}" campaign create --campaign spring --title Site --currency usd'
    script = f"{create} >first && {create} >second && cmp first second && cat second"
    env = {name: text for name, text in os.environ.items() if not name.startswith("WELLSPRING_")}
    done = subprocess.run(
        [*command, "sh", "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert yaml.safe_load(done.stdout)["goal"]["donate"].startswith("http://127.0.0.1:")
    assert done.stderr.count("made: a payment link") == 7
    assert done.stderr.count("found: a payment link") == 7


def test_the_lines_that_were_printed_serve_the_next_run_and_lead_to_the_site_s_own_thanks(site):
    printed = yaml.safe_load(run().stdout)["goal"]
    configure({**printed, "title": "Keep", "target": 10, "thanks_page": "danke.md"}, use_directory_urls=False)
    again = made()
    assert again["thanks"] == "https://site.example/danke.html"
    assert again["give"] == printed["give"]
