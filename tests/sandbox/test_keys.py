"""Restricted keys that may do only some of it."""

from typing import Any

import pytest

from mkdocs_wellspring.sandbox.keys import Keys
from mkdocs_wellspring.sandbox.refusals import Refusal

KEY = "rk_test_limited_0123456789abcd"


def granted(client: Any, *permissions: str) -> Any:
    body = {"key": KEY, **{f"permissions[{place}]": name for place, name in enumerate(permissions)}}
    return client.ask("POST", "/sandbox/keys", body)


def test_a_key_without_a_right_is_told_which_one_it_lacks(started: Any) -> None:
    assert granted(started, "charges:read").json["data"] == ["rak_charge_read"]
    assert started.ask("GET", "/v1/charges", key=KEY).status == 200
    reply = started.ask("GET", "/v1/disputes", key=KEY)
    assert reply.status == 403
    assert reply.json["error"]["type"] == "invalid_request_error"
    message = reply.json["error"]["message"]
    assert message.startswith("The provided key 'rk_test_***abcd' does not have the required permissions")
    assert "on account 'acct_" in message
    assert "Having the 'rak_dispute_read' permission would allow this request to continue." in message
    assert KEY not in reply.text


@pytest.mark.parametrize(
    ("method", "path", "right"),
    [
        ("GET", "/charges", "rak_charge_read"),
        ("GET", "/refunds", "rak_charge_read"),
        ("POST", "/refunds", "rak_charge_write"),
        ("GET", "/disputes/du_1", "rak_dispute_read"),
        ("GET", "/subscriptions", "rak_subscription_read"),
        ("DELETE", "/subscriptions/sub_1", "rak_subscription_write"),
        ("GET", "/invoices", "rak_invoice_read"),
        ("GET", "/invoice_payments", "rak_invoice_read"),
        ("GET", "/checkout/sessions/cs_1/line_items", "rak_checkout_session_read"),
        ("GET", "/customers", "rak_customer_read"),
        ("POST", "/payment_links", "rak_payment_link_write"),
        ("POST", "/products", "rak_product_write"),
        ("POST", "/prices", "rak_plan_write"),
        ("GET", "/events", "rak_event_read"),
        ("POST", "/webhook_endpoints", "rak_webhook_write"),
    ],
)
def test_each_address_has_its_right(started: Any, method: str, path: str, right: str) -> None:
    granted(started)
    reply = started.ask(method, f"/v1{path}", key=KEY)
    assert reply.status == 403
    assert f"'{right}'" in reply.json["error"]["message"]
    granted(started, right)
    assert started.ask(method, f"/v1{path}", key=KEY).status != 403


def test_showing_a_customer_in_full_needs_a_right_of_its_own(started: Any) -> None:
    granted(started, "subscriptions:read")
    path = "/v1/subscriptions?expand[]=data.customer"
    assert "'rak_customer_read'" in started.ask("GET", path, key=KEY).json["error"]["message"]
    granted(started, "subscriptions:read", "customers:read")
    assert started.ask("GET", path, key=KEY).status == 200


def test_who_may_write_may_read(started: Any) -> None:
    granted(started, "prices:write")
    assert started.ask("GET", "/v1/prices", key=KEY).status == 200


@pytest.mark.parametrize("key", ["rk_test_another_key_0123", "sk_test_0123456789"])
def test_every_other_key_may_do_everything(started: Any, key: str) -> None:
    granted(started)
    assert started.ask("GET", "/v1/disputes", key=key).status == 200


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"permissions[]": "charges:read"}, "key"),
        ({"key": "sk_test_0123456789"}, "key"),
        ({"key": KEY, "permissions[]": "charges:own"}, "permissions"),
        ({"key": KEY, "permissions[]": "rak_moon_read"}, "permissions"),
        ({"key": KEY, "rights[]": "charges:read"}, "rights"),
    ],
)
def test_a_right_that_does_not_exist_is_refused(started: Any, body: dict[str, str], param: str) -> None:
    reply = started.ask("POST", "/sandbox/keys", body)
    assert (reply.status, reply.json["error"]["param"]) == (400, param)


def test_rights_may_be_given_from_the_beginning() -> None:
    keys = Keys({KEY: ["charges:read"]})
    keys.demand(KEY, "rak_charge_read", "acct_1")
    with pytest.raises(Refusal, match="rak_invoice_read"):
        keys.demand(KEY, "rak_invoice_read", "acct_1")
