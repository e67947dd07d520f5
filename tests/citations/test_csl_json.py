"""CSL-JSON, as Zotero and its kin write it: in, out, and broken."""

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_wellspring.citations.bibliography import Bibliography
from mkdocs_wellspring.citations.csl import read_item, to_item
from mkdocs_wellspring.citations.dates import read_date
from mkdocs_wellspring.citations.model import TYPES, Name, Place, Source
from mkdocs_wellspring.citations.stores.csljson import read_csl_json
from mkdocs_wellspring.citations.stores.yamlstore import read_yaml_store

DASH = "\N{EN DASH}"


def read(text):
    store = read_csl_json(text if isinstance(text, str) else json.dumps(text, indent=1), "refs.json")
    return store.sources, [str(finding) for finding in store.findings]


def one(**variables):
    """What is read of an item with these variables, `_` for `-`, and its findings."""
    (source,), findings = read(
        [{"id": "k", "title": "T"} | {name.replace("_", "-"): v for name, v in variables.items()}]
    )
    return source, findings


def keys(sources):
    return [source.key for source in sources]


WHOLE = {
    "id": "poe2020",
    "type": "article-journal",
    "title": "How voters count",
    "author": [{"family": "Poe", "given": "Ada"}, {"literal": "Election Office"}],
    "editor": [{"family": "Gogh", "given": "V.", "non-dropping-particle": "van", "suffix": "Jr."}],
    "container-title": "Journal of Counting",
    "publisher": "Example Press",
    "volume": "12",
    "issue": 3,
    "page": "101-120",
    "edition": "2",
    "issued": {"date-parts": [["2020", 5]]},
    "accessed": {"date-parts": [[2021, 2, 3]]},
    "URL": "https://example.org/article",
    "DOI": "10.1000/182",
    "language": "en-GB",
    "ISSN": "1234-5678",
    "custom": {"quote": "Some words.", "flag": "disputed", "note": "Why.", "archive": "https://archive.example/1"},
}


GOES_OUT = {**WHOLE, "issue": "3", "issued": {"date-parts": [[2020, 5]]}}


def test_an_item_is_read_whole():
    (source,), findings = read([WHOLE])
    assert findings == []
    said = {field.name: getattr(source, field.name) for field in fields(Source) if field.name != "more"}
    assert said == {
        "title": "How voters count",
        "key": "poe2020",
        "type": "article-journal",
        "author": (Name("Poe", "Ada"), Name("Election Office")),
        "editor": (Name("Gogh", "V.", "van", "Jr."),),
        "container": "Journal of Counting",
        "publisher": "Example Press",
        "volume": "12",
        "issue": "3",
        "pages": f"101{DASH}120",
        "edition": "2",
        "date": read_date("2020-05"),
        "accessed": read_date("2021-02-03"),
        "url": "https://example.org/article",
        "archive": "https://archive.example/1",
        "doi": "10.1000/182",
        "language": "en-GB",
        "quote": "Some words.",
        "flag": "disputed",
        "note": "Why.",
        "aliases": (),
        "place": Place("refs.json", 2),
    }
    assert source.more["ISSN"] == "1234-5678"
    assert not {"id", "custom", "URL", "DOI"} & set(source.more)


def test_an_item_goes_out_as_it_came():
    (source,), _findings = read([WHOLE])
    assert to_item(source, "poe2020") == GOES_OUT


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]', ["a", "b"]),
        ('{"id": "a", "title": "A"}', ["a"]),
        ('{"id": "a", "title": "A"}\n{"id": "b", "title": "B"}\n', ["a", "b"]),
        ('[{"id": 7, "title": "A"}]', ["7"]),
        ("[]", []),
        ("", []),
        ("  \n", []),
    ],
)
def test_a_file_is_a_list_of_items_or_one(text, found):
    sources, findings = read(text)
    assert keys(sources) == found
    assert findings == []


