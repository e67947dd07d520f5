"""The document with a newer count, and what it says in which language."""

import json
from datetime import date, timedelta

import pytest

from mkdocs_wellspring.goal.banner import OnPage, render_banner
from mkdocs_wellspring.goal.fresh import LARGEST_BYTES, fresh_document

from .conftest import NOON, Elements, goal, snapshot


def document(asked, counted, locales=("en",), now=NOON):
    text = fresh_document(asked, counted, locales=locales, now=now)
    return None if text is None else json.loads(text)


def test_the_document_says_what_the_banner_says():
    asked = goal(ends=date(2026, 12, 31))
    assert document(asked, snapshot(value=912), ["en", "de"]) == {
        "schema": 1,
        "campaign": "spring-2026",
        "definition": "0123456789abcdef",
        "as_of": "2026-11-01T12:00:00+00:00",
        "value": 912,
        "target": 1000,
        "bar": 912,
        "state": "live",
        "until": "2027-01-01T00:00:00+00:00",
        "sentences": {
            "en": {
                "count": "912 of 1,000 supporters, 88 to go",
                "date": "Counted November 1, 2026",
                "day": "November 1, 2026",
            },
            "de": {
                "count": "912 von 1.000 Unterstützenden, noch 88 fehlen",
                "date": "Gezählt am 1. November 2026",
                "day": "1. November 2026",
            },
        },
    }


@pytest.mark.parametrize("value", [0, 412, 912, 1000, 1240])
@pytest.mark.parametrize("locale", ["en", "de", "fr", "es"])
def test_its_sentences_are_those_of_a_banner_that_is_built_now(value, locale):
    counted = snapshot(value=value)
    said = document(goal(), counted, [locale])
    shown = Elements(render_banner(goal(), counted, now=NOON, locale=locale, on=OnPage(fresh="x.txt")))
    words = [" ".join(one.split()) for one in said["sentences"][locale].values()]
    assert [one for one in words[:2] if one not in shown.words()] == []
    (section,) = shown.tagged("section")
    assert section.attributes["data-state"] == said["state"]
    assert shown.tagged("progress")[0].attributes["value"] == str(said["bar"])


@pytest.mark.parametrize(
    ("asked", "counted"),
    [
        ({}, None),
        ({"ends": date(2026, 10, 31)}, {}),
        ({"starts": date(2026, 11, 9)}, {}),
        ({"hide_after_s": 60}, {"as_of": NOON - timedelta(days=1)}),
    ],
)
def test_without_a_number_to_show_there_is_no_document(asked, counted):
    assert document(goal(**asked), None if counted is None else snapshot(**counted)) is None


def test_a_document_is_never_larger_than_is_read_and_leaves_out_the_last_languages():
    many = ["en", "de", *(f"en_{a}{b}" for a in "ABCDEFG" for b in "ABCDEFG")]
    text = fresh_document(goal(), snapshot(), locales=many, now=NOON)
    assert len(text.encode()) <= LARGEST_BYTES
    kept = list(json.loads(text)["sentences"])
    assert kept == many[: len(kept)]
    assert 10 < len(kept) < len(many)


@pytest.mark.parametrize(
    "words", [{"text": "Only {remaining} to go."}, {"title": "{value} of us"}, {"button": "Be number {value}"}]
)
def test_where_the_ask_says_the_number_itself_no_newer_one_is_put_beside_it(words):
    plain = render_banner(goal(), snapshot(), now=NOON, locale="en", on=OnPage(fresh="x.txt"))
    said = render_banner(goal(**words), snapshot(), now=NOON, locale="en", on=OnPage(fresh="x.txt"))
    assert ("data-fresh" in plain, "data-fresh" in said) == (True, False)
