"""What has been listed of each kind, and what has not: the gaps that a crash, a deadline or a first sync leaves.

Listings are newest first. A gap shrinks from its later end with each page that is written, in the same
transaction; so whatever happens, all that is left to do is written down.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, func, insert, select, update

from mkdocs_wellspring.ledger.api.listing import (
    CHARGES,
    DISPUTES,
    INVOICE_LINES,
    INVOICE_PAYMENTS,
    REFUNDS,
    Listing,
    sessions,
)
from mkdocs_wellspring.ledger.book.model import Book
from mkdocs_wellspring.ledger.book.schema import GAPS, STREAMS
from mkdocs_wellspring.ledger.records import Definition

__all__ = [
    "BEGINNING_S",
    "Gap",
    "Look",
    "Stream",
    "advance",
    "finish",
    "gaps",
    "is_whole",
    "plan",
    "split",
    "streams_of",
]

BEGINNING_S = 1_262_304_000
"""2010-01-01: the payments API is younger."""

Look = Literal["new", "wide", "whole"]

_HOUR_S = 3_600
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Stream:
    """One listing that is followed.

    Attributes:
        name: unique in the book.
        overlap_s: how far before the latest that was seen the next look begins.
        wide_s: how far it begins once a day, for what changes long after it was made; 0 for never.
        before_s: how much older than the window its objects may be and still be about payments in it; None for any.
    """

    name: str
    listing: Listing
    overlap_s: int = _HOUR_S
    wide_s: int = 0
    before_s: int | None = 0

    def since_s(self, definition: Definition, now: datetime) -> int:
        """The first second that has to be listed for what counts at `now`."""
        first, _ = definition.bounds(now)
        if first is None or self.before_s is None or definition.metric == "recurring":
            return BEGINNING_S
        return max(BEGINNING_S, int(first.timestamp()) - self.before_s)


@dataclass(frozen=True, slots=True)
class Gap:
    """A time of which not everything has been listed.

    Attributes:
        number: in the database.
        stream: whose listing it is.
        low_s: its first second.
        high_s: the second after its last; None up to now.
        after: the id after which the listing goes on; None from its later end.
    """

    number: int
    stream: Stream
    low_s: int
    high_s: int | None
    after: str | None = None


def streams_of(definition: Definition) -> list[Stream]:
    """The listings that the definition is counted from, subscriptions left aside, which are asked for whole each time.

    A refund can fail a month after it was made, and a dispute take half a year: these are looked at again widely
    once a day. A checkout session has its payment once it is complete, within a day of its making.
    """
    found = []
    if definition.metric != "recurring":
        found = [
            Stream("charges", CHARGES),
            Stream("refunds", REFUNDS, wide_s=30 * _DAY_S),
            Stream("disputes", DISPUTES, wide_s=180 * _DAY_S),
        ]
        bought = bool(definition.prices or definition.products)
        if definition.monthly:
            # Whoever looks for what was bought needs all lines of an invoice, which may take a request more for each.
            name, listing = ("invoice_lines", INVOICE_LINES) if bought else ("invoice_payments", INVOICE_PAYMENTS)
            # An invoice payment is made with its invoice, and has its payment intent from then on.
            # An invoice may be paid weeks after it was made.
            found.append(Stream(name, listing, wide_s=3 * _DAY_S, before_s=60 * _DAY_S))
        if bought:
            found.append(Stream("sessions", sessions(None), overlap_s=25 * _HOUR_S, before_s=25 * _HOUR_S))
    for link in definition.payment_links:
        # A monthly gift goes on for years after its session.
        found.append(Stream(f"sessions {link}", sessions(link), overlap_s=25 * _HOUR_S, before_s=None))
    return found


def plan(book: Book, stream: Stream, low_s: int, now_s: int, look: Look = "new") -> None:
    """There is a gap for all that may have come since the last look, and for what an earlier beginning adds.

    A `wide` look begins as far back as changes come, a `whole` one is at everything.
    """
    mine = (STREAMS.c.book == book.number) & (STREAMS.c.name == stream.name)
    row = book.connection.execute(select(STREAMS).where(mine)).mappings().one_or_none()
    if row is None:
        book.connection.execute(
            insert(STREAMS).values(
                book=book.number, name=stream.name, low=low_s, newest=None, wide_s=now_s, synced_s=0, whole=False
            )
        )
        _add(book, stream, low_s, None)
        return
    if look == "whole":
        low_s = min(low_s, row["low"])
        book.connection.execute(delete(GAPS).where(GAPS.c.book == book.number, GAPS.c.name == stream.name))
        book.connection.execute(update(STREAMS).where(mine).values(low=low_s, wide_s=now_s, whole=True))
        _add(book, stream, low_s, None)
        return
    if low_s < row["low"]:
        _add(book, stream, low_s, row["low"])
        book.connection.execute(update(STREAMS).where(mine).values(low=low_s))
    # A clock that went back is no reason to look less often.
    if stream.wide_s and (look == "wide" or not 0 <= now_s - row["wide_s"] < _DAY_S):
        back_s = stream.wide_s
        book.connection.execute(update(STREAMS).where(mine).values(wide_s=now_s))
    else:
        back_s = stream.overlap_s
    begin_s = row["low"] if row["newest"] is None else max(row["low"], row["newest"] - back_s)
    _reopen(book, stream, begin_s)


def gaps(book: Book, stream: Stream) -> Iterator[Gap]:
    """The gaps of a stream, the latest first."""
    query = select(GAPS).where(GAPS.c.book == book.number, GAPS.c.name == stream.name).order_by(GAPS.c.low.desc())
    for row in book.connection.execute(query).mappings().all():
        yield Gap(row["gap"], stream, row["low"], row["high"])


def advance(book: Book, gap: Gap, created_s: Sequence[int], now_s: int, *, more: bool) -> None:
    """A page of objects, made at `created_s`, newest first, has been written: the gap is less, or no more.

    An object that is dated later than `now_s` does not make the next look begin later.
    """
    if gap.high_s is None and created_s:
        mine = (STREAMS.c.book == book.number) & (STREAMS.c.name == gap.stream.name)
        later = STREAMS.c.newest.is_(None) | (STREAMS.c.newest < min(created_s[0], now_s))
        book.connection.execute(update(STREAMS).where(mine, later).values(newest=min(created_s[0], now_s)))
    if more:
        book.connection.execute(update(GAPS).where(GAPS.c.gap == gap.number).values(high=created_s[-1] + 1))
    else:
        book.connection.execute(delete(GAPS).where(GAPS.c.gap == gap.number))


def split(book: Book, gap: Gap) -> tuple[Gap, Gap]:
    """The gap's earlier and later half, each to be listed by itself."""
    high_s = gap.high_s
    assert high_s is not None  # noqa: S101 - a gap is split after a page of it
    middle_s = (gap.low_s + high_s) // 2
    book.connection.execute(update(GAPS).where(GAPS.c.gap == gap.number).values(low=middle_s))
    earlier = _add(book, gap.stream, gap.low_s, middle_s)
    return earlier, replace(gap, low_s=middle_s)


