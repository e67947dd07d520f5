"""What is made at the sandbox, and what a second run makes: nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from mkdocs_wellspring.campaign import Bounds, Gift, create
from mkdocs_wellspring.campaign.plan import GIFT_KEY, gift_name, lookup_key, product_id
from mkdocs_wellspring.errors import ConfigurationError, PaymentsMalformed, PaymentsUnavailable
from mkdocs_wellspring.ledger.api.failures import Refused
from mkdocs_wellspring.ledger.api.listing import PAYMENT_LINKS, PRODUCTS, Page, prices
from mkdocs_wellspring.ledger.deadline import Deadline
from mkdocs_wellspring.ledger.records import Mode
from mkdocs_wellspring.ledger.secret import SecretKey
from mkdocs_wellspring.ledger.stripe import StripeAPI
from mkdocs_wellspring.sandbox.faults import parsed
from mkdocs_wellspring.sandbox.seed import Scene
from mkdocs_wellspring.sandbox.server import bound, running

from .conftest import CAMPAIGN

DEEDS = ["found", "made", "changed"]


def deeds(made):
    return {deed: sum(step.deed == deed for step in made.steps) for deed in DEEDS}


def links_of(account, made):
    """The campaign's links at the account, by the name of their gift."""
    return {
        link["metadata"][GIFT_KEY]: link
        for link in account.every(PAYMENT_LINKS)
        if link["metadata"].get(GIFT_KEY) and link["active"]
    }


def test_each_gift_has_a_link_that_carries_the_campaign_to_its_payments(account, campaign):
    made = account.create()
    assert deeds(made) == {"found": 0, "made": 9, "changed": 0}
    links = links_of(account, made)
    assert list(links) == [gift_name(made.campaign, gift) for gift in made.campaign.gifts][::-1]
    for gift, link in zip(made.campaign.gifts, reversed(links.values()), strict=True):
        tag = {"wellspring_campaign": "spring"}
        assert link["metadata"] == {**tag, GIFT_KEY: gift_name(made.campaign, gift)}
        once, monthly = link["payment_intent_data"], link["subscription_data"]
        if gift.kind == "once":
            assert (once["metadata"], monthly, link["submit_type"]) == (tag, None, "donate")
        else:
            assert (once, monthly["metadata"], link["submit_type"]) == (None, tag, "auto")
        assert link["after_completion"]["redirect"]["url"] == "https://site.example/thanks/"
    assert [link.url for link in made.links] == [link["url"] for link in reversed(links.values())]
    assert made.mode is Mode.SANDBOX


def test_its_prices_are_of_its_product_and_its_amounts(account):
    made = account.create()
    product = next(each for each in account.every(PRODUCTS) if each["id"] == product_id(made.campaign))
    assert (product["name"], product["metadata"]) == (
        "Gift to Keep us independent",
        {"wellspring_campaign": "spring"},
    )
    keys = [lookup_key(made.campaign, gift) for gift in made.campaign.gifts]
    held = {price["lookup_key"]: price for price in account.every(prices(keys))}
    chosen, five, twenty, monthly = (held[key] for key in keys)
    assert chosen["custom_unit_amount"] == {"minimum": 100, "preset": 2000, "maximum": 1_000_000}
    assert [five["unit_amount"], twenty["unit_amount"], monthly["unit_amount"]] == [500, 2000, 1000]
    assert [price["recurring"] and price["recurring"]["interval"] for price in (chosen, five, monthly)] == [
        None,
        None,
        "month",
    ]
    assert {price["product"] for price in held.values()} == {product["id"]}


def test_a_second_run_makes_nothing_and_gives_the_same_links(account):
    first, before = account.create(), account.counts()
    del account.asked[:]
    second = account.create(mark="another key of the account")
    assert account.posts == []
    assert second.links == first.links
    assert not second.anything_new
    assert account.counts() == before


class Cut(StripeAPI):
    """A client that is cut off after so many things that it made."""

    left = 0

    def post(self, *args, **more):
        if not self.left:
            raise PaymentsUnavailable("cut")
        self.left -= 1
        return super().post(*args, **more)


@pytest.mark.parametrize("reached", range(9))
def test_a_run_that_was_cut_short_is_completed_by_the_next(account, campaign, reached):
    before = account.counts()
    shop = Cut(SecretKey(account.place.key), account.place.address, Deadline(20.0))
    shop.left = reached
    with pytest.raises(PaymentsUnavailable, match="cut"):
        create(campaign(), shop, mark="m")
    shop.close()
    made = account.create()
    assert deeds(made)["made"] == 9 - reached
    assert account.counts() == (before[0] + 1, before[1] + 4, before[2] + 4)


@pytest.mark.parametrize("fault", ["reset", "truncated", "502"])
def test_an_answer_that_is_lost_makes_nothing_twice(account, fault):
    before = account.counts()
    for path in ("products", "prices", "payment_links"):
        account.place.faults.add(parsed(f"{fault}:2,after=1,path=/v1/{path}"))
    made = account.create()
    account.place.faults.lift()
    assert deeds(made)["made"] == 9
    assert account.counts() == (before[0] + 1, before[1] + 4, before[2] + 4)
    keys = [key for _path, _sent, key in account.posts]
    assert len(set(keys)) == 9 < len(keys)


