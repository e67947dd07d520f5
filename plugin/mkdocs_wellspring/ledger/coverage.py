"""Gaps filled: listings asked for by a few threads at once, and written page by page."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from mkdocs_wellspring.errors import PaymentsMalformed
from mkdocs_wellspring.ledger.api.listing import Listing, Page
from mkdocs_wellspring.ledger.book.pages import write_page
from mkdocs_wellspring.ledger.book.rows import Written
from mkdocs_wellspring.ledger.book.streams import Gap, advance, split
from mkdocs_wellspring.ledger.records import Mode, Progress
from mkdocs_wellspring.ledger.workers import Workers

if TYPE_CHECKING:
    from mkdocs_wellspring.ledger.store import Ledger

__all__ = ["PaymentsAPI", "fill"]

_THREADS = 4
_FEW_PAGES = 8
_WORTH_PAGES = 20
_FREE_SPLITS = 7
_PAGES_A_SPLIT = 250


class PaymentsAPI(Protocol):
    """Where payments are asked for, by several threads at once."""

    @property
    def mode(self) -> Mode:
        """Whose money it shows."""

    @property
    def requests(self) -> int:
        """How many requests have been made so far, repeated ones included."""

    def page(
        self, listing: Listing, *, low: int | None = None, below: int | None = None, after: str | None = None
    ) -> Page:
        """A page of what was made from `low`, inclusive, to `below`, exclusive, in seconds since 1970, newest first.

        With `after`, that which follows upon the object with this id.

        Raises:
            PaymentsUnavailable: the API does not answer, or not to this key. So does `one`.
            PaymentsMalformed: it answers something else.
        """

    def one(self, kind: str, identifier: str) -> Mapping[str, Any] | None:
        """The object of that id; None where there is none."""


def fill(
    api: PaymentsAPI,
    ledger: "Ledger",
    gaps: Sequence[Gap],
    *,
    now_s: int,
    progress: Callable[[Progress], None] | None = None,
) -> Counter[str]:
    """There is nothing left of the gaps; how many objects of each stream were new or changed (`charges changed`).

    Raises:
        PaymentsUnavailable, PaymentsMalformed, LedgerError: what is left is noted in the ledger.
    """
    filling = _Filling(api, ledger, now_s, progress)
    try:
        filling.run(gaps)
    finally:
        filling.workers.stop()
    return filling.counts


@dataclass(frozen=True, slots=True)
class _Answer:
    gap: Gap
    page: Page


class _Filling:
    """One filling of some gaps: which are left, and how far it has come."""

    def __init__(
        self, api: PaymentsAPI, ledger: "Ledger", now_s: int, progress: Callable[[Progress], None] | None
    ) -> None:
        self.workers: Workers[_Answer] = Workers(_THREADS, "wellspring-ask")
        self.counts: Counter[str] = Counter()
        self._api, self._ledger, self._now_s, self._progress = api, ledger, now_s, progress
        self._pages = self._splits = self._span_s = self._left_s = 0
        self._same_second: dict[int, set[str]] = {}

    def run(self, gaps: Sequence[Gap]) -> None:
        self._span_s = self._left_s = sum(self._length_s(gap) for gap in gaps)
        for gap in gaps:
            self._ask(gap)
        while self.workers.pending:
            answer = self.workers.next()
            self._take(answer.gap, answer.page)

    def _ask(self, gap: Gap) -> None:
        self.workers.submit(partial(self._answer, gap))

    def _answer(self, gap: Gap) -> _Answer:
        return _Answer(gap, self._api.page(gap.stream.listing, low=gap.low_s, below=gap.high_s, after=gap.after))

    def _take(self, gap: Gap, page: Page) -> None:
        rest = self._rest(gap, page) if page.more else None
        divided = rest is not None and self._is_worth_dividing(rest, page)
        if rest is not None and not divided:
            self._ask(rest)  # answered while this page is written
        parts = self._write(gap, page, rest if divided else None)
        for part in parts:
            self._ask(part)
        self._pages += 1
        self._left_s -= self._length_s(gap) - (self._length_s(rest) if rest else 0)
        self._tell()

    def _write(self, gap: Gap, page: Page, divided: Gap | None) -> tuple[Gap, ...]:
        with self._ledger.writing() as book:
            written = write_page(book, gap.stream.listing.kind, page.objects, self._now_s)
            advance(book, gap, [each["created"] for each in page.objects], self._now_s, more=page.more)
            parts = split(book, divided) if divided else ()
        self._splits += bool(parts)
        self._add(gap.stream.name, page, written)
        return parts

    def _add(self, name: str, page: Page, written: Written) -> None:
        self.counts[f"{name} listed"] += len(page.objects)
        self.counts[f"{name} new"] += written.new
        self.counts[f"{name} changed"] += written.changed

    def _rest(self, gap: Gap, page: Page) -> Gap:
        """What is left of the gap after the page; a listing that goes in a circle is refused."""
        last = page.objects[-1]
        rest = replace(gap, high_s=last["created"] + 1, after=last["id"])
        seen = self._same_second.setdefault(gap.number, set())
        if rest.high_s != gap.high_s:
            seen.clear()
        if last["id"] in seen:
            raise PaymentsMalformed(
                "The payments API answered the same page again, so nothing was counted: "
                "try again later, and see whether WELLSPRING_STRIPE_API points at a Stripe."
            )
        seen.add(last["id"])
        return rest

    def _is_worth_dividing(self, rest: Gap, page: Page) -> bool:
        """Threads are idle, and the rest, if it is as dense as this page, is long; each division may cost a request."""
        if (
            self._pages < _FEW_PAGES
            or not self.workers.idle
            or self._splits >= _FREE_SPLITS + self._pages // _PAGES_A_SPLIT
        ):
            return False
        page_s = page.objects[0]["created"] - page.objects[-1]["created"] + 1
        return bool(self._length_s(rest) > _WORTH_PAGES * page_s)

    def _length_s(self, gap: Gap) -> int:
        return max(0, (self._now_s if gap.high_s is None else gap.high_s) - gap.low_s)

    def _tell(self) -> None:
        if self._progress:
            share = 1 - self._left_s / self._span_s if self._span_s else 1.0
            self._progress(Progress(self.counts["charges listed"], min(1.0, max(0.0, share))))
