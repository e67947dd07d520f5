"""Stores: YAML of each shape, files and folders, what is read again and what is not, and hostile fields."""

import json
import os
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_wellspring.citations.citing import Citing
from mkdocs_wellspring.citations.extension import CitationsExtension
from mkdocs_wellspring.citations.stores import Read, Stores, yamlstore
from mkdocs_wellspring.citations.stores.bibtex import read_bibtex
from mkdocs_wellspring.citations.stores.csljson import read_csl_json
from mkdocs_wellspring.citations.stores.yamlstore import read_yaml_store
from mkdocs_wellspring.citations.styles import make_style
from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.pagecontext import PageContext

GOLDEN = sorted((Path(__file__).parent / "bibtex").glob("*.bib"))
SHAPES = "give `key: {title: …, url: …}` for each source, or a list of sources with `key:`"
UNSAFE = "cannot be followed safely; give an https:// address"


def read(text):
    store = read_yaml_store(text, "refs.yml")
    return store.sources, [str(finding) for finding in store.findings]


def places(sources):
    return [(source.key, source.place.line) for source in sources]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: {title: A}\nb:\n  title: B\nc: {title: C}\n", [("a", 1), ("b", 2), ("c", 4)]),
        ("- {key: a, title: A}\n- title: B\n  key: b\n", [("a", 1), ("b", 2)]),
        ("references:\n- id: a\n  title: A\n- title: B\n  id: 7\n", [("a", 2), ("7", 4)]),
        ("---\nreferences:\n- id: a\n  title: A\n...\n", [("a", 3)]),
        ("a: https://example.org\nb: Only a title\n", [("a", 1), ("b", 2)]),
        ("1984: {title: A}\n2020-01-02: {title: B}\n1.5: {title: C}\n", [("1984", 1), ("2020-01-02", 2), ("1.5", 3)]),
        ("true: {title: A}\nnull: {title: B}\n", [("true", 1), ("null", 2)]),
        ("- {key: 1984, title: A}\n", [("1984", 1)]),
        ("# words\n\na: &same {title: A}\nb: *same\n", [("a", 3), ("b", 4)]),
        ("a: {title: A}\na: {title: Again}\n", [("a", 1), ("a", 2)]),
        ("\u00fcber: {title: A}\n\u6f22: {title: B}\n", [("\u00fcber", 1), ("\u6f22", 2)]),
        ("", []),
        ("# only a comment\n", []),
        ("[]", []),
        ("{}", []),
    ],
)
def test_each_shape_of_yaml_is_read_with_its_lines(text, found):
    sources, findings = read(text)
    assert places(sources) == [(key or None, line) for key, line in found]
    assert findings == []


def test_a_text_alone_is_an_address_or_a_title():
    sources, findings = read(
        "a: https://example.org\nb: Only a title\nc: javascript:alert(1)\nd: ' https://example.org '\n"
    )
    assert [(source.title, source.url) for source in sources] == [
        ("https://example.org", "https://example.org"),
        ("Only a title", None),
        ("javascript:alert(1)", None),
        ("https://example.org", "https://example.org"),
    ]
    assert findings == []


def test_an_entry_of_yaml_has_each_field():
    (source,), findings = read(
        "a: {title: T, type: book, author: [{family: Gogh, particle: van}, Plato], editor: Ed Office, container: C,"
        " publisher: P, volume: 7, issue: 8, pages: 1-5, edition: 2, date: 2020-01-02, accessed: 2021,"
        " doi: 10.1000/182, url: 'https://example.org', archive: 'https://archive.example', language: en, quote: Q,"
        " flag: F, note: N}"
    )
    assert findings == []
    assert (source.type, source.volume, source.issue, source.pages, source.edition) == ("book", "7", "8", "1-5", "2")
    assert [name.natural for name in (*source.author, *source.editor)] == ["van Gogh", "Plato", "Ed Office"]
    assert (source.date.start, source.accessed.start) == ((2020, 1, 2), (2021,))
    assert (source.url, source.archive, source.doi) == ("https://example.org", "https://archive.example", "10.1000/182")
    assert (source.language, source.quote, source.flag, source.note) == ("en", "Q", "F", "N")


