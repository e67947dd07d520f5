"""A database for the ledger: SQLite by default, PostgreSQL by URL.

SQLAlchemy's pages on SQLite give the reason for the two events below:
https://docs.sqlalchemy.org/en/20/dialects/sqlite.html.
"""

import os
from pathlib import Path
from sqlite3 import OperationalError
from typing import Any

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError

from mkdocs_wellspring.errors import ConfigurationError, LedgerError

__all__ = ["failed", "open_engine"]

_FILE = "sqlite:///"
_WAIT_S = 15.0
_POSTGRES = frozenset({"postgres", "postgresql"})


def open_engine(address: str, *, made: bool = True) -> Engine:
    """The database at `sqlite:///path`, in memory at `sqlite://`, or at `postgresql://…`.

    A file is `made` where there is none, for its owner alone; else it is as if there were one with nothing in it.

    Raises:
        ConfigurationError: it is neither, or PostgreSQL's driver is not installed.
        LedgerError: it cannot be opened.
    """
    try:
        if address.startswith(_FILE):  # a path may hold what means something else in an address
            return _sqlite(URL.create("sqlite", database=address.removeprefix(_FILE)), made=made)
        url = make_url(address)
        if url.get_backend_name() in _POSTGRES:
            return create_engine(url.set(drivername="postgresql+psycopg"), hide_parameters=True, pool_pre_ping=True)
        if url.get_backend_name() == "sqlite":
            return _sqlite(url, made=made)
        missing = ConfigurationError("goal: ledger: give the path of a file, or a postgresql:// address")
    except ImportError:
        missing = ConfigurationError('goal: ledger: PostgreSQL needs: pip install "mkdocs-wellspring[postgres]"')
    except (SQLAlchemyError, OSError, ValueError) as error:
        kind = error.strerror if isinstance(error, OSError) else type(error).__name__
        raise LedgerError(
            f"The ledger cannot be opened ({kind}): check `ledger` in mkdocs.yml and its folder."
        ) from None
    raise missing


def failed(url: URL, error: SQLAlchemyError) -> LedgerError:
    """What to say of a database that does not do what it is asked to; nothing of its answer, nor of the password."""
    if url.get_backend_name() != "sqlite":
        return LedgerError(
            f"The ledger in PostgreSQL cannot be read or written ({type(error).__name__}): "
            "see whether its server answers, and whether `ledger` in mkdocs.yml names it."
        )
    where = "in memory" if url.database in {None, "", ":memory:"} else f"{url.database}"
    if getattr(getattr(error, "orig", None), "sqlite_errorname", "") == "SQLITE_FULL":
        return LedgerError(
            f"The ledger {where} cannot be written, as the disk is full: make room, and the next build goes on."
        )
    return LedgerError(
        f"The ledger {where} cannot be read or written ({type(error).__name__}): "
        "see whether another build holds it, or delete it, and the next build fills a new one."
    )


def _sqlite(url: URL, *, made: bool) -> Engine:
    if not made and not Path(str(url.database)).is_file():
        url = make_url("sqlite://")
    memory = url.database in {None, "", ":memory:"}
    if not memory:
        _own_file(Path(str(url.database)))
    pool: dict[str, Any] = {"poolclass": StaticPool} if memory else {}
    engine = create_engine(
        url, hide_parameters=True, connect_args={"check_same_thread": False, "timeout": _WAIT_S}, **pool
    )
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
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")  # a crash of the machine may cost the last page, and no more
    except OperationalError:
        return


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
