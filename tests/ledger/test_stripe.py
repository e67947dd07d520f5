"""The real client against an account that misbehaves."""

import logging
import time
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Timer

import pytest
import stripe

from mkdocs_wellspring.errors import ConfigurationError, PaymentsMalformed, PaymentsUnavailable
from mkdocs_wellspring.ledger.secret import SecretKey
from mkdocs_wellspring.ledger.stripe import StripeAPI

KEY = SecretKey("rk_test_sandbox")


def api(account, deadline_s=5.0, **more):
    return StripeAPI(KEY, account.base, deadline_s, pause_s=0.01, **more)


def listed(account, **more):
    return [charge["id"] for charge in api(account, **more).charges(None)]


def reset(request):
    request.connection.close()


def test_every_page_is_read_to_the_last_in_the_account_s_order(account):
    account.give(*range(250))
    assert listed(account) == [f"ch_{number:04}" for number in reversed(range(250))]
    assert account.requests == [
        {"path": "/v1/charges", "limit": "100"},
        {"path": "/v1/charges", "limit": "100", "starting_after": "ch_0150"},
        {"path": "/v1/charges", "limit": "100", "starting_after": "ch_0050"},
    ]


@pytest.mark.parametrize("size", [0, 1, 100, 101, 200])
def test_a_full_last_page_ends_the_listing(account, size):
    account.give(*range(size))
    assert len(listed(account)) == size
    assert len(account.requests) == max(1, -(-size // 100))


def test_only_what_was_made_since_the_beginning_is_asked_for(account):
    account.give(1, 2, 3)
    since = datetime.fromtimestamp(1_780_000_002, UTC)
    assert [each["id"] for each in api(account).charges(since)] == ["ch_0003", "ch_0002"]
    assert account.requests[0]["created[gte]"] == "1780000002"


def test_the_key_is_sent_whatever_netrc_says_and_no_telemetry_goes_out(account, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login thief password hunter2\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NETRC", raising=False)
    account.give(*range(150))
    listed(account)
    assert {headers["Authorization"] for headers in account.headers} == {f"Bearer {KEY.reveal()}"}
    assert not any("Telemetry" in name for headers in account.headers for name in headers)
    assert [path.name for path in Path(tmp_path).iterdir()] == [".netrc"]


def test_a_proxy_of_the_environment_is_used(account, monkeypatch):
    monkeypatch.setenv("http_proxy", account.base)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert list(StripeAPI(KEY, "http://payments.invalid", 5.0).charges(None)) == []


@pytest.mark.parametrize("status", [409, 429, 500, 503])
@pytest.mark.parametrize("body", [{"error": {"message": "busy"}}, "<h1>Busy</h1>", []])
def test_what_passes_is_asked_again(account, answer, status, body):
    account.give(1)
    account.answers = [answer(status, body), answer(status, body), None]
    assert listed(account) == ["ch_0001"]


@pytest.mark.parametrize(
    ("status", "words"),
    [(429, "asked too often"), (500, "HTTP 500"), (503, "HTTP 503")],
)
def test_what_does_not_pass_is_given_up_after_three_attempts(account, answer, status, words):
    account.answers = [answer(status, {"error": {"message": "busy"}})]
    with pytest.raises(PaymentsUnavailable, match=words):
        listed(account)
    assert len(account.requests) == 3


def test_a_connection_that_breaks_is_tried_again_and_given_up_after_three_attempts(account):
    account.give(1)
    account.answers = [reset, None]
    assert listed(account) == ["ch_0001"]
    account.answers = [reset]
    account.requests.clear()
    with pytest.raises(PaymentsUnavailable, match="could not be reached"):
        listed(account)
    assert len(account.requests) == 3


def test_retry_after_is_honoured(account, answer):
    account.answers = [answer(429, {"error": {}}, Retry_After="1"), None]
    began = time.monotonic()
    listed(account)
    assert time.monotonic() - began >= 1


def test_a_retry_after_beyond_the_deadline_is_not_waited_for(account, answer):
    account.answers = [answer(429, {"error": {}}, Retry_After="3600")]
    began = time.monotonic()
    with pytest.raises(PaymentsUnavailable):
        listed(account)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "the key was refused"),
        (403, "the key may not read charges: give the restricted key read access to Charges and Refunds"),
        (400, "HTTP 400"),
        (404, "HTTP 404"),
    ],
)
def test_what_asking_again_cannot_change_is_asked_once_and_said(account, answer, status, words):
    account.answers = [answer(status, {"error": {"message": f"No such key {KEY.reveal()}"}})]
    with pytest.raises(PaymentsUnavailable, match=words) as caught:
        listed(account)
    assert len(account.requests) == 1
    assert KEY.reveal() not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_redirection_is_not_followed(account, answer):
    account.answers = [answer(302, "", Location=f"{account.base}/elsewhere")]
    with pytest.raises(PaymentsUnavailable):
        listed(account)
    assert {request["path"] for request in account.requests} == {"/v1/charges"}


