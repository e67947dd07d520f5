"""The extension among others: nested conversions, pages one after another, MkDocs' links, title and contents."""

import logging
from datetime import date
from pathlib import Path

import markdown
import pytest
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from mkdocs_wellspring.article.extension import ArticleExtension
from mkdocs_wellspring.pagecontext import PageContext, own

CHECKED = '<p class="ws-checked"'


class Once:
    """A host that gives a page to the first conversion after it has opened the page."""

    def __init__(self):
        self.page = None

    def __call__(self):
        page, self.page = self.page, None
        return page


class Docstrings(Extension):
    """Converts another text on the way, as mkdocstrings does."""

    def __init__(self, ours):
        super().__init__()
        self.ours, self.seen = ours, []

    def extendMarkdown(self, md):
        md.treeprocessors.register(Nested(self), "nested", 60)


class Nested(Treeprocessor):
    def __init__(self, of):
        super().__init__()
        self.of = of

    def run(self, root):
        self.of.seen.append(markdown.markdown("# Inner\n\n## Deeper", extensions=["toc", self.of.ours]))


def test_only_the_outermost_conversion_of_a_page_gets_furniture():
    host = Once()
    host.page = PageContext(meta={"checked": "2026-11-12", "summary": "S"})
    ours = ArticleExtension(host=host)
    docstrings = Docstrings(ours)
    html = markdown.markdown("# Outer\n\n## Part", extensions=["toc", ours, docstrings])
    assert html.count(CHECKED) == 1
    assert docstrings.seen == ['<h1 id="inner">Inner</h1>\n<h2 id="deeper">Deeper</h2>']


def test_a_text_within_a_page_gets_no_furniture_and_no_findings():
    findings, shaped = [], []
    context = PageContext(meta={"checked": "soon", "summary": "S"}, nested=True, report=findings.append)
    ours = ArticleExtension(host=lambda: context, shaped=shaped.append)
    assert markdown.markdown("# T", extensions=[ours]) == "<h1>T</h1>"
    assert not findings
    assert not shaped


def test_the_host_gets_the_furniture_of_a_page_once():
    shaped = []
    meta = {"summary": "*S*", "changes": ["A", "B"], "corrections": [{"date": "2026-11-12", "text": "C"}]}
    ours = ArticleExtension(host=lambda: PageContext(meta=meta), shaped=shaped.append)
    markdown.markdown("# T\n\n## A\n\n## B", extensions=["toc", "footnotes", ours])
    assert [one.html for one in shaped] == [
        {"summary": "<p><em>S</em></p>", "changes-0": "<p>A</p>", "changes-1": "<p>B</p>", "corrections-0": "<p>C</p>"}
    ]
    assert shaped[0].article.corrections[0].date == date(2026, 11, 12)


def test_the_host_gets_nothing_of_a_page_without_furniture():
    shaped = []
    markdown.markdown("# T", extensions=[ArticleExtension(host=PageContext, shaped=shaped.append)])
    assert not shaped


def test_a_host_that_knows_no_page_is_believed():
    text = "---\nchecked: 2026-11-12\n---\n# Title"
    assert "ws-" not in markdown.markdown(text, extensions=[ArticleExtension(host=lambda: None)])


def test_one_converter_serves_page_after_page():
    host = Once()
    md = markdown.Markdown(extensions=["toc", ArticleExtension(host=host)])
    host.page = PageContext(meta={"checked": "2026-11-12"})
    assert CHECKED in md.convert("# One\n\n## A\n\n## B")
    assert CHECKED not in md.convert("# Two\n\n## C")
    assert md.convert("") == ""
    host.page = PageContext(meta={"checked": "2026-11-12"})
    assert CHECKED in md.convert("# Three")


@pytest.mark.parametrize("extensions", [[], ["toc", "attr_list", "footnotes", "smarty", "md_in_html", "tables"]])
def test_a_page_without_furniture_stays_as_it_is(extensions):
    text = Path(__file__).read_text("utf-8") + "\n\n# A\n\n<div markdown>\n\n# B\n\n</div>\n\n[^1]\n\n[^1]: N"
    ours = ArticleExtension(host=lambda: PageContext(meta={"title": "A"}), disclaimer="Site.")
    assert markdown.markdown(text, extensions=[*extensions, ours]) == markdown.markdown(text, extensions=extensions)


def test_it_works_alone_on_front_matter_in_the_text():
    text = "---\nchecked: 2026-11-12\n---\n# Title"
    ours = {"mkdocs_wellspring.article.extension": {"locale": "fr"}}
    html = markdown.markdown(text, extensions=["meta", *ours], extension_configs=ours)
    assert html.startswith("<h1>Title</h1>")
    assert ">12 novembre 2026</time>" in html


