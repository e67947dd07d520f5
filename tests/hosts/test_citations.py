"""Citations in real MkDocs builds: stores, styles, findings, lists, and the page of all sources."""

import json
import re
from html import unescape

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

LIBRARY = """
poe2025: {title: On counting, author: ["Poe, Ada"], date: 2025-02-10, url: "https://poe.example/", quote: We counted.}
lee2020: {title: Votes, author: ["Lee, Bo", "Poe, Ada"], date: 2020, doi: 10.1000/182, type: article-journal}
who: {title: Report, author: World Health Organization, date: 2019-03, flag: retracted, url: "https://who.example"}
"""
BIB = "@book{knuth, title = {The {TeX}book}, author = {Knuth, Donald E.}, year = 1984, publisher = {Addison-Wesley}}\n"
CITATIONS = {"citations": {"sources": ["sources.yml", "refs.bib"]}}
THEMES = ["material", "mkdocs", "readthedocs"]


@pytest.fixture
def library(site):
    site.write("sources.yml", LIBRARY)
    site.write("refs.bib", BIB)
    return site


def cited(html, number):
    return html.count(f'role="doc-biblioref" href="#ws-source-{number}"')


EVERYWHERE = """---
sources: [{title: Own, url: "https://own.example"}]
---
# What @poe2025 says [see *now* @who, p. 3]

## Part [@who]

Paragraph [1], *emphasis [@lee2020]*, **strong [@lee2020]**, `[@who]` and [@knuth].

| a | b |
|---|---|
| cell [@lee2020] | [1] |

!!! note "Title [@lee2020]"
    Admonition [@lee2020].

??? tip "Folded [@lee2020]"
    Details [@lee2020].

=== "Tab [@lee2020]"
    Tabbed [@lee2020].

Term [@lee2020]
:   Definition [@lee2020].

A footnote[^f].

[^f]: Its text [@lee2020].

![A picture](a.png "t [1]")
/// caption
Captioned [@lee2020].
///

<figure markdown="span"><figcaption markdown>Figured [@lee2020]</figcaption></figure>

- [ ] a task
- [x] another

```python
@lee2020  # [@lee2020] and [1]
```

    indented [@lee2020] [1]

$a[1] + @lee2020$ and $$x[1]$$, <b title="[@lee2020] [1]">bold</b>, [link][1], ada@lee2020.org, ![alt [1]](a.png)

[1]: https://defined.example
"""


@pytest.mark.parametrize("theme", THEMES)
def test_citations_work_in_every_block_and_leave_the_rest_alone(library, theme):
    page = EVERYWHERE.replace(", [link][1]", "").replace("\n[1]: https://defined.example\n", "")
    library.write("docs/index.md", "# Home\n")
    library.write("docs/b.md", page)
    library.write("docs/a.png", "")
    extensions = [
        "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc", "pymdownx.details",
        "pymdownx.superfences", "pymdownx.tasklist", {"pymdownx.tabbed": {"alternate_style": True}},
        {"pymdownx.arithmatex": {"generic": True}}, "pymdownx.blocks.caption", "pymdownx.magiclink",
    ]  # fmt: skip
    library.build(CITATIONS, theme=theme, markdown_extensions=extensions)
    html = library.html("b/index.html")
    assert cited(html, 1) == 2
    assert cited(html, 4) == 14
    assert 'href="#part"' in html
    assert '<h1 id="what-poe-says">What <span class="ws-author"><bdi>Poe</bdi> ' in html
    assert "see <em>now</em> <a" in html
    for untouched in (
        "<code>[@who]</code>", "# [@lee2020] and [1]", "indented [@lee2020] [1]", "a[1] + @lee2020", "x[1]",
        'title="[@lee2020] [1]"', 'alt="alt [1]"', 'title="t [1]"',
    ):  # fmt: skip
        assert untouched in re.sub(r"</?span[^>]*>", "", html), untouched
    assert "ada@lee2020.org" in unescape(html)
    assert "wellspring-" not in html.replace("assets/wellspring", "").replace("wellspring.", "")
    assert re.search(r"<title>\s*What Poe says - Site\s*</title>", html)
    index = json.loads(library.index())
    assert not any(mark in doc["title"] + doc["text"] for doc in index["docs"] for mark in ("ws-", "wellspring", "[2]"))
    assert any("The TeXbook" in doc["text"] for doc in index["docs"])
    assert any(doc["title"] == "What Poe says" for doc in index["docs"])


