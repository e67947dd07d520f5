"""When a goal is counted: before a build goes on, or behind `mkdocs serve` while the author writes."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import monotonic

from mkdocs_wellspring.clock import clock
from mkdocs_wellspring.errors import ConfigurationError, WellspringError
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.snapshot import Snapshot
from mkdocs_wellspring.lastcount import Payments, definition_of, is_fresh, last_count_or_none, refresh_after_s

__all__ = ["Counting"]

_SHORTEST_S = 5.0
_STEP_S = 1.5
_CALLS = 5


class Counting:
    """Counts goals for one MkDocs process."""

    def __init__(self, notice: Callable[[str], None]) -> None:
        self._notice = notice
        self._payments = Payments.of(os.environ)
        self._goal: Goal | None = None
        self._thread: Thread | None = None
        self._stopped = Event()
        self._folder: TemporaryDirectory[str] | None = None
        self._said = ""
        self._told: set[str] = set()
        self._shown: tuple[Goal, int | None] | None = None

    @property
    def signal(self) -> Path:
        """A file that changes when, and only when, the count behind `serve` has changed."""
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="wellspring")
        path = Path(self._folder.name) / "counted"
        path.touch()
        return path

    def now(self, goal: Goal) -> Snapshot | None:
        """The count for a build: a fresh one where it can be had within the deadline, else the last true one.

        Raises:
            ConfigurationError: the key or the ledger cannot be used as they are given.
            PaymentsError: there is no new count, and the goal says `on_outage: fail` and has a banner still.
        """
        last = self._last(goal)
        if is_fresh(goal, last, datetime.now(UTC)):
            return last
        must = goal.on_outage == "fail" and goal.is_shown(clock())
        if self._payments.key is None and not self._payments.offline and not must:
            self._say(_without(goal, last, "WELLSPRING_STRIPE_KEY is not set"))
            return last
        try:
            return self._refreshed(goal)
        except ConfigurationError:
            raise
        except WellspringError as error:
            if must:
                raise
            self._say(_without(goal, last, str(error)))
            return last

    def behind(self, goal: Goal) -> Snapshot | None:
        """The last true count, at once; a thread keeps it up to date while the site is served."""
        self._goal = goal
        if self._thread is None and self._payments.key is not None and not self._payments.offline:
            self._thread = Thread(target=self._keep_counting, name="wellspring-count", daemon=True)
            self._thread.start()
        snapshot = self._last(goal)
        self._shown = (goal, snapshot.value if snapshot else None)
        return snapshot

    def tell(self, line: str) -> None:
        """The log has the line, once for this process."""
        if line not in self._told:
            self._told.add(line)
            self._notice(line)

    def stop(self) -> None:
        """The thread counts no more, and what it left in the temporary folder is gone."""
        self._stopped.set()
        if self._folder:
            self._folder.cleanup()
            self._folder = None

    def _last(self, goal: Goal) -> Snapshot | None:
        return last_count_or_none(goal, self._payments, datetime.now(UTC), self.tell)

    def _refresh_after_s(self, goal: Goal) -> int:
        definition = definition_of(goal, self._payments)
        return goal.refresh_after_s if definition is None else refresh_after_s(goal, definition.mode)

    def _refreshed(self, goal: Goal) -> Snapshot:
        from mkdocs_wellspring.refresh import Asking, refresh  # noqa: PLC0415 - not for a build whose snapshot is fresh

        return refresh(goal, self._payments, now=datetime.now(UTC), how=Asking(notice=self.tell))

    def _keep_counting(self) -> None:
        while not self._stopped.is_set() and (goal := self._goal):
            counted = self._count_once(goal)
            self._wait(goal, counted, max(_SHORTEST_S, self._refresh_after_s(goal)))

    def _count_once(self, goal: Goal) -> Snapshot | None:
        try:
            counted = self._refreshed(goal)
        except WellspringError as error:
            self._say(_without(goal, self._last(goal), str(error)))
            return None
        self._said = ""
        return counted

    def _wait(self, goal: Goal, counted: Snapshot | None, seconds: float) -> None:
        """Waits until it is time to count again, or another goal is served.

        While the site shows another number than was counted, it is told so: more than once, because a change that
        comes before MkDocs has begun to watch is not seen.
        """
        end, calls = monotonic() + seconds, 0
        while self._goal == goal and monotonic() < end and not self._stopped.wait(min(_STEP_S, seconds)):
            if counted and self._shown != (goal, counted.value) and calls < _CALLS:
                calls += 1
                with suppress(OSError):
                    self.signal.write_text(f"{counted.value} {calls} {counted.as_of.isoformat()}", "utf-8")

    def _say(self, line: str) -> None:
        """One line for one reason, however often it is met."""
        if line != self._said:
            self._notice(line)
            self._said = line


def _without(goal: Goal, last: Snapshot | None, why: str) -> str:
    if not goal.is_shown(clock()):
        return f"goal {goal.campaign}: no new count ({why}); no page has a banner, as the campaign ended on {goal.ends}"
    shown = f"the count of {last.as_of:%Y-%m-%d %H:%M} UTC" if last else "the ask without a number"
    return f"goal {goal.campaign}: no new count ({why}); pages show {shown}"
