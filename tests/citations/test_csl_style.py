"""Styles of CSL: pandoc is started once a build and never for what it set before, and whatever is wrong is one line."""

import importlib.util
import json
import re
from types import SimpleNamespace

import markdown
import pytest

from mkdocs_wellspring.citations.citing import Citing
from mkdocs_wellspring.citations.declared import read_sources
from mkdocs_wellspring.citations.extension import CitationsExtension
from mkdocs_wellspring.citations.page import read_page
from mkdocs_wellspring.citations.stores import Read
from mkdocs_wellspring.citations.stores.csljson import read_csl_json
from mkdocs_wellspring.citations.stores.yamlstore import read_yaml_store
from mkdocs_wellspring.citations.styles import make_style, pandoc
from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.pagecontext import PageContext

HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
    '<info><title>Small</title><id>small</id><category citation-format="{form}"/></info>'
)
AUTHOR_DATE = HEAD.format(form="author-date") + (
    '<macro name="who"><names variable="author"><name form="short" and="text" delimiter=", "/>'
    '<substitute><names variable="editor"/><text variable="title"/></substitute></names></macro>'
    '<macro name="year"><choose><if variable="issued"><date variable="issued"><date-part name="year"/></date></if>'
    '<else><text term="no date" form="short"/></else></choose></macro>'
    '<citation disambiguate-add-year-suffix="true"><layout prefix="(" suffix=")" delimiter="; ">'
    '<group delimiter=", "><group delimiter=" "><text macro="who"/><text macro="year"/></group>'
    '<group delimiter=" "><label variable="locator" form="short"/><text variable="locator"/></group></group>'
    '</layout></citation><bibliography><sort><key macro="who"/><key macro="year"/></sort>'
    '<layout suffix="."><group delimiter=". ">'
    '<names variable="author"><name name-as-sort-order="all" and="text"/></names>'
    '<text macro="year"/><text variable="title"/><text variable="container-title" font-style="italic"/>'
    '<date variable="issued" form="text" date-parts="year-month"/><text variable="volume"/><text variable="note"/>'
    '<text variable="DOI"/><text variable="URL"/></group></layout></bibliography></style>'
)
RAISED = HEAD.format(form="numeric") + (
    '<citation collapse="citation-number"><sort><key variable="citation-number"/></sort>'
    '<layout vertical-align="sup" delimiter=","><text variable="citation-number"/></layout></citation>'
    '<bibliography second-field-align="flush"><layout suffix="."><text variable="citation-number" suffix=". "/>'
    '<group delimiter=". "><names variable="author"/><text variable="title"/><text variable="URL"/></group></layout>'
    "</bibliography></style>"
)
NOTE = HEAD.format(form="note").replace('class="in-text"', 'class="note"') + (
    '<citation><layout suffix="."><names variable="author"/><text variable="title" prefix=", "/></layout></citation>'
    '<bibliography><layout suffix="."><names variable="author" suffix=". "/><text variable="title"/></layout>'
    "</bibliography></style>"
)
LIBRARY = """
poe: {title: How voters count, author: ["Poe, Ada"], date: 2020-05, url: "https://example.org/a-b?c=d&e",
  quote: "so, it is"}
roe: {title: Another, author: ["Roe, Bob", "Lee, Cy"], date: 2019, doi: 10.1000/182}
poe-too: {title: A second, author: ["Poe, Ada"], date: 2020}
bare: {title: Untold}
"""
REF = re.compile(r'<a id="([^"]*)" class="ws-cite-link" role="doc-biblioref" href="#ws-source-(\d+)">(.*?)</a>')


@pytest.fixture
def root(tmp_path):
    for name, text in {"author-date.csl": AUTHOR_DATE, "raised.csl": RAISED, "note.csl": NOTE}.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def starts(monkeypatch):
    """What each start of pandoc is given to read."""
    given = []
    whole = pandoc.subprocess.run

    def run(command, **options):
        assert "--sandbox" in command
        given.append(options["input"])
        return whole(command, **options)

    monkeypatch.setattr(pandoc.subprocess, "run", run)
    return given


def library(text=LIBRARY):
    return read_yaml_store(text, "refs.yml")


def items(*given):
    return read_csl_json(json.dumps(list(given)), "refs.json")


