"""Products, prices and payment links, and what becomes of what is laid on them."""

from typing import Any

import pytest

from mkdocs_wellspring.sandbox.seed import Scene

ONCE = {"product_data[name]": "Gift", "currency": "EUR", "unit_amount": "1500"}
CHOSEN = {
    "product_data[name]": "Gift",
    "currency": "usd",
    "custom_unit_amount[enabled]": "true",
    "custom_unit_amount[preset]": "2000",
}


@pytest.fixture
def own(fresh: Any) -> Any:
    return fresh(Scene(0, 7, "c"))


def made(client: Any, path: str, body: dict[str, str]) -> dict[str, Any]:
    reply = client.ask("POST", f"/v1{path}", body)
    assert reply.status == 200, reply.text
    return reply.json


def test_a_product_takes_an_id_of_ones_own_once(own: Any) -> None:
    product = made(own, "/products", {"id": "wellspring_c", "name": "Gift", "metadata[wellspring_campaign]": "c"})
    assert product["metadata"] == {"wellspring_campaign": "c"}
    assert own.get("/products/wellspring_c") == product
    again = own.ask("POST", "/v1/products", {"id": "wellspring_c", "name": "Gift"})
    assert (again.status, again.json["error"]["code"]) == (400, "resource_already_exists")


def test_prices_are_found_by_their_lookup_key_which_is_unique(own: Any) -> None:
    price = made(own, "/prices", {**ONCE, "lookup_key": "gift"})
    assert (price["currency"], price["unit_amount"], price["type"]) == ("eur", 1500, "one_time")
    assert own.every("/prices", **{"lookup_keys[]": "gift"}) == [price]
    assert own.ask("POST", "/v1/prices", {**ONCE, "lookup_key": "gift"}).json["error"]["param"] == "lookup_key"


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({**ONCE, "unit_amount": ""}, "unit_amount"),
        ({"product": "prod_none", "currency": "usd", "unit_amount": "5"}, "product"),
        ({**ONCE, "recurring[interval_count]": "2"}, "recurring[interval]"),
        ({**ONCE, "recurring[interval]": "moon"}, "recurring[interval]"),
        ({**CHOSEN, "unit_amount": "5"}, "unit_amount"),
        ({**CHOSEN, "custom_unit_amount[enabled]": "false"}, "unit_amount"),
        ({**CHOSEN, "custom_unit_amount[minimum]": "3000"}, "custom_unit_amount[preset]"),
        ({**CHOSEN, "recurring[interval]": "month"}, "custom_unit_amount"),
        ({**ONCE, "unit_price": "5"}, "unit_price"),
    ],
)
def test_a_price_that_cannot_be_made_is_refused_and_leaves_no_product(own: Any, body: Any, param: str) -> None:
    before = own.every("/products")
    reply = own.ask("POST", "/v1/prices", body)
    assert (reply.status, reply.json["error"]["param"]) == (400, param)
    assert own.every("/products") == before


def test_a_links_metadata_stays_with_its_sessions_and_that_of_its_payments_with_them(own: Any) -> None:
    price = made(own, "/prices", CHOSEN)
    link = made(
        own,
        "/payment_links",
        {
            "line_items[0][price]": price["id"],
            "line_items[0][quantity]": "1",
            "metadata[of]": "link",
            "payment_intent_data[metadata][wellspring_campaign]": "c",
        },
    )
    path = link["url"].removeprefix(own.place.address)
    assert "Give to c" in own.ask("GET", path, key=None).text
    own.ask("POST", path, {"email": "ada@example.org", "amount": "custom", "custom": "12.50"}, key=None)
    (session,) = own.every("/checkout/sessions", payment_link=link["id"], **{"expand[]": "data.line_items"})
    intent = own.get(f"/payment_intents/{session['payment_intent']}")
    charge = own.get(f"/charges/{intent['latest_charge']}")
    assert session["metadata"] == {"of": "link"}
    assert intent["metadata"] == charge["metadata"] == {"wellspring_campaign": "c"}
    (item,) = session["line_items"]["data"]
    assert (item["amount_total"], item["price"]["id"], item["price"]["product"]) == (
        1250,
        price["id"],
        price["product"],
    )
    (offered,) = own.get(f"/payment_links/{link['id']}/line_items")["data"]
    assert (offered["amount_total"], offered["price"]) == (2000, item["price"])


def test_what_was_bought_is_shown_to_the_tenth_and_listed_to_the_last(own: Any) -> None:
    prices = [made(own, "/prices", ONCE)["id"] for _ in range(12)]
    form = {f"line_items[{place}][price]": price for place, price in enumerate(prices)}
    form |= {f"line_items[{place}][quantity]": "1" for place in range(12)}
    session = made(own, "/checkout/sessions", {"mode": "payment", **form})
    shown = own.get(f"/checkout/sessions/{session['id']}", **{"expand[]": "line_items"})["line_items"]
    assert [item["price"]["id"] for item in shown["data"]] == prices[:10]
    assert shown["has_more"] is True
    rest = own.get(f"/checkout/sessions/{session['id']}/line_items", starting_after=shown["data"][-1]["id"])
    assert [item["price"]["id"] for item in rest["data"]] == prices[10:]
    assert rest["has_more"] is False