@pytest.mark.parametrize(
    ("text", "kept", "line"),
    [
        ('[{"id": "a", "title": "A"},\n{"id": "b", "title": "B",}]', ["a"], 2),
        ('[{"id": "a", "title": "A"},\n\n{"id": "b" "title": "B"}]', ["a"], 3),
        ('[{"id": "a", "title": "A"},\n{"id": "b", "title": "B"}\n', ["a", "b"], 3),
        ('[{"id": "a", "title": "A"},\n{"id": "b", "title": "cut', ["a"], 2),
        ('[{"id": "a", "title": "A"}, what]', ["a"], 1),
        ('{"id": "a", "title": "A"}\nwhat', ["a"], 2),
        ("no JSON", [], 1),
        ("{'id': 'a'}", [], 1),
    ],
)
def test_what_stands_before_a_mistake_is_kept(text, kept, line):
    sources, findings = read(text)
    assert keys(sources) == kept
    assert len(findings) == 1
    assert findings[0].startswith(f"refs.json:{line}: refs.json cannot be read from here on (")
    assert findings[0].endswith(" [cite-store]")


def test_items_without_an_id_and_what_is_no_item_are_found_at_their_lines():
    wrong = [{"title": "T"}, {"id": ""}, {"id": True}, {"id": None}, {"id": ["a"]}, 5, "x", None, [1]]
    text = "[\n" + ",\n".join(map(json.dumps, [{"id": "a", "title": "A"}, *wrong, {"id": "z", "title": "Z"}])) + "\n]"
    sources, findings = read(text)
    assert [(source.key, source.place.line) for source in sources] == [("a", 2), ("z", 12)]
    assert [int(finding.split(":")[1]) for finding in findings] == list(range(3, 12))
    assert findings[0] == "refs.json:3: an item has no `id`; give it one, to cite it by [cite-store]"
    assert findings[5].startswith("refs.json:8: an entry is a number; CSL-JSON is a list of items")


def test_items_over_many_lines_are_found_at_their_first():
    sources, _findings = read(json.dumps([{"id": "a", "title": "A"}, {"id": "b", "title": "B"}], indent=1))
    assert [(source.key, source.place.line) for source in sources] == [("a", 2), ("b", 6)]


def test_items_nested_too_deeply_are_a_finding():
    sources, findings = read('[{"id": "a", "title": "A"},\n{"id": "b", "x": ' + "[" * 100_000 + "]" * 100_000 + "}]")
    assert keys(sources) == ["a"]
    assert len(findings) == 1


def test_a_number_too_long_for_python_is_a_finding():
    sources, findings = read('[{"id": "a", "title": "A"}, {"id": "b", "volume": ' + "1" * 5000 + "}]")
    assert keys(sources) == ["a"]
    assert findings


@pytest.mark.parametrize("around", [{"items": None}, {"references": None}, {"config": {}, "items": None}])
def test_an_object_round_the_items_is_named_or_read(around):
    item = {"id": "a", "title": "A"}
    sources, findings = read({name: [item] if value is None else value for name, value in around.items()})
    assert keys(sources) == ["a"] or "has no `id`" not in findings[0]


@pytest.mark.parametrize(
    ("issued", "text"),
    [
        ({"date-parts": [[2020]]}, "2020"),
        ({"date-parts": [[2020, 5]]}, "2020-05"),
        ({"date-parts": [[2020, 5, 3]]}, "2020-05-03"),
        ({"date-parts": [["2020", "5", "03"]]}, "2020-05-03"),
        ({"date-parts": [[2020, 5, 3], [2020, 5, 7]]}, "2020-05-03/2020-05-07"),
        ({"date-parts": [[-44, 3, 15]]}, "-0043-03-15"),
        ({"date-parts": [[44], [50]]}, "0044/0050"),
        ({"year": 2020, "month": 3, "day": 5}, "2020-03-05"),
        ({"year": "2020", "month": "3", "circa": True}, "2020-03~"),
        ([{"year": 2020}], "2020"),
        ([{"year": 2020, "month": 3}, {"year": 2021}], "2020-03/2021"),
        ({"date-parts": [[2020]], "circa": True}, "2020~"),
        ({"date-parts": [[2020]], "season": 1}, "2020"),
        ({"date-parts": [[2020, 5, 3]], "date-time": "2020-05-03T00:00:00Z", "timestamp": 1}, "2020-05-03"),
        ({"raw": "2020-05-03"}, "2020-05-03"),
        ({"literal": "n.d."}, "n.d."),
        ("2020-05-03", "2020-05-03"),
        (2020, "2020"),
    ],
)
def test_each_form_of_a_date_is_read(issued, text):
    source, findings = one(issued=issued)
    assert source.date.text == text
    assert findings == []


