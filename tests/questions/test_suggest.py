"""Suggestions by shared words: how often they are right, what counts as a word, and what any size and shape does."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_wellspring.questions.suggestions import Asked, Document, lexical
from mkdocs_wellspring.questions.suggestions.suggest import suggest

MEASURED = yaml.safe_load(Path(__file__).with_name("suggestions.yml").read_text("utf-8"))
PAGES = [Document(**page) for page in MEASURED["pages"]]
ANSWERED = MEASURED["answered"]
QUESTIONS = [Asked(text) for text in (*ANSWERED.values(), *MEASURED["unanswered"])]
ELSEWHERE = [Document(f"z{number}.md", f"Other {number}") for number in range(9)]
TEXTS = st.text(st.characters() | st.sampled_from("<>[](){}`~@:/#-! \n\tกข漢字か한글"))


def near(question, *pages, by=()):
    """What is suggested for one question on a site of these pages and some others."""
    return suggest([Asked(question, frozenset(by))], [*pages, *ELSEWHERE])[0]


def test_the_page_that_answers_is_among_three_for_seven_of_ten_questions():
    found = suggest(QUESTIONS, PAGES)[: len(ANSWERED)]
    first = sum(one[:1] == (path,) for one, path in zip(found, ANSWERED, strict=True))
    among = sum(path in one for one, path in zip(found, ANSWERED, strict=True))
    assert first >= 0.6 * len(ANSWERED)
    assert among >= 0.75 * len(ANSWERED)


def test_a_question_that_no_page_answers_gets_paths_to_look_at_and_nothing_more():
    for found in suggest(QUESTIONS, PAGES)[len(ANSWERED) :]:
        assert type(found) is tuple
        assert 0 < len(found) <= 3
        assert set(found) < {page.path for page in PAGES}


def test_suggestions_stand_in_the_order_of_the_questions():
    forth, back = suggest(QUESTIONS, PAGES), suggest(QUESTIONS[::-1], PAGES)
    assert forth == back[::-1]
    assert len(forth) == len(QUESTIONS)


def test_pages_that_ask_are_not_suggested_and_the_three_next_are():
    pages = [Document(f"{number}.md", "Recounts", text="sea " * number) for number in range(9)]
    others = [Document(f"z{number}.md", f"Other {number}") for number in range(30)]
    asked = Asked("Recounts?", frozenset({"0.md", "1.md", "2.md", "3.md", "5.md", "gone.md"}))
    assert suggest([asked], [*pages, *others]) == [("4.md", "6.md", "7.md")]


def test_a_page_that_shares_no_word_is_not_suggested():
    assert near("Who counts?", Document("a.md", "Who?"), Document("b.md", "Weather")) == ("a.md",)
    assert near("Why so?", Document("b.md", "Weather")) == ()


def test_a_word_on_many_pages_tells_nothing():
    pages = [Document(f"{number}.md", f"About votes {number}") for number in range(8)]
    assert suggest([Asked("About votes?")], pages) == [()]
    assert suggest([Asked("About votes 3?")], pages) == [("3.md",)]


@pytest.mark.parametrize("question", ["Sea, moon, neap?", "Neap, moon, sea?"])
def test_of_many_words_the_rarest_are_looked_at(monkeypatch, question):
    monkeypatch.setattr(lexical, "_LOOKED_AT", 3)
    titles = {"a.md": "Neap", "b.md": "Moon 1", "c.md": "Moon 2", "d.md": "Sea 1", "e.md": "Sea 2", "f.md": "Sea 3"}
    pages = [Document(path, title) for path, title in titles.items()]
    assert near(question, *pages, by={"a.md"}) == ("b.md", "c.md")


def test_a_word_in_many_questions_tells_less():
    pages = [Document("a.md", "How"), Document("b.md", "Deep"), *ELSEWHERE]
    assert suggest([Asked("How deep?")], pages) == [("a.md", "b.md")]
    assert suggest([Asked("How deep?"), Asked("How high?")], pages)[0] == ("b.md", "a.md")


@pytest.mark.parametrize("others", [0, 1, 2, 3, 20])
def test_the_page_about_it_is_found_however_small_the_site(others):
    pages = [Document("a.md", "Tides"), *(Document(f"{number}.md", f"Other {number}") for number in range(others))]
    assert suggest([Asked("What about tides?"), *[Asked("Tides?")] * 9], pages) == [("a.md",)] * 10


@pytest.mark.parametrize("number", [4, 6, 20])
def test_a_word_on_a_few_pages_tells_something_on_a_small_site(number):
    pages = [Document(f"{one}.md", f"{'Tides' if one < 2 else 'Other'} {one}") for one in range(number)]
    assert suggest([Asked("Tides?")], pages) == [("0.md", "1.md")]


@pytest.mark.parametrize("number", [2, 3, 4, 20])
def test_a_word_on_all_pages_tells_nothing_however_small_the_site(number):
    assert suggest([Asked("The tides?")], [Document(f"{one}.md", f"The {one}") for one in range(number)]) == [()]


@pytest.mark.parametrize("field", [{"title": "Tides"}, {"answers": ["Tides?"]}, {"headings": ["Tides"]}], ids=str)
def test_a_title_an_answer_and_a_heading_weigh_more_than_the_text(field):
    said = Document("b.md", **{"title": "B", **field}, text="one two three four")
    assert near("Tides?", Document("a.md", "B", text="one two three four tides"), said) == ("b.md", "a.md")


def test_a_long_page_does_not_win_by_its_length():
    words = " ".join(f"word{number}x" for number in range(3000))
    long = Document("a.md", "Everything", text=f"{words} tides tides neap")
    assert near("Neap tides?", long, Document("b.md", "Sea", text="tides and neap ones")) == ("b.md", "a.md")


def test_pages_that_are_equally_near_stand_in_the_order_of_their_paths():
    pages = [Document(path, "Sea", text=text) for path, text in [("c.md", "tides b a"), ("a.md", "a b tides")]]
    pages.append(Document("b.md", "Sea", text="b tides a"))
    assert near("Tides?", *pages) == near("Tides?", *pages[::-1]) == ("a.md", "b.md", "c.md")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Are recounts rare?", "a recounted race"),
        ("Голосование?", "голосования"),
        ("Seçmenler?", "seçmenlerin"),
        ("STRASSEN?", "Straße"),
        ("\uff54\uff49\uff44\uff45\uff53?", "tides"),
        ("E\u0301tape?", "étape"),
        ("\U0001d413ides?", "tides"),
        ("Caf&eacute;?", "café"),
        ("Q&amp;A tides?", "the tides&mdash;all"),
        ("选票怎么统计?", "统计员在场"),
        ("投票はいつ?", "次の投票日"),
        ("จำนวนบัตรเลือกตั้ง?", "การเลือกตั้งทั่วไป"),
        ("투표는 언제?", "다음투표가"),
        ("मतदान कब?", "अगला मतदान"),
        ("COVID症状?", "症状について"),
        ("Что такое COVID症状?", "COVID"),
        ("In 1984?", "1984"),
    ],
)
def test_words_are_found_again_in_other_forms_and_in_any_script(question, text):
    assert near(question, Document("a.md", "X", text=text)) == ("a.md",)


@pytest.mark.parametrize(("question", "text"), [("हाथ?", "हिम"), ("เลือก?", "เลิก"), ("कमल?", "कलम"), ("選ぶ?", "選択")])
def test_letters_that_are_no_word_are_not_taken_for_one(question, text):
    assert near(question, Document("a.md", "X", text=text)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "```\ntides\n```",
        "~~~ tides\nx\n~~~",
        "> ```python\n> tides\n> ```",
        "````\n```\ntides\n````",
        "```\ntides",
        "<!-- tides -->",
        "<!--\n\ntides",
        '<div class="tides">x</div>',
        "<https://tides.example>",
        "[x](tides.md)",
        '![x](x.png "tides")',
        "[x]: https://example.org/tides",
        "so [@tides, p. 4]",
        "# X {#tides .tides}",
        "{{ tides }} {% tides %}",
        "see https://example.org/tides?tides",
    ],
)
def test_markup_is_not_read(text):
    assert near("Tides?", Document("a.md", "X", text=text)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "[tides](x.md)",
        "![tides](x.png)",
        "[^1]: tides",
        "`tides`",
        "**tides** _x_",
        "_tides_",
        "_tides_ \u2013 _x_",
        "x<br>tides",
        "```\nx\n```\ntides",
        "<!-- x --> tides",
        "3 < 4 tides > 2",
        "tides&amp;more",
    ],
)
def test_text_round_markup_is_read(text):
    assert near("Tides?", Document("a.md", "X", text=text)) == ("a.md",)


@pytest.mark.parametrize("blank", ["", " ", "?", "\u200b", "```", "\ud800", "<!--"], ids=repr)
def test_a_text_without_words_is_near_to_nothing(blank):
    pages = [Document("a.md", blank, (blank,), (blank,), blank), Document("b.md", "Tides")]
    assert suggest([Asked(blank), Asked("Tides?")], pages) == [(), ("b.md",)]


def test_a_site_without_pages_or_without_questions_has_no_suggestions():
    assert suggest([Asked("Why?"), Asked("How?")], []) == [(), ()]
    assert suggest([], PAGES) == []


@given(questions=st.lists(TEXTS, max_size=3), texts=st.lists(TEXTS, max_size=5))
@settings(max_examples=200, deadline=None)
def test_no_text_raises_and_suggestions_are_other_pages_each_once(questions, texts):
    pages = [Document(f"{number}.md", text[:9], text=text) for number, text in enumerate(texts)]
    found = suggest([Asked(question, frozenset({"0.md"})) for question in questions], pages)
    assert len(found) == len(questions)
    for one in found:
        assert len(set(one)) == len(one) <= 3
        assert set(one) <= {page.path for page in pages[1:]}


def quickly(asked, documents):
    """What is suggested, in a few times of what it takes here."""
    before = time.process_time()
    found = suggest(asked, documents)
    assert time.process_time() - before < 8
    return found


def test_ten_thousand_questions_are_quick():
    asked = [Asked(f"{question.text} And {number}?") for number in range(167) for question in QUESTIONS]
    found = quickly(asked, [*PAGES, *(Document(f"{number}.md", f"About {number}") for number in range(300))])
    assert len(found) == len(asked) > 10_000
    assert all(found)


def test_questions_of_ten_thousand_characters_are_quick():
    words = " ".join(page.text for page in PAGES)[:9_950]
    found = quickly([Asked(f"{words} {number}") for number in range(500)], PAGES)
    assert all(len(one) == 3 for one in found)


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<a ",
        "](",
        "[@",
        "{{",
        "```\n",
        "~~~~",
        " ",
        "\t>",
        "[x]:",
        "\n[",
        "https://",
        "&#",
        "ก",
        "漢",
        "a",
        "_",
    ],
    ids=repr,
)
def test_broken_markup_of_any_length_is_read_in_one_go(piece):
    quickly([Asked("Why?")], [Document("a.md", "X", text=piece * (400_000 // len(piece)))])


def test_suggestions_are_the_same_whatever_strings_hash_to():
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_suggest as t; print(t.suggest(t.QUESTIONS, t.PAGES))"
    )
    command = [sys.executable, "-c", program, str(Path(__file__).parent)]
    path = os.pathsep.join(filter(None, sys.path))
    found = {
        subprocess.check_output(command, env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}, text=True)
        for seed in ("0", "1", "2")
    }
    assert found == {f"{suggest(QUESTIONS, PAGES)}\n"}
