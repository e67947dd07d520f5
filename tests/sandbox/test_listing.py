from typing import Any

import pytest

from mkdocs_wellspring.sandbox.seed import Scene

LISTS = (
    "/charges",
    "/payment_intents",
    "/refunds",
    "/disputes",
    "/customers",
    "/subscriptions",
    "/invoices",
    "/invoice_payments",
    "/checkout/sessions",
    "/payment_links",
    "/products",
    "/prices",
    "/events",
)


@pytest.mark.parametrize("path", LISTS)
def test_pages_join_into_the_whole_listing_newest_first(started: Any, path: str) -> None:
    whole = started.every(path)
    small: list[dict[str, Any]] = []
    while True:
        cursor = {"starting_after": small[-1]["id"]} if small else {}
        page = started.get(path, limit=7, **cursor)
        assert page["url"] == f"/v1{path}"
        small += page["data"]
        if not page["has_more"]:
            break
        assert len(page["data"]) == 7
    assert small == whole
    assert len({item["id"] for item in whole}) == len(whole) > 0
    if path != "/payment_links":
        ages = [item["created"] for item in whole]
        assert ages == sorted(ages, reverse=True)


def test_ten_are_listed_where_no_limit_is_given(started: Any) -> None:
    assert len(started.get("/charges")["data"]) == 10


def test_the_page_before_a_cursor_is_the_one_that_ends_at_it(started: Any) -> None:
    whole = [item["id"] for item in started.every("/charges")]
    page = started.get("/charges", limit=3, ending_before=whole[10])
    assert [item["id"] for item in page["data"]] == whole[7:10]
    assert page["has_more"] is True
    first = started.get("/charges", limit=5, ending_before=whole[5])
    assert [item["id"] for item in first["data"]] == whole[:5]
    assert first["has_more"] is False


def test_a_full_last_page_has_no_more(started: Any) -> None:
    whole = started.every("/charges")
    page = started.get("/charges", limit=5, starting_after=whole[-6]["id"])
    assert (len(page["data"]), page["has_more"]) == (5, False)


@pytest.mark.parametrize("path", [path for path in LISTS if path not in ("/payment_links", "/products", "/prices")])
@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("created[gt]", lambda age, mark: age > mark),
        ("created[gte]", lambda age, mark: age >= mark),
        ("created[lt]", lambda age, mark: age < mark),
        ("created[lte]", lambda age, mark: age <= mark),
        ("created", lambda age, mark: age == mark),
    ],
)
def test_created_bounds_a_listing_as_its_name_says(started: Any, path: str, query: str, kept: Any) -> None:
    whole = started.every(path)
    mark = whole[len(whole) // 2]["created"]
    expected = [item["id"] for item in whole if kept(item["created"], mark)]
    assert [item["id"] for item in started.every(path, **{query: mark})] == expected
    assert expected


def test_both_bounds_hold_together_with_a_cursor(started: Any) -> None:
    whole = started.every("/charges")
    low, high = whole[30]["created"], whole[5]["created"]
    page = started.get(
        "/charges", limit=4, starting_after=whole[10]["id"], **{"created[gte]": low, "created[lt]": high}
    )
    assert [item["id"] for item in page["data"]] == [item["id"] for item in whole[11:15]]
    last = started.get("/charges", limit=100, starting_after=whole[20]["id"], **{"created[gt]": low})
    assert [item["id"] for item in last["data"]] == [item["id"] for item in whole[21:30]]
    assert last["has_more"] is False


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/charges", "customer"),
        ("/charges", "payment_intent"),
        ("/refunds", "charge"),
        ("/refunds", "payment_intent"),
        ("/checkout/sessions", "payment_link"),
        ("/checkout/sessions", "status"),
        ("/checkout/sessions", "payment_intent"),
        ("/checkout/sessions", "customer"),
        ("/payment_intents", "customer"),
        ("/disputes", "charge"),
        ("/disputes", "payment_intent"),
        ("/customers", "email"),
        ("/subscriptions", "customer"),
        ("/subscriptions", "status"),
        ("/invoices", "customer"),
        ("/invoices", "status"),
        ("/invoice_payments", "invoice"),
        ("/invoice_payments", "status"),
        ("/checkout/sessions", "subscription"),
        ("/prices", "product"),
        ("/prices", "type"),
        ("/events", "type"),
    ],
)
def test_a_filter_keeps_exactly_what_has_its_value(started: Any, path: str, name: str) -> None:
    whole = started.every(path)
    value = next(item[name] for item in whole if item[name])
    found = started.every(path, **{name: value})
    assert found == [item for item in whole if item[name] == value]
    assert 0 < len(found) < len(whole) or name == "payment_link"


def test_links_can_be_asked_for_by_whether_they_are_active(started: Any) -> None:
    assert len(started.every("/payment_links", active="true")) == len(started.every("/payment_links")) == 6
    assert started.every("/payment_links", active="false") == []


