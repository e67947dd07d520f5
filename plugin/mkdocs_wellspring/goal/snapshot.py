"""The last true count, kept in one small file that is replaced whole or not at all."""

import errno
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple, get_args

from mkdocs_wellspring.errors import SnapshotError
from mkdocs_wellspring.files import behind_links, replacing
from mkdocs_wellspring.goal.model import Goal, State
from mkdocs_wellspring.ledger.records import Count, Line, Metric, Mode, Reason

__all__ = ["SCHEMA", "Explained", "Snapshot", "read", "write", "write_text"]

SCHEMA = 2
_LARGEST_BYTES = 65_536
_LARGEST = 10**18
_STATES: Mapping[str, State] = {**{state: state for state in get_args(State)}, "counted": "live"}
"""The states by their names; the last is what one was called before there were more."""

_CURRENCY = r"[a-z]{3}"


class Explained(NamedTuple):
    """What a count was made from, in numbers: no single gift, and nobody, is in it.

    Attributes:
        people: unique people behind what counts.
        lines: how many payments (of `recurring`: subscriptions) there are of each reason that occurs.
        other_payments: how many there are beside the campaign's.
        requests: how many requests it took.
    """

    people: int
    lines: tuple[Line, ...]
    other_payments: int
    requests: int


class Snapshot(NamedTuple):
    """A count and what it is a count of.

    Attributes:
        mode: whose money it is.
        definition: the fingerprint of what counted.
        value: what was counted, from 0: people, payments, or minor units of `currency`, as the metric says.
        offline: what was declared beside it, in the same unit; `value` does not hold it.
        target: the goal at the time.
        currency: three small letters; None where any counts.
        starts: the first day of the campaign.
        ends: its last day, inclusive.
        state: what the banner said of it.
        as_of: when it was counted, in UTC.
        explained: what it was made from.
    """

    mode: Mode
    campaign: str
    definition: str
    metric: Metric
    value: int
    offline: int
    target: int
    currency: str | None
    starts: date | None
    ends: date | None
    state: State
    as_of: datetime
    explained: Explained
    schema: int = SCHEMA

    @classmethod
    def from_count(cls, count: Count, goal: Goal) -> "Snapshot":
        """The count as a snapshot of the goal that it is a count of."""
        what, total = count.definition, goal.total(count.value)
        return cls(
            mode=what.mode,
            campaign=what.campaign,
            definition=what.fingerprint(),
            metric=what.metric,
            value=count.value,
            offline=goal.offline.amount,
            target=goal.target_for(total),
            currency=what.currency,
            starts=what.starts,
            ends=what.ends,
            state=goal.state(total, count.as_of, count.as_of),
            as_of=count.as_of,
            explained=Explained(count.people, count.lines, count.other_payments, count.requests),
        )

    def as_count(self, goal: Goal) -> Count:
        """The count again, of which this is a snapshot; the goal is the same."""
        told = self.explained
        return Count(
            value=self.value,
            as_of=self.as_of,
            definition=goal.definition(self.mode),
            people=told.people,
            lines=told.lines,
            other_payments=told.other_payments,
            requests=told.requests,
        )


def read(path: Path) -> Snapshot | None:
    """The snapshot of a file; None where there is no file.

    Raises:
        SnapshotError: the file cannot be read, or holds something else, or a count of another version.
    """
    try:
        with path.open("rb") as source:
            text = source.read(_LARGEST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SnapshotError(f"{path.name}: the last count cannot be read ({error.strerror}); delete the file") from None
    try:
        document = _document(text)
        if document["schema"] == 1:
            raise SnapshotError(
                f"{path.name}: this count was made by the rules of an earlier version, so it is not shown; "
                "count again: wellspring refresh"
            )
        return _parsed(document)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        message = f"{path.name}: this is no count that this version can read; delete the file to count again"
        raise SnapshotError(message) from None


def write(path: Path, snapshot: Snapshot) -> None:
    """The file holds the snapshot; a reader sees the old one or the new one, never half of it.

    Raises:
        SnapshotError: the file cannot be written; what it held, it holds.
    """
    write_text(path, json.dumps(_as_document(snapshot), indent=2) + "\n")


def write_text(path: Path, text: str, *, otherwise: str = "name another file as `snapshot` in mkdocs.yml") -> None:
    """The file to which the path leads holds the text, whole or not at all; `otherwise` says where else it may go.

    Raises:
        SnapshotError: the file cannot be written; what it held, it holds.
    """
    folder = behind_links(path).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            file.write(text)
    except OSError as error:
        closed = error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}
        advice = f"make the folder {folder} writable, or {otherwise}" if closed else otherwise
        raise SnapshotError(f"{path.name or path}: the count cannot be written ({error.strerror}): {advice}") from None


def _as_document(snapshot: Snapshot) -> dict[str, Any]:
    explained = snapshot.explained
    return {
        "schema": snapshot.schema,
        **{name: value for name, value in snapshot._asdict().items() if name not in {"schema", "explained"}},
        "starts": snapshot.starts.isoformat() if snapshot.starts else None,
        "ends": snapshot.ends.isoformat() if snapshot.ends else None,
        "as_of": snapshot.as_of.astimezone(UTC).isoformat(),
        "explained": {
            "people": explained.people,
            "lines": {line.reason: line.number for line in explained.lines},
            "other_payments": explained.other_payments,
            "requests": explained.requests,
        },
    }


def _document(text: bytes) -> dict[str, Any]:
    if len(text) > _LARGEST_BYTES:
        raise ValueError
    document = json.loads(text)
    if not isinstance(document, dict) or type(document["schema"]) is not int:
        raise TypeError
    return document


def _parsed(document: Mapping[str, Any]) -> Snapshot:
    as_of = datetime.fromisoformat(document["as_of"])
    campaign, definition = (document[name] for name in ("campaign", "definition"))
    currency, metric, state = (document[name] for name in ("currency", "metric", "state"))
    target = _number(document["target"])
    if document["schema"] != SCHEMA or target < 1 or as_of.tzinfo is None:
        raise ValueError
    if not isinstance(campaign, str) or not isinstance(definition, str):
        raise TypeError
    if metric not in get_args(Metric) or state not in _STATES:
        raise ValueError
    if currency is not None and not re.fullmatch(_CURRENCY, currency):
        raise ValueError
    return Snapshot(
        mode=Mode(document["mode"]),
        campaign=campaign,
        definition=definition,
        metric=metric,
        value=_number(document["value"]),
        offline=_number(document["offline"]),
        target=target,
        currency=currency,
        starts=_day(document["starts"]),
        ends=_day(document["ends"]),
        state=_STATES[state],
        as_of=as_of.astimezone(UTC),
        explained=_explained(document["explained"]),
    )


def _explained(document: Mapping[str, Any]) -> Explained:
    given = {Reason(reason): _number(number) for reason, number in document["lines"].items()}
    lines = tuple(Line(reason, given[reason]) for reason in Reason if reason in given)
    people, other, requests = (_number(document[name]) for name in ("people", "other_payments", "requests"))
    return Explained(people, lines, other, requests)


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= _LARGEST:
        raise ValueError
    return value


def _day(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(value)
