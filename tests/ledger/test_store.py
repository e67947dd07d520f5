"""The ledger on a real SQLite file: opened, held by one at a time, rebuilt where it is not ours."""

import os
import sqlite3
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from mkdocs_wellspring.errors import ConfigurationError, LedgerError, PaymentsUnavailable
from mkdocs_wellspring.ledger.book.pages import write_page
from mkdocs_wellspring.ledger.book.schema import BOOKS, CHARGES, SCHEMA_VERSION, TABLES
from mkdocs_wellspring.ledger.people import LedgerKey
from mkdocs_wellspring.ledger.records import Mode
from mkdocs_wellspring.ledger.store import Ledger

SECRET = b"a key of the ledger, 32 bytes lo"
NOW_S = 1_790_000_000


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'cache' / 'ledger.db'}"


def opened(url, *, secret=SECRET, account="an account", mode=Mode.SANDBOX, **more):
    return Ledger.open(url, secret, account, mode, **more)


@pytest.fixture
def ledger(url):
    made = opened(url)
    yield made
    made.close()


@pytest.fixture
def write(charge):
    def written(ledger, *numbers):
        with ledger.lease(), ledger.writing() as book:
            write_page(book, "charge", [charge(number) for number in numbers], NOW_S)

    return written


def charges(ledger):
    with ledger.reading() as book:
        query = select(CHARGES.c.id).where(CHARGES.c.book == book.number).order_by(CHARGES.c.id)
        return list(book.connection.execute(query).scalars())


def test_what_was_written_is_there_after_the_ledger_was_closed(url, write):
    first = opened(url)
    write(first, 1, 2)
    first.close()
    second = opened(url, notice=pytest.fail)
    assert charges(second) == ["ch_0001", "ch_0002"]
    second.close()


def test_accounts_and_modes_have_books_of_their_own(url, ledger, write):
    write(ledger, 1)
    for other in ({"account": "another"}, {"mode": Mode.TEST}):
        strange = opened(url, **other)
        assert charges(strange) == []
        write(strange, 2)
        strange.close()
    assert charges(ledger) == ["ch_0001"]


def test_a_change_that_is_forbidden_at_last_leaves_the_ledger_as_it_was(url, ledger, write):
    write(ledger, 1)

    def forbid():
        raise PaymentsUnavailable("too late")

    late = opened(url, before_writing=forbid)
    with pytest.raises(PaymentsUnavailable, match="too late"):
        write(late, 2)
    late.close()
    assert charges(ledger) == ["ch_0001"]


def test_nothing_is_written_without_the_lease(ledger):
    with pytest.raises(PaymentsUnavailable, match="taken the ledger over"), ledger.writing():
        pass


def test_a_second_builder_waits_until_the_first_has_finished(url, ledger, write):
    second, waited = opened(url), []

    def wait(seconds):
        waited.append(seconds)
        if len(waited) == 3:
            first.__exit__(None, None, None)

    first = ledger.lease()
    first.__enter__()
    with second.lease(wait):
        assert len(waited) == 3
    write(second, 1)
    second.close()
    assert charges(ledger) == ["ch_0001"]


def test_whoever_waits_too_long_gets_the_error_of_the_clock(url, ledger):
    second = opened(url)

    def wait(_seconds):
        raise PaymentsUnavailable("no time left")

    with ledger.lease(), pytest.raises(PaymentsUnavailable, match="no time left"), second.lease(wait):
        pass
    second.close()


def test_a_builder_that_was_taken_over_writes_nothing_more(url, ledger, write):
    second = opened(url)
    with ledger.lease():
        with ledger.reading() as book:
            book.connection.execute(update(BOOKS).values(held_until_s=int(time.time()) - 1))
        taken = pytest.raises(PaymentsUnavailable, match="taken the ledger over")
        with second.lease(), taken, ledger.writing():
            pass
        write(second, 1)
    second.close()
    assert charges(ledger) == ["ch_0001"]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the lease ends by the clock")
