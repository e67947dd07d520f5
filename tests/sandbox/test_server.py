"""How the sandbox starts, with whose key, and what it says of itself."""

import json
import re
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from mkdocs_wellspring.cli import main
from mkdocs_wellspring.sandbox.crowd import Crowd
from mkdocs_wellspring.sandbox.seed import Scene
from mkdocs_wellspring.sandbox.server import bound, running, running_crowd

from .conftest import Client

LOOK = """
import json, os, urllib.request
ask = urllib.request.Request(os.environ["WELLSPRING_STRIPE_API"] + "/v1/charges?limit=100")
ask.add_header("Authorization", "Bearer " + os.environ["WELLSPRING_STRIPE_KEY"])
charges = json.load(urllib.request.urlopen(ask, timeout=5))["data"]
given = {name: value for name, value in os.environ.items() if name.startswith("WELLSPRING_")}
print(json.dumps([len(charges), charges[0]["created"] - charges[-1]["created"], given]))
"""


def look(*options: str) -> tuple[int, int, dict[str, str]]:
    """What a command beside the sandbox finds: how many payments, over how many seconds, and its environment."""
    wellspring = [sys.executable, "-c", "from mkdocs_wellspring.cli import main; main()"]
    told = subprocess.run(
        [*wellspring, "sandbox", *options, "--", sys.executable, "-c", LOOK],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    number, seconds, given = json.loads(told.stdout)
    return number, seconds, given


def test_every_start_hands_out_a_new_key_that_is_let_in() -> None:
    keys = set()
    for _ in range(3):
        with running(Scene(1, 7, "c"), bound(0)) as place, running_crowd(Crowd(1, end=1), bound(0)) as other:
            for one in (place, other):
                assert Client(one).ask("GET", "/v1/charges", key=one.key).status == 200
                keys.add(one.key)
    assert len(keys) == 6
    assert all(re.fullmatch(r"rk_test_sandbox_[A-Za-z0-9]{24}", key) for key in keys)


def test_a_sandbox_starts_and_stops_in_a_moment() -> None:
    begun = time.monotonic()
    with running(Scene(1, 7, "c"), bound(0)):
        assert time.monotonic() - begun < 0.2
        begun = time.monotonic()
    assert time.monotonic() - begun < 0.5


def test_a_crowd_is_served_beside_a_command() -> None:
    number, seconds, given = look("--crowd", "50", "--days", "10")
    assert number == 50
    assert 9 * 86_400 < seconds < 10 * 86_400
    assert set(given) == {"WELLSPRING_STRIPE_API", "WELLSPRING_STRIPE_KEY"}


def test_the_history_can_be_spread_over_other_days() -> None:
    assert look("--supporters", "30", "--days", "3")[1] < 3 * 86_400 < look("--supporters", "30")[1]


@pytest.mark.parametrize(
    "options", [["--crowd", "0"], ["--crowd", "9", "--supporters", "9"], ["--crowd", "9", "--scenario", "plain"]]
)
def test_options_that_cannot_be_used_together_are_refused(options: list[str]) -> None:
    assert CliRunner().invoke(main, ["sandbox", *options, "--", "true"]).exit_code == 2


def test_a_crowd_has_no_pages() -> None:
    with running_crowd(Crowd(1, end=1), bound(0)) as place:
        assert place.payment_page is None
        assert Client(place).ask("GET", "/", key=None).status == 404
        assert Client(place).ask("GET", "/pay/plink_1", key=None).status == 404
