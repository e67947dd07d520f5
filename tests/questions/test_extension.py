"""Lists under `<!-- questions -->`: in the page's own text, with a host and without one."""

import logging
import re
from xml.etree.ElementTree import Element

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from mkdocs_wellspring.pagecontext import PageContext, own
from mkdocs_wellspring.questions.extension import QuestionsExtension
from mkdocs_wellspring.questions.lines import without_lists
from mkdocs_wellspring.questions.model import read_questions
from mkdocs_wellspring.questions.placeholder import PLACE

LIST = "# T\n\n<!-- questions -->\n- Who *really* counts?\n- [How?](sub/count.md#how)\n- [ ] And now?\n\nAfter.\n"


def hosted(text, meta=None, extensions=(), **more):
    """The page's HTML, its questions and the findings, with a host that knows the page."""
    findings, listed = [], []
    context = PageContext(meta=meta or {}, path="page.md", text=text, report=findings.append, hosted=True, **more)
    ours = QuestionsExtension(host=lambda: context, listed=listed.extend)
    html = markdown.markdown(text, extensions=[ours, *extensions])
    return html, read_questions(context, listed), [str(finding) for finding in findings]


def alone(text, **options):
    return markdown.markdown(text, extensions=[QuestionsExtension(**options)])


def test_a_list_leaves_its_place_and_gives_its_questions():
    html, questions, findings = hosted(LIST)
    assert html == f"<h1>T</h1>\n{PLACE}\n<p>After.</p>"
    assert [(one.text, one.html, one.target, one.open, one.href, one.line) for one in questions] == [
        ("Who really counts?", "Who <em>really</em> counts?", None, False, None, 4),
        ("How?", "How?", "sub/count.md#how", False, "sub/count.md#how", 5),
        ("And now?", "And now?", None, True, None, 6),
    ]
    assert findings == []


@pytest.mark.parametrize(
    ("written", "text", "target", "is_open"),
    [
        ("- Is `a < b`?", "Is a < b?", None, False),
        ("- Is it &lt;so&gt;?", "Is it <so>?", None, False),
        ("- [x] Done?", "Done?", None, False),
        ("- [ ] [Both?](a.md)", "Both?", "a.md", True),
        ("- What of [this](a.md)?", "What of this?", "a.md", False),
        ("- ![A picture](p.png) of what?", "A picture of what?", None, False),
        ("- <https://example.org/a?b=1&c=2>", "https://example.org/a?b=1&c=2", "https://example.org/a?b=1&c=2", False),
        ("1. First?", "First?", None, False),
        ("* Star?", "Star?", None, False),
        ("- Over\n  two lines?", "Over two lines?", None, False),
        ("- One?\n\n    And more?", "One? And more?", None, False),
        ("- <b>Bold</b>?", "Bold?", None, False),
        ("- [Q?][r]\n\n[r]: a.md", "Q?", "a.md", False),
    ],
)
def test_an_entry_is_read_as_a_question(written, text, target, is_open):
    _html, questions, _findings = hosted(f"<!-- questions -->\n\n{written}\n")
    assert [(one.text, one.target, one.open) for one in questions] == [(text, target, is_open)]


def test_task_lists_make_no_boxes_of_open_questions():
    html, questions, _findings = hosted(LIST, extensions=["pymdownx.tasklist"])
    assert "checkbox" not in html
    assert questions[2].open


@pytest.mark.parametrize("marker", ["<!--questions-->", "<!-- QUESTIONS -->", "<!--  questions\t-->"])
def test_the_marker_may_be_written_in_several_ways(marker):
    assert PLACE in hosted(f"{marker}\n- Why?\n")[0]


