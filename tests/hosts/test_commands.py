"""`wellspring refresh` and `wellspring count`, with a ledger that says what a test wants it to say."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from mkdocs_wellspring import refresh as refreshing
from mkdocs_wellspring.cli import main
from mkdocs_wellspring.errors import ConfigurationError, LedgerError, NothingMatched, PaymentsUnavailable
from mkdocs_wellspring.goal.snapshot import read, write
from mkdocs_wellspring.hosts.mkdocs.commands import count as counting
from mkdocs_wellspring.hosts.mkdocs.commands.export import COLUMNS, write_entries
from mkdocs_wellspring.hosts.mkdocs.commands.telling import Telling
from mkdocs_wellspring.hosts.mkdocs.configured import configured_goal
from mkdocs_wellspring.hosts.mkdocs.leakguard import secrets_of
from mkdocs_wellspring.ledger.records import Count, Entry, Line, Mode, Progress, Reason

from .conftest import GOAL

NOON = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
LINES = (Line(Reason.FAILED, 2), Line(Reason.REFUNDED, 3), Line(Reason.COUNTED, 431))


def entry(number: int, **changes) -> Entry:
    fields = {
        "id": f"ch_{number}",
        "intent": f"pi_{number}",
        "created": datetime(2026, 11, number, 8, 30, 5, tzinfo=UTC),
        "currency": "usd",
        "amount_minor": 2500,
        "refunded_minor": 0,
        "reason": Reason.COUNTED,
    }
    return Entry(**{**fields, **changes})


ENTRIES = (
    entry(1),
    entry(2, refunded_minor=2500, reason=Reason.REFUNDED),
    entry(3, amount_minor=0, refunded_minor=2500, reason=Reason.UNCAPTURED, intent=None),
    entry(4, currency="jpy", refunded_minor=500),
    entry(5, currency="kwd", amount_minor=1234, id="sub_5", intent=None),
    entry(6, amount_minor=None, id="sub_6", intent=None),
)


class Ledger:
    """Counts as a test wants it, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict] = []
        self.value, self.error, self.kept, self.requests = 412, None, True, 7
        self.entries = ENTRIES
        self.progress: tuple[Progress, ...] = ()

    def counted(self, definition, access, **how) -> Count:
        self.asked.append({"definition": definition, "access": access, **how})
        for step in self.progress:
            how["progress"](step)
        how["notice"]("a notice")
        if self.error:
            raise self.error
        return Count(self.value, NOON, definition, 400, LINES, 37, self.requests)

    def held(self, definition, _access, *, now) -> Count | None:
        assert now.tzinfo is UTC
        return Count(411, datetime(2026, 11, 20, 9, 5, tzinfo=UTC), definition, 411, LINES, 3) if self.kept else None

    def listed(self, _definition, _access, *, now):
        assert now.tzinfo is UTC
        self.listed_at = now
        return iter(self.entries)


@pytest.fixture
def ledger(monkeypatch, tmp_path) -> Ledger:
    for name in ("WELLSPRING_STRIPE_API", "WELLSPRING_DONATE", "WELLSPRING_OFFLINE", "CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WELLSPRING_STRIPE_KEY", "rk_live_x")
    monkeypatch.setenv("WELLSPRING_LEDGER_KEY", "k" * 16)
    monkeypatch.chdir(tmp_path)
    fake = Ledger()
    monkeypatch.setattr(refreshing, "counted", fake.counted)
    module = __import__("sys").modules[counting.callback.__module__]
    monkeypatch.setattr(module, "kept", fake.held)
    monkeypatch.setattr(module, "entries", fake.listed)
    configure()
    return fake


def configure(goal: dict | None = None) -> None:
    plugins = [{"wellspring": {"goal": {**GOAL, **(goal or {})}}}]
    Path("mkdocs.yml").write_text(yaml.safe_dump({"plugins": plugins}))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def failed(*arguments: str) -> str:
    done = run(*arguments)
    assert done.exit_code == 1
    assert done.stdout == ""
    line = done.stderr.strip().splitlines()[-1]
    assert line.startswith("Error: ")
    return line


