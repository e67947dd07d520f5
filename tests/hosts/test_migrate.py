"""From mkdocs-bibtex: its options come to ours, and its pages build without a change."""

import pytest
import yaml
from click.testing import CliRunner

from mkdocs_wellspring.cli import main

BIB = """@article{test,
  title={Test Title}, author={Author, First and Author, Second}, journal={Testing Journal}, volume={1}, year={2019}
}
@article{Bivort2016,
  title = {Evidence for Selective Attention}, author = {De Bivort, Benjamin L. and Van Swinderen, Bruno}, year = {2016}
}
@misc{url, title={{By address}}, url = {\\url{https://doi.org/10.21577/0103-5053.20190253}}}
"""
PAGE = """# A page written for mkdocs-bibtex

Citation [@test]. Two [@test;@Bivort2016]. With affixes [see @test, pp. 100, 200]. In the text @Bivort2016.
Other capitals [@bivort2016]. By its address [@url]. A mail to ada@test.org.

A footnote[^1].

[^1]: Which cites [@test].

## Bibliography

\\bibliography
"""


def run(*arguments):
    done = CliRunner().invoke(main, ["migrate", *arguments])
    return done.exit_code, done.output


def config(options, rest=""):
    return f"site_name: Site\ntheme: mkdocs\nplugins:\n  - search\n  - bibtex:\n{options}{rest}"


@pytest.mark.parametrize(
    ("options", "citations"),
    [
        ("      bib_file: refs.bib\n", {"sources": ["refs.bib"]}),
        ("      bib_dir: refs/\n", {"sources": ["refs/**/*.bib"]}),
        ("      bib_file: a.bib\n      csl_file: nature.csl\n", {"sources": ["a.bib"], "style": "nature.csl"}),
        ("      bib_file: a.bib\n      bib_by_default: false\n", {"sources": ["a.bib"], "list": "marker"}),
        ("      bib_file: a.bib\n      enable_inline_citations: false\n", {"sources": ["a.bib"], "in_text": False}),
        (
            '      bib_file: a.bib\n      bib_command: "\\\\refs"\n      full_bib_command: "@@all"\n',
            {"sources": ["a.bib"], "marker": "\\refs", "full_marker": "@@all"},
        ),
        ("      bib_file: https://x.example/my.bib?a=b\n", {"sources": ["my.bib"]}),
    ],
)
def test_each_option_comes_to_one_of_ours(tmp_path, options, citations):
    file = tmp_path / "mkdocs.yml"
    rest = "extra: {a: !ENV [B, c], b: !!python/name:os.path.join }\n"
    file.write_text(config(options, rest), "utf-8")
    code, output = run("-f", str(file))
    assert code == 0
    assert f"# In place of `bibtex` in {file}:5\n" in output
    assert yaml.safe_load(output) == [{"wellspring": {"citations": citations}}]


def test_what_has_no_counterpart_is_said(tmp_path):
    file = tmp_path / "mkdocs.yml"
    options = (
        "      bib_file: https://api.zotero.org/x/items\n      footnote_format: 'f-{key}'\n      csl_file: a.csl\n"
    )
    file.write_text(config(options + "      unheard: 1\n", "markdown_extensions: [footnotes]\n"), "utf-8")
    _code, output = run("-f", str(file))
    for said in (
        "Zotero's API gives 100",
        "`footnote_format`",
        "mkdocs-wellspring[csl]",
        "`unheard`",
        "`footnotes` may go",
    ):
        assert said in output


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("plugins: [search]\n", "`plugins:` has no `bibtex:`"),
        ("plugins: [search\n", ":2: it cannot be read"),
        ("7\n", "`plugins:` has no `bibtex:`"),
        ("", "`plugins:` has no `bibtex:`"),
        (None, "cannot be read"),
    ],
)
def test_what_cannot_be_migrated_is_one_line(tmp_path, text, error):
    file = tmp_path / "mkdocs.yml"
    if text is not None:
        file.write_text(text, "utf-8")
    code, output = run("-f", str(file))
    assert code == 1
    assert error in output
    assert output.count("\n") == 1


def test_a_site_written_for_it_builds_strictly_without_a_change_to_its_pages(site):
    site.write("refs/a.bib", BIB)
    site.write("docs/index.md", PAGE)
    site.write("docs/all.md", "# All\n\n\\full_bibliography\n")
    site.write("docs/plain.md", "# Plain\n\nNothing cited.\n")
    site.write("old.yml", config("      bib_dir: refs\n", "markdown_extensions: [footnotes]\n"))
    (entry,) = yaml.safe_load(run("-f", str(site.root / "old.yml"))[1])
    site.build(plugins=["search", entry], markdown_extensions=["footnotes"])
    html = site.html()
    assert html.count('role="doc-biblioref"') == 8
    assert "De Bivort and Van Swinderen" in html
    assert html.count('role="doc-bibliography"') == 1
    assert 'role="doc-bibliography"' not in site.html("plain/index.html")
    whole = site.html("all/index.html")
    assert [title in whole for title in ("Test Title", "Evidence for", "By address")] == [True] * 3
    assert "10.21577/0103-5053.20190253" in whole
