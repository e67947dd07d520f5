"""Citations, questions and furniture in real MkDocs builds."""

import pytest

PAGE = """---
checked: 2026-11-12
summary: In short, *yes* [2].
disclaimer: true
sources:
  - {title: First source, url: "https://one.example"}
  - {title: Second source, url: "https://two.example"}
questions: [Why not?, "Whence?", {q: Where exactly?, a: "sub/other.md#here"}, Nobody knows?]
---
# Is it so [1]?

A claim [1] [2].

## Part [2]

More [1, 2].
"""
OTHER = "---\nanswers: [Whence?]\ndisclaimer: true\n---\n# Why not?\n\n## Here\n\nText [1].\n"
OPTIONS = {"article": {"disclaimer": "We can err. [Learn more](about.md)."}}
THEMES = ["material", "mkdocs", "readthedocs"]


def article(site):
    site.write("docs/index.md", PAGE)
    site.write("docs/sub/other.md", OTHER)
    site.write("docs/about.md", "# About\n")


@pytest.mark.parametrize("theme", THEMES)
def test_an_article_is_whole_on_each_theme(site, theme):
    article(site)
    site.build(OPTIONS, theme=theme)
    html = site.html()
    assert html.count('role="doc-biblioref"') == 7
    assert html.count('role="doc-backlink"') == 7
    assert '<time datetime="2026-11-12">November 12, 2026</time>' in html
    assert '<a href="about/">Learn more</a>' in html
    assert '<a href="../../about/">Learn more</a>' in site.html("sub/other/index.html")
    assert '<a href="sub/other/"><bdi>Why not?</bdi></a>' in html
    assert '<a href="sub/other/"><bdi>Whence?</bdi></a>' in html
    assert '<a href="sub/other/#here"><bdi>Where exactly?</bdi></a>' in html
    assert '<bdi>Nobody knows?</bdi> <span class="ws-question-state">Not answered yet</span>' in html
    assert "<title>Is it so" in html or "Site</title>" in html
    assert "wellspring-cite" not in html
    assert "wellspring-back" not in html


@pytest.mark.parametrize("theme", THEMES)
def test_search_index_toc_and_title_hold_no_marks_and_no_questions(site, theme):
    article(site)
    site.build(OPTIONS, theme=theme)
    index = site.index()
    assert "Nobody knows" not in index
    assert "Want to dive deeper" not in index
    assert "[1]" not in index.replace("Text [1].", "")
    assert "First source" in index
    assert 'href="#part"' in site.html()
    assert 'href="#ws-questions"' not in site.html()


def test_a_page_without_sources_keeps_its_numbers(site):
    site.write("docs/index.md", "# A\n\nText [1] and [2023].\n")
    site.build()
    assert "Text [1] and [2023]." in site.html()


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_unknown_number_is_found_at_its_line(site, ending):
    text = "---\nsources: ['https://one.example']\n---\n# A\n\n```\n[9]\n```\n\n`[9]` and then [9], [1].\n"
    site.write("docs/index.md", text.replace("\n", ending))
    assert [line.split(": ", 2)[1].split()[0] for line in site.fails()] == ["docs/index.md:10:".rstrip(":")]


def test_unknown_number_in_and_after_a_snippet_is_found_in_its_own_file(site):
    site.write("parts/one.md", "Hello\n\nfrom a snippet [8].\n")
    site.write(
        "docs/index.md", "---\nsources: ['https://one.example']\n---\n# A\n\n--8<-- \"parts/one.md\"\n\nThen [7].\n"
    )
    warnings = site.fails(markdown_extensions=["pymdownx.snippets"])
    assert any("parts/one.md:3: [8]" in line for line in warnings)
    assert any("docs/index.md:8: [7]" in line for line in warnings)


def test_the_extension_works_in_mkdocs_without_the_plugin(site):
    site.write("docs/index.md", "---\nsources: ['https://one.example']\n---\n# A\n\nA claim [1].\n")
    site.build(plugins=["search"], markdown_extensions=["wellspring.citations"])
    assert 'href="#ws-source-1"' in site.html()
    assert 'role="doc-bibliography"' in site.html()


def test_all_of_it_may_stand_under_one_key(site):
    site.write(
        "docs/index.md", "---\nwellspring:\n  sources: ['https://one.example']\n  souces: []\n---\n# A\n\nA [1].\n"
    )
    warnings = site.fails()
    assert 'href="#ws-source-1"' in site.html()
    assert any("docs/index.md:4: `wellspring:` has the key `souces:`" in line for line in warnings)


