"""Pages of the payments API written into the book: whatever comes twice, or out of order, is written once.

Each function writes within one transaction, and says how many rows were new and how many were not as before.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update

from mkdocs_wellspring.errors import PaymentsMalformed
from mkdocs_wellspring.ledger.answers.charges import Dispute, Held, Payment, Refund
from mkdocs_wellspring.ledger.answers.origins import Origin, Subscription
from mkdocs_wellspring.ledger.book.model import Book
from mkdocs_wellspring.ledger.book.persons import join_people
from mkdocs_wellspring.ledger.book.rows import Written, ask_again, put, soil, unlisted, watch
from mkdocs_wellspring.ledger.book.schema import (
    CHARGES,
    DISPUTES,
    ORIGINS,
    REFUNDS,
    STREAMS,
    SUBSCRIPTIONS,
)
from mkdocs_wellspring.ledger.records import Reason

__all__ = [
    "remove_unlisted",
    "write_disputes",
    "write_origins",
    "write_payments",
    "write_refunds",
    "write_subscriptions",
]


def write_payments(book: Book, payments: Sequence[Payment], now_s: int) -> Written:
    """The book holds these charges as they are here, with what it knows of their refunds and disputes."""
    joined = join_people(book, [payment.tokens for payment in payments])
    returned, held = _returned(book, payments), _held(book, payments)
    rows = [
        {
            "id": payment.id,
            "intent": payment.intent,
            "created": payment.created_s,
            "amount": payment.amount_minor,
            "refunded": payment.refunded_minor,
            "returned": returned.get(payment.id, 0) + (returned.get(payment.intent, 0) if payment.intent else 0),
            "held": held.get(payment.id, 0),
            "currency": payment.currency,
            "state": int(payment.state),
            "campaign": payment.campaign,
            "person": joined.person[payment.tokens[0]],
        }
        for payment in payments
    ]
    _refuse_contradiction(book, rows)
    written, touched = put(book, CHARGES, rows)
    if joined.gone:
        touched |= joined.gone | set(joined.person.values())
    soil(book, touched)
    open_ = {payment.id: payment.created_s for payment in payments if not payment.final}
    watch(book, "charge", [payment.id for payment in payments], open_, now_s)
    return written


def write_refunds(book: Book, refunds: Sequence[Refund], now_s: int) -> Written:
    """The book holds these refunds, and their charges what they come to.

    The charge of one that has failed is asked for again, since it may still say that it was refunded.
    """
    rows = [
        {
            "id": refund.id,
            "subject": refund.subject,
            "created": refund.created_s,
            "amount": refund.amount_minor,
            "alive": refund.alive,
        }
        for refund in refunds
    ]
    written, _ = put(book, REFUNDS, rows)
    _return(book, {refund.subject for refund in refunds if refund.subject})
    open_ = {refund.id: refund.created_s for refund in refunds if not refund.final}
    watch(book, "refund", [refund.id for refund in refunds], open_, now_s)
    return written


def write_disputes(book: Book, disputes: Sequence[Dispute], now_s: int) -> Written:
    """The book holds these disputes, and their charges what these do to them."""
    rows = [
        {"id": dispute.id, "charge": dispute.charge, "created": dispute.created_s, "held": int(dispute.held)}
        for dispute in disputes
    ]
    written, _ = put(book, DISPUTES, rows)
    _hold(book, {dispute.charge for dispute in disputes})
    open_ = {dispute.id: dispute.created_s for dispute in disputes if not dispute.final}
    watch(book, "dispute", [dispute.id for dispute in disputes], open_, now_s)
    return written


def write_origins(book: Book, origins: Iterable[Origin]) -> Written:
    """The book holds these origins; they are never taken back."""
    wanted = {(origin.subject, origin.kind, origin.value) for origin in origins}
    query = select(ORIGINS.c.subject, ORIGINS.c.kind, ORIGINS.c.value).where(
        ORIGINS.c.book == book.number, ORIGINS.c.subject.in_(sorted({subject for subject, _, _ in wanted}))
    )
    new = sorted(wanted - {(subject, kind, value) for subject, kind, value in book.connection.execute(query)})
    if not new:
        return Written()
    book.connection.execute(
        insert(ORIGINS),
        [{"book": book.number, "subject": subject, "kind": kind, "value": value} for subject, kind, value in new],
    )
    known = sorted({subject for subject, _, _ in new})
    of_subscriptions = select(ORIGINS.c.subject).where(
        ORIGINS.c.book == book.number, ORIGINS.c.kind == "subscription", ORIGINS.c.value.in_(known)
    )
    ways = [way for name in (CHARGES.c.intent, CHARGES.c.id) for way in (name.in_(known), name.in_(of_subscriptions))]
    affected = select(CHARGES.c.person).where(CHARGES.c.book == book.number, or_(*ways))
    soil(book, set(book.connection.execute(affected).scalars()))
    return Written(new=len(new))


def write_subscriptions(book: Book, subscriptions: Sequence[Subscription]) -> Written:
    """The book holds these subscriptions; one that stays past due has the period in which it came to be so."""
    joined = join_people(book, [each.tokens for each in subscriptions])
    late_s = _late_s(book, [each.id for each in subscriptions if each.state is Reason.PAST_DUE])
    rows = [
        {
            "id": each.id,
            "created": each.created_s,
            "state": each.state.value,
            "period": min(each.period_s, late_s.get(each.id, each.period_s)),
            "amount": each.amount_minor,
            "currency": each.currency,
            "campaign": each.campaign,
            "person": joined.person[each.tokens[0]],
        }
        for each in subscriptions
    ]
    written, _ = put(book, SUBSCRIPTIONS, rows)
    if joined.gone:
        soil(book, joined.gone | set(joined.person.values()))
    write_origins(book, [origin for each in subscriptions for origin in each.origins])
    return written


def remove_unlisted(book: Book, name: str, low_s: int) -> int:
    """What the API lists no more since `low_s` under that name is gone; how many rows that were.

    Stripe deletes no charge, but test data can be deleted.
    """
    table = {"charges": CHARGES, "refunds": REFUNDS, "disputes": DISPUTES}.get(name)
    if table is None:
        return 0
    gone = unlisted(book, table, low_s)
    match name:
        case "charges":
            soil(book, set(book.connection.execute(select(CHARGES.c.person).where(gone)).scalars()))
        case "refunds":
            affected = set(book.connection.execute(select(REFUNDS.c.subject).where(gone)).scalars())
        case _:
            affected = set(book.connection.execute(select(DISPUTES.c.charge).where(gone)).scalars())
    number = book.connection.execute(delete(table).where(gone)).rowcount
    if name == "refunds":
        _return(book, affected)
    elif name == "disputes":
        _hold(book, affected)
    return number


def _return(book: Book, subjects: Iterable[str]) -> None:
    """The charges of these subjects know what their refunds come to.

    One whose refunds come to less is asked for again, since it may still say that it was refunded.
    """
    named = sorted(subjects)
    query = select(CHARGES.c.id, CHARGES.c.intent, CHARGES.c.returned, CHARGES.c.person).where(
        CHARGES.c.book == book.number, CHARGES.c.id.in_(named) | CHARGES.c.intent.in_(named)
    )
    affected = book.connection.execute(query).all()
    sums = _sums(book, {name for identifier, intent, _, _ in affected for name in (identifier, intent) if name})
    dirty = set()
    for identifier, intent, before, person in affected:
        total = sums.get(identifier, 0) + (sums.get(intent, 0) if intent else 0)
        if total != before:
            mine = (CHARGES.c.book == book.number) & (CHARGES.c.id == identifier)
            book.connection.execute(update(CHARGES).where(mine).values(returned=total))
            dirty.add(person)
        if total < before:
            ask_again(book, [("charge", identifier)])
    soil(book, dirty)


def _late_s(book: Book, past_due: Iterable[str]) -> dict[str, int]:
    """When the period began in which these came to be past due, of those that were so before."""
    query = select(SUBSCRIPTIONS.c.id, SUBSCRIPTIONS.c.period).where(
        SUBSCRIPTIONS.c.book == book.number,
        SUBSCRIPTIONS.c.id.in_(list(past_due)),
        SUBSCRIPTIONS.c.state == Reason.PAST_DUE.value,
    )
    return {row.id: row.period for row in book.connection.execute(query)}


def _hold(book: Book, charges: Iterable[str]) -> None:
    """These charges know what their disputes do to them."""
    named = sorted(charges)
    worst = _worst(book, named)
    query = select(CHARGES.c.id, CHARGES.c.held, CHARGES.c.person)
    dirty = set()
    for identifier, before, person in book.connection.execute(
        query.where(CHARGES.c.book == book.number, CHARGES.c.id.in_(named))
    ).all():
        if worst.get(identifier, 0) != before:
            mine = (CHARGES.c.book == book.number) & (CHARGES.c.id == identifier)
            book.connection.execute(update(CHARGES).where(mine).values(held=worst.get(identifier, 0)))
            dirty.add(person)
    soil(book, dirty)


def _refuse_contradiction(book: Book, rows: Sequence[Mapping[str, Any]]) -> None:
    """What never changes has not changed, unless everything is being looked at again."""
    query = select(CHARGES.c.id, CHARGES.c.created, CHARGES.c.currency).where(
        CHARGES.c.book == book.number, CHARGES.c.id.in_([row["id"] for row in rows])
    )
    before = {identifier: (created, currency) for identifier, created, currency in book.connection.execute(query)}
    if all(before.get(row["id"], _of(row)) == _of(row) for row in rows):
        return
    mine = (STREAMS.c.book == book.number) & (STREAMS.c.name == "charges")
    if not book.connection.execute(select(STREAMS.c.whole).where(mine)).scalar():
        raise PaymentsMalformed(
            "The payments API says of a payment another currency or time than before, so nothing was counted: "
            "try again later, or ask for everything again with: wellspring refresh --full"
        )


def _of(row: Mapping[str, Any]) -> tuple[int, str]:
    return row["created"], row["currency"]


def _returned(book: Book, payments: Sequence[Payment]) -> dict[str, int]:
    return _sums(book, {name for payment in payments for name in (payment.id, payment.intent) if name})


def _sums(book: Book, subjects: Iterable[str]) -> dict[str, int]:
    query = (
        select(REFUNDS.c.subject, func.sum(REFUNDS.c.amount))
        .where(REFUNDS.c.book == book.number, REFUNDS.c.subject.in_(list(subjects)), REFUNDS.c.alive)
        .group_by(REFUNDS.c.subject)
    )
    return {subject: int(total) for subject, total in book.connection.execute(query)}


def _held(book: Book, payments: Sequence[Payment]) -> dict[str, int]:
    return _worst(book, [payment.id for payment in payments])


def _worst(book: Book, charges: Iterable[str]) -> dict[str, int]:
    query = select(DISPUTES.c.charge, DISPUTES.c.held).where(
        DISPUTES.c.book == book.number, DISPUTES.c.charge.in_(list(charges)), DISPUTES.c.held > int(Held.NOTHING)
    )
    worst: defaultdict[str, int] = defaultdict(int)
    for charge, held in book.connection.execute(query):
        worst[charge] = max(worst[charge], held)
    return worst
