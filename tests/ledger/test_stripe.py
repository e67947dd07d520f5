"""The real client against an account that misbehaves."""

import gzip
import json
import logging
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
import traceback
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Timer

import pytest
import stripe

from mkdocs_wellspring.errors import ConfigurationError, PaymentsError, PaymentsMalformed, PaymentsUnavailable
from mkdocs_wellspring.ledger.api import transport
from mkdocs_wellspring.ledger.api.failures import retry_after_s
from mkdocs_wellspring.ledger.api.listing import CHARGES, DISPUTES, INVOICE_PAYMENTS, REFUNDS, SUBSCRIPTIONS, sessions
from mkdocs_wellspring.ledger.api.permissions import ADVICE
from mkdocs_wellspring.ledger.deadline import Deadline
from mkdocs_wellspring.ledger.records import Mode
from mkdocs_wellspring.ledger.secret import SecretKey
from mkdocs_wellspring.ledger.stripe import STRIPE_VERSION, StripeAPI

KEY = SecretKey("rk_test_sandbox")
SEEDED = "ada.lovelace@example.org"
EVERY_LISTING = [CHARGES, REFUNDS, DISPUTES, INVOICE_PAYMENTS, SUBSCRIPTIONS, sessions("plink_1")]


@pytest.fixture
def api(account):
    """A client of the account's, closed at the end."""
    made = []

    def make(deadline_s=5.0, cancelled=None, key=KEY, base=None, **more):
        deadline = Deadline(deadline_s, cancelled or Event())
        client = StripeAPI(key, base or account.base, deadline, **{"pause_s": 0.01, **more})
        made.append(client)
        return client

    yield make
    account.released.set()
    for client in made:
        client.close()


def walked(client, listing=CHARGES, **bounds):
    """Every id of the listing, page by page."""
    page = client.page(listing, **bounds)
    found = [thing["id"] for thing in page.objects]
    while page.more:
        page = client.page(listing, **bounds, after=found[-1])
        found += [thing["id"] for thing in page.objects]
    return found


def reset(request):
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    request.connection.close()


def told(error):
    """All that a log could hold of an error: its texts, and those of every error behind it."""
    texts, seen = [], set()
    queue = [error]
    while queue:
        one = queue.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        texts += [str(one), repr(one), repr(one.args), repr(vars(one)), *traceback.format_exception(one)]
        queue += [one.__context__, one.__cause__]
    return "\n".join(texts)


def test_every_page_is_read_in_the_account_s_order(account, api):
    account.give(*range(250))
    assert walked(api()) == [f"ch_{number:04}" for number in reversed(range(250))]
    assert account.requests == [
        {"path": "/v1/charges", "limit": "100"},
        {"path": "/v1/charges", "limit": "100", "starting_after": "ch_0150"},
        {"path": "/v1/charges", "limit": "100", "starting_after": "ch_0050"},
    ]


def test_only_what_was_made_in_the_time_is_asked_for(account, api):
    account.give(1, 2, 3, 4)
    bounds = {"low": 1_780_000_002, "below": 1_780_000_004}
    assert walked(api(), **bounds) == ["ch_0003", "ch_0002"]
    assert account.requests == [
        {"path": "/v1/charges", "limit": "100", "created[gte]": "1780000002", "created[lt]": "1780000004"}
    ]


def test_one_object_is_asked_for_by_its_id_and_is_none_where_the_account_has_none(account, api):
    account.give(1)
    client = api()
    found = client.one("charge", "ch_0001")
    assert found is not None
    assert found["id"] == "ch_0001"
    assert client.one("charge", "ch_0002") is None
    assert [each["path"] for each in account.requests] == ["/v1/charges/ch_0001", "/v1/charges/ch_0002"]


@pytest.mark.parametrize("identifier", ["", "../balance", "ch_1?x=1", "ch_1/refunds", "ä", "x" * 256, SEEDED])
def test_what_cannot_be_an_id_is_not_asked_for(account, api, identifier):
    with pytest.raises(PaymentsMalformed) as caught:
        api().one("charge", identifier)
    assert account.requests == []
    assert SEEDED not in str(caught.value)


