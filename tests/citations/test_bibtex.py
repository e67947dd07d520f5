"""BibTeX and BibLaTeX: golden files as scholars' programs write them, and each way in which one can be broken.

A case is a `.bib` file and, beside it, a `.yml`: the sources, each with its line and every field that is not empty,
and the findings. A reason that the parser gives for a broken entry is written `(…)`.
"""

import logging
import re
from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_wellspring.citations.model import Source
from mkdocs_wellspring.citations.stores import latex
from mkdocs_wellspring.citations.stores.bibtex import read_bibtex
from mkdocs_wellspring.citations.stores.latex import decode, decode_address
from mkdocs_wellspring.citations.stores.yamlstore import read_yaml_store
from mkdocs_wellspring.citations.styles import make_style
from mkdocs_wellspring.citations.styles.style import Words

CASES = sorted((Path(__file__).parent / "bibtex").glob("*.bib"))


def plain_name(name):
    parts = {part: text for part in ("family", "given", "particle", "suffix") if (text := getattr(name, part))}
    return name.family if list(parts) == ["family"] else parts


def plain(source):
    shown = {"key": source.key, "line": source.place.line}
    for name in (field.name for field in fields(Source)):
        value = getattr(source, name)
        if not value or name in {"key", "place"} or (name, value) == ("type", "document"):
            continue
        if name in {"author", "editor"}:
            value = [plain_name(one) for one in value]
        elif name in {"date", "accessed"}:
            value = value.text
        shown[name] = dict(value) if name == "more" else value
    return shown


def read(text):
    store = read_bibtex(text, "refs.bib")
    return store.sources, [str(finding) for finding in store.findings]


def one(fields_, kind="misc"):
    """What is read of an entry that holds these fields, and a title."""
    (source,), _findings = read(f"@{kind}{{k, title = {{T}}, {fields_}}}")
    return source


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_file_reads_as_written_beside_it(path):
    store = read_bibtex(path.read_text("utf-8"), path.name)
    expected = yaml.safe_load(path.with_suffix(".yml").read_text("utf-8"))
    found = [re.sub(r"left out \(.*\)", "left out (…)", str(finding)) for finding in store.findings]
    assert [plain(source) for source in store.sources] == expected["sources"]
    assert found == expected["findings"]


def test_there_are_cases():
    assert len(CASES) > 10


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Only words, and an address me@example.org.", "@comment{x}", "@string{a = {b}}"]
)
def test_a_file_without_entries_is_no_mistake(text):
    assert read(text) == ([], [])


def test_five_thousand_entries_are_all_read_each_with_its_line():
    entry = "@article{{k{0},\n  title = {{Title {0}}},\n  author = {{Poe, Ada and Roe, Bob}},\n  year = 2020,\n}}\n"
    sources, findings = read("".join(map(entry.format, range(5000))))
    assert findings == []
    assert [source.key for source in sources] == [f"k{number}" for number in range(5000)]
    assert [source.place.line for source in sources] == list(range(1, 25_000, 5))


def test_strings_that_name_each_other_end_somewhere():
    sources, _findings = read('@string{a = b # "!"}\n@string{b = a}\n@book{k, title = {T}, publisher = a}')
    assert len(sources[0].publisher) < 100


@pytest.mark.parametrize(
    ("strings", "name"),
    [("@string{a = a # a # a}", "a"), ("@string{A = b # b}\n@string{b = a # a}", "a")],
    ids=["itself", "each-other"],
)
def test_a_string_that_is_part_of_itself_is_a_finding(strings, name):
    (source,), findings = read(f"\n{strings}\n@book{{k, title = {{T}}, publisher = a}}")
    assert len(source.publisher) < 100
    assert findings == [f"refs.bib:2: @string {name} is part of itself; give it a text of its own [cite-store]"]