def test_two_runs_at_once_make_what_one_makes(account):
    before = account.counts()
    # Neither sees what the other makes: each finds an account without anything.
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda _: account.create(), range(2)))
    assert account.counts() == (before[0] + 1, before[1] + 4, before[2] + 4)
    assert runs[0].links == runs[1].links


def test_a_product_that_somebody_else_made_meanwhile_is_used(account, campaign):
    class Late(StripeAPI):
        looked = False

        def one(self, kind, identifier):
            if not self.looked:
                self.looked = True
                return None
            return super().one(kind, identifier)

    first = account.create(mark="somebody else")
    shop = Late(SecretKey(account.place.key), account.place.address, Deadline(20.0))
    made = create(campaign(), shop, mark="m")
    shop.close()
    assert (made.links, made.anything_new) == (first.links, False)


def test_a_rehearsal_says_the_same_and_asks_for_nothing_to_be_made(account):
    before = account.counts()
    del account.asked[:]
    rehearsed = account.create(rehearse=True)
    assert account.posts == []
    assert account.counts() == before
    made = account.create()
    assert [(step.deed, step.kind, step.what) for step in rehearsed.steps] == [
        (step.deed, step.kind, step.what) for step in made.steps
    ]
    assert {link.url for link in rehearsed.links} == {None}
    assert account.create(rehearse=True).links == made.links


def test_another_thanks_page_changes_the_links_and_there_and_back_again(account, campaign):
    first = account.create()
    for thanks in ("https://site.example/danke/", "https://site.example/thanks/", "https://site.example/danke/"):
        made = account.create(campaign(thanks=thanks))
        assert deeds(made) == {"found": 1, "made": 0, "changed": 4}
        assert made.links == first.links
        found = {link["after_completion"]["redirect"]["url"] for link in links_of(account, made).values()}
        assert found == {thanks}
    assert not account.create(campaign(thanks=None)).anything_new


def test_a_rehearsal_changes_no_link_and_says_that_it_would(account, campaign):
    first = account.create()
    del account.asked[:]
    rehearsed = account.create(campaign(thanks="https://site.example/danke/"), rehearse=True)
    assert deeds(rehearsed) == {"found": 1, "made": 0, "changed": 4}
    assert (rehearsed.links, account.posts) == (first.links, [])


def test_of_two_links_for_one_gift_the_older_is_given_and_the_other_is_told(account):
    first = account.create()
    link = links_of(account, first)["once-500-usd"]
    (price,) = account.every(prices([lookup_key(first.campaign, Gift("once", 500))]))
    params = {
        "line_items": [{"price": price["id"], "quantity": 1}],
        "metadata": link["metadata"],
        "payment_intent_data": {"metadata": {"wellspring_campaign": "spring"}},
    }
    second = account.post("payment_link", params)
    made = account.create()
    assert made.links == first.links
    assert [(left.id, left.url) for left in made.leftovers] == [(second["id"], second["url"])]


def test_metadata_that_went_lost_is_given_back(account):
    made = account.create()
    link = links_of(account, made)["once-500-usd"]
    account.post("payment_link", {"payment_intent_data": {"metadata": ""}}, link["id"])
    assert deeds(account.create()) == {"found": 4, "made": 0, "changed": 1}
    assert links_of(account, made)["once-500-usd"]["payment_intent_data"]["metadata"] == {
        "wellspring_campaign": "spring"
    }


def test_other_amounts_make_new_links_and_the_old_ones_are_told(account, campaign):
    first = account.create()
    second = account.create(campaign(once=(700, 2000), chosen=Bounds(200, 2000, 1_000_000)))
    assert [step.what for step in second.steps if step.deed == "made" and step.kind == "payment_link"] == [
        "once-any-200-2000-1000000-usd",
        "once-700-usd",
    ]
    assert {left.gift for left in second.leftovers} == {"once-any-100-2000-1000000-usd", "once-500-usd"}
    assert {left.url for left in second.leftovers} == {
        link.url for link in first.links if link.gift in (Gift("once"), Gift("once", 500))
    }
    account.post("payment_link", {"active": False}, second.leftovers[0].id)
    third = account.create(campaign(once=(700, 2000), chosen=Bounds(200, 2000, 1_000_000)))
    assert third.leftovers == second.leftovers[1:]


def test_a_link_that_was_deactivated_is_made_anew_and_not_given_again(account):
    first = account.create()
    for _ in range(2):
        link = links_of(account, first)["once-500-usd"]
        account.post("payment_link", {"active": False}, link["id"])
        made = account.create()
        assert [(step.kind, step.what) for step in made.steps if step.deed == "made"] == [
            ("payment_link", "once-500-usd")
        ]
        assert made.links[1].url not in (first.links[1].url, link["url"])


