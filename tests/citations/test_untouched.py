"""What is no citation stays as it is, whatever the text."""

import re

import markdown
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_wellspring.citations.extension import CitationsExtension
from mkdocs_wellspring.pagecontext import PageContext

PIECES = st.sampled_from(
    ["[1]", "[2, 9]", "[", "]", "`", "``", "<", ">", "a", " ", "\n", "(u)", "!", "\\", "*", "&", '"', "[0]"]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join))


def convert(text, sources):
    host = PageContext(meta={"sources": sources})
    return markdown.markdown(text, extensions=[CitationsExtension(host=lambda: host)])


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_a_page_without_sources_is_byte_for_byte_what_it_was(text):
    assert convert(text, []) == markdown.markdown(text)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_text_with_links_taken_off_is_the_text_without_the_extension(text):
    body = convert(text, ["https://one.example", "https://two.example"]).partition('\n<section class="ws-sources"')[0]
    bare = re.sub(r"</?(?:span|a)\b[^>]*>", "", body)
    plain = re.sub(r"</?(?:span|a)\b[^>]*>", "", markdown.markdown(text))
    assert bare == plain


@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.dates()),
        lambda inner: st.one_of(
            st.lists(inner), st.dictionaries(st.sampled_from(["title", "url", "archive", "date", "flag", "x"]), inner)
        ),
        max_leaves=12,
    )
)
@settings(max_examples=200, deadline=None)
def test_sources_of_any_shape_raise_nothing(sources):
    convert("A [1] and [2].", sources)


def test_hostile_fields_are_text():
    html = convert("[1]", [{"title": "<script>x</script>", "url": "javascript:alert(1)", "quote": '"><img onerror=x>'}])
    assert "<script>" not in html
    assert "javascript:" not in html
    assert "<img" not in html
