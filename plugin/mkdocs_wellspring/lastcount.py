"""The last true count of a goal, and whether it will do: what every build asks first, and most need no more than."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mkdocs_wellspring.errors import SnapshotError
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.snapshot import Snapshot, read
from mkdocs_wellspring.ledger.records import Definition, Mode
from mkdocs_wellspring.ledger.secret import SecretKey, api_base

__all__ = ["Payments", "definition_of", "is_fresh", "last_count", "last_count_or_none", "refresh_after_s"]


_WRONG_CLOCKS = timedelta(days=1)
_NO = frozenset({"", "0", "false", "no", "off"})


@dataclass(frozen=True, slots=True, eq=False)
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
        offline = env.get("WELLSPRING_OFFLINE", "").strip().lower() not in _NO
        return cls(SecretKey(key) if key else None, base, offline, env)


def definition_of(goal: Goal, payments: Payments) -> Definition | None:
    """What counts for the goal on this machine; None without a key, when any snapshot of the goal will do."""
    if payments.key is None:
        return None
    mode = payments.key.mode(payments.base)
    return goal.definition(mode)


def last_count(goal: Goal, payments: Payments, now: datetime) -> Snapshot | None:
    """The last true count of the goal, or None where there is none, or only one of something else.

    Raises:
        SnapshotError: the file is there and cannot be read, or its count is of a day that is to come, or of another
            month than the one that counts.
    """
    snapshot = read(goal.snapshot)
    if snapshot is None:
        return None
    if snapshot.as_of - now > _WRONG_CLOCKS:
        raise SnapshotError(
            f"{goal.snapshot.name}: its count says that it is of {snapshot.as_of:%Y-%m-%d}, which is to come, so it is "
            "not shown; set this machine's clock right, or count again: wellspring refresh"
        )
    ours = definition_of(goal, payments)
    if ours is None:
        ours = goal.definition(snapshot.mode)
    if snapshot.definition != ours.fingerprint():
        return None
    if _is_of_another_month(goal, snapshot, now):
        raise SnapshotError(
            f"{goal.snapshot.name}: its count is of {goal.local(snapshot.as_of):%Y-%m}, and `window: month` counts "
            f"{goal.local(now):%Y-%m}, so it is not shown; count again: wellspring refresh"
        )
    return snapshot


def is_fresh(goal: Goal, snapshot: Snapshot | None, now: datetime) -> bool:
    """Whether the snapshot is young enough to be used as it is, and of the month that counts."""
    if snapshot is None or _is_of_another_month(goal, snapshot, now):
        return False
    return 0 <= (now - snapshot.as_of).total_seconds() < refresh_after_s(goal, snapshot.mode)


def refresh_after_s(goal: Goal, mode: Mode) -> int:
    """For how many seconds a count is used as it is: never that of a sandbox, which is asked at no cost.

    A gift that is given there is looked for at once, and a sandbox that starts again is another account.
    """
    return 0 if mode is Mode.SANDBOX else goal.refresh_after_s


def last_count_or_none(goal: Goal, payments: Payments, now: datetime, notice: Callable[[str], None]) -> Snapshot | None:
    """The last true count; a snapshot that cannot be read, or not be shown, is said, and shows no number."""
    try:
        return last_count(goal, payments, now)
    except SnapshotError as error:
        notice(str(error))
        return None


def _is_of_another_month(goal: Goal, snapshot: Snapshot, now: datetime) -> bool:
    """With `window: month`, that of `now` began anew; other windows' counts stay true of their date."""
    if goal.window != "month":
        return False
    counts = goal.definition(snapshot.mode)
    return counts.bounds(snapshot.as_of) != counts.bounds(now)
