"""Faults on request: what a client sees of each, how they are planned, lifted and listed, and that nothing hangs."""

import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from mkdocs_wellspring.cli import main
from mkdocs_wellspring.sandbox.crowd import Crowd
from mkdocs_wellspring.sandbox.faults import KINDS, Fault, Faults, parsed
from mkdocs_wellspring.sandbox.seed import Scene
from mkdocs_wellspring.sandbox.server import bound, running, running_crowd

from .conftest import Client

SCENE = Scene(supporters=30, seed=7, campaign="c")


@pytest.fixture(scope="module")
def shared() -> Iterator[Client]:
    with running(SCENE, bound(0)) as place:
        yield Client(place)


@pytest.fixture
def failing(shared: Client) -> Iterator[Client]:
    """A sandbox that fails only as one test asks it to."""
    yield shared
    shared.place.faults.lift()


def raw(client: Client, path: str, within_s: float = 2) -> socket.socket:
    """A connection on which a request has been sent, and nothing read."""
    address = client.place.address.removeprefix("http://").split(":")
    connection = socket.create_connection((address[0], int(address[1])), within_s)
    request = f"GET /v1{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer rk_test_x\r\n\r\n"
    connection.sendall(request.encode())
    return connection


@pytest.mark.parametrize(
    ("kind", "statuses"),
    [("500", [500] * 4), ("502", [502] * 4), ("503", [503] * 4), ("5xx", [500, 502, 503, 500]), ("429", [429] * 4)],
)
def test_a_status_is_answered_as_often_as_asked_and_then_the_truth(
    failing: Client, kind: str, statuses: list[int]
) -> None:
    failing.place.faults.add(Fault(kind, 4))
    seen = [failing.ask("GET", "/v1/charges").status for _ in range(6)]
    assert seen == [*statuses, 200, 200]


@pytest.mark.parametrize(("seconds", "told"), [(None, "1"), (7, "7"), (0, "0")])
def test_too_many_requests_say_when_to_come_again(failing: Client, seconds: float | None, told: str) -> None:
    failing.place.faults.add(Fault("429", 1, seconds=seconds))
    reply = failing.ask("GET", "/v1/charges")
    assert (reply.headers["retry-after"], reply.json["error"]["code"]) == (told, "rate_limit")


def test_a_fault_comes_after_so_many_requests_below_its_address_and_nowhere_else(failing: Client) -> None:
    failing.place.faults.add(Fault("503", 1, after=2, path="/v1/charges"))
    asked = ["/charges", "/refunds", "/chargesque", "/charges/ch_none", "/refunds", "/charges", "/charges"]
    assert [failing.ask("GET", f"/v1{path}").status for path in asked] == [200, 200, 404, 404, 200, 503, 200]


def test_of_several_faults_the_first_that_is_due_is_met(failing: Client) -> None:
    failing.place.faults.add(Fault("503", 1, after=1))
    failing.place.faults.add(Fault("502", 2))
    failing.place.faults.add(Fault("500", 1, path="/v1/refunds"))
    statuses = [failing.ask("GET", "/v1/charges").status for _ in range(4)]
    assert statuses == [502, 503, 502, 200]
    assert failing.ask("GET", "/v1/refunds").status == 500


def test_the_payment_page_never_fails(failing: Client) -> None:
    failing.place.faults.add(Fault("500"))
    path = failing.place.payment_page.removeprefix(failing.place.address)
    assert failing.ask("GET", path, key=None).status == 200
    assert failing.ask("GET", "/v1/charges").status == 500


def test_a_reset_comes_in_the_middle_of_the_answer(failing: Client) -> None:
    failing.place.faults.add(Fault("reset", 1))
    with raw(failing, "/charges") as connection:
        time.sleep(0.05)
        with pytest.raises(ConnectionResetError):
            b"".join(iter(lambda: connection.recv(65536), b""))
    assert failing.ask("GET", "/v1/charges").status == 200


