"""Nobody's address, name or card, and neither key, is in anything that a count writes, logs or raises."""

import json
import logging
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import psycopg
import pytest

from mkdocs_wellspring.errors import WellspringError
from mkdocs_wellspring.ledger.count import Access, counted, entries, kept
from mkdocs_wellspring.ledger.people import LedgerKey
from mkdocs_wellspring.ledger.records import Definition, Metric, Mode
from mkdocs_wellspring.ledger.secret import SecretKey
from mkdocs_wellspring.ledger.store import Ledger
from mkdocs_wellspring.ledger.webhook import receive

from . import history
from .conftest import Account

PERSON = {
    "email": "Zorble.Person@Zorble-Mail.example",
    "name": "Zorblania Zorblesson",
    "phone": "+15550199777",
    "receipt": "zorble.receipt@zorble-mail.example",
    "street": "1 Zorble Street",
    "customer": "zorble.customer@zorble-mail.example",
    "late": "zorble.late@zorble-mail.example",
    "fingerprint": "ZorbleFingerprint",
    "last4": "7Q7Q",
    "ip": "192.0.2.177",
}
API_KEY, LEDGER_KEY = "rk_test_ZorbleKey77", b"ZorbleLedgerKey-ZorbleLedgerKey!"
MARKS = ["zorble", "7q7q", "5550199777", "192.0.2.177", LEDGER_KEY.hex()]


def leaks(*texts: str | bytes) -> list[str]:
    """Which of the marks are in them, whatever their case, also as UTF-16."""
    found = []
    for text in texts:
        raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        found += [mark for mark in MARKS if mark.encode() in raw.lower() or mark.encode("utf-16-le") in raw.lower()]
    return found


def files(folder: Path) -> dict[str, bytes]:
    """What lies in the folder, and what this process has open in it although it was deleted."""
    found = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for descriptor in Path("/proc/self/fd").glob("*"):  # where there is none: nothing
        with suppress(OSError):
            target = str(descriptor.readlink())
            if target.startswith(str(folder)) and target.endswith("(deleted)"):
                found[target] = descriptor.read_bytes()
    return found


def told() -> history.Account:
    """An account in which whoever gives is the person of the marks."""
    made = history.Account()
    person = {"email": PERSON["email"], "name": PERSON["name"], "campaign": "spring"}
    made.refund(made.give(**person, receipt_email=PERSON["receipt"], customer="cus_one"), 300)
    made.give(**{**person, "campaign": "autumn"})
    made.give(**person, outcome="pending")
    made.give(**person, outcome="failed")
    made.dispute(made.give(**person))
    made.subscribe("cus_one", PERSON["customer"], campaign="spring")
    made.complete(made.open_session("price_mug", "plink_hill"), PERSON["late"])
    for charge in made.charges:
        charge["billing_details"]["phone"] = PERSON["phone"]
        charge["billing_details"]["address"] = {"line1": PERSON["street"]}
        card = {"fingerprint": PERSON["fingerprint"], "last4": PERSON["last4"]}
        charge["payment_method_details"] = {"card": card, "type": "card"}
        charge["description"] = f"From {PERSON['name']}"
        charge["metadata"]["note"] = PERSON["email"]
    for session in made.sessions:
        session["customer_details"] = {"email": PERSON["late"], "name": PERSON["name"], "phone": PERSON["phone"]}
    for refund in made.refunds:
        refund["metadata"]["note"] = PERSON["email"]
    for dispute in made.disputes:
        dispute["evidence"].update(customer_email_address=PERSON["email"], customer_purchase_ip=PERSON["ip"])
    return made


@pytest.fixture
def story(account: Account) -> history.Account:
    made = told()
    account.listed = {
        "/v1/charges": made.charges,
        "/v1/refunds": made.refunds,
        "/v1/disputes": made.disputes,
        "/v1/invoice_payments": made.invoice_payments,
        "/v1/subscriptions": made.subscriptions,
        "/v1/checkout/sessions": [session for session in made.sessions if session["status"] == "complete"],
    }
    return made


def access_to(account: Account, url: str) -> Access:
    return Access(SecretKey(API_KEY), account.base, url, LedgerKey(LEDGER_KEY, persistent=True, given=True))


