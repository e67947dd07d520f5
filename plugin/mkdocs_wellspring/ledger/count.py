"""A count within a time, whatever the payments API does."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Event, Thread

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.ledger.deadline import Deadline
from mkdocs_wellspring.ledger.people import LedgerKey
from mkdocs_wellspring.ledger.records import Count, Definition
from mkdocs_wellspring.ledger.secret import SecretKey

__all__ = ["DEADLINE_S", "Access", "counted"]

DEADLINE_S = 30.0
"""How long a build waits for a count."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Access:
    """What a count needs besides its definition.

    Attributes:
        key: the key to the payments API.
        base: the address of another payments server; None for Stripe's own.
        ledger: where the ledger is: `sqlite:///path`. It goes into memory where `ledger_key` does not last.
        ledger_key: the key under which people are hashed.
    """

    key: SecretKey
    base: str | None
    ledger: str
    ledger_key: LedgerKey


def counted(
    definition: Definition,
    access: Access,
    *,
    now: datetime,
    deadline_s: float = DEADLINE_S,
    notice: Callable[[str], None] = _LOG.info,
) -> Count:
    """The count at `now`, with the ledger brought up to date; an error after `deadline_s` at the latest.

    The work is done in a thread of its own, because a server that sends a byte now and then outlives any time
    limit on reading. After the deadline the thread writes nothing any more, and ends when the server lets it,
    or the process does. `notice` gets a line where a ledger of another version was rebuilt.

    Raises:
        ConfigurationError: the key is none, would be sent where it must not, or is of another mode than
            counts.
        PaymentsUnavailable: the API did not answer in time, or not to this key.
        PaymentsMalformed: it answered something that is not documented.
        NothingMatched: the account has payments, and none of the campaign.
        LedgerError: the ledger cannot be opened, read or written.
    """
    mode = access.key.mode(access.base)
    if mode is not definition.mode:
        raise ConfigurationError(
            f"The key is of mode {mode}, and {definition.mode} money is to be counted: "
            "check WELLSPRING_STRIPE_KEY and WELLSPRING_STRIPE_API."
        )
    deadline = Deadline(deadline_s, Event())
    outcome: SimpleQueue[Count | BaseException] = SimpleQueue()

    def work() -> None:
        try:
            outcome.put(_count(definition, access, now, deadline, notice))
        except BaseException as error:  # noqa: BLE001  it is raised again, where it is waited for
            outcome.put(error)

    Thread(target=work, name="wellspring-count", daemon=True).start()
    return _result(outcome, deadline)


def _result(outcome: "SimpleQueue[Count | BaseException]", deadline: Deadline) -> Count:
    try:
        result = outcome.get(timeout=deadline.remaining_s())
    except Empty:
        raise deadline.missed() from None
    finally:
        deadline.cancelled.set()
    if isinstance(result, BaseException):
        raise result
    return result


def _count(
    definition: Definition, access: Access, now: datetime, deadline: Deadline, notice: Callable[[str], None]
) -> Count:
    # Imported here: a build whose snapshot is fresh counts nothing, and does not pay for these.
    from mkdocs_wellspring.ledger.store import Ledger  # noqa: PLC0415
    from mkdocs_wellspring.ledger.stripe import StripeAPI  # noqa: PLC0415
    from mkdocs_wellspring.ledger.sync import synchronise  # noqa: PLC0415

    api = StripeAPI(access.key, access.base, deadline.seconds, deadline.cancelled)
    place, secret = access.ledger_key.place(access.ledger), access.ledger_key.secret
    ledger = Ledger.open(place, secret, before_writing=deadline.check, notice=notice)
    try:
        return synchronise(api, ledger, definition, now=now)
    finally:
        ledger.close()