def test_refresh_writes_the_snapshot_and_says_what_was_counted(ledger):
    done = run("refresh")
    assert done.exit_code == 0
    assert done.stdout == "412 supporters of spring-2026, counted 2026-11-26 10:00 UTC from 7 requests\n"
    assert done.stderr == "a notice\n"
    written = read(Path(".cache/wellspring/goal.txt"))
    assert written is not None
    assert (written.value, written.mode, written.as_of, written.explained.lines) == (412, Mode.LIVE, NOON, LINES)
    (asked,) = ledger.asked
    assert asked["deadline_s"] >= 3600
    assert (asked["full"], asked["thorough"]) == (None, True)
    assert asked["access"].ledger == f"sqlite:///{Path('.cache/wellspring/ledger.db').absolute()}"


def test_refresh_in_full_asks_for_everything(ledger):
    assert run("refresh", "--full").exit_code == 0
    assert ledger.asked[0]["full"] is True


@pytest.mark.parametrize(
    ("goal", "value", "line"),
    [
        ({}, 1, "1 supporter of spring-2026, "),
        ({"metric": "recurring"}, 3, "3 monthly supporters of spring-2026, "),
        ({"metric": "payments"}, 1, "1 gift to spring-2026, "),
        ({"metric": "payments"}, 1412, "1,412 gifts to spring-2026, "),
        ({"metric": "gross", "currency": "usd"}, 123_450, "$1,234.50 given to spring-2026, "),
        ({"metric": "net", "currency": "jpy"}, 1_234, "¥1,234 given, refunds taken off, to spring-2026, "),
    ],
)
def test_the_line_says_it_in_the_unit_of_the_metric(ledger, goal, value, line):
    configure(goal)
    ledger.value, ledger.requests = value, 1
    done = run("refresh")
    assert done.stdout.startswith(line)
    assert done.stdout.endswith(" from 1 request\n")


def test_money_that_is_not_real_is_called_so(ledger, monkeypatch):
    monkeypatch.setenv("WELLSPRING_STRIPE_KEY", "rk_test_x")
    assert "spring-2026 (test money), counted" in run("refresh").stdout
    assert "This is test money: nobody paid anything." in run("count").stdout


@pytest.mark.parametrize(
    "error", [PaymentsUnavailable("nobody answers"), NothingMatched("nothing of it"), ConfigurationError("a wrong key")]
)
@pytest.mark.parametrize("command", ["refresh", "count"])
def test_what_goes_wrong_is_one_line_and_leaves_the_snapshot(ledger, command, error):
    run("refresh")
    before = Path(".cache/wellspring/goal.txt").read_text()
    ledger.error = error
    assert failed(command) == f"Error: {error}"
    assert Path(".cache/wellspring/goal.txt").read_text() == before


@pytest.mark.parametrize("value", ["0", "false", "No", " OFF "])
def test_what_says_no_does_not_mean_offline(ledger, monkeypatch, value):
    monkeypatch.setenv("WELLSPRING_OFFLINE", value)
    assert run("refresh").exit_code == 0
    assert len(ledger.asked) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("WELLSPRING_STRIPE_KEY", ""), ("WELLSPRING_OFFLINE", "1"), ("WELLSPRING_OFFLINE", "true")],
)
def test_refresh_without_a_key_or_offline_says_which(ledger, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    assert name in failed("refresh")
    assert ledger.asked == []


def test_a_snapshot_that_cannot_be_written_is_an_error(ledger):
    Path(".cache").write_text("a file")
    assert "cannot be written" in failed("refresh")


def test_a_secret_key_is_told_what_to_be_instead(ledger, monkeypatch):
    monkeypatch.setenv("WELLSPRING_STRIPE_KEY", "sk_live_x")
    done = run("refresh")
    assert done.exit_code == 0
    assert "restricted key" in done.stderr
    assert "Disputes: read" in done.stderr


def test_a_shared_ledger_needs_its_key(ledger, monkeypatch):
    configure({"ledger": "postgresql://me:s3cret@db.example/ledger"})
    assert run("refresh").exit_code == 0
    assert ledger.asked[0]["access"].ledger == "postgresql+psycopg://me:s3cret@db.example/ledger"
    monkeypatch.delenv("WELLSPRING_LEDGER_KEY")
    line = failed("refresh")
    assert "WELLSPRING_LEDGER_KEY" in line
    assert "s3cret" not in line


def test_an_account_that_lost_the_campaign_is_not_believed_where_payments_stay(ledger):
    run("refresh")
    empty = Count(0, NOON, ledger.asked[0]["definition"], 0, (), 0)
    ledger.counted = lambda *_asked, **_how: empty
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refreshing, "counted", ledger.counted)
        assert "same account" in failed("refresh")


