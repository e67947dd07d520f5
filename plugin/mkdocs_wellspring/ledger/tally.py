"""The tally of a definition: kept person by person, so that a new payment is counted without counting the others."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, distinct, func, literal, or_, select

from mkdocs_wellspring.ledger.book import Book
from mkdocs_wellspring.ledger.book.reasons import (
    ELSEWHERE,
    charge_reason,
    number_of,
    reason_of,
    subscription_reason,
)
from mkdocs_wellspring.ledger.book.schema import CHARGES, SUBSCRIPTIONS
from mkdocs_wellspring.ledger.book.views import Sum, seconds, settle, since, totals
from mkdocs_wellspring.ledger.records import Count, Definition, Entry, Line, Reason

if TYPE_CHECKING:
    from mkdocs_wellspring.ledger.store import Ledger

__all__ = ["entries", "tally"]

_CHUNK = 1_000


def tally(ledger: "Ledger", definition: Definition, *, now: datetime) -> Count:
    """The count that the ledger gives as it is.

    Raises:
        ConfigurationError: the definition's time zone is not known.
        LedgerError: the ledger cannot be read or written.
    """
    with ledger.reading() as book:
        if definition.metric == "recurring":
            sums = _subscriptions(book, definition, now)
        else:
            sums = totals(book, settle(book, definition, now))
    counted = sums.get(number_of(Reason.COUNTED), Sum())
    match definition.metric:
        case "supporters" | "recurring":
            value = counted.people
        case "payments":
            value = counted.payments
        case "gross" | "net":
            value = counted.amount
    return Count(
        value=value,
        as_of=now,
        definition=definition,
        people=counted.people,
        lines=tuple(
            Line(reason_of(number), total.payments)
            for number, total in sorted(sums.items())
            if number >= 0 and total.payments
        ),
        other_payments=sums.get(ELSEWHERE, Sum()).payments,
    )


def entries(ledger: "Ledger", definition: Definition, *, now: datetime) -> Iterator[Entry]:
    """Every payment of the campaign, of `recurring` every subscription, oldest first, from the ledger as it is.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    after: tuple[int, str] = (-1, "")
    while True:
        with ledger.reading() as book:
            rows = book.connection.execute(_entries(book.number, definition, now, after)).mappings().all()
        for row in rows:
            given_back = 0 if row["amount"] is None else max(row["refunded"], row["returned"])
            yield Entry(
                id=row["id"],
                intent=row["intent"] or None,
                created=datetime.fromtimestamp(row["created"], UTC),
                currency=row["currency"],
                amount_minor=row["amount"],
                refunded_minor=given_back,
                reason=reason_of(row["reason"]),
            )
        if len(rows) < _CHUNK:
            return
        after = (rows[-1]["created"], rows[-1]["id"])


def _entries(book: int, definition: Definition, now: datetime, after: tuple[int, str]) -> Select[Any]:
    if definition.metric == "recurring":
        table, reason = SUBSCRIPTIONS, subscription_reason(definition, now).label("reason")
        first_s = None
        extra = [literal("").label("intent"), literal(0).label("refunded"), literal(0).label("returned")]
    else:
        first_s, end_s = seconds(definition, now)
        table, reason = CHARGES, charge_reason(definition, end_s).label("reason")
        extra = [CHARGES.c.intent, CHARGES.c.refunded, CHARGES.c.returned]
    created_s, identifier = after
    columns: list[Any] = [table.c.id, table.c.created, table.c.currency, table.c.amount, *extra, reason]
    inner = (
        select(*columns)
        .where(
            table.c.book == book,
            or_(table.c.created > created_s, and_(table.c.created == created_s, table.c.id > identifier)),
            since(table.c.created, first_s),
        )
        .subquery()
    )
    return select(inner).where(inner.c.reason >= 0).order_by(inner.c.created, inner.c.id).limit(_CHUNK)


def _subscriptions(book: Book, definition: Definition, now: datetime) -> dict[int, Sum]:
    each = (
        select(SUBSCRIPTIONS.c.person, subscription_reason(definition, now).label("reason"))
        .where(SUBSCRIPTIONS.c.book == book.number)
        .subquery()
    )
    query = select(each.c.reason, func.count(distinct(each.c.person)), func.count()).group_by(each.c.reason)
    return {reason: Sum(people, number) for reason, people, number in book.connection.execute(query)}