def test_a_defined_reference_stays_a_link(library):
    library.write("docs/index.md", "---\nsources: [One]\n---\n[1] [x][1] [@poe2025]\n\n[1]: https://defined.example\n")
    library.build({**CITATIONS, "silence": ["cite-unused", "cite-unknown"]})
    assert library.html().count('<a href="https://defined.example">') == 2


def test_docstrings_may_cite(library):
    pytest.importorskip("mkdocstrings")
    library.write(
        "counted.py", 'def count():\n    """Count as [@poe2025] did, and [@nobody].\n\n    See @lee2020.\n    """\n'
    )
    library.write("docs/index.md", "# A\n\nFirst [@who].\n\n::: counted.count\n\nLast [@poe2025].\n")
    plugins = ["search", {"mkdocstrings": {"handlers": {"python": {"paths": ["."]}}}}, {"wellspring": CITATIONS}]
    warnings = library.fails(plugins=plugins)
    html = library.html()
    assert (cited(html, 1), cited(html, 2), cited(html, 3)) == (1, 2, 1)
    assert html.count('role="doc-bibliography"') == 1
    assert any("docs/index.md: [@nobody] names nobody" in line for line in warnings)


def test_declared_sources_keep_their_places_and_keys_follow_in_order_of_use(library):
    page = (
        "---\nsources:\n  - {title: A}\n  - poe2025\n  - {key: mine, title: M}\n---\n[@knuth] [@mine] [2] [@who] [1]\n"
    )
    library.write("docs/index.md", page)
    library.build(CITATIONS)
    titles = re.findall(r'<li id="ws-source-(\d)">.*?<cite[^>]*><bdi>(.*?)</bdi>', library.html())
    assert titles == [("1", "A"), ("2", "On counting"), ("3", "M"), ("4", "The TeXbook"), ("5", "Report")]


def test_a_page_adds_its_quote_and_flag_to_a_source_of_the_library(library):
    front = "sources:\n  - {key: knuth, quote: The words here., flag: disputed, url: 'https://knuth.example'}\n"
    library.write("docs/index.md", f"---\n{front}---\n[@knuth]\n")
    library.build(CITATIONS)
    html = library.html()
    assert "The words here." in html
    assert 'href="https://knuth.example#:~:text=The%20words%20here"' in html
    assert "The TeXbook" in html
    assert '<bdi class="ws-cite-flag">disputed</bdi>' in html


NONE = "which no source has as its key"
FRONT = "---\ntitle: A\nsources:\n  - One\n---\n"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[1]\n\n[@poe2052]", f"docs/index.md:8: [@poe2052] names poe2052, {NONE}; did you mean poe2025?"),
        ("[1]\n\n[see @who,\np. 3; @x]", "docs/index.md:8: [see @who, p. 3; @x] names x, "),
        ("[1]\n\n[7]", r"docs/index.md:8: [7] names source 7, and the page declares 1; cite [1], "),
        ("None", "docs/index.md:4: source 1 is not cited on the page; cite it as [1], or take it away [cite-unused]"),
        ("[1]\n\n    code [@x]\n\n`[@x]`\n\n[@x]", "docs/index.md:12: [@x] names x, "),
    ],
)  # fmt: skip
def test_findings_name_the_line_the_text_and_what_to_do(library, ending, text, found):
    library.write("docs/index.md", f"{FRONT}{text}\n".replace("\n", ending))
    assert any(found in line for line in library.fails(options=CITATIONS))


