"""From the payments API into the ledger: what is new, what was late, and what was not final."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from mkdocs_wellspring.errors import NothingMatched, PaymentsMalformed
from mkdocs_wellspring.ledger.book.rows import remove_unlisted
from mkdocs_wellspring.ledger.book.schema import BOOKS, CHARGES, DISPUTES, REFUNDS
from mkdocs_wellspring.ledger.book.streams import BEGINNING_S, Look, finish, gaps, is_whole, plan, streams_of
from mkdocs_wellspring.ledger.book.views import is_known, settle
from mkdocs_wellspring.ledger.coverage import PaymentsAPI, fill
from mkdocs_wellspring.ledger.listing import CHARGES as LISTED
from mkdocs_wellspring.ledger.reading import CAMPAIGN_KEY
from mkdocs_wellspring.ledger.records import Count, Definition, Progress
from mkdocs_wellspring.ledger.subscriptions import ACTIVE, list_subscriptions
from mkdocs_wellspring.ledger.tally import tally
from mkdocs_wellspring.ledger.unsettled import ask_for_unsettled

if TYPE_CHECKING:
    from mkdocs_wellspring.ledger.store import Ledger

__all__ = ["PaymentsAPI", "kept", "synchronise"]

_TABLES = {"charges": CHARGES, "refunds": REFUNDS, "disputes": DISPUTES}


def synchronise(  # noqa: PLR0913  each is a choice of the caller's
    api: PaymentsAPI,
    ledger: "Ledger",
    definition: Definition,
    *,
    now: datetime,
    thorough: bool = False,
    full: bool = False,
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
        full: everything is asked for again; `notice` gets a line that says what differed.
        notice: gets what a person should know.
        progress: is called after each page of a listing.
        wait: returns after so many seconds, or raises; called while another builder is at work.

    Raises:
        PaymentsUnavailable: the API did not answer, or not to this key. What was fetched is kept.
        PaymentsMalformed: it answered something that is not documented, or money of another mode.
        NothingMatched: the account has payments, and none of the campaign.
        LedgerError: the ledger cannot be read or written.
    """
    if api.mode is not ledger.mode or definition.mode is not ledger.mode:
        message = f"Money of mode {api.mode} cannot be counted as {definition.mode} in a ledger of {ledger.mode} money."
        raise PaymentsMalformed(message)
    before, now_s = api.requests, int(now.timestamp())
    if _is_to_come(definition, now):
        return tally(ledger, definition, now=now)
    with ledger.lease(wait):
        _plan(ledger, definition, now, "whole" if full else "wide" if thorough else "new")
        with ledger.reading() as book:
            open_ = [gap for stream in streams_of(definition) for gap in gaps(book, stream)]
        counts = fill(api, ledger, open_, now_s=now_s, progress=progress)
        if definition.metric == "recurring":
            list_subscriptions(api, ledger, now_s)
        ask_for_unsettled(api, ledger, now_s=now_s, thorough=thorough or full)
        _finish(ledger, definition, now, counts)
        if full:
            notice(_drift(counts))
    count = tally(ledger, definition, now=now)
    if not count.lines:
        _refuse_silent_zero(api, ledger, definition, count)
    return replace(count, requests=api.requests - before)


def kept(ledger: "Ledger", definition: Definition, *, now: datetime) -> Count | None:
    """What the ledger says of `now` without asking anybody, as of its last sync; None where it lacks anything.

    Raises:
        LedgerError: the ledger cannot be read or written.
    """
    low_s = _low_s(definition, now)
    names = [*streams_of(definition), *([ACTIVE] if definition.metric == "recurring" else [])]
    with ledger.reading() as book:
        synced_s = [is_whole(book, stream, low_s) for stream in names]
    moments = [moment for moment in synced_s if moment is not None]
    if len(moments) < len(synced_s):
        return None
    count = tally(ledger, definition, now=now)
    return replace(count, as_of=datetime.fromtimestamp(min(moments), UTC)) if count.lines else None


def _is_to_come(definition: Definition, now: datetime) -> bool:
    """The campaign has not begun, so that nobody can have given to it."""
    first, _ = definition.bounds(now)
    return definition.metric != "recurring" and first is not None and first > now


def _low_s(definition: Definition, now: datetime) -> int:
    first, _ = definition.bounds(now)
    if first is None or definition.metric == "recurring":
        return BEGINNING_S
    return max(BEGINNING_S, int(first.timestamp()))


def _plan(ledger: "Ledger", definition: Definition, now: datetime, look: Look) -> None:
    low_s, now_s = _low_s(definition, now), int(now.timestamp())
    with ledger.writing() as book:
        if look == "whole":
            book.connection.execute(update(BOOKS).where(BOOKS.c.book == book.number).values(round=BOOKS.c.round + 1))
        for stream in streams_of(definition):
            plan(book, stream, low_s, now_s, look)


def _finish(ledger: "Ledger", definition: Definition, now: datetime, counts: Counter[str]) -> None:
    with ledger.writing() as book:
        for stream in streams_of(definition):
            low_s = finish(book, stream, int(now.timestamp()))
            if low_s is not None and stream.name in _TABLES:
                counts["gone"] += remove_unlisted(book, _TABLES[stream.name], low_s)
        if definition.metric != "recurring":
            settle(book, definition, now)


def _drift(counts: Counter[str]) -> str:
    changed, new = counts["charges changed"], counts["charges new"]
    if not (changed or new or counts["gone"]):
        return f"All was asked for again: the ledger agrees with {counts['charges listed']} payments."
    return (
        f"All was asked for again, {counts['charges listed']} payments: {new} were not in the ledger, "
        f"{changed} differed, {counts['gone']} are no longer listed. The ledger is right now."
    )


def _refuse_silent_zero(api: PaymentsAPI, ledger: "Ledger", definition: Definition, count: Count) -> None:
    """No payment of the campaign is no zero, while the account has others, in the window's time or before it.

    It is one where the campaign had gifts before the window: on the first of a month nobody has given yet.
    """
    others, low_s = count.other_payments, _low_s(definition, count.as_of)
    if low_s > BEGINNING_S:
        with ledger.reading() as book:
            if is_known(book, definition):
                return
        earlier = api.page(LISTED, below=low_s).objects
        if any(_campaign_of(charge) == definition.campaign for charge in earlier):
            return
        others = others or len(earlier)
    if others:
        raise NothingMatched(_how_to_match(definition, others))


def _campaign_of(charge: Mapping[str, Any]) -> object:
    metadata = charge.get("metadata")
    return metadata.get(CAMPAIGN_KEY) if isinstance(metadata, Mapping) else None


def _how_to_match(definition: Definition, others: int) -> str:
    since = "" if definition.starts is None or definition.window != "campaign" else f" since {definition.starts}"
    what = "subscription" if definition.metric == "recurring" else "payment"
    noun = what if others == 1 else f"{what}s"
    campaign = " ".join(definition.campaign.split())
    place = "subscription_data" if definition.metric == "recurring" else "payment_intent_data"
    return (
        f"The account has {others} other {noun}{since}, and none of the campaign: set the metadata key "
        f'{CAMPAIGN_KEY} to "{campaign}" in the payment link\'s {place}, '
        "or correct `campaign` in mkdocs.yml."
    )
