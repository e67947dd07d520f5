"""Every request of ours is one that Stripe's official description describes."""

import pytest

from mkdocs_wellspring.errors import PaymentsError, PaymentsMalformed
from mkdocs_wellspring.ledger.api.listing import (
    CHARGES,
    DISPUTES,
    INVOICE_LINES,
    INVOICE_PAYMENTS,
    REFUNDS,
    SUBSCRIPTIONS,
    sessions,
)
from mkdocs_wellspring.ledger.deadline import Deadline
from mkdocs_wellspring.ledger.secret import SecretKey
from mkdocs_wellspring.ledger.stripe import STRIPE_VERSION, StripeAPI

from .description import complaints, decoded, description

LISTINGS = [CHARGES, REFUNDS, DISPUTES, INVOICE_PAYMENTS, SUBSCRIPTIONS, sessions("plink_1"), sessions(None)]


@pytest.fixture
def asked(account, answer):
    """Every request that the client can make, as (method, path, query)."""
    seen = []

    def hear(request):
        path, _, query = request.path.partition("?")
        seen.append((request.command.lower(), path, query))
        answer(200, {"object": "list", "data": [], "has_more": False})(request)

    account.answers = [hear]
    client = StripeAPI(SecretKey("rk_test_x"), account.base, Deadline(10.0))
    for listing in LISTINGS:
        client.page(listing)
        client.page(listing, low=0, below=1_800_000_000, after="xy_1")
        with pytest.raises(PaymentsError):
            client.one(listing.kind, "xy_1")
    client.close()
    return seen


def test_the_description_is_of_the_version_that_is_asked_for():
    assert description()["info"]["version"] == STRIPE_VERSION


def test_every_request_is_described(asked):
    assert len(asked) == 3 * len(LISTINGS)
    assert [found for request in asked for found in complaints(*request)] == []


def test_every_request_is_what_it_was_meant_to_be(asked):
    page = {"limit": "100"}
    later = {**page, "created": {"gte": "0", "lt": "1800000000"}, "starting_after": "xy_1"}
    linked = {"status": "complete", "payment_link": "plink_1", "expand": {"0": "data.line_items"}}
    every = {"status": "complete", "expand": {"0": "data.line_items"}}
    expected = []
    for path, params, single in [
        ("/v1/charges", {}, {}),
        ("/v1/refunds", {}, {}),
        ("/v1/disputes", {}, {}),
        ("/v1/invoice_payments", {"expand": {"0": "data.invoice"}}, {"expand": {"0": "invoice"}}),
        ("/v1/subscriptions", {"expand": {"0": "data.customer"}}, {"expand": {"0": "customer"}}),
        ("/v1/checkout/sessions", linked, {"expand": {"0": "line_items"}}),
        ("/v1/checkout/sessions", every, {"expand": {"0": "line_items"}}),
    ]:
        expected += [("get", path, {**params, **page}), ("get", path, {**params, **later})]
        expected += [("get", f"{path}/xy_1", single)]
    assert [(method, path, decoded(query)) for method, path, query in asked] == expected


def begun(kind):
    return {"object": "list", "has_more": True, "data": [{"object": kind, "id": "part_1"}], "url": ""}


def thing_of(listing, **changes):
    return {"object": listing.kind, "id": "xy_1", "livemode": False, "created": 1_780_000_000, **changes}


PARTS = [
    (sessions(None), {"line_items": begun("item")}),
    (INVOICE_LINES, {"invoice": {"id": "in_1", "object": "invoice", "lines": begun("line_item")}}),
    (SUBSCRIPTIONS, {"items": begun("subscription_item")}),
]


def parts_of(thing):
    return (thing.get("line_items") or thing.get("items") or thing["invoice"]["lines"])["data"]


@pytest.fixture
def client(account):
    made = StripeAPI(SecretKey("rk_test_x"), account.base, Deadline(10.0))
    yield made
    made.close()


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize(("listing", "shown"), PARTS, ids=lambda given: getattr(given, "kind", ""))
def test_what_an_object_shows_the_beginning_of_is_asked_for_to_its_end(account, client, answer, listing, shown, single):
    thing, seen = thing_of(listing, **shown), []
    kind = parts_of(thing)[0]["object"]

    def hear(request):
        path, _, query = request.path.partition("?")
        seen.append(("get", path, query))
        if "starting_after" in query:
            number = int(decoded(query)["starting_after"].removeprefix("part_")) + 1
            entry = {"object": kind, "id": f"part_{number}"}
            answer(200, {"object": "list", "has_more": number < 4, "data": [entry]})(request)
        else:
            answer(200, thing if single else {"object": "list", "has_more": False, "data": [thing]})(request)

    account.answers = [hear]
    found = client.one(listing.kind, "xy_1") if single else client.page(listing).objects[0]
    assert [entry["id"] for entry in parts_of(found)] == ["part_1", "part_2", "part_3", "part_4"]
    assert [problem for request in seen for problem in complaints(*request)] == []
    assert [decoded(query)["starting_after"] for _, _, query in seen[1:]] == ["part_1", "part_2", "part_3"]
    assert all(decoded(query)["limit"] == "100" for _, _, query in seen[1:])