def test_an_unknown_citation_stays_readable(library):
    library.write("docs/index.md", "So [@poe2052, p. 3] and [@poe2025].\n")
    library.fails(options=CITATIONS)
    assert "So [@poe2052, p. 3] and <span" in library.html()


def test_what_macros_write_is_found_where_the_macro_stands(library):
    pytest.importorskip("mkdocs_macros")
    macros = 'def define_env(env):\n    env.macro(lambda: "one\\n\\ntwo [@lost]\\n\\nthree", "three")\n'
    library.write("main.py", macros)
    library.write("docs/index.md", "# A\n\n{{ three() }}\n\nThen [@gone].\n")
    plugins = ["search", "macros", {"wellspring": CITATIONS}]
    warnings = library.fails(plugins=plugins)
    assert any("docs/index.md:3: [@lost]" in line for line in warnings)
    assert any("docs/index.md:5: [@gone]" in line for line in warnings)


def test_capitals_of_a_key_are_forgiven_and_said(library):
    library.write("docs/index.md", "[@Poe2025] [@poe2025]\n")
    lines = library.build(CITATIONS)
    assert "docs/index.md:1: [@Poe2025] is poe2025 with other capitals; write it so [cite-case]" in "\n".join(lines)
    assert cited(library.html(), 1) == 2


def test_a_flagged_source_is_said_and_does_not_fail_a_strict_build(library):
    library.write("docs/index.md", "A\n\n[@who] and @who.\n")
    lines = "\n".join(library.build(CITATIONS))
    assert "docs/index.md:3: [@who] cites source 1 (who), which is flagged as retracted [cite-flagged]" in lines
    assert "docs/index.md:3: @who cites source 1 (who), which is flagged as retracted [cite-flagged]" in lines


@pytest.mark.parametrize(
    ("front", "options"),
    [("silence: cite-unused", {}), ("silence: [cite-unused]", {}), ("", {"silence": ["cite-unused"]})],
)
def test_a_page_or_a_site_silences_a_finding_by_its_code(library, front, options):
    library.write("docs/index.md", f"---\nsources: [{{title: One}}]\n{front}\n---\n# A\n")
    library.build({**CITATIONS, **options})


@pytest.mark.parametrize("silence", ["cite-unusde", "7", "[[x]]", "{a: 1}", ""])
def test_a_silence_that_names_no_finding_is_one(site, silence):
    site.write("docs/index.md", f"---\nsilence: {silence}\n---\n# A\n")
    if silence:
        assert any("docs/index.md:2: `silence:` names" in line for line in site.fails())
    else:
        site.build()


def test_broken_stores_are_said_once_with_their_lines(library):
    library.write(
        "refs.bib", BIB + "@book{broken, title = {x\n@book{knuth, title={Again}}\n@misc{m, url={javascript:x}}\n"
    )
    library.write("docs/index.md", "[@knuth]\n")
    library.write("docs/b.md", "[@knuth]\n")
    warnings = [line for line in library.fails(options=CITATIONS) if "refs.bib" in line]
    assert [re.search(r"refs\.bib:(\d+)", line)[1] for line in warnings] == ["2", "4", "3"]
    assert "The TeXbook" in library.html("b/index.html")


@pytest.mark.parametrize(
    ("citations", "message"),
    [
        ({"sources": ["lost.bib"]}, "sources: lost.bib does not exist in"),
        ({"sources": ["a.txt"]}, "sources: a.txt is no store; give a file that ends in .bib, .json, .yml or .yaml"),
        ({"sources": ["empty"]}, "sources: empty holds no store"),
        ({"style": "apa"}, "style: apa is no style; give numeric, author-date or a .csl file"),
        ({"style": "lost.csl"}, "style: lost.csl does not exist in"),
        ({"bibliography": "all.html"}, "bibliography: all.html is no page"),
    ],
)  # fmt: skip
def test_a_wrong_option_stops_the_build_with_one_line(library, citations, message):
    library.write("docs/index.md", "# A\n")
    library.write("a.txt", "")
    library.write("empty/readme.txt", "")
    (line,) = library.fails(options={"citations": citations})
    assert "citations: " + message in line
    assert "\n" not in line