@pytest.mark.parametrize(
    ("text", "kept", "findings"),
    [
        ("a: {title: A}\nb:\nc: {title: C}", "ac", [f"refs.yml:2: b is empty; {SHAPES} [cite-store]"]),
        (
            "a: [x]\nb: 5",
            "",
            [f"refs.yml:1: a is a list; {SHAPES} [cite-store]", f"refs.yml:2: b is a number; {SHAPES} [cite-store]"],
        ),
        (
            "- {title: A}\n- {key: b, title: B}\n- words\n",
            "b",
            [
                "refs.yml:1: an entry has no `key:`; give it one, to cite it by [cite-store]",
                "refs.yml:3: an entry has no `key:`; give it one, to cite it by [cite-store]",
            ],
        ),
        (
            "references:\n- title: A\n- {id: b, title: B}\n",
            "b",
            [
                "refs.yml:2: an entry has no `id:`; give it one, to cite it by [cite-store]",
            ],
        ),
        ("words", "", [f"refs.yml:1: refs.yml holds a text; {SHAPES} [cite-store]"]),
        (
            "a: {title: A}\nb:\n  url: 'javascript:x'\n  title: B",
            "ab",
            [f"refs.yml:3: `url: javascript:x` of b {UNSAFE} [cite-address]"],
        ),
        (
            "a:\n  title: A\n  auther: B\n",
            "a",
            [
                "refs.yml:3: a has `auther:`, which is none of ours; did you mean `author:`? [cite-sources]",
            ],
        ),
        ("a:\n  volume: 7\n", "a", ["refs.yml:1: a has neither `title:` nor `url:`; give it one [cite-untitled]"]),
    ],
)
def test_a_wrong_entry_is_found_at_its_line_and_the_rest_is_kept(text, kept, findings):
    sources, found = read(text)
    assert [source.key for source in sources] == list(kept)
    assert found == findings


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: {title: A}\nb:\n  title: x: y\n", 3),
        ("a: {title: A}\nb:\n\ttitle: x\n", 3),
        ("a: {title: A\nb: x\n", 2),
        ("a: 'x\n", 2),
        ("a: {title: A}\n- b\n", 2),
        ("a: " + "[" * 2000 + "]" * 2000, 1),
    ],
)
def test_what_is_no_yaml_is_one_finding_at_its_line(text, line):
    sources, findings = read(text)
    assert sources == []
    assert len(findings) == 1
    assert findings[0].startswith(f"refs.yml:{line}: refs.yml cannot be read (")


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        ("date: 2020-02-30", 4),
        ("note: !mine x", 4),
        ("? {a: b} : c", 4),
        ("volume: " + "1" * 5000, 4),
    ],
    ids=["no-day", "tag", "mapping-key", "long-number"],
)
def test_a_value_that_yaml_cannot_build_costs_its_entry_alone(entry, line):
    sources, findings = read(f"a: {{title: A}}\nb:\n  title: B\n  {entry}\nc: {{title: C}}\n")
    assert {"a", "c"} <= {source.key for source in sources}
    assert findings[0].startswith(f"refs.yml:{line}:")


def test_a_control_character_is_found_at_its_line():
    assert read('a: {title: A}\nb: {title: "x\x07"}\n')[1][0].startswith("refs.yml:2:")


def test_the_references_that_pandoc_writes_are_read():
    sources, findings = read('---\nnocite: "[@*]"\nreferences:\n- id: a\n  title: A\n---\n')
    assert places(sources) == [("a", 4)]
    assert findings == []


@pytest.mark.parametrize("text", ["references:\n", "references: {a: {title: A}}\n"])
def test_references_that_are_no_list_are_a_finding(text):
    assert read(text)[1]


def test_a_source_may_have_the_key_references():
    sources, findings = read("a: {title: A}\nreferences: {title: On references}\nb: {title: B}\n")
    assert [source.key for source in sources] == ["a", "references", "b"]
    assert findings == []


@pytest.mark.parametrize("name", ["issued", "accessed"])
@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("{year: 2020, month: 3}", (2020, 3)),
        ("[{year: 2020}]", (2020,)),
        ("2020-03", (2020, 3)),
        ("2020-03-05", (2020, 3, 5)),
        ("2020", (2020,)),
        ("{date-parts: [[-380]]}", (-380,)),
    ],
)
def test_a_date_of_pandoc_is_one(name, written, start):
    (source,), findings = read(f"references:\n- {{id: a, title: A, {name}: {written}}}\n")
    assert (source.date or source.accessed).start == start
    assert findings == []
    (source,), findings = read(f"a: {{title: A, {'date' if name == 'issued' else name}: {written}}}\n")
    assert (source.date or source.accessed).start == start
    assert findings == []


