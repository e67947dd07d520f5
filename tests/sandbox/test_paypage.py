import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest

from mkdocs_wellspring.sandbox.paypage import safe_return
from mkdocs_wellspring.sandbox.seed import Scene

SITE = "http://127.0.0.1:8000/articles/one/?a=1"


@pytest.fixture(scope="module")
def page(started: Any) -> str:
    return started.place.payment_page.removeprefix(started.place.address)


def pay(client: Any, page: str, **fields: str) -> Any:
    return client.ask("POST", page, {"amount": "20", "email": "ada@example.org", **fields}, key=None)


def newest(client: Any) -> dict[str, Any]:
    return client.get("/charges", limit=1)["data"][0]


def test_the_page_says_what_it_is_and_needs_no_key(started: Any, page: str) -> None:
    reply = started.ask("GET", page, key=None)
    assert reply.status == 200
    assert "Sandbox: a pretend payment page. No money moves." in reply.text
    assert "Give to independence-2026" in reply.text


def test_every_page_forbids_what_is_not_its_own(started: Any, page: str) -> None:
    for path in (page, "/pay/none", "/nothing", "/thanks/none"):
        reply = started.ask("GET", path, key=None)
        assert reply.headers["content-security-policy"].startswith("default-src 'self';")
        assert "no-store" in reply.headers["cache-control"]
        assert "Sandbox: a pretend payment page" in reply.text
        assert not re.search(r"""(?:src|href|action)=["']?(?:https?:)?//""", reply.text)
        assert "<script" not in reply.text
        assert "style=" not in reply.text
    style = started.ask("GET", "/assets/sandbox.css", key=None)
    assert style.headers["content-type"].startswith("text/css")
    assert "url(" not in style.text
    assert "@import" not in style.text


def test_a_gift_is_a_charge_of_the_campaign_and_its_session_is_complete(started: Any, page: str) -> None:
    reply = pay(started, page, amount="50", email="Grace@Example.org")
    assert reply.status == 303
    charge = newest(started)
    assert (charge["amount"], charge["status"], charge["captured"]) == (5000, "succeeded", True)
    assert charge["metadata"] == {"wellspring_campaign": "independence-2026"}
    assert charge["billing_details"]["email"] == "Grace@Example.org"
    session = started.get("/checkout/sessions", payment_intent=charge["payment_intent"])["data"][0]
    assert (session["status"], session["payment_link"]) == ("complete", page.rsplit("/", 1)[1])
    thanks = started.ask("GET", reply.headers["location"], key=None)
    assert "Thank you" in thanks.text
    assert "50.00 USD" in thanks.text


def test_reading_the_thanks_again_gives_nothing_again(started: Any, page: str) -> None:
    where = pay(started, page).headers["location"]
    before = newest(started)
    assert started.ask("GET", where, key=None).text == started.ask("GET", where, key=None).text
    assert newest(started) == before


@pytest.mark.parametrize(("custom", "minor"), [("1", 100), ("7.50", 750), ("12,34", 1234), (" 10000 ", 1_000_000)])
def test_another_amount_may_be_written(started: Any, page: str, custom: str, minor: int) -> None:
    assert pay(started, page, amount="custom", custom=custom).status == 303
    assert newest(started)["amount"] == minor


