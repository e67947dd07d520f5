"""The ledger on a real SQLite file."""

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mkdocs_wellspring.errors import LedgerError, PaymentsUnavailable
from mkdocs_wellspring.ledger.records import Definition, Mode, Payment
from mkdocs_wellspring.ledger.store import SCHEMA_VERSION, Ledger

SPRING = Definition("spring", Mode.TEST)
SECRET = b"a key of the ledger, 32 bytes lo"


def gift(number, *people):
    created = datetime.fromtimestamp(1_780_000_000 + number, UTC)
    return Payment(f"ch_{number}", created, 500, 20, "usd", True, False, frozenset(people or {f"p{number}"}))


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'cache' / 'ledger.db'}"


@pytest.fixture
def opened(url):
    ledger = Ledger.open(url, SECRET)
    yield ledger
    ledger.close()


def test_payments_come_back_as_they_were_written_after_the_ledger_was_closed(url):
    written = [gift(1, "a", "b"), gift(2), replace(gift(3), amount_minor=2**53)]
    first = Ledger.open(url, SECRET)
    first.replace(SPRING, written[::-1])
    first.close()
    second = Ledger.open(url, SECRET)
    assert second.payments(SPRING) == written
    second.close()


def test_replacing_leaves_nothing_of_before_and_other_campaigns_and_modes_alone(opened):
    for other in (replace(SPRING, campaign="autumn"), replace(SPRING, mode=Mode.SANDBOX)):
        opened.replace(other, [gift(1)])
    opened.replace(SPRING, [gift(1, "x"), gift(2)])
    opened.replace(SPRING, [gift(2, "y")])
    assert opened.payments(SPRING) == [gift(2, "y")]
    assert opened.payments(replace(SPRING, campaign="autumn")) == [gift(1)]
    assert opened.payments(replace(SPRING, mode=Mode.SANDBOX)) == [gift(1)]
    opened.replace(SPRING, [])
    assert opened.payments(SPRING) == []


def test_a_change_that_fails_or_is_forbidden_leaves_the_ledger_as_it_was(url, opened):
    opened.replace(SPRING, [gift(1)])
    with pytest.raises(LedgerError):
        opened.replace(SPRING, [gift(2), gift(2)])

    def forbid():
        raise PaymentsUnavailable("too late")

    late = Ledger.open(url, SECRET, before_writing=forbid)
    with pytest.raises(PaymentsUnavailable, match="too late"):
        late.replace(SPRING, [gift(3)])
    late.close()
    assert opened.payments(SPRING) == [gift(1)]


def test_the_file_is_for_its_owner_alone(tmp_path, opened):
    opened.replace(SPRING, [gift(1)])
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "cache").iterdir()}
    assert modes == dict.fromkeys(["ledger.db", "ledger.db-shm", "ledger.db-wal"], 0o600)


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE wellspring_schema SET version = {SCHEMA_VERSION + 1}",
        "DELETE FROM wellspring_schema",
        "DROP TABLE wellspring_schema",
        "UPDATE wellspring_schema SET version = 0; ALTER TABLE wellspring_payments RENAME TO wellspring_gifts",
    ],
)
def test_a_ledger_of_another_version_is_rebuilt_with_a_message_and_nothing_else_is_touched(url, statement):
    Ledger.open(url, SECRET).close()
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.executescript(f"CREATE TABLE mine (x); INSERT INTO mine VALUES (7); {statement}")
    connection.close()
    said = []
    ledger = Ledger.open(url, SECRET, notice=said.append)
    ledger.replace(SPRING, [gift(1)])
    ledger.close()
    assert len(said) == 1
    assert "filled anew" in said[0]
    Ledger.open(url, SECRET, notice=pytest.fail).close()
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        assert connection.execute("SELECT x FROM mine").fetchall() == [(7,)]
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'wellspring_gifts'").fetchall()
    connection.close()


def test_a_new_ledger_is_no_news(url):
    Ledger.open(url, SECRET, notice=pytest.fail).close()


def test_builds_that_open_and_write_one_ledger_at_once_leave_it_whole(url):
    def build(number):
        ledger = Ledger.open(url, SECRET)
        ledger.replace(SPRING, [gift(number), gift(number + 100)])
        ledger.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(build, range(12)))
    ledger = Ledger.open(url, SECRET)
    first, second = ledger.payments(SPRING)
    ledger.close()
    assert int(second.id[3:]) - int(first.id[3:]) == 100


def test_a_ledger_in_memory_serves_several_threads():
    ledger = Ledger.open("sqlite://", SECRET)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(ledger.replace, SPRING, [gift(1)]).result()
    assert ledger.payments(SPRING) == [gift(1)]
    ledger.close()


@pytest.mark.parametrize(
    "bad", ["", "nonsense", "sqlite:///{folder}", "sqlite:///{file}/x.db", "nosuch://u:hunter2@h/x"]
)
def test_a_ledger_that_cannot_be_opened_is_an_error_of_one_line(tmp_path, bad):
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError) as caught:
        Ledger.open(bad.format(folder=tmp_path, file=tmp_path / "file"), SECRET)
    assert "\n" not in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_no_database_is_refused_and_left(tmp_path):
    (tmp_path / "x.db").write_text("My diary. " * 200)
    with pytest.raises(LedgerError, match="delete it"):
        Ledger.open(f"sqlite:///{tmp_path / 'x.db'}", SECRET)
    assert (tmp_path / "x.db").read_text() == "My diary. " * 200


def test_neither_a_ledger_nor_its_errors_show_the_key(opened):
    assert "key of the ledger" not in repr(opened)