@pytest.mark.parametrize(
    "entry", ["{title: T, note: *x}", "{title: T, author: [*x]}", "{date: 2020-02-30, note: *x}"], ids=str
)
def test_an_entry_that_is_part_of_itself_costs_itself_alone(entry):
    sources, findings = read(f"a: {{title: A}}\nx: &x {entry}\nc: {{title: C}}\n")
    assert [source.key for source in sources] == ["a", "c"]
    assert len(findings) == 1
    assert findings[0].startswith("refs.yml:2: an entry ")
    assert not any(word in findings[0] for word in ("recursion", "unconstructable"))


def test_an_entry_beside_a_broken_one_is_no_part_of_it():
    sources, findings = read("a: &a {title: A, date: 2020-02-30}\nb: {title: B, note: [*a]}\n")
    assert sources == []
    assert not any("itself" in finding for finding in findings)


def test_what_is_nested_too_deeply_is_told_in_words():
    assert "recursion" not in read("a: " + "[" * 2000 + "]" * 2000)[1][0]


def test_a_key_is_what_it_says_in_a_list_as_well():
    sources, _findings = read("- {key: 2020-01-02, title: A}\n- {key: 1.5, title: B}\n")
    assert [source.key for source in sources] == ["2020-01-02", "1.5"]


def test_a_key_that_is_a_list_is_a_finding():
    sources, findings = read("? [a, b]\n: {title: A}\n")
    assert findings
    assert not any("ScalarNode" in source.key for source in sources)


@pytest.mark.parametrize("loader", [yamlstore.LOADER, yaml.SafeLoader], ids=["libyaml", "python"])
@pytest.mark.parametrize("text", ["a: {title: \ud800}", "a: {title: \x07}"], ids=["half-letter", "bell"])
def test_letters_that_yaml_refuses_raise_nothing(text, loader, monkeypatch, request):
    monkeypatch.setattr(yamlstore, "LOADER", loader)
    assert len(read(text)[1]) in {0, 1}


YAML = st.lists(
    st.sampled_from(
        ["a: ", "- ", "\n", "  ", "{", "}", "[", "]", ":", '"', "'", "&a ", "*a", "!!", "<<", "|", ">", "? "]
    )
    | st.sampled_from(
        ["---", "...", "#", "2020-02-30", "references", "key: ", "title: ", "id: ", ",", "%", "@", "0x1", ".inf"]
    ),
    max_size=30,
).map("".join)


@given(st.text() | YAML)
@settings(max_examples=150, deadline=None)
def test_no_text_of_yaml_raises(text):
    store = read_yaml_store(text, "refs.yml")
    lines = text.count("\n") + text.count("\r") + text.count("\x85") + text.count("\u2028") + text.count("\u2029") + 2
    assert all(source.place.line in range(1, lines + 1) for source in store.sources)
    assert all(finding.line is not None for finding in store.findings)


@pytest.fixture
def site(tmp_path):
    """A folder with stores of each kind, and with what is none."""
    (tmp_path / "refs/more").mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    (tmp_path / "refs/b.bib").write_text("@book{bib, title = {B}}")
    (tmp_path / "refs/a.JSON").write_text('[{"id": "json", "title": "J"}]')
    (tmp_path / "refs/more/c.yml").write_text("yml: {title: Y}")
    (tmp_path / "refs/more/d.yaml").write_text("yaml: {title: Y}")
    (tmp_path / "refs/notes.txt").write_text("words")
    (tmp_path / "refs/gone.bib").symlink_to(tmp_path / "nowhere.bib")
    (tmp_path / "refs/folder.bib").mkdir()
    return tmp_path.resolve()


def keys(read):
    return [source.key for store in read.stores for source in store.sources]


@pytest.mark.parametrize(
    ("names", "found", "watched"),
    [
        (["refs/b.bib"], ["bib"], ["refs/b.bib"]),
        (["refs"], ["json", "bib", "yml", "yaml"], ["refs"]),
        (["refs/"], ["json", "bib", "yml", "yaml"], ["refs"]),
        (["refs/*.bib"], ["bib"], ["refs"]),
        (["refs/**/*.y*ml"], ["yml", "yaml"], ["refs"]),
        (["refs/more/[c].yml"], ["yml"], ["refs/more"]),
        (["r*/b.bib"], ["bib"], ["refs/b.bib"]),
        (["refs/more/c.yml", "refs"], ["yml", "json", "bib", "yaml"], ["refs/more/c.yml", "refs"]),
        (["refs/b.bib", "./refs/b.bib", "refs//b.bib"], ["bib"], ["refs/b.bib"]),
        ([], [], []),
    ],
    ids=str,
)
def test_names_are_files_folders_and_patterns(site, names, found, watched):
    read = Stores().read(names, site)
    assert keys(read) == found
    assert [path.relative_to(site).as_posix() for path in read.watched] == watched
    assert list(read.findings) == []


