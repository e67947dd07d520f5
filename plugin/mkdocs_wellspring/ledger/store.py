"""The ledger: payments in a database, with people as hashes, and never written by two at once."""

import logging
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Self

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from mkdocs_wellspring.errors import LedgerError, PaymentsUnavailable
from mkdocs_wellspring.ledger.book import Book
from mkdocs_wellspring.ledger.book.engine import failed, open_engine
from mkdocs_wellspring.ledger.book.schema import BOOKS, OF_BOOKS, OF_VIEWS, SCHEMA_VERSION, VIEWS
from mkdocs_wellspring.ledger.book.tables import make_anew, version
from mkdocs_wellspring.ledger.people import mark_of
from mkdocs_wellspring.ledger.records import Mode

__all__ = ["Ledger"]

_ATTEMPTS = 3
_LEASE_S = 20
_POLL_S = 0.2
_FORGET_S = 30 * 86_400
_FORGET_OTHER_KEYS_S = 3_600
"""Hashes under a key that is no longer used are good for nothing, and are not kept."""
_LOG = logging.getLogger(__name__)


def _no_objection() -> None:
    """Writing is allowed."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The book of one account in one mode; nothing in it names a person.

    Attributes:
        secret: the key under which people are hashed. It is not in the database.
        mode: whose money it is.
        before_writing: called last in each transaction that changes payments; it forbids the change by
            raising.
        number: of the book in the database.
    """

    secret: bytes = field(repr=False)
    mode: Mode
    before_writing: Callable[[], None]
    number: int
    _engine: Engine
    _me: str

    @classmethod
    def open(  # noqa: PLR0913  each is a choice of the caller's
        cls,
        url: str,
        secret: bytes,
        account: str,
        mode: Mode,
        *,
        before_writing: Callable[[], None] = _no_objection,
        notice: Callable[[str], None] = _LOG.info,
    ) -> Self:
        """The book of `account` at `url`: `sqlite:///path`, `sqlite://` for one in memory, or `postgresql://…`.

        `account` is whatever tells one account from another, such as its key; only a hash of it is kept. A ledger
        of another version is emptied, and so is a book that was filled under another key, since payments can be
        asked for again; `notice` gets a line that says so. Several accounts, or keys of one, have a book each.

        Raises:
            ConfigurationError: PostgreSQL is asked for, and its driver is not installed.
            LedgerError: it cannot be opened, or is no database.
        """
        engine = open_engine(url)
        try:
            found, book, others = _opened(engine, (mark_of(secret, mode.value, account), mark_of(secret)), mode)
        except LedgerError:
            engine.dispose()
            raise
        if found not in {None, SCHEMA_VERSION}:
            notice(
                f"The ledger was of version {found} and is now of version {SCHEMA_VERSION}: "
                "it is filled anew from the payments API."
            )
        elif others and mode is not Mode.SANDBOX:  # a sandbox that starts again is a new account
            notice(
                "The ledger knows nothing under these WELLSPRING_STRIPE_KEY and WELLSPRING_LEDGER_KEY, and so "
                "payments are asked for from the beginning, once."
            )
        return cls(secret, mode, before_writing, book, engine, _name())

    @classmethod
    def find(cls, url: str, secret: bytes, account: str, mode: Mode) -> Self | None:
        """The book of `account` at `url`, to be read as it is; None where there is none. Nothing is made or emptied.

        Raises:
            ConfigurationError, LedgerError: as `open`.
        """
        engine = open_engine(url, made=False)
        try:
            with _transaction(engine) as connection:
                found = None
                if version(connection) == SCHEMA_VERSION:
                    mine = BOOKS.c.mark == mark_of(secret, mode.value, account)
                    found = connection.execute(select(BOOKS.c.book).where(mine)).scalar()
        except LedgerError:
            engine.dispose()
            raise
        if found is None:
            engine.dispose()
            return None
        return cls(secret, mode, _no_objection, found, engine, _name())

    def close(self) -> None:
        """Nothing of the ledger is open any more; one in memory is gone."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Book]:
        """One transaction that changes no payments. It has the book to itself: a tally is written as it is read.

        Raises:
            LedgerError: the database does not do what it is asked to. So does `writing`.
            PaymentsUnavailable: the book is gone, as another builder has begun it anew. So does `writing`.
        """
        with _transaction(self._engine) as connection:
            self._holder(connection)
            yield Book(connection, self.number, self.secret)

    @contextmanager
    def writing(self) -> Iterator[Book]:
        """One transaction of the one who holds the book: it is written whole or not at all.

        Raises:
            PaymentsUnavailable: another builder has taken over meanwhile.
        """
        with _transaction(self._engine) as connection:
            if self._holder(connection)[0] != self._me:
                raise PaymentsUnavailable("Another build has taken the ledger over: nothing to do but try again later.")
            self._hold(connection, int(time.time()) + _LEASE_S)
            yield Book(connection, self.number, self.secret)
            self.before_writing()

    @contextmanager
    def lease(self, wait: Callable[[float], None] = time.sleep) -> Iterator[None]:
        """Within the block nobody else brings the book up to date; somebody who does so now is waited for.

        The lease of a builder that died ends with its process, where that can be seen, or after 20 seconds.
        `wait` returns after so many seconds, or raises where there is no time left.
        """
        while not self._taken():
            wait(_POLL_S)
        try:
            yield
        finally:
            with suppress(LedgerError), _transaction(self._engine) as connection:
                if self._holder(connection)[0] == self._me:
                    self._hold(connection, 0)

    def _taken(self) -> bool:
        with _transaction(self._engine) as connection:
            holder, until_s = self._holder(connection)
            free = until_s <= time.time() or until_s > time.time() + 2 * _LEASE_S or holder == self._me
            if free or _is_gone(holder):
                self._hold(connection, int(time.time()) + _LEASE_S)
                return True
            return False

    def _holder(self, connection: Connection) -> tuple[str, int]:
        query = select(BOOKS.c.holder, BOOKS.c.held_until_s).where(BOOKS.c.book == self.number)
        row = connection.execute(query.with_for_update()).one_or_none()
        if row is None:
            raise PaymentsUnavailable("Another build has begun the ledger anew: nothing to do but try again.")
        return row[0], row[1]

    def _hold(self, connection: Connection, until_s: int) -> None:
        change = update(BOOKS).where(BOOKS.c.book == self.number)
        connection.execute(change.values(holder=self._me, held_until_s=until_s, used_s=int(time.time())))


@contextmanager
def _transaction(engine: Engine) -> Iterator[Connection]:
    try:
        with engine.begin() as connection:
            yield connection
    except SQLAlchemyError as error:
        refused = failed(engine.url, error)
    else:
        return
    raise refused


def _name() -> str:
    """Of this builder: its machine, its process, and what tells it from others of that process."""
    return f"{socket.gethostname()}/{os.getpid()}/{token_hex(8)}"


def _is_gone(holder: str) -> bool:
    """The builder was a process of this machine, and has ended (POSIX; elsewhere a signal of 0 would end it)."""
    host, process, _ = holder.split("/")
    if os.name != "posix" or host != socket.gethostname():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _opened(engine: Engine, marks: tuple[str, str], mode: Mode) -> tuple[int | None, int, bool]:
    """The version that was there, the number of the book, and whether it is new and others were there before it."""
    for _ in range(_ATTEMPTS):
        with suppress(LedgerError):  # of two that make the tables at once, one has to look again
            return _open(engine, marks, mode)
        time.sleep(_POLL_S)
    return _open(engine, marks, mode)


def _open(engine: Engine, marks: tuple[str, str], mode: Mode) -> tuple[int | None, int, bool]:
    mark, key_mark = marks
    with _transaction(engine) as connection:
        found = version(connection)
        if found != SCHEMA_VERSION:
            make_anew(connection, found)
        books = connection.execute(select(BOOKS).where(BOOKS.c.mode == mode.value)).mappings().all()
        now_s = int(time.time())
        for each in books:
            is_kept = each["key"] == key_mark and mode is not Mode.SANDBOX
            if each["mark"] != mark and each["used_s"] < now_s - (_FORGET_S if is_kept else _FORGET_OTHER_KEYS_S):
                _remove(connection, each["book"])
        for each in books:
            if each["mark"] == mark:
                return found, each["book"], False
        new = {"mark": mark, "key": key_mark, "mode": mode.value, "used_s": now_s, "last_person": 0, "round": 0}
        made = connection.execute(insert(BOOKS).values(**new, holder="//", held_until_s=0, whole_s=0))
        key = made.inserted_primary_key
        assert key is not None  # noqa: S101 - one row was inserted
        return found, key[0], bool(books)


def _remove(connection: Connection, book: int) -> None:
    views = select(VIEWS.c.view).where(VIEWS.c.book == book)
    for table in OF_VIEWS:
        connection.execute(delete(table).where(table.c.view.in_(views)))
    for table in (VIEWS, *OF_BOOKS, BOOKS):
        connection.execute(delete(table).where(table.c.book == book))
