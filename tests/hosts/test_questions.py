"""Follow-up questions in real MkDocs builds."""

import json
import os
import re

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

THEMES = ["material", "mkdocs", "readthedocs"]
ASKING = """---
published: 2026-02-01
questions: [Who counts?, "What of drafts?", Nobody knows the moon?]
---
# Asking

Text about votes.

<!-- questions -->
- [Where *exactly*?](sub/answer.md#where)
- How does it end?
- [ ] Left open?

## After

More.
"""
ANSWER = "---\nanswers: [How does it end?]\n---\n# Who counts?\n\n## Where\n\nThe moon and the votes.\n"


def write(site):
    site.write("docs/index.md", ASKING)
    site.write("docs/sub/answer.md", ANSWER)
    site.write("docs/draft.md", "---\nanswers: [What of drafts?]\n---\n# Draft\n")


def states(html):
    return re.findall(r'<li class="ws-question-(\w+)">(?:<a href="([^"]*)"[^>]*>)?<bdi>(.*?)</bdi>', html)


@pytest.mark.parametrize("theme", THEMES)
def test_the_block_stands_where_its_marker_does_and_nowhere_else(site, theme):
    write(site)
    site.build(theme=theme, draft_docs="draft.md")
    html = site.html()
    assert states(html) == [
        ("answered", "sub/answer/", "Who counts?"),
        ("open", "", "What of drafts?"),
        ("open", "", "Nobody knows the moon?"),
        ("answered", "sub/answer/#where", "Where <em>exactly</em>?"),
        ("answered", "sub/answer/", "How does it end?"),
        ("open", "", "Left open?"),
    ]
    assert html.count('<aside class="ws-questions"') == 1
    assert html.index("Text about votes") < html.index("<aside class=") < html.index("More.")
    assert "<!-- questions -->" not in html


@pytest.mark.parametrize("theme", THEMES)
def test_listed_questions_are_in_no_search_index_and_no_table_of_contents(site, theme):
    write(site)
    site.build(theme=theme, draft_docs="draft.md")
    index = site.index()
    for text in ("Left open", "Where exactly", "Nobody knows", "dive deeper", "How does it end"):
        assert text not in index
    assert 'href="#ws-questions"' not in site.html()
    assert "More." in index


def test_listed_questions_are_in_no_feed(site):
    write(site)
    site.build(plugins=[{"rss": {"use_git": False}}, "wellspring"], site_url="https://example.org/", draft_docs="d*")
    feed = json.loads((site.root / "site/feed_json_created.json").read_text("utf-8"))
    summaries = " ".join(str(item) for item in feed["items"])
    assert "Text about votes" in summaries
    for text in ("Left open", "How does it end", "Nobody knows"):
        assert text not in summaries


def test_listed_questions_are_in_no_excerpt_of_a_blog(site):
    post = "---\ndate: 2026-01-01\n---\n# Post\n\nText.\n\n<!-- questions -->\n- Why?\n\n<!-- more -->\n\nRest.\n"
    site.write("docs/blog/posts/one.md", post)
    site.write("docs/blog/index.md", "# Blog\n")
    site.write("docs/index.md", "# Home\n")
    site.build(theme="material", plugins=["blog", "wellspring"])
    assert "Why?" not in site.html("blog/index.html")
    assert "Text." in site.html("blog/index.html")
    shown = '<bdi>Why?</bdi> <span class="ws-question-state">Not answered yet'
    assert shown in site.html("blog/2026/01/01/post/index.html")


def test_links_in_a_list_are_checked_by_mkdocs_and_said_once(site):
    site.write("docs/index.md", "# A\n\n<!-- questions -->\n- [Gone?](gone.md)\n- [Here?](b.md#no)\n")
    site.write("docs/b.md", "# B\n\n## Yes\n")
    warnings = site.fails()
    assert [line for line in warnings if "gone.md" in line] == [
        "Doc file 'index.md' contains a link 'gone.md', but the target is not found among documentation files."
    ]
    assert [line for line in warnings if "#no" in line] == [
        "wellspring: docs/index.md:5: “Here?” leads to `b.md#no`, and b.md has no such anchor [question-target]"
    ]
    assert [state for state, _href, _text in states(site.html())] == ["open", "open"]


def test_a_marker_without_a_list_is_a_finding(site):
    site.write("docs/index.md", "---\ntitle: A\n---\n# A\n\n<!-- questions -->\n\nText.\n")
    assert any("docs/index.md:6: `<!-- questions -->` has no list" in line for line in site.fails())


def test_a_stale_answer_is_said_in_words_on_the_day_of_the_build(site, monkeypatch):
    site.write("docs/index.md", "---\nquestions: [Who counts?]\n---\n# A\n")
    site.write("docs/b.md", "---\nnext_review: 2026-05-01\n---\n# Who counts?\n")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1777593600")  # 2026-05-01
    site.build()
    assert states(site.html())[0][0] == "answered"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1777680000")  # the day after
    site.build()
    assert states(site.html())[0][0] == "stale"
    assert 'due for review on <time datetime="2026-05-01">May 1, 2026</time>' in site.html()


