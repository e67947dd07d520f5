"""Monthly gifts: which payments are theirs, and who gives monthly now."""

from datetime import date

import pytest

from mkdocs_wellspring.errors import NothingMatched
from mkdocs_wellspring.ledger.deadline import Deadline
from mkdocs_wellspring.ledger.records import Line, Mode, Reason
from mkdocs_wellspring.ledger.secret import SecretKey
from mkdocs_wellspring.ledger.store import Ledger
from mkdocs_wellspring.ledger.stripe import StripeAPI
from mkdocs_wellspring.ledger.sync import synchronise

from .description import description

SPRING = {"wellspring_campaign": "spring"}


@pytest.fixture
def sync(account, definition, now):
    api = StripeAPI(SecretKey("rk_test_sandbox"), account.base, Deadline(60.0), pause_s=0.01)
    ledger = Ledger.open("sqlite://", b"k" * 32, "an account", Mode.SANDBOX)
    yield lambda **changes: synchronise(api, ledger, definition._replace(**changes), now=now)
    api.close()
    ledger.close()


def invoice_payment_of(number, intent, *, metadata=None, subscription="sub_1", created=1_780_000_000, lines=()):
    return {
        "id": f"inpay_{number}",
        "object": "invoice_payment",
        "livemode": False,
        "created": created,
        "payment": {"type": "payment_intent", "payment_intent": intent},
        "invoice": {
            "id": f"in_{number}",
            "object": "invoice",
            "parent": {"subscription_details": {"subscription": subscription, "metadata": metadata or {}}},
            "lines": {"object": "list", "has_more": False, "data": list(lines)},
        },
    }


def session_of(number, *, link="plink_1", status="complete", created=1_780_000_000, **subject):
    return {
        "id": f"cs_test_{number}",
        "object": "checkout.session",
        "livemode": False,
        "created": created,
        "status": status,
        "payment_link": link,
        "payment_intent": None,
        "subscription": None,
        "line_items": {"object": "list", "has_more": False, "data": []},
        **subject,
    }


def subscription_of(number, status="active", **changes):
    price = {"id": "price_1", "object": "price", "product": "prod_1", "unit_amount": 500}
    return {
        "id": f"sub_{number}",
        "object": "subscription",
        "livemode": False,
        "created": 1_780_000_000 + number,
        "status": status,
        "currency": "usd",
        "pause_collection": None,
        "metadata": SPRING,
        "customer": {"id": f"cus_{number}", "object": "customer", "email": f"p{number}@example.org"},
        "items": {
            "object": "list",
            "has_more": False,
            "data": [{"price": price, "quantity": 1, "current_period_start": 1_795_000_000}],
        },
        **changes,
    }


def test_a_renewal_is_the_campaign_s_by_its_invoice_and_not_where_nobody_looks(account, sync):
    account.give(1, payment_intent="pi_1", metadata={})
    account.give(2)
    account.listed["/v1/invoice_payments"].append(invoice_payment_of(1, "pi_1", metadata=SPRING))
    assert (sync().value, sync(monthly=False).value) == (2, 1)


def test_a_renewal_without_a_payment_intent_is_known_by_its_charge(account, sync):
    named = description()["components"]["schemas"]["invoices_payments_invoice_payment_associated_payment"]["properties"]
    assert {"charge", "payment_intent"} <= set(named)
    account.give(1, payment_intent=None, metadata={})
    account.give(2, payment_intent=None, metadata={})
    account.give(3)
    assert sync().value == 1
    paid = invoice_payment_of(1, None, metadata=SPRING, subscription="sub_1")
    account.listed["/v1/invoice_payments"].append({**paid, "payment": {"type": "charge", "charge": "ch_0001"}})
    assert sync().value == 2
    assert sync(metric="payments").value == 2
    account.listed["/v1/checkout/sessions"].append(session_of(1, subscription="sub_1"))
    assert sync(campaign="autumn", payment_links=("plink_1",)).value == 1


def test_a_renewal_in_the_window_counts_though_its_invoice_and_its_link_s_session_are_older(account, sync):
    account.give(1, payment_intent="pi_1", metadata={}, created=1_790_000_000)
    account.give(2, payment_intent="pi_2", metadata={}, created=1_790_000_100)
    account.listed["/v1/invoice_payments"] += [
        invoice_payment_of(1, "pi_1", metadata=SPRING, subscription="sub_9", created=1_787_000_000),
        invoice_payment_of(2, "pi_2", created=1_789_999_000),
    ]
    account.listed["/v1/checkout/sessions"].append(session_of(1, subscription="sub_1", created=1_700_000_000))
    begun = {"starts": date(2026, 9, 20), "payment_links": ("plink_1",)}
    assert sync(**begun).value == 2