def test_the_lease_of_a_process_that_died_is_free_at_once(url, ledger):
    code = (
        "import os, sys\nfrom mkdocs_wellspring.ledger.records import Mode\n"
        "from mkdocs_wellspring.ledger.store import Ledger\n"
        f"Ledger.open(sys.argv[1], {SECRET!r}, 'an account', Mode.SANDBOX).lease().__enter__()\nos._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", code, url], check=False).returncode == 9
    with ledger.lease(pytest.fail):
        pass


@pytest.mark.parametrize("change", [{"secret": b"another key of the ledger, 32 by"}, {"account": "another"}])
def test_under_another_key_the_ledger_is_filled_anew_and_what_lay_unused_is_gone(url, ledger, write, change):
    write(ledger, 1)
    with ledger.reading() as book:
        book.connection.execute(update(BOOKS).values(used_s=int(time.time()) - 7_200))
    said = []
    other = opened(url, **change, notice=said.append)
    assert said == []  # of a sandbox that is no news
    assert charges(other) == []
    with other.reading() as book:
        assert book.connection.execute(select(func.count()).select_from(CHARGES)).scalar_one() == 0
    with pytest.raises(PaymentsUnavailable, match="begun the ledger anew"):
        write(ledger, 2)
    other.close()


def test_another_key_of_an_account_is_said(url):
    opened(url, mode=Mode.TEST, notice=pytest.fail).close()
    said = []
    opened(url, mode=Mode.TEST, account="another", notice=said.append).close()
    assert len(said) == 1
    assert "from the beginning, once" in said[0]


def test_the_file_is_for_its_owner_alone(tmp_path, ledger, write):
    write(ledger, 1)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "cache").iterdir()}
    assert modes == dict.fromkeys(["ledger.db", "ledger.db-shm", "ledger.db-wal"], 0o600)


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE wellspring_schema SET version = {SCHEMA_VERSION + 1}",
        "DELETE FROM wellspring_schema",
        "DROP TABLE wellspring_schema",
        "UPDATE wellspring_schema SET version = 0; DROP TABLE wellspring_views",
        "UPDATE wellspring_schema SET version = 1; CREATE TABLE wellspring_payments (mode, campaign, id)",
        "UPDATE wellspring_schema SET version = 1; CREATE TABLE wellspring_people (mode, campaign, payment, person)",
    ],
)
def test_a_ledger_of_another_version_is_rebuilt_with_a_message_and_nothing_else_is_touched(url, statement, write):
    opened(url).close()
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.executescript(f"CREATE TABLE mine (x); INSERT INTO mine VALUES (7); {statement}")
    connection.close()
    said = []
    ledger = opened(url, notice=said.append)
    write(ledger, 1)
    ledger.close()
    assert len(said) == 1
    assert "filled anew" in said[0]
    opened(url, notice=pytest.fail).close()
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        assert connection.execute("SELECT x FROM mine").fetchall() == [(7,)]
    connection.close()
    assert tables(url) == {"mine", *TABLES.tables}


FOREIGN = "CREATE TABLE donors (id INTEGER PRIMARY KEY); CREATE TABLE {name} ({columns}); INSERT INTO {name} VALUES (7)"


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("wellspring_donors", "donor REFERENCES donors"),
        ("wellspring_people", "person"),  # a name that a version before this one had
        ("wellspring_payments", "campaign"),
    ],
)
def test_a_table_that_only_begins_as_ours_do_is_let_alone(url, write, name, columns):
    within(url, FOREIGN.format(name=name, columns=columns))
    ledger = opened(url, notice=pytest.fail)
    write(ledger, 1)
    ledger.close()
    within(url, "DELETE FROM wellspring_schema")
    opened(url).close()
    assert tables(url) == {name, "donors", *TABLES.tables}
    assert within(url, f"SELECT * FROM {name}") == [(7,)]


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("wellspring_events", "title"),
        ("wellspring_subscriptions", "book"),
        ("wellspring_books", "mark"),
        ("wellspring_schema", "version"),
    ],
)
def test_a_table_of_somebody_else_s_that_has_a_name_of_ours_is_refused_and_let_alone(url, name, columns):
    within(url, FOREIGN.format(name=name, columns=columns))
    for open_ in (opened, lambda url: Ledger.find(url, SECRET, "an account", Mode.SANDBOX)):
        with pytest.raises(LedgerError, match=f"has a table {name} that is not the ledger's.*another database"):
            open_(url)
    assert tables(url) == {name, "donors"}
    assert within(url, f"SELECT * FROM {name}") == [(7,)]