def test_a_name_with_brackets_that_is_there_is_a_file(site):
    (site / "[x].bib").write_text("@book{x, title = {X}}")
    assert keys(Stores().read(["[x].bib"], site)) == ["x"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere.bib", "citations: sources: nowhere.bib does not exist in {root}; correct the name"),
        ("refs/gone.bib", "citations: sources: refs/gone.bib does not exist in {root}; correct the name"),
        (
            "refs/notes.txt",
            "citations: sources: refs/notes.txt is no store; give a file that ends in .bib, .json, .yml or .yaml",
        ),
        ("empty", "citations: sources: empty holds no store; put a file there that ends in .bib, .json, .yml or .yaml"),
        (
            "no/*.bib",
            "citations: sources: no/*.bib holds no store; put a file there that ends in .bib, .json, .yml or .yaml",
        ),
    ],
)
def test_a_name_without_a_store_stops_the_build_in_one_line(site, name, message):
    with pytest.raises(ConfigurationError) as raised:
        Stores().read([name], site)
    assert str(raised.value) == message.format(root=site)


def test_a_folder_with_the_name_of_a_store_is_a_folder(site):
    with pytest.raises(ConfigurationError, match="holds no store"):
        Stores().read(["refs/folder.bib"], site)


def locked(*_args):
    raise PermissionError(13, "Permission denied")


def test_a_file_that_may_not_be_read_is_a_finding_until_it_may(site, monkeypatch):
    stores = Stores()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", lambda path: locked() if path.suffix == ".bib" else b"a: {title: A}")
        read = stores.read(["refs/b.bib", "refs/more/c.yml"], site)
    assert keys(read) == ["a"]
    assert [str(finding) for finding in read.findings] == [
        "refs/b.bib: the file cannot be read (Permission denied); let the build read it, or take it away [cite-store]"
    ]
    assert keys(stores.read(["refs/b.bib"], site)) == ["bib"]


def test_a_file_that_goes_while_it_is_read_is_a_finding(site, monkeypatch):
    whole = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: path.unlink() or whole(path))
    assert [finding.code for finding in Stores().read(["refs/b.bib"], site).findings] == ["cite-store"]


@pytest.mark.parametrize("name", ["refs", "refs/b.bib", "refs/*.bib"])
def test_a_folder_that_may_not_be_entered_stops_the_build_in_one_line(site, monkeypatch, name):
    for method in ("is_file", "is_dir", "exists"):
        monkeypatch.setattr(Path, method, locked)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        Stores().read([name], site)


@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_name_names_nothing(site, name):
    (site / "root.bib").write_text("@book{root, title = {R}}")
    read = Stores().read([name], site)
    assert (read.stores, read.watched) == ((), ())


@pytest.mark.parametrize("name", ["refs/**.bib", "refs/a**/*.bib"])
def test_a_pattern_that_is_none_stops_the_build_in_one_line(site, name):
    with pytest.raises(ConfigurationError):
        Stores().read([name], site)


@pytest.mark.parametrize("other", ["refs/../refs/b.bib", "link.bib"])
def test_a_file_by_two_names_is_one_store(site, other):
    (site / "link.bib").symlink_to(site / "refs/b.bib")
    read = Stores().read(["refs/b.bib", other], site)
    assert keys(read) == ["bib"]
    assert list(read.findings) == []


def test_a_key_in_two_files_is_a_finding_and_the_first_holds(site):
    (site / "refs/more/c.yml").write_text("other: {title: O}\n\nbib: {title: Not this}\nBIB: {title: Another}\n")
    read = Stores().read(["refs"], site)
    assert read.library.get("bib").title == "B"
    (finding,) = read.findings
    assert str(finding) == (
        "refs/more/c.yml:3: the key bib stands at refs/b.bib:1 as well, and that one holds; take one of them away"
        " [cite-duplicate]"
    )


