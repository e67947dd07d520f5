"""Furniture that is held back while others read the page."""

import markdown
import pytest

from mkdocs_wellspring.article.extension import ArticleExtension
from mkdocs_wellspring.article.held import fill
from mkdocs_wellspring.article.render import render
from mkdocs_wellspring.pagecontext import PageContext

META = {
    "claim": "The moon is <cheese>.",
    "verdict": "False",
    "checked": "2026-11-12",
    "disclaimer": "We err.",
    "summary": "In *short*.",
    "method": True,
    "funding": "Readers pay.",
    "corrections": [{"date": "2026-11-01", "text": "It was so."}],
}


def convert(text, meta=None, hold=True):
    shaped = []
    context = PageContext(meta=META if meta is None else meta)
    ours = ArticleExtension(host=lambda: context, shaped=shaped.append, hold=hold, method="The site's *method*.")
    return markdown.markdown(text, extensions=[ours]), shaped[0]


def filled(html, shaped):
    return fill(html, shaped, lambda place, texts: render(place, shaped.article, texts))


def test_what_is_held_is_filled_in_as_it_would_have_stood():
    held, shaped = convert("# T\n\nText.\n")
    assert filled(held, shaped).strip() == convert("# T\n\nText.\n", hold=False)[0]


@pytest.mark.parametrize(
    "said", ["The moon is &lt;cheese&gt;.", "False", "<em>short</em>", "Readers pay.", "It was so."]
)
def test_what_the_page_says_itself_stands_in_it_for_a_search(said):
    assert said in convert("# T\n\nText.\n")[0]


@pytest.mark.parametrize("said", ["Checked", "November", "We err", "method", "In short", "Corrections"])
def test_dates_headings_and_what_the_site_says_everywhere_do_not(said):
    assert said not in convert("# T\n\nText.\n")[0]


def test_texts_are_filled_in_as_they_stand_in_the_page_by_then():
    held, shaped = convert("# T\n\nText.\n")
    assert "<p>In <em>long</em>.</p>" in filled(held.replace("short", "long"), shaped)


def test_a_text_that_cites_stands_in_the_page_whichever_it_is():
    from mkdocs_wellspring.citations.extension import CitationsExtension  # noqa: PLC0415 - for this test alone

    context = PageContext(meta={"disclaimer": "We err [1].", "sources": ["https://one.example"]}, hosted=True)
    ours = ArticleExtension(host=lambda: context, shaped=lambda _shaped: None, hold=True)
    html = markdown.markdown("# T\n", extensions=[ours, CitationsExtension(host=lambda: context)])
    assert 'We err <wellspring-cite raw="[1]"></wellspring-cite>.' in html


def test_comments_of_an_author_that_are_spelt_as_ours_change_nothing():
    text = "# T\n\n<!--wellspring-article head-->\n\nText.\n\n<!--wellspring-article-->\n"
    meta = {**META, "summary": "A <!--wellspring-text--> b"}
    held, shaped = convert(text, meta)
    html = filled(held, shaped)
    assert html.count('class="ws-article"') == 1
    assert "<p>Text.</p>" in html
    assert "A  b" in html