def build(root, texts, style="author-date.csl", store=None, locales=("en",)):
    """A site as a host builds it: all pages are read, the style begins, and each page is filled."""
    citing = Citing(Read((store or library(),)), make_style(style, root))
    pages = []
    for place, text in enumerate(texts):
        locale = locales[place % len(locales)]
        context = PageContext(meta={}, text=text, locale=locale, hosted=True)
        html = markdown.markdown(
            text, extensions=[CitationsExtension(host=lambda context=context: context, citing=citing)]
        )
        page, html = read_page(html, (), citing.library)
        pages.append((html, page, citing.words(locale)))
    citing.style.begin([(page, words) for _html, page, words in pages])
    built = []
    for html, page, words in pages:
        rendering = citing.rendering(page, words)
        built.append(rendering.fill(citing.place(html, rendering, str)[0]))
    return built


def text_of(html):
    """The paragraphs of a page, as text."""
    return re.sub(r"<[^>]+>", "", html.partition("<section")[0]).strip().replace("&#39;", "'")


def listed(html):
    """Each entry of the list as text, without what stands below it."""
    return [re.sub(r"<[^>]+>", "", part.partition("</span>")[0]) for part in html.split('<span class="ws-entry">')[1:]]


def test_citations_and_list_are_set_as_the_style_says(root):
    (html,) = build(root, ["A claim [see @poe, p. 3; @roe], [-@roe], says @roe [p. 4], [@poe-too]. And [@bare]."])
    assert text_of(html) == (
        "A claim (see Poe 2020a, p. 3; Roe and Lee 2019), (2019), says Roe and Lee (2019, p. 4), (Poe 2020b)."
        " And (Untold n.d.)."
    )
    assert listed(html) == [
        "Poe, Ada. 2020a. How voters count. May 2020. https://example.org/a-b?c=d&amp;e.",
        "Poe, Ada. 2020b. A second. 2020.",
        "Roe, Bob and Lee, Cy. 2019. Another. 2019. 10.1000/182.",
        "n.d. Untold.",
    ]


def test_each_citation_leads_to_its_entry_and_each_entry_back(root):
    (html,) = build(root, ["A [@poe; @roe] and [@poe]."])
    assert [match[:2] for match in REF.findall(html)] == [
        ("ws-cite-1-1", "1"),
        ("ws-cite-2-1", "2"),
        ("ws-cite-1-2", "1"),
    ]
    assert re.findall(r'role="doc-backlink" href="#([^"]*)"', html) == ["ws-cite-1-1", "ws-cite-1-2", "ws-cite-2-1"]


def test_the_address_in_an_entry_leads_to_the_quoted_words(root):
    (html,) = build(root, ["A [@poe]."])
    assert 'href="https://example.org/a-b?c=d&amp;e#:~:text=so%2C%20it%20is"' in html
    assert 'data-address="https://example.org/a-b?c=d&amp;e"' not in html  # its text says it


def test_numbers_are_raised_where_the_style_raises_them(root):
    (html,) = build(root, ["A claim [@roe], and [@poe; @roe; @bare]."], "raised.csl")
    assert re.sub(r"</?a[^>]*>", "", html.partition("<section")[0]).strip() == (
        '<p>A claim<span class="ws-cite"><sup>1</sup></span>, and<span class="ws-cite"><sup>2,1,3</sup></span>.</p>'
    )
    assert listed(html)[1] == "Ada Poe. How voters count. https://example.org/a-b?c=d&amp;e."
    assert "<ol>" in html


def test_a_locator_in_braces_is_part_of_the_link(root):
    (html,) = build(root, ["[@poe, {any place}] and [@poe, any place]."])
    assert [match[2] for match in REF.findall(html)] == ["<bdi>Poe 2020, any place</bdi>", "<bdi>Poe 2020</bdi>"]


def test_two_sources_show_what_stands_between_them(root):
    (html,) = build(root, ["[@poe; @roe]"], "raised.csl")
    assert text_of(html) == "1,2"


def test_a_style_of_notes_has_numbers(root):
    (html,) = build(root, ["A [@roe] and [@poe]."], "note.csl")
    assert [match[1:] for match in REF.findall(html)] == [("1", "1"), ("2", "2")]
    assert listed(html)[0] == "Bob Roe, Cy Lee. Another."


