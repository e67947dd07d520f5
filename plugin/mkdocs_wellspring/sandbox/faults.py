"""Faults on request: in which way the pretend Stripe is to fail, how often, after how many requests, and where."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

__all__ = ["FIELDS", "KINDS", "Fault", "Faults", "Plan", "fault_of", "parsed"]

KINDS: Mapping[str, str] = {
    "429": "too many requests, to be repeated after `seconds` (1)",
    "500": "an error of the server, in Stripe's shape",
    "502": "an error page of a gateway",
    "503": "another one",
    "5xx": "500, 502 and 503 in turn",
    "reset": "the connection is reset in the middle of the answer",
    "truncated": "the connection is closed in the middle of the answer",
    "hang": "no byte for `seconds`, and then the answer; without a time, not before the fault is lifted",
    "dribble": "the headers, and then a byte every `seconds` (0.5)",
    "garbage": "bytes that are no JSON, with status 200",
    "html": "a web page with status 200",
    "loop": "every page of a listing is the first one, and more are promised",
    "empty-more": "an empty page, and more are promised",
    "no-data": "a listing without `data`",
    "wrong-types": "amounts as texts",
    "wrong-currency": "another currency",
    "livemode": "live money",
}
"""Each kind of fault, and what it does."""

_TIMED = frozenset({"429", "hang", "dribble"})
_LONGEST_S = 3600


@dataclass(frozen=True, slots=True)
class Fault:
    """One plan to fail; ValueError where it cannot be one.

    Attributes:
        kind: one of `KINDS`.
        count: how many requests meet it; None for all, until it is lifted.
        after: how many requests to `path` are answered truly before.
        path: the address below which it is met: `/v1`, or something below that.
        seconds: what the kind says of it, at most 3600; None for the kind's own.
    """

    kind: str
    count: int | None = None
    after: int = 0
    path: str = "/v1"
    seconds: float | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            message = f"{self.kind!r} is no fault: give one of {', '.join(KINDS)}."
        elif self.count is not None and self.count < 1:
            message = "The count of a fault is 1 or more."
        elif self.after < 0:
            message = "A fault comes after 0 requests or more."
        elif self.path.rstrip("/") != "/v1" and not self.path.startswith("/v1/"):
            message = f"Faults are met below /v1 only, not at {self.path!r}: give /v1/charges, for example."
        elif self.seconds is not None and self.kind not in _TIMED:
            message = f"{self.kind} has no seconds; {', '.join(sorted(_TIMED))} have."
        elif self.seconds is not None and not 0 <= self.seconds <= _LONGEST_S:
            message = f"The seconds of a fault are from 0 to {_LONGEST_S}."
        else:
            return
        raise ValueError(message)

    def covers(self, path: str) -> bool:
        """A request to that address may meet it."""
        return f"{path}/".startswith(self.path.rstrip("/") + "/")


FIELDS = tuple(field.name for field in fields(Fault))
_READ = {"kind": str, "count": int, "after": int, "path": str, "seconds": float}


def fault_of(values: Mapping[str, Any]) -> Fault:
    """The fault whose attributes these are, None for a default; ValueError where they are none."""
    given = {name: value for name, value in values.items() if value is not None}
    for name, value in given.items():
        if name not in _READ:
            message = f"A fault has no {name!r}: it has {', '.join(FIELDS)}."
            raise ValueError(message)
        kinds = (int, float) if _READ[name] is float else _READ[name]
        if isinstance(value, bool) or not isinstance(value, kinds) or value in (math.inf, -math.inf):
            message = f"{value!r} cannot be the {name} of a fault."
            raise ValueError(message)
    return Fault(**{"kind": "", **given})


def parsed(text: str) -> Fault:
    """The fault that is written as `KIND[:COUNT][,after=N][,path=/v1/…][,seconds=S]`; ValueError where it is none."""
    head, *rest = text.split(",")
    kind, colon, number = head.partition(":")
    words = {"kind": kind, **({"count": number} if colon else {})}
    words |= {name.strip(): value.strip() for name, _, value in (part.partition("=") for part in rest)}
    values: dict[str, Any] = {}
    for name, word in words.items():
        try:
            values[name] = _READ.get(name, str)(word)
        except ValueError as error:
            message = f"{word!r} cannot be the {name} of a fault."
            raise ValueError(message) from error
    return fault_of(values)


class Plan:
    """One fault, with what has been asked below its address and how often it was met."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.met = 0
        self._asked = 0

    @property
    def done(self) -> bool:
        """It will be met no more."""
        return self.fault.count is not None and self.met >= self.fault.count

    def due(self, path: str) -> bool:
        """Whether a request to that address is to meet it; the request has been counted."""
        if self.done or not self.fault.covers(path):
            return False
        self._asked += 1
        return self._asked > self.fault.after

    def rest(self) -> Fault:
        """What is still to come of it."""
        count, after = self.fault.count, max(0, self.fault.after - self._asked)
        return replace(self.fault, count=None if count is None else count - self.met, after=after)


class Faults:
    """The faults that were asked of one sandbox, as far as they have been met.

    Attributes:
        lifted: how often all of them were lifted.
        stopped: the sandbox is about to stop.
    """

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self.lifted = 0
        self.stopped = False
        self._plans = [Plan(fault) for fault in faults]

    def __iter__(self) -> Iterator[Fault]:
        """What is still to come, in the order in which it was asked for."""
        return iter([plan.rest() for plan in self._plans if not plan.done])

    def add(self, fault: Fault) -> None:
        """That fault will be met, where no earlier one is due."""
        self._plans = [*(plan for plan in self._plans if not plan.done), Plan(fault)]

    def lift(self) -> None:
        """No more faults are met, and what hangs goes on."""
        self._plans = []
        self.lifted += 1

    def stop(self) -> None:
        """No more faults are met, and what hangs is cut off."""
        self.stopped = True
        self.lift()

    def take(self, path: str) -> Plan | None:
        """What a request to that address meets: it will be met once less."""
        due = [plan for plan in self._plans if plan.due(path)]
        if not due:
            return None
        due[0].met += 1
        return due[0]

    def give_back(self, plan: Plan) -> None:
        """That request had nothing to which the fault could be done, and did not meet it."""
        plan.met -= 1
