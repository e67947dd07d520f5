"""How often is asked, and how long is waited."""

import math
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Timer

import pytest

from mkdocs_wellspring.errors import PaymentsUnavailable
from mkdocs_wellspring.ledger.api.limiter import Limiter
from mkdocs_wellspring.ledger.deadline import Deadline


class Clock:
    """A time of the test's own, and a deadline on it."""

    def __init__(self, left_s=math.inf):
        self.now, self.left_s = 1000.0, left_s
        self.pauses = []

    def __call__(self):
        return self.now

    def check(self):
        if self.left_s <= 0:
            raise PaymentsUnavailable

    def pause(self, seconds):
        if seconds >= self.left_s:
            raise PaymentsUnavailable
        self.pauses.append(round(seconds, 6))
        self.now += seconds
        self.left_s -= seconds


@pytest.mark.parametrize(("per_s", "gap"), [(20, 0.05), (4, 0.25), (0.5, 2.0)])
def test_requests_go_at_the_same_distance(per_s, gap):
    clock = Clock()
    limiter = Limiter(per_s, clock=clock)
    for _ in range(4):
        limiter.wait(clock)
    assert clock.pauses == [gap] * 3


def test_a_request_that_comes_later_does_not_wait():
    clock = Clock()
    limiter = Limiter(20, clock=clock)
    limiter.wait(clock)
    clock.now += 0.03
    limiter.wait(clock)
    clock.now += 7
    limiter.wait(clock)
    assert clock.pauses == [0.02]


def test_time_in_which_nothing_was_asked_is_not_saved_up():
    clock = Clock()
    limiter = Limiter(20, clock=clock)
    clock.now += 60
    for _ in range(3):
        limiter.wait(clock)
    assert clock.pauses == [0.05, 0.05]


def test_without_a_limit_nothing_waits():
    clock = Clock()
    limiter = Limiter(math.inf, clock=clock)
    for _ in range(1000):
        limiter.wait(clock)
    assert clock.pauses == []


@pytest.mark.parametrize("per_s", [20, math.inf])
def test_all_wait_where_the_server_asked_for_it(per_s):
    clock = Clock()
    limiter = Limiter(per_s, clock=clock)
    limiter.hold(3)
    limiter.hold(1)
    limiter.wait(clock)
    assert clock.pauses == [3]


def test_what_could_go_only_after_the_deadline_is_refused_at_once():
    clock = Clock(left_s=2)
    limiter = Limiter(math.inf, clock=clock)
    limiter.hold(10**9)
    with pytest.raises(PaymentsUnavailable):
        limiter.wait(clock)
    assert clock.pauses == []


def test_nothing_goes_after_the_deadline():
    clock = Clock(left_s=0)
    with pytest.raises(PaymentsUnavailable):
        Limiter(math.inf, clock=clock).wait(clock)


def test_threads_share_the_limit():
    limiter, deadline = Limiter(100), Deadline(10)
    began = time.monotonic()
    with ThreadPoolExecutor(6) as pool:
        moments = sorted(pool.map(lambda _: (limiter.wait(deadline), time.monotonic())[1] - began, range(24)))
    assert all(moment >= number / 100 - 0.002 for number, moment in enumerate(moments))


# The deadline itself


def test_a_deadline_that_is_over_says_so():
    deadline = Deadline(0.0)
    assert deadline.remaining_s() == 0
    with pytest.raises(PaymentsUnavailable, match="did not answer within 0 s"):
        deadline.check()


@pytest.mark.parametrize("wait", [lambda deadline: deadline.pause(5), lambda deadline: held(5).wait(deadline)])
def test_every_wait_ends_for_all_threads_when_nobody_waits_for_the_result(wait):
    cancelled = Event()
    deadline = Deadline(30.0, cancelled)

    def refused(_number):
        with pytest.raises(PaymentsUnavailable):
            wait(deadline)

    Timer(0.05, cancelled.set).start()
    began = time.monotonic()
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(refused, range(6)))
    assert time.monotonic() - began < 2
    assert deadline.remaining_s() == 0


def held(seconds):
    limiter = Limiter(math.inf)
    limiter.hold(seconds)
    return limiter


def test_a_pause_longer_than_what_is_left_is_not_begun():
    began = time.monotonic()
    with pytest.raises(PaymentsUnavailable):
        Deadline(1.0).pause(10**12)
    assert time.monotonic() - began < 0.5