def test_a_style_of_notes_lists_no_note(root):
    (html,) = build(root, ["A [@roe] and [@poe]."], "note.csl")
    assert "footnotes" not in html


def test_what_is_unknown_is_shown_as_the_author_wrote_it(root):
    (html,) = build(root, ["A [@poe; @nowhere]."])
    assert 'ws-cite-unknown">@nowhere<' in html


def test_a_page_without_citations_needs_no_pandoc(root, starts):
    assert build(root, ["Words."]) == ["<p>Words.</p>"]
    assert starts == []


def test_many_pages_are_one_start(root, starts):
    texts = [f"Page {number} [see @poe, p. {number}; @roe] and [@poe-too]." for number in range(50)]
    html = build(root, texts)
    assert len(starts) == 1
    assert starts[0].count("::: {#c") == 51
    assert text_of(html[49]) == "Page 49 (see Poe 2020a, p. 49; Roe and Lee 2019) and (Poe 2020b)."


def test_numbers_need_no_more_than_three_samples(root, starts):
    build(root, [f"Page [@poe, p. {number}; @roe; @bare]." for number in range(50)], "raised.csl")
    assert starts[0].count("::: {#c") == 3


@pytest.mark.parametrize("style", ["author-date.csl", "raised.csl"])
def test_a_second_build_starts_nothing(root, starts, style):
    texts = ["A [@poe, p. 3].", "B [@roe]."]
    first = build(root, texts, style)
    assert len(starts) == 1
    assert build(root, texts, style) == first
    assert len(starts) == 1


@pytest.mark.parametrize("change", ["text", "library", "style", "language"])
def test_a_build_of_something_else_starts_it_again(root, starts, change):
    build(root, ["A [@poe]."])
    if change == "style":
        (root / "author-date.csl").write_text(
            AUTHOR_DATE.replace('prefix="("', 'prefix="<"'.replace("<", "&lt;")), "utf-8"
        )
    store = library(LIBRARY.replace("How voters", "Why voters") if change == "library" else LIBRARY)
    locales = ("de",) if change == "language" else ("en",)
    (html,) = build(root, ["A [@poe, p. 9]." if change == "text" else "A [@poe]."], store=store, locales=locales)
    assert len(starts) == 2
    shown = {"text": "p. 9", "library": "Why voters", "style": "&lt;<a", "language": "Mai 2020"}
    assert shown[change] in html


def test_each_language_is_one_start_and_has_its_words(root, starts):
    html = build(root, ["A [@poe].", "A [@poe].", "A [@bare]."], locales=("en", "de"))
    assert len(starts) == 2
    assert "May 2020" in html[0]
    assert "Mai 2020" in html[1]
    assert "(Untold n.d.)" in text_of(html[2])


@pytest.mark.parametrize("broken", ["", "{", "[]", "null", '{"entries": {}}', '{"clusters": []}', "\x00"])
def test_a_broken_cache_is_set_anew(root, starts, broken):
    first = build(root, ["A [@poe]."])
    (file,) = (root / ".cache/wellspring/csl").glob("*.json")
    file.write_text(broken)
    assert build(root, ["A [@poe]."]) == first
    assert len(starts) == 2
    build(root, ["A [@poe]."])
    assert len(starts) == 2


@pytest.mark.parametrize(
    "broken", ['{"entries": [], "clusters": []}', '{"entries": {}, "clusters": []}', '{"entries": 1, "clusters": 2}']
)
def test_a_cache_of_another_shape_is_set_anew(root, starts, broken):
    first = build(root, ["A [@poe]."])
    (file,) = (root / ".cache/wellspring/csl").glob("*.json")
    file.write_text(broken)
    assert build(root, ["A [@poe]."]) == first


def test_a_cache_that_cannot_be_written_does_no_harm(root, starts):
    (root / ".cache").write_text("a file where the folder should be")
    first = build(root, ["A [@poe]."])
    assert build(root, ["A [@poe]."]) == first
    assert len(starts) == 2