def test_links_of_other_campaigns_and_of_nobody_are_left_alone(account, campaign):
    other = account.create(campaign(name="autumn"))
    mine = account.create()
    assert not {link.url for link in mine.links} & {link.url for link in other.links}
    assert mine.leftovers == other.leftovers == ()


def test_a_long_list_of_links_is_read_to_its_end(account, campaign):
    account.create()
    first = account.create(campaign(name="autumn", once=tuple(range(100, 211)), monthly=()))
    del account.asked[:]
    assert not account.create().anything_new
    assert [path for _method, path, _sent, _key in account.asked].count("/v1/payment_links") == 2
    assert len(first.links) == 112


@pytest.mark.parametrize(
    "changes", [{"active": False}, {"unit_amount": 600}, {"recurring": {"interval": "month"}}, {"currency": "eur"}]
)
def test_a_price_that_is_not_what_its_name_says_stops_with_one_line(account, campaign, changes):
    account.post("product", {"id": product_id(campaign()), "name": "Gift to Keep us independent"})
    key = lookup_key(campaign(), Gift("once", 500))
    params = {"product": product_id(campaign()), "currency": "usd", "unit_amount": 500, "lookup_key": key, **changes}
    identifier = account.post("price", params)["id"]
    before = account.counts()
    with pytest.raises(ConfigurationError) as caught:
        account.create()
    assert f"The price {identifier} was archived or changed at Stripe" in str(caught.value)
    assert account.counts() == before


def test_an_archived_product_stops_with_one_line(account, campaign):
    account.post("product", {"id": product_id(campaign()), "name": "Old", "active": False})
    with pytest.raises(ConfigurationError, match="was archived at Stripe: make it active again"):
        account.create()


def test_a_page_that_comes_again_and_again_is_left(account):
    class Looping(StripeAPI):
        def page(self, listing, **place):
            page = super().page(listing)
            return Page(page.objects, more=True)

    shop = Looping(SecretKey(account.place.key), account.place.address, Deadline(20.0))
    with pytest.raises(PaymentsMalformed, match="a page twice"):
        create(CAMPAIGN, shop, mark="m")
    shop.close()


REFUSED = [
    ("unit_amount", "amount_too_small", "Stripe does not take a gift of 5.00 USD, as too small or too large"),
    ("custom_unit_amount[minimum]", "parameter_invalid_integer", "Stripe does not take these bounds in USD"),
    ("currency", None, "Stripe does not take USD for this account: give another --currency"),
    ("after_completion[redirect][url]", "url_invalid", "Stripe does not take the address 'https://site.example/thanks"),
    ("submit_type", None, "Stripe takes no donations for this account"),
]


@pytest.mark.parametrize(("param", "code", "said"), REFUSED)
def test_a_refusal_names_the_option_that_it_is_about(account, param, code, said):
    class Refusing(StripeAPI):
        def post(self, kind, params, **more):
            fits = {"unit_amount": params.get("unit_amount")}.get(param, param.partition("[")[0] in params)
            if fits:
                raise Refused("as it is", code or "", param)
            return super().post(kind, params, **more)

    shop = Refusing(SecretKey(account.place.key), account.place.address, Deadline(20.0))
    with pytest.raises(ConfigurationError) as caught:
        create(CAMPAIGN, shop, mark="m")
    shop.close()
    assert str(caught.value).startswith(said)


def test_a_refusal_of_anything_else_stays_as_it_is(account):
    class Refusing(StripeAPI):
        def post(self, kind, params, **more):
            raise Refused("as it is", "", "name")

    shop = Refusing(SecretKey(account.place.key), account.place.address, Deadline(20.0))
    with pytest.raises(Refused, match="as it is"):
        create(CAMPAIGN, shop, mark="m")
    shop.close()


@pytest.mark.parametrize("noun", ["products", "prices", "payment_links"])
def test_a_right_that_lacks_is_named_with_all_that_the_key_needs(noun):
    others = [f"{each}:write" for each in ("products", "prices", "payment_links") if each != noun]
    with running(Scene(supporters=1), bound(0), keys={"rk_test_weak": others}) as place:
        shop = StripeAPI(SecretKey("rk_test_weak"), place.address, Deadline(20.0))
        with pytest.raises(PaymentsUnavailable) as caught:
            create(CAMPAIGN, shop, mark="m")
        shop.close()
    named = {"products": "Products", "prices": "Prices", "payment_links": "Payment Links"}[noun]
    assert f"for lack of {named}: write: set WELLSPRING_STRIPE_KEY to a restricted key of its own" in str(caught.value)
    assert "Products: write, Prices: write and Payment Links: write" in str(caught.value)


def test_rights_to_write_these_three_are_enough():
    rights = [f"{each}:write" for each in ("products", "prices", "payment_links")]
    with running(Scene(supporters=1), bound(0), keys={"rk_test_right": rights}) as place:
        shop = StripeAPI(SecretKey("rk_test_right"), place.address, Deadline(20.0))
        assert deeds(create(CAMPAIGN, shop, mark="m"))["made"] == 9
        shop.close()
