"""The tally of a definition, kept person by person, so that a new payment is counted without counting the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, delete, func, insert, literal, select, update

from mkdocs_wellspring.ledger.book.model import Book
from mkdocs_wellspring.ledger.book.reasons import amount, charge_reason, number_of
from mkdocs_wellspring.ledger.book.schema import CHARGES, DIRTY, OF_VIEWS, ORIGINS, SHARES, TOTALS, VIEWS
from mkdocs_wellspring.ledger.records import Definition, Reason

__all__ = ["Sum", "View", "begin_anew", "is_known", "seconds", "settle", "since", "totals"]

_FORGET_S = 7 * 86_400


@dataclass(frozen=True, slots=True)
class Sum:
    """What one reason comes to."""

    people: int = 0
    payments: int = 0
    amount: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.people + other.people, self.payments + other.payments, self.amount + other.amount)

    def __neg__(self) -> "Sum":
        return Sum(-self.people, -self.payments, -self.amount)


@dataclass(frozen=True, slots=True)
class View:
    """A definition whose tally is kept: `first_s` is the first second of its window, `end_s` the one after its last."""

    number: int
    definition: Definition
    first_s: int | None
    end_s: int | None


def settle(book: Book, definition: Definition, now: datetime) -> View:
    """The definition's view, whose totals are those of the book's charges at `now`.

    Only the people whose payments changed, or entered or left the window, are counted again.
    """
    first_s, end_s = seconds(definition, now)
    mine = (VIEWS.c.book == book.number) & (VIEWS.c.definition == definition.fingerprint())
    row = book.connection.execute(select(VIEWS).where(mine)).mappings().one_or_none()
    if row is None:
        return _begin(book, definition, now)
    view = View(row["view"], definition, first_s, end_s)
    _soil_moved(book, view, (row["first"], first_s), (row["end"], end_s))
    _recount(book, view)
    change = {"first": first_s, "end": end_s, "used_s": int(now.timestamp())}
    book.connection.execute(update(VIEWS).where(VIEWS.c.view == view.number).values(**change))
    return view


def totals(book: Book, view: View) -> dict[int, Sum]:
    """What each reason comes to, by its number."""
    query = select(TOTALS.c.reason, TOTALS.c.people, TOTALS.c.payments, TOTALS.c.amount)
    rows = book.connection.execute(query.where(TOTALS.c.view == view.number))
    return {reason: Sum(people, paid, total) for reason, people, paid, total in rows}


def begin_anew(book: Book) -> None:
    """No tally is kept: the next one is made from all charges."""
    mine = select(VIEWS.c.view).where(VIEWS.c.book == book.number)
    for table in OF_VIEWS:
        book.connection.execute(delete(table).where(table.c.view.in_(mine)))
    book.connection.execute(delete(VIEWS).where(VIEWS.c.book == book.number))


def is_known(book: Book, definition: Definition, *, in_its_currency: bool = False) -> bool:
    """The book holds a payment of the campaign, from whatever time; of `recurring`, a subscription that it once had."""
    if definition.metric == "recurring":
        links = ORIGINS.c.kind == "subscription-link", ORIGINS.c.value.in_(definition.payment_links)
        known = select(ORIGINS.c.subject).where(ORIGINS.c.book == book.number, *links).limit(1)
        return book.connection.execute(known).first() is not None
    reason = charge_reason(definition, None)
    query = select(CHARGES.c.id).where(CHARGES.c.book == book.number, reason >= 0).limit(1)
    if in_its_currency:
        query = query.where(CHARGES.c.currency == definition.currency)
    return book.connection.execute(query).first() is not None


def seconds(definition: Definition, now: datetime) -> tuple[int | None, int | None]:
    """The bounds of the definition's window, in seconds since 1970."""
    first, end = definition.bounds(now)
    return None if first is None else int(first.timestamp()), None if end is None else int(end.timestamp())


def since(created: ColumnElement[int], first_s: int | None) -> ColumnElement[bool]:
    """It was made within the window or after it: what came before is not looked at."""
    return created >= (-1 if first_s is None else first_s)