def test_the_cache_keeps_no_more_than_fifty(root):
    folder = root / ".cache/wellspring/csl"
    folder.mkdir(parents=True)
    for number in range(60):
        (folder / f"old{number}.json").write_text("{}")
    build(root, ["A [@poe]."])
    assert len(list(folder.glob("*.json"))) == 50


def stop(root, style="author-date.csl", texts=("A [@poe].",), store=None):
    """The message with which a build stops: one line."""
    with pytest.raises(ConfigurationError) as raised:
        build(root, texts, style, store)
    assert str(raised.value).startswith("citations: style: ")
    assert "\n" not in str(raised.value)
    return str(raised.value).removeprefix("citations: style: ")


INSTALL = "install it with: pip install 'mkdocs-wellspring[csl]'"


def test_without_the_extra_the_build_says_what_to_install(root, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert stop(root) == f"author-date.csl needs pandoc; {INSTALL}"


@pytest.mark.parametrize("where", [None, "elsewhere/pypandoc/__init__.py"])
def test_without_pandoc_the_build_says_what_to_install(root, monkeypatch, where):
    make_style("author-date.csl", root)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: SimpleNamespace(origin=where))
    monkeypatch.delenv("PYPANDOC_PANDOC", raising=False)
    monkeypatch.setattr(pandoc.shutil, "which", lambda _name: None)
    assert stop(root) == f"a CSL file needs pandoc; {INSTALL}"


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (FileNotFoundError("no"), f"did not run (FileNotFoundError); {INSTALL}"),
        (PermissionError("no"), f"did not run (PermissionError); {INSTALL}"),
        (pandoc.subprocess.TimeoutExpired("x", 1), "took more than 120 s and was stopped; take another style"),
    ],
)
def test_a_pandoc_that_does_not_run_stops_the_build(root, monkeypatch, error, why):
    def run(*_command, **_options):
        raise error

    monkeypatch.setattr(pandoc.subprocess, "run", run)
    assert stop(root) == f"pandoc {why}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x.csl:1 is no XML (no element found: line 1, column 0)"),
        ("words", "x.csl:1 is no XML (syntax error: line 1, column 0)"),
        (AUTHOR_DATE[:300], "x.csl:2 is no XML (unclosed token"),
        ("<html></html>", "x.csl is no CSL style; give one of citationstyles.org"),
        (AUTHOR_DATE.replace(' xmlns="http://purl.org/net/xbiblio/csl"', ""), "x.csl is no CSL style"),
        ('<locale xmlns="http://purl.org/net/xbiblio/csl"/>', "x.csl is no CSL style"),
        (
            AUTHOR_DATE.replace(
                "<info>", '<info><link href="https://styles.example/parent" rel="independent-parent"/>'
            ),
            "x.csl only names https://styles.example/parent; download that one and give its file",
        ),
        (
            HEAD.format(form="numeric") + "</style>",
            "pandoc cannot set the sources with the CSL file (CiteprocParseError: No citation element present",
        ),
        (
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
            + AUTHOR_DATE.partition("\n")[2].replace("Small", "&a;"),
            "x.csl:1 is no XML (undefined entity",
        ),
    ],
)
def test_a_style_that_is_none_stops_the_build(root, text, message):
    (root / "x.csl").write_text(text, "utf-8")
    assert stop(root, "x.csl").startswith(message)


@pytest.mark.parametrize("name", ["nowhere.csl", "sub/nowhere.csl"])
def test_a_style_that_is_not_there_stops_the_build(root, name):
    assert stop(root, name) == f"{name} does not exist in {root}; correct the name"


@pytest.mark.parametrize("name", ["apa", "Numeric", "", "author-date.xml"])
def test_a_name_that_is_no_style_stops_the_build(root, name):
    assert stop(root, name) == f"{name} is no style; give numeric, author-date or a .csl file"


@pytest.mark.parametrize("encoding", ["gbk", "nonsense"])
def test_a_style_in_an_unknown_encoding_stops_the_build(root, encoding):
    (root / "x.csl").write_text(AUTHOR_DATE.replace('encoding="utf-8"', f'encoding="{encoding}"'), "utf-8")
    stop(root, "x.csl")


GOOD = {"id": "good", "title": "Good", "author": [{"family": "Roe", "given": "B"}], "issued": {"date-parts": [[2020]]}}