def test_a_key_twice_in_a_file_is_a_finding_for_each_further_one():
    store = read_bibtex("@book{a, title = {A}}\n@book{a, title = {B}}\n@book{a, title = {C}}", "refs.bib")
    assert [finding.line for finding in Read((store,)).findings] == [2, 3]


def test_findings_come_in_the_order_of_the_files(site):
    (site / "refs/a.JSON").write_text("[5]")
    (site / "refs/b.bib").write_text("@book{, title = {B}}")
    (site / "refs/more/c.yml").write_text("words")
    found = [finding.path for finding in Stores().read(["refs/more", "refs"], site).findings]
    assert found == ["refs/more/c.yml", "refs/a.JSON", "refs/b.bib"]


def test_a_store_outside_of_the_site_is_named_as_it_is_given(site, tmp_path_factory):
    file = tmp_path_factory.mktemp("outside") / "refs.bib"
    file.write_text("@book{out, title = {O}}")
    read = Stores().read([str(file)], site)
    assert [store.path for store in read.stores] == [file.as_posix()]
    assert keys(read) == ["out"]


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["windows", "old-mac"])
@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_other_line_ends_change_nothing(tmp_path, path, end):
    text = path.read_text("utf-8")
    (tmp_path / path.name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", end).encode())
    (store,) = Stores().read([path.name], tmp_path.resolve()).stores
    plain = read_bibtex(text, path.name)
    assert places(store.sources) == places(plain.sources)
    assert [source.title for source in store.sources] == [source.title for source in plain.sources]
    assert store.findings == plain.findings


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("refs.bib", "@book{a, title = {A}}\n@book{b, title = {M\u00fcller}, publisher = {P}}\n"),
        ("refs.yml", "a: {title: A}\nb: {title: M\u00fcller, publisher: P}\n"),
        ("refs.json", '[{"id": "a", "title": "A"},\n{"id": "b", "title": "M\u00fcller", "publisher": "P"}]\n'),
    ],
)
def test_a_file_in_latin_1_loses_its_letters_and_nothing_else(tmp_path, name, text):
    (tmp_path / name).write_bytes(text.encode("latin-1"))
    (store,) = Stores().read([name], tmp_path.resolve()).stores
    assert [(source.key, source.publisher) for source in store.sources] == [("a", None), ("b", "P")]
    assert [str(finding) for finding in store.findings] == [
        f"{name}:2: {name} is not UTF-8, so letters are lost; save it as UTF-8 [cite-store]"
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [("r.bib", "@book{a, title = {A}}"), ("r.yml", "a: {title: A}"), ("r.json", '[{"id": "a", "title": "A"}]')],
)
def test_a_mark_of_windows_at_the_beginning_changes_nothing(tmp_path, name, text):
    (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + text.encode())
    (store,) = Stores().read([name], tmp_path.resolve()).stores
    assert places(store.sources) == [("a", 1)]
    assert store.findings == []


def test_a_replacement_character_of_the_author_is_no_mistake(tmp_path):
    (tmp_path / "refs.yml").write_text("a: {title: A \ufffd}", "utf-8")
    (store,) = Stores().read(["refs.yml"], tmp_path.resolve()).stores
    assert store.findings == []


@pytest.mark.parametrize("name", ["refs.bib", "refs.yml", "refs.json"])
def test_an_empty_file_is_an_empty_store(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    (store,) = Stores().read([name], tmp_path.resolve()).stores
    assert (store.sources, store.findings) == ([], [])


def test_a_file_in_utf_16_is_read_or_named(tmp_path):
    (tmp_path / "refs.bib").write_bytes("@book{a, title = {A}}".encode("utf-16"))
    (store,) = Stores().read(["refs.bib"], tmp_path.resolve()).stores
    assert store.sources or "letters are lost" not in store.findings[0].message


@pytest.fixture
def counted(monkeypatch):
    """The files that are read, in order."""
    asked = []
    whole = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: asked.append(path.name) or whole(path))
    return asked


def test_an_unchanged_file_is_not_read_again(site, counted):
    stores = Stores()
    first = stores.read(["refs"], site)
    assert sorted(counted) == ["a.JSON", "b.bib", "c.yml", "d.yaml"]
    counted.clear()
    second = stores.read(["refs", "refs/b.bib"], site)
    assert counted == []
    assert second.stores == first.stores
    assert second.library.get("bib") is first.library.get("bib")


