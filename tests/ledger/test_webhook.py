"""Events: each once, in any order, and nothing of them is believed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from mkdocs_wellspring.ledger.book.schema import EVENTS, UNSETTLED
from mkdocs_wellspring.ledger.records import Mode
from mkdocs_wellspring.ledger.store import Ledger
from mkdocs_wellspring.ledger.webhook import receive

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def ledger():
    made = Ledger.open("sqlite://", b"k" * 32, "an account", Mode.SANDBOX)
    yield made
    made.close()


def event(number=1, **changes):
    thing = {"object": "charge", "id": "ch_1", "amount_refunded": 500, "billing_details": {"email": "a@example.org"}}
    return {"id": f"evt_{number}", "object": "event", "type": "charge.refunded", "data": {"object": thing}, **changes}


def due(ledger):
    with ledger.reading() as book:
        query = select(UNSETTLED.c.kind, UNSETTLED.c.id, UNSETTLED.c.due)
        return [tuple(row) for row in book.connection.execute(query)]


def test_what_an_event_is_about_is_asked_for_again_once(ledger):
    assert [receive(ledger, event(), now=NOW) for _ in range(2)] == [True, False]
    assert receive(ledger, event(2), now=NOW)
    assert due(ledger) == [("charge", "ch_1", 0)]


@pytest.mark.parametrize(
    "data",
    [
        {},
        None,
        {"object": None},
        {"object": {"object": "payout", "id": "po_1"}},
        {"object": {"object": "subscription", "id": "sub_1"}},
        {"object": {"object": "charge", "id": "../../etc"}},
        {"object": {"object": "charge"}},
        {"object": {"object": ["charge"], "id": "ch_1"}},
    ],
)
def test_an_event_of_something_else_changes_nothing(ledger, data):
    assert receive(ledger, event(data=data), now=NOW)
    assert due(ledger) == []


@pytest.mark.parametrize("identifier", [None, "", 7, "evt 1", ["evt_1"]])
def test_an_event_without_an_id_is_none(ledger, identifier):
    assert not receive(ledger, event(id=identifier), now=NOW)
    assert due(ledger) == []


def test_old_events_are_forgotten_when_nobody_sends_them_any_more(ledger):
    receive(ledger, event(1), now=NOW)
    receive(ledger, event(2), now=NOW + timedelta(days=40))
    with ledger.reading() as book:
        assert list(book.connection.execute(select(EVENTS.c.id)).scalars()) == ["evt_2"]