def test_strings_that_double_each_other_grow_to_no_great_length():
    doubled = "\n".join(f"@string{{s{n} = s{n + 1} # s{n + 1}}}" for n in range(19))
    text = f"{doubled}\n@string{{s19 = {{{'x' * 1000}}}}}\n@book{{k, title = {{T}}, publisher = s0}}"
    assert len(read(text)[0][0].publisher) <= 100_000


def test_a_chain_of_parents_ends_somewhere():
    sources, findings = read("".join(f"@inbook{{k{n}, title = {{T}}, crossref = {{k{n + 1}}}}}" for n in range(300)))
    assert len(sources) == 300
    assert len(findings) == 1


def test_a_broken_entry_is_not_logged_as_well(caplog):
    with caplog.at_level(logging.INFO):
        read("@book{a, title = {x\n@book{b, title = {y}}")
    assert caplog.records == []
    assert not logging.getLogger("bibtexparser.splitter").disabled


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://example.org/a_b%20c~d", "https://example.org/a_b%20c~d"),
        (r"https://example.org/\~{}u", "https://example.org/~u"),
        (r"\url{https://example.org/a_b}", "https://example.org/a_b"),
        (r"Online at \url{ https://example.org/a\_b }.", "https://example.org/a_b"),
        (r"\href{https://example.org/x}{words}", "https://example.org/x"),
        ("{https://example.org/}", "https://example.org/"),
        ("", ""),
    ],
)
def test_an_address_comes_out_of_latex(written, address):
    assert decode_address(written) == address


def test_a_tie_is_a_space():
    assert decode("a~b\\ c") == "a b c"


def test_latex_reads_no_file(tmp_path):
    file = tmp_path / "file.tex"
    file.write_text("Words of a file.")
    assert "Words" not in decode(
        rf"a-\input{{{file}}}-b \include{{{file}}} \verbatiminput{{{file}}} \usepackage{{{file}}}"
    )


@pytest.mark.parametrize(
    ("fields_", "title"),
    [
        pytest.param(r"title = {A \& B}", "A & B", id="escaped"),
        pytest.param("title = {A & B}", "A & B", id="bare"),
        pytest.param(
            "title = {Science & Engineering: well-known}",
            "Science & Engineering: well-known",
            id="bare-with-hyphen",
        ),
        pytest.param(
            r"title = {The \texttt{ggplot2} \textsf{lme4} \mbox{COVID-19} \textsl{way}}",
            "The ggplot2 lme4 COVID-19 way",
            id="type-faces",
        ),
        pytest.param(
            r"title = {p {\textless} 0.05 {\textgreater} q {\textbar} r}",
            "p < 0.05 > q | r",
            id="zotero-escapes",
        ),
        pytest.param(
            r"title = {\S 5, \copyright{} \LaTeX}",
            "§5, © LaTeX",
            id="signs",
        ),
        pytest.param(
            "title = {Costs of $5 or $6}",
            "Costs of $5 or $6",
            id="dollars",
        ),
        pytest.param(
            r"title = {See \href{https://example.org}{the site}}",
            "See the site",
            id="href",
        ),
        pytest.param(
            r"title = {\foreignlanguage{german}{Haus}-Bau}",
            "Haus-Bau",
            id="foreignlanguage",
        ),
        pytest.param(
            "title = {The `new' one}",
            "The \N{LEFT SINGLE QUOTATION MARK}new\N{RIGHT SINGLE QUOTATION MARK} one",
            id="single-quotes",
        ),
        pytest.param(
            r'title = "G\"odel and Escher"',
            "Gödel and Escher",
            id="quote-in-quotes",
        ),
        pytest.param(r"title = {And\slash or\hyphen less}", "And/or-less", id="slash-and-hyphen"),
        pytest.param(
            r"title = {On \enquote{the \emph{old}} and \mkbibquote{new}}",
            "On \N{LEFT DOUBLE QUOTATION MARK}the old\N{RIGHT DOUBLE QUOTATION MARK} and"
            " \N{LEFT DOUBLE QUOTATION MARK}new\N{RIGHT DOUBLE QUOTATION MARK}",
            id="enquote",
        ),
        pytest.param(
            r"title = {\glqq Alt\grqq{} und \flqq neu\frqq}",
            "\N{DOUBLE LOW-9 QUOTATION MARK}Alt\N{LEFT DOUBLE QUOTATION MARK} und \xabneu\xbb",
            id="german-quotes",
        ),
        pytest.param(
            r"title = {\glqq Alt\grqq{} und $x$}",
            "\N{DOUBLE LOW-9 QUOTATION MARK}Alt\N{LEFT DOUBLE QUOTATION MARK} und x",
            id="german-quotes-by-the-decoder",
        ),
        pytest.param(
            r"title = {\textquotedblleft A\textquotedblright{} \textquoteleft B\textquoteright}",
            "\N{LEFT DOUBLE QUOTATION MARK}A\N{RIGHT DOUBLE QUOTATION MARK}"
            " \N{LEFT SINGLE QUOTATION MARK}B\N{RIGHT SINGLE QUOTATION MARK}",
            id="named-quotes",
        ),
        pytest.param(r"title = {Of Poe\index{Poe, {Ada}}, again}", "Of Poe, again", id="index"),
        pytest.param(r"title = {Of Poe\footnote{See \emph{there}.} again}", "Of Poe again", id="footnote"),
        pytest.param(r"title = {A reply to Poe~\cite{poe} and \citep[p.~3]{roe}}", "A reply to Poe and", id="cite"),
        pytest.param(
            r"title = {a \} b}",
            "a } b",
            id="escaped-brace",
        ),
    ],
)
def test_title_is_what_latex_prints(fields_, title):
    (source,), findings = read(f"@misc{{k, {fields_}}}")
    assert source.title == title
    assert findings == []


