"""An account at a payments API of the tests' own, which can misbehave."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import stripe  # noqa: F401  imported once before any deadline runs

from mkdocs_wellspring.ledger.records import Definition, Mode

from . import postgres

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
Answer = Callable[[BaseHTTPRequestHandler], None]


def charge_of(number: int, **changes: Any) -> dict[str, Any]:
    """A charge that counts, by a person of its own."""
    return {
        "id": f"ch_{number:04}",
        "object": "charge",
        "created": 1_780_000_000 + number,
        "livemode": False,
        "status": "succeeded",
        "captured": True,
        "paid": True,
        "amount": 500,
        "amount_captured": 500,
        "amount_refunded": 0,
        "currency": "usd",
        "customer": None,
        "receipt_email": None,
        "billing_details": {"name": f"Person {number}", "email": f"person{number}@example.org"},
        "payment_method_details": {"card": {"last4": "4242"}},
        "metadata": {"wellspring_campaign": "spring"},
        **changes,
    }


def send(status: int, body: Any, **headers: str) -> Answer:
    """An answer with JSON, or with the very text or bytes that are given."""
    raw = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Length", str(len(raw)))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(raw)

    return answer


class Account:
    """Charges that are listed as documented, unless `answers` has something else for a request.

    What else is to be listed stands in `listed`, by its path, in the order of its making.
    """

    send = staticmethod(send)

    def __init__(self) -> None:
        self.charges: list[dict[str, Any]] = []
        others = ("refunds", "disputes", "invoice_payments", "checkout/sessions", "subscriptions")
        self.listed: Mapping[str, list[dict[str, Any]]] = {
            "/v1/charges": self.charges,
            **{f"/v1/{name}": [] for name in others},
        }
        self.answers: list[Answer | None] = []  # one a request; None answers as documented; the last one stays
        self.requests: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.released = threading.Event()
        self.base = ""

    def give(self, *numbers: int, **changes: Any) -> None:
        self.charges += [charge_of(number, **changes) for number in numbers]

    def respond(self, request: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(request.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.requests.append({"path": parts.path, **query})
        self.headers.append(dict(request.headers))
        answer = None
        if self.answers:
            answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
        if answer is None:
            self.document(parts.path, query)(request)
        else:
            answer(request)

    def document(self, path: str, query: dict[str, str]) -> Answer:
        if path in self.listed:
            return send(200, self.page(query, path))
        listing, _, identifier = path.rpartition("/")
        for each in self.listed.get(listing, []):
            if each["id"] == identifier:
                return send(200, each)
        missing = {"code": "resource_missing", "param": "id", "message": f"No such thing: '{identifier}'"}
        return send(404, {"error": missing})

    def page(self, query: dict[str, str], path: str = "/v1/charges") -> dict[str, Any]:
        listed = self.listed[path][::-1]  # newest first: things are given in their order
        if since := query.get("created[gte]"):
            listed = [each for each in listed if each["created"] >= int(since)]
        if below := query.get("created[lt]"):
            listed = [each for each in listed if each["created"] < int(below)]
        if after := query.get("starting_after"):
            listed = listed[[each["id"] for each in listed].index(after) + 1 :]
        limit = int(query.get("limit", 10))
        return {
            "object": "list",
            "data": listed[:limit],
            "has_more": len(listed) > limit,
            "url": path,
        }


@pytest.fixture
def account() -> Iterator[Account]:
    served = Account()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(OSError):
                served.respond(self)

        do_POST = do_GET  # noqa: N815  the base class names it so

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield served
    served.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def answer() -> Callable[..., Answer]:
    return send


@pytest.fixture
def charge() -> Callable[..., dict[str, Any]]:
    return charge_of


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def definition() -> Definition:
    return Definition(campaign="spring", mode=Mode.SANDBOX)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL's, with whatever is in it by now."""
    with postgres.running() as url:
        yield url


@pytest.fixture
def empty_postgres(postgres_url: str) -> Callable[[], None]:
    """Empties that PostgreSQL, now and whenever it is called."""
    empty = postgres.emptier(postgres_url)
    empty()
    return empty
