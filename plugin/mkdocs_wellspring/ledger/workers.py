"""A few threads that ask, while one thread writes what they were answered."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

__all__ = ["Workers"]

T = TypeVar("T")


class Workers(Generic[T]):
    """Threads that do not keep the process alive: one that a server holds up for ever is left behind."""

    def __init__(self, number: int, name: str) -> None:
        self._tasks: SimpleQueue[Callable[[], T] | None] = SimpleQueue()
        self._results: SimpleQueue[T | BaseException] = SimpleQueue()
        self._name = name
        self._most = number
        self._threads: list[Thread] = []
        self._pending = 0

    @property
    def pending(self) -> int:
        """How many results are still to come."""
        return self._pending

    @property
    def idle(self) -> int:
        """How many threads have nothing to do."""
        return max(0, self._most - self._pending)

    def submit(self, task: Callable[[], T]) -> None:
        """The task is done as soon as a thread is free."""
        self._pending += 1
        if len(self._threads) < min(self._most, self._pending):
            thread = Thread(target=self._work, name=f"{self._name}-{len(self._threads)}", daemon=True)
            self._threads.append(thread)
            thread.start()
        self._tasks.put(task)

    def next(self) -> T:
        """The next result, in the order in which they come; what a task raised is raised here."""
        result = self._results.get()
        self._pending -= 1
        if isinstance(result, BaseException):
            raise result
        return result

    def stop(self) -> None:
        """No thread begins anything more."""
        while not self._tasks.empty():
            self._tasks.get()
        for _ in self._threads:
            self._tasks.put(None)

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            try:
                self._results.put(task())
            except BaseException as error:  # noqa: BLE001  it is raised again, where it is waited for
                self._results.put(error)