@pytest.mark.parametrize(
    ("written", "names"),
    [
        pytest.param("Poe, Ada and Roe, Bob", ["Ada Poe", "Bob Roe"], id="two"),
        pytest.param("{Poe, Ada and Roe}", ["Poe, Ada and Roe"], id="one-in-braces"),
        pytest.param(
            r"Poe, Ada and \'Emile Zola and \O{}rsted, Hans",
            ["Ada Poe", "Émile Zola", "Hans Ørsted"],
            id="accent-first",
        ),
        pytest.param(
            "family=Gogh, given=Vincent, prefix=van, useprefix=true and Poe, Ada",
            ["Vincent van Gogh", "Ada Poe"],
            id="extended",
        ),
        pytest.param(
            r"Jos\'e Pe\~na and Mu\~{n}oz, C and Nguy\~{\^e}n, B and Pe{\~n}a, D and D.~E. Nu\~nez",
            ["José Peña", "C Muñoz", "B Nguyễn", "D Peña", "D. E. Nuñez"],
            id="tilde",
        ),
        pytest.param(
            "Poe, Ada and Roe, Bob and ",
            ["Ada Poe", "Bob Roe"],
            id="trailing-and",
        ),
    ],
)
def test_names_are_those_of_the_entry(written, names):
    assert [name.natural for name in one(f"author = {{{written}}}").author] == names


@pytest.mark.parametrize(
    ("fields_", "date"),
    [
        pytest.param("year = 2020, month = jan # {~10}", "2020-01-10", id="name-then-day"),
        pytest.param(
            'year = 2020, month = "10~" # jan',
            "2020-01-10",
            id="day-then-name",
        ),
        pytest.param(
            "year = 2020, month = {1 March}",
            "2020-03-01",
            id="day-then-text",
        ),
        pytest.param(
            "date = {1850~}",
            "1850~",
            id="circa",
        ),
        pytest.param(
            "year = 1999, crossref = {p}}\n@book{p, title = {P}, date = {2020-05}",
            "1999",
            id="own-year",
        ),
    ],
)
def test_date_is_that_of_the_entry(fields_, date):
    sources, findings = read(f"@inbook{{k, title = {{T}}, {fields_}}}")
    assert sources[0].date.text == date
    assert findings == []