def test_a_truncated_answer_promises_more_than_it_gives(failing: Client) -> None:
    whole = failing.ask("GET", "/v1/charges").text
    failing.place.faults.add(Fault("truncated", 1))
    with pytest.raises(http.client.IncompleteRead) as caught:
        failing.ask("GET", "/v1/charges")
    assert caught.value.partial == whole.encode()[: len(whole.encode()) // 2]
    assert caught.value.expected == len(whole.encode()) - len(caught.value.partial)


def test_what_was_asked_for_is_done_although_its_answer_is_lost(failing: Client) -> None:
    charge = next(c for c in failing.every("/charges") if c["captured"] and not c["amount_refunded"] and c["paid"])
    failing.place.faults.add(Fault("truncated", 1))
    with pytest.raises(http.client.IncompleteRead):
        failing.ask("POST", "/v1/refunds", {"charge": charge["id"], "amount": "100"})
    assert failing.get(f"/charges/{charge['id']}")["amount_refunded"] == 100


def test_a_hanging_answer_sends_no_byte_until_the_fault_is_lifted(failing: Client) -> None:
    failing.place.faults.add(Fault("hang"))
    with raw(failing, "/charges", 0.3) as connection:
        with pytest.raises(TimeoutError):
            connection.recv(1)
        connection.settimeout(2)
        failing.place.faults.lift()
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_hanging_answer_with_a_time_comes_late_and_is_true(failing: Client) -> None:
    failing.place.faults.add(Fault("hang", 1, seconds=0.2))
    begun = time.monotonic()
    late = failing.ask("POST", "/v1/refunds", {"charge": "ch_none"})
    assert (time.monotonic() - begun >= 0.2, late.status) == (True, 400)
    assert late.json["error"]["message"] == "No such charge: 'ch_none'"


def test_a_dribbling_answer_comes_byte_by_byte_and_at_once_when_it_is_lifted(failing: Client) -> None:
    whole = failing.ask("GET", "/v1/charges?limit=1").text.encode()
    failing.place.faults.add(Fault("dribble", 1, seconds=0.05))
    with raw(failing, "/charges?limit=1") as connection:
        time.sleep(0.4)
        got = connection.recv(65536)
        head, _, begun = got.partition(b"\r\n\r\n")
        assert f"content-length: {len(whole)}".encode() in head
        assert 2 <= len(begun) <= 9
        failing.place.faults.lift()
        while len(begun) < len(whole):
            begun += connection.recv(65536)
        assert begun == whole


def test_garbage_and_a_web_page_come_with_status_200(failing: Client) -> None:
    failing.place.faults.add(Fault("html", 1))
    page = failing.ask("GET", "/v1/charges")
    assert (page.status, page.headers["content-type"].partition(";")[0]) == (200, "text/html")
    failing.place.faults.add(Fault("garbage", 1))
    connection = http.client.HTTPConnection(failing.place.address.removeprefix("http://"), timeout=2)
    connection.request("GET", "/v1/charges")
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    with pytest.raises(ValueError):
        json.loads(body)


def test_a_looping_listing_is_always_its_first_page(failing: Client) -> None:
    first = failing.get("/charges", limit=5)
    since = first["data"][-1]["created"]
    failing.place.faults.add(Fault("loop"))
    for cursor in ("starting_after", "ending_before"):
        page = failing.get("/charges", limit=5, **{cursor: first["data"][2]["id"]})
        assert (page["data"], page["has_more"]) == (first["data"], True)
    short = failing.get("/charges", limit=100, **{"created[gte]": since})
    assert (short["data"], short["has_more"]) == (first["data"], True)


def test_a_listing_can_promise_more_than_nothing_or_lack_its_data(failing: Client) -> None:
    failing.place.faults.add(Fault("empty-more", 1))
    page = failing.get("/charges")
    assert (page["data"], page["has_more"]) == ([], True)
    failing.place.faults.add(Fault("no-data", 1))
    assert "data" not in failing.get("/charges")


@pytest.mark.parametrize("path", ["/charges", "/refunds"])
def test_values_can_be_of_another_type_currency_or_mode(failing: Client, path: str) -> None:
    true = failing.get(path, limit=1)["data"][0]
    for kind, changed in {
        "wrong-types": {name: str(value) for name, value in true.items() if name.startswith("amount")},
        "wrong-currency": {"currency": "jpy"},
        "livemode": {"livemode": True} if "livemode" in true else {},
    }.items():
        failing.place.faults.add(Fault(kind, 1))
        assert failing.get(path, limit=1)["data"][0] == {**true, **changed}
        failing.place.faults.lift()


def test_a_fault_waits_for_an_answer_to_which_it_can_be_done(failing: Client) -> None:
    failing.place.faults.add(Fault("no-data", 1))
    assert failing.ask("GET", "/v1/charges/ch_none").status == 404
    assert [fault.count for fault in failing.place.faults] == [1]
    assert "data" not in failing.get("/charges")
    assert list(failing.place.faults) == []


@pytest.mark.parametrize("kind", ["hang", "dribble"])
def test_a_sandbox_stops_at_once_whatever_hangs_in_it(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    ended: list[float] = []

    def ask(client: Client) -> None:
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            client.ask("GET", "/v1/charges")
        ended.append(time.monotonic())

    with running(SCENE, bound(0), [Fault(kind)]) as place:
        asking = [threading.Thread(target=ask, args=(Client(place),)) for _ in range(3)]
        for thread in asking:
            thread.start()
        time.sleep(0.2)
        assert ended == []
        begun = time.monotonic()
    assert time.monotonic() - begun < 1
    for thread in asking:
        thread.join(1)
    assert len(ended) == 3
    assert caplog.records == []


def test_a_client_that_gives_up_is_no_error_and_is_not_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    with running(SCENE, bound(0)) as place:
        for kind in ("hang", "dribble", "reset", "truncated"):
            place.faults.add(Fault(kind, 1))
            raw(Client(place), "/charges").close()
            time.sleep(0.05)
        assert Client(place).ask("GET", "/v1/charges").status == 200
        begun = time.monotonic()
    assert time.monotonic() - begun < 1
    assert caplog.records == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("hang", Fault("hang")),
        ("429:3", Fault("429", 3)),
        ("429:3,after=2,path=/v1/charges,seconds=0.5", Fault("429", 3, 2, "/v1/charges", 0.5)),
        ("loop, after=1", Fault("loop", after=1)),
        ("5xx,count=2", Fault("5xx", 2)),
    ],
)
def test_a_fault_is_written_in_one_word(text: str, fault: Fault) -> None:
    assert parsed(text) == fault


