"""The page that says how the number is counted, made of the goal and its snapshot alone."""

import re
from datetime import date

import pytest

from mkdocs_wellspring.goal.explanation import render_explanation, what_counts
from mkdocs_wellspring.goal.model import Offline
from mkdocs_wellspring.goal.reasons import rows
from mkdocs_wellspring.goal.snapshot import Explained
from mkdocs_wellspring.ledger.records import Line, Mode, Reason
from mkdocs_wellspring.messages import messages_for

from .conftest import NOON, Elements, goal, snapshot

ENGLISH = messages_for("en")


def page(asked=None, counted=None, *, locale="en", overrides=()) -> Elements:
    return Elements(render_explanation(asked or goal(), counted, now=NOON, locale=locale, overrides=overrides))


def said(**changes) -> str:
    return " ".join(what_counts(goal(**changes), NOON, ENGLISH))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({}, "somebody who gives several times is one"),
        ({}, "marked with its name at Stripe: spring-2026."),
        ({}, "Gifts count whenever they were made."),
        ({}, "A gift that was refunded in full does not count."),
        ({}, "renewals included"),
        ({"monthly": False}, "Payments of monthly gifts are not looked for."),
        ({"open_disputes": "keep"}, "A gift counts while it is disputed"),
        ({"metric": "recurring"}, "a subscription that is active now"),
        ({"metric": "recurring"}, "counts for 14 more days."),
        ({"metric": "recurring", "past_due_days": 1}, "counts for 1 more day."),
        ({"metric": "payments"}, "somebody who gives twice has made two"),
        ({"metric": "gross", "currency": "usd"}, "Refunds, disputes and the fees of the payment are not taken off."),
        ({"metric": "net", "currency": "usd"}, "What is left of each payment after refunds"),
        ({"currency": "usd"}, "Only gifts in USD count."),
        ({"currency": "usd", "minimum_minor": 250}, "at least $2.50 of it is left after refunds"),
        ({"currency": "usd", "minimum_minor": 500, "metric": "gross"}, "at least $5 was paid"),
        ({"currency": "usd", "minimum_minor": 500, "metric": "recurring"}, "a period of it costs at least $5"),
        ({"payment_links": ("plink_1",)}, "through this payment link: plink_1."),
        ({"payment_links": ("plink_1", "plink_2")}, "through one of these payment links: plink_1, plink_2."),
        ({"prices": ("price_1",)}, "for this price: price_1."),
        ({"products": ("prod_1", "prod_2")}, "for one of these products: prod_1, prod_2."),
        ({"starts": date(2026, 1, 1)}, "Gifts count from January 1, 2026 on, by the clocks of UTC."),
        ({"ends": date(2026, 12, 31)}, "Gifts count until December 31, 2026, that day included"),
        (
            {"starts": date(2026, 1, 1), "ends": date(2026, 12, 31), "timezone": "Europe/Berlin"},
            "from January 1, 2026 to December 31, 2026 count, both days included, by the clocks of Europe/Berlin.",
        ),
        ({"window": "month"}, "Gifts of one month count, November 2026, by the clocks of UTC."),
        ({"window": "rolling", "rolling_days": 30}, "Gifts of 30 days count, from October 3, 2026 on"),
        ({"window": "rolling", "rolling_days": 1}, "Gifts of one day count, November 1, 2026"),
        ({"window": "all", "starts": date(2026, 1, 1)}, "Gifts count whenever they were made."),
    ],
)
def test_each_part_of_the_definition_is_a_sentence(asked, sentence):
    assert sentence in said(**asked)


@pytest.mark.parametrize(
    ("asked", "absent"),
    [
        ({"metric": "gross", "currency": "usd"}, "disputed"),
        ({"metric": "gross", "currency": "usd"}, "refunded in full"),
        ({"metric": "recurring"}, "whenever they were made"),
        ({}, "Only gifts in"),
        ({}, "at least"),
        ({}, "payment link"),
    ],
)
def test_what_is_no_part_of_the_definition_is_not_said(asked, absent):
    assert absent not in said(**asked)


@pytest.mark.parametrize(
    ("asked", "reasons"),
    [
        ({}, "counted failed pending uncaptured dispute-lost dispute-open refunded"),
        ({"open_disputes": "keep"}, "counted failed pending uncaptured dispute-lost refunded"),
        ({"ends": date(2026, 12, 31), "currency": "usd", "minimum_minor": 5},
         "counted failed pending uncaptured dispute-lost dispute-open refunded after currency minimum"),
        ({"metric": "gross", "currency": "usd"}, "counted failed pending uncaptured currency"),
        ({"metric": "recurring"}, "counted ended incomplete unpaid trial paused past-due free"),
    ],
)  # fmt: skip
def test_every_reason_that_can_occur_has_a_row(asked, reasons):
    assert " ".join(row.reason for row in rows(goal(**asked), None, ENGLISH)) == reasons