@pytest.mark.parametrize(
    "date",
    [
        pytest.param("2020-05/", id="open"),
        pytest.param("2020-05/..", id="open-edtf"),
        pytest.param("/2020", id="open-before"),
        pytest.param("2020-21", id="season"),
        pytest.param("2020-05-03T10:00:00Z", id="moment"),
        pytest.param("199X", id="decade"),
    ],
)
def test_a_date_of_biblatex_is_a_date(date):
    (source,), findings = read(f"@misc{{k, title = {{T}}, date = {{{date}}}}}")
    assert findings == []
    assert not source.date.malformed


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (r"https://example.org/a{\_}b", "https://example.org/a_b"),
        (r"https://example.org/a{\%}20b{\&}c", "https://example.org/a%20b&c"),
        (r"https://example.org/{\textasciitilde}u", "https://example.org/~u"),
        (r"https://example.org/\textasciitilde u", "https://example.org/~u"),
        (r"https://example.org/$\sim$u", "https://example.org/~u"),
        (r"\nolinkurl{https://example.org/u}", "https://example.org/u"),
        (r"https://example.org/?q={a}", "https://example.org/?q={a}"),
    ],
)
def test_an_address_holds_no_latex(written, address):
    assert decode_address(written) == address


def test_a_doi_holds_no_latex():
    assert one(r"doi = {10.1000/a{\_}b}").doi == "10.1000/a_b"


def test_an_old_doi_is_one():
    assert one("doi = {10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O}").doi is not None


def test_a_comma_that_lacks_is_a_finding():
    (source,), findings = read("@book{k,\n  title = {Counting}\n  year = 2020,\n}")
    assert source.title == "Counting"
    assert findings


def test_an_entry_without_its_brace_is_a_finding():
    sources, findings = read("@book{a, title = {A}}\n\n@book b, title = {B}}\n\n@book{c, title = {C}}")
    assert [source.key for source in sources] == ["a", "c"]
    assert [finding.partition(" ")[0] for finding in findings] == ["refs.bib:3:"]


@pytest.mark.parametrize("day", ["²", "1" * 5000], ids=["raised", "long"])
def test_a_day_in_odd_digits_raises_nothing(day):
    assert one(f"year = 2020, month = 1, day = {{{day}}}").date.start == (2020, 1)


def test_a_child_does_not_inherit_a_subtitle():
    sources, _findings = read(
        "@inproceedings{a, title = {A}, crossref = {p}}\n@proceedings{p, title = {P}, subtitle = {S}, year = 2020}"
    )
    assert sources[0].title == "A"
    assert sources[0].container == "P: S"


def test_an_article_has_the_title_of_its_periodical_as_its_journal():
    sources, _findings = read("@article{a, title = {A}, crossref = {p}}\n@periodical{p, title = {J}, date = {2020}}")
    assert sources[0].container == "J"


def test_xdata_is_no_source_and_gives_its_fields():
    sources, findings = read("@book{a, title = {A}, xdata = {x}}\n@xdata{x, publisher = {P}}")
    assert [(source.key, source.publisher) for source in sources] == [("a", "P")]
    assert findings == []


def test_an_entry_is_cited_by_its_other_keys_as_well():
    from mkdocs_wellspring.citations.library import Library  # noqa: PLC0415

    sources, _findings = read("@book{new, title = {T}, ids = {old, older}}")
    assert Library(sources).get("old") is sources[0]


@pytest.mark.parametrize(("written", "tag"), [("english", "en"), ("ngerman", "de"), ("british", "en-GB")])
def test_a_language_by_its_name_is_a_tag(written, tag):
    assert (one(f"langid = {{{written}}}").language or "").startswith(tag)


def test_pages_have_no_spaces_about_their_dash():
    assert one("pages = {12 -- 34}").pages == "12\N{EN DASH}34"