@pytest.mark.parametrize("year", [-1, -44, -380, -1000, -1200, "-0380"])
def test_a_year_before_christ_is_that_of_csl_both_ways(year):
    source, findings = one(issued={"date-parts": [[year]]})
    assert source.year == f"{abs(int(year))} BC"
    assert to_item(source, "k")["issued"] == {"date-parts": [[int(year)]]}
    assert findings == []


def test_a_year_of_thousands_of_digits_costs_nothing_else():
    for name in ("issued", "original-date"):
        source, _findings = one(**{name: {"date-parts": [["1" * 5000]]}}, volume="7")
        assert source.volume == "7"


@pytest.mark.parametrize("value", [{"year": 1900, "month": 3}, [{"year": 1900, "month": 3}]], ids=str)
def test_a_variable_that_is_a_date_is_one_in_the_form_of_pandoc(value):
    assert one(original_date=value)[0].more["original-date"] == {"date-parts": [[1900, 3]]}


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("http://doi.acm.org/10.1145/1137627.1137631", "10.1145/1137627.1137631"),
        ("https://onlinelibrary.example/doi/full/10.1002/ab.1?x=y#z", "10.1002/ab.1"),
        ("https://journal.example/articles/10.3389/fpsyg.2013.00863/full", "10.3389/fpsyg.2013.00863"),
        ("https://doi.org/10.1000%2F182", "10.1000/182"),
    ],
)
def test_a_doi_in_an_address_of_any_site_is_one(written, doi):
    source, findings = one(DOI=written)
    assert (source.doi, source.url, findings) == (doi, None, [])


def test_an_address_with_a_doi_in_it_stays_as_it_is():
    address = "http://doi.acm.org/10.1145/1137627.1137631"
    source, _findings = one(URL=address)
    assert (source.url, source.doi) == (address, None)


@pytest.mark.parametrize(
    "issued",
    [
        {"raw": "May 2020"},
        {"date-parts": [[2020, 13]]},
        {"date-parts": [["x"]]},
        {"date-parts": [[1], [2], [3]]},
        [2020],
    ],
    ids=str,
)
def test_what_is_no_date_is_a_finding(issued):
    _source, findings = one(issued=issued)
    assert len(findings) == 1
    assert findings[0].startswith("refs.json:2: `date:")


@pytest.mark.parametrize("issued", [None, {}, ""])
def test_an_empty_date_is_none(issued):
    source, findings = one(issued=issued)
    assert source.date is None
    assert findings == []


@pytest.mark.parametrize(
    "issued",
    [
        {"date-parts": [[]]},
        {"date-parts": []},
        {"date-parts": [[None]]},
        {"date-parts": [[2020, 5, None]]},
        {"date-parts": [2020, 5]},
        {"date-parts": [[2020.0]]},
        {"year": 2020, "month": 5},
    ],
    ids=str,
)
def test_no_python_is_shown_for_an_odd_date(issued):
    source, _findings = one(issued=issued)
    assert source.date is None or not {"{", "N"} & set(source.date.text)
    assert source.date is None or source.date.text != "2020.0"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ([{"family": "Poe", "given": "Ada"}], [Name("Poe", "Ada")]),
        ([{"literal": "WHO"}], [Name("WHO")]),
        ([{"literal": "WHO", "family": "", "given": ""}], [Name("WHO")]),
        ([{"family": "Plato"}], [Name("Plato")]),
        ([{"given": "Plato"}], [Name("Plato")]),
        ([{"family": "Gogh", "given": "V", "non-dropping-particle": "van"}], [Name("Gogh", "V", "van")]),
        ([{"family": "Gaulle", "given": "C", "dropping-particle": "de"}], [Name("Gaulle", "C", "de")]),
        ([{"family": "King", "given": "M", "suffix": "Jr.", "comma-suffix": True}], [Name("King", "M", suffix="Jr.")]),
        ([{"family": "P", "given": "A", "sequence": "first", "affiliation": []}], [Name("P", "A")]),
        ("Poe, Ada", [Name("Poe, Ada")]),
        (["Poe, Ada"], [Name("Poe", "Ada")]),
        ({"family": "Poe", "given": "Ada"}, [Name("Poe", "Ada")]),
        ([], []),
        (None, []),
    ],
)
def test_each_form_of_a_name_is_read(author, names):
    source, findings = one(author=author)
    assert list(source.author) == names
    assert findings == []