def test_the_author_date_style_sorts_its_list_and_tells_years_apart(library):
    library.write("more.yml", "poe2025b: {title: Again, author: ['Poe, Ada'], date: 2025}\n")
    library.write("docs/index.md", "[@who] [@poe2025, p. 3] [@poe2025b] @lee2020 [-@lee2020]\n")
    library.build({"citations": {"sources": ["sources.yml", "more.yml"], "style": "author-date"}})
    text = re.sub(r"<[^>]+>", "", library.html())
    assert "(World Health Organization 2019 retracted) (Poe 2025b, p. 3) (Poe 2025a) Lee and Poe (2020) (2020)" in text
    assert re.findall(r'<li id="ws-source-(\d)"', library.html()) == ["4", "3", "2", "1"]


def test_a_site_overrides_the_templates_of_both_styles(library):
    library.write("docs/index.md", "[@poe2025]\n")
    for name in ("numeric", "author-date"):
        library.write(f"overrides/wellspring/{name}.html", f"OWN {name} {{{{ source.title }}}} {{{{ authors }}}}")
    theme = {"name": "mkdocs", "custom_dir": "overrides"}
    library.build(CITATIONS, theme=theme)
    assert "OWN numeric On counting <bdi>Ada Poe</bdi>" in library.html()
    library.build({"citations": {**CITATIONS["citations"], "style": "author-date"}}, theme=theme)
    assert "OWN author-date On counting <bdi>Poe, Ada</bdi>" in library.html()


def test_the_bibliography_has_every_source_once_with_the_pages_that_cite_it(library):
    library.write(
        "docs/index.md", "---\ntitle: Start\nsources:\n  - https://own.example/\n---\n[1] [@poe2025] [@poe2025]\n"
    )
    library.write(
        "docs/sub/b.md", "---\nsources:\n  - {title: Own, url: https://own.example}\n---\n# B\n\n[1] [@poe2025]\n"
    )
    options = {"citations": {**CITATIONS["citations"], "bibliography": "sub/all.md"}}
    library.build(options, theme="material")
    html = library.html("sub/all/index.html")
    entries = re.findall(r'<li id="(ws-all-[^"]+)">(.*?)</li>', html, re.DOTALL)
    keys = ["knuth", "lee2020", "https-own.example", "poe2025", "who"]  # it has a title by now
    assert [name.removeprefix("ws-all-") for name, _entry in entries] == keys
    by_name = dict(entries)
    assert re.findall(r'Cited by <a href="(.*?)".*?<a href="(.*?)"', by_name["ws-all-poe2025"]) == [("../../", "../b/")]
    assert "Cited by" not in by_name["ws-all-knuth"]
    items = json.loads((library.root / "site/sub/all.json").read_text("utf-8"))
    assert {item["id"] for item in items} >= {"poe2025", "lee2020", "who", "knuth"}
    assert len({item["id"] for item in items}) == len(items) == 5
    assert 'href="../all.json"' in html
    assert '<h1 id="bibliography">Bibliography' in html


def test_an_author_writes_the_page_of_all_sources_as_well(library):
    library.write("docs/index.md", "[@poe2025]\n")
    library.write("docs/all.md", "# Springs\n\nBefore.\n\n\\full_bibliography\n\nAfter.\n")
    library.build({"citations": {**CITATIONS["citations"], "bibliography": "all.md"}})
    html = library.html("all/index.html")
    assert re.search(r"<p>Before\.</p>\s*<section .*?</section>\s*<p>After\.</p>", html, re.DOTALL)
    assert html.count('class="ws-sources ws-bibliography"') == 1


