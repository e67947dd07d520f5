"""Questions of any shape and of any size: findings, no exception, nothing lost."""

from datetime import UTC, date, datetime
from difflib import get_close_matches
from urllib.parse import urlsplit

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_wellspring.pagecontext import PageContext
from mkdocs_wellspring.questions import nearest
from mkdocs_wellspring.questions.index import Index, Page
from mkdocs_wellspring.questions.model import Question, read_answers, read_questions
from mkdocs_wellspring.questions.render import render_questions
from mkdocs_wellspring.questions.resolve import resolve

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.dates()
    | st.datetimes()
    | st.binary()
    | st.sampled_from(["https://[x", "#", "?", "../..", "a:b", "//", "%", "\ud800", "x.md#%", "https://x y", "/"])
)
ENTRIES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["q", "a", "open", "x"]) | SCALARS, inner, max_size=4)
    ),
    max_leaves=12,
)
ASKING = Page("sub/ask.md", "Ask", "sub/ask/", anchors=frozenset({"here"}))
INDEX = Index([ASKING, Page("x.md", "X?", "x/", ("Why?",), frozenset({"one"}))])


def read(meta, text=None):
    findings = []
    context = PageContext(meta=meta, path="page.md", text=text, report=findings.append)
    return read_questions(context), read_answers(context), findings


def page_of(entries):
    return "---\n" + yaml.safe_dump({"title": "A", "questions": entries}) + "---\n"


@given(questions=ENTRIES, answers=ENTRIES)
@settings(max_examples=200, deadline=None)
def test_no_value_of_front_matter_raises(questions, answers):
    asked, answered, findings = read({"questions": questions, "answers": answers})
    found = [resolve(question, ASKING, INDEX, findings.append) for question in asked]
    html = render_questions([one for one in found if one])
    assert all("\n" not in str(finding) for finding in findings)
    assert html.count("<li") == sum(one is not None for one in found)
    assert all(isinstance(answer, str) and answer for answer in answered)


@given(target=st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("#?:/.%[]@")))
@settings(max_examples=200, deadline=None)
def test_whatever_a_target_says_its_link_is_http_or_stays_on_the_site(target):
    resolved = resolve(Question("Why so?", target), ASKING, INDEX, lambda _finding: None)
    href = resolved.href if resolved else None
    assert resolved is None or (resolved.state == "open") == (href is None)
    if href is not None:
        parts = urlsplit(href)
        assert (parts.scheme in {"http", "https"} and parts.netloc) if resolved.state == "external" else href[0] in ".#"


@pytest.mark.parametrize(
    "value", [7, True, 1.5, {"q": "Why?"}, date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC), b"x"], ids=repr
)
@pytest.mark.parametrize("key", ["questions", "answers"])
def test_what_is_no_list_is_one_finding_at_the_line_of_its_key(key, value):
    asked, answered, findings = read({key: value}, f"---\ntitle: A\n{key}: x\n---\n")
    assert (asked, answered) == ((), ())
    assert [(finding.code, finding.line) for finding in findings] == [("question-shape", 3)]


def test_answers_of_a_wrong_shape_are_found_at_their_lines_and_the_others_kept():
    text = "---\nwellspring:\n  answers:\n    - Why?\n    - 7\n    - why\n    - ' '\n---\n"
    _asked, answered, findings = read({"answers": ["Why?", 7, "why", " "]}, text)
    assert answered == ("Why?",)
    assert [finding.line for finding in findings] == [5, 7]


def test_front_matter_is_read_for_lines_only_when_something_is_wrong(monkeypatch):
    def refuse(_text):
        raise AssertionError

    monkeypatch.setattr("mkdocs_wellspring.frontmatter.read", refuse)
    asked, _answered, findings = read({"questions": ["Why?"], "answers": ["How?"]}, page_of(["Why?"]))
    assert asked[0].text == "Why?"
    assert findings == []


def test_ten_thousand_questions_are_all_kept_and_all_found():
    good = [f"What about {number}?" for number in range(10_000)]
    bad = [{"q": f"Where is {number}?", "a": f"page-{number}.md"} for number in range(500)]
    asked, _answers, findings = read({"questions": [*good, *bad, 7]}, page_of([*good, *bad, 7]))
    resolved = [resolve(question, ASKING, INDEX, findings.append) for question in asked]
    html = render_questions(resolved)
    assert html.count("<li") == 10_500
    assert [finding.line for finding in findings][:2] == [11_003, 10_003]
    assert len(findings) == 501


def test_a_question_of_ten_thousand_characters_is_shown_whole_and_named_short():
    text = "Why " + "so " * 3330 + "?"
    asked, _answers, findings = read({"questions": [{"q": text, "a": "nowhere.md"}]})
    html = render_questions([resolve(asked[0], ASKING, INDEX, findings.append)])
    assert text in html
    assert len(str(findings[0])) < 300


def test_ten_thousand_questions_find_their_pages_among_ten_thousand():
    pages = [Page(f"p/page-{n}.md", f"What is {n}?", f"p/page-{n}/", (f"Why {n}?",)) for n in range(10_000)]
    index = Index(pages)
    for number in range(10_000):
        assert resolve(Question(f"why {number}"), pages[number - 1], index, print).href == f"../page-{number}/"


def test_a_lost_target_is_compared_with_few_of_ten_thousand_pages(monkeypatch):
    compared = []
    monkeypatch.setattr(
        nearest, "get_close_matches", lambda *asked: compared.append(asked[1]) or get_close_matches(*asked)
    )
    folder = "articles/about-a-great-many-things"
    index = Index(Page(f"{folder}/page-{number}.md", "A", f"{folder}/page-{number}/") for number in range(10_000))
    findings = []
    for number in range(30):
        resolve(Question("Where?", f"pgae-{number}77.md"), index.by_path[f"{folder}/page-1.md"], index, findings.append)
    assert all("did you mean `page-" in finding.message for finding in findings)
    assert len(compared) == 30
    assert max(map(len, compared)) < 10


def test_control_characters_reach_neither_the_page_nor_the_log():
    asked, _answers, findings = read({"questions": [{"q": "Is \x1b[31m\u202eit?", "a": "\x1bx.md"}]})
    html = render_questions([resolve(asked[0], ASKING, INDEX, findings.append)])
    for shown in (html, str(findings[0])):
        assert "[U+001B][31m[U+202E]it?" in shown
        assert "\x1b" not in shown