@pytest.mark.parametrize(
    "text",
    [
        "```\n<!-- questions -->\n- Why?\n```\n",
        "    <!-- questions -->\n    - Why?\n",
        "<!-- more -->\n\n- Why?\n",
        "<!-- question -->\n\nText.\n",
        "`<!-- questions -->`\n\n- Why?\n",
    ],
)
def test_what_is_code_or_another_comment_is_left_alone(text):
    plain = markdown.markdown(text, extensions=["fenced_code"])
    html, questions, findings = hosted(text, extensions=["fenced_code"])
    assert (html, questions, findings) == (plain, (), [])


@pytest.mark.parametrize(
    "below", ["Text.", "## Heading\n\n- Why?", "", "> - Why?"], ids=["text", "heading", "nothing", "quotation"]
)
def test_a_marker_without_a_list_is_a_finding_at_its_line(below):
    _html, questions, findings = hosted(f"# T\n\nText.\n\n<!-- questions -->\n\n{below}\n")
    assert questions == ()
    assert [finding.partition(" ")[0] for finding in findings] == ["page.md:5:"]
    assert findings[0].endswith("[question-marker]")


def test_a_marker_alone_is_the_place_of_the_questions_in_front_matter():
    html, questions, findings = hosted("A\n\n<!-- questions -->\n\nB\n", {"questions": ["Why?"]})
    assert html == f"<p>A</p>\n{PLACE}\n<p>B</p>"
    assert [one.text for one in questions] == ["Why?"]
    assert findings == []


def test_questions_of_front_matter_come_first_and_each_stands_once():
    _html, questions, findings = hosted(LIST, {"questions": ["First?", "who REALLY counts"]})
    assert [one.text for one in questions] == ["First?", "who REALLY counts", "How?", "And now?"]
    assert findings == []


def test_a_question_with_two_answers_is_a_finding_at_the_second():
    text = "<!-- questions -->\n- [Why?](a.md)\n- Why?\n"
    _html, questions, findings = hosted(text)
    assert [one.target for one in questions] == ["a.md"]
    assert findings[0].startswith("page.md:3: “Why?” stands twice")


def test_several_lists_are_one_block_at_the_first_marker():
    html, questions, _findings = hosted("<!-- questions -->\n- One?\n\nText.\n\n<!-- questions -->\n- Two?\n- Three?\n")
    assert html == f"{PLACE}\n<p>Text.</p>"
    assert [(one.text, one.line) for one in questions] == [("One?", 2), ("Two?", 7), ("Three?", 8)]


def test_a_list_within_an_entry_is_entries_of_its_own():
    _html, questions, _findings = hosted("<!-- questions -->\n\n- One?\n    - Two?\n- Three?\n")
    assert [(one.text, one.line) for one in questions] == [("One?", 3), ("Two?", 4), ("Three?", 5)]


@pytest.mark.parametrize(
    "around", ["!!! note\n\n{}", "- item\n\n{}", "> text\n>\n{}"], ids=["admonition", "list", "quotation"]
)
def test_a_list_may_stand_within_another_block(around):
    mark = "> " if around.startswith(">") else "    "
    inside = "\n".join(mark + line for line in ("<!-- questions -->", "", "- Why?", "- [How?](a.md)"))
    html, questions, _findings = hosted(around.format(inside), extensions=["admonition"])
    assert PLACE in html
    assert [one.text for one in questions] == ["Why?", "How?"]


def test_a_list_from_a_snippet_has_no_line_rather_than_a_wrong_one(tmp_path):
    (tmp_path / "part.md").write_text("<!-- questions -->\n- Inside?\n")
    text = '--8<-- "part.md"\n\n<!-- questions -->\n- Outside?\n'
    snippets = {"pymdownx.snippets": {"base_path": [str(tmp_path)]}}
    listed = []
    ours = QuestionsExtension(host=lambda: PageContext(text=text), listed=listed.extend)
    markdown.markdown(text, extensions=[ours, "pymdownx.snippets"], extension_configs=snippets)
    assert [(one.text, one.line) for one in listed] == [("Inside?", None), ("Outside?", None)]


