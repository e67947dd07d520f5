"""Front matter of any shape: findings, and no exception."""

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_wellspring.article import ArticleExtension
from mkdocs_wellspring.pagecontext import PageContext

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.dates()
    | st.datetimes()
    | st.binary()
    | st.sampled_from(
        ["0000-00-00", "2026-02-30", "\x02wzxhzdk:7\x03", "\x02klzzwxh:0\x03", "[TOC]", "[a](b)", "\ud800"]
    )
)
VALUES = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(SCALARS, SCALARS, max_size=3)


def convert(meta, text="# Title\n\nText.", disclaimer="Site."):
    findings = []
    context = PageContext(meta=meta, path="page.md", report=findings.append)
    html = markdown.markdown(text, extensions=["toc", ArticleExtension(host=lambda: context, disclaimer=disclaimer)])
    return html, findings


@given(checked=VALUES, summary=VALUES, disclaimer=VALUES)
@settings(max_examples=200, deadline=None)
def test_no_value_of_front_matter_raises(checked, summary, disclaimer):
    html, findings = convert({"checked": checked, "summary": summary, "disclaimer": disclaimer})
    assert html.startswith('<h1 id="title">Title</h1>')
    assert html.endswith("<p>Text.</p>")
    assert "wellspring-article" not in html or "wellspring-article" in f"{summary}{disclaimer}"
    assert all("\n" not in str(finding) for finding in findings)


@pytest.mark.parametrize(
    "value", ["20261112", "2026-W46-4", "2026-11-31", "12.11.2026", "2026-11-12 or so", 2026, True]
)
def test_what_is_no_day_of_the_documented_form_is_found_and_not_shown(value):
    html, findings = convert({"checked": value})
    assert "<time" not in html
    assert [finding.code for finding in findings] == ["article-date"]


def test_a_summary_of_ten_thousand_characters_is_shown_whole():
    text = "so " * 3333
    assert text.strip() in convert({"summary": text})[0]


def test_thousands_of_paragraphs_are_shown():
    html, _findings = convert({"summary": "So.\n\n" * 5000})
    assert html.count("<p>So.</p>") == 5000
