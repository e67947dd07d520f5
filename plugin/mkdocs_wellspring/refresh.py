"""A goal's count brought up to date: from the payments API into the ledger, and from there into the snapshot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from mkdocs_wellspring.errors import ConfigurationError, PaymentsMalformed, PaymentsUnavailable, SnapshotError
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.snapshot import Snapshot, read, write
from mkdocs_wellspring.ledger.count import DEADLINE_S, Access, counted
from mkdocs_wellspring.ledger.people import ledger_key
from mkdocs_wellspring.ledger.records import Count, Definition, Progress
from mkdocs_wellspring.ledger.secret import SecretKey, api_base

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

_FILE = "sqlite:///"


def _silent(_line: str) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Payments:
    """How this machine may ask for payments, as its environment says.

    Attributes:
        key: the payments key; None without one.
        base: the address of another payments server; None for Stripe's own.
        offline: nothing may be asked of the network.
    """

    key: SecretKey | None
    base: str | None
    offline: bool
    env: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, env: Mapping[str, str]) -> "Payments":
        """What `WELLSPRING_STRIPE_KEY`, `WELLSPRING_STRIPE_API` and `WELLSPRING_OFFLINE` say."""
        key = env.get("WELLSPRING_STRIPE_KEY", "").strip()
        base = api_base(env.get("WELLSPRING_STRIPE_API"))
        offline = env.get("WELLSPRING_OFFLINE", "") not in {"", "0"}
        return cls(SecretKey(key) if key else None, base, offline, env)


@dataclass(frozen=True, slots=True)
class Asking:
    """How payments are to be asked for.

    Attributes:
        deadline_s: how long it may take.
        full: everything is asked for again, and what had changed unseen is told.
        notice: is told what a person who runs the site should know, a line at a time.
        progress: is told how far a long count has come.
    """

    deadline_s: float = DEADLINE_S
    full: bool = False
    notice: Callable[[str], None] = _silent
    progress: Callable[[Progress], None] | None = None


_ASKING = Asking()


def definition_of(goal: Goal, payments: Payments) -> Definition | None:
    """What counts for the goal on this machine; None without a key, when any snapshot of the goal will do."""
    if payments.key is None:
        return None
    mode = payments.key.mode(payments.base)
    return goal.definition(mode)


def access_to(goal: Goal, payments: Payments) -> Access:
    """The way to the goal's ledger and to the payments in it, which are those of the key's account.

    Raises:
        ConfigurationError: there is no payments key, or builders share the ledger and this one does not know under
            which key they hash people.
        LedgerError: the key of the ledger cannot be read or made.
    """
    if payments.key is None:
        raise ConfigurationError("The ledger is that of one account: set WELLSPRING_STRIPE_KEY to a key of it")
    is_shared = not goal.ledger.startswith(_FILE)
    if is_shared and not payments.env.get("WELLSPRING_LEDGER_KEY", "").strip():
        raise ConfigurationError(
            "goal: ledger: builders that share a ledger hash people under one key; "
            "set WELLSPRING_LEDGER_KEY to the same at least 16 random characters for each"
        )
    folder = goal.snapshot.parent if is_shared else Path(goal.ledger.removeprefix(_FILE)).parent
    return Access(payments.key, payments.base, goal.ledger, ledger_key(payments.env, folder))


def last_count(goal: Goal, payments: Payments) -> Snapshot | None:
    """The last true count of the goal, or None where there is none, or only one of something else.

    Raises:
        SnapshotError: the file is there and cannot be read.
    """
    snapshot = read(goal.snapshot)
    if snapshot is None:
        return None
    ours = definition_of(goal, payments)
    if ours is None:
        ours = goal.definition(snapshot.mode)
    return snapshot if snapshot.definition == ours.fingerprint() else None


def is_fresh(goal: Goal, snapshot: Snapshot | None, now: datetime) -> bool:
    """Whether the snapshot is young enough to be used as it is."""
    return snapshot is not None and 0 <= (now - snapshot.as_of).total_seconds() < goal.refresh_after_s


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
        from mkdocs_wellspring.ledger.permissions import ADVICE  # noqa: PLC0415 - only for a key that needs it

        how.notice(ADVICE)
    count = counted(
        definition,
        access_to(goal, payments),
        now=now,
        deadline_s=how.deadline_s,
        notice=how.notice,
        full=how.full,
        progress=how.progress,
    )
    last = last_count_or_none(goal, payments, how.notice)
    if last and last.value and not count.campaign_payments and _keeps_its_payments(definition):
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


def last_count_or_none(goal: Goal, payments: Payments, notice: Callable[[str], None]) -> Snapshot | None:
    """The last true count; a snapshot that cannot be read is said, and shows no number."""
    try:
        return last_count(goal, payments)
    except SnapshotError as error:
        notice(str(error))
        return None


def _keeps_its_payments(definition: Definition) -> bool:
    """What once belonged to the campaign always does: neither its window moves on, nor do subscriptions end."""
    return definition.metric != "recurring" and definition.window in {"campaign", "all"}