def test_a_citation_in_a_question_is_the_text_that_it_was():
    from mkdocs_wellspring.citations.extension import CitationsExtension  # noqa: PLC0415 - for this test alone

    context = PageContext(meta={"sources": ["https://one.example"]}, hosted=True)
    listed = []
    extensions = [
        QuestionsExtension(host=lambda: context, listed=listed.extend),
        CitationsExtension(host=lambda: context),
    ]
    markdown.markdown("<!-- questions -->\n- Why [1]?\n", extensions=extensions)
    assert [(one.text, one.html) for one in listed] == [("Why [1]?", "Why [1]?")]


def test_an_excerpt_has_no_list_and_a_text_within_a_page_keeps_its_own():
    excerpt = markdown.markdown(LIST, extensions=[QuestionsExtension(host=lambda: None)])
    assert excerpt == "<h1>T</h1>\n<p>After.</p>"
    nested = markdown.markdown(LIST, extensions=[QuestionsExtension(host=lambda: PageContext(nested=True))])
    assert nested == markdown.markdown(LIST)


def test_a_page_without_questions_stays_as_it_is():
    text = "# A\n\n<!-- more -->\n\n- [x] One\n- Two\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\nText[^1].\n\n[^1]: Note.\n"
    extensions = ["toc", "tables", "footnotes", "attr_list"]
    assert hosted(text, extensions=extensions)[0] == markdown.markdown(text, extensions=extensions)


def test_one_converter_serves_page_after_page():
    listed = []
    md = markdown.Markdown(extensions=[QuestionsExtension(host=PageContext, listed=listed.append)])
    assert PLACE in md.convert(LIST)
    assert md.convert("Text.") == "<p>Text.</p>"
    assert len(listed) == 1


def test_alone_it_shows_what_the_page_says_and_no_state_that_nobody_knows():
    text = f"---\nquestions:\n  - Why?\n  - {{q: Where?, a: 'https://example.org/x'}}\n---\n{LIST}"
    html = markdown.markdown(text, extensions=["meta", "wellspring.questions"])
    assert html.count("<aside") == 1
    assert '<li class="ws-question-written"><bdi>Why?</bdi></li>' in html
    assert '<a href="https://example.org/x"><bdi>Where?</bdi></a> <span class="ws-question-state">Answered on' in html
    assert '<li class="ws-question-answered"><a href="sub/count.md#how"><bdi>How?</bdi></a></li>' in html
    assert html.count("Not answered yet") == 1
    assert html.index("</aside>") < html.index("After.")


def test_alone_the_block_stands_at_the_end_of_the_text_and_before_footnotes():
    text = "---\nquestions: [Why?]\n---\nText[^1].\n\n[^1]: Note.\n"
    html = markdown.markdown(text, extensions=["footnotes", "wellspring.questions"])
    assert html.index("Text") < html.index("<aside") < html.index('class="footnote"')


def test_alone_it_follows_no_unsafe_target(caplog):
    text = "---\nquestions: [{q: Why?, a: 'javascript:alert(1)'}]\n---\nText.\n"
    with caplog.at_level(logging.INFO):
        html = markdown.markdown(text, extensions=["meta", "wellspring.questions"])
    assert "javascript" not in html
    assert "scheme `javascript:` is not followed" in caplog.text


def test_alone_it_takes_its_words_from_its_options():
    html = alone("<!-- questions -->\n- Why?\n", heading="More?", locale="en")
    assert '<h2 id="ws-questions">More?</h2>' in html


def test_summaries_are_made_of_the_text_without_its_lists():
    assert without_lists(LIST) == "# T\n\n\nAfter.\n"
    text = "A\n\n<!-- questions -->\n\n- One?\n\n    More.\n\n- Two?\n\nB\n\n```\n<!-- questions -->\n- C\n```\n"
    assert without_lists(text) == "A\n\n\nB\n\n```\n<!-- questions -->\n- C\n```\n"