def test_a_session_made_before_midnight_and_paid_after_it_is_in_the_window(account, sync):
    account.give(1, payment_intent="pi_1", metadata={}, created=1_789_862_400 + 600)  # 2026-09-20
    account.listed["/v1/checkout/sessions"].append(
        session_of(
            1,
            link=None,
            payment_intent="pi_1",
            created=1_789_862_400 - 600,
            line_items={
                "object": "list",
                "has_more": False,
                "data": [{"price": {"id": "gold-plan", "object": "price", "product": "my.product"}}],
            },
        )
    )
    assert sync(starts=date(2026, 9, 20), products=("my.product",)).value == 1
    assert sync(starts=date(2026, 9, 20), prices=("gold-plan",)).value == 1


def begun(account, path, parts):
    """A list of twelve, which shows the first ten and goes on at the path."""
    account.listed[path] = parts[::-1]
    return {"object": "list", "has_more": True, "data": parts[:10]}


def test_the_twelfth_thing_in_a_checkout_counts_as_the_first_does(account, sync):
    account.give(1, payment_intent="pi_1", metadata={})
    items = [
        {"id": f"li_{number}", "object": "item", "price": {"id": f"price_{number}", "product": f"prod_{number}"}}
        for number in range(12)
    ]
    shown = begun(account, "/v1/checkout/sessions/cs_test_1/line_items", items)
    account.listed["/v1/checkout/sessions"].append(session_of(1, link=None, payment_intent="pi_1", line_items=shown))
    assert sync(products=("prod_11",)).value == sync(prices=("price_10",)).value == 1


def test_the_twelfth_line_of_an_invoice_counts_as_the_first_does(account, sync):
    account.give(1, payment_intent="pi_1", metadata={})
    lines = [
        {
            "id": f"il_{number}",
            "object": "line_item",
            "pricing": {"price_details": {"price": f"price_{number}", "product": f"prod_{number}"}},
        }
        for number in range(12)
    ]
    paid = invoice_payment_of(1, "pi_1")
    paid["invoice"]["lines"] = begun(account, "/v1/invoices/in_1/lines", lines)
    account.listed["/v1/invoice_payments"].append(paid)
    with pytest.raises(NothingMatched):  # whose lines were not asked for, as nobody looks for what was bought
        sync()
    assert sync(products=("prod_11",)).value == sync(prices=("price_10",)).value == 1


def test_the_twelfth_item_of_a_subscription_is_part_of_it(account, sync):
    items = [
        {
            "id": f"si_{number}",
            "object": "subscription_item",
            "price": {"id": f"price_{number}", "object": "price", "product": f"prod_{number}", "unit_amount": 100},
            "quantity": 1,
            "current_period_start": 1_795_000_000,
        }
        for number in range(12)
    ]
    account.listed["/v1/subscriptions"].append(
        subscription_of(1, metadata={}, items=begun(account, "/v1/subscription_items", items))
    )
    wanted = {"metric": "recurring", "currency": "usd", "products": ("prod_11",)}
    assert sync(**wanted, minimum_minor=1200).value == 1
    assert sync(**wanted, minimum_minor=1201).value == 0


def test_a_session_that_is_not_complete_says_nothing(account, sync):
    account.give(1, payment_intent="pi_1", metadata={})
    account.give(2)
    account.listed["/v1/checkout/sessions"].append(session_of(1, status="open", payment_intent="pi_1"))
    assert sync(payment_links=("plink_1",)).value == 1


@pytest.mark.parametrize(
    ("status", "changes", "reason"),
    [
        ("active", {}, Reason.COUNTED),
        ("trialing", {}, Reason.TRIAL),
        ("paused", {}, Reason.PAUSED),
        ("active", {"pause_collection": {"behavior": "void"}}, Reason.PAUSED),
        ("past_due", {"pause_collection": {"behavior": "void"}}, Reason.PAUSED),
        ("past_due", {}, Reason.COUNTED),
        ("unpaid", {}, Reason.UNPAID),
        ("incomplete", {}, Reason.INCOMPLETE),
        ("incomplete_expired", {}, Reason.ENDED),
        ("active", {"currency": "eur"}, Reason.CURRENCY),
    ],
)
def test_who_gives_monthly_now(account, sync, status, changes, reason):
    account.listed["/v1/subscriptions"] += [subscription_of(1), subscription_of(2, status, **changes)]
    count = sync(metric="recurring", currency="usd")
    assert count.number(reason) == (2 if reason is Reason.COUNTED else 1)
    assert count.value == count.number(Reason.COUNTED)


