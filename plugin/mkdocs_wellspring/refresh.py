"""A goal's count brought up to date: from the payments API into the ledger, and from there into the snapshot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mkdocs_wellspring.errors import PaymentsMalformed, PaymentsUnavailable, SnapshotError
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.snapshot import Snapshot, read, write
from mkdocs_wellspring.ledger.count import DEADLINE_S, Access, counted
from mkdocs_wellspring.ledger.people import ledger_key
from mkdocs_wellspring.ledger.records import Definition
from mkdocs_wellspring.ledger.secret import SecretKey, api_base

__all__ = ["Payments", "definition_of", "is_fresh", "last_count", "last_count_or_none", "refresh"]


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
    env: Mapping[str, str]

    @classmethod
    def of(cls, env: Mapping[str, str]) -> "Payments":
        """What `WELLSPRING_STRIPE_KEY`, `WELLSPRING_STRIPE_API` and `WELLSPRING_OFFLINE` say."""
        key = env.get("WELLSPRING_STRIPE_KEY", "").strip()
        base = api_base(env.get("WELLSPRING_STRIPE_API"))
        offline = env.get("WELLSPRING_OFFLINE", "") not in {"", "0"}
        return cls(SecretKey(key) if key else None, base, offline, env)


def definition_of(goal: Goal, payments: Payments) -> Definition | None:
    """What counts for the goal on this machine; None without a key, when any snapshot of the goal will do."""
    if payments.key is None:
        return None
    mode = payments.key.mode(payments.base)
    return goal.definition(mode)


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


def refresh(
    goal: Goal,
    payments: Payments,
    *,
    now: datetime,
    deadline_s: float = DEADLINE_S,
    notice: Callable[[str], None] = lambda _line: None,
) -> Snapshot:
    """A new count, written to the goal's snapshot; where that cannot be written, `notice` is told.

    Raises:
        PaymentsError: no count that can be trusted is to be had now; the snapshot is as it was.
        LedgerError: the ledger cannot be opened or written.
    """
    definition = definition_of(goal, payments)
    if payments.offline or payments.key is None or definition is None:
        why = "WELLSPRING_OFFLINE is set" if payments.offline else "WELLSPRING_STRIPE_KEY is not set"
        raise PaymentsUnavailable(f"{why}, so payments were not asked for")
    folder = Path(goal.ledger).parent
    access = Access(payments.key, payments.base, f"sqlite:///{goal.ledger}", ledger_key(payments.env, folder))
    count = counted(definition, access, now=now, deadline_s=deadline_s, notice=notice)
    last = last_count_or_none(goal, payments, notice)
    if last and last.value and not count.campaign_payments:
        raise PaymentsMalformed(
            "The account shows no payment of the campaign, of which there were some before: "
            "see whether WELLSPRING_STRIPE_KEY is of the same account"
        )
    snapshot = Snapshot.from_count(count, goal.target)
    try:
        write(goal.snapshot, snapshot)
    except SnapshotError as error:
        notice(str(error))
    return snapshot


def last_count_or_none(goal: Goal, payments: Payments, notice: Callable[[str], None]) -> Snapshot | None:
    """The last true count; a snapshot that cannot be read is said, and shows no number."""
    try:
        return last_count(goal, payments)
    except SnapshotError as error:
        notice(str(error))
        return None
