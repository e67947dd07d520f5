"""A count within its time, whatever the account does."""

import signal
import threading
import time
from dataclasses import replace

import pytest

from mkdocs_wellspring.errors import ConfigurationError, PaymentsError, PaymentsUnavailable
from mkdocs_wellspring.ledger.count import Access, counted
from mkdocs_wellspring.ledger.people import LedgerKey
from mkdocs_wellspring.ledger.records import Mode
from mkdocs_wellspring.ledger.secret import SecretKey
from mkdocs_wellspring.ledger.store import Ledger

SECRET = b"k" * 32


@pytest.fixture
def access(account, tmp_path):
    ledger = f"sqlite:///{tmp_path / 'ledger.db'}"
    return Access(SecretKey("rk_test_sandbox"), account.base, ledger, LedgerKey(SECRET, persistent=True))


def kept(access, definition):
    ledger = Ledger.open(access.ledger, SECRET)
    try:
        return [payment.id for payment in ledger.payments(definition)]
    finally:
        ledger.close()


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
    assert kept(access, definition) == ["ch_0001", "ch_0002"]


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
    assert kept(access, definition) == ["ch_0001"]


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
    assert kept(access, definition) == []


@pytest.mark.usefixtures("heard_signals")
def test_nothing_is_written_once_whoever_waited_was_interrupted(account, access, definition, now):
    account.give(1)

    def interrupt(request):
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        time.sleep(0.3)
        account.answers = [None]
        account.respond(request)

    account.answers = [interrupt]
    with pytest.raises(KeyboardInterrupt):
        counted(definition, access, now=now)
    time.sleep(0.6)
    assert kept(access, definition) == []


def test_an_error_of_the_thread_reaches_the_caller(account, access, definition, now, answer):
    account.answers = [answer(403, {"error": {"message": "no"}})]
    with pytest.raises(PaymentsError, match="may not read charges"):
        counted(definition, access, now=now)


def test_a_key_of_another_mode_than_counts_is_refused_before_anything_is_asked(account, access, definition, now):
    with pytest.raises(ConfigurationError, match="mode sandbox"):
        counted(replace(definition, mode=Mode.LIVE), access, now=now)
    assert account.requests == []


def test_a_server_that_is_not_there_is_said_in_one_line(account, access, definition, now):
    gone = replace(access, base="http://127.0.0.1:9")
    with pytest.raises(PaymentsUnavailable, match="could not be reached") as caught:
        counted(definition, gone, now=now)
    assert "\n" not in str(caught.value)
