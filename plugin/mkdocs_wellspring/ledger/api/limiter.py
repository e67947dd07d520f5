"""How often the payments API is asked, over all threads together."""

import math
import time
from collections.abc import Callable
from threading import Lock
from urllib.parse import urlsplit

from mkdocs_wellspring.addresses import is_loopback
from mkdocs_wellspring.ledger.deadline import Deadline

__all__ = ["Limiter", "rate_to"]

_PER_S = 20.0  # of the 25 that https://docs.stripe.com/rate-limits grants a sandbox, read in 2026-11


def rate_to(base: str | None) -> float:
    """How many requests a second the server at `base` is asked at most: 20, and no limit for this very machine.

    Args:
        base: its address; None for Stripe's own.
    """
    host = urlsplit(base or "").hostname or ""
    return math.inf if is_loopback(host) else _PER_S


class Limiter:
    """Gives each request a moment of its own, at the same distance from the one before."""

    def __init__(self, per_s: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Lets `per_s` requests a second through; infinity for no limit."""
        self._gap_s = 1 / per_s
        self._clock = clock
        self._lock = Lock()
        self._next = clock()

    def wait(self, deadline: Deadline) -> None:
        """Returns when the next request may go.

        Raises:
            PaymentsUnavailable: that would be after the deadline. It is raised at once.
        """
        with self._lock:
            now = self._clock()
            moment = max(now, self._next)
            self._next = moment + self._gap_s
        if moment > now:
            deadline.pause(moment - now)
        else:
            deadline.check()

    def hold(self, seconds: float) -> None:
        """Lets no request through for so long: the API asked for it."""
        with self._lock:
            self._next = max(self._next, self._clock() + seconds)
