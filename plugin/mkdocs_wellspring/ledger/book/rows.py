"""Rows of a book: put in place of what was there, and noted where a tally or a later look depends on them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, insert, select, update

from mkdocs_wellspring.ledger.book.model import Book
from mkdocs_wellspring.ledger.book.schema import BOOKS, CHARGES, DIRTY, DISPUTES, REFUNDS, UNSETTLED, VIEWS

__all__ = ["Written", "ask_again", "put", "soil", "unlisted", "watch", "watch_missing"]

_SOONEST_S = 900
_SELDOM_S = {"charge": 21_600, "refund": 21_600, "dispute": 86_400}
_OLD_S = 45 * 86_400  # an authorisation lapses after 31 days at the latest, a debit is settled after 14
_WEEK_S = 7 * 86_400


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


def unlisted(book: Book, table: Table, low_s: int) -> ColumnElement[bool]:
    """Tells the rows since `low_s` that the last look at everything has not seen."""
    number = book.connection.execute(select(BOOKS.c.round).where(BOOKS.c.book == book.number)).scalar_one()
    return and_(table.c.book == book.number, table.c.round != number, table.c.created >= low_s)


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
        {
            "book": book.number,
            "kind": kind,
            "id": identifier,
            "due": now_s + _pause_s(kind, now_s - created_s),
        }
        for identifier, created_s in unsettled.items()
    ]
    if rows:
        book.connection.execute(insert(UNSETTLED), rows)


def _pause_s(kind: str, age_s: int) -> int:
    """How long to leave alone what is not final; what should long be final is looked after once a week."""
    return _WEEK_S if age_s > _OLD_S else min(_SELDOM_S[kind], max(_SOONEST_S, age_s // 8))


def watch_missing(book: Book, kind: str, missing: Sequence[str], now_s: int) -> None:
    """What the API does not find, though the book holds it, is asked for again tomorrow."""
    table = {"charge": CHARGES, "refund": REFUNDS, "dispute": DISPUTES}.get(kind)
    if table is None or not missing:
        return
    held = select(table.c.id).where(table.c.book == book.number, table.c.id.in_(list(missing)))
    rows = [
        {"book": book.number, "kind": kind, "id": identifier, "due": now_s + 86_400}
        for identifier in book.connection.execute(held).scalars()
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