ONE = {"id": "ch_1"}


@pytest.mark.parametrize(
    "body",
    [
        "<html>Log in to the hotel's network</html>",
        "",
        "null",
        [],
        [ONE],
        "7",
        '"text"',
        b"\xff\xfe",
        '{"object": "list", "data": [{"id": "ch_1"',
        "[" * 100_000,
        {},
        {"error": "text"},
        {"object": "list", "has_more": False},
        {"object": "list", "data": None, "has_more": False},
        {"object": "list", "data": {}, "has_more": False},
        {"object": "list", "data": [None], "has_more": False},
        {"object": "list", "data": [ONE]},
        {"object": "list", "data": [ONE], "has_more": "false"},
        {"object": "list", "data": [ONE], "has_more": None},
        {"object": "search_result", "data": [], "has_more": False},
        {"object": "list", "data": [], "has_more": True},
        {"object": "list", "data": [ONE], "has_more": True},  # the same page again and again
        {"object": "list", "data": [{}], "has_more": True},
        {"object": "list", "data": [{"id": 7}], "has_more": True},
        {"object": "list", "data": [{"id": "\ud800"}], "has_more": True},
        {"object": "list", "data": [{"id": "ada@example.org"}], "has_more": True},
    ],
    ids=lambda body: str(body)[:40],
)
def test_an_answer_of_another_shape_is_refused(account, answer, body):
    account.answers = [answer(200, body)]
    with pytest.raises(PaymentsMalformed) as caught:
        listed(account)
    assert "\n" not in str(caught.value)
    assert len(account.requests) <= 2


@pytest.mark.parametrize("status", [401, 500])
def test_an_error_of_another_shape_is_refused(account, answer, status):
    account.answers = [answer(status, {"error": "text"})]
    with pytest.raises(PaymentsMalformed):
        listed(account)


def test_pages_without_end_are_left_at_the_deadline(account, answer):
    def another(request):
        page = {"object": "list", "data": [{"id": f"ch_{len(account.requests)}"}], "has_more": True}
        answer(200, page)(request)

    account.answers = [another]
    with pytest.raises(PaymentsUnavailable, match=r"did not answer within 0\.3 s"):
        listed(account, deadline_s=0.3)


def test_a_server_that_is_silent_is_left_at_the_deadline(account):
    account.answers = [lambda _request: account.released.wait(5)]
    began = time.monotonic()
    with pytest.raises(PaymentsUnavailable):
        listed(account, deadline_s=0.3)
    assert time.monotonic() - began < 1


def test_a_listing_that_nobody_waits_for_any_more_stops(account, answer):
    account.answers = [answer(429, {"error": {}}, Retry_After="3")]
    cancelled = Event()
    Timer(0.1, cancelled.set).start()
    began = time.monotonic()
    with pytest.raises(PaymentsUnavailable):
        listed(account, cancelled=cancelled)
    assert time.monotonic() - began < 1


def test_a_live_key_never_leaves_for_another_server(account):
    with pytest.raises(ConfigurationError):
        next(StripeAPI(SecretKey("rk_live_abc"), account.base, 1.0).charges(None))
    assert account.requests == []


@pytest.mark.parametrize("variable", ["", "debug", "info"])
def test_the_client_s_logs_hold_no_answer_and_no_key(account, caplog, capfd, monkeypatch, variable):
    monkeypatch.setattr("stripe._util.STRIPE_LOG", variable)
    monkeypatch.setenv("STRIPE_LOG", variable)
    monkeypatch.setattr(stripe, "log", None)
    caplog.set_level(logging.DEBUG)
    account.give(7)
    account.answers = [account.send(500, {"error": {"message": "x"}}), None]
    listed(account)
    text = caplog.text + "".join(capfd.readouterr())
    assert "person7" not in text
    assert KEY.reveal() not in text
