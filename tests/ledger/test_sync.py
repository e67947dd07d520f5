"""From an account into the ledger: what is new, what is late, and never a number that is not true."""

import logging
import re
import traceback
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from mkdocs_wellspring.errors import NothingMatched, PaymentsError, PaymentsMalformed, PaymentsUnavailable
from mkdocs_wellspring.ledger import zero
from mkdocs_wellspring.ledger.book.schema import CHARGES
from mkdocs_wellspring.ledger.deadline import Deadline
from mkdocs_wellspring.ledger.records import Line, Mode, Reason
from mkdocs_wellspring.ledger.secret import SecretKey
from mkdocs_wellspring.ledger.store import Ledger
from mkdocs_wellspring.ledger.stripe import StripeAPI
from mkdocs_wellspring.ledger.sync import kept, synchronise

OTHER = {"metadata": {}}
KEYS = {Mode.LIVE: "rk_live_0", Mode.TEST: "rk_test_0", Mode.SANDBOX: "rk_test_sandbox"}


def opened(tmp_path, mode=Mode.SANDBOX):
    return Ledger.open(f"sqlite:///{tmp_path / 'ledger.db'}", b"k" * 32, "an account", mode)


@pytest.fixture
def ledger(tmp_path):
    made = opened(tmp_path)
    yield made
    made.close()


@pytest.fixture
def held(ledger):
    def ids():
        with ledger.reading() as book:
            return sorted(book.connection.execute(select(CHARGES.c.id)).scalars())

    return ids


@pytest.fixture
def api(account):
    made = StripeAPI(SecretKey(KEYS[Mode.SANDBOX]), account.base, Deadline(60.0), pause_s=0.01)
    yield made
    made.close()


@pytest.fixture
def sync(api, ledger, definition, now):
    def synchronised(*, later_s=0, thorough=False, full=False, notice=pytest.fail, **changes):
        return synchronise(
            api,
            ledger,
            definition._replace(**changes),
            now=now + timedelta(seconds=later_s),
            thorough=thorough,
            full=full,
            notice=notice,
        )

    return synchronised


def refund_of(number, charge, **changes):
    return {
        "id": f"re_{number}",
        "object": "refund",
        "created": 1_790_000_000 + number,
        "amount": 500,
        "currency": "usd",
        "charge": charge,
        "payment_intent": None,
        "status": "succeeded",
        **changes,
    }


def dispute_of(charge, status, **changes):
    return {
        "id": "dp_1",
        "object": "dispute",
        "livemode": False,
        "created": 1_790_000_000,
        "amount": 500,
        "currency": "usd",
        "charge": charge,
        "status": status,
        **changes,
    }


def asked(account):
    return [request["path"].removeprefix("/v1/") for request in account.requests]


def test_the_campaign_s_payments_are_counted_and_the_others_named(account, sync, now, definition):
    account.give(1, 2)
    account.give(3, amount_refunded=500)
    account.give(4, billing_details={"email": "PERSON1@example.org"})
    account.give(5, **OTHER)
    account.give(6, metadata={"wellspring_campaign": "autumn"})
    count = sync()
    assert (count.value, count.people, count.as_of, count.definition) == (2, 2, now, definition)
    assert count.lines == (Line(Reason.REFUNDED, 1), Line(Reason.COUNTED, 3))
    assert (count.campaign_payments, count.other_payments, count.requests) == (4, 2, 4)


def test_nothing_new_takes_four_requests_and_the_next_look_begins_an_hour_before_the_latest(account, sync):
    for number in range(1, 250):
        account.give(number, created=1_780_000_000 + 600 * number)
    sync()
    account.requests.clear()
    assert sync().requests == 4
    assert sorted(asked(account)) == ["charges", "disputes", "invoice_payments", "refunds"]
    first = next(request for request in account.requests if request["path"] == "/v1/charges")
    assert first["created[gte]"] == str(1_780_149_400 - 3600)


def test_a_refund_that_comes_late_is_found_without_the_charge(account, sync):
    account.give(1, 2)
    assert sync().value == 2
    account.listed["/v1/refunds"].append(refund_of(1, "ch_0001"))
    account.requests.clear()
    assert sync().value == 1
    assert "charges/ch_0001" not in asked(account)


def test_a_refund_that_failed_gives_the_supporter_back(account, sync):
    account.give(1, amount_refunded=500)
    account.give(2)
    account.listed["/v1/refunds"].append(refund_of(1, "ch_0001", status="pending"))
    assert sync().value == 1
    account.listed["/v1/refunds"][0]["status"] = "failed"
    account.charges[0]["amount_refunded"] = 0
    assert sync(later_s=30 * 86_400).value == 2


