"""A count within a time, whatever the payments API does."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING

from mkdocs_wellspring.errors import ConfigurationError, PaymentsMalformed, PaymentsUnavailable, WellspringError
from mkdocs_wellspring.ledger.deadline import Deadline
from mkdocs_wellspring.ledger.people import LedgerKey
from mkdocs_wellspring.ledger.records import Count, Definition, Entry, Progress
from mkdocs_wellspring.ledger.secret import SecretKey

if TYPE_CHECKING:
    from mkdocs_wellspring.ledger.store import Ledger

__all__ = ["DEADLINE_S", "Access", "counted", "entries", "kept"]

DEADLINE_S = 30.0
"""How long a build waits for a count."""

_LOG = logging.getLogger(__name__)
_MANY = 100


@dataclass(frozen=True, slots=True)
class Access:
    """What a count needs besides its definition.

    Attributes:
        key: the key to the payments API.
        base: the address of another payments server; None for Stripe's own.
        ledger: where the ledger is: `sqlite:///path` or `postgresql://…`. It goes into memory where `ledger_key`
            does not last.
        ledger_key: the key under which people are hashed.
    """

    key: SecretKey
    base: str | None
    ledger: str
    ledger_key: LedgerKey


@dataclass(frozen=True, slots=True)
class _Wish:
    """How thoroughly to count, and whom to tell."""

    thorough: bool
    full: bool | None
    notice: Callable[[str], None]
    progress: Callable[[Progress], None] | None


def counted(  # noqa: PLR0913  each is a choice of the caller's
    definition: Definition,
    access: Access,
    *,
    now: datetime,
    deadline_s: float = DEADLINE_S,
    notice: Callable[[str], None] = _LOG.info,
    full: bool | None = False,
    thorough: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Count:
    """The count at `now`, with the ledger brought up to date; an error after `deadline_s` at the latest.

    The work is done in a thread of its own, because a server that sends a byte now and then outlives any time
    limit on reading. After the deadline the thread writes nothing any more, and ends when the server lets it,
    or the process does. What was fetched by then is kept, and the next call goes on from there.

    Args:
        definition: what counts.
        access: the keys and places.
        now: the time in UTC that the count bears.
        deadline_s: how long to wait.
        notice: gets a line for what a person should know.
        full: everything is asked for again, and `notice` told what differed; None: if that is a week ago.
        thorough: all that is not final is asked for again.
        progress: is called after each page of a listing.

    Raises:
        ConfigurationError: the key is none, would be sent where it must not, or is of another mode than
            counts.
        PaymentsUnavailable: the API did not answer in time, or not to this key.
        PaymentsMalformed: it answered something that is not documented.
        NothingMatched: the account has payments, and none of the campaign.
        LedgerError: the ledger cannot be opened, read or written.
    """
    _check_mode(definition, access)
    deadline = Deadline(deadline_s, Event())
    far = _Far(progress, is_kept=access.ledger_key.persistent)
    wish = _Wish(thorough, full, notice, far)
    outcome: SimpleQueue[Count | WellspringError] = SimpleQueue()

    def work() -> None:
        try:
            outcome.put(_count(definition, access, now, deadline, wish))
        except WellspringError as error:
            outcome.put(error)
        except Exception as error:  # noqa: BLE001  nothing that an API can answer may end a build with a traceback
            outcome.put(_unforeseen(error))

    Thread(target=work, name="wellspring-count", daemon=True).start()
    return _result(outcome, deadline, far)


def kept(definition: Definition, access: Access, *, now: datetime) -> Count | None:
    """What the ledger says of its last sync without asking anybody, or of `now` if that is earlier.

    None where it lacks anything, or holds nothing of the campaign.

    Raises:
        ConfigurationError: the key is of another mode than counts.
        LedgerError: the ledger cannot be opened or read.
    """
    from mkdocs_wellspring.ledger.sync import kept as held  # noqa: PLC0415 - see `_count`

    with _found(definition, access) as ledger:
        return None if ledger is None else held(ledger, definition, now=now)


def entries(definition: Definition, access: Access, *, now: datetime) -> Iterator[Entry]:
    """Every payment of the campaign, of `recurring` every subscription, oldest first, from the ledger as it is.

    Raises:
        ConfigurationError: the key is of another mode than counts.
        LedgerError: the ledger cannot be opened or read.
    """
    from mkdocs_wellspring.ledger.tally import entries as held  # noqa: PLC0415 - see `_count`

    with _found(definition, access) as ledger:
        if ledger is not None:
            yield from held(ledger, definition, now=now)


class _Far:
    """How far a count has come, for the message when the time is up."""

    def __init__(self, tell: Callable[[Progress], None] | None, *, is_kept: bool) -> None:
        self.payments = 0
        self.is_kept = is_kept
        self._tell = tell

    def __call__(self, progress: Progress) -> None:
        self.payments = progress.payments
        if self._tell:
            self._tell(progress)


def _check_mode(definition: Definition, access: Access) -> None:
    mode = access.key.mode(access.base)
    if mode is not definition.mode:
        raise ConfigurationError(
            f"The key is of mode {mode}, and {definition.mode} money is to be counted: "
            "check WELLSPRING_STRIPE_KEY and WELLSPRING_STRIPE_API."
        )


def _result(outcome: "SimpleQueue[Count | WellspringError]", deadline: Deadline, far: _Far) -> Count:
    is_late = True
    try:
        result = outcome.get(timeout=deadline.remaining_s())
        is_late = not deadline.remaining_s()
    except Empty:
        result = deadline.missed()
    finally:
        deadline.cancelled.set()
    if isinstance(result, PaymentsUnavailable) and is_late and far.payments > _MANY:
        way = "the next build goes on from there, or finish it with: wellspring refresh"
        if not far.is_kept:
            way = "set WELLSPRING_LEDGER_KEY and keep the ledger, so that the next build can go on from there"
        result = PaymentsUnavailable(
            f"The count is not finished after {deadline.seconds:g} s and {far.payments} payments: {way}"
        )
    if isinstance(result, WellspringError):
        raise result
    return result


def _unforeseen(error: Exception) -> PaymentsMalformed:
    return PaymentsMalformed(
        f"The payments API answered something that was not foreseen ({type(error).__name__}), so nothing was counted: "
        "try again later, and report it if it comes again."
    )


def _count(definition: Definition, access: Access, now: datetime, deadline: Deadline, wish: _Wish) -> Count:
    # Imported here: a build whose snapshot is fresh counts nothing, and does not pay for these.
    from mkdocs_wellspring.ledger.stripe import StripeAPI  # noqa: PLC0415
    from mkdocs_wellspring.ledger.sync import synchronise  # noqa: PLC0415

    api = StripeAPI(access.key, access.base, deadline)
    try:
        with _ledger(definition, access, before_writing=deadline.check, notice=wish.notice) as ledger:
            return synchronise(
                api,
                ledger,
                definition,
                now=now,
                thorough=wish.thorough,
                full=wish.full,
                notice=wish.notice,
                progress=wish.progress,
                wait=deadline.pause,
            )
    finally:
        api.close()


@contextmanager
def _ledger(
    definition: Definition,
    access: Access,
    *,
    before_writing: Callable[[], None] = lambda: None,
    notice: Callable[[str], None] = _LOG.info,
) -> Iterator["Ledger"]:
    from mkdocs_wellspring.ledger.store import Ledger  # noqa: PLC0415 - see `_count`

    _check_mode(definition, access)
    ledger = Ledger.open(
        access.ledger_key.place(access.ledger),
        access.ledger_key.secret,
        _account(access),
        definition.mode,
        before_writing=before_writing,
        notice=notice,
    )
    try:
        yield ledger
    finally:
        ledger.close()


@contextmanager
def _found(definition: Definition, access: Access) -> Iterator["Ledger | None"]:
    from mkdocs_wellspring.ledger.store import Ledger  # noqa: PLC0415 - see `_count`

    _check_mode(definition, access)
    place, secret = access.ledger_key.place(access.ledger), access.ledger_key.secret
    ledger = Ledger.find(place, secret, _account(access), definition.mode)
    try:
        yield ledger
    finally:
        if ledger:
            ledger.close()


def _account(access: Access) -> str:
    """What tells one account from another: a key belongs to one."""
    return f"{access.base or ''} {access.key.reveal()}"
