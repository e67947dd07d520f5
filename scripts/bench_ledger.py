"""What it costs to keep a ledger, against the sandbox's crowd, which makes its payments up while they are read."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from urllib.request import ProxyHandler, Request, build_opener

from bench_runs import ENVIRONMENT, build_s, in_turn, say
from bench_table import Row, seconds, spread
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.snapshot import Snapshot, write
from mkdocs_wellspring.ledger.records import Count, Line, Mode, Reason

__all__ = ["kill_everywhere", "measure_ledger", "measure_million", "measure_start"]

_RUNS = 9
_START_S = 0.06

_SYNC = """
import json, resource, sys, time
from collections import Counter
sys.modules["aiohttp"] = None  # it came with a test dependency, and stripe would import what its users do not have
from datetime import UTC, datetime
from mkdocs_wellspring.ledger.count import Access, counted
from mkdocs_wellspring.ledger.people import LedgerKey
from mkdocs_wellspring.ledger.records import Definition, Mode
from mkdocs_wellspring.ledger.secret import SecretKey

key, base, ledger = sys.argv[1:]
asked = Counter()
began = time.monotonic()
used = resource.getrusage(resource.RUSAGE_SELF).ru_utime
from mkdocs_wellspring.ledger import stripe
page = stripe.StripeAPI.page
def counting(self, listing, **where):
    asked[listing.kind] += 1
    return page(self, listing, **where)
stripe.StripeAPI.page = counting
definition = Definition("independence-2026", Mode.SANDBOX)
access = Access(SecretKey(key), base, ledger, LedgerKey(b"k" * 32, persistent=True))
now = datetime.now(UTC)
count = counted(definition, access, now=now, deadline_s=7200.0)
took_s = time.monotonic() - began
usage = resource.getrusage(resource.RUSAGE_SELF)

from mkdocs_wellspring.ledger.store import Ledger
from mkdocs_wellspring.ledger.tally import tally
opened = Ledger.open(ledger, b"k" * 32, f"{base} {key}", Mode.SANDBOX)
times = []
for _ in range(9):
    began = time.perf_counter()
    again = tally(opened, definition, now=now)
    times.append((time.perf_counter() - began) * 1000)
