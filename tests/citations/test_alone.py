"""The extension without a host: with its own options, with front matter in the text, and for text that is no page."""

import logging

import markdown
import pytest

from mkdocs_wellspring.citations.extension import CitationsExtension, makeExtension
from mkdocs_wellspring.errors import ConfigurationError

STORE = "poe: {title: On counting, author: ['Poe, Ada'], date: 2025}\nlee: {title: Votes, author: ['Lee, Bo']}\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "sources.yml").write_text(STORE, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def convert(text, **options):
    return markdown.markdown(
        text, extensions=["wellspring.citations"], extension_configs={"wellspring.citations": options}
    )


def test_stores_and_styles_are_options(folder):
    html = convert("A [@poe, p. 3] and @lee.", stores=["sources.yml"], style="author-date")
    assert "(<a" in html
    assert "<bdi>Poe 2025</bdi></a>, p. 3)" in html
    assert html.count('role="doc-backlink"') == 2


def test_one_store_may_be_named_as_a_text(folder):
    assert "On counting" in convert("[@poe]", stores="sources.yml")


def test_in_text_citations_can_be_turned_off(folder):
    assert convert("As @poe says.", stores=["sources.yml"], in_text=False) == "<p>As @poe says.</p>"


def test_a_list_stands_at_the_marker_or_nowhere(folder, caplog):
    html = convert("A [@poe].", stores=["sources.yml"], list="marker")
    assert "doc-bibliography" not in html
    assert "cite-no-list" in caplog.text
    html = convert("\\bibliography\n\nA [@poe].", stores=["sources.yml"], list="marker")
    assert html.index("doc-bibliography") < html.index("A <span")


def test_the_list_of_all_sources_has_those_of_the_stores(folder):
    html = convert("\\full_bibliography", stores=["sources.yml"])
    assert [title in html for title in ("On counting", "Votes")] == [True, True]


def test_front_matter_in_the_text_declares_sources_and_silences(folder, caplog):
    text = "---\nsources: [{title: One}]\nsilence: cite-unused\n---\nA [@poe].\n"
    with caplog.at_level(logging.INFO):
        html = markdown.markdown(text, extensions=[makeExtension(stores=["sources.yml"])])
    assert 'id="ws-source-2"' in html
    assert "cite-unused" not in caplog.text


def test_what_is_wrong_in_a_store_is_logged_once(folder, caplog):
    (folder / "sources.yml").write_text(STORE + "bad: [1]\n", "utf-8")
    md = markdown.Markdown(extensions=[makeExtension(stores=["sources.yml"])])
    for _ in range(2):
        md.reset().convert("[@poe]")
    assert caplog.text.count("sources.yml:3: bad is a list") == 1


def test_a_store_that_is_not_there_is_one_line(folder):
    with pytest.raises(ConfigurationError, match=r"citations: sources: lost\.bib does not exist"):
        convert("[@poe]", stores=["lost.bib"])


def test_a_text_that_a_host_knows_as_no_page_cites_in_words(folder):
    extension = CitationsExtension(host=lambda: None, stores=["sources.yml"], sources=[{"title": "One"}])
    html = markdown.markdown("A [@poe], @lee and [1].\n\n\\bibliography", extensions=[extension])
    assert "(<bdi>Poe 2025</bdi>)" in html
    assert "[1]</span>" in html
    assert "doc-bib" not in html
    assert "href" not in html


def test_one_converter_cites_page_after_page(folder):
    md = markdown.Markdown(extensions=[makeExtension(stores=["sources.yml"])])
    first, second = (md.reset().convert(text) for text in ("[@lee]", "[@poe] [@lee]"))
    assert 'id="ws-source-2"' not in first
    assert second.index("On counting") < second.index("Votes")