def test_a_refund_may_name_the_payment_intent_alone_and_come_before_its_charge(account, sync):
    account.give(2)
    account.listed["/v1/refunds"].append(refund_of(1, None, payment_intent="pi_1"))
    assert sync().value == 1
    account.give(3, payment_intent="pi_1")
    assert sync().value == 1


@pytest.mark.parametrize(
    ("status", "remove", "keep"),
    [
        ("needs_response", 1, 2),
        ("under_review", 1, 2),
        ("lost", 1, 1),
        ("won", 2, 2),
        ("prevented", 2, 2),
        ("warning_needs_response", 2, 2),
        ("warning_closed", 2, 2),
        ("some_status_of_next_year", 1, 2),
    ],
)
def test_a_dispute_takes_its_payment_out_while_it_is_open_or_lost(account, sync, status, remove, keep):
    account.give(1, 2)
    account.listed["/v1/disputes"].append(dispute_of("ch_0001", status))
    assert sync().value == remove
    assert sync(open_disputes="keep").value == keep


def test_a_dispute_that_is_won_brings_the_supporter_back(account, sync):
    account.give(1, 2)
    account.listed["/v1/disputes"].append(dispute_of("ch_0001", "under_review"))
    assert sync().value == 1
    account.listed["/v1/disputes"][0]["status"] = "won"
    assert sync(later_s=86_401).value == 2


@pytest.mark.parametrize(
    ("before", "after", "values"),
    [
        ({"status": "pending", "captured": False}, {"status": "succeeded", "captured": True}, (1, 2)),
        ({"status": "pending", "captured": False}, {"status": "failed"}, (1, 1)),
        ({"captured": False, "amount_captured": 0}, {"captured": True, "amount_captured": 500}, (1, 2)),
    ],
)
def test_what_is_not_final_is_asked_for_again(account, sync, now, before, after, values):
    account.give(1, created=int(now.timestamp()) - 86_400, **before)
    account.give(2, created=int(now.timestamp()))
    assert sync().value == values[0]
    account.charges[0].update(after)
    account.requests.clear()
    assert sync(later_s=20_000).value == values[1]
    assert "charges/ch_0001" in asked(account)


def test_what_is_not_final_waits_for_its_turn_but_for_the_thorough(account, sync, now):
    account.give(1, status="pending", created=int(now.timestamp()) - 8 * 86_400)
    account.give(2, created=int(now.timestamp()) - 80)
    sync()
    account.requests.clear()
    sync(later_s=60)
    assert "charges/ch_0001" not in asked(account)
    sync(later_s=90, thorough=True)
    assert "charges/ch_0001" in asked(account)


def test_a_crash_or_an_outage_in_the_middle_loses_nothing_and_shows_nothing(
    account, sync, held, ledger, definition, now
):
    account.give(*range(1, 450))
    account.answers = [None] * 5 + [account.send(403, {"error": {}})]
    with pytest.raises(PaymentsUnavailable):
        sync()
    some = held()
    assert 100 <= len(some) < 449
    assert kept(ledger, definition, now=now) is None
    account.answers = []
    count = sync()
    assert count.value == 449
    assert set(some) < set(held())


def test_an_earlier_beginning_asks_for_what_was_left_out(account, sync):
    account.give(1, created=1_767_222_000)  # 2026-01-01 in Berlin
    account.give(2, 3)
    assert sync(starts=date(2026, 5, 1), timezone="Europe/Berlin").value == 2
    account.requests.clear()
    assert sync(starts=date(2026, 1, 1), timezone="Europe/Berlin").value == 3
    added = [request for request in account.requests if request.get("created[gte]") == "1767222000"]
    assert {request["created[lt]"] for request in added} == {"1777586400"}


def test_the_window_is_asked_for_from_its_first_moment_and_kept_to_its_last(account, sync):
    account.give(1, created=1_767_222_000 - 1)
    account.give(2, created=1_767_222_000)  # 2026-01-01 in Berlin
    account.give(3, created=1_767_308_399)
    account.give(4, created=1_767_308_400)  # 2026-01-02 in Berlin
    day = date(2026, 1, 1)
    count = sync(starts=day, ends=day, timezone="Europe/Berlin")
    assert (count.value, count.number(Reason.AFTER), count.campaign_payments) == (2, 1, 3)
    asked = {request["path"]: request["created[gte]"] for request in account.requests}
    invoices = asked.pop("/v1/invoice_payments")
    assert set(asked.values()) == {"1767222000"}
    assert int(invoices) < 1_767_222_000  # an invoice is paid later than it is made


