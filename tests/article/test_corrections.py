"""The corrections of a site on one page: their order, their links, and what is left behind."""

from datetime import date

import markdown
import pytest

from mkdocs_wellspring.article.corrections import Correction, corrections_of, list_corrections
from mkdocs_wellspring.article.elsewhere import link_to, moved
from mkdocs_wellspring.article.extension import ArticleExtension
from mkdocs_wellspring.citations.extension import CitationsExtension
from mkdocs_wellspring.pagecontext import PageContext

HERE = "corrections/"


def test_the_newest_is_first_and_those_without_a_day_are_last():
    html = list_corrections(
        [
            Correction("Z & <i>Z</i>", "z/", None, "<p>E</p>"),
            Correction("Beta", "b/", date(2026, 11, 12), "<p>C</p>"),
            Correction("Alpha", "a/", date(2026, 1, 2), "<p>D</p>"),
            Correction("alpha", "a/", date(2026, 11, 12), "<p>B</p>"),
            Correction("Gamma", "", date(2026, 11, 13), "<p>A</p>"),
        ],
        HERE,
    )
    places = [html.index(f"<p>{letter}</p>") for letter in "ABCDE"]
    assert places == sorted(places)
    assert '<a href="../a/#ws-corrections"><bdi>Alpha</bdi></a>' in html
    assert '<a href="../#ws-corrections"><bdi>Gamma</bdi></a>' in html
    assert "<bdi>Z &amp; &lt;i&gt;Z&lt;/i&gt;</bdi>" in html
    assert '<time datetime="2026-11-12">November 12, 2026</time>' in html
    assert html.count("<time") == 4


def test_a_site_without_corrections_says_so():
    assert "No page of this site has been corrected yet." in list_corrections([], HERE)


def test_days_are_in_the_language_of_the_page():
    html = list_corrections([Correction("A", "a/", date(2026, 11, 12), "")], HERE, locale="eu")
    assert "2026(e)ko azaroaren 12(a)" in html


def test_a_template_of_the_sites_own_replaces_ours(tmp_path):
    (tmp_path / "wellspring").mkdir()
    (tmp_path / "wellspring/corrections.html").write_text("OWN {{ corrections[0].title }} {{ corrections[0].html }}")
    entries = [Correction("A", "a/", None, "<b>x</b>")]
    assert list_corrections(entries, HERE, overrides=[tmp_path]) == "OWN A <b>x</b>"


def test_corrections_of_a_page_come_with_their_html_and_without_its_citations():
    shaped = []
    meta = {
        "sources": [{"title": "One"}],
        "corrections": [{"date": date(2026, 11, 12), "text": "It is *so* [1].[^1]"}, 7, {"text": "[Count](c.md)"}],
    }
    context = PageContext(meta=meta)
    ours = ArticleExtension(host=lambda: context, shaped=shaped.append)
    citations = CitationsExtension(host=lambda: context)
    markdown.markdown("# T\n\n[^1]: N", extensions=["footnotes", ours, citations])
    first, second = corrections_of(shaped[0], "T", "checks/t/")
    assert "<wellspring-cite" in first.html
    assert (first.date, second.date) == (date(2026, 11, 12), None)
    html = list_corrections([first, second], HERE)
    assert '<p>It is <em>so</em>.<sup><a class="footnote-ref" href="../checks/t/#fn:1">1</a></sup></p>' in html
    assert '<p><a href="../checks/t/c.md">Count</a></p>' in html


@pytest.mark.parametrize(
    ("page", "here", "url", "link"),
    [
        ("checks/a/", "corrections/", "../b/#x", "../checks/b/#x"),
        ("checks/a/", "corrections/", "i.png?v=../../x", "../checks/a/i.png?v=../../x"),
        ("checks/a/", "corrections/", "#x", "../checks/a/#x"),
        ("checks/a/", "corrections/", "?q#x", "../checks/a/?q#x"),
        ("checks/a/", "corrections/", "", "../checks/a/"),
        ("checks/a/", "corrections/", "../../", "../"),
        ("checks/a/", "corrections/", "../../../other/", "../../other/"),
        ("checks/a/", "corrections/", "./.././", "../checks/"),
        ("checks/a.html", "corrections.html", "b.html#x", "checks/b.html#x"),
        ("checks/a.html", "corrections.html", "#x", "checks/a.html#x"),
        ("checks/a.html", "checks/corrections.html", "../index.html", "../index.html"),
        ("", "corrections/", "#x", "../#x"),
        ("./", "corrections/", "a/", "../a/"),
        ("", "corrections.html", "#x", "./#x"),
        ("a%20b/", "corrections/", "#x", "../a%20b/#x"),
        ("a/", "corrections/", "https://x.example/../y", "https://x.example/../y"),
        ("a/", "corrections/", "mailto:a@b.example", "mailto:a@b.example"),
        ("a/", "corrections/", "//x.example/y", "//x.example/y"),
        ("a/", "corrections/", "/y/", "/y/"),
    ],
)
def test_an_address_leads_from_another_page_to_where_it_led(page, here, url, link):
    assert link_to(page, here, url) == link


@pytest.mark.parametrize(
    ("html", "there"),
    [
        ('<a href="../b/?x=1&amp;y">b</a>', '<a href="../b/?x=1&amp;y">b</a>'),
        ('<img alt="i" src="i.png" />', '<img alt="i" src="../a/i.png" />'),
        ("<a title='id=\"x\"' href='c'>c</a>", '<a title=\'id="x"\' href="../a/c">c</a>'),
        ("<a href=c data-id=1>c</a>", '<a href="../a/c" data-id=1>c</a>'),
        ('<p id="x" class="y">a id="z"</p>', '<p class="y">a id="z"</p>'),
        ('<code>&lt;a href="c"&gt;</code> a < b', '<code>&lt;a href="c"&gt;</code> a < b'),
        ('<a href="&#109;ailto:a@b.example">m</a>', '<a href="mailto:a@b.example">m</a>'),
        ("<a href>c</a><br/>", "<a href>c</a><br/>"),
        ('So <wellspring-cite raw="[1]"></wellspring-cite>.', "So."),
        ('So <wellspring-cite raw="[@a]" left=""></wellspring-cite>[@a].', "So [@a]."),
        ('<wellspring-sources all="all"></wellspring-sources>', ""),
    ],
)
def test_what_is_moved_leads_to_where_it_led_and_has_no_ids(html, there):
    assert moved(html, "a/", HERE) == there


def test_a_page_at_its_own_address_links_to_itself():
    assert link_to("corrections/", "corrections/", "#ws-corrections") == "../corrections/#ws-corrections"