def test_it_is_found_by_its_name_and_logs_what_is_wrong(caplog):
    with caplog.at_level(logging.INFO):
        markdown.markdown("---\nchecked: soon\n---\n# Title", extensions=["wellspring.article", "meta"])
    assert [(record.levelname, "text:2: `checked: soon`" in record.getMessage()) for record in caplog.records] == [
        ("WARNING", True)
    ]


def test_its_texts_for_all_pages_are_options():
    ours = {"mkdocs_wellspring.article.extension": {"method": "M.", "funding": "F.", "disclaimer": "D."}}
    text = "---\nmethod: true\nfunding: true\ndisclaimer: true\n---\n# Title"
    html = markdown.markdown(text, extensions=["meta", *ours], extension_configs=ours)
    assert all(f"<p>{letter}.</p>" in html for letter in "MFD")


def test_a_template_of_the_sites_own_replaces_that_of_the_end(tmp_path):
    (tmp_path / "wellspring").mkdir()
    (tmp_path / "wellspring/article-end.html").write_text(
        "OWN {{ method }}{{ funding is none }}{{ of_site|join }}{{ changes[0].html }}{{ corrections|length }}"
    )
    context = PageContext(meta={"method": True, "changes": ["C"]})
    ours = ArticleExtension(host=lambda: context, overrides=[str(tmp_path)], method="M")
    assert markdown.markdown("# T", extensions=[ours]) == "<h1>T</h1>\nOWN <p>M</p>Truemethod<p>C</p>0"


def test_a_template_of_the_sites_own_replaces_ours(tmp_path):
    template = tmp_path / "wellspring/article.html"
    template.parent.mkdir()
    template.write_text("<p>OWN {{ checked|day }} {{ summary }}{{ disclaimer is none }}</p>")
    context = PageContext(meta={"checked": "2026-11-12", "summary": "*S*"})
    html = markdown.markdown("# T", extensions=[ArticleExtension(host=lambda: context, overrides=[str(tmp_path)])])
    assert html == "<h1>T</h1>\n<p>OWN November 12, 2026 <p><em>S</em></p>True</p>"


@pytest.fixture
def render(tmp_path, caplog):
    """Renders `sub/page.md` as MkDocs does, beside `about.md`, and gives the page and MkDocs' warnings."""

    def render(text, **validation):
        (tmp_path / "docs/sub").mkdir(parents=True)
        (tmp_path / "mkdocs.yml").write_text("site_name: S\nmarkdown_extensions: [toc: {permalink: true}]\n")
        for path in ("about.md", "sub/about.md"):
            (tmp_path / "docs" / path).write_text("# About\n")
        (tmp_path / "docs/sub/page.md").write_text(text)
        config = load_config(str(tmp_path / "mkdocs.yml"))
        names = ("about.md", "sub/about.md", "sub/page.md")
        files = Files([File(name, config.docs_dir, config.site_dir, config.use_directory_urls) for name in names])
        page = Page(None, files.get_file_from_path("sub/page.md"), config)
        page.read_source(config)
        context = PageContext(meta=own(page.meta), path="sub/page.md", to_root="../", hosted=True)
        texts = {"disclaimer": "We err. [More](about.md) and [gone](gone.md).", "method": "By [hand](about.md)."}
        config.markdown_extensions.append(ArticleExtension(host=lambda: context, **texts))
        page.render(config, files)
        return page, [record.getMessage() for record in caplog.records]

    return render


FULL = """---
checked: 2026-11-12
disclaimer: true
summary: See [x](about.md) and [y](no.md).
method: true
corrections: [{date: 2026-11-12, text: "See [z](about.md), not [a](never.md)."}]
---
# Is *it* so?

## Part
"""


def test_mkdocs_checks_links_of_furniture_as_links_of_the_page(render):
    page, warnings = render(FULL)
    assert '<a href="../../about/">More</a>' in page.content
    assert '<a href="../about/">x</a>' in page.content
    assert '<a href="../../about/">hand</a>' in page.content
    assert '<a href="../about/">z</a>' in page.content
    assert [warning.split("'")[3] for warning in warnings] == ["../gone.md", "no.md", "never.md"]


def test_title_and_table_of_contents_are_the_pages_own(render):
    page, _warnings = render(FULL)
    assert page.title == "Is it so?"
    assert [(item.title, item.id) for item in page.toc.items] == [("Is it so?", "is-it-so")]
    assert [item.id for item in page.toc.items[0].children] == ["part"]
    order = ["</h1>", CHECKED, 'id="part"', '<h2 id="ws-method">', '<h2 id="ws-corrections">']
    assert [page.content.index(part) for part in order] == sorted(page.content.index(part) for part in order)


def test_front_matter_with_a_day_that_cannot_be_raises_nothing():
    assert "ws-" not in markdown.markdown("---\nchecked: 2026-13-01\n---\n# T", extensions=["wellspring.article"])
