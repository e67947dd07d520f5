"""The subscriptions that there are now: listed whole each time, for no listing tells what has become of one."""

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, update

from mkdocs_wellspring.errors import PaymentsMalformed
from mkdocs_wellspring.ledger.api.listing import SUBSCRIPTIONS as LISTED
from mkdocs_wellspring.ledger.book.pages import write_page
from mkdocs_wellspring.ledger.book.schema import STREAMS, SUBSCRIPTIONS
from mkdocs_wellspring.ledger.book.streams import BEGINNING_S, Stream
from mkdocs_wellspring.ledger.coverage import PaymentsAPI

if TYPE_CHECKING:
    from mkdocs_wellspring.ledger.store import Ledger

__all__ = ["ACTIVE", "list_subscriptions"]

ACTIVE = Stream("subscriptions", LISTED)
_STALE = -1


def list_subscriptions(api: PaymentsAPI, ledger: "Ledger", now_s: int) -> int:
    """The ledger holds the subscriptions that the API lists, and no others; how many these are.

    Raises:
        PaymentsUnavailable, PaymentsMalformed, LedgerError: the next listing begins anew.
    """
    mine = SUBSCRIPTIONS.c.book == ledger.number
    synced = (STREAMS.c.book == ledger.number) & (STREAMS.c.name == ACTIVE.name)
    with ledger.writing() as book:
        book.connection.execute(delete(STREAMS).where(synced))
        book.connection.execute(update(SUBSCRIPTIONS).where(mine).values(round=_STALE))
    after: str | None = None
    seen: set[str] = set()
    listed = 0
    more = True
    while more:
        page = api.page(LISTED, after=after)
        more = page.more
        if more:
            after = str(page.objects[-1]["id"])
            if after in seen:
                raise PaymentsMalformed(
                    "The payments API listed the same subscriptions again, so nothing was counted: try again later."
                )
            seen.add(after)
        with ledger.writing() as book:
            write_page(book, "subscription", page.objects, now_s)
        listed += len(page.objects)
    with ledger.writing() as book:
        book.connection.execute(delete(SUBSCRIPTIONS).where(mine, SUBSCRIPTIONS.c.round == _STALE))
        row = {"book": book.number, "name": ACTIVE.name, "low": BEGINNING_S, "newest": None, "wide_s": now_s}
        book.connection.execute(insert(STREAMS).values(**row, synced_s=now_s, whole=False))
    return listed