def test_other_payments_are_those_of_the_window_s_time(account, sync):
    account.give(1, created=1_767_222_000)
    account.give(2, created=1_767_222_000 + 60, **OTHER)
    account.give(3, created=1_767_222_000 + 5 * 86_400, **OTHER)
    day = date(2026, 1, 1)
    assert sync(starts=day, ends=day, timezone="Europe/Berlin").other_payments == 1
    assert sync().other_payments == 2


def test_a_rolling_window_lets_go_of_what_is_too_old(account, sync, now):
    noon = int(now.timestamp())
    account.give(1, created=noon - 40 * 86_400)
    account.give(2, created=noon - 29 * 86_400)
    account.give(3, created=noon - 1 * 86_400)
    rolling = {"window": "rolling", "rolling_days": 30}
    assert [sync(later_s=days * 86_400, **rolling).value for days in (0, 1, 28)] == [2, 1, 1]


def test_a_campaign_that_is_still_to_come_has_no_supporters_and_asks_nobody(account, sync):
    account.give(1)
    assert (sync(starts=date(2027, 1, 1)).value, account.requests) == (0, [])


def test_an_empty_account_is_a_true_zero(sync):
    assert (sync().value, sync().other_payments) == (0, 0)


def test_a_campaign_whose_gifts_were_all_given_back_is_a_true_zero(account, sync):
    account.give(1, 2, amount_refunded=500)
    account.give(3, **OTHER)
    assert (sync().value, sync().campaign_payments) == (0, 2)


@pytest.mark.parametrize(("others", "words"), [(1, "1 other payment,"), (3, "3 other payments,")])
def test_no_match_among_other_payments_is_no_zero(account, sync, others, words):
    account.give(*range(2, 2 + others), **OTHER)
    with pytest.raises(NothingMatched, match=words) as caught:
        sync()
    assert 'wellspring_campaign to "spring"' in str(caught.value)


def test_gifts_that_are_marked_by_hand_after_no_match_are_found_by_the_next_count(account, sync):
    account.give(1, 900_000, 15_000_000, **OTHER)
    with pytest.raises(NothingMatched, match=r"that you mark by hand later are found by: wellspring refresh --full$"):
        sync()
    for charge in account.charges:
        charge["metadata"] = {"wellspring_campaign": "spring"}
    account.requests.clear()
    assert (sync(later_s=60).value, sync(later_s=120).value) == (3, 3)
    begun = [request["created[gte]"] for request in account.requests if request["path"] == "/v1/charges"]
    assert begun == ["1262304000", str(1_795_000_000 - 3_600)]


def test_after_no_match_only_the_window_is_asked_for_again_and_not_too_many(account, sync, monkeypatch):
    account.give(1)
    account.give(*range(14_000_000, 14_000_005), **OTHER)
    sync()
    account.charges[0]["metadata"] = {}
    late = {"starts": date(2026, 9, 1), "campaign": "autumn"}

    def begun():
        account.requests.clear()
        with pytest.raises(NothingMatched):
            sync(later_s=60, **late)
        return next(int(each["created[gte]"]) for each in account.requests if each["path"] == "/v1/charges")

    assert begun() == 1_794_000_004 - 3_600
    assert begun() == int(datetime(2026, 9, 1, tzinfo=UTC).timestamp()) - 3_600
    begun()
    monkeypatch.setattr(zero, "_MANY", 4)
    begun()
    assert begun() == 1_794_000_004 - 3_600


def test_after_no_match_what_came_after_the_window_is_not_asked_for_again_if_it_is_too_much(account, sync, monkeypatch):
    account.give(1, **OTHER)
    account.give(*range(14_000_000, 14_000_005), **OTHER)
    window = {"starts": date(2026, 5, 1), "ends": date(2026, 6, 30)}
    monkeypatch.setattr(zero, "_MANY", 4)
    for number in range(3):
        account.requests.clear()
        with pytest.raises(NothingMatched, match="The account has 1 other payment"):
            sync(later_s=60 * number, **window)
    begun = next(int(each["created[gte]"]) for each in account.requests if each["path"] == "/v1/charges")
    assert begun == 1_794_000_004 - 3_600