@pytest.mark.parametrize(
    "variables",
    [
        {"note": None},
        {"ISSN": ["1234-5678", "8765-4321"]},
        {"keyword": ["a", "b"]},
        {"license": [{"URL": "https://example.org"}]},
        {"volume": 3.5},
        {"issued": 2020},
        {"issued": {"date-parts": [[None]]}},
        {"issued": {"date-parts": [["x"]]}},
        {"author": "Poe, Ada"},
        {"author": {"family": "Poe", "given": "Ada"}},
        {"author": [None]},
        {"page": ["1"]},
        {"volume": float("nan")},
    ],
    ids=str,
)
def test_an_item_that_pandoc_cannot_read_costs_itself_alone(root, variables):
    (html,) = build(root, ["A [@odd] and [@good]."], store=items({"id": "odd", "title": "Odd"} | variables, GOOD))
    assert "(Roe 2020)" in text_of(html)


def test_references_of_pandoc_are_set(root):
    (html,) = build(root, ["A [@a]."], store=library("references:\n- id: a\n  title: T\n  issued: 2020\n"))
    assert text_of(html) == "A (T 2020)."


@pytest.mark.parametrize("extra", ["custom2: {2020-01-01: a}", "custom2: {1: a, b: c}"])
def test_odd_keys_of_yaml_raise_nothing(root, extra):
    build(root, ["A [@a]."], store=library(f"references:\n- id: a\n  title: T\n  {extra}\n"))


def test_a_source_without_a_title_shows_no_identity_of_ours(root):
    (html,) = build(root, ["A [@none] and [@good]."], store=items({"id": "none", "volume": "7"}, GOOD))
    assert not re.search(r"w[0-9a-f]{20}", html)


def test_the_first_entry_of_a_page_has_its_author(root):
    text = AUTHOR_DATE.replace("<bibliography>", '<bibliography subsequent-author-substitute="---">')
    (root / "x.csl").write_text(text, "utf-8")
    html = build(root, ["A [@poe].", "A [@poe-too]."], "x.csl")
    assert listed(html[1])[0].startswith("Poe, Ada")


def test_an_entry_holds_no_number_of_its_own(root):
    (root / "x.csl").write_text(RAISED.replace(' second-field-align="flush"', ""), "utf-8")
    html = build(root, ["A [@poe] and [@poe-too].", "A [@roe]."], "x.csl")
    assert listed(html[1]) == ["Bob Roe, Cy Lee. Another."]


def test_a_label_stands_in_the_list_as_well(root):
    label = RAISED.replace('"numeric"', '"label"').replace("citation-number", "citation-label")
    label = label.replace(' collapse="citation-label"', "").replace('<sort><key variable="citation-label"/></sort>', "")
    (root / "x.csl").write_text(label, "utf-8")
    (html,) = build(root, ["A [@poe]."], "x.csl")
    assert "Poe20" in text_of(html)
    assert "Poe20" in listed(html)[0]


@pytest.mark.parametrize("address", ["mailto:poe@example.org", "urn:isbn:0"])
def test_an_address_that_is_not_of_the_web_is_no_web_address(root, address):
    (html,) = build(root, ["A [@a]."], store=library(f"a: {{title: T, url: '{address}'}}"))
    assert f"https://{address}" not in html


def test_no_address_is_linked_that_was_not_looked_at(root):
    (html,) = build(root, ["A [@a]."], store=items({"id": "a", "title": "T", "url": "javascript:alert(1)"}))
    assert 'href="https://javascript' not in html


def test_markup_beside_a_key_is_set(root):
    (html,) = build(root, ["[*see* @poe, *passim*]"])
    assert text_of(html) == "(see Poe 2020, passim)"


def test_an_underscore_in_a_suffix_stays(root):
    (html,) = build(root, ["[@poe, file a_b_c]"])
    assert text_of(html) == "(Poe 2020, file a_b_c)"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('[see <b> & "so" @poe, p. 3]', '(see &lt;b&gt; &amp; "so" Poe 2020, p. 3)'),
        ("[@poe, {pp. iv, vi-xi}]", "(Poe 2020, pp. iv, vi\u2013xi)"),
        ("[@poe, \u00a7 3]", "(Poe 2020, sec. 3)"),
        ("[see `x` @poe]", "(see x Poe 2020)"),
        ("[@poe, $x$ ^y^ ~z~ #]", "(Poe 2020, $x$ ^y^ ~z~ #)"),
    ],
)
def test_letters_beside_a_key_mean_nothing_to_pandoc(root, written, shown):
    (html,) = build(root, [f"A {written}."])
    assert text_of(html).replace("\u00a0", " ") == f"A {shown}."