def test_a_list_stands_where_its_marker_does(library):
    library.write(
        "docs/index.md",
        "Claim [@poe2025].\n\n## References\n\\bibliography\n\n## After\n\n??? note\n    \\bibliography\n",
    )
    library.build(CITATIONS, markdown_extensions=["pymdownx.details"])
    html = library.html()
    assert html.count('role="doc-bibliography"') == 1
    assert "\\bibliography" not in html
    assert html.index("References") < html.index('role="doc-bibliography"') < html.index("After</h2>")
    assert '<h2 id="ws-sources">' not in html


def test_a_page_without_a_marker_has_no_list_where_the_site_says_so(library):
    library.write("docs/index.md", "# A\n\nClaim [@poe2025].\n")
    options = {"citations": {**CITATIONS["citations"], "list": "marker"}}
    warnings = library.fails(options=options)
    assert any("docs/index.md:3: [@poe2025] and the page has no list of sources" in line for line in warnings)
    assert 'role="doc-bibliography"' not in library.html()
    assert 'href="#ws-source' not in library.html()
    options["citations"]["bibliography"] = "all.md"
    library.build(options)
    assert 'href="all/#ws-all-poe2025"' in library.html()
    assert 'id="ws-all-poe2025"' in library.html("all/index.html")


def graph(html):
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    (page,) = json.loads(script)["@graph"]
    return page


@pytest.mark.parametrize("theme", THEMES)
def test_machines_read_what_a_page_cites(library, theme):
    library.write(
        "docs/index.md",
        "---\nsources: [{title: '</script><b>', url: 'https://own.example'}]\n---\n# Is it?\n\n[1] [@lee2020] [@who]\n",
    )
    library.build(CITATIONS, theme=theme, site_url="https://site.example/docs/")
    page = graph(library.html())
    assert page["@id"] == "https://site.example/docs/#webpage"
    assert page["name"] == "Is it?"
    assert [node["name"] for node in page["citation"]] == ["</script><b>", "Votes", "Report"]
    assert page["citation"][1]["@type"] == "ScholarlyArticle"
    assert page["citation"][2]["author"] == ["World Health Organization"]
    assert "citation_title" not in library.html()


def test_a_page_without_citations_has_no_graph(library):
    library.write("docs/index.md", "# A\n")
    library.build(CITATIONS)
    assert "ld+json" not in library.html()


REFERENCE = (
    "citation_title=Votes; citation_author=Bo Lee; citation_author=Ada Poe; "
    "citation_publication_date=2020; citation_doi=10.1000/182"
)


@pytest.mark.parametrize("theme", THEMES)
def test_scholarly_sites_have_highwire_tags(library, theme):
    front = "---\nauthor: [Ada Poe, Bo Lee]\npublished: 2026-03-01\n---\n"
    library.write("docs/index.md", f'{front}# Is it "so"?\n\n[@lee2020]\n')
    library.build({"citations": {**CITATIONS["citations"], "highwire": True}}, theme=theme)
    head = library.html().partition("</head>")[0]
    assert re.findall(r'<meta name="citation_(\w+)" content="([^"]*)">', head) == [
        ("title", "Is it &#34;so&#34;?"),
        ("author", "Ada Poe"),
        ("author", "Bo Lee"),
        ("publication_date", "2026/03/01"),
        ("language", "en"),
        ("reference", REFERENCE),
    ]