@pytest.mark.parametrize(
    "author", [[{}], [{"family": ["x"]}], [[1]], [{"name": "Crossref"}], True, [{"literal": {}}]], ids=str
)
def test_a_name_of_a_wrong_shape_is_a_finding_and_the_source_is_kept(author):
    source, findings = one(author=author)
    assert source.author == ()
    assert findings
    assert all("`author:` of k" in finding for finding in findings)


def test_the_markup_of_a_title_is_taken_off_and_kept_for_styles():
    title = (
        '<i>E. coli</i>, H<sub>2</sub>O, <b>b</b>, 2<sup>nd</sup>, <sc>c</sc> <span class="nocase">n</span>'
        ' <span style="font-variant: small-caps;">s</span> &lt;p&gt; <script>x</script>'
    )
    source, findings = one(title=title)
    assert source.title == "E. coli, H2O, b, 2nd, c n s &lt;p&gt; <script>x</script>"
    assert source.more["title"] == title
    assert findings == []


def test_the_markup_of_a_journal_is_taken_off_as_well():
    assert one(container_title="Acta <i>X</i>")[0].container == "Acta X"


@pytest.mark.parametrize(
    ("page", "pages"),
    [("1-5", f"1{DASH}5"), ("1--5", f"1{DASH}5"), (f"1{DASH}5", f"1{DASH}5"), (7, "7"), ("e1-e5, 9", f"e1{DASH}e5, 9")],
)
def test_pages_have_a_dash(page, pages):
    assert one(page=page)[0].pages == pages


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"URL": "javascript:alert(1)"}, "cite-address"),
        ({"URL": "data:text/html,x"}, "cite-address"),
        ({"DOI": "soon"}, "cite-address"),
        ({"type": "journal-article"}, "cite-sources"),
        ({"title": ["T"]}, "cite-sources"),
        ({"container-title": ["T"]}, "cite-sources"),
        ({"custom": {"archive": "javascript:x"}}, "cite-address"),
        ({"custom": {"quote": ["x"]}}, "cite-sources"),
        ({"title": ""}, "cite-untitled"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_a_finding_and_the_rest_is_kept(variables, code):
    (source,), findings = read([{"id": "k", "title": "T", "volume": "7"} | variables])
    assert (source.key, source.volume) == ("k", "7")
    assert (source.url, source.archive, source.doi) == (None, None, None)
    assert f"[{code}]" in " ".join(findings)


@pytest.mark.parametrize("value", [[1], "x", None, 5, {"quote": None}], ids=str)
def test_a_custom_of_another_program_is_no_mistake(value):
    assert one(custom=value)[1] == []


@pytest.mark.parametrize(
    ("particle", "short"),
    [
        ("van", "van Gogh"),
        ("d'", "d'Gogh"),
        ("dell'", "dell'Gogh"),
        ("de'", "de' Gogh"),
        ("de\N{RIGHT SINGLE QUOTATION MARK}", "de\N{RIGHT SINGLE QUOTATION MARK} Gogh"),
        ("l\N{RIGHT SINGLE QUOTATION MARK}", "l\N{RIGHT SINGLE QUOTATION MARK}Gogh"),
    ],
)
def test_a_particle_stands_before_its_name(particle, short, request):
    assert one(author=[{"family": "Gogh", "given": "V", "non-dropping-particle": particle}])[0].author[0].short == short


TEXTS = st.text(st.characters(categories=("L", "N"), max_codepoint=0x2FFF), min_size=1, max_size=8)
NAMES = st.builds(Name, TEXTS, TEXTS) | st.builds(Name, TEXTS, TEXTS, TEXTS, TEXTS) | st.builds(Name, TEXTS)
DATES = st.sampled_from(["2020", "2020-05", "2020-05-03", "1990/1995", "1850~", "-44", "in press"]).map(read_date)
SOURCES = st.builds(
    Source,
    TEXTS,
    key=TEXTS,
    type=st.sampled_from(sorted(TYPES)),
    author=st.lists(NAMES, max_size=3).map(tuple),
    editor=st.lists(NAMES, max_size=3).map(tuple),
    date=st.none() | DATES,
    accessed=st.none() | DATES,
    pages=st.none() | st.sampled_from(["7", f"1{DASH}5", f"e1{DASH}e5, 9"]),
    url=st.none() | st.just("https://example.org/a?b=c"),
    archive=st.none() | st.just("https://archive.example/1"),
    doi=st.none() | st.just("10.1000/182"),
    language=st.none() | st.just("en-GB"),
    more=st.just({}),
    place=st.just(Place()),
    **{
        name: st.none() | TEXTS
        for name in ("container", "publisher", "volume", "issue", "edition", "quote", "flag", "note")
    },
)


@given(SOURCES)
@settings(max_examples=100, deadline=None)
def test_a_source_goes_out_and_comes_back_as_it_was(source):
    item = json.loads(json.dumps(to_item(source, source.key)))
    findings = []
    back = read_item(item, lambda *found: findings.append(found), Place())
    assert findings == []
    for field in fields(Source):
        if field.name in {"more", "date", "accessed"}:
            continue
        assert getattr(back, field.name) == getattr(source, field.name), field.name
    for name in ("date", "accessed"):
        was, now = getattr(source, name), getattr(back, name)
        assert (was and replace(was, text="")) == (now and replace(now, text=""))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["id", "title", "author", "issued", "date-parts", "raw", "family", "given", "literal", "page"]
            )
            | st.sampled_from(["language", "custom", "type", "URL", "DOI", "quote", "circa"])
            | st.text(),
            inner,
            max_size=6,
        )
    ),
    max_leaves=15,
)
PIECES = st.lists(
    st.sampled_from(
        ["[", "{", "}", "]", '"id"', ":", '"a"', ",", "1", "null", "NaN", "-", "\n", " ", "1e999", '"\\ud800"']
    ),
    max_size=30,
).map("".join)