def test_who_gives_monthly_is_listed_whole_and_no_full_look_is_advised(account, sync):
    account.listed["/v1/subscriptions"].append(
        {"id": "sub_1", "object": "subscription", "livemode": False, "created": 1_780_000_000, "status": "active"}
        | {"currency": "usd", "metadata": {}, "customer": None, "items": {"object": "list", "data": []}}
    )
    with pytest.raises(NothingMatched, match=r"or correct `campaign` in mkdocs.yml\.$"):
        sync(metric="recurring")


@pytest.mark.parametrize(("days", "value"), [(29, 2), (31, 1)])
def test_a_gift_of_this_month_that_is_marked_by_hand_is_found_within_a_day(account, sync, days, value):
    account.give(1, **OTHER)
    account.give(2 + days * 86_400)
    assert sync().value == 1
    account.charges[0]["metadata"] = {"wellspring_campaign": "spring"}
    assert sync(later_s=86_399).value == 1
    assert sync(later_s=86_401).value == value


@pytest.mark.parametrize(("days", "value"), [(29, 2), (31, 1)])
def test_a_refund_of_this_month_that_fails_after_all_is_found_within_a_day(account, sync, days, value):
    account.give(1, 50_000_000)
    refunds = account.listed["/v1/refunds"]
    refunds += [refund_of(1, "ch_0001"), refund_of(2 + days * 86_400, "ch_50000000", amount=1)]
    assert sync().value == 1
    refunds[0]["status"] = "failed"
    assert sync(later_s=86_399).value == 1
    assert sync(later_s=86_401).value == value


@pytest.mark.parametrize(("days", "value"), [(179, 1), (181, 2)])
def test_a_dispute_of_this_half_year_that_was_closed_and_is_lost_is_found_within_a_day(account, sync, days, value):
    account.give(1, 2)
    disputes = account.listed["/v1/disputes"]
    disputes += [
        dispute_of("ch_0001", "warning_closed", created=1_770_000_000),
        dispute_of("ch_0002", "won", id="dp_2", created=1_770_000_002 + days * 86_400),
    ]
    assert sync().value == 2
    disputes[0]["status"] = "lost"
    assert sync(later_s=86_399).value == 2
    assert sync(later_s=86_401).value == value


@pytest.mark.parametrize("window", [{"window": "rolling", "rolling_days": 30}, {"window": "month"}])
def test_what_is_kept_is_a_number_of_the_moment_of_its_sync(account, sync, ledger, definition, now, window):
    noon = int(now.timestamp())
    for days in (22, 10, 0):
        account.give(days, created=noon - days * 86_400)
    moving = definition._replace(**window)
    count = sync(**window)
    for later in (0, 20, 400):
        held = kept(ledger, moving, now=now + timedelta(days=later))
        assert (held.value, held.as_of, held.lines) == (count.value, now, count.lines)
    assert kept(ledger, moving, now=now - timedelta(hours=1)).as_of == now - timedelta(hours=1)
    assert kept(ledger, definition, now=now) is None  # of all time, of which the ledger knows a month


def test_of_a_longer_window_than_was_asked_for_nothing_is_kept_however_late(account, sync, ledger, definition, now):
    account.give(1, created=int(now.timestamp()))
    sync(window="rolling", rolling_days=10)
    longer = definition._replace(window="rolling", rolling_days=30)
    assert [kept(ledger, longer, now=now + timedelta(days=days)) for days in (0, 25)] == [None, None]


def test_where_nobody_gave_anything_since_the_beginning_a_zero_is_true(account, sync):
    account.give(1, **OTHER)
    assert sync(starts=date(2026, 11, 1)).value == 0


def test_gifts_in_another_currency_than_is_counted_are_no_zero(account, sync):
    account.give(1, 2, currency="eur")
    account.give(3, currency="eur", status="failed")
    with pytest.raises(NothingMatched, match=r"payments is in USD, and 2 are in other currencies: correct `currency`"):
        sync(metric="net", currency="usd")
    account.give(4)
    assert sync(metric="net", currency="usd").value == 500


def test_where_the_campaign_had_gifts_before_the_window_a_zero_is_true(account, sync, now):
    account.give(1)
    account.give(2, created=int(now.timestamp()) - 60, **OTHER)
    count = sync(window="month")
    assert (count.value, count.other_payments) == (0, 1)
    account.charges.pop(0)
    with pytest.raises(NothingMatched):
        sync(window="month")