@pytest.mark.parametrize("status", [404, 200])
def test_an_object_that_is_missing_in_other_words_is_no_missing_object(account, answer, api, status):
    account.answers = [answer(status, "<h1>Not found</h1>")]
    with pytest.raises(PaymentsError):
        api().one("charge", "ch_0001")


def test_each_attempt_is_a_request(account, answer, api):
    account.give(1)
    account.answers = [answer(503, {"error": {}}), None]
    client = api()
    assert client.requests == 0
    walked(client)
    assert client.requests == len(account.requests) == 2


def test_the_mode_is_that_of_the_key_and_the_server(account, api):
    assert api().mode is Mode.SANDBOX
    assert StripeAPI(KEY, None, Deadline(1.0)).mode is Mode.TEST


def test_a_live_key_never_leaves_for_another_server(account, api):
    with pytest.raises(ConfigurationError):
        api(key=SecretKey("rk_live_abc"))
    assert account.requests == []


def test_the_version_of_the_api_is_named(account, api):
    account.give(1)
    walked(api())
    assert account.headers[0]["Stripe-Version"] == STRIPE_VERSION


def test_the_key_is_sent_whatever_netrc_says_and_nothing_is_written_or_told_of_the_machine(
    account, api, monkeypatch, tmp_path
):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login thief password hunter2\n")
    (tmp_path / ".netrc").chmod(0o600)
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    monkeypatch.delenv("NETRC", raising=False)
    monkeypatch.setattr(stripe, "enable_telemetry", True)
    account.give(*range(150))
    walked(api())
    assert {headers["Authorization"] for headers in account.headers} == {f"Bearer {KEY.reveal()}"}
    assert not any("Telemetry" in name for headers in account.headers for name in headers)
    assert all("platform" not in headers["X-Stripe-Client-User-Agent"] for headers in account.headers)
    assert [path.name for path in Path(tmp_path).iterdir()] == [".netrc"]


def test_a_proxy_of_the_environment_is_used(account, api, monkeypatch):
    monkeypatch.setenv("http_proxy", account.base)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert walked(api(base="http://payments.invalid")) == []
    assert account.headers[0]["Host"] == "payments.invalid"


def test_no_proxy_is_used_where_the_environment_exempts_the_server(account, api, monkeypatch):
    monkeypatch.setenv("http_proxy", account.base)
    monkeypatch.setenv("no_proxy", "payments.invalid")
    with pytest.raises(PaymentsUnavailable):
        walked(api(base="http://payments.invalid"))
    assert account.requests == []


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_no_proxy_gets_a_key_for_this_very_machine(account, api, monkeypatch, name):
    monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert walked(api()) == []
    assert len(account.requests) == 1


@pytest.mark.parametrize(
    ("address", "is_here"),
    [
        ("http://localhost:1", True),
        ("https://LOCALHOST", True),
        ("http://127.0.0.1:1", True),
        ("http://127.9.8.7", True),
        ("http://[::1]:1", True),
        ("https://api.stripe.com", False),
        ("http://127.example", False),
        ("http://localhost.example", False),
        ("http://10.0.0.1", False),
    ],
)
def test_only_this_very_machine_is_asked_without_the_proxy(monkeypatch, address, is_here):
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://proxy.example:3128")
    with transport.new_session(address) as session:
        assert bool(session.proxies) is not is_here


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Path:
    """The folder of an authority that nobody else trusts, `ca.pem`, and of what it has given to localhost."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificates, and is not installed")
    folder = tmp_path_factory.mktemp("authority")
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    (folder / "ca.cnf").write_text(
        "[req]\ndistinguished_name=name\nx509_extensions=ca\n[name]\n[ca]\n"
        "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n"
    )
    (folder / "leaf.cnf").write_text(
        "subjectAltName=DNS:localhost,IP:127.0.0.1\nauthorityKeyIdentifier=keyid\nbasicConstraints=CA:FALSE\n"
    )
    for name in ("ca", "other"):
        openssl(folder, "req", "-x509", *new, "-config", "ca.cnf", "-subj", "/CN=Tests", "-days", "2",
                "-keyout", f"{name}.key", "-out", f"{name}.pem")  # fmt: skip
    openssl(folder, "req", *new, "-config", "ca.cnf", "-subj", "/CN=localhost", "-keyout", "leaf.key",
            "-out", "leaf.csr")  # fmt: skip
    openssl(folder, "x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-days", "2", "-extfile", "leaf.cnf", "-out", "leaf.pem")  # fmt: skip
    (folder / "folder").mkdir()
    shutil.copy(folder / "ca.pem", folder / "folder/ca.pem")
    openssl(folder, "rehash", "folder")
    (folder / "empty").mkdir()
    (folder / "text.pem").write_text("no certificate")
    return folder


@pytest.fixture
def safe(account, authority):
    """The account behind TLS: its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            account.respond(self)

        def log_message(self, *_):
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / "leaf.pem", authority / "leaf.key")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"https://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