def test_a_renewal_that_is_late_counts_for_some_days(account, sync, now):
    late = subscription_of(1, "past_due")
    late["items"]["data"][0]["current_period_start"] = int(now.timestamp()) - 10 * 86_400
    account.listed["/v1/subscriptions"].append(late)
    assert sync(metric="recurring", past_due_days=11).value == 1
    assert sync(metric="recurring", past_due_days=10).lines == (Line(Reason.PAST_DUE, 1),)


def test_which_of_its_things_was_renewed_last_says_since_when_it_is_late(account, sync, now):
    late = subscription_of(1, "past_due")
    (item,) = late["items"]["data"]
    late["items"]["data"] = [
        {**item, "current_period_start": int(now.timestamp()) - days * 86_400} for days in (300, 10, 200)
    ]
    account.listed["/v1/subscriptions"].append(late)
    assert sync(metric="recurring", past_due_days=11).value == 1
    assert sync(metric="recurring", past_due_days=10).value == 0


@pytest.mark.parametrize(
    ("statuses", "counted"),
    [
        (["active", "past_due", "past_due", "past_due"], [1, 1, 0, 0]),
        (["past_due", "past_due", "active", "past_due"], [1, 0, 1, 1]),
        (["past_due", "past_due", "unpaid", "past_due"], [1, 0, 0, 1]),
    ],
)
def test_the_grace_is_granted_once_and_not_each_month(account, sync, now, statuses, counted):
    found = []
    for month, status in enumerate(statuses):
        late = subscription_of(1, status)
        late["items"]["data"][0]["current_period_start"] = int(now.timestamp()) - (5 - month) * 86_400
        account.listed["/v1/subscriptions"][:] = [late]
        found.append(sync(metric="recurring", past_due_days=6 - month).number(Reason.COUNTED))
    assert found == counted


@pytest.mark.parametrize(
    ("price", "number"),
    [
        ({"unit_amount": 499}, 0),
        ({"unit_amount": 500}, 1),
        ({"unit_amount": None}, 1),
        ({"unit_amount": 10, "recurring": {"interval": "month", "usage_type": "licensed"}}, 0),
        ({"unit_amount": 10, "recurring": {"interval": "month", "usage_type": "metered"}}, 1),
    ],
)
def test_what_varies_with_use_counts_whatever_the_minimum(account, sync, price, number):
    usage = description()["components"]["schemas"]["recurring"]["properties"]["usage_type"]["enum"]
    assert price.get("recurring", {"usage_type": "licensed"})["usage_type"] in usage
    one = subscription_of(1)
    one["items"]["data"] = [{**one["items"]["data"][0], "price": {"id": "price_1", "product": "prod_1", **price}}]
    del one["items"]["data"][0]["quantity"]
    account.listed["/v1/subscriptions"].append(one)
    assert sync(metric="recurring", currency="usd", minimum_minor=500).number(Reason.COUNTED) == number


def test_one_person_with_two_subscriptions_is_one_and_who_has_left_is_none(account, sync):
    twice = {"customer": {"id": "cus_9", "object": "customer", "email": "P1@example.org"}}
    account.listed["/v1/subscriptions"] += [subscription_of(1), subscription_of(2, **twice), subscription_of(3)]
    assert sync(metric="recurring").value == 2
    account.listed["/v1/subscriptions"].pop()
    assert sync(metric="recurring").value == 1


def test_what_was_counted_before_does_not_join_the_givers_of_another_metric(account, sync):
    account.give(1, customer="cus_1", billing_details={"email": "a@example.org"})
    account.give(2, customer=None, billing_details={"email": "b@example.org"})
    joining = {"customer": {"id": "cus_1", "object": "customer", "email": "b@example.org"}}
    account.listed["/v1/subscriptions"].append(subscription_of(1, **joining))
    assert sync(metric="recurring").value == 1
    assert sync().value == 2


def test_when_the_last_monthly_gift_is_cancelled_there_is_none(account, sync):
    """The account of these tests lists what it holds, whatever status is asked for."""
    account.listed["/v1/subscriptions"] += [subscription_of(1, metadata={})]
    with pytest.raises(NothingMatched, match="1 other subscription, and none of the campaign"):
        sync(metric="recurring")
    listed = account.page

    def page(query, path="/v1/charges"):
        if query.get("status") == "canceled":
            account.listed = {**account.listed, path: [subscription_of(2, "canceled")]}
        return listed(query, path)

    account.page = page
    assert sync(metric="recurring").value == 0
