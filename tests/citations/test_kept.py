"""What is kept of large stores: read back as it was, and never trusted."""

import json
from dataclasses import fields
from pathlib import Path

import pytest

from mkdocs_wellspring.citations.model import Source
from mkdocs_wellspring.citations.stores import Stores
from mkdocs_wellspring.citations.stores.bibtex import read_bibtex
from mkdocs_wellspring.citations.stores.csljson import read_csl_json
from mkdocs_wellspring.citations.stores.kept import Kept
from mkdocs_wellspring.citations.stores.yamlstore import read_yaml_store

GOLDEN = sorted((Path(__file__).parent / "bibtex").glob("*.bib"))
YAML = """
a: {title: A, date: 2011/2013, accessed: 2020-01-02, url: https://example.org/a, quote: Words, flag: disputed}
b: {title: B, date: someday, author: ["Poe, Ada", {family: Gogh, given: Vincent, particle: van}, others], type: book}
c: {title: C, url: "javascript:alert(1)"}
"""
CSL = json.dumps(
    [
        {"id": "a", "type": "article-journal", "title": "A", "PMID": "7", "issued": {"date-parts": [[2011, 3]]}},
        {"id": "b", "title": "B", "event-date": {"date-parts": [[2011]]}, "translator": [{"family": "Poe"}]},
        {"id": 1, "title": 2},
    ]
)


def said(source):
    return {field.name: getattr(source, field.name) for field in fields(Source)}


@pytest.mark.parametrize(
    "store",
    [
        *(read_bibtex(path.read_text("utf-8"), path.name) for path in GOLDEN),
        read_yaml_store(YAML, "a.yml"),
        read_csl_json(CSL, "a.json"),
    ],
    ids=[*(path.stem for path in GOLDEN), "yaml", "csl-json"],
)
def test_what_is_kept_is_read_as_it_was(store, tmp_path):
    kept = Kept(tmp_path, store.path, b"its text")
    kept.write(store)
    again = Kept(tmp_path, store.path, b"its text").read()
    assert [said(source) for source in again.sources] == [said(source) for source in store.sources]
    assert (again.path, again.findings) == (store.path, store.findings)


@pytest.mark.parametrize(("path", "text"), [("a.bib", b"other"), ("b.bib", b"text")])
def test_another_text_or_another_name_is_another_store(tmp_path, path, text):
    Kept(tmp_path, "a.bib", b"text").write(read_bibtex("@book{a, title={A}}", "a.bib"))
    assert Kept(tmp_path, "a.bib", b"text").read()
    assert Kept(tmp_path, path, text).read() is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"sources": []}',
        '{"sources": [7], "findings": []}',
        '{"sources": [{"title": 7, "place": {}}], "findings": []}',
        '{"sources": [{"title": "A", "place": {}, "worth": 1}], "findings": []}',
        '{"sources": [{"title": "A", "place": {}, "url": "javascript:alert(1)"}], "findings": []}',
        '{"sources": [{"title": "A", "place": {}, "archive": "javascript:alert(1)"}], "findings": []}',
        "[" * 100_000,
        '{"sources": [], "findings": [{"path": "a", "line": 1, "code": "cite-worth", "message": "m"}]}',
        '{"sources": [], "findings": [{"path": "a", "line": "1", "code": "cite-store", "message": "m"}]}',
        '{"sources": [], "findings": [{"path": "a", "line": 1, "code": "cite-store", "message": 5}]}',
        '{"sources": [{"title": "A", "place": {}, "author": [{"family": 5}]}], "findings": []}',
        '{"sources": [{"title": "A", "place": {}, "date": {"text": "x", "start": ["<b>"]}}], "findings": []}',
        '{"sources": [{"title": "A", "place": {}, "date": 2020}], "findings": []}',
        '{"sources": [{"title": "A", "place": {}, "aliases": [5]}], "findings": []}',
        '{"sources": [{"title": "A", "place": {}, "aliases": "ab"}], "findings": []}',
        '{"sources": [{"title": "A", "place": {}, "more": 5}], "findings": []}',
        '{"sources": [{"title": "A", "place": {}, "more": {"genre": {"a": 1}}}], "findings": []}',
        '{"sources": [{"title": "A", "place": {"path": 5}}], "findings": []}',
        '{"sources": [{"title": "A", "place": {"line": "5"}}], "findings": []}',
        '{"sources": [{"title": "A", "place": "a.bib:5"}], "findings": []}',
        '{"sources": [{"title": "A\\u001b", "place": {}}], "findings": []}',
    ],
)
def test_a_file_that_is_not_ours_is_left_alone(tmp_path, text):
    kept = Kept(tmp_path, "a.bib", b"text")
    kept.write(read_bibtex("@book{a, title={A}}", "a.bib"))
    next(tmp_path.glob("*.json")).write_text(text, "utf-8")
    assert kept.read() is None


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path):
    (tmp_path / "taken").write_text("a file", "utf-8")
    kept = Kept(tmp_path / "taken", "a.bib", b"text")
    kept.write(read_bibtex("@book{a, title={A}}", "a.bib"))
    assert kept.read() is None


def test_a_large_store_is_parsed_once_and_again_when_it_changes(tmp_path):
    many = "".join(f"@book{{key{number}, title={{Title {number}}}}}\n" for number in range(600))
    (tmp_path / "refs.bib").write_text(many, "utf-8")
    first = Stores().read(["refs.bib"], tmp_path)
    files = list(tmp_path.glob(".cache/wellspring/stores/*.json"))
    assert len(files) == 1
    files[0].write_text(files[0].read_text("utf-8").replace('Title 7"', 'Kept 7"'), "utf-8")
    second = Stores().read(["refs.bib"], tmp_path)
    assert (first.library.get("key7").title, second.library.get("key7").title) == ("Title 7", "Kept 7")
    (tmp_path / "refs.bib").write_text(many + "@book{more, title={More}}", "utf-8")
    third = Stores().read(["refs.bib"], tmp_path)
    assert (third.library.get("key7").title, third.library.get("more").title) == ("Title 7", "More")


def test_a_small_store_leaves_nothing_on_disk(tmp_path):
    (tmp_path / "refs.bib").write_text("@book{a, title={A}}", "utf-8")
    Stores().read(["refs.bib"], tmp_path)
    assert not (tmp_path / ".cache").exists()
