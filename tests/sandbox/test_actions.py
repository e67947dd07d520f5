from typing import Any

import pytest

from mkdocs_wellspring.sandbox.seed import Scene

SESSION = {
    "mode": "payment",
    "line_items[0][price_data][currency]": "usd",
    "line_items[0][price_data][unit_amount]": "1500",
    "line_items[0][price_data][product_data][name]": "Gift",
    "line_items[0][quantity]": "2",
    "payment_intent_data[metadata][wellspring_campaign]": "c",
    "metadata[note]": "n",
    "customer_email": "ada@example.org",
    "success_url": "http://127.0.0.1/thanks",
}


@pytest.fixture
def own(fresh: Any) -> Any:
    return fresh(Scene(20, 7, "c"))


def kept(client: Any) -> dict[str, Any]:
    return next(
        charge
        for charge in client.every("/charges")
        if charge["captured"] and charge["status"] == "succeeded" and not charge["amount_refunded"]
    )


def test_a_refund_without_an_amount_gives_all_back(own: Any) -> None:
    charge = kept(own)
    reply = own.ask("POST", "/v1/refunds", {"charge": charge["id"], "metadata[why]": "asked"})
    assert reply.status == 200
    assert (reply.json["amount"], reply.json["metadata"]) == (charge["amount"], {"why": "asked"})
    after = own.get(f"/charges/{charge['id']}")
    assert (after["refunded"], after["amount_refunded"]) == (True, charge["amount"])
    assert own.get("/refunds", limit=1)["data"] == [reply.json]
    again = own.ask("POST", "/v1/refunds", {"charge": charge["id"]})
    assert (again.status, again.json["error"]["code"]) == (400, "charge_already_refunded")


def test_a_part_of_an_intent_can_be_given_back_and_the_rest_after_it(own: Any) -> None:
    charge = kept(own)
    part = {"payment_intent": charge["payment_intent"], "amount": "100", "reason": "requested_by_customer"}
    assert own.ask("POST", "/v1/refunds", part).json["reason"] == "requested_by_customer"
    after = own.get(f"/charges/{charge['id']}")
    assert (after["refunded"], after["amount_refunded"]) == (False, 100)
    too_much = own.ask("POST", "/v1/refunds", {"charge": charge["id"], "amount": charge["amount"]})
    assert (too_much.status, too_much.json["error"]["param"]) == (400, "amount")
    assert own.ask("POST", "/v1/refunds", {"charge": charge["id"]}).json["amount"] == charge["amount"] - 100


@pytest.mark.parametrize("state", ["failed", "pending", "uncaptured"])
def test_nothing_is_given_back_of_what_was_never_taken(started: Any, state: str) -> None:
    charge = next(
        charge
        for charge in started.every("/charges")
        if charge["status"] == state or (state == "uncaptured" and charge["paid"] and not charge["captured"])
    )
    assert started.ask("POST", "/v1/refunds", {"charge": charge["id"]}).status == 400


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "charge"),
        ({"charge": "ch_none"}, "charge"),
        ({"payment_intent": "pi_none"}, "payment_intent"),
        ({"charge": "CHARGE", "payment_intent": "pi_other"}, "payment_intent"),
        ({"charge": "CHARGE", "amount": "0"}, "amount"),
        ({"charge": "CHARGE", "amount": "1.5"}, "amount"),
        ({"charge": "CHARGE", "reason": "whim"}, "reason"),
        ({"charge": "CHARGE", "metadata": "x"}, "metadata"),
        ({"charge": "CHARGE", "metadata[a][b]": "x"}, "metadata"),
        ({"charge": "CHARGE", f"metadata[{'k' * 41}]": "x"}, f"metadata[{'k' * 41}]"),
        ({"charge": "CHARGE", **{f"metadata[{n}]": "x" for n in range(51)}}, "metadata"),
        ({"charge": "CHARGE", "currency": "usd"}, "currency"),
    ],
)
def test_a_refund_that_cannot_be_made_changes_nothing(started: Any, body: dict[str, str], param: str) -> None:
    before, charge = started.every("/refunds"), kept(started)
    sent = {name: charge["id"] if value == "CHARGE" else value for name, value in body.items()}
    reply = started.ask("POST", "/v1/refunds", sent)
    assert (reply.status, reply.json["error"]["param"]) == (400, param)
    assert started.every("/refunds") == before


