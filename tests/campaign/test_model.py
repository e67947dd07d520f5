"""What is asked for is checked before anybody is asked."""

import pytest

from mkdocs_wellspring.campaign import Bounds, Gift, amounts_of
from mkdocs_wellspring.campaign.plan import idempotency_key, lookup_key, product_id
from mkdocs_wellspring.errors import ConfigurationError


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("5,20,50", "usd", (500, 2000, 5000)),
        (" 5 , 2.50 ", "eur", (500, 250)),
        ("5,5.00,20", "usd", (500, 2000)),
        ("500,1000", "jpy", (500, 1000)),
        ("5,2.5", "kwd", (5000, 2500)),
        ("500", "isk", (50_000,)),
        ("", "usd", ()),
    ],
)
def test_amounts_are_read_with_the_currencys_decimals(text, currency, minor):
    assert amounts_of("--once", text, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "said"),
    [
        ("5,,20", "usd", "--once: '' is no amount of money"),
        ("five", "usd", "--once: 'five' is no amount of money"),
        ("5.001", "usd", "--once: '5.001' has too many decimals: USD has 2 decimals"),
        ("5.5", "jpy", "--once: '5.5' has too many decimals: JPY has no decimals"),
        ("1.234", "kwd", "--once: '1.234': Stripe takes KWD with two decimals; round it"),
        ("5,0", "usd", "--once: nothing is no gift"),
        ("-5", "usd", "--once: '-5' is no amount of money"),
    ],
)
def test_an_amount_that_stripe_could_not_take_is_one_line(text, currency, said):
    with pytest.raises(ConfigurationError) as caught:
        amounts_of("--once", text, currency)
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": " "}, "--campaign: give it a few words"),
        ({"name": "x" * 501}, "--campaign: give it a few words, 500 characters at most"),
        ({"title": ""}, "--title: give it"),
        ({"thanks": "thanks/"}, "--thanks: 'thanks/' is no web address"),
    ],
)
def test_a_campaign_that_cannot_be_made_is_one_line(campaign, change, said):
    with pytest.raises(ConfigurationError) as caught:
        campaign(**change)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize("bounds", [(100, 50, 1000), (100, 2000, 1000), (2000, 1000, 3000)])
def test_bounds_that_are_not_in_order_name_all_three(campaign, bounds):
    with pytest.raises(ConfigurationError, match=r"--least .*--preset .*--most .*not in order"):
        campaign(chosen=Bounds(*bounds))


@pytest.mark.parametrize("name", ["spring", "Frühling 2026!", "x" * 500, "春", "-", "a/b?c&d"])
def test_any_campaign_has_names_that_stripe_takes(campaign, name):
    made = campaign(name=name)
    assert product_id(made).isascii()
    assert product_id(made).replace("_", "").isalnum()
    for gift in made.gifts:
        assert len(lookup_key(made, gift)) <= 200


def test_campaigns_whose_slugs_are_the_same_are_two(campaign):
    assert product_id(campaign(name="spring 2026")) != product_id(campaign(name="Spring-2026"))


def test_gifts_that_differ_have_names_that_differ(campaign):
    made = campaign()
    gifts = [*made.gifts, Gift("monthly", 500), Gift("monthly", 2000)]
    keys = {lookup_key(each, gift) for each in (made, campaign(currency="eur")) for gift in gifts}
    assert len(keys) == 2 * len(gifts)


def test_an_idempotency_key_changes_with_all_that_makes_another_thing():
    keys = {
        idempotency_key("m", "price", {"a": 1}),
        idempotency_key("other account", "price", {"a": 1}),
        idempotency_key("m", "product", {"a": 1}),
        idempotency_key("m", "price", {"a": 2}),
        idempotency_key("m", "price", {"a": 1}, after=["plink_1"]),
    }
    assert len(keys) == 5
    assert idempotency_key("m", "price", {"a": 1, "b": 2}) == idempotency_key("m", "price", {"b": 2, "a": 1})
    assert all(len(key) <= 255 for key in keys)