def test_excerpts_of_a_blog_cite_in_words(library):
    library.write("docs/index.md", "# Home\n")
    library.write("docs/blog/index.md", "# Blog\n")
    front = "---\ndate: 2026-01-01\nsources: [{title: One}]\n---\n"
    post = f"{front}# Post\n\nA claim [1] and [@poe2025].\n\n<!-- more -->\n\nMore.\n"
    library.write("docs/blog/posts/one.md", post)
    plugins = ["search", "blog", {"wellspring": CITATIONS}]
    library.build(plugins=plugins, theme="material")
    excerpt = library.html("blog/index.html")
    assert "A claim" in excerpt
    assert "wellspring-cite" not in excerpt
    assert "(<bdi>Poe 2025</bdi>)" in excerpt
    assert "doc-biblioref" not in excerpt
    assert 'role="doc-bibliography"' not in excerpt
    assert 'role="doc-bibliography"' in library.html("blog/2026/01/01/post/index.html")


@pytest.mark.parametrize("store", [None, "", "<html>404</html>"])
def test_an_unknown_key_is_a_finding_though_there_is_no_other(site, store):
    options = {}
    if store is not None:
        site.write("refs.bib", store)
        options = {"citations": {"sources": ["refs.bib"]}}
    site.write("docs/index.md", "---\nsources:\n  - {title: A}\n---\nOne [1].\n\nTwo [@smith2024].\n")
    assert any("docs/index.md:7: [@smith2024] names smith2024" in line for line in site.fails(options=options))
    assert "Two [@smith2024]." in site.html()


def test_the_line_for_a_list_is_never_shown(site):
    site.write("docs/index.md", "---\nsources:\n  - {title: A}\n---\nOne [1].\n")
    site.write("docs/none.md", "Nothing is cited.\n\n\\bibliography\n")
    site.build({"citations": {"bibliography": "all.md"}})
    for page in ("all/index.html", "none/index.html"):
        assert "bibliography\n" not in site.html(page)
        assert "\\full_bib" not in site.html(page)
        assert "\\bib" not in site.html(page)
    assert "<cite><bdi>A</bdi></cite>" in site.html("all/index.html")


def test_a_page_that_cites_only_what_is_not_there_lacks_no_list(site):
    site.write("refs.yml", "a: {title: A}\n")
    site.write("docs/index.md", "Two [@smith2024].\n")
    warnings = site.fails(options={"citations": {"sources": ["refs.yml"]}})
    assert not any("cite-no-list" in line for line in warnings)


def test_the_missing_list_is_asked_for_by_the_line_of_the_site(site):
    site.write("refs.yml", "a: {title: A}\n")
    site.write("docs/index.md", "Two [@a].\n")
    options = {"citations": {"sources": ["refs.yml"], "list": "marker", "marker": "[[refs]]"}}
    assert any("put [[refs]] where it should stand [cite-no-list]" in line for line in site.fails(options=options))


@pytest.mark.parametrize(
    ("citations", "message"),
    [
        ({"sources": [None]}, "citations: sources: empty names no file"),
        ({"sources": [{"title": "A"}]}, "citations: sources: a mapping names no file"),
        ({"bibliography": "/all.md"}, "citations: bibliography: /all.md is outside the site"),
        ({"bibliography": "../all.md"}, "citations: bibliography: ../all.md is outside the site"),
        ({"bibliography": "C:/all.md"}, "citations: bibliography: C:/all.md is outside the site"),
    ],
)
def test_an_option_that_cannot_be_used_stops_the_build_with_one_line(site, citations, message):
    site.write("docs/index.md", "# A\n")
    with pytest.raises(Abort):
        site.build({"citations": citations})
    assert any(line.startswith(message) for line in site.warnings())


