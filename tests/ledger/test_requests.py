"""Every request of ours is one that Stripe's official description describes."""

import pytest

from mkdocs_wellspring.errors import PaymentsError
from mkdocs_wellspring.ledger.api.listing import CHARGES, DISPUTES, INVOICE_PAYMENTS, REFUNDS, SUBSCRIPTIONS, sessions
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