def _begin(book: Book, definition: Definition, now: datetime) -> View:
    """A new view; what nobody has asked for in a week makes way."""
    now_s = int(now.timestamp())
    old = (VIEWS.c.book == book.number) & (VIEWS.c.used_s < now_s - _FORGET_S)
    for table in OF_VIEWS:
        book.connection.execute(delete(table).where(table.c.view.in_(select(VIEWS.c.view).where(old))))
    book.connection.execute(delete(VIEWS).where(old))
    first_s, end_s = seconds(definition, now)
    values = {"book": book.number, "definition": definition.fingerprint(), "first": first_s, "end": end_s}
    made = book.connection.execute(insert(VIEWS).values(**values, used_s=now_s))
    key = made.inserted_primary_key
    assert key is not None  # noqa: S101 - one row was inserted
    view = View(int(key[0]), definition, first_s, end_s)
    _share(book, view, everybody=True)
    _write_totals(book, view, _shared(book, view, everybody=True))
    return view


def _recount(book: Book, view: View) -> None:
    if book.connection.execute(_dirty(view).limit(1)).first() is None:
        return
    before = _shared(book, view, everybody=False)
    book.connection.execute(delete(SHARES).where(SHARES.c.view == view.number, SHARES.c.person.in_(_dirty(view))))
    _share(book, view, everybody=False)
    after, whole, none = _shared(book, view, everybody=False), totals(book, view), Sum()
    numbers = {*whole, *before, *after}
    sums = {n: whole.get(n, none) + -before.get(n, none) + after.get(n, none) for n in numbers}
    _write_totals(book, view, sums)
    book.connection.execute(delete(DIRTY).where(DIRTY.c.view == view.number))


def _dirty(view: View) -> Select[Any]:
    return select(DIRTY.c.person).where(DIRTY.c.view == view.number)


def _share(book: Book, view: View, *, everybody: bool) -> None:
    """The shares of everybody, or of the dirty, are counted from their charges."""
    chosen = [CHARGES.c.book == book.number, since(CHARGES.c.created, view.first_s)]
    if not everybody:
        chosen.append(CHARGES.c.person.in_(_dirty(view)))
    reason = charge_reason(view.definition, view.end_s).label("reason")
    each = select(CHARGES.c.person, reason, amount(view.definition).label("amount")).where(*chosen).subquery()
    counted = each.c.reason == number_of(Reason.COUNTED)
    # Money is added up only where a currency is demanded: of other metrics it would be of several.
    is_money = view.definition.metric in {"gross", "net"}
    total: ColumnElement[Any] = func.sum(case((counted, each.c.amount), else_=0)) if is_money else literal(0)
    made = select(literal(view.number), each.c.person, each.c.reason, func.count(), total)
    book.connection.execute(
        insert(SHARES).from_select(
            ["view", "person", "reason", "payments", "amount"], made.group_by(each.c.person, each.c.reason)
        )
    )


def _shared(book: Book, view: View, *, everybody: bool) -> dict[int, Sum]:
    chosen = [SHARES.c.view == view.number]
    if not everybody:
        chosen.append(SHARES.c.person.in_(_dirty(view)))
    query = select(SHARES.c.reason, func.count(), func.sum(SHARES.c.payments), func.sum(SHARES.c.amount))
    rows = book.connection.execute(query.where(*chosen).group_by(SHARES.c.reason))
    return {reason: Sum(people, int(paid), int(total)) for reason, people, paid, total in rows}


def _write_totals(book: Book, view: View, sums: Mapping[int, Sum]) -> None:
    book.connection.execute(delete(TOTALS).where(TOTALS.c.view == view.number))
    rows = [
        {"view": view.number, "reason": reason, "people": each.people, "payments": each.payments, "amount": each.amount}
        for reason, each in sums.items()
        if each.payments
    ]
    if rows:
        book.connection.execute(insert(TOTALS), rows)


def _soil_moved(book: Book, view: View, *moved: tuple[int | None, int | None]) -> None:
    """Whoever has a charge between an old bound and a new one is counted again; all are, where one came or went."""
    for before, after in moved:
        if before == after:
            continue
        chosen = [CHARGES.c.book == book.number]
        if before is not None and after is not None:
            chosen += [CHARGES.c.created >= min(before, after), CHARGES.c.created < max(before, after)]
        people = select(literal(view.number), CHARGES.c.person).where(*chosen).distinct()
        book.connection.execute(insert(DIRTY).from_select(["view", "person"], people))