def test_the_items_of_a_subscription_and_the_lines_of_its_invoice_go_on_where_they_are_listed(own: Any) -> None:
    monthly = {"product_data[name]": "Gift", "currency": "usd", "unit_amount": "100", "recurring[interval]": "month"}
    prices = [made(own, "/prices", monthly)["id"] for _ in range(11)]
    customer = made(own, "/customers", {"email": "ada@example.org"})["id"]
    form = {f"items[{place}][price]": price for place, price in enumerate(prices)}
    subscription = made(own, "/subscriptions", {"customer": customer, **form})
    items = subscription["items"]
    assert (len(items["data"]), items["has_more"]) == (10, True)
    after = {"subscription": subscription["id"], "starting_after": items["data"][-1]["id"]}
    (item,) = own.get("/subscription_items", **after)["data"]
    invoice = own.get(f"/invoices/{subscription['latest_invoice']}")
    assert (len(invoice["lines"]["data"]), invoice["lines"]["has_more"]) == (10, True)
    lines = own.every(f"/invoices/{invoice['id']}/lines")
    assert item["price"]["id"] == lines[10]["pricing"]["price_details"]["price"] == prices[10]
    assert own.ask("GET", "/v1/subscription_items?subscription=sub_none").json["error"]["param"] == "subscription"
    assert own.ask("GET", "/v1/invoices/in_none/lines").status == 404


def test_a_fixed_price_leaves_no_choice(own: Any) -> None:
    price = made(own, "/prices", ONCE)
    link = made(own, "/payment_links", {"line_items[0][price]": price["id"], "line_items[0][quantity]": "2"})
    path = link["url"].removeprefix(own.place.address)
    assert "30.00 EUR" in own.ask("GET", path, key=None).text
    own.ask("POST", path, {"email": "ada@example.org", "amount": "5"}, key=None)
    charge = own.get("/charges", limit=1)["data"][0]
    assert (charge["amount"], charge["currency"]) == (3000, "eur")


def test_a_link_that_is_not_active_cannot_be_paid(own: Any) -> None:
    link = own.get("/payment_links", active="true")["data"][0]
    path = link["url"].removeprefix(own.place.address)
    assert own.ask("GET", path, key=None).status == 200
    assert made(own, f"/payment_links/{link['id']}", {"active": "false"})["active"] is False
    assert own.ask("GET", path, key=None).status == 404
    assert link["id"] not in [item["id"] for item in own.every("/payment_links", active="true")]


def test_metadata_is_laid_over_what_was_there(own: Any) -> None:
    link = made(own, "/payment_links", {**linked(own), "metadata[a]": "1", "metadata[b]": "2"})
    path = f"/payment_links/{link['id']}"
    assert made(own, path, {"metadata[b]": "", "metadata[c]": "3"})["metadata"] == {"a": "1", "c": "3"}
    assert made(own, path, {"metadata": ""})["metadata"] == {}


def test_a_link_leads_back_elsewhere_when_it_is_told_to(own: Any) -> None:
    there = {"after_completion[type]": "redirect", "after_completion[redirect][url]": "http://127.0.0.1/a"}
    link = made(own, "/payment_links", {**linked(own), **there})
    path = f"/payment_links/{link['id']}"
    assert made(own, path, {"metadata[a]": "1"})["after_completion"]["redirect"] == {"url": "http://127.0.0.1/a"}
    elsewhere = {**there, "after_completion[redirect][url]": "http://127.0.0.1/b"}
    assert made(own, path, elsewhere)["after_completion"]["redirect"] == {"url": "http://127.0.0.1/b"}
    assert made(own, path, {"after_completion[type]": "hosted_confirmation"})["after_completion"] == {
        "hosted_confirmation": {"custom_message": None},
        "type": "hosted_confirmation",
    }
    reply = own.ask("POST", f"/v1{path}", {"after_completion[type]": "redirect"})
    assert (reply.status, reply.json["error"]["param"]) == (400, "after_completion[redirect][url]")


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"line_items[0][price]": "price_none"}, "line_items[0][price]"),
        ({"subscription_data[metadata][a]": "b"}, "subscription_data"),
        ({"after_completion[type]": "redirect"}, "after_completion[redirect][url]"),
        ({"submit_type": "beg"}, "submit_type"),
        ({"title": "x"}, "title"),
    ],
)
def test_a_link_that_cannot_be_made_names_the_parameter(own: Any, change: dict[str, str], param: str) -> None:
    reply = own.ask("POST", "/v1/payment_links", {**linked(own), **change})
    assert (reply.status, reply.json["error"]["param"]) == (400, param)


def test_an_amount_that_is_chosen_stands_alone(own: Any) -> None:
    price = made(own, "/prices", CHOSEN)["id"]
    for more in ({"line_items[0][quantity]": "2"}, {"line_items[1][price]": price}):
        reply = own.ask("POST", "/v1/payment_links", {"line_items[0][price]": price, **more})
        assert (reply.status, reply.json["error"]["param"]) == (400, "line_items")


def linked(client: Any) -> dict[str, str]:
    return {"line_items[0][price]": made(client, "/prices", ONCE)["id"], "line_items[0][quantity]": "1"}
