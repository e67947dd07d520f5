r"""Words before and after a key: what Markdown makes of them, and what it must not make of them."""

import re

import markdown
import pytest

from mkdocs_wellspring.citations.extension import CitationsExtension

STORE = """
a: {title: A, author: ["Poe, Ada"], date: 2025}
b: {title: B, author: ["Lee, Bo"], date: 2024}
"""
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]|zxhzdk|klzzwxh")


@pytest.fixture
def cite(tmp_path):
    store = tmp_path / "refs.yml"
    store.write_text(STORE, "utf-8")

    def convert(text, style="numeric"):
        html = markdown.markdown(text, extensions=[CitationsExtension(stores=[str(store)], style=style)])
        body = html.partition("<section")[0]
        assert not CONTROL.search(body)
        return re.sub(r"</?(?:a|span|bdi)\b[^>]*>", "", body).strip()

    return convert


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[@a, p.&nbsp;3]", "[1, p.\N{NO-BREAK SPACE} 3]"),
        ("[@a, &sect; 3]", "[1, \N{SECTION SIGN} 3]"),
        (r"[@a, note\_1]", "[1, note_1]"),
        (r"[@a, \*y]", "[1, *y]"),
        ("[see *x* @a, <b>3</b>]", "[see <em>x</em> 1, <b>3</b>]"),
        ("[@a: 23]", "[1: 23]"),
        ("[@a's]", "[1&#39;s]"),
        ("[@a and @b]", "[1; and 2]"),
        ("[see, e.g., @a]", "[see, e.g., 1]"),
        ("[@a, @b]", "[1, 2]"),
        ("@a [p. 33; @b, p. 3]", "Poe [1, p. 33; 2, p. 3]"),
        ("@a\n[p. 33]", "Poe [1, p. 33]"),
        ("@a [see; @b]", "Poe [1] [see; 2]"),
        ('[see "the @b thing" @a]', "[see &#34;the @b thing&#34; 1]"),
        ('[@b "q, @a" @a]', "[1; &#34;q, @a&#34; 2]"),
        ("[@a (see @b)]", "[1; (see 2)]"),
    ],
)
def test_affixes_are_what_their_author_wrote(cite, text, shown):
    assert cite(text) == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    ("locator", "numeric", "author_date"),
    [
        ("33", "p. 33", "33"),
        ("33-35", "pp. 33\N{EN DASH}35", "33\N{EN DASH}35"),
        ("3, with care", "p. 3, with care", "3, with care"),
        ("33, 38", "pp. 33, 38", "33, 38"),
        ("19th", "19th", "19th"),
        ("ch. 3", "ch. 3", "ch. 3"),
        ("2019 edition", "2019 edition", "2019 edition"),
        ("I, Claudius", "I, Claudius", "I, Claudius"),
        ("mild", "mild", "mild"),
    ],
)
def test_a_bare_number_is_a_page_and_never_passes_for_a_source(cite, locator, numeric, author_date):
    assert cite(f"[@a, {locator}]") == f"<p>[1, {numeric}]</p>"
    assert cite(f"[@a, {locator}]", "author-date") == f"<p>(Poe 2025, {author_date})</p>"


@pytest.mark.parametrize("text", ["[@a, `y; @b`]", "[see `x; @b` @a]"])
def test_code_in_brackets_is_never_a_citation(cite, text):
    assert "2" not in cite(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Text <!-- see [@a] --> more [@b].", "Text <!-- see [@a] --> more [1]."),
        ("<!--wellspring-cite 99--> [@a]", "[1]"),
        ('<wellspring-cite raw="[@a]" affixes="zz"></wellspring-cite> x', "[@a] x"),
        ('<wellspring-cite raw="[@a]" affixes="[[1, 2], [3, 4]]"></wellspring-cite> x', "[@a] x"),
    ],
)
def test_what_an_author_writes_of_ours_does_no_harm(cite, text, shown):
    assert cite(text) == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[@no, *x*]", "<p>[@no, <em>x</em>]</p>"),
        (r"[@no, \*x\*]", "<p>[@no, *x*]</p>"),
        ("[@no] [@no][@non]", "<p>[@no] [@no][@non]</p>"),
        ("# So [@no]", "<h1>So [@no]</h1>"),
        ("`[@no]` <code>[@no]</code>", "<p><code>[@no]</code> <code>[@no]</code></p>"),
    ],
)
def test_what_cites_nothing_known_stays_as_it_is(cite, text, shown):
    assert cite(text) == shown


@pytest.mark.parametrize("text", ["[see [@no] here](q.md)", "[see [@no] here][r]\n\n[r]: q.md"])
def test_what_cites_nothing_known_breaks_no_link(tmp_path, text):
    store = tmp_path / "refs.yml"
    store.write_text(STORE, "utf-8")
    html = markdown.markdown(text, extensions=[CitationsExtension(stores=[str(store)])])
    assert html == '<p><a href="q.md">see [@no] here</a></p>'


@pytest.mark.parametrize("text", ["if x <y then [@a] " * 300, "[@a] <a b " * 400, "[@no] " * 500, "[@a, " * 400])
def test_a_long_paragraph_takes_no_longer_than_it_should(cite, text):
    """Cubic time would be minutes here; what is measured is that the test ends."""
    assert cite(text)
