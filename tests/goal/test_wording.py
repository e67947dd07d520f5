"""A site's own words: languages, variables, inline Markdown, and numbers that were typed by hand."""

from datetime import date

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.goal.banner import OnPage, render_banner
from mkdocs_wellspring.goal.inline import citations_in, inline, links_in
from mkdocs_wellspring.goal.model import Offline
from mkdocs_wellspring.goal.typed import typed_numbers
from mkdocs_wellspring.goal.wording import plain_text, said

from .conftest import NOON, Elements, goal, snapshot

NAMED = {"de": "Deutsch", "en": "English", "pt-BR": "Português"}


@pytest.mark.parametrize(
    ("text", "locale", "words"),
    [
        ("One for all", "de", "One for all"),
        (NAMED, "de", "Deutsch"),
        (NAMED, "de_AT", "Deutsch"),
        (NAMED, "pt-br", "Português"),
        (NAMED, "pt", "English"),
        (NAMED, "fr", "English"),
        ({"de": "Deutsch", "fr": "Français"}, "es", "Deutsch"),
        ({"no": "Norsk", "en": "English"}, "no", "Norsk"),
    ],
)
def test_a_text_is_said_in_the_language_of_the_page_or_in_english_or_as_it_comes_first(text, locale, words):
    assert said(text, locale) == words


def shown(asked, counted=None, *, locale="en", **on) -> Elements:
    return Elements(render_banner(asked, counted, now=NOON, locale=locale, on=OnPage(site="Example", **on)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{site} needs you.", "Example needs you."),
        ("{value} of {target}, {remaining} to go, {percent}.", "912 of 1,000, 88 to go, 91 %."),
        ("Only {days_left} days left.", "Only 30 days left."),
        ("Set {{x}} and }}.", "Set {x} and }."),
        ("**{remaining}** left.", "88 left."),
    ],
)
def test_variables_stand_for_what_is_known(text, words):
    assert words in shown(goal(text=text, ends=date(2026, 11, 30)), snapshot(value=912)).words()


def test_variables_are_written_as_the_language_and_the_currency_do():
    money = goal(metric="net", currency="usd", targets=(500_000,), text="{remaining} von {target} fehlen, {percent}.")
    words = " ".join(shown(money, snapshot(value=123_450), locale="de").tagged("section")[0].text.split())
    assert "3.765,50 $ von 5.000 $ fehlen, 24 %." in words


def test_what_was_declared_is_in_the_variables_and_a_goal_that_is_passed_lacks_nothing():
    asked = goal(text="{value} and {remaining}.", offline=Offline(100))
    assert "1,012 and 0." in shown(asked, snapshot(value=912)).words()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We are free. {remaining} to go! Please help.", "We are free. Please help."),
        ("Target {target}. Now {percent}.", "Target 1,000."),
        ("{value} gave.", None),
    ],
)
def test_without_a_count_the_sentences_that_need_one_are_left_out(text, words):
    told = shown(goal(text=text)).words()
    assert told[1] == (words or "Gifts go to Example Foundation.")
    assert "None" not in " ".join(told)


def test_a_count_that_is_not_shown_is_not_told_by_a_text_either():
    asked = goal(text="We are free. {value} gave.", hide_after_s=60)
    told = shown(asked, snapshot(as_of=NOON.replace(month=9))).words()
    assert "We are free." in told
    assert "412" not in " ".join(told)


def test_a_title_of_which_nothing_is_known_is_that_of_the_site():
    assert shown(goal(title="{remaining} to go")).words()[0] == "Support Example"
    assert shown(goal(title="{remaining} to go"), snapshot()).words()[0] == "588 to go"
    assert shown(goal(title="{remaining} to go"), locale="de").words()[0] == "Example unterstützen"


def test_a_button_has_its_words_and_ours_where_they_are_not_known():
    assert "[Give {now}]" in shown(goal(button="Give {{now}}")).words()
    assert "[Donate]" in shown(goal(button="{remaining} to go")).words()


@pytest.mark.parametrize("option", ["title", "text", "button"])
@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ("{supporters} gave", "'{supporters}' is no variable"),
        ("{ value }", "is no variable"),
        ("{}", "is no variable"),
        ("{value!r}", "is no variable"),
        ("{days_left} left", "ends: 2026-12-31"),
        ("a } b", "a brace stands alone"),
        ("a { b", "a brace stands alone"),
        ({"en": "fine", "de": "{wert}"}, "'{wert}'"),
    ],
)
def test_what_cannot_be_known_is_a_configuration_error_of_one_line(option, wrong, named):
    with pytest.raises(ConfigurationError) as error:
        goal(**{option: wrong})
    assert f"goal: {option}: " in str(error.value)
    assert named in str(error.value)
    assert "\n" not in str(error.value)


