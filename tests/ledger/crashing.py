"""Builders that die: syncs in processes of their own, killed at a page, at a statement or round a commit.

One child of the tests imports the ledger once and forks itself for each death, so that hundreds of them take
seconds. `every_crash` is for `make bench`; the tests take a sample.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Engine

from mkdocs_wellspring.ledger.records import Count, Definition, Entry, Mode
from mkdocs_wellspring.ledger.store import Ledger
from mkdocs_wellspring.ledger.sync import synchronise
from mkdocs_wellspring.ledger.tally import entries

from .answering import API, Moment
from .history import DAY, HOUR, LINKS, Account

__all__ = [
    "DEFINITION",
    "KINDS",
    "Point",
    "Said",
    "account_of",
    "crashed",
    "every_crash",
    "forty",
    "long_after",
    "said",
    "totals",
]

KINDS = ("page", "statement", "before commit", "after commit")
DEFINITION = Definition(
    "spring", Mode.TEST, window="all", payment_links=LINKS, products=("prod_monthly",), currency="usd", metric="net"
)
SECRET, NAME = b"a secret of thirty-two letters..", "acct_pretend"
TESTS = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Point:
    """When a sync dies: at the `number`-th thing of that kind, in the first sync or (`later`) in one that follows."""

    kind: str
    number: int
    later: bool = False

    @property
    def name(self) -> str:
        return f"{self.kind.replace(' ', '-')}-{self.number}{'-later' if self.later else ''}"


@dataclass(frozen=True, slots=True)
class Said:
    """What a ledger says in the end; how many requests that took is left out."""

    value: int
    people: int
    lines: tuple[Any, ...]
    other_payments: int
    entries: tuple[Entry, ...]


def forty() -> Account:
    """An account with 44 charges of every kind, on five days."""
    account = Account()
    for number in range(30):
        account.wait(3 * HOUR)
        campaign = None if number % 5 == 0 else "spring"
        outcome = ("succeeded", "succeeded", "pending", "succeeded", "failed", "uncaptured")[number % 6]
        one = account.give(f"person{number % 11}@example.org", campaign=campaign, outcome=outcome, amount=500 + number)
        if outcome == "succeeded" and number % 4 == 1:
            account.refund(one, 200, "pending" if number % 8 == 1 else "succeeded")
        if outcome == "succeeded" and number % 7 == 0:
            account.dispute(one)
    for number in range(7):
        session = account.open_session("price_mug", LINKS[number % 2])
        account.wait(HOUR)
        account.complete(session, f"person{number}@example.org")
    for number in range(7):
        account.subscribe(f"cus_{number}", f"person{number + 5}@example.org", campaign="spring" if number % 2 else None)
    return account


def long_after(account: Account) -> None:
    """What is open is closed, and more is given."""
    account.wait(2 * DAY)
    for charge in list(account.charges):
        if charge["status"] == "pending":
            account.settle(charge)
        elif not charge["captured"] and charge["status"] == "succeeded":
            account.capture(charge)
    for refund in account.refunds:
        if refund["status"] == "pending":
            account.finish(refund, "failed")
    for dispute in account.disputes:
        account.move(dispute, "won")
    for number in range(12):
        account.wait(HOUR)
        account.refund(account.give(f"person{number}@example.org", campaign="spring"), 100)
    for subscription in account.subscriptions:
        account.renew(subscription)
    account.wait(DAY)


def crashed(folder: Path, points: Sequence[Point]) -> Iterator[tuple[Point, Path]]:
    """The ledger that each of those deaths left behind. Where a sync outlived its point, that fails."""
    for point, died in _children(folder, points):
        assert died == -signal.SIGKILL, f"{point} was never reached"
        yield point, folder / f"{point.name}.db"


def every_crash(folder: Path) -> Iterator[Point]:
    """Each of the deaths after which the ledger is not as if nobody had died."""
    counted = totals(folder)
    points = [
        Point(kind, number, later) for (kind, later), number_of in counted.items() for number in range(1, number_of + 1)
    ]
    right = {later: said(account_of(later), folder / f"fresh-{later}.db") for later in (False, True)}
    for point, path in crashed(folder, points):
        if said(account_of(point.later), path) != right[point.later]:
            yield point


def totals(folder: Path) -> dict[tuple[str, bool], int]:
    """How many points of each kind a sync has that nobody kills, the first and the later one."""
    counted = {}
    for later in (False, True):
        (_, died), *_ = _children(folder, [Point("nothing", 0, later)])
        assert died == 0
        read = json.loads((folder / f"nothing-0{'-later' if later else ''}.json").read_text("utf-8"))
        counted.update({(kind, later): read[kind] for kind in KINDS})
    return counted


def said(account: Account, place: str | Path) -> Said:
    """What the ledger of that file or URL says after one more sync."""
    with closing(opened(f"sqlite:///{place}" if isinstance(place, Path) else place)) as ledger:
        counted = synchronised(account, ledger)
        listed = tuple(entries(ledger, DEFINITION, now=account.clock))
    return Said(counted.value, counted.people, counted.lines, counted.other_payments, listed)


def _children(folder: Path, points: Sequence[Point]) -> Iterator[tuple[Point, int]]:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from ledger.crashing import die_often; die_often(sys.argv[2])"
    )
    path = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, "-c", program, str(TESTS), str(folder)],
        input=json.dumps([asdict(point) for point in points]),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.returncode == 0, done.stderr
    return zip(points, map(int, done.stdout.split()), strict=True)


# In the child.


def die_often(folder: str) -> None:
    """For each point on standard input a process that reaches it; prints how each of them ended."""
    points = [Point(**each) for each in json.loads(sys.stdin.read())]
    before = Path(folder, "before.db")
    if any(point.later for point in points) and not before.exists():
        said(account_of(later=False), before)
    for point in points:
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            _die(Path(folder), point)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")


def _die(folder: Path, point: Point) -> None:
    path = folder / f"{point.name}.db"
    for left in folder.glob(f"{path.name}*"):  # of an earlier run
        left.unlink()
    if point.later:
        shutil.copyfile(folder / "before.db", path)
    seen: Counter[str] = Counter()

    def at(kind: str) -> None:
        seen[kind] += 1
        if (kind, seen[kind]) == (point.kind, point.number):
            os.kill(os.getpid(), signal.SIGKILL)

    _watch_commits(at)
    event.listen(Engine, "before_cursor_execute", lambda *_: at("statement"))
    with closing(opened(f"sqlite:///{path}")) as ledger:
        seen.clear()
        synchronised(account_of(point.later), ledger, before=lambda _: at("page"))
    path.with_suffix(".json").write_text(json.dumps({kind: seen[kind] for kind in KINDS}), "utf-8")


def _watch_commits(at: Any) -> None:
    commit = SQLiteDialect_pysqlite.do_commit

    def watched(self: SQLiteDialect_pysqlite, connection: Any) -> None:
        at("before commit")
        commit(self, connection)
        at("after commit")

    SQLiteDialect_pysqlite.do_commit = watched  # type: ignore[method-assign]


def account_of(later: bool) -> Account:
    """The account as it is at the first sync, or at the later one."""
    account = forty()
    if later:
        long_after(account)
    return account


def opened(url: str) -> Ledger:
    return Ledger.open(url, SECRET, NAME, Mode.TEST, before_writing=lambda: None, notice=_nothing)


def synchronised(account: Account, ledger: Ledger, before: Moment = int) -> Count:
    api = API(account, page_size=3, before=before)
    return synchronise(api, ledger, DEFINITION, now=account.clock, notice=_nothing)


def _nothing(_: str) -> None:
    pass