def test_a_page_that_says_it_is_a_draft_answers_nothing_yet(site):
    site.write("docs/index.md", "---\nquestions: [Who counts?]\n---\n# A\n")
    site.write("docs/b.md", "---\ndraft: true\n---\n# Who counts?\n")
    site.build()
    assert states(site.html()) == [("open", "", "Who counts?")]


def test_an_open_question_names_the_nearest_pages_to_its_author_alone(site):
    write(site)
    lines = site.build(draft_docs="draft.md")
    said = [line for line in lines if "question-open" in line]
    assert len(said) == 1
    assert "docs/index.md:3: “Nobody knows the moon?” is open; nearest: sub/answer.md." in said[0]
    assert len(re.findall('<a href="sub/answer/[^"]*"><bdi>', site.html())) == 3


def test_suggestions_can_be_turned_off_and_silenced(site):
    write(site)
    assert "question-open" not in " ".join(site.build({"questions": {"suggestions": "none"}}, draft_docs="draft.md"))
    assert "question-open" not in " ".join(site.build({"silence": ["question-open"]}, draft_docs="draft.md"))


def test_the_backlog_is_a_page_and_a_file_beside_it(site):
    write(site)
    site.build({"questions": {"backlog": "sub/open.md"}}, draft_docs="draft.md")
    html = site.html("sub/open/index.html")
    assert "<h1" in html
    assert "Open questions" in html
    assert '<a href="../../"><bdi>Asking</bdi></a>' in html
    assert '<a href="../answer/"><bdi>Who counts?</bdi></a>' in html
    assert 'href="../open.json"' in html
    found = json.loads((site.root / "site/sub/open.json").read_text("utf-8"))["questions"]
    assert {one["question"]: one["reasons"] for one in found} == {
        "Nobody knows the moon?": ["unknown"],
        "What of drafts?": ["draft"],
        "Left open?": ["declared"],
    }
    assert {one["since"] for one in found} == {"2026-02-01"}
    assert "Draft" not in html.replace("draft", "")


def test_a_search_for_an_open_question_does_not_find_that_it_is_open(site):
    write(site)
    site.write("docs/open.md", "# What we do not know\n\nHelp us.\n")
    site.build({"questions": {"backlog": "open.md"}}, draft_docs="draft.md")
    assert "Help us." in site.index()
    assert "Nobody knows the moon" not in site.index()
    assert "Nobody knows the moon" in site.html("open/index.html")


def test_a_backlog_that_its_author_has_begun_is_gone_on_with(site):
    write(site)
    site.write("docs/open.md", "# What we do not know\n\nHelp us.\n")
    site.build({"questions": {"backlog": "open.md"}}, draft_docs="draft.md")
    html = site.html("open/index.html")
    assert html.index("Help us.") < html.index("Left open?")


@pytest.mark.parametrize("path", ["open", "../open.md", "/open.md", "C:/open.md"])
def test_a_backlog_that_is_no_page_stops_the_build(site, path):
    write(site)
    with pytest.raises(Abort):
        site.build({"questions": {"backlog": path}})
    assert f"questions: backlog: {path} " in site.warnings()[-1]


def test_pages_that_ask_are_shown_on_the_page_that_answers_where_that_is_wanted(site):
    write(site)
    site.build({"questions": {"asked_from": True}}, draft_docs="draft.md")
    html = site.html("sub/answer/index.html")
    assert '<h2 id="ws-asked-from">Pages that ask this</h2>' in html
    said = re.findall(r'<li><a href="../../"><bdi>Asking</bdi></a>(.*?)</li>', html)
    assert said == [" \u201c<bdi>Where exactly?</bdi>\u201d \u201c<bdi>How does it end?</bdi>\u201d"]
    site.build(draft_docs="draft.md")
    assert "ws-asked-from" not in site.html("sub/answer/index.html")


@pytest.mark.parametrize(
    ("theme", "href"),
    [("material", "?q=Why"), ("mkdocs", "?q=Why"), ("readthedocs", "../search.html?q=Why")],
)
def test_readers_can_search_for_what_is_open(site, theme, href):
    site.write("docs/index.md", "# A\n")
    site.write("docs/b.md", "---\nquestions: [Why me?]\n---\n# B\n")
    site.build(theme=theme)
    assert f'{href}%20me%3F" class="ws-question-search" target="_self"' in site.html("b/index.html")


def test_no_search_is_offered_where_there_is_none(site):
    site.write("docs/index.md", "---\nquestions: [Why?]\n---\n# A\n")
    site.build(plugins=["wellspring"])
    assert "?q=" not in site.html()
    site.build({"questions": {"ask": {"search": False}}})
    assert "?q=" not in site.html()


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        ({"issue": "javascript:alert(1)"}, "ask: issue: javascript:alert"),
        ({"issue": "github.com/o/r"}, "give https://"),
        ({"email": "nobody"}, "ask: email: nobody is no mail address"),
        ({"email": "a@b.example?bcc=x@y.example"}, "is no mail address"),
    ],
)
def test_a_way_to_ask_that_leads_nowhere_stops_the_build(site, ask, said):
    site.write("docs/index.md", "# A\n")
    with pytest.raises(Abort):
        site.build({"questions": {"ask": ask}})
    assert said in site.warnings()[-1]


