"""The ledger's tables among those of others: told from these, and made anew where they are of another version."""

from sqlalchemy import Connection, MetaData, Table, func, insert, inspect, select

from mkdocs_wellspring.errors import LedgerError
from mkdocs_wellspring.ledger.book.schema import BOOKS, PREFIX, SCHEMA, SCHEMA_VERSION, TABLES

__all__ = ["make_anew", "version"]

_PAYMENTS = f"{PREFIX}payments"
_ONCE = {1: {_PAYMENTS: {"mode", "campaign"}, f"{PREFIX}people": {"mode", "campaign"}}}
"""Tables that a version before this one had, and this one has not, with columns by which they are known."""

_KNOWN_BY = frozenset({"version", "book", "mark", "view"})
"""Columns by which our own are known: each has one of these at least."""


def version(connection: Connection) -> int | None:
    """The version of the ledger that is there; None where there is none, 0 where it is not known.

    Raises:
        LedgerError: a table that is not ours has the name of one that is.
    """
    taken = _there(connection, set(TABLES.tables))
    if not taken:
        return None
    found = _said(connection) if SCHEMA.name in taken else 0
    if found == SCHEMA_VERSION and taken == set(TABLES.tables):  # each look at a table's columns takes time
        return found
    taken = _there(connection, _names(found))
    foreign = sorted(name for name in taken if not _is_ours(connection, name))
    if not taken & {BOOKS.name, _PAYMENTS}:  # without which there is no ledger of any version
        foreign = sorted(taken)
    if foreign:
        raise LedgerError(
            f"The ledger's database has a table {foreign[0]} that is not the ledger's, so nothing was changed: "
            "give another database as `ledger` in mkdocs.yml."
        )
    return found


def make_anew(connection: Connection, found: int | None) -> None:
    """Our tables are of this version and empty, and what that which was `found` had besides is gone."""
    there = _there(connection, _names(found))
    of_this_version = [table.name for table in reversed(TABLES.sorted_tables)]  # what refers to others goes first
    for name in [*sorted(there.difference(of_this_version)), *of_this_version]:
        if name in there:
            Table(name, MetaData()).drop(connection)
    TABLES.create_all(connection)
    connection.execute(insert(SCHEMA).values(version=SCHEMA_VERSION))


def _names(found: int | None) -> set[str]:
    return {*TABLES.tables, *_ONCE.get(found or 0, {})}


def _there(connection: Connection, names: set[str]) -> set[str]:
    return names.intersection(inspect(connection).get_table_names())


def _said(connection: Connection) -> int:
    if not _is_ours(connection, SCHEMA.name):
        return 0
    found = connection.execute(select(func.max(SCHEMA.c.version))).scalar()
    return found if isinstance(found, int) else 0


def _is_ours(connection: Connection, name: str) -> bool:
    columns = {column["name"] for column in inspect(connection).get_columns(name)}
    if name in TABLES.tables:
        return columns >= _KNOWN_BY.intersection(TABLES.tables[name].columns.keys())
    return any(columns >= known.get(name, {""}) for known in _ONCE.values())