@given(st.text() | PIECES | JSON.map(json.dumps) | st.lists(JSON).map(json.dumps))
@settings(max_examples=200, deadline=None)
def test_no_text_raises(text):
    store = read_csl_json(text, "refs.json")
    assert all(source.key and source.place.line <= text.count("\n") + 1 for source in store.sources)


def exported(sources):
    """The download, as it is written to disk and read by another program."""
    return json.loads(Bibliography(sources).as_csl_json().encode())


def test_the_download_holds_each_source_once():
    sources, _findings = read([WHOLE, {"id": "b", "title": "B"}, WHOLE])
    assert exported(sources) == [GOES_OUT, {"id": "b", "title": "B", "type": "document"}]


def test_the_download_holds_dates_of_yaml():
    store = read_yaml_store("references:\n- id: a\n  title: A\n  issued: 2020-01-02\n", "refs.yml")
    assert exported(store.sources)[0]["id"] == "a"


def test_the_download_holds_no_half_letters():
    sources, _findings = read('[{"id": "a", "title": "A\\ud800"}]')
    assert exported(sources)[0]["id"] == "a"


def test_the_download_is_json():
    sources, _findings = read('[{"id": "a", "title": "A", "volume": NaN}]')
    assert "NaN" not in Bibliography(sources).as_csl_json()


@pytest.mark.parametrize("name", ["url", "Url", "doi"])
def test_an_address_in_other_letters_is_an_address(name):
    source, _findings = one(**{name: "javascript:alert(1)"})
    assert name not in to_item(source, "k")