def test_the_number_of_a_report_is_its_number():
    source = one("number = {12}", kind="techreport")
    assert (source.issue, dict(source.more).get("number")) == (None, "12")


def test_the_number_of_an_article_in_a_series_is_its_issue():
    source = one("journal = {J}, number = {3}, series = {New Series}", kind="article")
    assert (source.issue, source.more) == ("3", {"collection-title": "New Series"})


def test_a_part_of_a_volume_has_the_title_of_both():
    source = one("maintitle = {Werke}, booktitle = {Kritik}, booksubtitle = {Neu}, volume = {5}", kind="inbook")
    assert (source.container, source.volume, source.more["volume-title"]) == ("Werke", "5", "Kritik: Neu")


@pytest.mark.parametrize(
    ("written", "variables"),
    [
        ("howpublished = {Blog post}", {"publisher": "Blog post"}),
        ("howpublished = {CD-ROM}, organization = {O}", {"medium": "CD-ROM"}),
        (r"howpublished = {\url{https://example.org}}", {}),
        ("howpublished = {https://example.org}", {}),
    ],
)
def test_how_it_was_published_is_kept_in_words(written, variables):
    source = one(written)
    assert source.more == variables
    assert source.url == (None if variables else "https://example.org")


def shown(source, style="numeric"):
    """The entry of a built-in style as text, without the title."""
    return re.sub(r"<[^>]*>", "", make_style(style, Path()).entry(source, Words())).partition("T. ")[2]


DASH = "\N{EN DASH}"


@pytest.mark.parametrize(
    ("kind", "written", "entry"),
    [
        ("techreport", "number = {12}, institution = {I}", "Technical report 12. I."),
        ("report", "type = {Standards Track RFC}, number = {2616}", "Standards Track RFC 2616."),
        ("report", "number = {12}", "No. 12."),
        ("phdthesis", "school = {S}, year = 2001", "PhD thesis. S, 2001."),
        ("inbook", "booktitle = {B}, chapter = {3}, pages = {5-9}", f"B, 5{DASH}9. Chapter 3."),
        ("inbook", "chapter = {Why?}", "Why?"),
        (
            "proceedings",
            "series = {Lecture Notes in Computer Science}, number = {123}",
            "Lecture Notes in Computer Science 123.",
        ),
        ("book", "publisher = {MIT Press}, address = {Cambridge}, year = 2001", "MIT Press, Cambridge, 2001."),
        ("book", "publisher = {Poe Inc.}, year = 2001", "Poe Inc., 2001."),
        ("book", "volume = {1}", "Volume 1."),
        ("book", "volume = {Band 1}", "Band 1."),
        ("book", "volume = {2}, pages = {50--60}", f"Volume 2, pp. 50{DASH}60."),
        ("book", "pages = {7}", "p. 7."),
        ("book", "pages = {350 pp.}", "350 pp."),
        ("article", "journal = {J}, volume = {2}, pages = {7}", "J 2, 7."),
        ("inbook", "maintitle = {M}, booktitle = {B}, volume = {5}, pages = {7}", "M 5: B, 7."),
        ("misc", "howpublished = {Blog post}, year = 2001", "Blog post, 2001."),
        ("misc", "note = {to appear}, publisher = {P}", "P. to appear."),
        ("misc", "note = {Read it!}", "Read it!"),
        ("misc", "note = {Number: 3}", ""),
        (r"misc", r"note = {See \url{https://example.org}}", ""),
        ("misc", "note = {Why}, flag = {disputed}", ""),
        ("misc", "date = {n.d.}", "n.d."),
        ("misc", "urldate = {n.d.}", "Read on n.d."),
        ("misc", "address = {<b>}", "&lt;b&gt;."),
    ],
)
def test_a_built_in_style_says_what_bibtex_said(kind, written, entry):
    source = one(written, kind=kind)
    assert shown(source) == entry


