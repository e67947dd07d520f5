"""The ledger: payments in a database, by campaign and mode, with people as hashes.

SQLAlchemy Core, so that SQLite and PostgreSQL are one to us. Its pages on SQLite give the reason for the two
events
below: https://docs.sqlalchemy.org/en/20/dialects/sqlite.html.
"""

import logging
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import OperationalError
from typing import Any, Self

from sqlalchemy import (
    URL,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    RowMapping,
    StaticPool,
    String,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    make_url,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from mkdocs_wellspring.errors import LedgerError
from mkdocs_wellspring.ledger.records import Definition, Payment

__all__ = ["SCHEMA_VERSION", "Ledger"]

SCHEMA_VERSION = 1
_PREFIX = "wellspring_"
_LOG = logging.getLogger(__name__)
_TABLES = MetaData()
_SCHEMA = Table(f"{_PREFIX}schema", _TABLES, Column("version", Integer, nullable=False))
_PAYMENTS = Table(
    f"{_PREFIX}payments",
    _TABLES,
    Column("mode", String(8), primary_key=True),
    Column("campaign", String, primary_key=True),
    Column("id", String(255), primary_key=True),
    Column("created", BigInteger, nullable=False),  # seconds since 1970 in UTC
    Column("amount_minor", BigInteger, nullable=False),
    Column("refunded_minor", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("succeeded", Boolean, nullable=False),
    Column("captured", Boolean, nullable=False),
)
_PEOPLE = Table(
    f"{_PREFIX}people",
    _TABLES,
    Column("mode", String(8), primary_key=True),
    Column("campaign", String, primary_key=True),
    Column("payment", String(255), primary_key=True),
    Column("person", String(64), primary_key=True),
)


def _no_objection() -> None:
    """Writing is allowed."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Payments that outlive a build; nothing in it names a person.

    Attributes:
        secret: the key under which people are hashed. It is not in the database.
        before_writing: called last in each transaction that changes payments; it forbids the change by
            raising.
    """

    secret: bytes = field(repr=False)
    before_writing: Callable[[], None]
    _engine: Engine

    @classmethod
    def open(
        cls,
        url: str,
        secret: bytes,
        *,
        before_writing: Callable[[], None] = _no_objection,
        notice: Callable[[str], None] = _LOG.info,
    ) -> Self:
        """A ledger of this version at `url`: `sqlite:///path`, or `sqlite://` for one in memory.

        A ledger of another version is emptied, since payments can be asked for again, and `notice` gets a
        line that says so. A new file is for its owner alone.

        Raises:
            LedgerError: it cannot be opened, or is no database.
        """
        ledger = cls(secret, before_writing, _engine(url))
        try:
            with ledger._transaction() as connection:
                found = _version(connection)
                if found != SCHEMA_VERSION:
                    _rebuild(connection)
        except LedgerError:
            ledger.close()
            raise
        if found not in {None, SCHEMA_VERSION}:
            notice(
                f"The ledger was of version {found} and is now of version {SCHEMA_VERSION}: "
                "it is filled anew from the payments API."
            )
        return ledger

    def close(self) -> None:
        """Nothing of the ledger is open any more; one in memory is gone."""
        self._engine.dispose()

    def replace(self, definition: Definition, payments: Sequence[Payment]) -> None:
        """The ledger holds exactly `payments` of the definition's campaign and mode; nothing else changed.

        Raises:
            LedgerError: it cannot be written. It is then as it was, as it is where `before_writing` raises.
        """
        scope = {"mode": definition.mode.value, "campaign": definition.campaign}
        with self._transaction() as connection:
            for table in (_PEOPLE, _PAYMENTS):
                connection.execute(
                    delete(table).where(table.c.mode == scope["mode"], table.c.campaign == scope["campaign"])
                )
            if payments:
                connection.execute(insert(_PAYMENTS), [{**scope, **_row(payment)} for payment in payments])
                people = [{"payment": each.id, "person": person} for each in payments for person in each.people]
                connection.execute(insert(_PEOPLE), [{**scope, **row} for row in people])
            self.before_writing()

    def payments(self, definition: Definition) -> list[Payment]:
        """The payments of the definition's campaign and mode, oldest first.

        Raises:
            LedgerError: it cannot be read.
        """
        people: defaultdict[str, set[str]] = defaultdict(set)
        with self._transaction() as connection:
            query = select(_PEOPLE.c.payment, _PEOPLE.c.person).where(
                _PEOPLE.c.mode == definition.mode.value, _PEOPLE.c.campaign == definition.campaign
            )
            for payment, person in connection.execute(query):
                people[payment].add(person)
            rows = connection.execute(
                select(_PAYMENTS)
                .where(_PAYMENTS.c.mode == definition.mode.value, _PAYMENTS.c.campaign == definition.campaign)
                .order_by(_PAYMENTS.c.created, _PAYMENTS.c.id)
            ).mappings()
            return [_payment(row, frozenset(people[row["id"]])) for row in rows]

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise _failed(self._engine.url, error) from None


def _row(payment: Payment) -> dict[str, Any]:
    return {
        "id": payment.id,
        "created": int(payment.created.timestamp()),
        "amount_minor": payment.amount_minor,
        "refunded_minor": payment.refunded_minor,
        "currency": payment.currency,
        "succeeded": payment.succeeded,
        "captured": payment.captured,
    }


def _payment(row: RowMapping, people: frozenset[str]) -> Payment:
    return Payment(
        id=row["id"],
        created=datetime.fromtimestamp(row["created"], UTC),
        amount_minor=row["amount_minor"],
        refunded_minor=row["refunded_minor"],
        currency=row["currency"],
        succeeded=row["succeeded"],
        captured=row["captured"],
        people=people,
    )


def _version(connection: Connection) -> int | None:
    """The version of the ledger that is there; None where there is none, 0 where it is not known."""
    if not any(name.startswith(_PREFIX) for name in inspect(connection).get_table_names()):
        return None
    if not inspect(connection).has_table(_SCHEMA.name):
        return 0
    found = connection.execute(select(func.max(_SCHEMA.c.version))).scalar()
    return found if isinstance(found, int) else 0


def _rebuild(connection: Connection) -> None:
    there = MetaData()
    there.reflect(connection, only=lambda name, _: name.startswith(_PREFIX))
    there.drop_all(connection)
    _TABLES.create_all(connection)
    connection.execute(insert(_SCHEMA).values(version=SCHEMA_VERSION))


def _engine(address: str) -> Engine:
    try:
        url = make_url(address)
        if url.get_backend_name() != "sqlite":
            return create_engine(url, hide_parameters=True)
        memory = url.database in {None, "", ":memory:"}
        if not memory:
            _own_file(Path(str(url.database)))
        pool: dict[str, Any] = {"poolclass": StaticPool} if memory else {}
        engine = create_engine(
            url, hide_parameters=True, connect_args={"check_same_thread": False, "timeout": 15.0}, **pool
        )
    except (SQLAlchemyError, ImportError, OSError, ValueError) as error:
        kind = error.strerror if isinstance(error, OSError) else type(error).__name__
        raise LedgerError(
            f"The ledger cannot be opened ({kind}): check `ledger` in mkdocs.yml and its folder."
        ) from None
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _own_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # else the driver begins transactions by itself, and late
    # Not waited for, whatever the timeout, while another build holds the file: https://sqlite.org/wal.html#busy
    # The ledger is right in any mode, and the next one to open it changes the mode.
    with suppress(OperationalError):
        connection.execute("PRAGMA journal_mode=WAL")


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _failed(url: URL, error: SQLAlchemyError) -> LedgerError:
    where = "in memory" if url.database in {None, "", ":memory:"} else f"{url.database}"
    return LedgerError(
        f"The ledger {where} cannot be read or written ({type(error).__name__}): "
        "see whether another build holds it, or delete it, and the next build fills a new one."
    )