AUTHORITIES = ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"]


@pytest.fixture
def usual_authorities(monkeypatch):
    for name in AUTHORITIES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", AUTHORITIES)
@pytest.mark.parametrize("given", ["ca.pem", "folder"])
def test_an_authority_of_the_environment_is_trusted(
    account, api, safe, authority, usual_authorities, monkeypatch, name, given
):
    account.give(1)
    monkeypatch.setenv(name, str(authority / given))
    assert walked(api(base=safe)) == ["ch_0001"]


def test_of_several_authorities_the_first_is_trusted_as_by_other_programs(
    account, api, safe, authority, usual_authorities, monkeypatch
):
    account.give(1)
    for name, given in zip(AUTHORITIES, ["ca.pem", "text.pem", "nowhere"], strict=True):
        monkeypatch.setenv(name, str(authority / given))
    assert walked(api(base=safe)) == ["ch_0001"]


@pytest.mark.parametrize("given", [None, "other.pem", "empty"])
def test_a_certificate_that_is_not_trusted_gets_no_key_and_is_said_to_be_one(
    account, api, safe, authority, usual_authorities, monkeypatch, given
):
    if given:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority / given))
    client = api(base=safe)
    with pytest.raises(
        PaymentsUnavailable, match=r"could not be reached: its certificate .* REQUESTS_CA_BUNDLE"
    ) as error:
        walked(client)
    assert client.requests == 1
    assert account.requests == []
    assert KEY.reveal() not in told(error.value)


@pytest.mark.parametrize(("given", "why"), [("nowhere.pem", "is not there"), ("text.pem", "holds no certificate")])
@pytest.mark.parametrize("name", AUTHORITIES)
def test_an_authority_that_cannot_be_read_is_said_before_anything_is_asked(
    account, api, authority, usual_authorities, monkeypatch, name, given, why
):
    monkeypatch.setenv(name, str(authority / given))
    with pytest.raises(PaymentsUnavailable, match=f"^{name}: .*{given} {why}") as error:
        walked(api(base="https://payments.invalid"))
    assert "\n" not in str(error.value)
    assert walked(api()) == []


@pytest.mark.parametrize("status", [409, 429, 500, 503])
@pytest.mark.parametrize("body", [{"error": {"message": "busy"}}, "<h1>Busy</h1>", []])
def test_what_passes_is_asked_again(account, answer, api, status, body):
    account.give(1)
    account.answers = [answer(status, body), answer(status, body), answer(status, body), None]
    assert walked(api()) == ["ch_0001"]


@pytest.mark.parametrize(
    ("status", "words"),
    [(429, "asked too often"), (500, "HTTP 500"), (503, "HTTP 503"), (409, "HTTP 409")],
)
def test_what_does_not_pass_is_given_up_after_four_attempts(account, answer, api, status, words):
    account.answers = [answer(status, {"error": {"message": "busy"}})]
    with pytest.raises(PaymentsUnavailable, match=words):
        walked(api())
    assert len(account.requests) == 4


