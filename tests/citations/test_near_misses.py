"""Brackets that stand where no citation can be, and markup that once hid those after it."""

import markdown
import pytest

from mkdocs_wellspring.citations.declared import read_sources
from mkdocs_wellspring.citations.extension import CitationsExtension
from mkdocs_wellspring.pagecontext import PageContext

HOST = PageContext(meta={"sources": ["https://one.example", "https://two.example"]})


def body(text):
    html = markdown.markdown(text, extensions=[CitationsExtension(host=lambda: HOST)])
    return html.partition('\n<section class="ws-sources"')[0]


@pytest.mark.parametrize(
    "text",
    ["[x](https://e.example/?id[1]=5)", "![Chart of [1]](c.png)", "![[1] charted](c.png)", '[x](u "see [1]")'],
)
def test_a_number_in_a_link_or_an_image_is_the_links(text):
    assert body(text) == markdown.markdown(text)


@pytest.mark.parametrize(
    "before",
    ['<a id="top"/>', "<svg />", "<!-- <code> -->", "<a-b>x</a-b>", '<img alt="a > <code>" src="x">', '<a id="top">'],
)
def test_markup_before_a_citation_does_not_hide_it(before):
    assert body(f"{before} and [x](y)\n\nA claim [1].").count("doc-biblioref") == 1


@pytest.mark.parametrize("address", ["https://[x", "relative.md", "/root.pdf", "//host/x", "java\tscript:x", "data:x"])
def test_an_address_that_cannot_be_followed_is_text_and_a_finding(address):
    findings = []
    (source,) = read_sources(PageContext(meta={"sources": [{"title": "A", "url": address}]}, report=findings.append))
    assert source.url is None
    assert [finding.code for finding in findings] == ["cite-address"]
    assert len(read_sources(PageContext(meta={"sources": [address]}))) == 1


def test_a_number_too_long_to_write_raises_nothing():
    findings = []
    read_sources(PageContext(meta={"sources": [{"title": 16**5000}]}, report=findings.append))
    assert "cite-sources" in {finding.code for finding in findings}
