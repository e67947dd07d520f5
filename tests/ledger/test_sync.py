"""From an account into the ledger: all of a campaign, or nothing."""

import logging
import re
import traceback
from dataclasses import replace
from datetime import date

import pytest

from mkdocs_wellspring.errors import NothingMatched, PaymentsError, PaymentsMalformed
from mkdocs_wellspring.ledger.records import Count, Mode
from mkdocs_wellspring.ledger.secret import SecretKey
from mkdocs_wellspring.ledger.store import Ledger
from mkdocs_wellspring.ledger.stripe import StripeAPI
from mkdocs_wellspring.ledger.sync import synchronise

OTHER = {"metadata": {}}


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger.open(f"sqlite:///{tmp_path / 'ledger.db'}", b"k" * 32)
    yield opened
    opened.close()


@pytest.fixture
def kept(ledger, definition):
    return lambda: [payment.id for payment in ledger.payments(definition)]


@pytest.fixture
def sync(account, ledger, definition, now):
    api = StripeAPI(SecretKey("rk_test_sandbox"), account.base, 5.0, pause_s=0.01)
    return lambda **changes: synchronise(api, ledger, replace(definition, **changes), now=now)


def test_the_campaign_s_payments_are_kept_and_the_others_only_counted(account, sync, kept, definition, now):
    account.give(1, 2)
    account.give(3, amount_refunded=500)
    account.give(4, billing_details={"email": "PERSON1@example.org"})
    account.give(5, **OTHER)
    account.give(6, metadata={"wellspring_campaign": "autumn"})
    assert sync() == Count(2, now, definition, counted_payments=3, campaign_payments=4, other_payments=2)
    assert kept() == ["ch_0001", "ch_0002", "ch_0003", "ch_0004"]


def test_a_gift_that_was_given_back_since_no_longer_counts(account, sync):
    account.give(1, 2)
    assert sync().value == 2
    account.charges[0]["amount_refunded"] = 500
    assert sync().value == 1
    account.charges.pop()
    assert (sync().value, sync().campaign_payments) == (0, 1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"receipt_email": "b@example.org"}, {"billing_details": {"email": "B@example.org"}}),
        ({"customer": "cus_1"}, {"customer": "cus_1"}),
        ({"customer": "cus_1"}, {"customer": {"id": "cus_1", "object": "customer"}}),
    ],
)
def test_a_shared_address_or_customer_makes_one_supporter(account, sync, first, second):
    account.give(1, **first)
    account.give(2, **second)
    assert sync().value == 1


def test_givers_of_whom_nothing_is_known_are_one_a_charge(account, sync):
    account.give(1, 2, billing_details={"email": None})
    account.give(3, billing_details=None)
    assert sync().value == 3


def test_the_window_is_asked_for_from_its_first_moment_and_kept_to_its_last(account, sync):
    account.give(1, created=1_767_222_000 - 1)
    account.give(2, created=1_767_222_000)  # 2026-01-01 in Berlin
    account.give(3, created=1_767_308_399)
    account.give(4, created=1_767_308_400)  # 2026-01-02 in Berlin
    day = date(2026, 1, 1)
    count = sync(starts=day, ends=day, timezone="Europe/Berlin")
    assert (count.value, count.campaign_payments) == (2, 3)
    assert account.requests[0]["created[gte]"] == "1767222000"


def test_an_empty_account_is_a_true_zero(sync):
    assert (sync().value, sync().other_payments) == (0, 0)


def test_a_campaign_whose_gifts_were_all_given_back_is_a_true_zero(account, sync):
    account.give(1, 2, amount_refunded=500)
    account.give(3, **OTHER)
    assert (sync().value, sync().campaign_payments) == (0, 2)


@pytest.mark.parametrize(("others", "words"), [(1, "1 other payment,"), (3, "3 other payments,")])
def test_no_match_among_other_payments_is_no_zero_and_leaves_the_ledger(account, sync, kept, others, words):
    account.give(1)
    sync()
    account.charges.clear()
    account.give(*range(2, 2 + others), **OTHER)
    with pytest.raises(NothingMatched, match=words) as caught:
        sync()
    assert 'wellspring_campaign to "spring"' in str(caught.value)
    assert kept() == ["ch_0001"]


@pytest.mark.parametrize(("mode", "livemode"), [(Mode.LIVE, True), (Mode.TEST, False), (Mode.SANDBOX, False)])
def test_money_of_the_mode_is_counted(account, sync, mode, livemode):
    account.give(1, 2, livemode=livemode)
    assert sync(mode=mode).value == 2


@pytest.mark.parametrize(("mode", "livemode"), [(Mode.LIVE, False), (Mode.TEST, True), (Mode.SANDBOX, True)])
@pytest.mark.parametrize("campaign", [{}, OTHER])
def test_money_of_another_mode_is_never_counted(account, sync, mode, livemode, campaign):
    account.give(1, livemode=not livemode)
    account.give(2, livemode=livemode, **campaign)
    with pytest.raises(PaymentsMalformed, match="key of mode"):
        sync(mode=mode)


@pytest.mark.parametrize(
    "change",
    [
        {"id": None},
        {"id": "ada@example.org"},
        {"created": "1780000000"},
        {"created": True},
        {"created": -1},
        {"created": 2**52},
        {"created": 1.5},
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
        {"customer": {}},
    ],
    ids=str,
)
def test_a_wrong_type_in_one_charge_refuses_all_and_leaves_the_ledger(account, sync, kept, change):
    account.give(1)
    sync()
    account.give(2, 3)
    account.charges[1].update(change)
    with pytest.raises(PaymentsMalformed) as caught:
        sync()
    assert "ada@" not in str(caught.value)
    assert kept() == ["ch_0001"]


def test_a_charge_that_is_listed_twice_refuses_all(account, sync):
    account.give(1, 2, 1)
    with pytest.raises(PaymentsMalformed, match="twice"):
        sync()


@pytest.mark.parametrize("page", [2, 3])
@pytest.mark.parametrize("failure", ["error", "html", "reset"])
def test_a_partial_listing_never_reaches_the_ledger(account, sync, kept, page, failure):
    bad = {
        "error": account.send(500, {"error": {}}),
        "html": account.send(200, "<html>"),
        "reset": lambda request: request.connection.close(),
    }
    account.give(1)
    sync()
    account.give(*range(2, 300))
    account.requests.clear()
    account.answers = [None] * (page - 1) + [bad[failure]]
    with pytest.raises(PaymentsError):
        sync()
    assert kept() == ["ch_0001"]


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
