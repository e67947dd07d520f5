"""What a link to give tells, and the amounts beside it."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.goal.banner import OnPage, render_banner, render_thanks, tells_page
from mkdocs_wellspring.goal.giving import Suggestion, Suggestions, pretended, reference_of, taker, with_reference

from .conftest import NOON, Elements, goal, snapshot

STRIPE = "https://donate.stripe.com/abc"
AMOUNTS = Suggestions(
    "usd",
    (Suggestion(500, STRIPE), Suggestion(2050, "https://pay.example/20")),
    (Suggestion(1000, "https://buy.stripe.com/x"),),
)


@pytest.mark.parametrize(
    ("path", "reference"),
    [
        ("index.md", "index"),
        ("guides/setup.md", "guides-setup"),
        ("guides/setup/index.md", "guides-setup-index"),
        ("Über uns/wer & was.md", "ber-uns-wer-was"),
        ("日本.md", ""),
        ("/", ""),
        ("a" * 300 + ".md", "a" * 200),
        ("a_b-c.d.md", "a_b-c-d"),
        ("", ""),
    ],
)
def test_a_page_is_named_in_letters_digits_dashes_and_underscores(path, reference):
    assert reference_of(path) == reference


@for_any(st.text())
def test_any_path_makes_a_name_that_stripe_takes(path):
    name = reference_of(path)
    assert len(name) <= 200
    assert all(letter.isascii() and (letter.isalnum() or letter in "-_") for letter in name)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (STRIPE, f"{STRIPE}?client_reference_id=a-b"),
        ("https://buy.stripe.com/x?a=1", "https://buy.stripe.com/x?a=1&client_reference_id=a-b"),
        (f"{STRIPE}?", f"{STRIPE}?client_reference_id=a-b"),
        (f"{STRIPE}?q=%20%C3%A9&b#top", f"{STRIPE}?q=%20%C3%A9&b&client_reference_id=a-b#top"),
        (f"{STRIPE}?client_reference_id=mine", f"{STRIPE}?client_reference_id=mine"),
        (f"{STRIPE}?client_reference_id=", f"{STRIPE}?client_reference_id="),
        ("http://127.0.0.1:8765/pay/x", "http://127.0.0.1:8765/pay/x?client_reference_id=a-b"),
        ("https://donate.example/x", "https://donate.example/x"),
        ("https://donate.stripe.com.example/x", "https://donate.stripe.com.example/x"),
        ("https://stripe.com/x", "https://stripe.com/x"),
    ],
)
def test_the_page_is_told_to_stripe_once_and_to_nobody_else(address, told):
    assert with_reference(address, "a-b") == told
    assert with_reference(told, "a-b") == told
    assert with_reference(address, "") == address


@pytest.mark.parametrize(
    ("address", "name"), [(STRIPE, "Stripe"), ("https://stripe.com", "Stripe"), ("https://astripe.com", "astripe.com"),
                          ("https://PAY.example:844/x", "pay.example")],
)  # fmt: skip
def test_the_taker_of_a_payment_is_named_as_readers_know_it(address, name):
    assert taker(address) == name


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", ["[$5]", "[$20.50]", "[$10 a month]"]),
        ("de", ["[5 $]", "[20,50 $]", "[10 $ im Monat]"]),
        ("fr", ["[5 $US]", "[20,50 $US]", "[10 $US par mois]"]),
        ("es", ["[5 US$]", "[20,50 US$]", "[10 US$ al mes]"]),
    ],
)
def test_amounts_are_links_in_the_reader_s_language(locale, words):
    shown = Elements(
        render_banner(goal(suggestions=AMOUNTS), snapshot(), now=NOON, locale=locale, on=OnPage(reference="p"))
    )
    assert [one for one in shown.words() if one in words] == words
    lists = shown.tagged("ul")
    assert [one.attributes["class"] for one in lists] == ["ws-goal-amounts", "ws-goal-amounts ws-goal-monthly"]
    assert all(one.attributes["aria-label"] for one in lists)
    hrefs = [one.attributes["href"] for one in shown.tagged("a")][1:]
    assert [parse_qs(urlsplit(href).query).get("client_reference_id") for href in hrefs] == [["p"], None, ["p"]]


def test_where_nothing_is_asked_there_are_no_amounts_either():
    past = goal(suggestions=AMOUNTS, ends=NOON.date().replace(month=10))
    assert "stripe.com" not in render_banner(past, snapshot(), now=NOON, locale="en")


def test_with_amounts_alone_there_is_no_other_link_and_the_line_on_privacy_stands():
    shown = Elements(render_banner(goal(donate=None, suggestions=AMOUNTS), snapshot(), now=NOON, locale="en"))
    assert not [one for one in shown.tagged("a") if one.attributes.get("class") == "ws-goal-give"]
    assert "You pay at Stripe or pay.example; nothing is sent there until you follow the link." in shown.words()


@pytest.mark.parametrize(
    ("donate", "host", "said"),
    [
        (STRIPE, "", "You pay at Stripe; nothing is sent there until you follow the link."),
        (
            "https://pay.example/",
            "",
            "You pay at pay.example or Stripe; nothing is sent there until you follow the link.",
        ),
        ("https://Pay.Example/x", "pay.example", None),
        (STRIPE, "example.org", "You pay at Stripe; nothing is sent there until you follow the link."),
    ],
)
def test_the_line_on_privacy_names_all_who_take_payments_and_is_not_said_of_the_site_itself(donate, host, said):
    asked = goal(donate=donate, suggestions=Suggestions("usd", AMOUNTS.once[:1], ()))
    shown = Elements(render_banner(asked, snapshot(), now=NOON, locale="en", on=OnPage(host=host)))
    assert [line for line in shown.words() if line.startswith("You pay at")] == ([said] if said else [])


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"currency": "eur"}, "gifts in usd would not count, as the goal says currency: eur"),
        ({"currency": "usd", "minimum_minor": 600}, "a gift of 5.00 usd would not count, as it is below `minimum:`"),
        ({"monthly": False}, "monthly gifts would not count, as the goal says monthly: false"),
    ],
)
def test_what_would_not_count_cannot_be_suggested(changes, named):
    with pytest.raises(ConfigurationError, match=re.escape(named)):
        goal(suggestions=AMOUNTS, **changes)
    assert goal(**changes)


def test_what_counts_can_be_suggested():
    assert goal(suggestions=AMOUNTS, currency="usd", minimum_minor=500)
    assert goal(suggestions=AMOUNTS, metric="recurring", monthly=False)


def test_amounts_on_this_machine_alone_are_pretended():
    here = Suggestion(500, "http://localhost:8765/pay/x")
    assert pretended(Suggestions("usd", (*AMOUNTS.once, here), AMOUNTS.monthly)) == Suggestions("usd", (here,), ())
    assert goal(suggestions=Suggestions("usd", (), (here,))).is_pretended
    assert not goal(suggestions=AMOUNTS).is_pretended


def test_only_a_page_that_is_told_of_needs_a_banner_of_its_own():
    assert tells_page(goal(donate=STRIPE))
    assert tells_page(goal(donate=None, suggestions=AMOUNTS))
    assert not tells_page(goal())
    assert not tells_page(goal(donate=None))


@pytest.mark.parametrize(
    ("thanks", "words"),
    [("", "Thank you for your gift."), ("You keep {site} *free* until {target}.", "You keep Example free until 1,000."),
     ({"de": "Danke", "en": "Thanks <b>"}, "Thanks <b>")],
)  # fmt: skip
def test_the_page_of_thanks_says_thanks_and_marks_the_device_for_a_year(thanks, words):
    shown = Elements(render_thanks(goal(thanks=thanks), now=NOON, locale="en", on=OnPage(site="Example")))
    (block,) = shown.tagged("div")
    assert block.attributes == {"class": "ws-goal-thanks", "data-days": "365"}
    assert shown.words()[0] == words
    assert not shown.tagged("script", "img", "a", "b")
