"""Every request of the command is one that Stripe's official description describes, to the last parameter."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ..ledger.description import complaints, decoded, description  # noqa: TID252  the one reader of it
from .conftest import CAMPAIGN

Schema = dict[str, Any]


def typed(schema: Schema, value: Any) -> Any:
    """A form's texts as the types that the schema gives them."""
    if isinstance(value, dict):
        if schema.get("type") == "array":
            return [typed(schema["items"], value[key]) for key in sorted(value, key=int)]
        inner = schema.get("properties", {})
        return {key: typed(inner.get(key, {}), each) for key, each in value.items()}
    if schema.get("type") == "integer" and value.isdecimal():
        return int(value)
    return {"true": True, "false": False}.get(value, value) if schema.get("type") == "boolean" else value


def strict(node: Any) -> Any:
    """The schema, in which no object may have what it does not name; where there is a choice, the object is meant."""
    if isinstance(node, list):
        return [strict(each) for each in node]
    if not isinstance(node, dict):
        return node
    if "anyOf" in node:
        return strict(next((each for each in node["anyOf"] if each.get("type") == "object"), node["anyOf"][0]))
    made = {key: strict(each) for key, each in node.items()}
    if isinstance(node.get("properties"), dict) and "additionalProperties" not in node:
        made["additionalProperties"] = False
    return made


def posted(path: str, body: str) -> list[str]:
    """What the description has against something that is to be made or changed."""
    parts = path.split("/")
    template = path if len(parts) == 3 else f"/v1/{parts[2]}/{{{parts[2][:-1]}}}"
    operation = description()["paths"].get(template, {}).get("post")
    if operation is None:
        return [f"post {path}: not described"]
    (content,) = operation["requestBody"]["content"].values()
    schema = strict(content["schema"])
    return [error.message for error in Draft202012Validator(schema).iter_errors(typed(schema, decoded(body)))]


@pytest.fixture
def asked(account, campaign):
    """Every request that the command can make, of a campaign with all kinds of gifts."""
    account.create()
    account.create(campaign(thanks="https://site.example/danke/"))
    link = next(each for each in account.create().steps if each.what == "monthly-1000-usd")
    account.post("payment_link", {"subscription_data": {"metadata": {"wellspring_campaign": "lost"}}}, link.id)
    del account.asked[-1]
    account.create(campaign(once=tuple(range(500, 2100, 100))))
    return account.asked


def test_every_question_is_described(asked):
    questions = [(method, path, query) for method, path, query, _key in asked if method == "get"]
    assert {path for _method, path, _query in questions} >= {"/v1/prices", "/v1/payment_links"}
    assert [found for question in questions for found in complaints(*question)] == []


def test_a_question_names_ten_prices_at_most(asked):
    named = [query.count("lookup_keys") for _method, path, query, _key in asked if path == "/v1/prices"]
    assert max(named) == 10


def test_everything_that_is_made_or_changed_is_described(asked):
    posts = [(path, sent) for method, path, sent, _key in asked if method == "post"]
    kinds = {path.split("/")[2] for path, _sent in posts}
    assert kinds == {"products", "prices", "payment_links"}
    assert any(path.startswith("/v1/payment_links/plink_") for path, _sent in posts)
    assert [(path, found) for path, sent in posts for found in posted(path, sent)] == []


def test_everything_that_is_made_has_a_key_of_its_own_that_stripe_takes(asked):
    keys = [key for method, _path, _sent, key in asked if method == "post"]
    assert all(key and len(key) <= 255 for key in keys)
    assert len(set(keys)) == len(keys)
    assert all(key is None for method, _path, _sent, key in asked if method == "get")


@pytest.mark.parametrize(
    ("path", "body", "complaint"),
    [
        ("/v1/products", "id=x", "'name' is a required property"),
        (
            "/v1/prices",
            "currency=usd&custom_unit_amount[enabled]=true&custom_unit_amount[least]=5",
            "'least' was unexp",
        ),
        ("/v1/prices", "currency=usd&recurring[interval]=weekly", "'weekly' is not one of"),
        ("/v1/payment_links", "line_items[0][quantity]=one", "'one' is not of type 'integer'"),
        ("/v1/payment_links", "line_items[0][quantity]=1&submit_type=beg", "'beg' is not one of"),
        ("/v1/payment_links", "line_items[0][quantity]=1&payment_intent_data[tags][a]=b", "'tags' was unexpected"),
        ("/v1/payment_links/plink_1", "thanks=x", "'thanks' was unexpected"),
        ("/v1/product", "name=x", "post /v1/product: not described"),
    ],
)
def test_a_wrong_request_would_be_noticed(path, body, complaint):
    found = posted(path, body)
    assert any(complaint in each for each in found), found


@pytest.mark.parametrize("kind", ["product", "price", "payment_link"])
def test_what_is_read_of_an_answer_is_described(kind):
    schema = description()["components"]["schemas"][kind]
    read = {
        "product": {"id", "object", "created", "livemode", "active", "name"},
        "price": {"id", "object", "created", "livemode", "active", "lookup_key", "product", "currency", "unit_amount"},
        "payment_link": {"id", "object", "livemode", "active", "metadata", "url", "after_completion"},
    }[kind]
    assert read <= set(schema["properties"])
    assert schema["properties"]["object"]["enum"] == [kind]
    assert ("created" in schema["properties"]) is (kind != "payment_link")


def test_the_campaign_of_these_tests_has_every_kind_of_gift():
    assert {(gift.kind, gift.amount_minor is None) for gift in CAMPAIGN.gifts} == {
        ("once", True),
        ("once", False),
        ("monthly", False),
    }