def test_a_changed_file_is_read_again_alone(site, counted):
    stores = Stores()
    stores.read(["refs"], site)
    counted.clear()
    (site / "refs/b.bib").write_text("@book{bib, title = {Changed}}")
    assert stores.read(["refs"], site).library.get("bib").title == "Changed"
    assert counted == ["b.bib"]


def test_a_change_that_keeps_the_size_is_seen_by_its_time(site):
    stores, file = Stores(), site / "refs/b.bib"
    stores.read(["refs"], site)
    file.write_text("@book{bib, title = {X}}")
    os.utime(file, ns=(1, 1))
    assert stores.read(["refs"], site).library.get("bib").title == "X"


def test_a_file_that_comes_and_one_that_goes_are_seen(site):
    stores = Stores()
    stores.read(["refs"], site)
    (site / "refs/b.bib").unlink()
    (site / "refs/z.yml").write_text("new: {title: N}")
    assert keys(stores.read(["refs"], site)) == ["json", "yml", "yaml", "new"]


# Hostile fields, through each kind of store and each kind of style.

CSL = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>T</title><id>t</id>'
    '<category citation-format="{form}"/></info><citation><layout {layout}>{cite}</layout></citation>'
    '<bibliography second-field-align="flush"><layout>{number}<group delimiter=". "><names variable="author"/>'
    '<names variable="editor"/><date variable="issued" form="text"/>{texts}</group></layout></bibliography></style>'
)
TEXTS = ("title", "container-title", "publisher", "volume", "issue", "page", "edition", "note", "DOI", "URL")
SHOWN = "".join(f'<text variable="{name}"/>' for name in TEXTS)
NAMED = '<group delimiter=" "><names variable="author"><name form="short"/></names><text variable="title"/></group>'
NUMBER = '<text variable="citation-number"/>'
STYLES = {
    "author-date.csl": CSL.format(
        form="author-date", layout='prefix="("', cite=NAMED, number='<text value="- "/>', texts=SHOWN
    ),
    "raised.csl": CSL.format(form="numeric", layout='vertical-align="sup"', cite=NUMBER, number=NUMBER, texts=SHOWN),
}
NAMES = ["numeric", "author-date", *STYLES]
TAGS = {"p", "section", "h2", "ol", "li", "span", "a", "cite", "bdi", "i", "em", "strong", "sub", "sup", "blockquote"}
ATTRIBUTES = {
    "id",
    "class",
    "role",
    "href",
    "aria-label",
    "aria-labelledby",
    "dir",
    "cite",
    "data-address",
    "data-entry",
}