def test_ten_thousand_entries_are_all_read():
    text = "<!-- questions -->\n" + "".join(f"- What of {number}?\n" for number in range(10_000))
    _html, questions, _findings = hosted(text)
    assert len(questions) == 10_000
    assert questions[-1].line == 10_001


def test_all_of_ours_may_stand_under_one_key():
    meta = own({"wellspring": {"questions": ["Why?"]}})
    assert PLACE in hosted("<!-- questions -->\n", meta)[0]


@pytest.mark.parametrize(
    "text",
    [
        "!!! note\n\n    <!-- questions -->\n    - Why?\n    - [ ] How?\n",
        "- item\n\n    <!-- questions -->\n    - Why?\n    - [ ] How?\n",
        "> <!-- questions -->\n> - Why?\n> - [ ] How?\n",
        '=== "Tab"\n\n    <!-- questions -->\n    - Why?\n    - [ ] How?\n',
        "??? note\n\n    <!-- questions -->\n    1. Why?\n    2. [ ] How?\n",
    ],
)
def test_a_list_right_under_its_marker_is_one_within_any_block(text):
    extensions = ["admonition", "pymdownx.details", "pymdownx.tabbed"]
    _html, questions, findings = hosted(text, extensions=extensions)
    assert [(one.text, one.open) for one in questions] == [("Why?", False), ("How?", True)]
    assert findings == []


@pytest.mark.parametrize(
    ("text", "line"),
    [("A <!-- questions -->", 3), ("# H <!-- questions -->", 3), ("<div> <!-- questions -->\n</div>", 3)],
)
def test_a_marker_within_other_text_is_a_finding_at_its_line(text, line):
    _html, questions, findings = hosted(f"# T\n\n{text}\n\n- Why?\n")
    assert questions == ()
    assert [finding.partition(" ")[0] for finding in findings] == [f"page.md:{line}:"]
    assert "stands within other text" in findings[0]


@pytest.mark.parametrize("comment", ["<!-- question -->", "<!-- questions: -->", "<!--question:-->"])
def test_what_is_nearly_a_marker_is_a_finding_above_a_list(comment):
    _html, _questions, findings = hosted(f"# T\n\n{comment}\n- Why?\n")
    assert len(findings) == 1
    assert findings[0].startswith(f"page.md:3: `{comment}` is no marker of ours; did you mean `<!-- questions -->`?")


def test_markers_count_in_the_order_of_the_page():
    text = "!!! note\n\n    <!-- questions -->\n\n    - Inside?\n\n<!-- questions -->\n- Outside?\n"
    html, questions, _findings = hosted(text, extensions=["admonition"])
    assert [(one.text, one.line) for one in questions] == [("Inside?", 5), ("Outside?", 8)]
    assert html.index(PLACE) < html.index("</div>")


def test_a_footnote_in_a_question_is_no_answer_to_it():
    text = "<!-- questions -->\n- Who counts?[^1]\n\n[^1]: A note.\n"
    _html, questions, _findings = hosted(text, extensions=["footnotes"])
    assert [(one.text, one.html, one.target) for one in questions] == [("Who counts?", "Who counts?", None)]


@pytest.mark.parametrize(
    ("written", "code", "said"),
    [
        ("- [a](a.md) and [b](b.md)?", "question-shape", "has 2 links, of which the first is its answer"),
        ("- [ ] [Why?](a.md)", "question-shape", "has both an empty box and a link"),
        ("- Why?\n\n    > a quotation", "question-shape", "holds more than words"),
        ("- [auto][mod.f]", "question-target", "holds a reference"),
    ],
)
def test_what_an_entry_cannot_hold_is_a_finding_at_its_line(written, code, said):
    extensions = [Autorefs()] if "auto" in written else []
    _html, questions, findings = hosted(f"# T\n\n<!-- questions -->\n\n{written}\n", extensions=extensions)
    assert len(questions) == 1
    assert "<autoref" not in (questions[0].html or "")
    assert [finding.startswith("page.md:5:") and said in finding and code in finding for finding in findings] == [True]


