"""What a webhook tells: an event only hastens. What it is about is asked for again, and never believed."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from mkdocs_wellspring.ledger.api.listing import is_id
from mkdocs_wellspring.ledger.book.rows import ask_again
from mkdocs_wellspring.ledger.book.schema import EVENTS

if TYPE_CHECKING:
    from mkdocs_wellspring.ledger.store import Ledger

__all__ = ["receive"]

_FOLLOWED = frozenset({"charge", "refund", "dispute", "invoice_payment", "checkout.session"})
_FORGET_S = 35 * 86_400  # Stripe sends an event again for three days, and lists it for thirty


def receive(ledger: "Ledger", event: Mapping[str, Any], *, now: datetime) -> bool:
    """The object of an event is asked for again at the next sync; false where the event has come before.

    Events come in any order, more than once, and late: https://docs.stripe.com/webhooks#best-practices. The
    event is to be one whose signature was checked. Subscriptions are listed whole at each sync, and need none.

    Raises:
        LedgerError: the ledger cannot be written.
    """
    identifier, now_s = event.get("id"), int(now.timestamp())
    if not is_id(identifier):
        return False
    with ledger.reading() as book:
        mine = EVENTS.c.book == book.number
        if book.connection.execute(select(EVENTS.c.id).where(mine, EVENTS.c.id == identifier)).first():
            return False
        book.connection.execute(delete(EVENTS).where(mine, EVENTS.c.received < now_s - _FORGET_S))
        book.connection.execute(insert(EVENTS).values(book=book.number, id=identifier, received=now_s))
        data = event.get("data")
        thing = data.get("object") if isinstance(data, Mapping) else None
        if isinstance(thing, Mapping) and str(thing.get("object")) in _FOLLOWED and is_id(thing.get("id")):
            ask_again(book, [(str(thing["object"]), str(thing["id"]))])
    return True
