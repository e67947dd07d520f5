"""Front matter of any shape: findings, and no exception."""

import faulthandler
import json
from datetime import date

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_wellspring.article.corrections import corrections_of, list_corrections
from mkdocs_wellspring.article.elsewhere import moved
from mkdocs_wellspring.article.extension import ArticleExtension
from mkdocs_wellspring.article.keys import KEYS
from mkdocs_wellspring.article.machines import claim_review, properties
from mkdocs_wellspring.article.model import Party
from mkdocs_wellspring.article.plain import plain
from mkdocs_wellspring.graph import to_json
from mkdocs_wellspring.pagecontext import PageContext

TEXTS = st.text() | st.sampled_from(
    [
        "0000-00-00",
        "2026-02-30",
        "\x02wzxhzdk:7\x03",
        "\x02klzzwxh:0\x03",
        "\x02\x03</wellspring-text>",
        "[TOC]",
        "[a](b)",
        "\ud800",
        "</div>",
        "<!--",
        '<a href="x',
        "- - - a",
        "# a\r\n\r\n> b\r\r    c",
        "[^1]\n\n[^1]: a",
        "*[a]: b\n\na",
        "https://[",
        "javascript:alert(1)",
    ]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | st.dates() | st.datetimes() | st.binary()
INNER = ("text", "author", "date", "url", "rating", "best", "worst", "name", "type")
MAPPINGS = st.dictionaries(st.sampled_from(INNER) | SCALARS, SCALARS | st.lists(SCALARS, max_size=2), max_size=5)
VALUES = SCALARS | MAPPINGS | st.lists(SCALARS | MAPPINGS, max_size=3)
MANY = ["toc", "footnotes", "abbr", "attr_list", "def_list", "tables", "admonition", "smarty"]


def convert(meta, text="# Title\n\nText.", extensions=("toc",)):
    findings, shaped = [], []
    context = PageContext(meta=meta, path="page.md", today=date(2026, 11, 26), to_root="../", report=findings.append)
    ours = ArticleExtension(host=lambda: context, shaped=shaped.append, disclaimer="Site.", method="[M](m.md)")
    html = markdown.markdown(text, extensions=[*extensions, ours])
    return html, findings, shaped, context


@given(meta=st.dictionaries(st.sampled_from(sorted(KEYS)), VALUES), extensions=st.sampled_from([["toc"], MANY]))
@settings(max_examples=400, deadline=None)
def test_no_value_of_front_matter_raises_or_hides_the_page(meta, extensions):
    html, findings, shaped, context = convert(meta, extensions=extensions)
    assert html.startswith('<h1 id="title">Title</h1>')
    assert "<p>Text.</p>" in html
    assert "\x02" not in html
    html.encode()
    assert all("\n" not in str(finding) for finding in findings)
    for one in shaped:
        url = "https://site.example/"
        review = claim_review(one.article, context, url=url, publisher=Party("Site"))
        json.loads(to_json(properties(one) | {"review": review}))
        assert list_corrections(corrections_of(one, "T", "a/b/"), "corrections/")


@given(st.text(alphabet="<>/abp \"'=-!&;[]1wspan") | TEXTS)
def test_words_of_any_html_are_on_one_line(html):
    assert "\n" not in plain(html)


@pytest.mark.parametrize(
    "value", ["20261112", "2026-W46-4", "2026-11-31", "12.11.2026", "2026-11-12 or so", 2026, True]
)
@pytest.mark.parametrize("key", ["checked", "next_review", "updated"])
def test_what_is_no_day_of_the_documented_form_is_found_and_not_shown(key, value):
    html, findings, *_ = convert({key: value})
    assert "<time" not in html
    assert [finding.code for finding in findings] == ["article-date"]


@pytest.mark.parametrize("key", ["summary", "method", "claim", "verdict", "changes", "reviewed_by", "disclaimer"])
def test_a_text_of_ten_thousand_characters_is_shown_whole(key):
    text = "so " * 3333
    assert text.strip() in convert({key: text})[0]


def test_thousands_of_paragraphs_are_shown():
    html, *_ = convert({"summary": "So.\n\n" * 5000})
    assert html.count("<p>So.</p>") == 5000


@pytest.mark.parametrize(
    "text", ["- " * 2000 + "so", "> " * 2000 + "so", "\n\n".join("    " * n + "- so" for n in range(500))]
)
def test_a_text_nested_deeper_than_can_be_parsed_is_shown_and_leaves_the_next_page_alone(text):
    pages = iter([PageContext(meta={"summary": text, "method": "- a"}), PageContext(meta={"summary": "- a"})])
    md = markdown.Markdown(extensions=[ArticleExtension(host=lambda: next(pages))])
    html = md.convert("# Title\n\nText.")
    assert "so" in html
    assert "<ul><li>a</li></ul>" in html
    after = md.convert("# Title\n\nText.")
    assert "<ul><li>a</li></ul>" in after
    assert "<p>Text.</p>" in after


@pytest.mark.parametrize(
    "html",
    [
        "<",
        '<a "',
        "<a '\" ",
        "<a b",
        "<!-- ",
        "<wellspring-a ",
        '<wellspring-cite a="" ',
        "</",
        '<span class="ws-cite">',
    ],
)
@pytest.mark.parametrize(
    "read", [plain, lambda html: moved(html, "a/", "b/"), lambda html: moved(f"<a {html}>", "", "b/")]
)
def test_characters_that_open_and_never_close_are_read_but_once(read, html):
    faulthandler.dump_traceback_later(60, exit=True)  # a reading that goes back over the text takes many minutes
    try:
        read(html * (400_000 // len(html)))
        read(f"<a{' ' * 400_000}>")
    finally:
        faulthandler.cancel_dump_traceback_later()
