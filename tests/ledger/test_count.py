"""A count within its time, whatever the account does."""

import signal
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from mkdocs_wellspring.errors import ConfigurationError, PaymentsError, PaymentsUnavailable
from mkdocs_wellspring.ledger.count import Access, counted, entries, kept
from mkdocs_wellspring.ledger.people import LedgerKey
from mkdocs_wellspring.ledger.records import Mode
from mkdocs_wellspring.ledger.secret import SecretKey

SECRET = b"k" * 32


@pytest.fixture
def access(account, tmp_path):
    ledger = f"sqlite:///{tmp_path / 'ledger.db'}"
    return Access(SecretKey("rk_test_sandbox"), account.base, ledger, LedgerKey(SECRET, persistent=True))


def held(access, definition, now):
    return [entry.id for entry in entries(definition, access, now=now)]


def dribble(account):
    def answer(request):
        request.send_response(200)
        request.send_header("Content-Length", "100000")
        request.end_headers()
        while not account.released.wait(0.05):
            request.wfile.write(b" ")
            request.wfile.flush()

    return answer


def hang(account):
    return lambda _request: account.released.wait(10)


def test_a_count_is_made_and_kept(account, access, definition, now):
    account.give(1, 2)
    count = counted(definition, access, now=now)
    assert (count.value, count.as_of, count.definition) == (2, now, definition)
    assert held(access, definition, now) == ["ch_0001", "ch_0002"]


def test_what_was_counted_is_kept_and_can_be_told_without_asking_anybody(account, access, definition, now):
    account.give(1, 2)
    assert kept(definition, access, now=now) is None
    count = counted(definition, access, now=now)
    account.requests.clear()
    again = kept(definition, access, now=now + timedelta(days=1))
    assert (again.value, again.as_of, again.lines, account.requests) == (2, count.as_of, count.lines, [])


def test_looking_into_a_ledger_with_another_key_finds_nothing_and_leaves_it(account, access, definition, now, tmp_path):
    account.give(1)
    counted(definition, access, now=now)
    other = replace(access, key=SecretKey("rk_test_other"))
    assert (kept(definition, other, now=now), held(other, definition, now)) == (None, [])
    assert held(access, definition, now) == ["ch_0001"]
    nowhere = replace(access, ledger=f"sqlite:///{tmp_path / 'none.db'}")
    assert kept(definition, nowhere, now=now) is None
    assert not (tmp_path / "none.db").exists()


def test_a_first_count_that_takes_too_long_says_so_and_the_next_one_goes_on(account, access, definition, now):
    for number in range(1, 1000):
        account.give(number, created=1_770_000_000 + 600 * number)
    account.answers = [*[None] * 8, hang(account)]
    with pytest.raises(PaymentsUnavailable, match=r"not finished after 1 s and \d+ payments: .*wellspring refresh"):
        counted(definition, access, now=now, deadline_s=1.0)
    assert kept(definition, access, now=now) is None
    assert len(held(access, definition, now)) >= 100
    account.answers = []
    far = []
    assert counted(definition, access, now=now, progress=far.append).value == 999
    assert far[-1].payments < 900  # the rest was there
    assert far[-1].share == 1.0


def test_without_a_lasting_key_nothing_is_kept(account, access, definition, now, tmp_path):
    account.give(1)
    passing = replace(access, ledger_key=LedgerKey(SECRET, persistent=False))
    assert counted(definition, passing, now=now).value == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("slow", [dribble, hang])
def test_a_slow_account_is_left_at_the_deadline_and_the_ledger_stays(account, access, definition, now, slow):
    account.give(1)
    counted(definition, access, now=now)
    account.give(2)
    account.answers = [slow(account)]
    began = time.monotonic()
    with pytest.raises(PaymentsUnavailable, match=r"did not answer within 0\.5 s"):
        counted(definition, access, now=now, deadline_s=0.5)
    assert time.monotonic() - began < 0.8
    assert held(access, definition, now) == ["ch_0001"]


def test_an_answer_after_the_deadline_is_not_written(account, access, definition, now):
    account.give(1)

    def late(request):
        time.sleep(0.6)
        account.answers = [None]
        account.respond(request)

    account.answers = [late]
    with pytest.raises(PaymentsUnavailable):
        counted(definition, access, now=now, deadline_s=0.4)
    time.sleep(0.6)
    assert held(access, definition, now) == []


@pytest.mark.usefixtures("heard_signals")
def test_nothing_is_written_once_whoever_waited_was_interrupted(account, access, definition, now):
    account.give(1)

    once = threading.Lock()

    def interrupt(request):
        if once.acquire(blocking=False):  # several threads ask
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        time.sleep(0.3)
        account.answers = [None]
        account.respond(request)

    account.answers = [interrupt]
    with pytest.raises(KeyboardInterrupt):
        counted(definition, access, now=now)
    time.sleep(0.6)
    assert held(access, definition, now) == []


def test_an_error_of_the_thread_reaches_the_caller(account, access, definition, now, answer):
    account.answers = [answer(403, {"error": {"message": "no"}})]
    with pytest.raises(PaymentsError, match="Charges and Refunds: read"):
        counted(definition, access, now=now)


def test_a_key_of_another_mode_than_counts_is_refused_before_anything_is_asked(account, access, definition, now):
    with pytest.raises(ConfigurationError, match="mode sandbox"):
        counted(definition._replace(mode=Mode.LIVE), access, now=now)
    assert account.requests == []


def test_a_server_that_is_not_there_is_said_in_one_line(account, access, definition, now):
    gone = replace(access, base="http://127.0.0.1:9")
    with pytest.raises(PaymentsUnavailable, match="could not be reached") as caught:
        counted(definition, gone, now=now)
    assert "\n" not in str(caught.value)