def test_one_of_somebody_else_s_among_a_ledger_s_is_let_alone_too(url):
    opened(url).close()
    within(url, "DROP TABLE wellspring_events; CREATE TABLE wellspring_events (title); DELETE FROM wellspring_schema")
    with pytest.raises(LedgerError, match="wellspring_events"):
        opened(url)
    assert within(url, "SELECT title FROM wellspring_events") == []


def within(url, script):
    """The script is done in the database, in whose file there may be nothing yet; the rows of its last statement."""
    path = Path(url.removeprefix("sqlite:///"))
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        *first, last = script.split(";")
        connection.executescript(";".join([*first, ""]))
        return connection.execute(last).fetchall()


def tables(url):
    found = within(url, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {name for (name,) in found}


def test_a_full_disk_is_called_so(ledger, write):
    write(ledger, 1)
    with ledger.reading() as book:
        book.connection.exec_driver_sql("PRAGMA max_page_count = 1")  # that is: no more than there are
    with pytest.raises(LedgerError, match=r"cannot be written, as the disk is full: make room") as caught:
        write(ledger, *range(2, 2_000))
    assert "delete" not in str(caught.value)
    assert charges(ledger) == ["ch_0001"]


def test_a_new_ledger_is_no_news(url):
    opened(url, notice=pytest.fail).close()


def test_builds_that_open_and_write_one_ledger_at_once_leave_it_whole(url, write):
    def build(number):
        ledger = opened(url)
        write(ledger, number, number + 100)
        ledger.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(build, range(6)))
    ledger = opened(url)
    assert len(charges(ledger)) == 12
    ledger.close()


def test_a_ledger_in_memory_serves_several_threads(write):
    ledger = opened("sqlite://")
    with ThreadPoolExecutor(1) as pool:
        pool.submit(write, ledger, 1).result()
    assert charges(ledger) == ["ch_0001"]
    ledger.close()


@pytest.mark.parametrize(
    "bad",
    ["", "nonsense", "sqlite:///{folder}", "sqlite:///{file}/x.db", "nosuch://u:hunter2@h/x", "mysql://u:hunter2@h/x"],
)
def test_a_ledger_that_cannot_be_opened_is_an_error_of_one_line(tmp_path, monkeypatch, bad):
    (tmp_path / "file").write_text("")
    monkeypatch.chdir(tmp_path)
    with pytest.raises((LedgerError, ConfigurationError)) as caught:
        opened(bad.format(folder=tmp_path, file=tmp_path / "file"))
    assert "\n" not in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_database_server_that_is_not_there_is_an_error_without_its_password():
    with pytest.raises(LedgerError, match="PostgreSQL cannot be read") as caught:
        opened("postgresql://u:hunter2@127.0.0.1:9/x?connect_timeout=2")
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_no_database_is_refused_and_left(tmp_path):
    (tmp_path / "x.db").write_text("My diary. " * 200)
    with pytest.raises(LedgerError, match="delete it"):
        opened(f"sqlite:///{tmp_path / 'x.db'}")
    assert (tmp_path / "x.db").read_text() == "My diary. " * 200


def test_a_shared_ledger_demands_a_key_that_others_can_have():
    with pytest.raises(ConfigurationError, match="WELLSPRING_LEDGER_KEY"):
        LedgerKey(SECRET, persistent=True).place("postgresql://h/x")
    assert LedgerKey(SECRET, persistent=True, given=True).place("postgresql://h/x") == "postgresql://h/x"


def test_neither_a_ledger_nor_a_book_shows_the_key(ledger):
    with ledger.reading() as book:
        assert "key of the ledger" not in repr(ledger) + repr(book)
