"""Whatever happens, and whenever the ledger asks: at last it says what the oracle says.

The windows of `definitions()` begin before all that happens, so the ledger holds every payment, and everything
must agree. Those of `moving_definitions()` begin in the middle: what a ledger holds from before is its own
affair (it depends on what was counted earlier), so there the payments that it files as `before` are only held to
be some of the oracle's, and all else must agree. The rules let nobody be joined by what is older than the window.
The oracle is told what a ledger was shown of subscriptions, since that, too, is what only this ledger knows.
"""

import os
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from mkdocs_wellspring.errors import NothingMatched, PaymentsUnavailable
from mkdocs_wellspring.ledger.api.listing import Listing, Page
from mkdocs_wellspring.ledger.records import Count, Definition, Entry, Mode
from mkdocs_wellspring.ledger.store import Ledger
from mkdocs_wellspring.ledger.sync import synchronise
from mkdocs_wellspring.ledger.tally import entries
from mkdocs_wellspring.ledger.webhook import receive

from .answering import API
from .history import DAY, HOUR, Account
from .oracle import Row, Verdict, count
from .shapes import Thing
from .telling import Step, definitions, histories, moving_definitions, often, steps, tell

SECRET, NAME = b"a secret of thirty-two letters..", "acct_pretend"
MEMORY = "sqlite://"
# How many times as many examples, for `make bench`. What fails is made smaller only there: that takes minutes.
THOROUGHLY = int(os.environ.get("WELLSPRING_EXAMPLES", "1"))
PHASES = [Phase.explicit, Phase.reuse, Phase.generate, *([Phase.shrink] if THOROUGHLY > 1 else [])]
QUIETLY = settings(
    max_examples=35 * THOROUGHLY,
    deadline=None,
    derandomize=True,
    phases=PHASES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


@dataclass(frozen=True, slots=True)
class Sync:
    """A sync by one of the definitions. Requests of the numbers in `failing` fail; then it may be tried again.

    Before the request `at` is answered, all of `meanwhile` happens.
    """

    definition: int
    failing: frozenset[int] = frozenset()
    retried: bool = True
    thorough: bool = False
    full: bool = False
    at: int = 1
    meanwhile: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Webhook:
    """One of the events so far arrives, counted back from the latest: perhaps out of order, perhaps again."""

    which: int


Moment = Step | Sync | Webhook


@dataclass
class World:
    """An account, a ledger that learns of it, and all that it was `shown` of subscriptions."""

    url: str
    asked: list[Definition] = field(default_factory=list)
    account: Account = field(default_factory=Account)
    shown: list[Thing] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ledger = opened(self.url)

    def live(self, moment: Moment) -> None:
        match moment:
            case Step():
                tell(self.account, moment)
            case Sync():
                self._sync(moment)
            case Webhook():
                self._deliver(moment)

    def _sync(self, sync: Sync) -> None:
        def before(number: int) -> None:
            if number == sync.at:
                for step in sync.meanwhile:
                    tell(self.account, step)
            if number in sync.failing:
                raise PaymentsUnavailable("The pretend payments API did not answer.")

        definition = self.asked[sync.definition % len(self.asked)]
        with suppress(PaymentsUnavailable, NothingMatched):
            asked_of(self, definition, before, thorough=sync.thorough, full=sync.full)
        if sync.failing and sync.retried:
            with suppress(NothingMatched):
                asked_of(self, definition)

    def _deliver(self, webhook: Webhook) -> None:
        if self.account.events:
            event = self.account.events[-1 - webhook.which % len(self.account.events)]
            receive(self.ledger, event, now=self.account.clock)


def opened(url: str) -> Ledger:
    return Ledger.open(url, SECRET, NAME, Mode.TEST, before_writing=lambda: None, notice=note)


class Watched(API):
    """One that keeps what it has shown of subscriptions."""

    def __init__(self, world: World, before: Callable[[int], object]) -> None:
        super().__init__(world.account, page_size=3, before=before)
        self._shown = world.shown

    def page(
        self, listing: Listing, *, low: int | None = None, below: int | None = None, after: str | None = None
    ) -> Page:
        found = super().page(listing, low=low, below=below, after=after)
        if listing.kind == "subscription" and "status" not in listing.params:
            self._shown += [dict(thing) for thing in found.objects]
        return found


def asked_of(world: World, definition: Definition, before: Callable[[int], object] = int, **how: Any) -> Count:
    api = Watched(world, before)
    return synchronise(api, world.ledger, definition, now=world.account.clock, notice=note, **how)


def told(world: World, definition: Definition, **how: Any) -> Verdict | None:
    """What the ledger says after a quiet, thorough sync, in the oracle's words; None if nothing matched."""
    try:
        counted = asked_of(world, definition, **{"thorough": True, **how})
    except NothingMatched:
        return None
    assert counted.definition == definition
    listed = list(entries(world.ledger, definition, now=world.account.clock))
    assert [entry.created for entry in listed] == sorted(entry.created for entry in listed)
    reasons = [line.reason for line in counted.lines]
    assert reasons == [reason for reason in type(reasons[0]) if reason in reasons] if reasons else True
    numbers = {line.reason.value: line.number for line in counted.lines}
    rows = sorted((_row(entry) for entry in listed), key=lambda row: (row.created, row.id))
    return Verdict(counted.value, counted.people, numbers, counted.other_payments, tuple(rows))


def _row(entry: Entry) -> Row:
    created = int(entry.created.astimezone(UTC).timestamp())
    return Row(
        entry.id, entry.intent, created, entry.currency, entry.amount_minor, entry.refunded_minor, entry.reason.value
    )


def since(verdict: Verdict, early: frozenset[str]) -> Verdict:
    """All of it but the payments before the window."""
    rows = tuple(row for row in verdict.rows if row.id not in early)
    gone = Counter(row.reason for row in verdict.rows if row.id in early)
    left = {reason: number - gone[reason] for reason, number in verdict.numbers.items()}
    numbers = {reason: number for reason, number in left.items() if number}
    return Verdict(verdict.value, verdict.people, numbers, verdict.other_payments, rows)


def right_of(world: World, definition: Definition) -> Verdict:
    return count(world.account, definition, world.account.clock, world.shown)


def agrees(world: World, definition: Definition, **how: Any) -> None:
    said = told(world, definition, **how)
    right = right_of(world, definition)
    if said is None:
        assert may_be_refused(right, definition)
    else:
        assert said == right
        assert not has_to_be_refused(world.account, definition, right)


def agrees_since_the_beginning(world: World, definition: Definition) -> None:
    """As `agrees`, but for the payments before the window: the ledger may hold some, all or none of them."""
    said = told(world, definition)
    right = right_of(world, definition)
    if said is None:
        assert may_be_refused(right, definition)
    else:
        assert since(said, right.early) == since(right, right.early)
        assert {row for row in said.rows if row.id in right.early} <= set(right.rows)


def may_be_refused(right: Verdict, definition: Definition) -> bool:
    """No zero is to be believed where nothing is the campaign's and something others', or all of another currency."""
    seen = since(right, right.early)
    foreign = definition.metric != "recurring" and all(row.currency != definition.currency for row in seen.rows)
    return (
        set(seen.numbers) == {"currency"}
        or ("currency" in seen.numbers and "counted" not in seen.numbers and foreign)
        or (not seen.numbers and bool(right.other_payments or right.early))
    )


def has_to_be_refused(account: Account, definition: Definition, right: Verdict) -> bool:
    """It may be refused, and the campaign never had anything else, a canceled subscription for one."""
    ended = [thing for thing in account.subscriptions if thing["status"] == "canceled"]
    return may_be_refused(right, definition) and not right.early and not (definition.metric == "recurring" and ended)


def moments() -> st.SearchStrategy[list[Moment]]:
    syncs = st.builds(
        Sync,
        st.integers(0, 2),
        failing=st.frozensets(st.integers(1, 14), max_size=2),
        retried=st.booleans(),
        thorough=st.booleans(),
        full=st.sampled_from((False, False, False, True)),
        at=st.integers(1, 10),
        meanwhile=st.lists(steps(), max_size=2).map(tuple),
    )
    webhooks = st.builds(Webhook, st.integers(0, 9))
    story = st.lists(often((6, steps()), (3, syncs), (2, webhooks)), min_size=6, max_size=24)
    return st.builds(lambda past, rest: [*past, *rest], histories(6), story)


def live(url: str, asked: list[Definition], happening: list[Moment]) -> World:
    world = World(url, asked)
    for moment in happening:
        world.live(moment)
    return world


asking = st.lists(definitions(), min_size=1, max_size=3)


@QUIETLY
@given(asking, moments())
def test_the_ledger_says_what_the_oracle_says(asked: list[Definition], happening: list[Moment]) -> None:
    world = live(MEMORY, asked, happening)
    with closing(world.ledger):
        for definition in asked:
            agrees(world, definition)


@QUIETLY
@given(st.lists(moving_definitions(), min_size=1, max_size=3), moments())
def test_so_it_does_for_windows_that_begin_while_things_happen(
    asked: list[Definition], happening: list[Moment]
) -> None:
    world = live(MEMORY, asked, happening)
    with closing(world.ledger):
        for definition in asked:
            agrees_since_the_beginning(world, definition)


@settings(QUIETLY, max_examples=14 * THOROUGHLY)
@given(asking, moments())
def test_a_ledger_that_grew_says_what_a_new_one_says(asked: list[Definition], happening: list[Moment]) -> None:
    """But for how long a monthly gift has been past due, where the rules say themselves that a new one knows less."""
    world = live(MEMORY, asked, happening)
    with closing(world.ledger):
        for definition in asked:
            grown = told(world, definition)
            newcomer = World(MEMORY, account=world.account)
            with closing(newcomer.ledger):
                new = told(newcomer, definition)
            if grown is None or new is None:  # a ledger that knew the campaign may believe in a zero
                assert may_be_refused(count(world.account, definition, world.account.clock), definition)
            elif right_of(world, definition) == right_of(newcomer, definition):
                assert grown == new


@settings(QUIETLY, max_examples=14 * THOROUGHLY)
@given(asking, moments())
def test_asking_for_everything_again_changes_nothing(asked: list[Definition], happening: list[Moment]) -> None:
    world = live(MEMORY, asked, happening)
    with closing(world.ledger):
        for definition in asked:
            before = told(world, definition)
            assert told(world, definition, full=True) == before


@settings(QUIETLY, max_examples=8 * THOROUGHLY)
@given(asking, moments())
def test_on_postgresql_it_says_the_same(
    postgres_url: str, empty_postgres: Callable[[], None], asked: list[Definition], happening: list[Moment]
) -> None:
    empty_postgres()
    world = live(postgres_url, asked, happening)
    with closing(world.ledger):
        for definition in asked:
            agrees(world, definition)


# What the properties found, or might not find in the few examples of one run.


def test_a_payment_after_the_window_is_none_of_its_time() -> None:
    world = World(MEMORY)
    world.account.give("ada@example.org", campaign="spring")
    world.account.wait(9 * DAY)
    world.account.give("bo@example.org")

    agrees(world, Definition("spring", Mode.TEST, ends=date(2026, 3, 6)))


def test_nothing_after_the_window_makes_a_campaign_a_misspelt_one() -> None:
    world = World(MEMORY)
    world.account.wait(9 * DAY)
    world.account.give("bo@example.org")

    agrees(world, Definition("spring", Mode.TEST, ends=date(2026, 3, 6)))


def test_who_was_one_person_last_month_is_so_in_the_next_for_a_ledger_that_knows_it() -> None:
    """docs/counting.md: people are joined by all payments that the ledger holds, at least from the window on."""
    world = World(MEMORY)
    month = Definition("spring", Mode.TEST, window="month")
    world.account.give("ada@example.org", receipt_email="bo@example.org", campaign="spring")
    agrees_since_the_beginning(world, month)
    world.account.wait(40 * DAY)
    world.account.give("ada@example.org", campaign="spring")
    world.account.give("bo@example.org", campaign="spring")

    known, fresh = told(world, month), told(World(MEMORY, account=world.account), month)
    assert known is not None
    assert fresh is not None
    assert (known.people, fresh.people) == (1, 2)
    assert known.numbers == fresh.numbers


def test_who_gives_once_is_not_joined_by_what_was_asked_about_monthly_gifts() -> None:
    world = World(MEMORY)
    world.account.give("ada@example.org", campaign="spring")
    world.account.give(customer="cus_ada", campaign="spring")
    world.account.subscribe("cus_ada", "ada@example.org", campaign="spring", status="trialing")

    for metric in ("supporters", "recurring", "supporters"):
        agrees(world, Definition("spring", Mode.TEST, window="all", metric=metric))


def test_who_gives_monthly_is_not_joined_by_what_was_asked_about_single_gifts() -> None:
    world = World(MEMORY)
    world.account.subscribe("cus_ada", campaign="spring")
    world.account.subscribe("cus_bo", campaign="spring")
    world.account.give("ada@example.org", customer="cus_ada", campaign="spring")
    world.account.give("ada@example.org", customer="cus_bo", campaign="spring")

    for metric in ("recurring", "supporters", "recurring"):
        agrees(world, Definition("spring", Mode.TEST, window="all", metric=metric))


@pytest.mark.parametrize(("days", "counted"), [(7, [1, 1, 0]), (30, [1, 0, 0])])
def test_a_monthly_gift_that_stays_past_due_has_its_grace_once(days: int, counted: list[int]) -> None:
    world = World(MEMORY)
    monthly = Definition("spring", Mode.TEST, window="all", metric="recurring")
    one = world.account.subscribe("cus_ada", campaign="spring")
    numbers = []
    for _ in counted:
        world.account.wait(days * DAY)
        world.account.renew(one, "failed")
        agrees(world, monthly)
        numbers.append(right_of(world, monthly).value)
    world.account.turn(one, "active")
    agrees(world, monthly)
    world.account.wait(days * DAY)
    world.account.renew(one, "failed")
    agrees(world, monthly)

    assert (numbers, right_of(world, monthly).value) == (counted, 1)


@pytest.mark.parametrize("number", [3, 6, 7, 30])
def test_many_payments_of_one_second_and_a_few_of_other_days(number: int) -> None:
    world = World(MEMORY)
    definition = Definition("spring", Mode.TEST, window="all", metric="payments")
    for _ in range(3):
        world.account.give("ada@example.org", campaign="spring")
        world.account.wait(30 * DAY)
        for _ in range(number):
            world.account.give("ada@example.org", campaign="spring")
        agrees(world, definition)
        world.account.wait(30 * DAY)


def test_a_session_that_was_opened_long_before_it_was_paid_is_found() -> None:
    world = World(MEMORY)
    definition = Definition("spring", Mode.TEST, window="all", payment_links=("plink_hill",))
    session = world.account.open_session("price_mug", "plink_hill")
    for lapse in (HOUR, 20 * HOUR):
        world.account.wait(lapse)
        agrees(world, definition)
    world.account.complete(session, "ada@example.org")

    agrees(world, definition)


def test_an_invoice_of_before_the_window_that_is_paid_within_it_is_found() -> None:
    world = World(MEMORY)
    monthly = world.account.subscribe("cus_ada", "ada@example.org", campaign="spring", status="incomplete")
    world.account.wait(8 * DAY)
    world.account.retry(world.account.invoice_payments[0])
    assert monthly["status"] == "active"

    since_the_third = Definition("spring", Mode.TEST, starts=date(2026, 3, 3))

    agrees_since_the_beginning(world, since_the_third)


def test_a_session_of_before_the_window_that_is_paid_within_it_is_found() -> None:
    world = World(MEMORY)
    world.account.buy("price_mug", "plink_hill", takes_s=DAY - 60, email="ada@example.org")

    since_the_second = Definition("spring", Mode.TEST, starts=date(2026, 3, 2), payment_links=("plink_hill",))

    agrees_since_the_beginning(world, since_the_second)


# What is known when the ledger first asks, and what becomes of it five days (a session: some hours) later.
NEWS: dict[str, tuple[Callable[[Account], object], int, Callable[[Account], object]]] = {
    "a debit settles": (
        lambda a: a.give(campaign="spring", outcome="pending"),
        5 * DAY,
        lambda a: a.settle(a.charges[0]),
    ),
    "a debit bounces": (
        lambda a: a.give(campaign="spring", outcome="pending"),
        5 * DAY,
        lambda a: a.bounce(a.charges[0]),
    ),
    "a hold is captured": (
        lambda a: a.give(campaign="spring", outcome="uncaptured"),
        5 * DAY,
        lambda a: a.capture(a.charges[0]),
    ),
    "a gift is refunded": (lambda a: a.give(campaign="spring"), 5 * DAY, lambda a: a.refund(a.charges[0])),
    "a pending refund fails": (
        lambda a: a.refund(a.give(campaign="spring"), status="pending"),
        5 * DAY,
        lambda a: a.finish(a.refunds[0], "failed"),
    ),
    "a refund that went through is sent back": (
        lambda a: a.refund(a.give(campaign="spring")),
        5 * DAY,
        lambda a: a.send_back(a.refunds[0]),
    ),
    "a gift is disputed": (lambda a: a.give(campaign="spring"), 5 * DAY, lambda a: a.dispute(a.charges[0])),
    "a dispute is won": (
        lambda a: a.dispute(a.give(campaign="spring")),
        5 * DAY,
        lambda a: a.move(a.disputes[0], "won"),
    ),
    "a question of the bank becomes a dispute": (
        lambda a: a.dispute(a.give(campaign="spring"), "warning_needs_response"),
        5 * DAY,
        lambda a: a.move(a.disputes[0], "needs_response"),
    ),
    "an invoice is paid at last": (
        lambda a: a.subscribe("cus_ada", campaign="spring", status="incomplete"),
        5 * DAY,
        lambda a: a.retry(a.invoice_payments[0]),
    ),
    "a session is paid at last": (
        lambda a: a.open_session("price_mug", "plink_hill"),
        23 * HOUR,
        lambda a: a.complete(a.sessions[0]),
    ),
}


@pytest.mark.parametrize(("story", "later", "news"), NEWS.values(), ids=NEWS)
def test_what_is_new_is_known_after_the_next_ordinary_sync(
    story: Callable[[Account], object], later: int, news: Callable[[Account], object]
) -> None:
    world = World(MEMORY)
    account, definition = world.account, Definition("spring", Mode.TEST, window="all", payment_links=("plink_hill",))
    story(account)
    account.wait(3 * HOUR)
    _newer_ones(account)
    lapse = min(DAY, later // 4)
    for _ in range(later // lapse - 1):
        with suppress(NothingMatched):
            asked_of(world, definition)
        account.wait(lapse)
    news(account)

    agrees(world, definition, thorough=False)


def test_a_webhook_hastens_and_says_when_it_comes_again() -> None:
    world = World(MEMORY)
    account, definition = world.account, Definition("spring", Mode.TEST, window="all")
    account.give("ada@example.org", campaign="spring", outcome="pending")
    account.wait(3 * HOUR)
    _newer_ones(account)
    agrees(world, definition)
    account.wait(60)
    account.settle(account.charges[0])

    taken = [receive(world.ledger, account.events[-1], now=account.clock) for _ in range(2)]

    assert taken == [True, False]
    agrees(world, definition, thorough=False)


def _newer_ones(account: Account) -> None:
    """One more of everything, so that what is older is not the newest."""
    account.dispute(account.give("bo@example.org", campaign="spring"), "won")
    account.refund(account.give("bo@example.org", campaign="spring"), 100)
    account.buy("price_mug", "plink_hill", email="bo@example.org")
    account.subscribe("cus_bo", "bo@example.org", campaign="spring")
