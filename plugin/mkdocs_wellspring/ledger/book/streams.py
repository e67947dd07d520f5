"""What has been listed of each kind, and what has not: the gaps that a crash, a deadline or a first sync leaves.

Listings are newest first. A gap shrinks from its later end with each page that is written, in the same
transaction; so whatever happens, all that is left to do is written down.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import RowMapping, delete, func, insert, select, update

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
from mkdocs_wellspring.ledger.book.schema import CHARGES as CHARGED
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
    "is_unfinished",
    "look_again",
    "plan",
    "split",
    "streams_of",
    "synced",
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
        wide_charges: but no farther than this many charges back; None for however many.
        before_s: how much older than the window its objects may be and still be about payments in it; None for any.
    """

    name: str
    listing: Listing
    overlap_s: int = _HOUR_S
    wide_s: int = 0
    wide_charges: int | None = None
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
    once a day. So are charges, which somebody may mark by hand, but of a busy account no more than ten pages of them.
    A checkout session has its payment once it is complete, within a day of its making.
    """
    found = []
    if definition.metric != "recurring":
        found = [
            Stream("charges", CHARGES, wide_s=30 * _DAY_S, wide_charges=1_000),
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
    back_s = stream.overlap_s
    # A clock that went back is no reason to look less often.
    if stream.wide_s and (look == "wide" or not 0 <= now_s - row["wide_s"] < _DAY_S):
        back_s = _wide_s(book, stream, row)
        book.connection.execute(update(STREAMS).where(mine).values(wide_s=now_s))
    _reopen(book, stream, row["low"] if row["newest"] is None else max(row["low"], row["newest"] - back_s))


def look_again(book: Book, name: str, low_s: int, most: int) -> None:
    """The next look at the stream of that name begins at `low_s`, unless more than `most` charges are from then on."""
    since = select(CHARGED.c.id).where(CHARGED.c.book == book.number, CHARGED.c.created >= low_s).limit(most + 1)
    if len(book.connection.execute(since).all()) > most:
        return
    mine = (STREAMS.c.book == book.number) & (STREAMS.c.name == name) & (STREAMS.c.newest > low_s)
    book.connection.execute(update(STREAMS).where(mine).values(newest=low_s))


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


def is_unfinished(book: Book, stream: Stream) -> bool:
    """A look at everything has begun and not come to its end."""
    mine = (STREAMS.c.book == book.number) & (STREAMS.c.name == stream.name)
    return bool(book.connection.execute(select(STREAMS.c.whole).where(mine)).scalar())


def synced(book: Book, stream: Stream) -> tuple[int, int] | None:
    """From where on nothing is missing in a stream, and since when it is so; None where it has gaps."""
    mine = (STREAMS.c.book == book.number) & (STREAMS.c.name == stream.name)
    row = book.connection.execute(select(STREAMS.c.low, STREAMS.c.synced_s).where(mine)).one_or_none()
    left = select(func.count()).where(GAPS.c.book == book.number, GAPS.c.name == stream.name)
    if row is None or not row.synced_s or book.connection.execute(left).scalar_one():
        return None
    return int(row.low), int(row.synced_s)


def _wide_s(book: Book, stream: Stream, row: RowMapping) -> int:
    """How far before the latest that was seen a wide look begins."""
    if stream.wide_charges is None:
        return stream.wide_s
    if row["whole"]:  # a look at all charges, which was broken off and goes on, sees their marks as well
        return stream.overlap_s
    order = CHARGED.c.created.desc()
    query = select(CHARGED.c.created).where(CHARGED.c.book == book.number).order_by(order)
    last_s = book.connection.execute(query.offset(stream.wide_charges - 1).limit(1)).scalar()
    if last_s is None or row["newest"] is None:
        return stream.wide_s
    return min(stream.wide_s, max(stream.overlap_s, int(row["newest"]) - int(last_s)))


def _reopen(book: Book, stream: Stream, begin_s: int) -> None:
    """One gap reaches up to now, and begins there at the latest; no other lies within it."""
    mine = (GAPS.c.book == book.number) & (GAPS.c.name == stream.name)
    if book.connection.execute(select(GAPS.c.gap).where(mine, GAPS.c.high.is_(None), GAPS.c.low <= begin_s)).first():
        return
    book.connection.execute(delete(GAPS).where(mine, GAPS.c.low >= begin_s))
    book.connection.execute(update(GAPS).where(mine, GAPS.c.high > begin_s).values(high=begin_s))
    _add(book, stream, begin_s, None)


def _add(book: Book, stream: Stream, low_s: int, high_s: int | None) -> Gap:
    made = book.connection.execute(insert(GAPS).values(book=book.number, name=stream.name, low=low_s, high=high_s))
    key = made.inserted_primary_key
    assert key is not None  # noqa: S101 - one row was inserted
    return Gap(key[0], stream, low_s, high_s)