def test_a_refund_and_a_dispute_that_are_no_longer_listed_give_their_gifts_back_at_a_full_look(account, sync):
    account.give(1, 2)
    account.listed["/v1/refunds"].append(refund_of(1, "ch_0001"))
    account.listed["/v1/disputes"].append(dispute_of("ch_0002", "lost"))
    assert sync().value == 0
    account.listed["/v1/refunds"].clear()
    account.listed["/v1/disputes"].clear()
    assert sync(full=True, notice=lambda _line: None).value == 2


def test_after_a_week_all_is_asked_for_again_by_whoever_wishes_so(account, sync):
    account.give(1, 5_000_000)
    sync()
    account.charges[0]["metadata"] = {}  # what nothing tells
    said = []
    week_s = 7 * 86_400
    assert sync(later_s=week_s - 60, full=None, notice=pytest.fail).value == 2
    assert sync(later_s=week_s + 60, full=None, notice=said.append).value == 1
    assert sync(later_s=week_s + 120, full=None, notice=pytest.fail).value == 1
    assert len(said) == 1


def test_a_payment_that_changes_its_currency_is_refused_until_all_is_asked_for_again(account, sync):
    account.give(1, 2)
    assert sync(metric="net", currency="usd").value == 1_000
    account.charges[0]["currency"] = "eur"
    with pytest.raises(PaymentsMalformed, match="refresh --full"):
        sync(metric="net", currency="usd")
    assert sync(metric="net", currency="usd", full=True, notice=lambda _line: None).value == 500


def test_a_charge_of_the_future_does_not_hide_what_comes_before_it(account, sync, now):
    account.give(1)
    account.give(2_000_000_000)
    assert sync().value == 2
    account.charges.insert(
        1, {**account.charges[0], "id": "ch_new", "created": int(now.timestamp()) + 3_600, "billing_details": {}}
    )
    assert sync(later_s=86_400).value == 3


def test_what_the_api_does_not_find_once_is_asked_for_again(account, sync, now):
    account.give(1, created=int(now.timestamp()) - 86_400, status="pending", captured=False)
    account.give(2)
    account.charges.reverse()
    sync()
    lost = account.charges.pop()
    sync(later_s=86_400)
    account.charges.append({**lost, "status": "succeeded", "captured": True})
    assert sync(later_s=3 * 86_400).value == 2


def test_a_rest_that_was_reserved_and_never_taken_is_no_refund(account, sync):
    account.give(1, amount=1_000, amount_captured=400, amount_refunded=600)
    account.give(2, amount=1_000, amount_captured=400, amount_refunded=1_000)
    assert sync(metric="net", currency="usd").value == 400


def test_what_cannot_be_foreseen_is_one_line(account, api, ledger, definition, now, monkeypatch):
    account.give(1, metadata={"wellspring_campaign": "spring\0"}, customer="user-42 (old)")
    account.give(2, metadata={"wellspring_campaign": "\ud800"})
    account.give(3)
    count = synchronise(api, ledger, definition, now=now)
    assert (count.value, count.other_payments) == (1, 2)


def test_a_full_look_says_that_the_ledger_agrees(account, sync):
    account.give(1, 2)
    sync()
    said = []
    assert sync(full=True, notice=said.append).value == 2
    assert said == ["All was asked for again: the ledger agrees with 2 payments."]


def test_a_full_look_says_what_differed_and_mends_it(account, sync):
    account.give(*range(1, 6), 50_000)
    assert sync().value == 6
    account.charges[1]["amount_refunded"] = 500  # without a refund, which never happens
    del account.charges[2]  # as when test data is deleted
    account.give(60_000)
    assert sync().value == 7
    said = []
    assert sync(full=True, notice=said.append).value == 5
    assert "0 were new to the ledger, 1 differed, 1 are no longer listed" in said[0]
    assert sync(full=True, notice=said.append).value == 5
    assert "agrees" in said[1]


def test_of_monthly_gifts_a_full_look_is_one_like_any_other_and_no_week_asks_for_it(account, sync):
    account.give(1)
    assert sync().value == 1
    monthly = {"metric": "recurring", "payment_links": ("plink_1",), "later_s": 8 * 86_400}
    assert sync(**monthly, full=None, notice=pytest.fail).value == 0
    said = []
    sync(**monthly, full=True, notice=said.append)
    assert said == [
        "All was asked for again: the ledger holds the 0 subscriptions of the account, as after each count."
    ]
    sync(later_s=8 * 86_400, full=None, notice=said.append)
    assert said[1:] == ["All was asked for again: the ledger agrees with 1 payments."]


