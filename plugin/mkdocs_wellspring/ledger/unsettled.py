"""What was not final is asked for again: pending payments and refunds, open disputes, what a webhook named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from mkdocs_wellspring.ledger.book.pages import write_page
from mkdocs_wellspring.ledger.book.rows import watch_missing
from mkdocs_wellspring.ledger.book.schema import UNSETTLED
from mkdocs_wellspring.ledger.coverage import PaymentsAPI
from mkdocs_wellspring.ledger.workers import Workers

if TYPE_CHECKING:
    from mkdocs_wellspring.ledger.store import Ledger

__all__ = ["ask_for_unsettled"]

_THREADS = 4
_BATCH = 100
_ROUNDS = 3
_TOO_LATE_S = 8 * 86_400


@dataclass(frozen=True, slots=True)
class _Found:
    kind: str
    id: str
    thing: Mapping[str, Any] | None


def unsettled(ledger: "Ledger") -> frozenset[tuple[str, str]]:
    """All that is not final, as (kind, id)."""
    return frozenset(_due(ledger, None))


def ask_for_unsettled(
    api: PaymentsAPI, ledger: "Ledger", *, now_s: int, sooner: frozenset[tuple[str, str]] = frozenset()
) -> None:
    """The ledger knows what has become of all that is due by `now_s`, and of what is to be asked for `sooner`.

    What is found may make other things due at once: the charge of a refund that failed.

    Raises:
        PaymentsUnavailable, PaymentsMalformed, LedgerError: the rest stays due.
    """
    for number in range(_ROUNDS):
        due = _due(ledger, now_s)
        if not number:
            due += [each for each in _due(ledger, None) if each in sooner and each not in set(due)]
        if not due:
            return
        for begin in range(0, len(due), _BATCH):
            _write(ledger, list(_ask(api, due[begin : begin + _BATCH])), now_s)


def _due(ledger: "Ledger", by_s: int | None) -> list[tuple[str, str]]:
    query = select(UNSETTLED.c.kind, UNSETTLED.c.id).where(UNSETTLED.c.book == ledger.number)
    if by_s is not None:
        # What is due long after now was noted by a clock that was wrong.
        query = query.where((UNSETTLED.c.due <= by_s) | (UNSETTLED.c.due > by_s + _TOO_LATE_S))
    with ledger.reading() as book:
        return [(kind, identifier) for kind, identifier in book.connection.execute(query.order_by(UNSETTLED.c.due))]


def _ask(api: PaymentsAPI, things: list[tuple[str, str]]) -> Iterator[_Found]:
    workers: Workers[_Found] = Workers(_THREADS, "wellspring-ask-again")

    def ask(kind: str, identifier: str) -> _Found:
        return _Found(kind, identifier, api.one(kind, identifier))

    try:
        for kind, identifier in things:
            workers.submit(partial(ask, kind, identifier))
        while workers.pending:
            yield workers.next()
    finally:
        workers.stop()


def _write(ledger: "Ledger", found: list[_Found], now_s: int) -> None:
    found.sort(key=lambda each: (each.kind, each.id))
    with ledger.writing() as book:
        for kind, group in groupby(found, lambda each: each.kind):
            these = list(group)
            mine = (UNSETTLED.c.book == ledger.number) & (UNSETTLED.c.kind == kind)
            book.connection.execute(delete(UNSETTLED).where(mine, UNSETTLED.c.id.in_([each.id for each in these])))
            things = [each.thing for each in these if each.thing is not None]
            # One that the API does not find may be found tomorrow, if we have ever seen it.
            missing = [each.id for each in these if each.thing is None]
            watch_missing(book, kind, missing, now_s)
            write_page(book, kind, things, now_s)