WRONG = [
    ("flood", "'flood' is no fault"),
    ("", "'' is no fault"),
    ("429:", "cannot be the count"),
    ("429:0", "1 or more"),
    ("429,after=-1", "0 requests or more"),
    ("429,path=/pay", "below /v1"),
    ("429,path=/v1charges", "below /v1"),
    ("loop,seconds=1", "loop has no seconds"),
    ("hang,seconds=-1", "from 0 to 3600"),
    ("hang,seconds=nan", "from 0 to 3600"),
    ("hang,seconds=inf", "cannot be the seconds"),
    ("hang,often=1", "no 'often'"),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_what_is_no_fault_is_refused_with_the_reason(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parsed(text)
    told = CliRunner().invoke(main, ["sandbox", "--fault", text, "--", "true"])
    assert (told.exit_code, said in told.output.replace("\n", " ")) == (2, True)


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("POST", b"[]"),
        ("POST", b"{"),
        ("POST", b"\xff"),
        ("POST", b"{}"),
        ("POST", b'{"kind": "flood"}'),
        ("POST", b'{"kind": 429}'),
        ("POST", b'{"kind": "429", "count": true}'),
        ("POST", b'{"kind": "429", "count": "3"}'),
        ("PUT", b"{}"),
    ],
)
def test_a_sandbox_takes_no_nonsense_for_a_fault(failing: Client, method: str, body: bytes) -> None:
    connection = http.client.HTTPConnection(failing.place.address.removeprefix("http://"), timeout=2)
    connection.request(method, "/sandbox/faults", body, {"Authorization": "Bearer rk_test_x"})
    answer = connection.getresponse()
    assert (answer.status, "message" in json.loads(answer.read())["error"]) == (400 if method == "POST" else 404, True)
    connection.close()
    assert list(failing.place.faults) == []


def test_only_a_test_key_and_a_loopback_name_may_ask_for_faults(failing: Client) -> None:
    for method in ("GET", "POST", "DELETE"):
        assert failing.ask(method, "/sandbox/faults", key=None).status == 401
        assert failing.ask(method, "/sandbox/faults", headers={"Host": "attacker.example"}).status == 400


def command(client: Client, *words: str) -> str:
    told = CliRunner().invoke(main, ["sandbox", *words], env={"WELLSPRING_STRIPE_API": client.place.address})
    assert told.exit_code == 0, told.output
    return told.output