def test_a_session_is_created_open_and_can_be_paid_at_its_address(own: Any) -> None:
    session = own.ask("POST", "/v1/checkout/sessions", SESSION).json
    assert (session["status"], session["payment_status"], session["amount_total"]) == ("open", "unpaid", 3000)
    assert (session["metadata"], session["payment_intent"]) == ({"note": "n"}, None)
    path = session["url"].removeprefix(own.place.address)
    assert "30.00 USD" in own.ask("GET", path, key=None).text
    paid = own.ask("POST", path, {"email": "ada@example.org", "card": "accepted", "amount": "5"}, key=None)
    assert paid.status == 303
    after = own.get(f"/checkout/sessions/{session['id']}")
    assert (after["status"], after["payment_status"], after["url"]) == ("complete", "paid", None)
    charge = own.get("/charges", payment_intent=after["payment_intent"])["data"][0]
    assert (charge["amount"], charge["metadata"]) == (3000, {"wellspring_campaign": "c"})
    assert own.ask("GET", path, key=None).status == 404
    assert own.ask("POST", path, {"email": "ada@example.org"}, key=None).status == 404


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"mode": None}, "mode"),
        ({"mode": "setup"}, "mode"),
        ({"mode": "subscription"}, "payment_intent_data"),
        ({"mode": "subscription", "payment_intent_data[metadata][wellspring_campaign]": None}, "mode"),
        ({"line_items[0][price_data][recurring][interval]": "month"}, "mode"),
        ({"subscription_data[metadata][a]": "b"}, "subscription_data"),
        ({"line_items[0][price_data][unit_amount]": None}, "line_items[0][price_data][unit_amount]"),
        ({"line_items[0][price_data][currency]": None}, "line_items[0][price_data][currency]"),
        ({"line_items[0][price_data][product_data][name]": None}, "line_items[0][price_data][product_data][name]"),
        ({"line_items[0][quantity]": "0"}, "line_items[0][quantity]"),
        ({"line_items[0][price]": "price_1"}, "line_items[0][price_data]"),
        ({"line_items[1][price]": "price_1"}, "line_items[1][price]"),
        ({"payment_intent_data[description]": "x"}, "payment_intent_data[description]"),
        ({"ui_mode": "embedded"}, "ui_mode"),
        ({"line_items[1][price_data][currency]": "eur"}, "line_items[1][price_data][product_data][name]"),
    ],
)
def test_a_session_that_cannot_be_made_names_the_parameter(started: Any, change: dict[str, Any], param: str) -> None:
    body = {name: value for name, value in {**SESSION, **change}.items() if value is not None}
    reply = started.ask("POST", "/v1/checkout/sessions", body)
    assert (reply.status, reply.json["error"]["param"]) == (400, param)


def test_a_session_needs_items_of_one_currency(started: Any) -> None:
    bare = {name: value for name, value in SESSION.items() if not name.startswith("line_items")}
    assert started.ask("POST", "/v1/checkout/sessions", bare).json["error"]["param"] == "line_items"
    second = {name.replace("[0]", "[1]"): value for name, value in SESSION.items() if name.startswith("line_items")}
    mixed = {**SESSION, **second, "line_items[1][price_data][currency]": "eur"}
    assert started.ask("POST", "/v1/checkout/sessions", mixed).json["error"]["param"] == "line_items"
    assert started.ask("POST", "/v1/checkout/sessions", {**SESSION, **second}).json["amount_total"] == 6000


def test_a_repeated_key_gives_the_same_answer_and_does_nothing_again(own: Any) -> None:
    charge = kept(own)
    body, headers = {"charge": charge["id"], "amount": "100"}, {"Idempotency-Key": "k1"}
    first = own.ask("POST", "/v1/refunds", body, headers)
    second = own.ask("POST", "/v1/refunds", body, headers)
    assert first.json == second.json
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert own.get(f"/charges/{charge['id']}")["amount_refunded"] == 100


def test_a_key_is_good_for_one_request_only(own: Any) -> None:
    headers = {"Idempotency-Key": "k2"}
    own.ask("POST", "/v1/refunds", {"charge": kept(own)["id"], "amount": "100"}, headers)
    other = own.ask("POST", "/v1/refunds", {"charge": kept(own)["id"], "amount": "200"}, headers)
    assert (other.status, other.json["error"]["type"]) == (400, "idempotency_error")
    elsewhere = own.ask("POST", "/v1/checkout/sessions", SESSION, headers)
    assert elsewhere.json["error"]["type"] == "idempotency_error"
    assert own.ask("POST", "/v1/refunds", {}, {"Idempotency-Key": "k" * 256}).status == 400


def test_a_refused_request_leaves_its_key_free(own: Any) -> None:
    headers = {"Idempotency-Key": "k3"}
    assert own.ask("POST", "/v1/refunds", {"charge": "ch_none"}, headers).status == 400
    assert own.ask("POST", "/v1/refunds", {"charge": kept(own)["id"]}, headers).status == 200