@pytest.mark.parametrize("goal", [{"window": "month"}, {"window": "7d"}, {"metric": "recurring"}])
def test_a_window_that_moves_on_may_come_to_nothing(ledger, goal):
    configure(goal)
    run("refresh")
    empty = Count(0, NOON, ledger.asked[0]["definition"], 0, (), 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refreshing, "counted", lambda *_asked, **_how: empty)
        assert run("refresh").stdout.startswith("0 ")


def test_count_explains_the_number_without_a_single_gift(ledger):
    configure({"offline": {"amount": 12, "note": "cheques"}, "recipient": "Example Foundation", "ends": "2026-12-31",
               "starts": "2026-01-01", "payment_link": "plink_1"})  # fmt: skip
    done = run("count")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[:3] == [
        "spring-2026: 424 of 1,000 supporters",
        "Counted 2026-11-26 10:00 UTC, from 7 requests.",
        "412 of it counted, 12 declared by Example Foundation: cheques",
    ]
    text = " ".join(done.stdout.split())
    assert "- So does a gift through this payment link: plink_1." in text
    assert "- Gifts from January 1, 2026 to December 31, 2026 count" in text
    assert lines[lines.index("") :][1].startswith("What counts (definition ")
    assert "431  Counted              All conditions are met." in lines
    assert "  3  Refunded in full     Nothing of it is left." in lines
    assert "  0  Disputed             It counts again if the dispute is won." in lines
    assert lines[-3:] == [
        "436  of the campaign in all",
        " 37  other payments of the account",
        "400  people behind what counts",
    ]
    assert "ch_" not in done.stdout
    assert read(Path(".cache/wellspring/goal.txt")) is None


@pytest.mark.parametrize("way", ["option", "variable"])
def test_offline_the_ledger_tells_of_an_earlier_day(ledger, monkeypatch, way):
    if way == "variable":
        monkeypatch.setenv("WELLSPRING_OFFLINE", "1")
    done = run("count", *(["--offline"] if way == "option" else []))
    assert done.stdout.splitlines()[:2] == [
        "spring-2026: 411 of 1,000 supporters",
        "From the ledger as it was on 2026-11-20 09:05 UTC; nobody was asked.",
    ]
    assert ledger.asked == []


def test_a_csv_of_an_earlier_day_is_of_that_day(ledger):
    assert run("count", "--offline", "--csv", "out.csv").exit_code == 0
    assert ledger.listed_at == datetime(2026, 11, 20, 9, 5, tzinfo=UTC)


def test_without_a_key_the_snapshot_is_explained(ledger, monkeypatch):
    run("refresh")
    monkeypatch.setenv("WELLSPRING_STRIPE_KEY", "")
    done = run("count")
    assert done.stdout.splitlines()[1] == "From the snapshot as it was on 2026-11-26 10:00 UTC; nobody was asked."
    assert "431  Counted" in done.stdout
    assert json.loads(run("count", "--json").stdout)["source"] == "snapshot"
    assert "WELLSPRING_STRIPE_KEY" in failed("count", "--csv", "out.csv")


@pytest.mark.parametrize("table", ["out.csv", "-"])
def test_csv_of_a_ledger_that_lacks_what_the_snapshot_counted_is_refused(ledger, table):
    run("refresh")
    ledger.kept = False
    assert run("count", "--offline").stdout.splitlines()[1].startswith("From the snapshot")
    line = failed("count", "--offline", "--csv", table)
    assert "the ledger does not hold all that the number was counted from: run wellspring refresh" in line
    assert not Path("out.csv").exists()


