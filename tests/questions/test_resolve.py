"""Relative links, wording, and what the index prefers."""

import pytest

from mkdocs_wellspring.questions.index import Index, Page
from mkdocs_wellspring.questions.model import Question
from mkdocs_wellspring.questions.options import QuestionsOptions
from mkdocs_wellspring.questions.render import render_questions
from mkdocs_wellspring.questions.resolve import Resolved, resolve
from mkdocs_wellspring.questions.target import relative_url
from mkdocs_wellspring.questions.wording import fold


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("a/", "", "a/"),
        ("", "a/", "../"),
        ("./", "a/", "../"),
        ("a/", "./", "a/"),
        ("a/b/", "a/c/", "../b/"),
        ("a/b/", "a/", "b/"),
        ("a/", "a/b/", "../"),
        ("a.html", "b.html", "a.html"),
        ("index.html", "a/b.html", "../index.html"),
        ("a/b.html", "c/d.html", "../a/b.html"),
        ("a/", "a/", "./"),
        ("a:b/", "c.html", "./a:b/"),
        ("/a/", "b/", "../a/"),
    ],
)
def test_links_lead_from_one_page_to_another(url, base, expected):
    assert relative_url(url, base) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Who counts?", "who counts"),
        ("Who  counts ?", "Who counts?!"),
        ("\uff37\uff48\uff4f counts\uff1f", "Who counts?"),
        ("Who\u2019s \u201cin\u201d?", 'Who\'s "in"?'),
        ("Q&amp;A?", "Q&A?"),
        ("STRASSE?", "straße?"),
        ("من؟", "من"),
    ],
)
def test_wordings_that_are_the_same_question(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Can felons vote?", "Can non-citizens vote?"), ("Is it?", "Is it not?"), ("What is C++?", "What is C?")],
)
def test_wordings_that_are_different_questions(one, other):
    assert fold(one) != fold(other)


def where(text, *pages):
    asking = Page("ask.md", "Ask", "ask/")
    found = resolve(Question(text), asking, Index([asking, *pages]), lambda _finding: None)
    return found and (found.state, found.href, found.page and found.page.path)


def test_a_title_goes_before_an_answer():
    found = where("Why?", Page("a.md", "A", "a/", ("Why?",)), Page("b.md", "Why?", "b/"))
    assert found == ("answered", "../b/", "b.md")


def test_a_published_answer_goes_before_an_unpublished_title():
    found = where("Why?", Page("a.md", "A", "a/", ("Why?",)), Page("b.md", "Why?", "b/", published=False))
    assert found == ("answered", "../a/", "a.md")


def test_an_unpublished_twin_makes_nothing_ambiguous():
    found = where("Why?", Page("a.md", "Why?", "a/"), Page("b.md", "Why?", "b/", published=False))
    assert found == ("answered", "../a/", "a.md")


def test_a_page_that_names_an_answer_twice_answers_once():
    assert where("Why?", Page("a.md", "A", "a/", ("Why?", "why")))[0] == "answered"


def test_any_anchor_is_believed_where_anchors_are_not_known():
    asking = Page("ask.md", "Ask", "ask/")
    found = resolve(Question("Why?", "a.md#x"), asking, Index([asking, Page("a.md", "A", "a/")]), print)
    assert found.href == "../a/#x"


def test_findings_name_the_file_as_its_author_knows_it():
    asking = Page("ask.md", "Ask", "ask/", shown_as="docs/ask.md")
    findings = []
    for question in (Question("Why?", "b.md"), Question("Ask")):
        resolve(question, asking, Index([asking]), findings.append)
    assert [finding.path for finding in findings] == ["docs/ask.md", "docs/ask.md"]


def test_a_path_may_be_written_as_an_address_is():
    asking = Page("ask.md", "Ask", "ask/")
    found = resolve(Question("Why?", "my%20page.md"), asking, Index([asking, Page("my page.md", "A", "a/")]), print)
    assert found.href == "../a/"


@pytest.mark.parametrize("written", ["guide/", "guide", "guide.html#x"])
def test_a_page_spelt_as_an_address_is_suggested_as_its_file(written):
    asking, findings = Page("ask.md", "Ask", "ask/"), []
    index = Index([asking, Page("guide/index.md", "A", "guide/"), Page("guides-of-all-kinds.md", "B", "b/")])
    resolve(Question("Why?", written), asking, index, findings.append)
    assert findings[0].message.endswith("did you mean `guide/index.md`?")


def test_a_title_without_words_answers_nothing():
    assert where("???", Page("a.md", "?", "a/"))[0] == "open"


def test_no_questions_make_no_block():
    assert render_questions([]) == ""


def test_the_default_heading_is_translated_and_a_sites_own_is_not(tmp_path):
    block = tmp_path / "wellspring/questions.html"
    block.parent.mkdir()
    block.write_text("{{ heading is none }} {{ questions[0].host }}")
    asked = [Resolved(Question("Why?"), "external", "https://A.example:8080/x")]
    assert render_questions(asked, overrides=[tmp_path]) == "True a.example"
    assert render_questions(asked, QuestionsOptions("More?"), overrides=[tmp_path]) == "False a.example"
