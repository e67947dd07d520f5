"""Readers and builders of one ledger at once: a tally is written as it is read, and only by one at a time."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, func, inspect, select

from mkdocs_wellspring.ledger.book.pages import write_page
from mkdocs_wellspring.ledger.book.schema import TABLES, VIEWS
from mkdocs_wellspring.ledger.book.views import settle
from mkdocs_wellspring.ledger.records import Definition, Mode
from mkdocs_wellspring.ledger.store import Ledger
from mkdocs_wellspring.ledger.tally import tally

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SPRING = Definition("spring", Mode.SANDBOX)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    request.getfixturevalue("empty_postgres")
    return request.getfixturevalue("postgres_url")


def opened(url):
    return Ledger.open(url, b"k" * 32, "an account", Mode.SANDBOX)


def test_a_ledger_that_is_begun_anew_drops_its_own_tables_and_no_others(url, charge):
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE donors (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("CREATE TABLE wellspring_donors (donor INTEGER REFERENCES donors)")
    for _ in range(2):
        ledger = opened(url)
        with ledger.lease(), ledger.writing() as book:
            write_page(book, "charge", [charge(1)], int(NOW.timestamp()))
        ledger.close()
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE wellspring_schema SET version = 1")
    assert set(inspect(engine).get_table_names()) == {"donors", "wellspring_donors", *TABLES.tables}
    engine.dispose()


def test_a_tally_waits_for_one_that_is_being_made_and_both_are_right(url, charge):
    first, second = opened(url), opened(url)
    with first.lease(), first.writing() as book:
        write_page(book, "charge", [charge(number) for number in range(10)], int(NOW.timestamp()))
    assert tally(first, SPRING, now=NOW).value == 10
    with first.lease(), first.writing() as book:
        refunded = [charge(number, amount_refunded=500) for number in range(4)]
        write_page(book, "charge", refunded, int(NOW.timestamp()))
    said = []
    other = threading.Thread(target=lambda: said.append(tally(second, SPRING, now=NOW).value))
    with first.reading() as book:
        settle(book, SPRING, NOW)
        other.start()
        other.join(0.3)
        assert other.is_alive()
    other.join(20)
    assert said == [tally(first, SPRING, now=NOW).value] == [6]
    first.close()
    second.close()


def test_many_who_ask_for_a_new_definition_at_once_make_one_view(url, charge):
    ledgers = [opened(url) for _ in range(4)]
    with ledgers[0].lease(), ledgers[0].writing() as book:
        write_page(book, "charge", [charge(number) for number in range(10)], int(NOW.timestamp()))
    said = []
    threads = [
        threading.Thread(target=lambda one=one: said.append(tally(one, SPRING, now=NOW).value)) for one in ledgers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert said == [10] * 4
    with ledgers[0].reading() as book:
        assert book.connection.execute(select(func.count()).select_from(VIEWS)).scalar_one() == 1
    for ledger in ledgers:
        ledger.close()
