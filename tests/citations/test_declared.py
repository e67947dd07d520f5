"""Sources in front matter: of their own, out of a store by key, and a store's with what the page adds."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_wellspring.citations.csl import to_item
from mkdocs_wellspring.citations.declared import read_sources
from mkdocs_wellspring.citations.fields import FIELDS, read_source
from mkdocs_wellspring.citations.library import Library
from mkdocs_wellspring.citations.stores.csljson import read_csl_json
from mkdocs_wellspring.citations.stores.yamlstore import read_yaml_store
from mkdocs_wellspring.citations.text import safe_address, scheme_of
from mkdocs_wellspring.pagecontext import PageContext

STORE = """
poe2020: {title: How voters count, author: ["Poe, Ada"], url: "https://example.org/poe", date: 2020, note: Old.}
Roe2019: {title: Another, publisher: Press}
1984: {title: A number for a key}
"""

LOST = "source 1 names zzz, which no store has; add it to a store, or give a mapping with `title:`"


def read(front_matter, store=STORE):
    """The sources of a page with this front matter, and its findings."""
    findings = []
    text = f"---\n{front_matter}\n---\n"
    context = PageContext(meta=yaml.safe_load(front_matter), path="page.md", text=text, report=findings.append)
    library = Library(read_yaml_store(store, "refs.yml").sources)
    return read_sources(context, library), [str(finding) for finding in findings]


def test_a_source_of_its_own_has_each_field_and_its_place():
    (source,), findings = read("sources:\n- title: A\n  url: https://example.org\n  author: [{family: Poe}]\n  key: a")
    assert (source.title, source.url, source.author[0].family, source.key) == ("A", "https://example.org", "Poe", "a")
    assert source.place.path == "page.md"
    assert findings == []


@pytest.mark.parametrize("entry", ["poe2020", "'@poe2020'", "' poe2020 '", "POE2020"])
def test_a_key_alone_is_the_source_of_the_store(entry):
    (source,), findings = read(f"sources: [{entry}]")
    assert (source.key, source.title, source.place.path) == ("poe2020", "How voters count", "refs.yml")
    assert findings == []


def test_a_mapping_with_a_key_of_the_store_adds_to_its_source():
    (source,), findings = read("sources:\n- key: poe2020\n  quote: Some words.\n  note: New.\n  flag: disputed")
    assert findings == []
    assert (source.title, source.url, source.date.text) == ("How voters count", "https://example.org/poe", "2020")
    assert (source.quote, source.note, source.flag, source.place.path) == ("Some words.", "New.", "disputed", "page.md")


def test_what_a_page_adds_stays_on_that_page():
    library = Library(read_yaml_store(STORE, "refs.yml").sources)
    meta = {"sources": [{"key": "poe2020", "quote": "Some words."}]}
    read_sources(PageContext(meta=meta), library)
    assert library.get("poe2020").quote is None


def test_what_a_page_says_goes_before_what_its_store_had_for_styles():
    item = '[{"id": "a", "title": "Old", "volume": "1", "note": "kept"}]'
    library = Library(read_csl_json(item, "refs.json").sources)
    (source,) = read_sources(PageContext(meta={"sources": [{"key": "a", "title": "New"}]}), library)
    assert to_item(source, "a")["title"] == "New"
    assert to_item(source, "a")["volume"] == "1"
    assert source.more["note"] == "kept"


def test_what_a_page_says_wrong_takes_nothing_away():
    (source,), findings = read("sources:\n- key: poe2020\n  url: javascript:alert(1)\n  date: soon\n  volume: [1]")
    assert source.url == "https://example.org/poe"
    assert source.date.text == "soon"
    assert sorted(finding.rpartition(" ")[2] for finding in findings) == [
        "[cite-address]",
        "[cite-date]",
        "[cite-sources]",
    ]


@pytest.mark.parametrize(
    ("front_matter", "findings"),
    [
        (
            "sources: [poe2002]",
            ["page.md:2: source 1 names poe2002, which no store has; did you mean poe2020? [cite-unknown]"],
        ),
        ("sources: [zzz]", [f"page.md:2: {LOST} [cite-unknown]"]),
        ("sources: [A title of words, https://example.org]", []),
        (
            "sources:\n- poe2020\n- poe2020",
            ["page.md:4: source 2 has the key poe2020, as source 1 has; keep one [cite-duplicate]"],
        ),
        ("sources: poe2020", ["page.md:2: `sources:` is a text; give a list, one entry a source [cite-sources]"]),
        (
            "sources:\n- poe2020\n- 5",
            ["page.md:4: source 2 is a number; give it at least `title:` or `url:` [cite-sources]"],
        ),
        ("sources:", []),
        ("sources: []", []),
        ("title: A page", []),
    ],
)
def test_each_mistake_is_found_at_its_line(front_matter, findings):
    assert read(front_matter)[1] == findings


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("url: javascript:alert(1)", "cite-address"),
        ("url: 'data:text/html,x'", "cite-address"),
        ("archive: /relative", "cite-address"),
        ("doi: soon", "cite-address"),
        ("date: 2020-13", "cite-date"),
        ("accessed: yesterday", "cite-date"),
        ("language: German", "cite-sources"),
        ("type: paper", "cite-sources"),
        ("volume: [1]", "cite-sources"),
        ("quote: true", "cite-sources"),
        ("author: [{given: Ada}]", "cite-sources"),
        ("author: [[Ada]]", "cite-sources"),
        ("auther: Ada", "cite-sources"),
    ],
)
def test_each_wrong_field_is_found_at_its_line_and_the_source_is_kept(line, code):
    sources, findings = read(
        f"title: A\nsources:\n- key: a\n  title: T\n  {line}\n  publisher: P\n- key: b\n  title: B"
    )
    assert [(source.key, source.publisher) for source in sources] == [("a", "P"), ("b", None)]
    assert len(findings) == 1
    assert findings[0].startswith("page.md:6: ")
    assert findings[0].endswith(f" [{code}]")


def test_an_entry_that_cannot_be_read_keeps_its_number():
    sources, _findings = read("sources:\n- 5\n- poe2020\n- {}\n- {title: Own}")
    assert [source.title for source in sources] == ["", "How voters count", "", "Own"]


def test_without_a_store_a_word_is_a_title():
    (source,), findings = read("sources: [poe2020]", store="")
    assert (source.title, source.key) == ("poe2020", None)
    assert findings == []


@pytest.mark.parametrize("entry", ["1984", "{key: 1984, quote: Words.}"])
def test_a_key_of_digits_is_a_key(entry):
    (source,), findings = read(f"sources: [{entry}]")
    assert source.title == "A number for a key"
    assert findings == []


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("10.1000/182", "10.1000/182"),
        ("doi:10.1000/182", "10.1000/182"),
        ("DOI: 10.1000/182", "10.1000/182"),
        ("https://doi.org/10.1000/182", "10.1000/182"),
        ("http://dx.doi.org/10.1000/182", "10.1000/182"),
        ("10.1000/a(b)c;d:e", "10.1000/a(b)c;d:e"),
    ],
)
def test_a_doi_is_read_however_it_is_written(written, doi):
    source = read_source({"title": "T", "doi": written}, "it", pytest.fail)
    assert (source.doi, source.address) == (doi, f"https://doi.org/{doi}")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://example.org/", "https://example.org/"),
        ("HTTP://EXAMPLE.ORG", "HTTP://EXAMPLE.ORG"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("urn:isbn:0", "urn:isbn:0"),
        ("10.1000/182", "https://doi.org/10.1000/182"),
        ("doi:10.1000/a b", None),
        ("https://example.org/a b", None),
        ("https://", None),
        ("https:///x", None),
        ("http:example.org", None),
        ("//example.org", None),
        ("/x", None),
        ("x.md", None),
        ("#x", None),
        ("", None),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("java\tscript:alert(1)", None),
        (" javascript:alert(1)", None),
        ("\x01javascript:alert(1)", None),
        ("java\x00script:alert(1)", None),
        ("data:text/html,<script>", None),
        ("vbscript:x", None),
        ("blob:https://example.org/x", None),
        ("file:///etc/passwd", None),
        ("https://example.org/\u202egnp.exe", None),
        ("https://example.org/\u200b", None),
        ("https://example.org/\n", None),
        ("https://[x", None),
    ],
)
def test_an_address_is_safe_to_follow_or_none(written, address):
    assert safe_address(written) == address


@given(st.text() | st.text().map("javascript:{}".format) | st.text().map("https://{}".format))
@settings(max_examples=200, deadline=None)
def test_whatever_is_written_an_address_has_a_scheme_that_is_safe(text):
    address = safe_address(text)
    assert address is None or scheme_of(address) in {"http", "https", "mailto", "urn"}
    assert not {"\n", "\t", "\x00", "\u202e", " "} & set(address or "")


KEYS = (
    st.sampled_from(FIELDS)
    | st.text()
    | st.integers()
    | st.none()
    | st.booleans()
    | st.floats()
    | st.dates()
    | st.binary()
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()))
    | st.dates()
    | st.datetimes()
    | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["family", "given"]) | KEYS, inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(KEYS | st.tuples(st.text()), VALUES, max_size=8))
@settings(max_examples=120, deadline=None)
def test_any_mapping_is_a_source(entry):
    findings = []
    source = read_source(entry, "it", lambda code, message, *where: findings.append((code, message)))
    assert bool(source) == ("cite-untitled" not in {code for code, _message in findings})
    assert source.url is None or scheme_of(source.url) in {"http", "https", "mailto", "urn"}
    texts = [value for field in FIELDS if isinstance(value := getattr(source, field), str)]
    assert all(text == " ".join(text.split()) for text in texts)
    assert "".join([*texts, *(message for _code, message in findings)]).encode() is not None


def test_a_key_too_long_to_write_raises_nothing():
    assert read_source({16**5000: "x", "title": "T"}, "it", lambda *_found: None).title == "T"


def test_a_long_name_is_cut_in_a_finding():
    findings = []
    read_source({}, "\x1b[31m" + "x" * 5000, lambda _code, message: findings.append(message))
    assert len(findings[0]) < 300
    assert findings[0].isprintable()
