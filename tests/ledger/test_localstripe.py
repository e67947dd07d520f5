"""An independent witness: the whole count against a pretend Stripe that is not of our making.

localstripe (GPL-3.0-or-later) only ever runs as a process of its own. It has customers, charges and refunds; it
lists charges oldest first and knows neither `created[gte]` nor some newer fields, so an account of the tests' own
stands before it, passes on what it holds and sets right its order. What is counted is made through localstripe's
own API, and what is expected is counted here by hand.
"""

import base64
import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import pytest

from mkdocs_wellspring.ledger.count import Access, counted
from mkdocs_wellspring.ledger.people import LedgerKey
from mkdocs_wellspring.ledger.records import Reason
from mkdocs_wellspring.ledger.secret import SecretKey

KEY = "sk_test_witness"  # it takes no restricted key
GIFTS = 120
PEOPLE = 90
CARD, DECLINED = "4242424242424242", "4000000000000341"

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))

# By itself it listens on every network, and writes all it knows into a shared file after each change.
STARTER = """
import builtins, os, pickle, runpy, socket, sys
bind, opened = socket.socket.bind, builtins.open
socket.socket.bind = lambda self, address: bind(self, ("::ffff:127.0.0.1", address[1]))
builtins.open = lambda file, *rest, **named: opened(
    os.devnull if str(file).endswith("localstripe.pickle") else file, *rest, **named
)
pickle.dump = lambda *_, **__: None
sys.argv = ["localstripe", "--from-scratch", "--port", "0"]
runpy.run_module("localstripe", run_name="__main__")
"""


@dataclass(frozen=True, slots=True)
class Witness:
    address: str

    def ask(self, path: str, **body: Any) -> Any:
        """The answer to a GET, or to a POST of `body`; of a payment that is declined, the error."""
        data = urlencode(body).encode() if body else None
        request = urllib.request.Request(f"{self.address}/v1/{path}", data)
        request.add_header("Authorization", f"Basic {base64.b64encode(f'{KEY}:'.encode()).decode()}")
        try:
            with DIRECT.open(request, timeout=5) as response:
                return json.load(response)
        except urllib.error.HTTPError as declined:
            if declined.code != HTTPStatus.PAYMENT_REQUIRED:
                raise
            with declined:
                return json.load(declined)

    def every(self, name: str) -> list[dict[str, Any]]:
        """All of a listing, page by page, the oldest first."""
        found: list[dict[str, Any]] = []
        page = {"has_more": True}
        while page["has_more"]:
            after = {"starting_after": found[-1]["id"]} if found else {}
            page = self.ask(f"{name}?{urlencode({'limit': 50, **after})}")
            found += page["data"]
        return sorted(found, key=lambda each: each["created"])


@pytest.fixture
def witness() -> Iterator[Witness]:
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", STARTER], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    with process:
        try:
            assert process.stdout is not None
            match = next(filter(None, (re.search(r"Running on \S*:(\d+) ", line) for line in process.stdout)), None)
            assert match is not None, "localstripe did not start"
            yield Witness(f"http://127.0.0.1:{match[1]}")
        finally:
            process.terminate()


def passed_on(witness: Witness, emails: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    """What localstripe lists now, with what it leaves out; nothing of what it does not have."""
    charges = [
        {
            **charge,
            "amount_captured": charge["amount"] if charge["status"] == "succeeded" and charge["captured"] else 0,
            "disputed": False,
            "billing_details": {"email": emails[charge["customer"]], "name": None},
        }
        for charge in witness.every("charges")
    ]
    lacking = ("disputes", "invoice_payments", "checkout/sessions", "subscriptions")
    return {
        "/v1/charges": charges,
        "/v1/refunds": witness.every("refunds"),
        **{f"/v1/{name}": [] for name in lacking},
    }


def give(witness: Witness, emails: dict[str, str], number: int) -> str | None:
    """The charge's id. What becomes of the gift follows from the last digit of its number; None if declined."""
    email = f"person{number % PEOPLE}@example.org"
    card = {"number": DECLINED if number % 10 == 6 else CARD, "exp_month": 12, "exp_year": 2030, "cvc": "123"}
    method = witness.ask("payment_methods", type="card", **{f"card[{name}]": value for name, value in card.items()})
    customer = witness.ask("customers", email=email, payment_method=method["id"])
    emails[customer["id"]] = email
    campaign = {7: "autumn", 8: None}.get(number % 10, "spring")
    charge = witness.ask(
        "charges",
        amount=1000 + number,
        currency="usd",
        customer=customer["id"],
        source=method["id"],
        capture=str(number % 10 != 5).lower(),
        **({"metadata[wellspring_campaign]": campaign} if campaign else {}),
    )
    if number % 10 == 6:
        return None
    identifier: str = charge["id"]
    if number % 10 == 3:
        witness.ask("refunds", charge=identifier)
    if number % 10 == 4:
        witness.ask("refunds", charge=identifier, amount=100)
    return identifier


def test_the_count_is_what_another_pretend_stripe_was_given(witness, account, definition, tmp_path):
    emails: dict[str, str] = {}
    charges = [give(witness, emails, number) for number in range(GIFTS)]
    account.listed = passed_on(witness, emails)
    ledger = f"sqlite:///{tmp_path / 'ledger.db'}"
    access = Access(SecretKey(KEY), account.base, ledger, LedgerKey(b"k" * 32, persistent=True))

    counting = {number for number in range(GIFTS) if number % 10 in {0, 1, 2, 4, 9}}
    first = counted(definition, access, now=datetime.now(UTC))
    assert first.value == first.people == len({number % PEOPLE for number in counting})
    assert {line.reason: line.number for line in first.lines} == {
        Reason.COUNTED: 60,
        Reason.REFUNDED: 12,
        Reason.UNCAPTURED: 12,
        Reason.FAILED: 12,
    }
    assert (first.campaign_payments, first.other_payments) == (96, 24)
    money = definition._replace(currency="usd")
    gross = sum(1000 + number for number in counting)
    given_back = 100 * len({number for number in counting if number % 10 == 4})
    assert counted(money._replace(metric="gross"), access, now=datetime.now(UTC)).value == gross + sum(
        1000 + number for number in range(3, GIFTS, 10)
    )
    assert counted(money._replace(metric="net"), access, now=datetime.now(UTC)).value == gross - given_back

    late = {0, 1, 2, 20, 90}  # 0 and 90 are two gifts of one person
    for number in late:
        witness.ask("refunds", charge=charges[number])
    account.listed = passed_on(witness, emails)
    asked = len(account.requests)
    second = counted(definition, access, now=datetime.now(UTC))
    assert second.value == len({number % PEOPLE for number in counting - late})
    assert second.number(Reason.COUNTED) == 60 - len(late)
    assert len(account.requests) - asked <= 10

    give(witness, emails, 130)
    account.listed = passed_on(witness, emails)
    third = counted(definition, access, now=datetime.now(UTC))
    assert third.number(Reason.COUNTED) == 60 - len(late) + 1
    assert third.value == len({number % PEOPLE for number in (counting - late) | {130}})
