"""What a command that counts tells on stderr meanwhile: a bar on a terminal, a line now and then elsewhere."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Self

import click

from mkdocs_wellspring.errors import WellspringError

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from mkdocs_wellspring.ledger.records import Progress

__all__ = ["Telling", "in_one_line", "printing"]

_EVERY_S = 10.0
_STEPS = 1000


@contextmanager
def in_one_line() -> Iterator[None]:
    """What goes wrong is one line on stderr, and the exit status 1.

    Raises:
        ClickException: something that a person who runs a site has to know of.
    """
    try:
        yield
    except WellspringError as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def printing() -> Iterator[None]:
    """What is printed in the block has left; where it cannot, that is one line on stderr, and the exit status 1.

    Raises:
        ClickException: stdout takes no more, as on a full disk.
        BrokenPipeError: nobody reads any more, of which click says nothing.
    """
    try:
        yield
        if sys.stdout is not None:  # as it is where the shell has closed it
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _drop_output()
        raise click.ClickException(f"the output cannot be written ({error.strerror})") from None


def _drop_output() -> None:
    """What is left in stdout's buffer goes nowhere: Python would try it again at its end, and complain."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, sys.stdout.fileno())
        finally:
            os.close(nowhere)


class Telling:
    """Tells of one count; a short one is over before there is anything to tell.

    Args:
        terminal: somebody watches, so that a line can be drawn again and again.
        clock: seconds that only go on.
    """

    def __init__(self, *, terminal: bool | None = None, clock: Callable[[], float] = monotonic) -> None:
        self._terminal = sys.stderr.isatty() if terminal is None else terminal
        self._clock, self._said_at = clock, clock()
        self._bar: ProgressBar[int] | None = None
        self._notices: list[str] = []
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        with self._lock:
            if self._bar:
                if kind is None:
                    self._bar.update(_STEPS - self._bar.pos)
                self._bar.render_finish()
                self._bar = None
            for line in self._notices:
                click.echo(line, err=True)
            self._notices.clear()

    def notice(self, line: str) -> None:
        """The line stands on stderr, once, and no bar runs through it."""
        with self._lock:
            if self._bar:
                self._notices.append(line)
            else:
                click.echo(line, err=True)

    def progress(self, progress: "Progress") -> None:
        """How far the count has come."""
        with self._lock:
            if self._terminal:
                self._draw(progress)
            elif self._clock() - self._said_at >= _EVERY_S:
                self._said_at = self._clock()
                percent = int(100 * _share(progress))
                click.echo(
                    f"Counting: {progress.payments:,} payments so far, {percent} % of the time covered", err=True
                )

    def _draw(self, progress: "Progress") -> None:
        if self._bar is None:
            self._bar = click.progressbar(length=_STEPS, label="Counting payments", file=sys.stderr)
            self._bar.render_progress()
        self._bar.update(max(0, int(_STEPS * _share(progress)) - self._bar.pos))


def _share(progress: "Progress") -> float:
    return min(1.0, max(0.0, progress.share))