class Autorefs(Extension):
    """Leaves what mkdocs-autorefs leaves for later."""

    def extendMarkdown(self, md):
        md.inlinePatterns.register(Reference(r"\[auto\]\[mod\.f\]", md), "autorefs", 200)


class Reference(InlineProcessor):
    def handleMatch(self, match, _text):
        element = Element("autoref", {"identifier": "mod.f"})
        element.text = "auto"
        return element, match.start(0), match.end(0)


@pytest.mark.parametrize("braces", ["{: .x #myid }", "{.x}", "{#myid}"])
def test_attributes_in_braces_are_no_words_of_a_question(braces):
    _html, questions, _findings = hosted(f"<!-- questions -->\n- Why? {braces}\n", extensions=["attr_list"])
    assert [one.text for one in questions] == ["Why?"]


def test_an_example_of_a_marker_does_not_take_the_lines_of_others():
    text = "# T\n\n    <!-- questions -->\n    - eg?\n\ntext\n\n<!-- questions -->\n- Why?\n"
    assert [(one.text, one.line) for one in hosted(text)[1]] == [("Why?", 9)]


@pytest.mark.parametrize(
    "text",
    [
        "x <wellspring-questions> y\n\npara\n\n<!-- questions -->\n- Why </wellspring-question> so?\n",
        "<wellspring-questions></wellspring-questions>\n\npara\n\n<!-- questions -->\n- Why so?\n",
        "<!--wellspring-questions-->\n\npara\n\n<!-- questions -->\n- Why so?\n",
    ],
)
def test_elements_of_an_author_that_are_spelt_as_ours_take_nothing_away(text):
    html, questions, _findings = hosted(text)
    assert [one.text for one in questions] == ["Why so?"]
    assert html.index("para") < html.index(PLACE)
    assert html.count(PLACE) == 1


WORD = st.integers(0, 9999).map(lambda number: f"word{number}")
BULLETS = ["- ", "* ", "1. ", "- [ ] ", "- [x] ", "-   ", "- > ", "- # ", "- ```", "-\t"]
ENDS = ["?", " *so*?", " `code`?", " [a](b.md)?", "\n  more?", "\n\n    > quote", " <b>x", " </li>", "[^1]"]
MARKERS = ["<!-- questions -->", "<!-- questions -->\n", "text <!-- questions -->", "<!-- question -->"]
OTHERS = [
    "# A",
    "---",
    "```",
    "!!! note\n",
    "> quoted",
    "<div>",
    "</div>",
    "[^1]: Note.",
    "{: .x }",
    "<wellspring-questions>",
]
ENTRY = st.builds("{}{}{}".format, st.sampled_from(BULLETS), WORD, st.sampled_from(ENDS))
PART = st.lists(ENTRY, min_size=1, max_size=3).map("\n".join) | st.sampled_from([*MARKERS, *OTHERS]) | WORD
DOCUMENT = st.lists(st.tuples(st.sampled_from(["", "    ", "> "]), PART), max_size=8)


@given(parts=DOCUMENT)
@settings(max_examples=150, deadline=None)
def test_no_text_raises_and_no_word_of_it_is_lost_without_a_finding(parts):
    indented = (mark + part.replace("\n", f"\n{mark}") for mark, part in parts)
    text = "\n".join(indented) + "\n"
    extensions = ["admonition", "footnotes", "attr_list", "fenced_code"]
    html, questions, findings = hosted(text, extensions=extensions)
    assert all("\n" not in finding for finding in findings)
    assert html.count(PLACE) <= 1
    shown = html + " ".join(question.text for question in questions)
    plain = markdown.markdown(text, extensions=extensions)
    lost = [word for word in re.findall(r"word\d+", plain) if word not in shown]
    assert not lost or findings
