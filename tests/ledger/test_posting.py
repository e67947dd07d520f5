"""What is made or changed at the payments API: once, and with the same distrust as what is read."""

import logging
from urllib.parse import parse_qs

import pytest

from mkdocs_wellspring.errors import PaymentsMalformed, PaymentsUnavailable
from mkdocs_wellspring.ledger.api.failures import Refused
from mkdocs_wellspring.ledger.api.listing import PAYMENT_LINKS
from mkdocs_wellspring.ledger.deadline import Deadline
from mkdocs_wellspring.ledger.secret import SecretKey
from mkdocs_wellspring.ledger.stripe import StripeAPI

LINK = {"id": "plink_1", "object": "payment_link", "livemode": False, "active": True, "metadata": {}}
PARAMS = {
    "line_items": [{"price": "price_1", "quantity": 1}],
    "metadata": {"wellspring_campaign": "spring & sons=ü"},
    "custom_unit_amount": {"enabled": True},
}


@pytest.fixture
def posted(account):
    """What was sent, as (path, form, idempotency key), beside the account that answers."""
    sent = []

    def hearing(answer):
        def hear(request):
            form = parse_qs(request.rfile.read(int(request.headers["Content-Length"])).decode())
            sent.append((request.path, {name: each[0] for name, each in form.items()}, request.headers))
            answer(request)

        return hear

    account.answers = [hearing(account.send(200, LINK))]
    account.hearing, account.sent = hearing, sent
    return account


def post(account, *, kind="payment_link", params=PARAMS, key="k-1", seconds=10.0, **more):
    shop = StripeAPI(SecretKey("rk_test_secret1"), account.base, Deadline(seconds), pause_s=0.001)
    try:
        return shop.post(kind, params, idempotency_key=key, **more)
    finally:
        shop.close()


def test_a_form_is_sent_with_its_key(posted):
    assert post(posted) == LINK
    ((path, form, headers),) = posted.sent
    assert path == "/v1/payment_links"
    assert form == {
        "line_items[0][price]": "price_1",
        "line_items[0][quantity]": "1",
        "metadata[wellspring_campaign]": "spring & sons=ü",
        "custom_unit_amount[enabled]": "true",
    }
    assert headers["Idempotency-Key"] == "k-1"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert headers["Authorization"] == "Bearer rk_test_secret1"


def test_a_change_goes_to_the_object(posted):
    assert post(posted, params={"active": False}, identifier="plink_1") == LINK
    path, form, _headers = posted.sent[0]
    assert (path, form) == ("/v1/payment_links/plink_1", {"active": "false"})


@pytest.mark.parametrize("status", [409, 429, 500, 503])
def test_a_repetition_has_the_same_key(posted, status):
    posted.answers = [posted.hearing(posted.send(status, {"error": {"message": "x"}}))] * 2 + posted.answers
    assert post(posted) == LINK
    assert [headers["Idempotency-Key"] for _path, _form, headers in posted.sent] == ["k-1"] * 3
    assert len({str(form) for _path, form, _headers in posted.sent}) == 1


def test_an_answer_that_breaks_off_is_asked_for_again_with_the_same_key(posted):
    def broken(request):
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b"{")

    posted.answers = [posted.hearing(broken), *posted.answers]
    assert post(posted) == LINK
    assert [headers["Idempotency-Key"] for _path, _form, headers in posted.sent] == ["k-1"] * 2


def test_a_deadline_ends_it(posted):
    posted.answers = [posted.hearing(lambda _request: posted.released.wait(5))]
    with pytest.raises(PaymentsUnavailable):
        post(posted, seconds=0.2)
    posted.released.set()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ([], "no object"),
        (None, "no object"),
        ({**LINK, "object": "price"}, "something that is no payment link"),
        ({**LINK, "id": "plink 1"}, "a payment link without an `id`"),
        ({**LINK, "livemode": True}, "answered live payments to a key of mode sandbox"),
        ({**LINK, "livemode": None}, "a payment link without `livemode`"),
        ("<html>", "no JSON of Stripe's"),
    ],
)
def test_an_answer_that_is_no_such_object_is_refused(posted, answer, said):
    posted.answers = [posted.hearing(posted.send(200, answer))]
    with pytest.raises(PaymentsMalformed, match=said):
        post(posted)


def test_another_object_than_was_changed_is_refused(posted):
    with pytest.raises(PaymentsMalformed, match="another payment link than was asked for"):
        post(posted, identifier="plink_2")


@pytest.mark.parametrize(
    ("error", "code", "param", "told"),
    [
        (
            {"code": "amount_too_small", "param": "line_items[0][price]"},
            "amount_too_small",
            "line_items[0][price]",
            True,
        ),
        ({"param": "metadata"}, "", "metadata", True),
        ({"param": "rk_test_secret1"}, "", "", False),
        ({"param": "metadata[ada@example.org]", "code": "Ada Poe"}, "", "", False),
        ({"type": "idempotency_error"}, "", "", False),
        ({}, "", "", False),
    ],
)
def test_a_refusal_says_what_was_refused_and_nothing_else(posted, caplog, error, code, param, told):
    posted.answers = [
        posted.hearing(posted.send(400, {"error": {"message": "ada@example.org rk_test_secret1", **error}}))
    ]
    with caplog.at_level(logging.DEBUG), pytest.raises(Refused) as caught:
        post(posted)
    assert (caught.value.code, caught.value.param) == (code, param)
    text = str(caught.value)
    assert text.startswith("The payments API does not take the payment link that was to be made")
    assert ("parameter" in text) is told
    for secret in ("ada@", "Ada Poe", "secret1"):
        assert secret not in text + repr(caught.value.__context__) + caplog.text
    assert len(posted.sent) == 1


@pytest.mark.parametrize(
    ("kind", "text", "lacks"),
    [
        ("product", "", "Products: write"),
        ("price", "", "Prices: write"),
        ("price", "Having the 'rak_plan_write' permission", "Prices: write"),
        ("payment_link", "", "Payment Links: write"),
        ("payment_link", "Having the 'rak_product_read' permission", "Products: write"),
    ],
)
def test_a_right_that_lacks_is_named(posted, kind, text, lacks):
    posted.answers = [posted.hearing(posted.send(403, {"error": {"message": text}}))]
    with pytest.raises(PaymentsUnavailable) as caught:
        post(posted, kind=kind)
    assert f"may not make {kind.replace('_', ' ')}s, for lack of {lacks}: set" in str(caught.value)


def test_a_listing_without_dates_is_checked_for_all_the_rest(account):
    def listed(*objects, more=False):
        account.answers = [account.send(200, {"object": "list", "data": list(objects), "has_more": more})]
        shop = StripeAPI(SecretKey("rk_test_x"), account.base, Deadline(10.0), pause_s=0.001)
        try:
            return shop.page(PAYMENT_LINKS, after="plink_9")
        finally:
            shop.close()

    other = {**LINK, "id": "plink_2"}
    assert listed(LINK, other, more=True).objects == (LINK, other)
    for wrong in ([LINK, LINK], [{**LINK, "id": "plink_9"}], [{**LINK, "livemode": True}], [{**LINK, "object": "x"}]):
        with pytest.raises(PaymentsMalformed):
            listed(*wrong)