def finish(book: Book, stream: Stream, now_s: int) -> int | None:
    """All that was made before `now_s` is in the book; from where on everything was looked at again, if it was."""
    mine = (STREAMS.c.book == book.number) & (STREAMS.c.name == stream.name)
    row = book.connection.execute(select(STREAMS.c.low, STREAMS.c.whole).where(mine)).one()
    book.connection.execute(update(STREAMS).where(mine).values(synced_s=now_s, whole=False))
    return int(row.low) if row.whole else None


def is_whole(book: Book, stream: Stream, low_s: int) -> int | None:
    """The moment of the last sync of a stream that has no gap since `low_s`; None where it has one."""
    mine = (STREAMS.c.book == book.number) & (STREAMS.c.name == stream.name)
    row = book.connection.execute(select(STREAMS.c.low, STREAMS.c.synced_s).where(mine)).one_or_none()
    left = select(func.count()).where(GAPS.c.book == book.number, GAPS.c.name == stream.name)
    if row is None or row.low > low_s or not row.synced_s or book.connection.execute(left).scalar_one():
        return None
    return int(row.synced_s)


def _reopen(book: Book, stream: Stream, begin_s: int) -> None:
    """One gap reaches up to now, and begins there at the latest."""
    mine = (GAPS.c.book == book.number) & (GAPS.c.name == stream.name) & GAPS.c.high.is_(None)
    row = book.connection.execute(select(GAPS.c.gap, GAPS.c.low).where(mine)).first()
    if row is None:
        _add(book, stream, begin_s, None)
    elif begin_s < row.low:
        book.connection.execute(update(GAPS).where(GAPS.c.gap == row.gap).values(low=begin_s))


def _add(book: Book, stream: Stream, low_s: int, high_s: int | None) -> Gap:
    made = book.connection.execute(insert(GAPS).values(book=book.number, name=stream.name, low=low_s, high=high_s))
    key = made.inserted_primary_key
    assert key is not None  # noqa: S101 - one row was inserted
    return Gap(key[0], stream, low_s, high_s)
