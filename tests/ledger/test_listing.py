"""Every page is compared with what was asked for."""

import pytest

from mkdocs_wellspring.errors import PaymentsMalformed
from mkdocs_wellspring.ledger.api.listing import (
    CHARGES,
    DISPUTES,
    INVOICE_LINES,
    REFUNDS,
    SUBSCRIPTIONS,
    checked,
    checked_one,
    is_id,
    of_kind,
    sessions,
)
from mkdocs_wellspring.ledger.records import Mode

SEEDED = "ada.lovelace@example.org"


def thing(number=1, **changes):
    return {"object": "charge", "id": f"ch_{number}", "created": 100 + number, "livemode": False, **changes}


def without(name):
    return {key: value for key, value in thing().items() if key != name}


def listed(*things, more=False, **changes):
    return {"object": "list", "data": list(things), "has_more": more, "url": "/v1/charges", **changes}


def read(answer, listing=CHARGES, *, mode=Mode.TEST, low=None, below=None, after=None):
    return checked(answer, listing, mode=mode, low=low, below=below, after=after)


@pytest.mark.parametrize("more", [True, False])
def test_a_page_is_what_the_api_answered(more):
    page = read(listed(thing(3), thing(2), thing(1), more=more), low=101, below=104, after="ch_4")
    assert [each["id"] for each in page.objects] == ["ch_3", "ch_2", "ch_1"]
    assert page.more is more


def test_a_page_may_be_empty_where_nothing_follows():
    assert read(listed()).objects == ()


def test_things_of_one_second_are_in_any_order():
    assert len(read(listed(thing(1), thing(2, created=101), thing(3, created=101))).objects) == 3


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "no list"),
        ([], "no list"),
        ([thing()], "no list"),
        (7, "no list"),
        (SEEDED, "no list"),
        ({}, "no list"),
        (thing(), "no list"),
        ({"error": "text"}, "no list"),
        ({"error": {"message": SEEDED}}, "no list"),
        ({"object": "search_result", "data": [], "has_more": False}, "no list"),
        ({"object": "list", "has_more": False}, "without `data`"),
        ({"object": "list", "data": None, "has_more": False}, "without `data`"),
        ({"object": "list", "data": {}, "has_more": False}, "without `data`"),
        (listed(None), "without `data`"),
        (listed([thing()]), "without `data`"),
        (listed(SEEDED), "without `data`"),
        ({"object": "list", "data": []}, "without `has_more`"),
        (listed(more="false"), "without `has_more`"),
        (listed(more=None), "without `has_more`"),
        (listed(more=1), "without `has_more`"),
        (listed(more=True), "an empty page that promises more"),
        (listed(thing(object="refund")), "no charge"),
        (listed(without("object")), "no charge"),
        (listed(without("id")), "without an `id`"),
        (listed(thing(id=7)), "without an `id`"),
        (listed(thing(id="")), "without an `id`"),
        (listed(thing(id="\ud800")), "without an `id`"),
        (listed(thing(id=SEEDED)), "without an `id`"),
        (listed(thing(id="ch_1\n")), "without an `id`"),
        (listed(thing(id="x" * 256)), "without an `id`"),
        (listed(without("created")), "without `created`"),
        (listed(thing(created=None)), "without `created`"),
        (listed(thing(created="101")), "without `created`"),
        (listed(thing(created=101.0)), "without `created`"),
        (listed(thing(created=True)), "without `created`"),
        (listed(thing(1), thing(2)), "does not begin with the newest"),
        (listed(thing(2), thing(2)), "the same charge twice"),
        (listed(thing(3), thing(2), thing(2, id="ch_3")), "the same charge twice"),
        (listed(without("livemode")), "without `livemode`"),
        (listed(thing(livemode=None)), "without `livemode`"),
        (listed(thing(livemode="false")), "without `livemode`"),
        (listed(thing(livemode=True)), "live payments to a key of mode test"),
    ],
)
def test_another_shape_is_refused_in_one_line_that_says_that_nothing_was_counted(answer, words):
    with pytest.raises(PaymentsMalformed) as caught:
        read(answer)
    text = str(caught.value)
    assert words in text
    assert "nothing was counted: " in text
    assert "\n" not in text
    assert SEEDED not in text


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ({"low": 103}, "of another time"),
        ({"below": 102}, "of another time"),
        ({"low": 103, "below": 104}, "of another time"),
        ({"after": "ch_2"}, "the same charge twice"),
        ({"after": "ch_1"}, "the same charge twice"),
    ],
)
def test_what_was_not_asked_for_is_refused(bounds, words):
    with pytest.raises(PaymentsMalformed, match=words):
        read(listed(thing(2), thing(1)), **bounds)


@pytest.mark.parametrize(
    ("mode", "live", "fits"),
    [
        (Mode.LIVE, True, True),
        (Mode.LIVE, False, False),
        (Mode.TEST, False, True),
        (Mode.TEST, True, False),
        (Mode.SANDBOX, False, True),
        (Mode.SANDBOX, True, False),
    ],
)
def test_real_money_and_test_money_never_mix(mode, live, fits):
    answer = listed(thing(livemode=live))
    if fits:
        assert read(answer, mode=mode).objects
    else:
        with pytest.raises(PaymentsMalformed, match="check WELLSPRING_STRIPE_KEY"):
            read(answer, mode=mode)


def test_a_refund_does_not_say_whose_money_it_is():
    refund = {"object": "refund", "id": "re_1", "created": 1}
    assert read(listed(refund), REFUNDS, mode=Mode.LIVE).objects == (refund,)


def test_one_object_is_what_was_asked_for():
    assert checked_one(thing(), "charge", "ch_1", mode=Mode.TEST) == thing()


@pytest.mark.parametrize(
    "answer",
    [None, [], SEEDED, listed(thing()), thing(2), thing(object="refund"), thing(livemode=True), without("created")],
)
def test_another_object_than_was_asked_for_is_refused(answer):
    with pytest.raises(PaymentsMalformed) as caught:
        checked_one(answer, "charge", "ch_1", mode=Mode.TEST)
    assert SEEDED not in str(caught.value)


def test_sessions_are_those_of_one_link_or_all():
    expand = ["data.line_items"]
    assert sessions("plink_1").params == {"status": "complete", "payment_link": "plink_1", "expand": expand}
    assert sessions(None).params == {"status": "complete", "expand": expand}


@pytest.mark.parametrize("listing", [CHARGES, REFUNDS, DISPUTES, INVOICE_LINES, SUBSCRIPTIONS, sessions(None)])
def test_the_listing_of_a_kind_is_found(listing):
    assert of_kind(listing.kind) == listing


def test_a_kind_that_is_never_listed_is_not_found():
    with pytest.raises(LookupError):
        of_kind("balance")


@pytest.mark.parametrize(("value", "fits"), [("ch_1", True), ("", False), ("a-b", False), ("ä", False), (None, False)])
def test_an_id_is_letters_digits_and_underscores(value, fits):
    assert is_id(value) is fits