def html(text: str, **settings) -> str:
    return str(inline(text, {"site": "A*b* <i>"}, **settings))


@pytest.mark.parametrize(
    ("text", "shown_as"),
    [
        ("plain", "plain"),
        ("*a* and _b_", "<em>a</em> and <em>b</em>"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("\\*a\\* \\[b\\]", "*a* [b]"),
        ("[a *b*](https://x.example/?a=1&b=2)", '<a href="https://x.example/?a=1&amp;b=2">a *b*</a>'),
        ('[a](https://x"onclick="y)', '<a href="https://x&#34;onclick=&#34;y">a</a>'),
        ("[a](javascript:x)", "a"),
        ("[a](//x.example)", "a"),
        ("[a](https://x.example/Foo_(bar))", '<a href="https://x.example/Foo_(bar)">a</a>'),
        ("**[a](https://x.example)**", '<strong><a href="https://x.example">a</a></strong>'),
        ("# no heading\n\n- no list\n\n![no](image.png)", "# no heading\n\n- no list\n\n!no"),
        ("`no code` <b>no html</b>", "`no code` &lt;b&gt;no html&lt;/b&gt;"),
        ("{site}", "A*b* &lt;i&gt;"),
        ("[@poe2025]", "[@poe2025]"),
        ("a@b.example", "a@b.example"),
    ],
)
def test_of_markdown_there_are_emphasis_links_and_citations_alone(text, shown_as):
    assert html(text) == shown_as


def test_a_citation_and_a_link_are_the_host_s():
    cite = {"@poe2025, p. 4; @lee": "(<a>Poe</a>)"}.get
    link = {"about.md#us": "../about/#us"}.get
    text = "So [@poe2025, p. 4; @lee] *and [@none]* [us](about.md#us), [x](gone.md)."
    said = '(<a>Poe</a>) <em>and [@none]</em> <a href="../about/#us">us</a>, x.'
    assert html(text, cite=cite, link=link) == f"So {said}"
    assert list(citations_in(text)) == ["@poe2025, p. 4; @lee", "@none"]
    assert list(links_in(text)) == ["about.md#us", "gone.md"]


@for_any(st.text(alphabet="ab*_[]()@\\<>&\"' {}hts:/.", max_size=60))
def test_no_text_becomes_an_element_of_another_kind(text):
    safe = text.replace("{", "").replace("}", "")
    elements = Elements(str(inline(safe, {})))
    assert {one.tag for one in elements.all} <= {"em", "strong", "a"}
    for one in elements.tagged("a"):
        assert set(one.attributes) == {"href"}
        assert one.attributes["href"].startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("Help us reach 1,000 supporters.", {}, [("1,000", "target")]),
        ("Help us reach 1000!", {}, [("1000", "target")]),
        ("Bis 1.000 fehlt nicht viel", {}, [("1.000", "target")]),
        ("412 people gave, 588 to go", {}, [("412", "value"), ("588", "remaining")]),
        ("Only 30 days left", {"ends": date(2026, 11, 30)}, [("30", "days_left")]),
        ("Noch 30 Tage", {"ends": date(2026, 11, 30)}, [("30", "days_left")]),
        ("Only 29 days left", {"ends": date(2026, 11, 30)}, []),
        ("30 pages a year", {"ends": date(2026, 11, 30)}, []),
        ("Even a $5 gift helps, in 2026 and 10,000 ways", {}, []),
        ("A server costs $1,000", {}, []),
        ("{target} is not typed, nor is v1000 or 1000.5", {}, []),
        ("We need $5,000", {"metric": "net", "currency": "usd", "targets": (500_000,)}, [("$5,000", "target")]),
    ],
)
def test_a_number_that_was_typed_is_known_by_its_value(text, asked, found):
    total = None if asked.get("metric") else 412
    one = goal(**asked)
    assert list(typed_numbers(one, text, total, one.days_left(NOON))) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [("Plain", "Plain"), ({"de": "D", "en": "E"}, "E"), ("{remaining} to go", None), ("a {{b}}", None)],
)
def test_a_text_without_variables_is_one_for_what_fills_none_in(text, words):
    assert plain_text(text) == words