@pytest.mark.parametrize(("month", "is_told"), [("this", True), ("last", False)])
def test_the_snapshot_of_another_month_is_not_explained_as_that_of_this(ledger, monkeypatch, month, is_told):
    configure({"window": "month"})
    run("refresh")
    path = Path(".cache/wellspring/goal.txt")
    counted, now = read(path), datetime.now(UTC)
    assert counted is not None
    write(path, counted._replace(as_of=now if month == "this" else now.replace(day=1) - timedelta(days=2)))
    monkeypatch.setenv("WELLSPRING_STRIPE_KEY", "")
    if is_told:
        assert "412 of 1,000" in run("count").stdout
    else:
        assert re.search(r"goal\.txt: its count is of \d{4}-\d\d, and `window: month` counts", failed("count"))


def test_a_refresh_says_nothing_of_the_month_that_was_counted_before(ledger):
    configure({"window": "month"})
    run("refresh")
    path = Path(".cache/wellspring/goal.txt")
    counted = read(path)
    assert counted is not None
    write(path, counted._replace(as_of=datetime.now(UTC).replace(day=1) - timedelta(days=2)))
    assert run("refresh").stderr == "a notice\n"


def test_where_nothing_was_counted_the_command_says_what_to_do(ledger, monkeypatch):
    ledger.kept = False
    assert "wellspring refresh" in failed("count", "--offline")
    monkeypatch.setenv("WELLSPRING_STRIPE_KEY", "")
    assert "WELLSPRING_STRIPE_KEY is not set" in failed("count")


def test_json_is_one_document_with_stable_keys(ledger):
    configure(
        {"metric": "net", "currency": "usd", "target": [1000, 2000.5], "offline": {"amount": 1.5, "note": "cash"}}
    )
    document = json.loads(run("count", "--json").stdout)
    definition = document.pop("definition")
    lines = {line["reason"]: line for line in document.pop("lines")}
    assert document == {
        "schema": 1,
        "campaign": "spring-2026",
        "mode": "live",
        "metric": "net",
        "value": 412,
        "unit": "minor units of usd",
        "offline": {"amount": 150, "note": "cash"},
        "targets": [100_000, 200_050],
        "as_of": "2026-11-26T10:00:00+00:00",
        "source": "stripe",
        "requests": 7,
        "people": 400,
        "campaign_payments": 436,
        "other_payments": 37,
    }
    assert lines["refunded"] == {
        "reason": "refunded",
        "counted": False,
        "number": 3,
        "words": "Refunded in full",
        "rule": "Nothing of it is left.",
    }
    assert [reason for reason, line in lines.items() if line["counted"]] == ["counted"]
    assert re.fullmatch("[0-9a-f]{16}", definition["fingerprint"])
    assert (definition["window"], definition["currency"], definition["starts"]) == ("campaign", "usd", None)


def test_csv_has_one_row_a_payment_and_no_people(ledger):
    done = run("count", "--csv", "out.csv")
    assert "412 of 1,000" in done.stdout
    rows = list(csv.reader(io.StringIO(Path("out.csv").read_text("utf-8"))))
    assert tuple(rows[0]) == COLUMNS
    assert rows[1:] == [
        ["ch_1", "pi_1", "2026-11-01T08:30:05Z", "usd", "25.00", "0.00", "25.00", "counted", "yes"],
        ["ch_2", "pi_2", "2026-11-02T08:30:05Z", "usd", "25.00", "25.00", "0.00", "refunded", "no"],
        ["ch_3", "", "2026-11-03T08:30:05Z", "usd", "0.00", "0.00", "0.00", "uncaptured", "no"],
        ["ch_4", "pi_4", "2026-11-04T08:30:05Z", "jpy", "2500", "500", "2000", "counted", "yes"],
        ["sub_5", "", "2026-11-05T08:30:05Z", "kwd", "1.234", "0.000", "1.234", "counted", "yes"],
        ["sub_6", "", "2026-11-06T08:30:05Z", "usd", "", "", "", "counted", "yes"],
    ]