def test_the_pauses_are_drawn_from_nothing_to_twice_as_long_each_time(account, answer, api):
    drawn = []

    def jitter(low, high):
        drawn.append((low, high))
        return 0.0

    account.answers = [answer(500, {"error": {}})]
    with pytest.raises(PaymentsUnavailable):
        walked(api(pause_s=0.5, jitter=jitter))
    assert drawn == [(0, 0.5), (0, 1.0), (0, 2.0)]


def test_each_repetition_waits_for_its_pause(account, answer, api):
    account.answers = [answer(500, {"error": {}}), answer(500, {"error": {}}), None]
    began = time.monotonic()
    walked(api(jitter=lambda _low, _high: 0.1))
    assert time.monotonic() - began >= 0.2


def cut(request):
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b'{"object": "list"')


@pytest.mark.parametrize("broken", [reset, cut])
def test_a_connection_that_breaks_is_tried_again_and_given_up_after_four_attempts(account, api, broken):
    account.give(1)
    account.answers = [broken, None]
    assert walked(api()) == ["ch_0001"]
    account.answers = [broken]
    account.requests.clear()
    with pytest.raises(PaymentsUnavailable, match="could not be reached"):
        walked(api())
    assert len(account.requests) == 4


def test_a_server_that_is_not_there_is_said_to_be_out_of_reach(api):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody else gets it meanwhile
        with pytest.raises(PaymentsUnavailable, match="could not be reached"):
            walked(api(base=f"http://127.0.0.1:{taken.getsockname()[1]}"))


def test_a_server_that_has_no_certificate_at_all_is_asked_once(account, api):
    client = api(base=account.base.replace("http://", "https://"))
    with pytest.raises(PaymentsUnavailable, match="could not be reached: see whether"):
        walked(client)
    assert client.requests == 1


def in_a_second():
    return format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)


@pytest.mark.parametrize("value", [lambda: "1", in_a_second], ids=["seconds", "date"])
def test_retry_after_is_honoured(account, answer, api, value):
    moments = []
    refusal = answer(429, {"error": {}}, Retry_After=value())
    account.answers = [lambda request: (moments.append(time.time()), refusal(request)), None]
    walked(api())
    assert time.time() - moments[0] >= 0.9