def test_each_hostile_prefix_is_text(root):
    (html,) = build(root, ["A [:::{=html} @poe, {<script>x</script>}]."])
    assert "<script>" not in html


def test_what_the_samples_show_is_put_round_numbers(root):
    (root / "x.csl").write_text(
        RAISED.replace('vertical-align="sup" delimiter=","', 'prefix="{" suffix="}" delimiter=" + "'), "utf-8"
    )
    (html,) = build(root, ["A [@poe; @roe] and [@poe-too]."], "x.csl")
    assert text_of(html) == "A {1 + 2} and {3}."


@pytest.mark.parametrize(
    ("condition", "shown"),
    [
        ('position="ibid"', "long"),
        ('position="ibid-with-locator"', "long"),
        ('position="subsequent" match="none"', "short"),
        ('position="first"', "short"),
        ('position="first" match="none"', "long"),
        ('position="first" type="book"', "long"),
        ('position="first" variable="title"', "short"),
        ('position="subsequent" variable="title" match="any"', "short"),
        ('position="subsequent" variable="title"', "long"),
        ('position="first" type="book" match="any"', "short"),
        ('position="subsequent" type="book" match="none"', "short"),
    ],
)
def test_what_other_pages_cite_is_not_before_a_citation(root, condition, shown):
    choose = f'<choose><if {condition}><text value="short"/></if><else><text value="long"/></else></choose>'
    text = AUTHOR_DATE.replace('<text macro="who"/><text macro="year"/>', f'{choose}<text macro="who"/>', 1)
    (root / "positions.csl").write_text(text, "utf-8")
    for html in build(root, ["So [@poe].", "So [@poe, p. 3].", "So [@poe, p. 9] [@poe]."], "positions.csl"):
        assert set(re.findall(r"\b(?:long|short)\b", html.partition("<section")[0])) == {shown}


def test_what_a_page_adds_to_a_source_makes_it_no_other_work(root):
    own = Citing(Read((library(),)), make_style("author-date.csl", root))
    annotated = PageContext(meta={"sources": [{"key": "poe", "quote": "so", "flag": "disputed"}]}, hosted=True)
    sources = read_sources(annotated, own.library)
    pages = [read_page("<p></p>", sources, own.library)[0], read_page("<p></p>", (), own.library)[0]]
    pages[1].sources.append(own.library.get("poe"))
    own.style.begin([(page, own.words("en")) for page in pages])
    assert len({own.style.identity(page.sources[0]) for page in pages}) == 1
    entry = own.style.entry(pages[0].sources[0], own.words("en"))
    assert "2020" in entry
    assert "2020a" not in entry


def test_a_style_without_numbers_has_our_brackets(root):
    text = RAISED.replace(
        '<text variable="citation-number"/></layout></citation>', '<text value="x"/></layout></citation>'
    )
    (root / "bare.csl").write_text(text, "utf-8")
    assert REF.search(build(root, ["So [@poe]."], "bare.csl")[0])[3] == "1"


@pytest.mark.parametrize("text", ["A [@poe] [@roe].", "A [@poe][@roe]{.c}.", "A *[@poe]* [@roe].", "As @poe [@roe]."])
def test_raised_numbers_never_run_together(root, text):
    citing = Citing(Read((library(),)), make_style("raised.csl", root))
    context = PageContext(meta={}, text=text, hosted=True)
    extensions = [CitationsExtension(host=lambda: context, citing=citing), "attr_list"]
    page, html = read_page(markdown.markdown(text, extensions=extensions), (), citing.library)
    citing.style.begin([(page, citing.words("en"))])
    rendering = citing.rendering(page, citing.words("en"))
    body = rendering.fill(citing.place(html, rendering, str)[0]).partition("<section")[0]
    assert re.search(r"1\S*?,\S*?2", re.sub(r"<[^>]*>", "", body))