def test_csv_may_be_printed_alone(ledger):
    done = run("count", "--csv", "-")
    assert done.stdout.splitlines()[0] == ",".join(COLUMNS)
    assert len(done.stdout.splitlines()) == 1 + len(ENTRIES)
    assert run("count", "--csv", "-", "--json").exit_code == 2


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(ledger, start):
    ledger.entries = (entry(1, id=f"{start}cmd|' /C calc'!A0", currency="usd"),)
    run("count", "--csv", "out.csv")
    with Path("out.csv").open(newline="", encoding="utf-8") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_a_csv_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("before")

    def broken():
        yield entry(1)
        raise PaymentsUnavailable("gone")

    with pytest.raises(PaymentsUnavailable):
        write_entries(path, broken())
    assert path.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.parametrize("table", ["no/where.csv", ".", "/", "", "folder", "loop"])
def test_a_csv_that_cannot_be_written_is_one_line(ledger, table):
    Path("folder").mkdir()
    Path("loop").symlink_to("loop")
    line = failed("count", "--csv", table)
    assert f"{table or '.'} cannot be written (" in line
    assert "name another file with --csv" in line
    assert sorted(file.name for file in Path().iterdir()) == ["folder", "loop", "mkdocs.yml"]


@contextmanager
def pipe(path: Path) -> Iterator[int]:
    """A pipe with a reader, so that nobody waits for one."""
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    yield reader
    os.close(reader)


def test_a_csv_is_written_where_links_lead_and_they_stay(ledger):
    Path("books").mkdir()
    Path("books/old.csv").write_text("before")
    Path("out.csv").symlink_to("link.csv")
    Path("link.csv").symlink_to("books/old.csv")
    assert run("count", "--csv", "out.csv").exit_code == 0
    assert (Path("out.csv").is_symlink(), Path("link.csv").is_symlink()) == (True, True)
    assert Path("books/old.csv").read_text().startswith("id,")
    assert [file.name for file in Path("books").iterdir()] == ["old.csv"]


@pytest.mark.parametrize("name", ["pipe", "link"])
def test_a_csv_into_a_pipe_goes_through_it_and_leaves_it(ledger, name):
    Path("link").symlink_to("pipe")
    with pipe(Path("pipe")) as reader:
        assert run("count", "--csv", name).exit_code == 0
        assert len(os.read(reader, 1 << 16).splitlines()) == 1 + len(ENTRIES)
    assert Path("pipe").is_fifo()
    assert Path("link").is_symlink()


def test_a_pipe_gets_nothing_of_a_csv_that_is_not_whole(tmp_path):
    def broken():
        yield entry(1)
        raise LedgerError("gone")

    with pipe(tmp_path / "pipe") as reader:
        with pytest.raises(LedgerError):
            write_entries(tmp_path / "pipe", broken())
        assert os.read(reader, 1 << 16) == b""
    assert [file.name for file in tmp_path.iterdir()] == ["pipe"]


@pytest.mark.parametrize(
    ("document", "line"),
    [
        ("", ".: the count cannot be written (Is a directory): name another file with --document"),
        ("mkdocs.yml/x", "x: the count cannot be written (File exists): name another file with --document"),
    ],
)
def test_a_document_that_cannot_be_written_is_one_line(ledger, document, line):
    assert line in failed("refresh", "--document", document)
    assert read(Path(".cache/wellspring/goal.txt")) is not None


PRINTS = """
import sys
from datetime import UTC, datetime
from mkdocs_wellspring.cli import main
from mkdocs_wellspring.ledger.records import Count, Entry, Reason
from mkdocs_wellspring import refresh
count = sys.modules["mkdocs_wellspring.hosts.mkdocs.commands.count"]
now, rows = datetime.now(UTC), int(sys.argv.pop(1))
refresh.counted = lambda definition, *_, **__: Count(412, now, definition, 400, (), 37, 7)
one = Entry("ch_1", "pi_1", now, "usd", 2500, 0, Reason.COUNTED)
count.entries = lambda *_, **__: [one] * rows
main()
"""


def printing(output: int, *arguments: str, rows: int = 3) -> tuple[int, str]:
    """The exit status and stderr of a process of its own, whose stdout is `output`."""
    command = [sys.executable, "-c", PRINTS, str(rows), *arguments]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, stdout=output, stderr=subprocess.PIPE, env=env, text=True, check=False)
    return done.returncode, done.stderr


printed = pytest.mark.parametrize(
    ("arguments", "rows"),
    [(("count",), 3), (("count", "--json"), 3), (("count", "--csv", "-"), 3), (("count", "--csv", "-"), 100_000),
     (("refresh",), 3)],
    ids=str,
)  # fmt: skip