@pytest.mark.parametrize("value", ["3600", "1000000000", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_retry_after_beyond_the_deadline_is_not_waited_for(account, answer, api, value):
    account.answers = [answer(429, {"error": {}}, Retry_After=value)]
    began = time.monotonic()
    with pytest.raises(PaymentsUnavailable):
        walked(api())
    assert time.monotonic() - began < 1
    assert len(account.requests) == 1


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("value", "minutes"), [("61", "2"), ("3600", "60"), ("1000000000", "1,440")])
def test_a_pause_of_more_than_a_minute_is_said_and_never_waited_for(account, answer, api, status, value, minutes):
    account.answers = [answer(status, {"error": {}}, Retry_After=value)]
    given_up = Event()
    Timer(2, given_up.set).start()
    with pytest.raises(PaymentsUnavailable, match=rf"left alone for {minutes} minutes \(HTTP {status}\): try again"):
        walked(api(deadline_s=6 * 3600.0, cancelled=given_up))
    assert not given_up.is_set()
    assert len(account.requests) == 1


def test_a_pause_of_a_minute_is_waited_for_where_there_is_time(account, answer, api):
    account.answers = [answer(429, {"error": {}}, Retry_After="60")]
    cancelled = Event()
    Timer(0.3, cancelled.set).start()
    with pytest.raises(PaymentsUnavailable, match="did not answer within"):
        walked(api(deadline_s=6 * 3600.0, cancelled=cancelled))


@pytest.mark.parametrize("value", ["-5", "soon", "", "1.5", "Fri, 31 Dec 1999 23:59:59 GMT", "²", "nan", "inf"])
def test_a_retry_after_that_means_nothing_is_ignored(account, answer, api, value):
    account.answers = [answer(429, {"error": {}}, Retry_After=value), None]
    began = time.monotonic()
    walked(api())
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"Retry-After": "7"}, 7),
        ({"retry-after": " 7 "}, 7),
        ({"Retry-After": "0"}, 0),
        ({"Retry-After": "-7"}, 0),
        ({"Retry-After": "7.5"}, 0),
        ({"Retry-After": "²"}, 0),
        ({"Retry-After": "soon"}, 0),
        ({"Retry-After": "1000000000"}, 86_400),
        ({"Retry-After": "9" * 400}, 86_400),
        ({"Retry-After": "Tue, 24 Nov 2026 12:00:30 GMT"}, 30),
        ({"Retry-After": "Tue, 24 Nov 2026 12:00:30 -0000"}, 30),
        ({"Retry-After": "Tue, 24 Nov 2026 13:00:30 +0100"}, 30),
        ({"Retry-After": "Tue, 24 Nov 2026 11:00:00 GMT"}, 0),
        ({"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}, 86_400),
        ({"Retry-After": "Tue, 24 Nov 99999 12:00:30 GMT"}, 0),
    ],
)
def test_retry_after_is_a_number_or_a_date_and_a_day_at_most(headers, seconds):
    assert retry_after_s(headers, datetime(2026, 11, 24, 12, tzinfo=UTC)) == seconds


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (401, {}, "the key was refused"),
        (400, {"param": "created[gte]"}, r"does not understand a request of ours \(parameter created\)"),
        (400, {"param": SEEDED}, "does not understand a request of ours: see"),
        (400, {"param": 7, "code": ["x"], "type": {}}, "does not understand a request of ours: see"),
        (400, {"param": "payment_link", "code": "resource_missing"}, "correct `payment_link`"),
        (404, {}, "has no /v1/charges"),
        (402, {}, "HTTP 402"),
        (302, {}, "sends us elsewhere"),
        (304, {}, "sends us elsewhere"),
    ],
)
def test_what_asking_again_cannot_change_is_asked_once_and_said(account, answer, api, status, error, words):
    message = f"No such key {KEY.reveal()} of {SEEDED}\nin two lines"
    account.answers = [answer(status, {"error": {"message": message, **error}})]
    with pytest.raises(PaymentsUnavailable, match=words) as caught:
        walked(api(), low=0)
    assert len(account.requests) == 1
    assert not {KEY.reveal(), SEEDED} & set(told(caught.value).split("'"))
    assert "\n" not in str(caught.value)


PROVIDED = (
    "The provided key 'rk_test_***' does not have the required permissions for this endpoint on account 'acct_1'."
)


@pytest.mark.parametrize(
    ("listing", "name", "needed"),
    [
        (CHARGES, "", "may not read charges: give the restricted key the permission Charges and Refunds: read"),
        (REFUNDS, "", "may not read refunds: give the restricted key the permission Charges and Refunds: read"),
        (DISPUTES, "", "the permission Disputes: read"),
        (INVOICE_PAYMENTS, "", "the permission Invoices: read, or say `monthly: false` under goal: where there are no"),
        (sessions("plink_1"), "", "may not read checkout sessions: give the restricted key the permission Checkout S"),
        (SUBSCRIPTIONS, "", "the permission Subscriptions: read and Customers: read"),
        (SUBSCRIPTIONS, "rak_customer_read", "the permission Customers: read"),
        (SUBSCRIPTIONS, "rak_subscription_read", "the permission Subscriptions: read"),
        (CHARGES, "rak_invented_read", "the permission Charges and Refunds: read"),
    ],
)
def test_a_key_that_may_not_read_is_told_which_permission_it_lacks(account, answer, api, listing, name, needed):
    having = f" Having the '{name}' permission would allow this request to continue." if name else ""
    account.answers = [answer(403, {"error": {"message": PROVIDED + having}})]
    with pytest.raises(PaymentsUnavailable) as caught:
        api().page(listing)
    assert needed in str(caught.value)
    assert len(account.requests) == 1


def test_the_advice_for_a_secret_key_names_a_restricted_one_and_every_permission_that_is_needed():
    things = ("Charges and Refunds", "Disputes", "Invoices", "Checkout Sessions", "Subscriptions", "Customers")
    assert [ADVICE.count(f"{name}: read") for name in things] == [1] * 6
    assert ADVICE.count(": read") == 6
    assert "use a restricted key" in ADVICE


