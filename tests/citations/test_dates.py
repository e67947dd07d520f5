"""Dates as authors and their programs write them, and as a page shows them."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_wellspring.citations.dates import read_date, show_date, show_year
from mkdocs_wellspring.messages import messages_for

EN, DE = messages_for("en"), messages_for("de")
DASH = "\N{EN DASH}"


@pytest.mark.parametrize(
    ("text", "parts", "shown", "machine"),
    [
        ("2011", [(2011,), ()], "2011", "2011"),
        ("2011-03", [(2011, 3), ()], "March 2011", "2011-03"),
        ("2011-03-05", [(2011, 3, 5), ()], "March 5, 2011", "2011-03-05"),
        (" 2011-03 ", [(2011, 3), ()], "March 2011", "2011-03"),
        ("2012-02-29", [(2012, 2, 29), ()], "February 29, 2012", "2012-02-29"),
        ("1850~", [(1850,), ()], "c. 1850", "1850"),
        ("1850?", [(1850,), ()], "c. 1850", "1850"),
        ("1850-06%", [(1850, 6), ()], "c. June 1850", "1850-06"),
        ("1990/1995", [(1990,), (1995,)], f"1990{DASH}1995", None),
        ("2011-03-05/2011-03-07", [(2011, 3, 5), (2011, 3, 7)], f"March 5, 2011{DASH}March 7, 2011", None),
        ("1990~/1995", [(1990,), (1995,)], f"c. 1990{DASH}1995", None),
        ("-44", [(-44,), ()], "44 BC", None),
        ("-0379", [(-380,), ()], "380 BC", None),
        ("-0043-03-15", [(-44, 3, 15), ()], "44 BC", None),
        ("-1199", [(-1200,), ()], "1200 BC", None),
        ("0000", [(-1,), ()], "1 BC", None),
        ("-0379/-0346", [(-380,), (-347,)], f"380 BC{DASH}347 BC", None),
        ("-44/-40", [(-44,), (-40,)], f"44 BC{DASH}40 BC", None),
        ("0", [(0,), ()], "0", None),
        ("44", [(44,), ()], "44", "0044"),
    ],
)
def test_a_date_is_read_and_shown_as_exact_as_it_is(text, parts, shown, machine):
    dated = read_date(text)
    assert [dated.start, dated.end] == parts
    assert not dated.malformed
    assert show_date(dated, EN) == shown
    assert dated.machine == machine


@pytest.mark.parametrize(
    ("text", "year"),
    [("2011-03-05", "2011"), ("1990/1995", f"1990{DASH}1995"), ("2011-03/2011-04", "2011"), ("-44", "44 BC")],
)
def test_the_year_of_a_span_is_that_of_both_its_ends(text, year):
    assert read_date(text).year == year


@pytest.mark.parametrize(
    ("text", "shown", "year"),
    [
        ("-44", "44\u00a0v.\u202fChr.", "44\u00a0v.\u202fChr."),
        ("1850~", "ca.\u00a01850", "1850"),
        ("Forthcoming", "im Erscheinen", "im Erscheinen"),
        ("n.d.", "o.\u202fJ.", "o.\u202fJ."),
        ("20XX", "20XX", "20XX"),
    ],
)
def test_what_a_date_says_in_words_it_says_in_the_language_of_the_page(text, shown, year):
    assert [show_date(read_date(text), DE), show_year(read_date(text), DE)] == [shown, year]


@pytest.mark.parametrize("text", ["Forthcoming", "In Press", "n.d."])
def test_what_an_author_writes_for_a_date_keeps_its_capitals_in_english(text):
    assert [show_date(read_date(text), EN), show_year(read_date(text), EN)] == [text, text]


@pytest.mark.parametrize("text", ["in press", "In Press", "forthcoming", "n.d.", "submitted", "to appear"])
def test_a_date_that_is_not_there_yet_is_no_mistake(text):
    dated = read_date(text)
    assert not dated.malformed
    assert (dated.start, dated.machine, dated.year, show_date(dated, EN)) == ((), None, text, text)


NO_DATES = re.split(
    r" \| ",
    "soon | 2011-13 | 2011-00 | 2011-02-30 | 2011-3-5 | 2011-03-05-07 | 03.05.2011 | 12345 | 2011/x | x/2011 | 1/2/3"
    " | 2011--03 | \u0662\u0660\u0661\u0661 | \uff12\uff10\uff11\uff11 | 2011 BC | ~2011",
)


@pytest.mark.parametrize("text", ["", *NO_DATES])
def test_what_is_no_date_stays_as_it_is_written(text):
    dated = read_date(text)
    assert dated.malformed
    assert (dated.start, dated.end, dated.machine) == ((), (), None)
    assert (dated.year, show_date(dated, EN)) == (text, text)


def test_a_date_is_shown_in_the_language_of_its_page():
    assert show_date(read_date("2011-03-05"), DE) == "5. M\u00e4rz 2011"
    assert show_date(read_date("2011-03"), DE) == "M\u00e4rz 2011"


def test_a_month_before_a_year_is_no_span():
    assert read_date("05/2020").malformed


def test_an_academic_year_does_not_end_in_antiquity():
    assert read_date("2011/12").end in {(), (2012,)}


def test_a_span_does_not_end_before_it_begins():
    assert read_date("2020/2011").malformed


@given(st.dates())
def test_every_day_is_read_back(day):
    dated = read_date(day.isoformat())
    assert dated.start == (day.year, day.month, day.day)
    assert dated.machine == day.isoformat()


@given(
    st.text()
    | st.from_regex(r"-?[0-9]{1,5}(-[0-9]{1,2}){0,3}[~?%]?(/-?[0-9]{1,4}(-[0-9]{2}){0,2}[~?%]?)?", fullmatch=True)
)
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_date_or_stays_as_it_is(text):
    dated = read_date(text)
    shown = [show_date(dated, messages) for messages in (EN, DE)]
    if dated.start:
        year, month, day = (*dated.start, 1, 1)[:3]
        assert date(year if year > 0 else 2000, month, day)
        assert all(shown)
    else:
        assert shown == [text, text]
