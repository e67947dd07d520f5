"""From the payments API into the ledger: what is new, what was late, and what was not final."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from mkdocs_wellspring.errors import PaymentsMalformed
from mkdocs_wellspring.ledger.book.schema import BOOKS
from mkdocs_wellspring.ledger.book.streams import Look, finish, gaps, is_unfinished, plan, streams_of, synced
from mkdocs_wellspring.ledger.book.views import begin_anew, settle
from mkdocs_wellspring.ledger.book.writing import remove_unlisted
from mkdocs_wellspring.ledger.coverage import PaymentsAPI, fill
from mkdocs_wellspring.ledger.records import Count, Definition, Progress
from mkdocs_wellspring.ledger.subscriptions import ACTIVE, list_subscriptions
from mkdocs_wellspring.ledger.tally import tally
from mkdocs_wellspring.ledger.unsettled import ask_for_unsettled, unsettled
from mkdocs_wellspring.ledger.zero import refuse_silent_zero

if TYPE_CHECKING:
    from mkdocs_wellspring.ledger.store import Ledger

__all__ = ["PaymentsAPI", "kept", "synchronise"]

_WEEK_S = 7 * 86_400
_MONEY = ("charges", "refunds", "disputes")


def synchronise(  # noqa: PLR0913  each is a choice of the caller's
    api: PaymentsAPI,
    ledger: "Ledger",
    definition: Definition,
    *,
    now: datetime,
    thorough: bool = False,
    full: bool | None = False,
    notice: Callable[[str], None] = lambda _line: None,
    progress: Callable[[Progress], None] | None = None,
    wait: Callable[[float], None] = time.sleep,
) -> Count:
    """The count at `now`, from a ledger that holds all that the payments API shows.

    Args:
        api: where payments are asked for.
        ledger: where they are kept.
        definition: what counts.
        now: the time in UTC that the count bears.
        thorough: all that is not final is asked for again, whether it is its turn or not.
        full: everything is asked for again; `notice` gets a line that says what differed. None: if that has not
            been done for a week; what was broken off of it goes on.
        notice: gets what a person should know.
        progress: is called after each page of a listing.
        wait: returns after so many seconds, or raises; called while another builder is at work.

    Raises:
        PaymentsUnavailable: the API did not answer, or not to this key. What was fetched is kept.
        PaymentsMalformed: it answered something that is not documented, or money of another mode.
        NothingMatched: the account has payments, and none that the definition is about.
        LedgerError: the ledger cannot be read or written.
    """
    if api.mode is not ledger.mode or definition.mode is not ledger.mode:
        message = f"Money of mode {api.mode} cannot be counted as {definition.mode} in a ledger of {ledger.mode} money."
        raise PaymentsMalformed(message)
    before, now_s = api.requests, int(now.timestamp())
    if _is_to_come(definition, now):
        return tally(ledger, definition, now=now)
    with ledger.lease(wait):
        look: Look = "whole" if _is_full(ledger, definition, now_s, full) else "wide" if thorough else "new"
        _plan(ledger, definition, now, look)
        # What is listed anew need not be asked for once more.
        sooner = frozenset() if look == "new" else unsettled(ledger)
        with ledger.reading() as book:
            open_ = [gap for stream in streams_of(definition) for gap in gaps(book, stream)]
        counts = fill(api, ledger, open_, now_s=now_s, progress=progress)
        if definition.metric == "recurring":
            counts["subscriptions listed"] = list_subscriptions(api, ledger, now_s)
        ask_for_unsettled(api, ledger, now_s=now_s, sooner=sooner)
        _finish(ledger, definition, now, counts)
    if look == "whole":
        notice(_drift(definition, counts))
    count = tally(ledger, definition, now=now)
    refuse_silent_zero(api, ledger, count)
    return count._replace(requests=api.requests - before)


def kept(ledger: "Ledger", definition: Definition, *, now: datetime) -> Count | None:
    """What the ledger says of its last sync without asking anybody, or of `now` if that is earlier.

    None where it lacks anything, or holds nothing of the campaign.

    Raises:
        LedgerError: the ledger cannot be read or written.
    """
    streams = [*streams_of(definition), *([ACTIVE] if definition.metric == "recurring" else [])]
    with ledger.reading() as book:
        found = [synced(book, stream) for stream in streams]
    known = [each for each in found if each is not None]
    if len(known) < len(found):
        return None
    # A window that moves has lost gifts since then, and may have gained some that the ledger does not know.
    moment = min(now, *(datetime.fromtimestamp(synced_s, UTC) for _, synced_s in known))
    if any(low_s > stream.since_s(definition, moment) for stream, (low_s, _) in zip(streams, known, strict=True)):
        return None
    count = tally(ledger, definition, now=moment)
    return count if count.lines else None


def _is_to_come(definition: Definition, now: datetime) -> bool:
    """The campaign has not begun, so that nobody can have given to it."""
    first, _ = definition.bounds(now)
    return definition.metric != "recurring" and first is not None and first > now


def _is_full(ledger: "Ledger", definition: Definition, now_s: int, full: bool | None) -> bool:
    """Subscriptions are always listed whole; a look at everything that was broken off is not begun anew."""
    if full is not None or definition.metric == "recurring":
        return bool(full)
    with ledger.reading() as book:
        if any(is_unfinished(book, stream) for stream in streams_of(definition)):
            return False
        query = select(BOOKS.c.whole_s).where(BOOKS.c.book == book.number)
        whole_s = book.connection.execute(query).scalar_one()
    return not 0 <= now_s - whole_s < _WEEK_S and whole_s > 0


def _plan(ledger: "Ledger", definition: Definition, now: datetime, look: Look) -> None:
    now_s = int(now.timestamp())
    with ledger.writing() as book:
        mine = BOOKS.c.book == book.number
        if look == "whole":
            book.connection.execute(update(BOOKS).where(mine).values(round=BOOKS.c.round + 1))
        for stream in streams_of(definition):
            plan(book, stream, stream.since_s(definition, now), now_s, look)


def _finish(ledger: "Ledger", definition: Definition, now: datetime, counts: Counter[str]) -> None:
    now_s = int(now.timestamp())
    with ledger.writing() as book:
        mine = BOOKS.c.book == book.number
        book.connection.execute(update(BOOKS).where(mine, BOOKS.c.whole_s == 0).values(whole_s=now_s))
        for stream in streams_of(definition):
            low_s = finish(book, stream, now_s)
            if low_s is not None:
                counts["gone"] += remove_unlisted(book, stream.name, low_s)
                begin_anew(book)
                if stream.name == "charges":  # another goal of the account may be about subscriptions alone
                    book.connection.execute(update(BOOKS).where(mine).values(whole_s=now_s))
        if definition.metric != "recurring":
            settle(book, definition, now)


def _drift(definition: Definition, counts: Counter[str]) -> str:
    if definition.metric == "recurring":
        listed = counts["subscriptions listed"]
        noun = "subscription" if listed == 1 else "subscriptions"
        return f"All was asked for again: the ledger holds the {listed} {noun} of the account, as after each count."
    changed, new = (sum(counts[f"{name} {what}"] for name in _MONEY) for what in ("changed", "new"))
    listed = counts["charges listed"]
    if not (changed or new or counts["gone"]):
        return f"All was asked for again: the ledger agrees with {listed} payments."
    return (
        f"All was asked for again, {listed} payments: of these, their refunds and disputes {new} were new "
        f"to the ledger, {changed} differed, {counts['gone']} are no longer listed. The ledger is right now."
    )