def test_a_redirection_is_not_followed(account, answer, api):
    account.answers = [answer(302, "", Location=f"{account.base}/elsewhere")]
    with pytest.raises(PaymentsUnavailable, match="elsewhere"):
        walked(api())
    assert {request["path"] for request in account.requests} == {"/v1/charges"}


@pytest.mark.parametrize(
    "body",
    [
        f"<html>Log in to the hotel's network, {SEEDED}</html>",
        "",
        "null",
        [],
        [{"id": "ch_1"}],
        "7",
        f'"{SEEDED}"',
        b"\xff\xfe",
        '{"object": "list", "data": [{"id": "ch_1", "receipt_email": "' + SEEDED,
        "[" * 100_000,
        {},
        {"error": "text"},
        {"error": SEEDED},
        {"object": "list", "data": [{"receipt_email": SEEDED}], "has_more": False},
    ],
    ids=lambda body: str(body)[:30],
)
@pytest.mark.parametrize("ask", [lambda client: client.page(CHARGES), lambda client: client.one("charge", "ch_1")])
def test_an_answer_of_another_shape_is_refused_and_not_repeated(account, answer, api, caplog, capfd, ask, body):
    caplog.set_level(logging.DEBUG)
    account.answers = [answer(200, body)]
    with pytest.raises(PaymentsMalformed) as caught:
        ask(api())
    assert "\n" not in str(caught.value)
    assert SEEDED not in told(caught.value) + caplog.text + "".join(capfd.readouterr())
    assert len(account.requests) == 1


@pytest.mark.parametrize("status", [401, 404, 500])
@pytest.mark.parametrize("body", [{"error": SEEDED}, {"error": {"message": {SEEDED: 1}}}, {"error": [SEEDED]}])
def test_an_error_of_another_shape_is_an_error_and_shows_nothing(account, answer, api, caplog, status, body):
    caplog.set_level(logging.DEBUG)
    account.answers = [answer(status, body)]
    with pytest.raises(PaymentsError) as caught:
        walked(api())
    assert SEEDED not in told(caught.value) + caplog.text


def packed(body, encoding):
    def answer(request):
        request.send_response(200)
        request.send_header("Content-Length", str(len(body)))
        request.send_header("Content-Encoding", encoding)
        request.end_headers()
        request.wfile.write(body)

    return answer


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("identity", bytes)]
)
def test_a_packed_answer_is_unpacked(account, api, encoding, pack):
    account.give(1)
    account.answers = [packed(pack(json.dumps(account.page({})).encode()), encoding)]
    assert walked(api()) == ["ch_0001"]


@pytest.mark.parametrize(
    ("pack", "encoding"),
    [
        (lambda body: gzip.compress(b" " * 40 * 1024 * 1024 + body), "gzip"),
        (lambda body: gzip.compress(body)[:-4], "gzip"),
        (bytes, "gzip"),
        (lambda _body: b"", "gzip"),
        (bytes, "br"),
        (lambda body: gzip.compress(gzip.compress(body)), "gzip, gzip"),
    ],
    ids=["bomb", "cut", "plain", "empty", "unknown", "twice"],
)
def test_an_answer_that_cannot_be_unpacked_or_is_too_large_is_refused(account, api, pack, encoding):
    account.give(1)
    account.answers = [packed(pack(json.dumps(account.page({})).encode()), encoding)]
    with pytest.raises(PaymentsMalformed):
        walked(api())
    assert len(account.requests) == 1


def test_a_body_without_end_is_not_read_to_its_end(account, api, monkeypatch):
    monkeypatch.setattr(transport, "_LARGEST", 200_000)
    sent = []

    def endless(request):
        request.send_response(200)
        request.end_headers()
        while not account.released.is_set():
            request.wfile.write(b" " * 50_000)
            sent.append(50_000)

    account.answers = [endless]
    client = api()
    with pytest.raises(PaymentsMalformed):
        walked(client)
    client.close()
    assert sum(sent) < 20_000_000