class Seen(HTMLParser):
    """The elements of a page, their attributes, and each text with the elements about it."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.texts, self.open = set(), [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs
        self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        self.texts.append((data, [*self.open]))

    handle_comment = handle_decl = handle_pi = unknown_decl = lambda self, _data: self.tags.add("markup")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("styles")
    for name, text in STYLES.items():
        (folder / name).write_text(text)
    return folder


def render(store, style, root):
    """A page that cites each source of the store, in brackets and in the text."""
    citing = Citing(Read((store,)), make_style(style, root))
    text = "\n\n".join(f"A claim [see @{source.key}, p. 3]; so says @{source.key} [p. 4]." for source in store.sources)
    context = PageContext(meta={"sources": []}, path="page.md", text=text)
    return markdown.markdown(text, extensions=[CitationsExtension(host=lambda: context, citing=citing)])


FIELDS = ("title", "container", "publisher", "volume", "issue", "pages", "edition", "quote", "flag", "note")


def yaml_store(texts):
    """Stores of ours hold each text in every field."""
    entry = {f"k{n}": {**dict.fromkeys(FIELDS, text), "author": text, "editor": [text]} for n, text in enumerate(texts)}
    more = {f"k{n}": {"date": text, "language": text, "url": text, "archive": text} for n, text in enumerate(texts)}
    return read_yaml_store(yaml.safe_dump({key: entry[key] | more[key] for key in entry}), "refs.yml")


def csl_items(texts):
    return [
        dict.fromkeys((*TEXTS[:8], "language", "URL", "PMID"), text)
        | {"author": [{"family": text, "given": text}], "editor": [{"literal": text}], "issued": {"literal": text}}
        | {"custom": {"quote": text, "flag": text, "note": text, "archive": text}, "id": f"k{number}", "type": "book"}
        for number, text in enumerate(texts)
    ]


def json_store(texts):
    return read_csl_json(json.dumps(csl_items(texts)), "refs.json")


def references_store(texts):
    return read_yaml_store(yaml.safe_dump({"references": csl_items(texts)}), "refs.yml")


def bibtex_store(texts):
    names = ("title", "journal", "publisher", "volume", "number", "pages", "edition", "quote", "flag", "note", "author")
    names += ("editor", "year", "date", "langid", "url", "doi", "archive", "urldate", "pmid")
    entries = ("".join(f"{name} = {{{text}}},\n" for name in names) for text in texts)
    return read_bibtex("\n".join(f"@book{{k{number},\n{entry}}}" for number, entry in enumerate(entries)), "refs.bib")


KINDS = {"bibtex": bibtex_store, "yaml": yaml_store, "csl-json": json_store, "references": references_store}
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    'https://example.org/"onmouseover="alert(1)',
    "&lt;script&gt; &#60;b&#62; &amp;",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1)) ![x](x) **x** `x`",
    '</bdi></span></li></ol></section><div id="ref-x">',
    "<!-- <![CDATA[ <?x ?>",
    '<wellspring-cite raw="[@k0]"></wellspring-cite><wellspring-back number="1"></wellspring-back>',
    "{{ 7 * 7 }} [[7]] ::: x",
    '<span class="nocase" onclick="x">x</span><i onclick="x">y</i>',
]


@pytest.mark.parametrize("style", NAMES)
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_fields_are_text(kind, style, root):
    store = KINDS[kind](HOSTILE)
    assert len(store.sources) == len(HOSTILE)
    seen = Seen(render(store, style, root))
    assert seen.tags <= TAGS
    assert {name for name, _value in seen.attributes} <= ATTRIBUTES
    assert seen.open == []
    addresses = [value for name, value in seen.attributes if name in {"href", "cite", "data-address"}]
    assert addresses
    assert all(address.startswith(("https://", "#ws-")) for address in addresses)
    assert any("alert(1)" in text for text, _open in seen.texts)


@pytest.mark.parametrize("kind", KINDS)
def test_addresses_that_are_refused_are_findings(kind):
    store = KINDS[kind](["javascript:alert(1)", "data:text/html,x", "https://example.org/\u202egnp"])
    assert all(source.url is None and source.archive is None for source in store.sources)
    assert sum(finding.code == "cite-address" for finding in store.findings) >= 3


@pytest.mark.parametrize("style", NAMES)
def test_a_quote_of_ten_thousand_letters_is_shown_whole_with_a_short_link(style, root):
    quote = "so many words " * 714
    items = [{"id": "a", "title": "T", "URL": "https://example.org", "custom": {"quote": quote}}]
    html = render(read_csl_json(json.dumps(items), "refs.json"), style, root)
    assert f"><bdi>{quote.strip()}</bdi></blockquote>" in html
    assert len(html) < 13_000
    assert "#:~:text=so%20many%20words" in html


@pytest.mark.parametrize("style", NAMES)
@pytest.mark.parametrize("kind", KINDS)
def test_control_characters_do_not_reach_a_page(kind, style, root, request):
    html = render(KINDS[kind](["x\x00\x07\x1b[31my\x7f", "\x02wzxhzdk:0\x03"]), style, root)
    assert not [letter for letter in html if letter != "\n" and not letter.isprintable()]


@pytest.mark.parametrize("style", NAMES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_turns_the_direction_of_text_ends_with_its_field(kind, style, root, request):
    seen = Seen(render(KINDS[kind](["abc\u202edef"]), style, root))
    turned = [open_ for text, open_ in seen.texts if "\u202e" in text]
    assert len(turned) > 3
    assert all(any(tag == "bdi" or "dir" in attributes for tag, attributes in open_) for open_ in turned)


@pytest.mark.parametrize("style", NAMES)
def test_halves_of_letters_do_not_reach_a_page(style, root, request):
    html = render(json_store(["x\ud800y"]), style, root)
    assert html.encode()


@pytest.mark.parametrize("date", ["{foo: 1}", "{date-parts: 2020}", "{season: 1}", "{year: [2020]}"])
def test_a_mapping_that_holds_no_date_is_a_finding(date):
    _sources, findings = read(f"a: {{title: A, date: {date}}}\n")
    assert len(findings) == 1
    assert findings[0].startswith("refs.yml:1: ")
