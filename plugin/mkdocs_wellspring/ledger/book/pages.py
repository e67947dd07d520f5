"""Objects of the payments API, of whichever kind, into the book."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mkdocs_wellspring.ledger.answers.charges import read_dispute, read_payment, read_refund
from mkdocs_wellspring.ledger.answers.origins import read_invoice_payment, read_session, read_subscription
from mkdocs_wellspring.ledger.book.model import Book
from mkdocs_wellspring.ledger.book.rows import Written
from mkdocs_wellspring.ledger.book.writing import (
    write_disputes,
    write_origins,
    write_payments,
    write_refunds,
    write_subscriptions,
)

__all__ = ["write_page"]


def write_page(book: Book, kind: str, objects: Sequence[Mapping[str, Any]], now_s: int) -> Written:
    """The book holds these objects; what was new in them, and what was not as before.

    Raises:
        PaymentsMalformed: an object has not the documented shape.
    """
    if not objects:
        return Written()
    return _WRITERS[kind](book, objects, now_s)


def _payments(book: Book, objects: Sequence[Mapping[str, Any]], now_s: int) -> Written:
    return write_payments(book, [read_payment(each, book.secret) for each in objects], now_s)


def _refunds(book: Book, objects: Sequence[Mapping[str, Any]], now_s: int) -> Written:
    return write_refunds(book, [read_refund(each) for each in objects], now_s)


def _disputes(book: Book, objects: Sequence[Mapping[str, Any]], now_s: int) -> Written:
    return write_disputes(book, [read_dispute(each) for each in objects], now_s)


def _invoice_payments(book: Book, objects: Sequence[Mapping[str, Any]], _now_s: int) -> Written:
    return write_origins(book, [origin for each in objects for origin in read_invoice_payment(each)])


def _sessions(book: Book, objects: Sequence[Mapping[str, Any]], _now_s: int) -> Written:
    return write_origins(book, [origin for each in objects for origin in read_session(each)])


def _subscriptions(book: Book, objects: Sequence[Mapping[str, Any]], _now_s: int) -> Written:
    return write_subscriptions(book, [read_subscription(each, book.secret) for each in objects])


_WRITERS: Mapping[str, Callable[[Book, Sequence[Mapping[str, Any]], int], Written]] = {
    "charge": _payments,
    "refund": _refunds,
    "dispute": _disputes,
    "invoice_payment": _invoice_payments,
    "checkout.session": _sessions,
    "subscription": _subscriptions,
}