def test_an_empty_name_is_no_store(site):
    site.write("docs/index.md", "# A\n")
    site.build({"citations": {"sources": ""}})


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "numeric",
            "{{ title }}\n{% if %}",
            "numeric.html:2 has a mistake (Expected an expression",
        ),
        ("numeric", "\n{{ titel }}", "numeric.html:2 has a mistake ('titel' is undefined)"),
        ("sources", "{{ 1 / 0 }}", "sources.html:1 has a mistake (division by zero)"),
        ("questions", "{% endif %}", "questions.html:1 has a mistake (Encountered unknown tag"),
    ],
)
def test_a_mistake_in_a_template_of_the_site_is_one_line(site, name, text, message):
    site.write("docs/index.md", "---\nsources:\n  - {title: A}\n---\nOne [1].\n")
    site.write(f"overrides/wellspring/{name}.html", text)
    with pytest.raises(Abort):
        site.build(theme={"name": "mkdocs", "custom_dir": "overrides"})
    assert any(line.startswith(f"the template wellspring/{message}") for line in site.warnings())


def test_snippets_may_lie_in_a_folder_that_mkdocs_names(site):
    site.write("docs/part.md", "In a part [9].\n")
    site.write("docs/index.md", '---\nsources:\n  - {title: A}\n---\nOne [1].\n\n--8<-- "part.md"\n')
    site.write(
        "mkdocs.yml",
        "site_name: Site\ntheme: mkdocs\nplugins: [wellspring]\nmarkdown_extensions:\n"
        "  - pymdownx.snippets: {base_path: [!relative $docs_dir, !relative ]}\n",
    )
    loaded = load_config(str(site.root / "mkdocs.yml"))
    build(loaded)
    assert any("docs/part.md:1: [9] names source 9" in line for line in site.warnings())


@pytest.mark.parametrize(("part", "line"), [(":two", 8), (":5:8", 8), (":8", 8), (":1:1,8:9", 8), ("", 3)])
def test_a_finding_in_a_part_of_a_snippet_has_that_part_of_the_file(site, part, line):
    text = "1\n# --8<-- [start:one]\n3 [9]\n# --8<-- [end:one]\n\n# --8<-- [start:two]\n\n8 [9]\n# --8<-- [end:two]\n"
    site.write("part.md", text)
    site.write("docs/index.md", f'---\nsources:\n  - {{title: A}}\n---\nOne [1].\n\n--8<-- "part.md{part}"\n')
    warnings = site.fails(markdown_extensions=["pymdownx.snippets"])
    assert any(f"part.md:{line}: [9] names source 9" in text for text in warnings)


def test_no_space_is_left_in_the_search_index_where_a_citation_stood(site):
    site.write(
        "docs/index.md", "---\nsources: [{title: A}, {title: B}]\n---\nIt costs [1] [2], so *they*\n[1]. An end [2]\n"
    )
    site.build(theme="material")  # MkDocs' own search puts a space between all pieces
    index = (site.root / "site/search/search_index.json").read_text("utf-8")
    assert "It costs, so" in index
    assert "they. An end" in re.sub(r"</?em>", "", index)
    assert 'costs <span class="ws-cite">' in site.html()


def test_a_template_of_the_site_that_is_none_of_ours_is_left_alone(site):
    site.write("docs/index.md", "# A\n")
    site.write("overrides/wellspring/mine.html", "{{ 'x'|url }}")
    site.build(theme={"name": "mkdocs", "custom_dir": "overrides"})


def test_a_template_that_is_not_utf_8_is_one_line(site):
    site.write("docs/index.md", "# A\n")
    site.write("overrides/wellspring/source.html", "")
    (site.root / "overrides/wellspring/source.html").write_bytes(b"\xe4")
    with pytest.raises(Abort):
        site.build(theme={"name": "mkdocs", "custom_dir": "overrides"})
    assert any(line.startswith("the template wellspring/source.html has a mistake (") for line in site.warnings())


def test_an_unknown_citation_with_an_escape_is_named_as_it_is_written(site):
    site.write("refs.yml", "a: {title: A}\n")
    site.write("docs/index.md", "# A\n\nSo [@nokey, \\*x\\*] is.\n")
    warnings = site.fails(options={"citations": {"sources": ["refs.yml"]}})
    assert any("[@nokey, \\*x\\*] names nokey" in line for line in warnings)