def test_a_reason_that_occurs_has_a_row_even_where_none_was_expected():
    told = rows(goal(), (Line(Reason.BEFORE, 4), Line(Reason.COUNTED, 9)), ENGLISH)
    assert [(row.reason, row.number) for row in told if row.number] == [(Reason.COUNTED, 9), (Reason.BEFORE, 4)]


@pytest.mark.parametrize("locale", ["en", "de", "fr", "es"])
@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_words_and_a_rule(reason, locale):
    (row,) = [row for row in rows(goal(), (Line(reason, 1),), messages_for(locale)) if row.reason is reason]
    assert row.title
    assert row.rule.endswith(".")
    assert "%" not in row.rule


def test_the_page_holds_the_numbers_by_reason_the_day_and_the_requests():
    shown = page(counted=snapshot())
    cells = [one.text for one in shown.tagged("th", "td")]
    assert cells[:3] == ["Reason", "Rule", "Payments"]
    assert cells[3:6] == ["Counted", "All conditions are met.", "431"]
    assert ["Refunded in full", "Nothing of it is left.", "3"] in [cells[at : at + 3] for at in range(3, len(cells), 3)]
    assert "412 of 1,000 supporters" in shown.words()
    (when,) = shown.tagged("time")
    assert when.attributes["datetime"] == "2026-11-01T12:00:00+00:00"
    assert re.search(r"Counted on November 1, 2026.* UTC, from 7 requests to Stripe\.", " ".join(shown.words()))


def test_the_payments_of_others_are_not_told_to_the_public():
    assert "37" not in re.sub(r"<time.*?</time>", "", page(counted=snapshot()).html)


def test_without_a_count_the_rules_stand_there_and_no_number():
    shown = page()
    assert "Nothing has been counted yet." in shown.words()
    assert [one.text for one in shown.tagged("th")] == ["Reason", "Rule"]
    assert "supporters" not in shown.tagged("section")[0].text
    assert "<time" not in shown.html


@pytest.mark.parametrize(
    ("asked", "counted", "words"),
    [
        ({}, {"mode": Mode.SANDBOX}, "Sandbox money: nobody paid anything."),
        ({}, {"mode": Mode.TEST}, "Test money: nobody paid anything."),
        ({"demonstration": True}, None, "A demonstration: nobody pays anything."),
    ],
)
def test_money_that_is_not_real_is_named_as_such(asked, counted, words):
    assert words in page(goal(**asked), None if counted is None else snapshot(**counted)).words()


def test_real_money_is_not_named_otherwise():
    assert "nobody" not in page(counted=snapshot()).html


def test_what_was_declared_stands_apart():
    words = page(goal(offline=Offline(12, "cheques")), snapshot()).words()
    assert "424 of 1,000 supporters" in words
    assert "412 counted from payments, 12 more declared by Example Foundation: cheques" in words


def test_an_amount_says_how_many_people_gave_it():
    asked = goal(metric="net", currency="usd", targets=(500_000,))
    counted = snapshot(metric="net", value=123_450, explained=Explained(1, (Line(Reason.COUNTED, 2),), 0, 1))
    words = page(asked, counted).words()
    assert "$1,234.50 of $5,000 given, refunds taken off" in words
    assert "The counted payments come from 1 person." in words
    assert re.search(r"from 1 request to Stripe", " ".join(words))


def test_subscriptions_are_called_so():
    assert "Subscriptions" in [one.text for one in page(goal(metric="recurring"), snapshot()).tagged("th")]


@pytest.mark.parametrize("locale", ["de", "fr", "es"])
def test_nothing_on_the_page_is_english_in_another_language(locale):
    asked = goal(starts=date(2026, 1, 1), ends=date(2026, 12, 31), currency="usd", minimum_minor=250,
                 payment_links=("plink_1",), offline=Offline(12))  # fmt: skip
    text = page(asked, snapshot(mode=Mode.TEST), locale=locale).tagged("section")[0].text
    assert re.findall(r"\b(?:gift|counted|payments?|the|of|refunded|money)\b", text, re.IGNORECASE) == []


@pytest.mark.parametrize("hostile", ["<script>x</script>", "</section>", "{{ 7*7 }}", "%(names)s"])
@pytest.mark.parametrize("where", ["campaign", "recipient"])
def test_a_hostile_text_is_text(where, hostile):
    shown = page(goal(**{where: hostile}, offline=Offline(5)), snapshot())
    plain = page(goal(offline=Offline(5)), snapshot())
    assert [one.tag for one in shown.all] == [one.tag for one in plain.all]
    assert hostile in shown.tagged("section")[0].text


def test_a_template_of_the_site_s_own_replaces_ours(tmp_path):
    file = tmp_path / "wellspring/counted.html"
    file.parent.mkdir()
    file.write_text("<p>{{ sentence }} {{ rows|length }}</p>")
    assert page(counted=snapshot(), overrides=[tmp_path]).html == "<p>412 of 1,000 supporters 7</p>"
