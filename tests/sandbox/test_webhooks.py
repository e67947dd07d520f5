"""Events, and their delivery to real receivers on loopback."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.api.listed import kinds
from mkdocs_wellspring.sandbox.delivery import Deliveries, signature
from mkdocs_wellspring.sandbox.parameters import Parameters
from mkdocs_wellspring.sandbox.records import Donor, Endpoint, Gift
from mkdocs_wellspring.sandbox.seed import Scene

from .test_actions import kept
from .test_monthly import joined, made

Posted = list[tuple[str, bytes]]


@dataclass
class Receiver:
    """Notes what is posted to it; it answers with each of `statuses` in turn, and then with 200."""

    statuses: list[int] = field(default_factory=list)
    wait: threading.Event | None = None
    posted: Posted = field(default_factory=list)
    address: str = ""

    def events(self, number: int) -> Posted:
        deadline = time.monotonic() + 4
        while len(self.posted) < number and time.monotonic() < deadline:
            time.sleep(0.01)
        return self.posted


@contextmanager
def listening(receiver: Receiver) -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if receiver.wait is not None:
                receiver.wait.wait(4)
            receiver.posted.append((self.headers["Stripe-Signature"], body))
            self.send_response(receiver.statuses.pop(0) if receiver.statuses else 200)
            self.end_headers()

        def log_message(self, *_told: Any) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.address = f"http://127.0.0.1:{server.server_address[1]}/hook?a=1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def own(fresh: Any) -> Any:
    return fresh(Scene(10, 7, "c"))


def hook(client: Any, url: str, *events: str) -> dict[str, Any]:
    return made(client, "/webhook_endpoints", {"url": url, **{f"enabled_events[{n}]": e for n, e in enumerate(events)}})


def test_an_event_is_listed_for_thirty_days() -> None:
    account, now = Account(7), 100
    account.take(Gift(now, 500, Donor()))
    (event,) = account.events
    for days, listed in ((29, True), (31, False)):
        kind = kinds(account, lambda days=days: now + days * 86_400, lambda _id: 0)["/events"]
        wanted = [keeps for keeps in (read(Parameters({})) for read in kind.filters) if keeps is not None]
        assert all(keeps(event) for keeps in wanted) is listed


def types_since(client: Any, before: set[str]) -> list[str]:
    return [event["type"] for event in client.every("/events") if event["id"] not in before][::-1]


def test_each_change_is_an_event_that_holds_what_is_true_after_it(own: Any) -> None:
    before = {event["id"] for event in own.every("/events")}
    charge = kept(own)
    own.ask("POST", "/v1/refunds", {"charge": charge["id"], "amount": "100"})
    refunded, created = own.get("/events", limit=2)["data"]
    assert (created["type"], refunded["type"]) == ("refund.created", "charge.refunded")
    assert refunded["data"]["object"] == own.get(f"/charges/{charge['id']}")
    dispute = own.ask("POST", f"/sandbox/charges/{charge['id']}/dispute", {"status": "needs_response"}).json
    own.ask("POST", f"/v1/disputes/{dispute['id']}/close")
    closed = own.get("/events", limit=1)["data"][0]
    assert closed["data"]["object"]["status"] == "lost"
    assert own.get(f"/events/{closed['id']}") == closed
    assert types_since(own, before) == [
        "refund.created",
        "charge.refunded",
        "charge.dispute.created",
        "charge.dispute.closed",
    ]


@pytest.mark.parametrize(
    ("path", "body", "types"),
    [
        ("/renew", {"outcome": "succeeded"}, {"charge.succeeded", "invoice.paid", "invoice_payment.paid"}),
        ("/renew", {"outcome": "failed"}, {"charge.failed", "invoice.payment_failed"}),
        ("/renew", {"outcome": "pending"}, {"charge.pending"}),
        ("", {"status": "unpaid"}, set()),
    ],
)
def test_a_subscription_tells_of_its_periods(own: Any, path: str, body: dict[str, str], types: set[str]) -> None:
    before = {event["id"] for event in own.every("/events")}
    session = joined(own)
    begun = ["customer.subscription.created", "checkout.session.completed", "invoice.paid", "invoice_payment.paid"]
    assert {*begun, "charge.succeeded"} <= set(types_since(own, before))
    before = {event["id"] for event in own.every("/events")}
    own.ask("POST", f"/sandbox/subscriptions/{session['subscription']}{path}", body)
    assert set(types_since(own, before)) == {*types, "customer.subscription.updated"}
    own.ask("DELETE", f"/v1/subscriptions/{session['subscription']}")
    assert own.get("/events", limit=1)["data"][0]["type"] == "customer.subscription.deleted"


def test_an_event_is_delivered_with_a_signature_that_the_official_client_accepts(own: Any) -> None:
    stripe = pytest.importorskip("stripe")
    with listening(Receiver()) as receiver:
        endpoint = hook(own, receiver.address, "refund.created", "charge.refunded")
        assert endpoint["secret"].startswith("whsec_")
        assert "secret" not in own.get(f"/webhook_endpoints/{endpoint['id']}")
        own.ask("POST", "/v1/refunds", {"charge": kept(own)["id"], "amount": "100"})
        posted = receiver.events(2)
    types = [stripe.Webhook.construct_event(body, signed, endpoint["secret"]).type for signed, body in posted]
    assert types == ["refund.created", "charge.refunded"]
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(posted[0][1], posted[1][0], endpoint["secret"])


def test_only_what_an_endpoint_wants_is_delivered_and_nothing_once_it_is_gone(own: Any) -> None:
    with listening(Receiver()) as some, listening(Receiver()) as every:
        hook(own, some.address, "charge.dispute.created")
        endpoint = hook(own, every.address, "*")
        charge = kept(own)["id"]
        own.ask("POST", "/v1/refunds", {"charge": charge, "amount": "100"})
        own.ask("POST", f"/sandbox/charges/{charge}/dispute", {"status": "lost"})
        assert len(every.events(4)) == 4
        assert len(some.events(1)) == 1
        assert own.ask("DELETE", f"/v1/webhook_endpoints/{endpoint['id']}").json["deleted"] is True
        own.ask("POST", f"/sandbox/charges/{charge}/dispute", {"status": "won"})
        assert len(some.events(2)) == 2
        assert len(every.posted) == 4


def test_no_answer_waits_for_a_receiver(own: Any) -> None:
    with listening(Receiver(wait=threading.Event())) as receiver:
        hook(own, receiver.address, "*")
        begun = time.monotonic()
        reply = own.ask("POST", "/v1/refunds", {"charge": kept(own)["id"], "amount": "100"})
        assert (reply.status, time.monotonic() - begun < 1) == (200, True)
        assert own.get("/events", limit=1)["data"][0]["pending_webhooks"] == 1
        assert receiver.wait is not None
        receiver.wait.set()
        assert len(receiver.events(2)) == 2


def delivered(
    receiver: Receiver, url: str = "", waits_s: tuple[float, ...] = (0.01, 0.02)
) -> tuple[Account, Deliveries]:
    account = Account(7)
    deliveries = Deliveries(account, lambda: 1_800_000_000, waits_s)
    account.endpoints.put(Endpoint("we_1", 0, url or receiver.address, "whsec_1", ("*",)))
    account.take(Gift(100, 500, Donor()))
    return account, deliveries


def settled(deliveries: Deliveries) -> None:
    deadline = time.monotonic() + 4
    while deliveries._working and time.monotonic() < deadline:
        time.sleep(0.01)


@pytest.mark.parametrize(("statuses", "tries", "pending"), [([500, 302], 3, 0), ([500, 500, 500], 3, 1), ([204], 1, 0)])
def test_a_delivery_that_is_not_taken_is_repeated_a_few_times(statuses: list[int], tries: int, pending: int) -> None:
    with listening(Receiver(statuses)) as receiver:
        account, deliveries = delivered(receiver)
        settled(deliveries)
        (event,) = account.events
        assert len(receiver.posted) == tries
        assert deliveries.pending(event.id) == pending
        assert {signed for signed, _body in receiver.posted} == {
            signature("whsec_1", receiver.posted[0][1], 1_800_000_000)
        }


def test_a_receiver_that_is_not_there_harms_nobody_and_holds_no_thread() -> None:
    before = threading.active_count()
    _account, deliveries = delivered(Receiver(), "http://127.0.0.1:9/")
    settled(deliveries)
    assert not deliveries._working
    assert threading.active_count() == before


def test_a_signature_is_the_one_that_stripe_describes() -> None:
    # Worked out with: printf '12345.{"a":1}' | openssl dgst -sha256 -hmac whsec_test
    assert (
        signature("whsec_test", b'{"a":1}', 12345)
        == "t=12345,v1=6891b7a66b05b0e53771b0ad1be66a73fc29b6b3c4b4961ddb1efa062c8c05e9"
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://127.0.0.1/",
        "http://127.0.0.1.example.org/",
        "http://ada@127.0.0.1/",
        "ftp://127.0.0.1/",
        "http://[::1",
        "http://192.168.1.1/",
    ],
)
def test_nothing_is_ever_posted_to_another_machine(started: Any, url: str) -> None:
    reply = started.ask("POST", "/v1/webhook_endpoints", {"url": url, "enabled_events[]": "*"})
    assert (reply.status, reply.json["error"]["param"]) == (400, "url")


def test_an_endpoint_must_say_what_it_wants(started: Any) -> None:
    reply = started.ask("POST", "/v1/webhook_endpoints", {"url": "http://127.0.0.1:9/"})
    assert (reply.status, reply.json["error"]["param"]) == (400, "enabled_events")