def test_machines_read_what_is_answered_and_nothing_else(site):
    write(site)
    site.build(site_url="https://example.org/x/", draft_docs="draft.md")
    html = site.html()
    assert html.count("application/ld+json") == 1
    graph = json.loads(re.findall(r'ld\+json">(.*?)</script>', html)[0])["@graph"]
    assert graph[0]["@id"] == "https://example.org/x/#webpage"
    assert graph[0]["relatedLink"] == [
        "https://example.org/x/sub/answer/",
        "https://example.org/x/sub/answer/#where",
    ]
    assert not re.search("FAQPage|QAPage", html)


def test_ten_thousand_questions_on_one_page_are_all_shown(site):
    questions = "\n".join(f"  - Is it {number}?" for number in range(10_000))
    site.write("docs/index.md", f"---\nquestions:\n{questions}\n---\n# A\n")
    site.build({"questions": {"ask": {"search": False}}})
    assert site.html().count("Not answered yet") == 10_000


def test_pages_may_ask_each_other_in_a_circle(site):
    for name, asks in (("a", "B"), ("b", "C"), ("c", "A")):
        site.write(f"docs/{name}.md", f"---\nquestions: [{asks}]\n---\n# {name.upper()}\n")
    site.write("docs/index.md", "# Home\n")
    site.build({"questions": {"asked_from": True}})
    assert states(site.html("a/index.html")) == [("answered", "../b/", "B")]
    assert '<li><a href="../c/"><bdi>C</bdi></a></li>' in site.html("a/index.html")


def test_a_feed_is_made_of_a_site_with_pages_of_ours(site):
    write(site)
    options = {"questions": {"backlog": "open.md"}, "article": {"corrections": "corrections.md"}}
    plugins = [{"rss": {"use_git": False}}, {"wellspring": options}]
    site.build(plugins=plugins, site_url="https://example.org/", draft_docs="draft.md")
    assert "Left open?" in site.html("open/index.html")


def test_a_link_that_mkdocs_understands_is_one_in_a_list_too(site):
    site.write("docs/sub/a.md", "# A\n\n<!-- questions -->\n- [By root?](/b.md)\n- [Query?](../b.md?x=1#here)\n")
    site.write("docs/b.md", "# B\n\n## Here\n")
    site.write("docs/index.md", "# Home\n")
    site.build(validation={"links": {"absolute_links": "relative_to_docs"}})
    assert [(state, href) for state, href, _text in states(site.html("sub/a/index.html"))] == [
        ("answered", "../../b/"),
        ("answered", "../../b/#here"),
    ]


def test_anchors_of_furniture_and_sources_are_there_although_mkdocs_does_not_know_them(site):
    site.write("docs/index.md", "---\nquestions: [{q: 'How made?', a: 'b.md#ws-method'}]\n---\n# A\n")
    site.write("docs/b.md", "---\nmethod: We read.\n---\n# B\n")
    site.build()
    assert states(site.html()) == [("answered", "b/#ws-method", "How made?")]


def test_a_page_that_is_all_front_matter_has_its_furniture_and_its_questions(site):
    front = "questions: ['Why?']\nchecked: nonsense\nsummary: In short.\ncorrections: {date: 2024-01-01, text: So.}"
    site.write("docs/index.md", f"---\ntitle: Is it?\n{front}\n---\n")
    site.write("docs/b.md", "---\ntitle: B\n---\n")
    assert any("`checked: nonsense` is no day" in line for line in site.fails())
    html = site.html()
    assert "In short." in html
    assert 'id="ws-corrections"' in html
    assert "Not answered yet" in html
    assert "mainEntity" in html


@pytest.mark.parametrize("path", ["./b.md", "a//b.md", ".md", "b.md/", "a\0b.md", "b\n.md"])
def test_a_path_that_mkdocs_would_not_know_stops_the_build_in_one_line(site, path):
    site.write("docs/index.md", "# A\n")
    with pytest.raises(Abort):
        site.build({"questions": {"backlog": path}})
    assert "questions: backlog: " in site.warnings()[-1]
    assert "\n" not in site.warnings()[-1]


def test_a_dirty_build_does_not_say_that_a_page_is_not_there(site):
    site.write("docs/index.md", "---\nquestions: [{q: 'Why?', a: b.md}]\n---\n# A\n")
    site.write("docs/b.md", "# B\n")
    site.build()
    config = load_config(str(site.root / "mkdocs.yml"))
    later = (site.root / "docs/index.md").stat().st_mtime + 10
    os.utime(site.root / "docs/index.md", (later, later))
    os.utime(site.root / "site/b/index.html", (later, later))
    config["strict"] = False
    build(config, dirty=True)
    assert states(site.html()) == [("answered", "b/", "Why?")]


def test_without_directories_for_addresses_the_search_is_on_a_page(site):
    site.write("docs/index.md", "---\nquestions: ['Why?']\n---\n# A\n")
    site.build(theme="mkdocs", use_directory_urls=False)
    assert 'href="index.html?q=Why%3F"' in site.html()