@printed
def test_output_that_cannot_be_written_is_one_line(ledger, arguments, rows):
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - held open by us: the command never sees its name
        said = printing(full.fileno(), *arguments, rows=rows)
    assert said == (1, "Error: the output cannot be written (No space left on device)\n")


@printed
def test_of_a_reader_that_has_left_nothing_is_said(ledger, arguments, rows):
    reader, writer = os.pipe()
    os.close(reader)
    said = printing(writer, *arguments, rows=rows)
    os.close(writer)
    assert said == (1, "")


def test_a_ledger_that_is_gone_has_no_payments_to_list(ledger, monkeypatch):
    monkeypatch.delenv("WELLSPRING_LEDGER_KEY")
    monkeypatch.setenv("CI", "true")
    assert run("count").exit_code == 0
    assert "WELLSPRING_LEDGER_KEY" in failed("count", "--csv", "out.csv")
    assert not Path("out.csv").exists()


STEPS = [Progress(100, 0.1), Progress(12_300, 0.345), Progress(20_000, 1.2)]


def test_a_long_count_says_a_line_now_and_then(capsys):
    times = iter([0.0, 5.0, 10.5, 10.5, 15.0])
    with Telling(terminal=False, clock=lambda: next(times)) as telling:
        for step in STEPS:
            telling.progress(step)
    assert capsys.readouterr().err == "Counting: 12,300 payments so far, 34 % of the time covered\n"


def test_on_a_terminal_a_bar_runs_to_its_end_and_notices_wait_for_it(capsys):
    with Telling(terminal=True) as telling:
        for step in STEPS:
            telling.progress(step)
        telling.notice("a notice")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.endswith("a notice\n")


def test_a_short_count_says_nothing(capsys):
    with Telling(terminal=True):
        pass
    with Telling(terminal=False):
        pass
    assert capsys.readouterr().err == ""


def test_a_refresh_hands_its_progress_on(ledger):
    ledger.progress = tuple(STEPS)
    assert run("refresh").exit_code == 0


def test_the_goal_is_found_behind_tags_groups_and_inheritance(ledger, monkeypatch):
    Path("base.yml").write_text(
        "plugins:\n  search: {}\n  wellspring:\n    goal: {target: 5, title: Base, campaign: c}\n"
    )
    Path("mkdocs.yml").write_text(
        "INHERIT: base.yml\ntheme: {name: no-such-theme}\nextra:\n  emoji: !!python/name:no.such.module\n"
        "plugins:\n  no-such-plugin: {}\n"
        "  wellspring:\n    goal: {campaign: !ENV [CAMPAIGN, other], ends: 2026-12-31}\n"
    )
    monkeypatch.setenv("CAMPAIGN", "from-env")
    goal = configured_goal(Path("mkdocs.yml")).goal
    assert (goal.campaign, goal.title, goal.targets, goal.ends) == ("from-env", "Base", (5,), date(2026, 12, 31))
    grouped = [{"group": {"enabled": True, "plugins": ["search", {"wellspring": {"goal": GOAL}}]}}]
    Path("mkdocs.yml").write_text(yaml.safe_dump({"plugins": grouped}))
    assert configured_goal(Path("mkdocs.yml")).goal.campaign == "spring-2026"
    grouped[0]["group"]["enabled"] = False
    Path("mkdocs.yml").write_text(yaml.safe_dump({"plugins": grouped}))
    with pytest.raises(ConfigurationError, match="has no `wellspring:`"):
        configured_goal(Path("mkdocs.yml"))


@pytest.mark.parametrize(
    "ledger_at", ["gifts.db", "books/gifts.db", ".cache/wellspring/ledger.db", "/elsewhere/gifts.db"]
)
def test_the_ledgers_own_key_lies_in_the_cache_wherever_the_ledger_is(ledger, monkeypatch, tmp_path, ledger_at):
    monkeypatch.delenv("WELLSPRING_LEDGER_KEY")
    configure({"ledger": ledger_at, "snapshot": "kept/goal.txt"})
    (tmp_path / "site").mkdir()
    Path("mkdocs.yml").rename("site/mkdocs.yml")
    assert run("refresh", "-f", "site/mkdocs.yml").exit_code == 0
    key = tmp_path / "site/.cache/wellspring/ledger.key"
    assert ledger.asked[0]["access"].ledger_key.secret == bytes.fromhex(key.read_text())
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob(".gitignore")] == [
        "site/.cache/wellspring/.gitignore"
    ]
    goal = configured_goal(Path("site/mkdocs.yml")).goal
    assert [secret.value.decode() for secret in secrets_of({}, goal.ledger_key_file)] == [key.read_text().strip()]


