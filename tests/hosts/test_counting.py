"""The count behind `mkdocs serve`: a save never waits for it, and an open page hears of it."""

import socket
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.snapshot import read
from mkdocs_wellspring.hosts.mkdocs.counting import Counting
from mkdocs_wellspring.lastcount import is_fresh
from mkdocs_wellspring.ledger.records import Mode
from mkdocs_wellspring.sandbox.seed import Scene
from mkdocs_wellspring.sandbox.server import bound, running

PATIENCE_S = 20


@pytest.fixture
def goal(tmp_path):
    folder = tmp_path / "cache"
    ledger = f"sqlite:///{folder / 'ledger.db'}"
    snapshot = folder / "goal.txt"
    return Goal("c", "Title", (1000,), cache=folder, snapshot=snapshot, ledger=ledger, refresh_after_s=5)


@pytest.fixture
def counting(monkeypatch):
    begun = []

    def begin(address, key="rk_test_x"):
        monkeypatch.setenv("WELLSPRING_STRIPE_KEY", key)
        monkeypatch.setenv("WELLSPRING_STRIPE_API", address)
        monkeypatch.delenv("WELLSPRING_OFFLINE", raising=False)
        lines = []
        begun.append(Counting(lines.append))
        return begun[-1], lines

    yield begin
    for one in begun:
        one.stop()


def until(true):
    end = time.monotonic() + PATIENCE_S
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def test_a_save_does_not_wait_for_a_server_that_hangs(counting, goal):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        behind, lines = counting(f"http://127.0.0.1:{silent.getsockname()[1]}")
        assert behind.behind(goal) is None
        silent.settimeout(PATIENCE_S)
        asked, _ = silent.accept()
        with asked:
            assert behind.behind(goal) is None
            assert lines == []


def test_the_signal_changes_until_the_site_shows_what_was_counted(counting, goal):
    with running(Scene(12, 7, "c"), bound(0)) as place:
        behind, _ = counting(place.address)
        assert behind.behind(goal) is None
        assert until(lambda: behind.signal.read_text("utf-8").startswith("12 1 "))
        assert until(lambda: behind.signal.read_text("utf-8").startswith("12 2 "))
        shown = behind.behind(goal)
        assert shown is not None
        assert shown.value == 12
        heard = behind.signal.read_text("utf-8")
        time.sleep(4)
        assert behind.signal.read_text("utf-8") == heard


def test_a_sandbox_is_asked_each_time_and_another_one_for_itself(counting, goal):
    asked = replace(goal, refresh_after_s=900)
    seen = []
    for number in (12, 14):  # a sandbox, and another that is started after it
        with running(Scene(number, 7, "c"), bound(0)) as place:
            behind, _ = counting(place.address, place.key)
            seen.append(getattr(behind.now(asked), "value", None))
    assert seen == [12, 14]
    kept = read(goal.snapshot)
    assert kept is not None
    for mode, fresh in ((Mode.SANDBOX, False), (Mode.TEST, True), (Mode.LIVE, True)):
        assert is_fresh(asked, kept._replace(mode=mode), kept.as_of + timedelta(seconds=1)) is fresh


def test_behind_serve_a_sandbox_is_asked_again_within_seconds(counting, goal, monkeypatch):
    waits = []
    monkeypatch.setattr(Counting, "_wait", lambda self, _goal, _counted, seconds: (waits.append(seconds), self.stop()))
    for key, api, expected in (("rk_test_x", "http://127.0.0.1:9", 5), ("rk_live_x", "", 900)):
        monkeypatch.setattr(Counting, "_count_once", lambda _self, _goal: None)
        behind, _ = counting(api, key)
        behind.behind(replace(goal, refresh_after_s=900))
        assert until(lambda: waits)
        assert waits.pop() == expected


def test_an_outage_is_said_once_however_long_it_lasts(counting, goal):
    behind, lines = counting("http://127.0.0.1:9")
    for _ in range(3):
        assert behind.now(goal) is None
    assert len(lines) == 1
    assert "no new count" in lines[0]


def test_a_secret_key_is_advised_against_once_however_often_is_counted(counting, goal):
    behind, lines = counting("http://127.0.0.1:9", "sk_test_x")
    for _ in range(2):
        behind.now(goal)
    assert len([line for line in lines if "restricted key" in line]) == 1