def dribble(account, status=200):
    def answer(request):
        request.send_response(status)
        request.send_header("Location", "/elsewhere")
        request.send_header("Content-Length", "1000")
        request.end_headers()
        while not account.released.wait(0.02):
            request.wfile.write(b" ")

    return answer


@pytest.mark.parametrize("status", [200, 302, 401, 500])
def test_a_body_that_dribbles_is_left_at_the_deadline(account, api, status):
    account.answers = [dribble(account, status)]
    began = time.monotonic()
    with pytest.raises(PaymentsUnavailable, match=r"did not answer within 0\.3 s"):
        walked(api(deadline_s=0.3))
    assert time.monotonic() - began < 1


def test_a_request_that_takes_too_long_by_itself_is_tried_again(account, api, monkeypatch):
    monkeypatch.setattr(transport, "_LONGEST_REQUEST_S", 0.2)
    account.give(1)
    account.answers = [dribble(account), None]
    assert walked(api()) == ["ch_0001"]


def test_a_server_that_is_silent_is_left_at_the_deadline(account, api):
    account.answers = [lambda _request: account.released.wait(5)]
    began = time.monotonic()
    with pytest.raises(PaymentsUnavailable):
        walked(api(deadline_s=0.3))
    assert time.monotonic() - began < 1


def test_a_server_that_is_silent_once_is_asked_again(account, api, monkeypatch):
    monkeypatch.setattr(transport, "_LONGEST_SILENCE_S", 0.2)
    account.give(1)
    account.answers = [lambda _request: account.released.wait(5), None]
    assert walked(api()) == ["ch_0001"]


def test_pages_without_end_are_left_at_the_deadline(account, answer, api, charge):
    def another(request):
        number = 9999 - len(account.requests) % 9999
        answer(200, {"object": "list", "data": [charge(number)], "has_more": True})(request)

    account.answers = [another]
    with pytest.raises(PaymentsUnavailable, match=r"did not answer within 0\.3 s"):
        walked(api(deadline_s=0.3))


def test_a_page_that_comes_again_is_refused(account, answer, api, charge):
    account.answers = [answer(200, {"object": "list", "data": [charge(1)], "has_more": True})]
    with pytest.raises(PaymentsMalformed, match="twice"):
        walked(api())
    assert len(account.requests) == 2


def test_a_question_for_whose_answer_nobody_waits_any_more_is_not_asked_again(account, answer, api):
    account.answers = [answer(429, {"error": {}}, Retry_After="3")]
    cancelled = Event()
    Timer(0.1, cancelled.set).start()
    began = time.monotonic()
    with pytest.raises(PaymentsUnavailable):
        walked(api(cancelled=cancelled))
    assert time.monotonic() - began < 1


def kept_open(account, request):
    body = json.dumps(account.page(account.requests[-1])).encode()
    request.protocol_version, request.close_connection = "HTTP/1.1", False
    request.send_response(200)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def test_one_connection_is_enough_for_many_questions(account, api):
    account.give(*range(250))
    ports = set()
    account.answers = [lambda request: (ports.add(request.client_address), kept_open(account, request))]
    walked(api())
    assert len(account.requests) == 3
    assert len(ports) == 1


def test_many_threads_ask_at_once_each_over_its_own_connection(account, api):
    account.give(*range(120))
    client, together = api(), threading.Barrier(6, timeout=5)

    def walk(_number):
        together.wait()
        return walked(client)

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(walk, range(6)))
    assert found == [[f"ch_{number:04}" for number in reversed(range(120))]] * 6
    assert client.requests == len(account.requests) == 12
    assert len({id(session) for session in client._sessions}) == 6


def test_the_connections_of_all_threads_are_closed(account, api, monkeypatch):
    closed = []
    monkeypatch.setattr("requests.Session.close", lambda session: closed.append(id(session)))
    client = api()
    with ThreadPoolExecutor(2) as pool:
        pool.submit(walked, client).result()
        walked(client)
    opened = [id(session) for session in client._sessions]
    client.close()
    client.close()
    assert len(opened) == 2
    assert closed == opened