def test_the_lines_of_an_invoice_are_left_where_nobody_looks_for_what_was_bought(account, client, answer):
    thing = thing_of(INVOICE_PAYMENTS, **PARTS[1][1])
    account.answers = [answer(200, {"object": "list", "has_more": False, "data": [thing]})]
    assert client.page(INVOICE_PAYMENTS).objects[0]["invoice"]["lines"]["has_more"]
    assert len(account.requests) == 1


@pytest.mark.parametrize(
    "rest",
    [
        {"object": "list", "has_more": True, "data": []},
        {"object": "list", "has_more": True, "data": [{"object": "item", "id": "part_1"}]},
        {"object": "list", "has_more": False, "data": [{"object": "item", "id": "part_1"}]},
        {"object": "list", "has_more": False, "data": [{"object": "item", "id": "part_2"}] * 2},
        {"object": "list", "has_more": False, "data": [{"object": "charge", "id": "part_2"}]},
        {"object": "list", "has_more": False, "data": [{"object": "item", "id": 7}]},
        {"object": "list", "has_more": False, "data": [{"object": "item"}]},
        {"object": "list", "has_more": False, "data": ["item"]},
        {"object": "list", "has_more": False},
        [],
    ],
)
def test_parts_that_do_not_go_on_as_they_began_are_refused(account, client, answer, rest):
    thing = thing_of(sessions(None), **PARTS[0][1])
    account.answers = [answer(200, {"object": "list", "has_more": False, "data": [thing]}), answer(200, rest)]
    with pytest.raises(PaymentsMalformed, match="so nothing was counted"):
        client.page(sessions(None))
    assert len(account.requests) == 2


@pytest.mark.parametrize("begins", [[], None, [{"object": "item"}], [{"object": "charge", "id": "ch_1"}], ["item"]])
def test_parts_that_nothing_can_follow_are_refused_unasked(account, client, answer, begins):
    thing = thing_of(sessions(None), line_items={"object": "list", "has_more": True, "data": begins})
    account.answers = [answer(200, {"object": "list", "has_more": False, "data": [thing]})]
    with pytest.raises(PaymentsMalformed, match="line_items"):
        client.page(sessions(None))
    assert len(account.requests) == 1


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.kind)
def test_what_is_listed_has_the_fields_that_each_page_is_checked_for(listing):
    schema = description()["components"]["schemas"][listing.kind]
    assert schema["properties"]["object"]["enum"] == [listing.kind]
    livemode = {"livemode"} if listing is not REFUNDS else set()
    assert {"id", "object", "created"} | livemode <= set(schema["required"])
    assert ("livemode" in schema["properties"]) is bool(livemode)


@pytest.mark.parametrize(
    ("method", "path", "query", "complaint"),
    [
        ("post", "/v1/disputes", "", "post /v1/disputes: not described"),
        ("get", "/v1/charge", "", "get /v1/charge: not described"),
        ("get", "/v1/charges", "metadata[x]=1", "metadata: not described"),
        ("get", "/v1/charges", "limit=many", "limit: 'many' is not of type 'integer'"),
        ("get", "/v1/charges", "limit[gte]=1", "limit: does not nest"),
        ("get", "/v1/charges", "created[since]=1", "created: "),
        ("get", "/v1/charges", "created[gte]=today", "created: "),
        ("get", "/v1/charges", "created=today", "created: "),
        ("get", "/v1/charges", "expand=data.customer", "expand: 'data.customer' is not of type 'array'"),
        ("get", "/v1/charges", "expand[0]=data.invoice", "expand: data.invoice"),
        ("get", "/v1/charges", "expand[0]=customer", "expand: customer"),
        ("get", "/v1/charges", "expand[0]=data", "expand: data"),
        ("get", "/v1/charges/ch_1", "expand[0]=data.customer", "expand: data.customer"),
        ("get", "/v1/charges/ch_1", "limit=5", "limit: not described"),
        ("get", "/v1/subscriptions", "status=happy", "status: 'happy' is not one of"),
        ("get", "/v1/invoice_payments", "payment[payment_intent]=pi_1", "payment: 'type' is a required"),
    ],
)
def test_a_wrong_request_would_be_noticed(method, path, query, complaint):
    found = complaints(method, path, query)
    assert found
    assert found[0].startswith(complaint)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/v1/charges", "created=5&expand[0]=data.customer&expand[1]=data.payment_intent.latest_charge"),
        ("/v1/checkout/sessions/cs_test_1", "expand[0]=line_items"),
    ],
)
def test_another_request_that_is_described_is_not_complained_of(path, query):
    assert complaints("get", path, query) == []