def defined(metric: Metric = "supporters") -> Definition:
    return Definition(
        "spring", Mode.SANDBOX, window="all", metric=metric, currency="usd", payment_links=("plink_hill",)
    )


@pytest.fixture(autouse=True)
def everything_logged(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Whatever else a test of this file looks at: its log at the level DEBUG, and what it printed."""
    caplog.set_level(logging.DEBUG)
    for name in ("stripe", "sqlalchemy", "sqlalchemy.engine", "sqlalchemy.pool", "urllib3"):
        caplog.set_level(logging.DEBUG, name)
    yield
    logged = [f"{record.getMessage()} {record.args!r} {record.exc_text}" for record in caplog.records]
    assert leaks(*logged, caplog.text, *capfd.readouterr()) == []


def test_what_a_count_leaves_in_files_and_says(
    account: Account, story: history.Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    path = tmp_path / "ledger.db"
    access = access_to(account, f"sqlite:///{path}")
    seen: list[list[str]] = []
    said: list[str] = []

    def spy(request: BaseHTTPRequestHandler) -> None:
        seen.append(leaks(*files(tmp_path).values()))
        account.document(request.path.partition("?")[0], dict(part.split("=") for part in _query(request)))(request)

    account.answers = [spy]
    first = counted(defined(), access, now=story.clock, notice=said.append)
    with closing(sqlite3.connect(path)) as other:  # a reader keeps the log of writes from being emptied
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM sqlite_master").fetchall()
        story.wait(60)
        story.settle(story.charges[2])
        story.give(PERSON["email"], name=PERSON["name"], campaign="spring", receipt_email=PERSON["late"])
        for metric in ("supporters", "recurring"):
            count = counted(defined(metric), access, now=story.clock, notice=said.append, thorough=True, full=True)
            said += [repr(count), repr(kept(defined(metric), access, now=story.clock))]
            said += map(repr, entries(defined(metric), access, now=story.clock))
        left = files(tmp_path)
        assert left[f"{path}-wal"]
        assert left[f"{path}-shm"]
    assert first.number(first.lines[0].reason) > 0
    assert len(seen) > 4
    assert not any(seen)
    assert leaks(*left.values(), *left, *said, repr(access)) == []


def _query(request: BaseHTTPRequestHandler) -> list[str]:
    query = request.path.partition("?")[2].replace("%5B", "[").replace("%5D", "]")
    return [part for part in query.split("&") if part]


def test_what_a_count_leaves_in_postgresql(
    account: Account, story: history.Account, postgres_url: str, empty_postgres: Callable[[], None]
) -> None:
    counted(defined(), access_to(account, postgres_url), now=story.clock)

    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        rows = [row[0] for (table,) in tables for row in connection.execute(f'SELECT t::text FROM "{table}" t')]
    assert len(rows) > 5
    assert leaks(*rows) == []


def test_what_a_webhook_leaves(story: history.Account, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with closing(
        Ledger.open(
            f"sqlite:///{path}",
            LEDGER_KEY,
            API_KEY,
            Mode.SANDBOX,
            before_writing=lambda: None,
            notice=lambda _: None,
        )
    ) as ledger:
        taken = [receive(ledger, event, now=story.clock) for event in story.events]
        odd = {**story.events[0], "id": PERSON["email"]}
        with suppress(WellspringError):
            receive(ledger, odd, now=story.clock)
        left = files(tmp_path)
    assert all(taken)
    assert leaks(*left.values(), *files(tmp_path).values()) == []


def changed(**changes: Any) -> Callable[[Account], Any]:
    """The account's charges, and one of them is not as documented."""

    def answer(account: Account) -> Any:
        page = account.page({"limit": "100"})
        return account.send(200, {**page, "data": [{**page["data"][0], **changes}, *page["data"][1:]]})

    return answer


def page_of(**changes: Any) -> Callable[[Account], Any]:
    return lambda account: account.send(200, {**account.page({"limit": "100"}), **changes})


def refusal(status: int, **error: Any) -> Callable[[Account], Any]:
    text = f"{PERSON['email']} {API_KEY} may not"
    return lambda account: account.send(status, {"error": {"message": text, "type": "api_error", **error}})


def torn(request: BaseHTTPRequestHandler) -> None:
    raw = json.dumps(told().charges).encode()
    request.send_response(200)
    request.send_header("Content-Length", str(len(raw)))
    request.end_headers()
    request.wfile.write(raw[: len(raw) // 2])


FAILURES: dict[str, Callable[[Account], Any]] = {
    "the key is refused": refusal(401),
    "a permission is missing": refusal(403, code=f"{PERSON['email']}", param=PERSON["name"]),
    "a bad request": refusal(400, param=PERSON["email"]),
    "too many requests": refusal(429),
    "the server fails": refusal(500),
    "an error that is a text": lambda a: a.send(402, {"error": PERSON["email"]}),
    "a page of a website": lambda a: a.send(200, f"<html>{PERSON['name']}</html>"),
    "a text in JSON": lambda a: a.send(200, json.dumps(PERSON["email"])),
    "half a page": lambda a: a.send(200, json.dumps(a.page({"limit": "100"}))[:-40]),
    "bytes that are no text": lambda a: a.send(200, PERSON["email"].encode("utf-16")),
    "a torn answer": lambda _: torn,
    "no list": lambda a: a.send(200, {**PERSON}),
    "no data": page_of(data=PERSON),
    "no has_more": page_of(has_more=PERSON["email"]),
    "a page that comes again": page_of(has_more=True),
    "live money": changed(livemode=True),
    "no id": changed(id=PERSON["email"]),
    "an object of another kind": changed(object=PERSON["email"]),
    "a time that is a text": changed(created=PERSON["email"]),
    "an amount that is a text": changed(amount_captured=PERSON["email"]),
    "a currency that is none": changed(currency=PERSON["email"]),
    "a status that is none": changed(status=PERSON["email"]),
    "an address that is a list": changed(billing_details={"email": [PERSON["email"]]}),
    "details that are a text": changed(billing_details=PERSON["email"]),
    "metadata that is a text": changed(metadata=PERSON["email"]),
    "a customer that is a number": changed(customer=7, receipt_email={"zorble": PERSON["email"]}),
    "an intent that is a text": changed(payment_intent=PERSON["email"]),
}


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
def test_what_a_failure_says_and_leaves(
    account: Account, story: history.Account, tmp_path: Path, failure: Callable[[Account], Any]
) -> None:
    account.answers = [failure(account)]
    access = access_to(account, f"sqlite:///{tmp_path / 'ledger.db'}")
    said: list[str] = []

    with pytest.raises(WellspringError) as caught:
        counted(defined(), access, now=story.clock, deadline_s=0.7, notice=said.append)

    assert leaks(*said, str(caught.value), *traceback.format_exception(caught.value)) == []
    assert leaks(*files(tmp_path).values()) == []


def test_what_a_ledger_that_cannot_be_written_says(account: Account, story: history.Account, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    access = access_to(account, f"sqlite:///{path}")
    counted(defined(), access, now=story.clock)
    with closing(sqlite3.connect(path)) as spoiled:
        known = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        names = [name for (name,) in spoiled.execute(known)]
        for name in names:
            spoiled.execute(
                f'CREATE TRIGGER "no_{name}" BEFORE INSERT ON "{name}" BEGIN SELECT RAISE(ABORT, "no"); END'
            )
            spoiled.execute(
                f'CREATE TRIGGER "nor_{name}" BEFORE UPDATE ON "{name}" BEGIN SELECT RAISE(ABORT, "no"); END'
            )
        spoiled.commit()
    story.wait(60)
    story.give(PERSON["email"], campaign="spring")

    with pytest.raises(WellspringError) as caught:
        counted(defined(), access, now=story.clock)

    assert leaks(*traceback.format_exception(caught.value)) == []


def test_the_marks_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"..zorble.person@..")
    deleted = (tmp_path / "deleted").open("w+b")
    with deleted:
        deleted.write(PERSON["last4"].encode())
        deleted.flush()
        Path(deleted.name).unlink()
        found = leaks(*files(tmp_path).values())
    assert sorted(found) == (["7q7q", "zorble"] if Path("/proc/self/fd").exists() else ["zorble"])
    for text in (API_KEY, LEDGER_KEY, LEDGER_KEY.hex(), *PERSON.values()):
        assert leaks(text), text