def test_no_more_requests_a_second_are_made_than_was_said_by_all_threads_together(account, api):
    client = api(rate_per_s=40)
    began = time.monotonic()
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: client.page(CHARGES), range(13)))
    assert time.monotonic() - began >= 12 / 40


@pytest.mark.parametrize(
    ("base", "rate"),
    [
        (None, 20),
        ("https://payments.example", 20),
        ("http://127.example:1", 20),
        ("http://127.0.0.1:1", None),
        ("http://[::1]:1", None),
        ("http://localhost:1", None),
    ],
)
def test_stripe_is_asked_less_often_than_this_machine(base, rate):
    client = StripeAPI(KEY, base, Deadline(1.0))
    assert client._limiter._gap_s == (1 / rate if rate else 0)


@pytest.mark.parametrize("variable", ["", "debug", "info"])
def test_the_client_s_logs_hold_no_answer_no_error_and_no_key(account, answer, api, tmp_path, variable):
    """In a process of its own: the client reads its variable when it is imported."""
    account.give(7, receipt_email=SEEDED)
    account.answers = [answer(500, {"error": {"message": SEEDED}}), answer(400, {"error": {"message": SEEDED}}), None]
    script = tmp_path / "ask.py"
    script.write_text(f"""
import logging
logging.basicConfig(level=logging.DEBUG)
from mkdocs_wellspring.errors import PaymentsError
from mkdocs_wellspring.ledger.deadline import Deadline
from mkdocs_wellspring.ledger.api.listing import CHARGES
from mkdocs_wellspring.ledger.secret import SecretKey
from mkdocs_wellspring.ledger.stripe import StripeAPI
client = StripeAPI(SecretKey("{KEY.reveal()}"), "{account.base}", Deadline(20), pause_s=0)
try:
    client.page(CHARGES)
except PaymentsError:
    logging.exception("refused")
print(client.page(CHARGES).objects[0]["id"])
""")
    environment = {**os.environ, "STRIPE_LOG": variable, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        [sys.executable, script], env=environment, capture_output=True, text=True, timeout=30, check=False
    )
    assert ran.stdout.strip() == "ch_0007", ran.stderr
    assert "refused" in ran.stderr
    assert SEEDED not in ran.stderr
    assert KEY.reveal() not in ran.stderr


def test_the_client_prints_nothing_where_somebody_asked_it_to(account, api, capfd, monkeypatch):
    monkeypatch.setattr(stripe, "log", "debug")
    monkeypatch.setattr("stripe._util.STRIPE_LOG", "debug")
    account.give(1)
    walked(api())
    assert "".join(capfd.readouterr()) == ""


def test_neither_client_nor_network_is_imported_before_something_is_asked():
    script = """
import sys
from mkdocs_wellspring.ledger import stripe
from mkdocs_wellspring.ledger.deadline import Deadline
from mkdocs_wellspring.ledger.secret import SecretKey
stripe.StripeAPI(SecretKey("rk_test_x"), None, Deadline(1.0)).close()
print(sorted({"stripe", "requests", "urllib3", "ssl"} & set(sys.modules)))
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=30, check=False
    )
    assert ran.stdout.strip() == "[]", ran.stderr


def test_no_address_is_in_any_error_whatever_was_asked_and_however_it_failed(account, answer, api, caplog):
    caplog.set_level(logging.DEBUG)
    errors = {"error": dict.fromkeys(("message", "param", "code", "type"), SEEDED)}
    for status in (200, 302, 400, 401, 403, 404, 409, 429, 500):
        for body in (errors, f"{SEEDED}\n", [SEEDED]):
            account.answers = [answer(status, body, Retry_After=SEEDED, Request_Id=SEEDED, Location=SEEDED)]
            for listing in EVERY_LISTING:
                with pytest.raises(PaymentsError) as caught:
                    api(pause_s=0).page(listing)
                assert SEEDED not in told(caught.value)
    assert SEEDED not in caplog.text
