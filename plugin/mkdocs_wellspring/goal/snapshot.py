"""The last true count, kept in one small file that is replaced whole or not at all."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from mkdocs_wellspring.errors import SnapshotError
from mkdocs_wellspring.ledger.records import Count, Mode

__all__ = ["SCHEMA", "Snapshot", "read", "write"]

SCHEMA = 1
_LARGEST_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A count and what it is a count of.

    Attributes:
        mode: whose money it is.
        definition: the fingerprint of what counted.
        value: unique supporters, from 0.
        target: the goal at the time.
        as_of: when it was counted, in UTC.
    """

    mode: Mode
    campaign: str
    definition: str
    metric: str
    value: int
    target: int
    as_of: datetime
    schema: int = SCHEMA

    @classmethod
    def from_count(cls, count: Count, target: int) -> "Snapshot":
        """The count as a snapshot of a goal of `target`."""
        what = count.definition
        return cls(what.mode, what.campaign, what.fingerprint(), what.metric, count.value, target, count.as_of)


def read(path: Path) -> Snapshot | None:
    """The snapshot of a file; None where there is no file.

    Raises:
        SnapshotError: the file cannot be read, or holds something else.
    """
    try:
        with path.open("rb") as source:
            text = source.read(_LARGEST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SnapshotError(f"{path.name}: the last count cannot be read ({error.strerror}); delete the file") from None
    try:
        return _parsed(text)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        message = f"{path.name}: this is no count that this version can read; delete the file to count again"
        raise SnapshotError(message) from None


def write(path: Path, snapshot: Snapshot) -> None:
    """The file holds the snapshot; a reader sees the old one or the new one, never half of it.

    Raises:
        SnapshotError: the file cannot be written; what it held, it holds.
    """
    document = {**asdict(snapshot), "as_of": snapshot.as_of.astimezone(UTC).isoformat()}
    new = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write_out(new, json.dumps(document, indent=2) + "\n")
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise SnapshotError(f"{path.name}: the count cannot be written ({error.strerror})") from None


def _write_out(path: Path, text: str) -> None:
    """On the disk before anything is renamed: a machine that stops in between leaves no empty count."""
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _parsed(text: bytes) -> Snapshot:
    if len(text) > _LARGEST_BYTES:
        raise ValueError
    document: dict[str, Any] = json.loads(text)
    value, target, as_of = document["value"], document["target"], datetime.fromisoformat(document["as_of"])
    texts = [document[name] for name in ("campaign", "definition", "metric")]
    numbers = (value, target, document["schema"])
    if any(type(number) is not int for number in numbers) or not all(isinstance(text, str) for text in texts):
        raise ValueError
    if document["schema"] != SCHEMA or value < 0 or target < 1 or as_of.tzinfo is None:
        raise ValueError
    campaign, definition, metric = texts
    return Snapshot(Mode(document["mode"]), campaign, definition, metric, value, target, as_of.astimezone(UTC))
