"""Gifts that come back each month, over HTTP: what they make, and where their metadata goes."""

from datetime import UTC, datetime
from typing import Any

import pytest

from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.records import Donor, Item, Price
from mkdocs_wellspring.sandbox.seed import Scene

TAG = {"wellspring_campaign": "c"}


@pytest.fixture
def own(fresh: Any) -> Any:
    return fresh(Scene(0, 7, "c"))


def made(client: Any, path: str, body: dict[str, str]) -> dict[str, Any]:
    reply = client.ask("POST", path if path.startswith("/sandbox") else f"/v1{path}", body)
    assert reply.status == 200, reply.text
    return reply.json


def monthly_link(client: Any, amount: int = 700) -> dict[str, Any]:
    price = {"product_data[name]": "Monthly", "currency": "usd", "recurring[interval]": "month"}
    id_ = made(client, "/prices", {**price, "unit_amount": str(amount)})["id"]
    tags = {"metadata[of]": "link", "subscription_data[metadata][wellspring_campaign]": "c"}
    return made(client, "/payment_links", {"line_items[0][price]": id_, "line_items[0][quantity]": "2", **tags})


def joined(client: Any, email: str = "ada@example.org") -> dict[str, Any]:
    """The session of somebody who has paid at a monthly link."""
    link = monthly_link(client)
    path = link["url"].removeprefix(client.place.address)
    assert client.ask("POST", path, {"email": email}, key=None).status == 303
    (session,) = client.every("/checkout/sessions", payment_link=link["id"])
    return session


def test_paying_a_monthly_session_makes_all_that_belongs_to_it(own: Any) -> None:
    session = joined(own)
    assert (session["mode"], session["status"], session["payment_status"]) == ("subscription", "complete", "paid")
    assert (session["amount_total"], session["payment_intent"]) == (1400, None)
    subscription = own.get(f"/subscriptions/{session['subscription']}", **{"expand[]": "customer"})
    assert subscription["status"] == "active"
    assert subscription["customer"]["email"] == "ada@example.org"
    (item,) = subscription["items"]["data"]
    assert (item["price"]["unit_amount"], item["quantity"]) == (700, 2)
    assert item["current_period_end"] > item["current_period_start"] == subscription["created"]
    invoice = own.get(f"/invoices/{session['invoice']}", **{"expand[]": "payments"})
    assert (invoice["status"], invoice["total"], invoice["billing_reason"]) == ("paid", 1400, "subscription_create")
    assert subscription["latest_invoice"] == invoice["id"]
    (line,) = invoice["lines"]["data"]
    assert line["pricing"]["price_details"]["price"] == item["price"]["id"]
    (payment,) = invoice["payments"]["data"]
    assert (payment["status"], payment["amount_paid"]) == ("paid", 1400)
    (charge,) = own.every("/charges", payment_intent=payment["payment"]["payment_intent"])
    assert (charge["amount"], charge["customer"]) == (1400, subscription["customer"]["id"])
    assert charge["billing_details"]["email"] == "ada@example.org"


def test_the_metadata_of_a_monthly_link_reaches_invoices_and_no_charge(own: Any) -> None:
    session = joined(own)
    assert session["metadata"] == {"of": "link"}
    subscription = own.get(f"/subscriptions/{session['subscription']}")
    assert subscription["metadata"] == TAG
    invoice = own.get(f"/invoices/{session['invoice']}", **{"expand[]": "payments"})
    assert invoice["parent"]["subscription_details"] == {"metadata": TAG, "subscription": subscription["id"]}
    intent = own.get(f"/payment_intents/{invoice['payments']['data'][0]['payment']['payment_intent']}")
    assert intent["metadata"] == own.get(f"/charges/{intent['latest_charge']}")["metadata"] == {}


def test_an_invoice_keeps_the_metadata_that_its_subscription_had(own: Any) -> None:
    session = joined(own)
    path = f"/subscriptions/{session['subscription']}"
    changed = made(own, path, {"metadata[wellspring_campaign]": "", "metadata[note]": "n"})
    assert changed["metadata"] == {"note": "n"}
    renewed = made(own, f"/sandbox{path}/renew", {"outcome": "succeeded"})
    assert renewed["parent"]["subscription_details"]["metadata"] == {"note": "n"}
    first = own.get(f"/invoices/{session['invoice']}")
    assert first["parent"]["subscription_details"]["metadata"] == TAG