def test_several_values_may_be_asked_for_at_once(started: Any) -> None:
    products = started.every("/products")
    assert started.every("/products", **{"ids[]": products[0]["id"]}) == products[:1]
    types = {event["type"] for event in started.every("/events")}
    asked = {"types[0]": "charge.failed", "types[1]": "refund.created"}
    assert {event["type"] for event in started.every("/events", **asked)} == set(asked.values()) < types
    of_charges = {event["type"] for event in started.every("/events", type="charge.*")}
    assert of_charges == {name for name in types if name.startswith("charge.")}


def test_canceled_subscriptions_are_listed_only_where_they_are_asked_for(started: Any) -> None:
    def states(**query: str) -> set[str]:
        return {item["status"] for item in started.every("/subscriptions", **query)}

    assert "canceled" not in states()
    assert states(status="all") == states() | {"canceled"}
    assert states(status="canceled") == states(status="ended") == {"canceled"}


def test_subscriptions_and_payments_of_invoices_are_found_by_what_they_hold(started: Any) -> None:
    price = started.get("/subscriptions")["data"][0]["items"]["data"][0]["price"]["id"]
    found = started.every("/subscriptions", price=price)
    assert found == [
        item for item in started.every("/subscriptions") if item["items"]["data"][0]["price"]["id"] == price
    ]
    invoice = started.get("/invoices")["data"][0]
    subscription = invoice["parent"]["subscription_details"]["subscription"]
    assert invoice in started.every("/invoices", subscription=subscription)
    assert started.every("/invoices", subscription="sub_none") == []
    payment = started.get("/invoice_payments")["data"][0]
    asked = {"payment[type]": "payment_intent", "payment[payment_intent]": payment["payment"]["payment_intent"]}
    assert started.every("/invoice_payments", **asked) == [payment]
    lacking = started.ask("GET", "/v1/invoice_payments?payment[payment_intent]=pi_1")
    assert (lacking.status, lacking.json["error"]["param"]) == (400, "payment[type]")


@pytest.mark.parametrize(
    ("path", "name", "kind"),
    [
        ("/invoice_payments", "invoice", "invoice"),
        ("/subscriptions", "customer", "customer"),
        ("/checkout/sessions", "line_items", "list"),
        ("/invoices", "payments", "list"),
    ],
)
def test_what_can_be_shown_in_full_is_where_it_is_asked_for(started: Any, path: str, name: str, kind: str) -> None:
    plain, full = started.get(path, limit=5), started.get(path, limit=5, **{"expand[]": f"data.{name}"})
    for item, with_more in zip(plain["data"], full["data"], strict=True):
        assert with_more[name]["object"] == kind
        assert {**with_more, name: item.get(name)} == {**item, name: item.get(name)}
        assert started.get(f"{path}/{item['id']}", **{"expand[]": name}) == with_more
    refused = started.ask("GET", f"/v1{path}?expand[]=data.{name}&expand[]=data.nothing")
    assert (refused.status, refused.json["error"]["param"]) == (400, "expand")


def test_line_items_are_listed_page_by_page(fresh: Any) -> None:
    own = fresh(Scene(0))
    items = {f"line_items[{n}][price_data][currency]": "usd" for n in range(3)}
    items |= {f"line_items[{n}][price_data][unit_amount]": str(100 * n) for n in range(3)}
    items |= {f"line_items[{n}][price_data][product_data][name]": f"Gift {n}" for n in range(3)}
    session = own.ask("POST", "/v1/checkout/sessions", {"mode": "payment", **items}).json
    path = f"/checkout/sessions/{session['id']}/line_items"
    whole = own.get(path)
    assert [item["description"] for item in whole["data"]] == ["Gift 0", "Gift 1", "Gift 2"]
    assert [item["amount_total"] for item in whole["data"]] == [0, 100, 200]
    ids = [item["id"] for item in whole["data"]]
    first, then = own.get(path, limit=2), own.get(path, limit=2, starting_after=ids[1])
    assert (first["data"], first["has_more"]) == (whole["data"][:2], True)
    assert (then["data"], then["has_more"]) == (whole["data"][2:], False)
    before = own.get(path, limit=1, ending_before=ids[2])
    assert (before["data"], before["has_more"]) == (whole["data"][1:2], True)
    assert own.ask("GET", f"/v1{path}?starting_after=li_none").status == 400


def test_a_charge_carries_its_links_metadata_and_its_intents(started: Any) -> None:
    link = next(link for link in started.every("/payment_links") if link["id"] in started.place.payment_page)
    assert link["metadata"] == link["payment_intent_data"]["metadata"] == {"wellspring_campaign": "independence-2026"}
    sessions = started.every("/checkout/sessions", payment_link=link["id"])
    assert len(sessions) > 55
    for session in sessions[:5]:
        intent = started.get(f"/payment_intents/{session['payment_intent']}")
        charge = started.get(f"/charges/{intent['latest_charge']}")
        assert charge["metadata"] == intent["metadata"] == session["metadata"] == link["metadata"]
        assert charge["amount"] == session["amount_total"]
