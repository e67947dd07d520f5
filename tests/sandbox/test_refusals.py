from typing import Any

import pytest

from .conftest import basic

LIVE = "rk_" + "live_" + "abcdefgh12345678"


@pytest.mark.parametrize("key", ["rk_test_sandbox", "sk_test_1", "rk_test_other"])
def test_every_test_key_is_let_in_by_bearer_and_by_basic(started: Any, key: str) -> None:
    assert started.ask("GET", "/v1/charges", key=key).status == 200
    assert started.ask("GET", "/v1/charges", key=None, headers={"Authorization": basic(key)}).status == 200


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (None, "did not provide an API key"),
        ("", "did not provide an API key"),
        ("pk_test_abcdefghijkl", "Invalid API Key provided: ****ijkl"),
        ("rk_test_", "Invalid API Key"),
        ("nonsense", "Invalid API Key"),
        (LIVE, "takes test keys only"),
        ("sk_" + "live_" + "abcdefgh12345678", "takes test keys only"),
    ],
)
def test_no_other_key_is_let_in(started: Any, key: str | None, said: str) -> None:
    reply = started.ask("GET", "/v1/charges", key=key)
    assert reply.status == 401
    assert said in reply.json["error"]["message"]
    assert reply.json["error"]["type"] == "invalid_request_error"
    assert reply.headers["www-authenticate"].startswith("Basic")
    assert key is None or len(key) < 12 or key not in reply.text


def test_the_key_is_asked_for_before_the_address_is_looked_at(started: Any) -> None:
    assert started.ask("GET", "/v1/nothing", key=None).status == 401
    assert started.ask("GET", "/v1/charges", key=None, headers={"Authorization": "Basic !!"}).status == 401


@pytest.mark.parametrize(
    ("query", "param", "code"),
    [
        ("limit=0", "limit", "parameter_invalid_integer"),
        ("limit=101", "limit", "parameter_invalid_integer"),
        ("limit=ten", "limit", "parameter_invalid_integer"),
        ("limit=", "limit", "parameter_invalid_empty"),
        ("created[gt]=x", "created[gt]", "parameter_invalid_integer"),
        ("created[since]=1", "created[since]", "parameter_unknown"),
        ("created[gt][x]=1", "created[gt]", None),
        ("created=soon", "created", "parameter_invalid_integer"),
        ("metadata[a]=b", "metadata", "parameter_unknown"),
        ("limt=3", "limt", "parameter_unknown"),
        ("expand[]=data.customer", "expand", None),
        ("starting_after=ch_none", "starting_after", "resource_missing"),
        ("ending_before=ch_none", "ending_before", "resource_missing"),
        ("starting_after=a&ending_before=b", "ending_before", None),
        ("customer[]=cus_1", "customer", None),
        ("a]b=1", "a]b", None),
        ("a=1&a[b]=2", "a[b]", None),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(started: Any, query: str, param: str, code: str | None) -> None:
    reply = started.ask("GET", f"/v1/charges?{query}")
    error = reply.json["error"]
    assert (reply.status, error["type"], error["param"], error.get("code")) == (
        400,
        "invalid_request_error",
        param,
        code,
    )


@pytest.mark.parametrize(
    "path", ["/charges/ch_x", "/refunds/re_x", "/checkout/sessions/cs_x", "/payment_links/p", "/payment_intents/p"]
)
def test_what_is_not_there_is_missing(started: Any, path: str) -> None:
    reply = started.ask("GET", f"/v1{path}")
    assert reply.status == 404
    assert reply.json["error"]["code"] == "resource_missing"
    assert path.rsplit("/", 1)[1] in reply.json["error"]["message"]


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/nothing"), ("POST", "/v1/charges"), ("DELETE", "/v1/x")])
def test_an_address_that_is_not_served_is_refused_in_stripes_shape(started: Any, method: str, path: str) -> None:
    reply = started.ask(method, path)
    assert reply.status == 404
    assert f"{method}: {path}" in reply.json["error"]["message"]


def test_another_host_name_is_refused(started: Any) -> None:
    assert started.ask("GET", "/v1/charges", headers={"Host": "attacker.example"}).status == 400


def test_every_answer_is_numbered_and_names_its_version(started: Any) -> None:
    first, second = started.ask("GET", "/v1/charges"), started.ask("GET", "/v1/nothing")
    assert first.headers["request-id"] != second.headers["request-id"]
    assert first.headers["stripe-version"] == second.headers["stripe-version"] == "2026-05-27.dahlia"