def test_a_declined_card_makes_no_subscription(own: Any) -> None:
    link = monthly_link(own)
    path = link["url"].removeprefix(own.place.address)
    before = own.every("/subscriptions", status="all")
    assert own.ask("POST", path, {"email": "ada@example.org", "card": "declined"}, key=None).status == 402
    assert own.every("/subscriptions", status="all") == before
    assert own.get("/charges", limit=1)["data"][0]["status"] == "failed"
    (session,) = own.every("/checkout/sessions", payment_link=link["id"])
    assert (session["status"], session["subscription"]) == ("open", None)


@pytest.mark.parametrize(
    ("outcome", "subscription", "invoice", "payment", "charge"),
    [
        ("succeeded", "active", "paid", "paid", "succeeded"),
        ("pending", "active", "open", "open", "pending"),
        ("failed", "past_due", "open", "open", "failed"),
    ],
)
def test_a_renewal_ends_as_it_was_told_to(
    own: Any, outcome: str, subscription: str, invoice: str, payment: str, charge: str
) -> None:
    path = f"/subscriptions/{joined(own)['subscription']}"
    renewed = made(own, f"/sandbox{path}/renew", {"outcome": outcome})
    assert (renewed["status"], renewed["billing_reason"]) == (invoice, "subscription_cycle")
    assert own.get(path)["status"] == subscription
    (paying,) = own.every("/invoice_payments", invoice=renewed["id"])
    assert paying["status"] == payment
    (tried,) = own.every("/charges", payment_intent=paying["payment"]["payment_intent"])
    assert tried["status"] == charge


def test_a_failed_renewal_can_be_tried_again_with_the_same_intent(own: Any) -> None:
    path = f"/subscriptions/{joined(own)['subscription']}"
    renewed = made(own, f"/sandbox{path}/renew", {"outcome": "failed"})
    again = made(own, f"/sandbox{path}/retry", {"outcome": "succeeded"})
    assert (again["id"], again["status"], again["attempt_count"]) == (renewed["id"], "paid", 2)
    assert own.get(path)["status"] == "active"
    (paying,) = own.every("/invoice_payments", invoice=renewed["id"])
    tried = own.every("/charges", payment_intent=paying["payment"]["payment_intent"])
    assert [charge["status"] for charge in tried] == ["succeeded", "failed"]
    assert own.ask("POST", f"/sandbox{path}/retry", {"outcome": "succeeded"}).status == 400


@pytest.mark.parametrize(("outcome", "after"), [("succeeded", ("active", "paid")), ("failed", ("past_due", "open"))])
def test_a_pending_renewal_settles(own: Any, outcome: str, after: tuple[str, str]) -> None:
    path = f"/subscriptions/{joined(own)['subscription']}"
    renewed = made(own, f"/sandbox{path}/renew", {"outcome": "pending"})
    charge = own.get("/charges", limit=1)["data"][0]
    made(own, f"/sandbox/charges/{charge['id']}/settle", {"outcome": outcome})
    assert (own.get(path)["status"], own.get(f"/invoices/{renewed['id']}")["status"]) == after


def test_a_paused_subscription_takes_nothing_until_it_goes_on(own: Any) -> None:
    path = f"/subscriptions/{joined(own)['subscription']}"
    assert made(own, path, {"pause_collection[behavior]": "void"})["pause_collection"]["behavior"] == "void"
    before = own.every("/charges")
    assert made(own, f"/sandbox{path}/renew", {"outcome": "succeeded"})["status"] == "void"
    assert own.every("/charges") == before
    assert made(own, path, {"pause_collection": ""})["pause_collection"] is None
    assert made(own, f"/sandbox{path}/renew", {"outcome": "succeeded"})["status"] == "paid"


def test_a_canceled_subscription_can_only_be_read(own: Any) -> None:
    path = f"/subscriptions/{joined(own)['subscription']}"
    ended = own.ask("DELETE", f"/v1{path}").json
    assert (ended["status"], ended["ended_at"] is None) == ("canceled", False)
    assert own.get(path) == ended
    for method, address in (("DELETE", f"/v1{path}"), ("POST", f"/v1{path}"), ("POST", f"/sandbox{path}/renew")):
        assert own.ask(method, address, {"outcome": "succeeded"} if "renew" in address else {}).status == 400