def test_the_style_of_authors_and_years_says_it_as_well():
    source = one("type = {RFC}, number = {7}, publisher = {P}, address = {A}, note = {to appear}", kind="report")
    html = make_style("author-date", Path()).entry(source, Words())
    assert re.sub(r"<[^>]*>", "", html) == "T (n.d.). RFC 7. P, A. to appear."


def test_bare_pages_of_yaml_have_a_dash():
    (source,) = read_yaml_store("a: {title: T, pages: 50-60}", "refs.yml").sources
    assert shown(source) == f"pp. 50{DASH}60."


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("artwork", "graphic"),
        ("audio", "song"),
        ("bookinbook", "chapter"),
        ("image", "graphic"),
        ("inreference", "entry-encyclopedia"),
        ("legal", "treaty"),
        ("letter", "personal_communication"),
        ("music", "song"),
        ("suppcollection", "chapter"),
        ("suppperiodical", "article-journal"),
    ],
)
def test_a_type_of_biblatex_is_one_of_csl(kind, type_):
    assert one("year = 2020", kind=kind).type == type_


@pytest.mark.parametrize(
    ("fields_", "kind", "variable", "value"),
    [
        ("translator = {Roe, Bob}", "book", "translator", [{"family": "Roe", "given": "Bob"}]),
        ("type = {Working Paper}", "report", "genre", "Working Paper"),
        ("type = {phdthesis}", "thesis", "genre", "PhD thesis"),
        ("origdate = {1900}", "book", "original-date", {"date-parts": [[1900]]}),
        ("series = {S}, number = {5}", "book", "collection-number", "5"),
    ],
)
def test_a_field_reaches_its_variable(fields_, kind, variable, value):
    assert one(fields_, kind=kind).more.get(variable) == value


def test_a_container_has_its_subtitle():
    assert one("booktitle = {B}, booksubtitle = {S}", kind="inbook").container == "B: S"


def test_a_field_that_stands_twice_in_other_capitals_is_a_finding():
    assert read("@book{a, Title = {A}, title = {B}}")[1]


def test_no_control_character_reaches_a_finding():
    _sources, findings = read("@book{a\x1b[31m, year = {x}, crossref = {b\x1b[0m}}")
    assert findings
    assert not any("\x1b" in finding for finding in findings)


def test_a_finding_is_short():
    _sources, findings = read(f"@book{{a, title = {{A}}, crossref = {{{'x' * 10_000}}}}}")
    assert max(map(len, findings)) < 500


def test_a_text_with_a_hyphen_needs_no_decoder(monkeypatch):
    asked = []
    monkeypatch.setattr(latex, "_decoder", lambda: asked.append(1))
    assert decode("A well-known, half-baked idea: it's 5% of snake_case") is not None
    assert asked == []


def test_an_empty_url_is_no_placeholder(caplog):
    assert "%s" not in decode(r"see \url")
    assert caplog.records == []


WORDS = re.findall(
    r"\S+",
    r"""@ @book{ @string{ @comment{ { } ( ) = , " # \ % $ ~ -- & ' 7 é a k, title author crossref year month day
    date and jan {\ \url{ \href{a}{b} \' http://x url doi""",
)
PIECES = st.lists(st.sampled_from([*WORDS, "\n"]), max_size=40).map(" ".join)


@given(st.text() | PIECES | st.builds("@book{{k, title={{x}}, author={{{0}}}, year={{{0}}}}}".format, PIECES))
@settings(max_examples=200, deadline=None)
def test_no_text_raises(text):
    store = read_bibtex(text, "refs.bib")
    lines = range(1, text.count("\n") + 2)
    assert all(source.key and source.place.line in lines for source in store.sources)
    assert all(finding.line in lines for finding in store.findings)


@given(st.text(alphabet=st.characters(exclude_characters="\\{}$~`'\"%&^_-@#,=")))
@settings(max_examples=200, deadline=None)
def test_text_without_latex_stays_as_it_is(text):
    assert decode(text) == text