@pytest.mark.parametrize(
    "fields",
    [
        {"amount": ""},
        {"amount": "custom"},
        {"amount": "custom", "custom": "0.99"},
        {"amount": "custom", "custom": "10000.01"},
        {"amount": "custom", "custom": "-5"},
        {"amount": "custom", "custom": "1e3"},
        {"amount": "custom", "custom": "\u0665"},
        {"email": ""},
        {"email": "ada"},
        {"email": "a@b@c"},
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_paid(started: Any, page: str, fields: dict[str, str]) -> None:
    before = newest(started)
    reply = pay(started, page, **fields)
    assert reply.status == 422
    assert 'role="alert"' in reply.text
    assert 'aria-invalid="true"' in reply.text
    assert newest(started) == before


def test_a_declined_card_leaves_a_failed_charge_and_an_open_session(started: Any, page: str) -> None:
    reply = pay(started, page, card="declined")
    assert reply.status == 402
    assert "The card was declined" in reply.text
    charge = newest(started)
    assert (charge["status"], charge["paid"], charge["failure_code"]) == ("failed", False, "card_declined")
    session = started.get("/checkout/sessions", payment_intent=charge["payment_intent"])["data"][0]
    assert (session["status"], session["payment_status"]) == ("open", "unpaid")
    assert started.ask("GET", f"/thanks/{session['id']}", key=None).status == 404


def test_the_donor_is_led_back_to_the_page_where_they_started(started: Any, page: str) -> None:
    shown = started.ask("GET", page, key=None, headers={"Referer": SITE}).text
    assert fields_of(shown)["back"] == SITE
    again = pay(started, page, back=SITE, email="").text
    assert fields_of(again)["back"] == SITE
    where = pay(started, page, back=SITE).headers["location"]
    assert f'<a href="{SITE}">' in started.ask("GET", where, key=None).text


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "http://127.0.0.1.example.org/",
        "http://127.0.0.1@example.org/",
        "http://ada@127.0.0.1/",
        "javascript:alert(1)//127.0.0.1",
        "//127.0.0.1/x",
        "file:///etc/passwd",
        "http://[::1",
        "http://127.0.0.1:99999/",
        "",
    ],
)
def test_nobody_is_led_anywhere_else(started: Any, page: str, address: str) -> None:
    shown = started.ask("GET", page, key=None, headers={"Referer": address}).text
    assert fields_of(shown)["back"] == ""
    paid = pay(started, page, back=address)
    assert paid.headers["location"].endswith("?back=")
    forged = paid.headers["location"] + quote(address)
    assert "you came from" not in started.ask("GET", forged, key=None).text


@pytest.mark.parametrize(
    "address", ["http://localhost:8000/a", "https://127.0.0.1/", "http://[::1]:8000/x", "http://127.8.8.8/"]
)
def test_every_loopback_address_may_be_led_back_to_but_our_own(address: str) -> None:
    assert safe_return(address, "http://127.0.0.1:12111") == address
    assert safe_return("http://127.0.0.1:12111/pay/x", "http://127.0.0.1:12111") == ""


def test_what_a_donor_or_a_campaign_writes_is_text_and_no_markup(fresh: Any) -> None:
    evil = '"><script>alert(1)</script>'
    own = fresh(Scene(0, 7, f"c{evil}"))
    path = own.place.payment_page.removeprefix(own.place.address)
    reply = pay(own, path, email=evil, custom=evil, back=f"http://127.0.0.1/{evil}")
    assert reply.status == 422
    assert "<script" not in reply.text
    where = pay(own, path, back=f"http://127.0.0.1/{evil}").headers["location"]
    assert "<script" not in own.ask("GET", where, key=None).text


def test_the_bare_address_leads_to_the_payment_page(started: Any, page: str) -> None:
    reply = started.ask("GET", "/", key=None)
    assert reply.headers["location"] == page
    assert started.ask("GET", "/favicon.ico", key=None).status == 204


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "input":
            self.found[values["name"] or ""] = values.get("value") or ""


def fields_of(html: str) -> dict[str, str]:
    parser = _Fields()
    parser.feed(html)
    return parser.found


def test_a_monthly_gift_is_called_so_and_a_single_one_is_not(started: Any) -> None:
    links = started.every("/payment_links")
    monthly = next(link for link in links if link["subscription_data"])
    single = next(link for link in links if not link["subscription_data"])
    assert "every month" in started.ask("GET", f"/pay/{monthly['id']}", key=None).text
    assert "every month" not in started.ask("GET", f"/pay/{single['id']}", key=None).text


def test_what_was_typed_was_meant_whatever_was_preselected(started: Any, page: str) -> None:
    assert pay(started, page, custom="7.50").status in {200, 303}
    assert newest(started)["amount"] == 750