@pytest.mark.parametrize(
    ("said", "ledger_at", "option"),
    [
        ({}, "docs/private/ledger.db", "docs_dir"),
        ({}, "./books/../docs/ledger.db", "docs_dir"),
        ({}, "docs/.private/ledger.db", "docs_dir"),
        ({}, "site/ledger.db", "site_dir"),
        ({"docs_dir": "text"}, "text/ledger.db", "docs_dir"),
        ({"site_dir": "out/html"}, "out/html/ledger.db", "site_dir"),
        ({"theme": {"name": "x", "custom_dir": "overrides"}}, "overrides/ledger.db", "custom_dir"),
    ],
)
@pytest.mark.parametrize("command", ["refresh", "count"])
def test_a_ledger_where_it_would_be_published_is_refused(ledger, said, ledger_at, option, command):
    configure({"ledger": ledger_at})
    Path("mkdocs.yml").write_text(Path("mkdocs.yml").read_text() + yaml.safe_dump(said or {"x": 1}))
    line = failed(command)
    assert "goal: ledger:" in line
    assert option in line
    assert ledger.asked == []


@pytest.mark.parametrize("ledger_at", ["docs.db", "books/docs/ledger.db", "docs-private/ledger.db"])
def test_a_ledger_beside_what_is_published_is_taken(ledger, ledger_at):
    configure({"ledger": ledger_at})
    assert run("refresh").exit_code == 0


@pytest.mark.parametrize(("link", "to"), [("books", "docs"), ("docs/books", "../elsewhere")])
def test_a_ledger_behind_a_link_into_the_site_or_out_of_it_is_refused(ledger, link, to):
    Path("docs").mkdir()
    Path("elsewhere").mkdir()
    Path(link).symlink_to(to, target_is_directory=True)
    configure({"ledger": f"{link}/ledger.db"})
    assert "docs_dir" in failed("refresh")


def test_pages_may_lie_beside_the_configuration_as_the_cache_is_hidden(ledger):
    configure()
    Path("mkdocs.yml").write_text(Path("mkdocs.yml").read_text() + "docs_dir: .\n")
    assert run("refresh").exit_code == 0
    configure({"ledger": "ledger.db"})
    Path("mkdocs.yml").write_text(Path("mkdocs.yml").read_text() + "docs_dir: .\n")
    assert "docs_dir" in failed("refresh")


def test_another_file_is_read_and_its_folder_holds_the_ledger(ledger, tmp_path):
    configure()
    (tmp_path / "site").mkdir()
    Path("mkdocs.yml").rename("site/other.yml")
    assert run("refresh", "-f", "site/other.yml").exit_code == 0
    assert (tmp_path / "site/.cache/wellspring/goal.txt").exists()


