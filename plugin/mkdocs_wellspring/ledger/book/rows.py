"""Rows of a book: put in place of what was there, and noted where a tally or a later look depends on them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, insert, select, update

from mkdocs_wellspring.ledger.book.model import Book
from mkdocs_wellspring.ledger.book.schema import BOOKS, DIRTY, UNSETTLED, VIEWS

__all__ = ["Written", "ask_again", "put", "remove_unlisted", "soil", "watch"]

_SOONEST_S = 900
_LATEST_S = 45 * 86_400  # an authorisation lapses after 31 days at the latest, a debit is settled after 14


@dataclass(frozen=True, slots=True)
class Written:
    """What a page changed: rows that were not there, and rows that said something else."""

    new: int = 0
    changed: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(self.new + other.new, self.changed + other.changed)


def put(book: Book, table: Table, rows: Sequence[Mapping[str, Any]]) -> tuple[Written, set[int]]:
    """The rows stand in the table; how many were new or changed, and the persons of those charges."""
    unique = {row["id"]: row for row in rows}
    mine = (table.c.book == book.number) & table.c.id.in_(list(unique))
    there = {row["id"]: row for row in book.connection.execute(select(table).where(mine)).mappings()}
    number = book.connection.execute(select(BOOKS.c.round).where(BOOKS.c.book == book.number)).scalar_one()
    new, changed, same = [], [], []
    for identifier, row in unique.items():
        before = there.get(identifier)
        if before is None:
            new.append(row)
        elif any(before[name] != value for name, value in row.items()):
            changed.append(row)
        elif before["round"] != number:
            same.append(identifier)
    if changed:
        book.connection.execute(
            delete(table).where(table.c.book == book.number, table.c.id.in_([row["id"] for row in changed]))
        )
    if new or changed:
        book.connection.execute(
            insert(table), [{**row, "book": book.number, "round": number} for row in (*new, *changed)]
        )
    if same:
        book.connection.execute(
            update(table).where(table.c.book == book.number, table.c.id.in_(same)).values(round=number)
        )
    touched = {row["person"] for row in (*new, *changed) if "person" in row}
    touched |= {there[row["id"]]["person"] for row in changed if "person" in row}
    return Written(len(new), len(changed)), touched


def remove_unlisted(book: Book, table: Table, low_s: int) -> int:
    """What the API lists no more since `low_s` is gone; how many rows that were.

    Stripe deletes no charge, but test data can be deleted.
    """
    number = book.connection.execute(select(BOOKS.c.round).where(BOOKS.c.book == book.number)).scalar_one()
    gone = (table.c.book == book.number) & (table.c.round != number) & (table.c.created >= low_s)
    if "person" in table.c:
        soil(book, set(book.connection.execute(select(table.c.person).where(gone)).scalars()))
    return book.connection.execute(delete(table).where(gone)).rowcount


def ask_again(book: Book, things: Iterable[tuple[str, str]]) -> None:
    """These (kind, id) are asked for at the next occasion."""
    for kind, identifier in things:
        mine = (UNSETTLED.c.book == book.number) & (UNSETTLED.c.kind == kind) & (UNSETTLED.c.id == identifier)
        book.connection.execute(delete(UNSETTLED).where(mine))
        book.connection.execute(insert(UNSETTLED).values(book=book.number, kind=kind, id=identifier, due=0))


def watch(book: Book, kind: str, seen: Sequence[str], unsettled: Mapping[str, int], now_s: int) -> None:
    """What was seen is not asked for again, but for what is unsettled, which comes up the later the older it is."""
    mine: ColumnElement[bool] = (UNSETTLED.c.book == book.number) & (UNSETTLED.c.kind == kind)
    book.connection.execute(delete(UNSETTLED).where(mine, UNSETTLED.c.id.in_(list(seen))))
    rows = [
        {"book": book.number, "kind": kind, "id": identifier, "due": now_s + max(_SOONEST_S, (now_s - created_s) // 8)}
        for identifier, created_s in unsettled.items()
        if kind == "dispute" or now_s - created_s < _LATEST_S
    ]
    if rows:
        book.connection.execute(insert(UNSETTLED), rows)


def soil(book: Book, people: Iterable[int]) -> None:
    """The tallies of these people are out of date."""
    persons = list(people)
    if not persons:
        return
    views = book.connection.execute(select(VIEWS.c.view).where(VIEWS.c.book == book.number)).scalars().all()
    rows = [{"view": view, "person": person} for view in views for person in persons]
    if rows:
        book.connection.execute(insert(DIRTY), rows)
