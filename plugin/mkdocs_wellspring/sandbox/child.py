"""One command run as a child that gets the signals which were meant for it, once each (POSIX)."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

__all__ = ["run_child"]

_PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_child(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """The exit status of the command as a shell gives it: 128 and the number of the signal that ended it.

    The child leads a process group of its own, so that Ctrl-C at a terminal reaches it through us and not twice:
    a second SIGINT would break its own clean stop. What it leaves running in its group is ended with it.

    Raises:
        OSError: the command cannot be started.
    """
    with _passing_on() as relay:
        child = subprocess.Popen(command, env=environment, process_group=0)  # noqa: S603 (it is what was asked for)
        relay.to(child.pid)
        status = child.wait()
        _signal(child.pid, signal.SIGTERM)
    return 128 - status if status < 0 else status


class _Relay:
    """Hands signals to a process group, those too that came before there was one."""

    def __init__(self) -> None:
        self._group: int | None = None
        self._early: list[int] = []

    def receive(self, number: int, _frame: FrameType | None) -> None:
        if self._group is None:
            self._early.append(number)
        else:
            _signal(self._group, number)

    def to(self, group: int) -> None:
        self._group = group
        for number in self._early:
            _signal(group, number)


@contextmanager
def _passing_on() -> Iterator[_Relay]:
    relay = _Relay()
    former = {number: signal.getsignal(number) for number in _PASSED_ON}
    if former[signal.SIGHUP] is signal.SIG_IGN:  # started by nohup
        del former[signal.SIGHUP]
    for number in former:
        signal.signal(number, relay.receive)
    try:
        yield relay
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _signal(group: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):  # macOS says the latter of a group that has ended
        os.killpg(group, number)