WITH = "plugins: [{wellspring: {goal: {campaign: c, title: t"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "mkdocs.yml cannot be read (No such file or directory)"),
        ("plugins: [", "mkdocs.yml cannot be read"),
        ("- a\n- b", "mkdocs.yml holds no options"),
        ("", "has no `wellspring:`"),
        ("plugins: [search]", "has no `wellspring:`"),
        ("plugins: [wellspring]", "has no `goal:`"),
        ("plugins: [{wellspring: [goal]}]", "`wellspring:` holds no options"),
        ("plugins: [{wellspring: {goal: yes}}]", "`goal:` holds no options"),
        (
            f"{WITH}}}}}}}]",
            "goal: target: Required configuration not provided.",
        ),
        (
            f"{WITH}, target: 5, metric: x}}}}}}]",
            "goal: metric: Expected one of",
        ),
        (f"{WITH}, target: 0}}}}}}]", "goal: target: 0 is no goal"),
        (
            f"{WITH}, target: 1, text: sk_live_abc}}}}}}]",
            "mkdocs.yml holds a Stripe key",
        ),
        ("INHERIT: nowhere.yml", "nowhere.yml"),
        ("INHERIT: mkdocs.yml", "mkdocs.yml holds itself, by INHERIT"),
        ("plugins: &here [{group: {plugins: *here}}]", "mkdocs.yml holds itself"),
        (f"plugins: {'[' * 3000}{']' * 3000}", "is nested too deeply"),
        ("plugins: [[a]]", "`plugins:` holds what is no name of a plugin"),
        ("plugins: [{5: {}}]", "`plugins:` holds what is no name of a plugin"),
        (f"{WITH}, target: 5}}}}}}, {{wellspring: {{}}}}]", "`plugins:` names `wellspring:` twice"),
        (f"{WITH}, target: 5}}}}}}, {{group: {{plugins: [wellspring]}}}}]", "`plugins:` names `wellspring:` twice"),
        (f"{WITH}, target: 0x{'f' * 5000}}}}}}}]", "goal: target: a number"),
        (f"{WITH}, target: -0x{'f' * 5000}, metric: net, currency: usd}}}}}}]", "a number of so many digits"),
        (f"{WITH}, target: {'9' * 5000}}}}}}}]", "mkdocs.yml cannot be read"),
        (f"{WITH}, target: 5, metric: 0x{'f' * 5000}}}}}}}]", "a number of so many digits"),
        (f"{WITH}, target: 5, refresh_after: {'9' * 5000}s}}}}}}]", "goal: refresh_after: '999"),
        (f"{WITH}, target: 5, past_due_grace: {'9' * 5000}d}}}}}}]", "goal: past_due_grace: '999"),
        (f"{WITH}, target: 5, window: {'9' * 5000}d}}}}}}]", "goal: window: '999"),
        (f"{WITH}, target: .nan}}}}}}]", "goal: target: nan"),
        (f"{WITH}, target: .inf, metric: net, currency: usd}}}}}}]", "goal: target: inf is no amount"),
        (f"{WITH}, target: 5, minimum: .nan, currency: usd}}}}}}]", "goal: minimum: nan is no amount"),
        (f"{WITH}, target: 5, offline: .inf}}}}}}]", "goal: offline: inf"),
        (f"{WITH}, target: 5, offline: {{amount: .nan}}}}}}}}]", "goal: offline: nan"),
        (f"{WITH}, target: 5, starts: 2026-01-01 10:00:00}}}}}}]", "goal: starts: '2026-01-01 10:00:00' is no day"),
        (f'{WITH}, target: 5, snapshot: "a\\0b"}}}}}}]', r"goal: snapshot: it holds '\x00'"),
        (f'{WITH}, target: 5, ledger: "a\\0b"}}}}}}]', r"goal: ledger: it holds '\x00'"),
        (f'{WITH}, target: 5, text: "a\\ud800"}}}}}}]', r"goal: text: it holds '\ud800'"),
        (f"{WITH}, target: 5, counted_page: {'x' * 300}.md}}}}}}]", "is too long for the name of a file"),
    ],
)
@pytest.mark.parametrize("command", ["refresh", "count"])
def test_a_configuration_without_a_goal_is_one_line(ledger, command, text, said):
    Path("mkdocs.yml").unlink()
    if text is not None:
        Path("mkdocs.yml").write_text(text)
    assert said in failed(command)
    assert ledger.asked == []


def test_an_unknown_option_is_told_as_mkdocs_does(ledger):
    configure({"metrik": "net"})
    assert "goal: metrik: Unrecognised configuration name: metrik" in run("refresh").stderr


def test_a_ledger_whose_variable_is_not_set_is_no_other_ledger(ledger, monkeypatch):
    monkeypatch.delenv("LEDGER_URL", raising=False)
    configure()
    written = Path("mkdocs.yml").read_text("utf-8")
    Path("mkdocs.yml").write_text(written.replace("campaign:", "ledger: !ENV LEDGER_URL\n      campaign:", 1), "utf-8")
    assert "goal: ledger: it is empty; where !ENV names a variable, set that" in failed("refresh")
