"""A moment after which nothing is begun any more."""

import time
from dataclasses import dataclass, field
from threading import Event

from mkdocs_wellspring.errors import PaymentsUnavailable

__all__ = ["Deadline"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A length of time from the moment of its making, which can also be called off before.

    Attributes:
        seconds: the length.
        cancelled: set by whoever no longer waits for the result.
    """

    seconds: float
    cancelled: Event = field(default_factory=Event)
    _begun: float = field(default_factory=time.monotonic)

    def remaining_s(self) -> float:
        """Seconds that are left; 0 when it is over or called off."""
        if self.cancelled.is_set():
            return 0.0
        return max(0.0, self._begun + self.seconds - time.monotonic())

    @property
    def over(self) -> bool:
        """The time is up, whether it was called off or not."""
        return time.monotonic() >= self._begun + self.seconds

    def check(self) -> None:
        """Nothing, while there is time.

        Raises:
            PaymentsUnavailable: there is none left.
        """
        if not self.remaining_s():
            raise self.missed()

    def pause(self, seconds: float) -> None:
        """Returns after `seconds`.

        Raises:
            PaymentsUnavailable: there would be no time left after them. It is raised at once, or when called
                off.
        """
        if seconds >= self.remaining_s():
            raise self.missed()
        self.cancelled.wait(seconds)
        self.check()

    def missed(self) -> PaymentsUnavailable:
        """The error that says so."""
        return PaymentsUnavailable(
            f"The payments API did not answer within {self.seconds:g} s: nothing to do but try again later."
        )