def test_a_near_miss_of_a_key_is_a_finding(site):
    site.write("docs/index.md", "---\nsouces: ['https://one.example']\n---\n# A\n")
    assert any("docs/index.md:2: `souces:` is no key of ours; did you mean `sources:`?" in w for w in site.fails())


@pytest.mark.parametrize(
    "front",
    ["sources: 7", "sources: {a: 1}", "questions: 7", "questions: [{q: [x]}]", "checked: soon", "summary: [a]",
     "sources: [{url: 'javascript:x'}]", "questions: [{q: A?, a: nowhere.md}]", "disclaimer: true",
     "sources: [{note: x}]"],
)  # fmt: skip
def test_wrong_front_matter_is_one_line_with_its_place_and_no_traceback(site, front):
    site.write("docs/index.md", f"---\ntitle: A\n{front}\n---\n# A\n\nText [1].\n")
    warnings = [line for line in site.fails() if "wellspring" in line or "docs/index.md" in line]
    assert len(warnings) == 1
    assert "docs/index.md:3" in warnings[0]
    assert "\n" not in warnings[0]


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("title: a: b", 2),
        ("checked: 2026-13-01", 2),
        ("title: A\nsources: [x", 4),
        ("title: A\n\tb: 1", 3),
        ("title: A\nsources:\n  - {title: B, date: 2011-02-30}", 4),
    ],
)
def test_front_matter_that_cannot_be_read_is_a_finding(site, front, line):
    site.write("docs/index.md", f"---\n{front}\n---\n# A\n")
    assert any(f"docs/index.md:{line}: the front matter cannot be read" in w for w in site.fails())


def test_a_day_that_there_is_not_is_named(site):
    site.write("docs/index.md", "---\ntitle: A\nchecked: 2011-02-30\n---\n# A\n")
    said = "docs/index.md:3: the front matter cannot be read (2011-02-30: day is out of range for month; correct it)"
    assert any(said in line for line in site.fails())


@pytest.mark.parametrize("value", ["[{sources: []}]", "a text", "7"])
def test_our_own_key_takes_a_mapping_alone(site, value):
    site.write("docs/index.md", f"---\ntitle: A\nwellspring: {value}\n---\n# A\n")
    assert any("docs/index.md:3: `wellspring:` is a" in line for line in site.fails())


def test_sources_may_stand_in_the_options_of_the_extension(site):
    site.write("docs/index.md", "# A\n\nText [1].\n")
    options = {"wellspring.citations": {"sources": ["https://one.example"]}}
    site.build(markdown_extensions=[options])
    assert 'href="#ws-source-1"' in site.html()
    assert 'id="ws-source-1"' in site.html()
    assert "wellspring-cite" not in site.html()


def test_two_pages_with_one_title_answer_nothing(site):
    site.write("docs/index.md", "---\nquestions: [Why?]\n---\n# A\n")
    site.write("docs/b.md", "# Why?\n")
    site.write("docs/c.md", "# Why?\n")
    assert any("b.md and c.md" in line for line in site.fails())
    assert "Not answered yet" in site.html()


def test_a_template_of_the_sites_own_replaces_ours(site):
    article(site)
    site.write("overrides/wellspring/questions.html", "<p>OWN {{ questions|length }}</p>")
    site.build(OPTIONS, theme={"name": "mkdocs", "custom_dir": "overrides"})
    assert "<p>OWN 4</p>" in site.html()


@pytest.mark.parametrize("key", ["question", "answer", "source"])
def test_a_key_of_others_that_holds_a_list_is_a_slip_of_the_pen(site, key):
    site.write("docs/index.md", f"---\n{key}: [x]\n---\n# A\n")
    assert any(f"docs/index.md:2: `{key}:` is no key of ours; did you mean `{key}s:`?" in line for line in site.fails())
    site.write("docs/index.md", f"---\n{key}: x\n---\n# A\n")
    site.build()


def test_a_near_miss_under_our_own_key_is_told_what_was_meant(site):
    site.write("docs/index.md", "---\nwellspring: {checkd: 2026-01-01}\n---\n# A\n")
    assert any("did you mean `checked:`?" in line for line in site.fails())