def test_faults_are_asked_for_listed_and_lifted_from_the_command_line(failing: Client) -> None:
    assert command(failing, "faults") == "No faults.\n"
    assert command(failing, "fault", "429", "--count", "2", "--seconds", "3") == "429: 2 times, at /v1, 3 s\n"
    hang = command(failing, "fault", "hang", "--after", "4", "--path", "/v1/charges")
    assert hang.splitlines()[1] == "hang: until it is lifted, at /v1/charges, after 4 requests"
    assert failing.ask("GET", "/v1/charges").headers["retry-after"] == "3"
    assert command(failing, "faults") == (
        "429: once, at /v1, 3 s\nhang: until it is lifted, at /v1/charges, after 3 requests\n"
    )
    assert command(failing, "fault", "none") == "No faults.\n"
    assert failing.ask("GET", "/v1/charges").status == 200


def test_the_address_may_be_an_option_and_no_key_of_anybodys_is_sent(failing: Client) -> None:
    told = CliRunner().invoke(
        main,
        ["sandbox", "fault", "503", "--count", "1", "--api", f"{failing.place.address}/"],
        env={"WELLSPRING_STRIPE_API": "http://127.0.0.1:1", "WELLSPRING_STRIPE_KEY": "rk_" + "live_" + "a" * 24},
    )
    assert told.output == "503: once, at /v1\n"


@pytest.mark.parametrize("api", ["http://127.0.0.1:1", "ftp://127.0.0.1", "nonsense", "http://[", "http://127.0.0.1:x"])
def test_where_no_sandbox_answers_one_line_says_so(api: str) -> None:
    told = CliRunner().invoke(main, ["sandbox", "faults", "--api", api])
    assert told.exit_code == 1
    assert told.output.startswith(f"Error: No sandbox at {api} (")
    assert told.output.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ["fault"],
        ["fault", "flood"],
        ["fault", "429", "--count", "0"],
        ["fault", "loop", "--seconds", "1"],
        ["fault", "429", "--path", "/pay"],
        ["--seed", "3", "fault", "429"],
        ["--port", "0", "faults"],
        ["faults", "more"],
    ],
)
def test_a_wrong_wish_is_refused_before_anybody_is_asked(words: list[str]) -> None:
    assert (
        CliRunner().invoke(main, ["sandbox", *words], env={"WELLSPRING_STRIPE_API": "http://127.0.0.1:1"}).exit_code
        == 2
    )


def test_every_kind_is_explained_in_the_help() -> None:
    told = CliRunner().invoke(main, ["sandbox", "fault", "--help"]).output
    assert all(f"{kind} " in told for kind in KINDS)
    outer = CliRunner().invoke(main, ["sandbox", "--help"]).output
    assert "--fault KIND" in outer
    assert "fault   Make a running sandbox fail" in outer


def test_a_sandbox_can_fail_from_its_start(failing: Client) -> None:
    code = """
import os, urllib.error, urllib.request
ask = urllib.request.Request(os.environ["WELLSPRING_STRIPE_API"] + "/v1/charges")
ask.add_header("Authorization", "Bearer " + os.environ["WELLSPRING_STRIPE_KEY"])
for _ in range(4):
    try:
        print(urllib.request.urlopen(ask, timeout=5).status)
    except urllib.error.HTTPError as error:
        print(error.code)
"""
    wellspring = [sys.executable, "-c", "from mkdocs_wellspring.cli import main; main()"]
    options = ["--supporters", "3", "--fault", "429:1", "--fault", "503:1,after=2"]
    told = subprocess.run(
        [*wellspring, "sandbox", *options, "--", sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.stdout.split(), told.stderr) == (["429", "200", "503", "200"], "")


def test_a_crowd_fails_as_well() -> None:
    with running_crowd(Crowd(10, end=1_790_000_000), bound(0), [Fault("503", 1)]) as place:
        client = Client(place)
        assert [client.ask("GET", "/v1/charges").status for _ in range(2)] == [503, 200]


def test_a_fault_that_was_lifted_is_not_met_again_when_it_is_given_back() -> None:
    faults = Faults([Fault("loop", 1)])
    plan = faults.take("/v1/charges")
    assert plan is not None
    faults.lift()
    faults.give_back(plan)
    assert list(faults) == []
    assert faults.take("/v1/charges") is None