def test_a_trial_takes_nothing_before_it_is_over(own: Any) -> None:
    customer = made(own, "/customers", {"email": "ada@example.org"})
    price = monthly_link(own)
    items = own.get(f"/payment_links/{price['id']}/line_items")["data"]
    body = {"customer": customer["id"], "items[0][price]": items[0]["price"]["id"], "trial_period_days": "7"}
    before = own.every("/charges")
    trial = made(own, "/subscriptions", body)
    assert (trial["status"], trial["trial_end"] - trial["trial_start"]) == ("trialing", 7 * 86_400)
    first = own.get(f"/invoices/{trial['latest_invoice']}")
    assert (first["status"], first["total"]) == ("paid", 0)
    assert own.every("/charges") == before
    made(own, f"/sandbox/subscriptions/{trial['id']}/renew", {"outcome": "succeeded"})
    assert own.get(f"/subscriptions/{trial['id']}")["status"] == "active"
    assert own.get("/charges", limit=1)["data"][0]["billing_details"]["email"] == "ada@example.org"


def test_a_session_with_a_trial_is_complete_and_takes_nothing(own: Any) -> None:
    items = own.get(f"/payment_links/{monthly_link(own)['id']}/line_items")["data"]
    body = {"mode": "subscription", "line_items[0][price]": items[0]["price"]["id"]}
    session = made(own, "/checkout/sessions", {**body, "subscription_data[trial_period_days]": "7"})
    before = own.every("/charges")
    path = session["url"].removeprefix(own.place.address)
    assert own.ask("POST", path, {"email": "ada@example.org"}, key=None).status == 303
    after = own.get(f"/checkout/sessions/{session['id']}")
    assert (after["status"], after["payment_status"]) == ("complete", "no_payment_required")
    assert own.get(f"/subscriptions/{after['subscription']}")["status"] == "trialing"
    assert own.every("/charges") == before


@pytest.mark.parametrize("status", ["unpaid", "incomplete_expired", "paused"])
def test_a_subscription_can_be_put_into_any_state(own: Any, status: str) -> None:
    path = f"/subscriptions/{joined(own)['subscription']}"
    assert made(own, f"/sandbox{path}", {"status": status})["status"] == own.get(path)["status"] == status


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "customer"),
        ({"customer": "cus_none", "items[0][price]": "price_none"}, "customer"),
        ({"customer": "OWN"}, "items"),
        ({"customer": "OWN", "items[0][price]": "price_none"}, "items[0][price]"),
        ({"customer": "OWN", "items[0][price]": "ONCE"}, "items"),
    ],
)
def test_a_subscription_that_cannot_be_made_names_the_parameter(own: Any, body: dict[str, str], param: str) -> None:
    once = next(price["id"] for price in own.every("/prices") if price["type"] == "one_time")
    ids = {"OWN": made(own, "/customers", {})["id"], "ONCE": once}
    reply = own.ask("POST", "/v1/subscriptions", {name: ids.get(value, value) for name, value in body.items()})
    assert (reply.status, reply.json["error"]["param"]) == (400, param)


@pytest.mark.parametrize(
    ("begin", "interval", "end"),
    [
        ("2026-01-31T12:00", "month", "2026-02-28T12:00"),
        ("2026-12-05T00:00", "month", "2027-01-05T00:00"),
        ("2024-02-29T00:00", "year", "2025-02-28T00:00"),
        ("2026-01-31T12:00", "week", "2026-02-07T12:00"),
        ("2026-01-31T12:00", "day", "2026-02-01T12:00"),
    ],
)
def test_a_period_is_as_long_as_the_calendar_says(begin: str, interval: Any, end: str) -> None:
    moments = [moment(begin), moment(end)]
    price = Price("price_1", 0, "prod_1", amount=500, interval=interval)
    subscription = Account(7).subscribe(Donor(email="ada@example.org"), (Item(price),), moments[0])
    assert [subscription.period_start, subscription.period_end] == moments


def moment(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())