opened.close()
assert again.value == count.value
print(json.dumps({
    "value": count.value, "requests": count.requests, "charges": asked["charge"], "took_s": took_s,
    "user_s": usage.ru_utime - used, "peak_mb": usage.ru_maxrss / 1024, "tally_ms": sorted(times)[4],
}))
"""


@dataclass(frozen=True, slots=True)
class _Sync:
    """One sync in a process of its own; `user_s` with what it imports, `peak_mb` of the whole process."""

    value: int
    requests: int
    charges: int
    took_s: float
    user_s: float
    peak_mb: float
    tally_ms: float


@dataclass(frozen=True, slots=True)
class _Crowd:
    key: str
    address: str

    def sync(self, ledger: Path) -> _Sync:
        """A sync of the ledger, by the rules that are the default."""
        command = [sys.executable, "-c", _SYNC, self.key, self.address, f"sqlite:///{ledger}"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return _Sync(**json.loads(done.stdout))

    def grow(self, new: int) -> None:
        """So many payments are new."""
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        body = json.dumps({"new": new}).encode()
        request = Request(f"{self.address}/sandbox/crowd", body, headers)  # noqa: S310 - on this machine
        build_opener(ProxyHandler({})).open(request).close()


def measure_ledger(folder: Path) -> Iterator[Row]:
    """A hundred thousand charges: a first sync, one with nothing new, one with five hundred new."""
    ledger = folder / "ledger.db"
    with _crowd(100_000) as crowd:
        cold = crowd.sync(ledger)
        idle = sorted((crowd.sync(ledger) for _ in range(_RUNS)), key=lambda sync: sync.took_s)[_RUNS // 2]
        crowd.grow(500)
        new = crowd.sync(ledger)
    name = "100,000 charges, cold"
    yield _row("ledger", f"{name}: user CPU, with imports", cold.user_s, "{:.1f} s", 30)
    yield _row("ledger", f"{name}: requests to charges", cold.charges, "{}", 1010)
    yield _row("ledger", f"{name}: requests in all", cold.requests, "{}")
    yield _row("ledger", f"{name}: peak memory", cold.peak_mb, "{:.0f} MB", 150)
    yield _row("ledger", "nothing new: requests", idle.requests, "{}", 4)
    yield _row("ledger", f"nothing new: time, with imports, median of {_RUNS}", idle.took_s, "{:.2f} s", 0.5)
    yield _row("ledger", "500 new: requests", new.requests, "{}", 10)


def measure_million(folder: Path) -> Iterator[Row]:
    """A million charges, and memory against that of a tenth."""
    tenth_ledger, ledger = folder / "tenth.db", folder / "million.db"
    with _crowd(100_000) as crowd:
        tenth = crowd.sync(tenth_ledger)
    with _crowd(1_000_000) as crowd:
        say("million: 1,000,000 charges; this takes some minutes")
        cold = crowd.sync(ledger)
    size_mb = sum(path.stat().st_size for path in folder.glob("million.db*")) / 1e6
    yield _row("million", "1,000,000 charges, cold: user CPU", cold.user_s, "{:.1f} s")
    yield _row("million", "the ledger", size_mb, "{:.0f} MB", 300)
    yield _row("million", "a tally", cold.tally_ms, "{:.1f} ms", 20)
    yield _row(
        "million", f"peak memory ({cold.peak_mb:.0f} MB) over 100,000's", cold.peak_mb - tenth.peak_mb, "{:+.0f} MB", 20
    )


def measure_start(folder: Path) -> Iterator[Row]:
    """What the plugin adds to a site of one page whose snapshot is fresh, and what it does not import."""
    root = folder / "one"
    (root / "docs").mkdir(parents=True)
    (root / "docs" / "index.md").write_text("# One page\n", "utf-8")
    goal = "goal: {campaign: independence-2026, title: Keep it, target: 1000, refresh_after: 10d, demonstration: true}"
    plugins = {"plain": "[search]", "plugin": "[search, wellspring]", "goal": f"[search, {{wellspring: {{{goal}}}}}]"}
    for name, given in plugins.items():
        (root / f"{name}.yml").write_text(f"site_name: One\nplugins: {given}\n", "utf-8")
    asked = Goal("independence-2026", "Keep it", (1000,))
    count = Count(412, datetime.now(UTC), asked.definition(Mode.TEST), 412, (Line(Reason.COUNTED, 431),), 37)
    write(root / ".cache/wellspring/goal.txt", Snapshot.from_count(count, asked))
    environment = {
        "WELLSPRING_OFFLINE": "0",
        "WELLSPRING_STRIPE_KEY": "rk_test_" + "0" * 24,
        "CI": "true",
    }
    tasks = {name: lambda name=name: build_s(root / f"{name}.yml", root / "site", **environment) for name in plugins}
    runs = in_turn("start", tasks, _RUNS)
    yield Row("start", "one page, MkDocs' own theme: plain", seconds(runs.median_s("plain")))
    for name, what in (("plugin", "with the plugin"), ("goal", "with a goal whose snapshot is fresh")):
        met = runs.added_s(name, "plain") <= _START_S
        row = spread(runs.added(name, "plain"))
        yield Row("start", what, seconds(runs.median_s(name)), row, "", f"+{_START_S} s", met)
    command = [sys.executable, "-X", "importtime", "-m", "mkdocs", "build", "-q", "-f", str(root / "goal.yml")]
    told = subprocess.run(
        [*command, "-d", str(root / "site")],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **ENVIRONMENT, **environment},
    ).stderr
    found = [name for name in ("stripe", "sqlalchemy", "requests") if re.search(rf"\|\s+{name}$", told, re.MULTILINE)]
    yield Row("start", "imports of stripe, sqlalchemy, requests", "", "", f"{len(found)}", "0", not found)


def kill_everywhere(folder: Path) -> Iterator[Row]:
    """A process that syncs is killed at every page and every write; the ledger that the next sync makes of it."""
    sys.path.insert(0, str(Path(__file__).parent.parent))
    crashing = import_module("tests.ledger.crashing")  # what it needs is there for this part alone
    number, wrong = sum(crashing.totals(folder).values()), list(crashing.every_crash(folder))
    for point in wrong:
        say(f"crashes: {point} leads to another ledger")
    yield Row("crashes", f"deaths at {number} places: another ledger after", "", "", f"{len(wrong)}", "0", not wrong)


def _row(part: str, what: str, value: float, form: str, most: float | None = None) -> Row:
    """What was measured, and the most that it should be, in the same form."""
    target = "" if most is None else form.replace(":.1f", "").replace(":.2f", "").replace(":+.0f", "").format(most)
    return Row(part, what, "", "", form.format(value), target, None if most is None else value <= most)


@contextmanager
def _crowd(charges: int) -> Iterator[_Crowd]:
    command = [_wellspring(), "sandbox", "--port", "0", "--crowd", str(charges)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None  # noqa: S101 - it was asked for
        found: dict[str, str] = {}
        for line in served.stdout:
            if match := re.match(r"export (WELLSPRING_STRIPE_(?:KEY|API))=(\S+)", line):
                found[match[1]] = match[2]
            if len(found) == len(("key", "address")):
                break
        try:
            yield _Crowd(found["WELLSPRING_STRIPE_KEY"], found["WELLSPRING_STRIPE_API"])
        finally:
            served.terminate()


def _wellspring() -> str:
    return str(Path(sys.executable).with_name("wellspring"))
