"""What nobody answers yet: gathered, ranked, listed, and told to authors."""

import json
from datetime import date

import pytest

from mkdocs_wellspring.questions.backlog import Backlog, list_open
from mkdocs_wellspring.questions.index import Page
from mkdocs_wellspring.questions.model import Question
from mkdocs_wellspring.questions.resolve import Resolved
from mkdocs_wellspring.templating import environment

A = Page("a.md", "A &amp; B", "a/", since=date(2026, 3, 1), shown_as="docs/a.md")
B = Page("b.md", "B", "b/", since=date(2026, 1, 5))
C = Page("sub/c.md", "C", "sub/c/")
DE = Page("de.md", "D", "de/", locale="de")
DRAFT = Page("draft.md", "Draft", "draft/", published=False)
PAGES = {page.path: page for page in (A, B, C, DE)}


def asked(page, text, reason="unknown", line=None):
    return page, Resolved(Question(text, find_line=lambda: line), "open", reason=reason)


def gathered(*entries):
    backlog = Backlog()
    for page, resolved in entries:
        backlog.gather(page, resolved)
    return backlog


def test_one_question_in_two_wordings_is_one_and_in_two_languages_two():
    backlog = gathered(asked(A, "Why so?"), asked(B, "why  so"), asked(DE, "Why so?"))
    assert [(one.text, one.language, len(one.asked_by)) for one in backlog.ranked()] == [
        ("Why so?", "en", 2),
        ("Why so?", "de", 1),
    ]


def test_those_that_most_pages_ask_come_first_and_then_the_oldest():
    backlog = gathered(
        asked(C, "Without a day?"), asked(A, "Young?"), asked(B, "Old?"), asked(A, "Many?"), asked(C, "Many?")
    )
    assert [one.text for one in backlog.ranked()] == ["Many?", "Old?", "Young?", "Without a day?"]


def test_drafts_ask_nothing_and_answers_are_not_open():
    backlog = gathered(asked(DRAFT, "Why?"), (A, Resolved(Question("How?"), "answered", "../b/", B)))
    assert backlog.ranked() == []


def test_findings_are_for_those_that_want_an_answer_and_stand_where_it_is_asked_first():
    backlog = gathered(
        asked(B, "Declared?", "declared"),
        asked(A, "Open?", line=7),
        asked(C, "Open?", line=9),
        asked(A, "Twice?", "ambiguous"),
    )
    backlog.questions[1].nearest = ("b.md", "sub/c.md")
    (finding,) = map(str, backlog.findings())
    assert finding.startswith(
        "docs/a.md:7: “Open?” is open, on 2 pages; nearest: b.md, sub/c.md. Add it to `answers:` "
    )
    assert finding.endswith("[question-open]")


def test_a_finding_says_how_a_question_is_left_open_where_it_stands():
    listed = Question("Why?", html="Why?")
    backlog = gathered((A, Resolved(listed, "open", reason="unknown")), asked(B, "How?"))
    said = [str(finding) for finding in backlog.findings()]
    assert "write `- [ ]`" in said[0]
    assert "say `open: true`" in said[1]


def test_the_json_names_pages_lines_reasons_and_what_is_near():
    backlog = gathered(asked(A, "Why <b>?", line=3), asked(B, "Why <b>?", "declared", 4))
    backlog.questions[0].nearest = ("sub/c.md", "gone.md")
    assert json.loads(backlog.as_json(PAGES)) == {
        "schema": 1,
        "questions": [
            {
                "question": "Why <b>?",
                "language": "en",
                "reasons": ["declared", "unknown"],
                "since": "2026-01-05",
                "asked_by": [
                    {"path": "a.md", "url": "a/", "title": "A & B", "line": 3},
                    {"path": "b.md", "url": "b/", "title": "B", "line": 4},
                ],
                "nearest": [{"path": "sub/c.md", "url": "sub/c/", "title": "C"}],
            }
        ],
    }


def listed(*entries, nearest=(), **given):
    backlog = gathered(*entries)
    for one in backlog.questions:
        one.nearest = nearest
    return list_open(backlog.ranked(), PAGES, "sub/open/", environment(given.pop("locale", "en")), **given)


def test_the_list_leads_to_the_pages_that_ask_and_to_those_that_are_near():
    html = listed(asked(A, "Why <b>?"), nearest=["sub/c.md"], download="open.json")
    assert '<strong><bdi lang="en">Why &lt;b&gt;?</bdi></strong>' in html
    assert 'Asked on 1 page: <a href="../../a/"><bdi>A &amp; B</bdi></a>' in html
    assert 'nobody has checked for an answer: <a href="../c/"><bdi>C</bdi></a>' in html
    assert '<time datetime="2026-03-01">March 1, 2026</time>' in html
    assert '<a href="open.json" type="application/json" download>' in html


@pytest.mark.parametrize(
    ("reason", "said"), [("declared", "Left open on purpose."), ("draft", "An answer is being written.")]
)
def test_the_list_says_why_a_question_is_open(reason, said):
    assert said in listed(asked(C, "Why?", reason))
    assert said not in listed(asked(C, "Why?"))


def test_a_draft_that_would_answer_is_not_named_to_readers():
    page, _ = asked(A, "Why?")
    html = listed((page, Resolved(Question("Why?"), "open", page=DRAFT, reason="draft")))
    assert "Draft" not in html


def test_a_site_without_open_questions_says_so():
    assert "No question is open." in listed()
