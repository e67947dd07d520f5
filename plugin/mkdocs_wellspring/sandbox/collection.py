"""Records in the order in which they were made, and the pages in which Stripe lists them, newest first."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

__all__ = ["Collection", "Page", "Query", "Record"]


class Record(Protocol):
    """Anything that Stripe could list."""

    @property
    def id(self) -> str:
        """Its name, unique in the account."""

    @property
    def created(self) -> int:
        """When it was made, in seconds since 1970."""


R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Query:
    """Which page is asked for: at most one of the cursors is given.

    Attributes:
        limit: 1 to 100 records.
        starting_after: the id of the record before the page, in listing order.
        ending_before: the id of the record after the page.
        since: the first second of `created`, inclusive.
        before: the last second of `created`, exclusive.
    """

    limit: int = 10
    starting_after: str | None = None
    ending_before: str | None = None
    since: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """A page, newest first; `has_more` speaks of the direction in which the cursor moves."""

    items: tuple[R, ...]
    has_more: bool


class Collection(Generic[R]):
    """Records by id and by age; those of the same second keep the order in which they came."""

    def __init__(self) -> None:
        self._items: dict[str, R] = {}
        self._ranks: list[tuple[int, int]] = []
        self._ids: list[str] = []
        self._rank_of: dict[str, tuple[int, int]] = {}
        self._made = 0

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[R]:
        """From the oldest to the newest."""
        return (self._items[id_] for id_ in tuple(self._ids))

    def put(self, item: R) -> None:
        """The record is held, in place of the one with its id if there was one."""
        if item.id not in self._items:
            rank = (item.created, self._made)
            self._made += 1
            place = bisect_left(self._ranks, rank)
            self._ranks.insert(place, rank)
            self._ids.insert(place, item.id)
            self._rank_of[item.id] = rank
        self._items[item.id] = item

    def drop(self, id_: str) -> None:
        """The record of that id is held no more; KeyError where it was not."""
        place = self._place(id_)
        del self._ranks[place], self._ids[place], self._items[id_], self._rank_of[id_]

    def get(self, id_: str) -> R | None:
        """The record of that id, if it is held."""
        return self._items.get(id_)

    def page(self, query: Query, wanted: Callable[[R], bool] = lambda _item: True) -> Page[R]:
        """The page that is asked for, of the records that are wanted; KeyError where a cursor is not held."""
        low = 0 if query.since is None else bisect_left(self._ranks, (query.since, -1))
        high = len(self._ids) if query.before is None else bisect_left(self._ranks, (query.before, -1))
        if query.ending_before is not None:
            low = max(low, self._place(query.ending_before) + 1)
            found = self._walk(range(low, high), query.limit, wanted)
            return Page(tuple(reversed(found[: query.limit])), len(found) > query.limit)
        if query.starting_after is not None:
            high = min(high, self._place(query.starting_after))
        found = self._walk(range(high - 1, low - 1, -1), query.limit, wanted)
        return Page(tuple(found[: query.limit]), len(found) > query.limit)

    def _place(self, id_: str) -> int:
        return bisect_left(self._ranks, self._rank_of[id_])

    def _walk(self, places: range, limit: int, wanted: Callable[[R], bool]) -> list[R]:
        found: list[R] = []
        for place in places:
            item = self._items[self._ids[place]]
            if wanted(item):
                found.append(item)
                if len(found) > limit:
                    break
        return found
