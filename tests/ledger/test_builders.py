"""Two builders at one ledger, at once: neither spoils it, neither counts anything twice."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .crashing import DEFINITION, TESTS, account_of, said
from .oracle import count

BUILD = "import sys; sys.path.insert(0, sys.argv[1]); from ledger.building import build; build(*sys.argv[2:])"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    request.getfixturevalue("empty_postgres")()
    address: str = request.getfixturevalue("postgres_url")
    return address


@pytest.fixture
def builders(tmp_path: Path) -> Iterator[Callable[..., list[subprocess.Popen[str]]]]:
    started: list[subprocess.Popen[str]] = []

    def start(url: str, number: int = 2, later: bool = False) -> list[subprocess.Popen[str]]:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        told = [sys.executable, "-c", BUILD, str(TESTS), url, "later" if later else "first"]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        made = [subprocess.Popen(told, env=environment, **pipes) for _ in range(number)]
        started.extend(made)
        for builder in made:
            assert builder.stdout is not None
            assert builder.stdout.readline() == "ready\n"
        return made

    yield start
    for builder in started:
        builder.kill()
        builder.communicate()


def finished(builder: subprocess.Popen[str]) -> dict[str, Any]:
    output, _ = builder.communicate(timeout=60)
    assert builder.returncode == 0
    said: dict[str, Any] = json.loads(output.splitlines()[-1])
    return said


def go(builders: list[subprocess.Popen[str]]) -> list[dict[str, Any]]:
    for builder in builders:
        assert builder.stdin is not None
        builder.stdin.write("go\n")
        builder.stdin.flush()
    return [finished(builder) for builder in builders]


@pytest.mark.parametrize("later", [False, True], ids=["a first sync", "a later one"])
def test_two_builders_at_once_count_right_or_say_that_another_is_at_work(
    url: str, builders: Callable[..., list[subprocess.Popen[str]]], later: bool
) -> None:
    before, account = account_of(later=False), account_of(later)
    if later:
        said(before, url)
    old = count(before, DEFINITION, account.clock)
    right = count(account, DEFINITION, account.clock)

    told = go(builders(url, later=later))

    counted = [(each["value"], each["people"]) for each in told if "value" in each]
    refused = [each for each in told if "value" not in each]
    allowed = {(right.value, right.people), (old.value, old.people)}
    assert (right.value, right.people) in counted
    assert set(counted) <= allowed
    assert all(each["error"] == "PaymentsUnavailable" for each in refused), refused
    end = said(account, url)
    assert (end.value, end.people, end.other_payments) == (right.value, right.people, right.other_payments)
    assert [entry.id for entry in end.entries] == [row.id for row in right.rows]


def test_a_builder_that_was_killed_keeps_no_other_from_working(
    url: str, builders: Callable[..., list[subprocess.Popen[str]]]
) -> None:
    account = account_of(later=False)
    right = count(account, DEFINITION, account.clock)
    (builder,) = builders(url, 1)
    assert builder.stdin is not None
    assert builder.stdout is not None
    builder.stdin.write("go\n")
    builder.stdin.flush()
    assert builder.stdout.readline() == "page 5\n"
    builder.kill()
    builder.wait()

    end = said(account, url)

    assert (end.value, end.people) == (right.value, right.people)
    assert [entry.id for entry in end.entries] == [row.id for row in right.rows]
