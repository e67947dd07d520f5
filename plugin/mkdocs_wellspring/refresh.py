"""A goal's count brought up to date: from the payments API into the ledger, and from there into the snapshot."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mkdocs_wellspring.errors import ConfigurationError, PaymentsMalformed, PaymentsUnavailable, SnapshotError
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.snapshot import Snapshot, write
from mkdocs_wellspring.lastcount import Payments, definition_of, is_fresh, last_count, last_count_or_none
from mkdocs_wellspring.ledger.count import DEADLINE_S, Access, counted
from mkdocs_wellspring.ledger.people import ledger_key
from mkdocs_wellspring.ledger.records import Count, Definition, Progress

__all__ = [
    "Asking",
    "Payments",
    "access_to",
    "ask",
    "definition_of",
    "is_fresh",
    "last_count",
    "last_count_or_none",
    "refresh",
]


def _silent(_line: str) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How payments are to be asked for.

    Attributes:
        deadline_s: how long it may take.
        full: everything is asked for again, and what had changed unseen is told; None: if that is a week ago.
        thorough: all that is not final is asked for again, whether it is its turn or not.
        notice: is told what a person who runs the site should know, a line at a time.
        progress: is told how far a long count has come.
    """

    deadline_s: float = DEADLINE_S
    full: bool | None = False
    thorough: bool = False
    notice: Callable[[str], None] = _silent
    progress: Callable[[Progress], None] | None = None


_ASKING = Asking()


def access_to(goal: Goal, payments: Payments) -> Access:
    """The way to the goal's ledger and to the payments in it, which are those of the key's account.

    Raises:
        ConfigurationError: there is no payments key, or builders share the ledger and this one does not know under
            which key they hash people.
        LedgerError: the key of the ledger cannot be read or made.
    """
    if payments.key is None:
        raise ConfigurationError("The ledger is that of one account: set WELLSPRING_STRIPE_KEY to a key of it")
    if goal.ledger_file is None and not payments.env.get("WELLSPRING_LEDGER_KEY", "").strip():
        raise ConfigurationError(
            "goal: ledger: builders that share a ledger hash people under one key; "
            "set WELLSPRING_LEDGER_KEY to the same at least 16 random characters for each"
        )
    return Access(payments.key, payments.base, goal.ledger, ledger_key(payments.env, goal.ledger_key_file.parent))


def ask(goal: Goal, payments: Payments, *, now: datetime, how: Asking = _ASKING) -> Count:
    """A new count, with the ledger brought up to date; the snapshot is as it was.

    Raises:
        PaymentsError: no count that can be trusted is to be had now.
        ConfigurationError: the key or the ledger cannot be used as they are given.
        LedgerError: the ledger cannot be opened or written.
    """
    definition = definition_of(goal, payments)
    if payments.offline or payments.key is None or definition is None:
        why = "WELLSPRING_OFFLINE is set" if payments.offline else "WELLSPRING_STRIPE_KEY is not set"
        raise PaymentsUnavailable(f"{why}, so payments were not asked for")
    if payments.key.is_unrestricted:
        from mkdocs_wellspring.ledger.api.permissions import ADVICE  # noqa: PLC0415 - only for a key that needs it

        how.notice(ADVICE)
    count = counted(
        definition,
        access_to(goal, payments),
        now=now,
        deadline_s=how.deadline_s,
        notice=how.notice,
        full=how.full,
        thorough=how.thorough,
        progress=how.progress,
    )
    last = last_count_or_none(goal, payments, now, how.notice) if _keeps_its_payments(definition) else None
    if last and last.value and not count.campaign_payments:
        raise PaymentsMalformed(
            "The account shows no payment of the campaign, of which there were some before: "
            "see whether WELLSPRING_STRIPE_KEY is of the same account"
        )
    return count


def refresh(goal: Goal, payments: Payments, *, now: datetime, how: Asking = _ASKING) -> Snapshot:
    """A new count, written to the goal's snapshot; where that cannot be written, `how.notice` is told.

    Raises:
        PaymentsError: no count that can be trusted is to be had now; the snapshot is as it was.
        ConfigurationError: the key or the ledger cannot be used as they are given.
        LedgerError: the ledger cannot be opened or written.
    """
    snapshot = Snapshot.from_count(ask(goal, payments, now=now, how=how), goal)
    try:
        write(goal.snapshot, snapshot)
    except SnapshotError as error:
        how.notice(str(error))
    return snapshot


def _keeps_its_payments(definition: Definition) -> bool:
    """What once belonged to the campaign always does: neither its window moves on, nor do subscriptions end."""
    return definition.metric != "recurring" and definition.window in {"campaign", "all"}