@pytest.mark.parametrize(("mode", "livemode"), [(Mode.LIVE, True), (Mode.TEST, False), (Mode.SANDBOX, False)])
@pytest.mark.parametrize("right", [True, False])
def test_money_of_another_mode_is_never_counted(account, tmp_path, definition, now, mode, livemode, right):
    class API(StripeAPI):
        """One whose key says `mode`, whatever the address."""

        def __init__(self):
            super().__init__(SecretKey(KEYS[Mode.SANDBOX]), account.base, Deadline(60.0))
            self.mode = mode

    account.give(1, livemode=livemode == right, **OTHER)
    account.give(2, livemode=livemode)
    ledger, api = opened(tmp_path, mode), API()
    try:
        if right:
            assert synchronise(api, ledger, definition._replace(mode=mode), now=now).value == 1
        else:
            with pytest.raises(PaymentsMalformed):
                synchronise(api, ledger, definition._replace(mode=mode), now=now)
    finally:
        api.close()
        ledger.close()


def test_a_ledger_of_another_mode_is_refused(api, tmp_path, definition, now):
    ledger = opened(tmp_path, Mode.TEST)
    with pytest.raises(PaymentsMalformed, match="ledger of test money"):
        synchronise(api, ledger, definition, now=now)
    ledger.close()


@pytest.mark.parametrize(
    "change",
    [
        {"id": None},
        {"id": "ada@example.org"},
        {"created": 2**52},
        {"livemode": None},
        {"livemode": "false"},
        {"captured": None},
        {"captured": 1},
        {"status": 1},
        {"amount_captured": "500"},
        {"amount_captured": None},
        {"amount_captured": 2**60},
        {"amount_refunded": 0.0},
        {"amount_refunded": -1},
        {"currency": None},
        {"currency": "ada@example.org"},
        {"metadata": None},
        {"metadata": []},
        {"metadata": {"wellspring_campaign": 7}},
        {"billing_details": "ada@example.org"},
        {"billing_details": {"email": 7}},
        {"receipt_email": ["ada@example.org"]},
        {"customer": 7},
    ],
    ids=str,
)
def test_a_wrong_type_in_one_charge_refuses_all_and_leaves_the_ledger(account, sync, held, change):
    account.give(1, 2)
    account.charges[0].update(change)
    with pytest.raises(PaymentsMalformed) as caught:
        sync()
    assert "ada@" not in str(caught.value)
    assert held() == []


PRIVATE = re.compile(rb"seeded|Ada Poe|cus_seed|4242|1, Main Street|rk_test_sandbox", re.IGNORECASE)


PERSON = {
    "billing_details": {"email": "Seeded.One@example.org", "name": "Ada Poe", "address": {"line1": "1, Main Street"}},
    "receipt_email": "seeded.two@example.org",
    "customer": "cus_seed",
    "description": "Gift of Ada Poe, seeded.three@example.org",
}


def test_no_address_name_or_card_is_written(account, sync, tmp_path):
    account.give(1, 2, **PERSON)
    assert sync().value == 1
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(files) == {"ledger.db", "ledger.db-wal", "ledger.db-shm"}
    assert b"ch_0002" in b"".join(files.values())
    assert not PRIVATE.search(b"".join(files.values()))


def test_no_address_name_or_card_is_logged_or_said(account, sync, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    account.give(1, 2, **PERSON)
    assert sync().value == 1
    listing = account.page({"limit": "100"})
    said = []
    for bad in (
        account.send(200, {**listing, "data": [{**listing["data"][0], "currency": "Ada Poe"}]}),
        account.send(200, {**listing, "data": [{**listing["data"][0], "created": "seeded"}]}),
        account.send(400, {"error": {"message": "No seeded.one@example.org", "param": "seeded"}}),
        account.send(500, listing),
        account.send(200, str(listing)),
        account.send(200, {"error": "seeded.one@example.org"}),
    ):
        account.answers = [bad]
        with pytest.raises(PaymentsError) as caught:
            sync()
        said.append("".join(traceback.format_exception(caught.value)) + everything(caught.value))
    assert not PRIVATE.search("".join([*said, caplog.text, *capfd.readouterr()]).encode())


def everything(error):
    """All that an error carries along, whether a traceback shows it or not."""
    return (
        ""
        if error is None
        else repr((error, vars(error))) + everything(error.__context__) + everything(error.__cause__)
    )
