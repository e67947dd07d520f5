"""What is no citation stays as it is, whatever the text."""

import re

import markdown
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mkdocs_wellspring.citations.citing import Citing
from mkdocs_wellspring.citations.extension import CitationsExtension
from mkdocs_wellspring.citations.stores import Read
from mkdocs_wellspring.citations.stores.yamlstore import read_yaml_store
from mkdocs_wellspring.pagecontext import PageContext

PIECES = st.sampled_from(
    ["[1]", "[2, 9]", "[", "]", "`", "``", "<", ">", "a", " ", "\n", "(u)", "!", "\\", "*", "&", '"', "[0]",
     "[@poe]", "@poe", "[-@poe; see @x, p. 3]", "@", ";", "-", "{", "}", ":", "[@no]"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join))


STORE = read_yaml_store("poe: {title: On counting, author: ['Poe, Ada']}", "s.yml")


def convert(text, sources, store=None):
    host = PageContext(meta={"sources": sources})
    citing = Citing(Read((store,))) if store else None
    return markdown.markdown(text, extensions=[CitationsExtension(host=lambda: host, citing=citing)])


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_a_page_without_sources_is_byte_for_byte_what_it_was(text):
    assert convert(text, []) == markdown.markdown(text)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_text_with_links_taken_off_is_the_text_without_the_extension(text):
    assume("bibliography" not in text)
    body = convert(text, ["https://one.example", "https://two.example"]).partition('<section class="ws-sources"')[0]
    bare = re.sub(r"</?(?:span|a)\b[^>]*>", "", body)
    plain = re.sub(r"</?(?:span|a)\b[^>]*>", "", markdown.markdown(text))
    assert bare.strip() == plain.strip()


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_with_a_library_all_text_outside_citations_stays(text):
    """Whoever takes the citations out of both sides has the same words left, in the same order."""
    assume("bibliography" not in text)
    with_library = _bare(convert(text, ["https://one.example"], STORE))
    assert _letters(with_library) == _letters(_bare(markdown.markdown(text)))


def _bare(html):
    body = re.sub(r'<section class="ws-sources".*?</section>', "", html, flags=re.DOTALL)
    body = re.sub(r'<span class="ws-author"><bdi>Poe</bdi> ', "<span>", body)
    body = re.sub(r"</?(?:span|a)\b[^>]*>|</?p>|\\?@(?:poe|\{[^}]*\})", "", body)
    shorter = re.sub(r"\[[^\[\]]*\]", "", body)
    while shorter != body:
        body, shorter = shorter, re.sub(r"\[[^\[\]]*\]", "", shorter)
    return body


def _letters(text):
    return "".join(text.replace("\\", "").split())  # `\\@poe` is no citation, and loses its backslash


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


def test_a_description_of_an_image_keeps_all_its_brackets():
    html = convert("![d [1] [2] x](x.png) and [1]", ["https://one.example", "https://two.example"])
    assert html.count("ws-cite-link") == 1
