"""From mkdocs-bibtex: its options come to ours, and its pages build without a change."""

import pytest
import yaml
from click.testing import CliRunner
from mkdocs.commands.build import build
from mkdocs.config import load_config

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


PLUGINS = {
    "column 0": "plugins:\n- search\n|- bibtex:\n    bib_file: refs.bib\n|- autorefs\n",
    "column 2": "plugins:\n  - search\n|  - bibtex:\n      bib_file: refs.bib\n|",
    "column 4": "plugins: &p\n    - search\n|    -   bibtex: {bib_file: refs.bib}\n|    - autorefs\n",
    "mapping": "plugins:\n  search: {}\n|  bibtex:\n    bib_file: refs.bib\n|  autorefs: {}\n",
    "list in one line": "plugins: [search, |bibtex: {bib_file: refs.bib}|, autorefs]\n",
    "mapping in one line": "plugins: {search: {}, |bibtex: {bib_file: refs.bib}|}\n",
    "group": "plugins:\n  - search\n  - group:\n      enabled: true\n      plugins:\n"
    "|        - bibtex:\n            bib_file: refs.bib\n|",
    "variable": "plugins:\n  - search\n|  - bibtex:\n      bib_file: !ENV [NO_SUCH, refs.bib]\n|",
}


def pasted(site, text):
    """The configuration with what is printed, comments and all, in place of what stands between bars."""
    site.write("old.yml", text.replace("|", ""))
    code, output = run("-f", str(site.root / "old.yml"))
    assert code == 0
    before, _old, after = text.split("|")
    if not before.endswith("\n"):  # within a line
        (output,) = [line for line in output.splitlines() if not line.startswith("#")]
    return f"{before}{output}{after}"


def built(site, text):
    site.write("mkdocs.yml", text)
    config = load_config(str(site.root / "mkdocs.yml"), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()
    return site.html()


@pytest.mark.parametrize("plugins", PLUGINS.values(), ids=PLUGINS)
def test_what_is_printed_can_be_pasted_in_place_of_the_old_entry(site, plugins):
    site.write("refs.bib", BIB)
    site.write("docs/index.md", "# Page\n\nCited [@test].\n")
    theme = "{name: material, font: false}" if "group" in plugins else "mkdocs"
    text = pasted(site, f"# bibtex\nsite_name: bibtex\ntheme: {theme}\n{plugins}")
    assert "Test Title" in built(site, text)


ENV = """site_name: Site
theme: mkdocs
plugins:
  - search
|  - bibtex:
      bib_file: !ENV [BIBFILE, OTHER, refs.bib]
      csl_file: !ENV STYLE
      bib_by_default: !ENV [BY_DEFAULT, false]
      enable_inline_citations: !ENV [IN_TEXT, false]
      bib_command: !ENV
        - MARKER
        - "@@refs"
|"""


@pytest.mark.parametrize("variables", [{}, {"BIBFILE": "more.bib", "STYLE": "author-date", "MARKER": "@@more"}])
def test_what_comes_from_the_environment_still_does(site, monkeypatch, variables):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    site.write("refs.bib", BIB)
    site.write("more.bib", BIB.replace("Test Title", "More Title"))
    site.write("docs/index.md", "# Page\n\nCited [@test], not @test.\n\n@@refs\n\n@@more\n")
    text = pasted(site, ENV)
    assert "sources: !ENV [BIBFILE, OTHER, refs.bib]\n" in text
    assert "style: !ENV 'STYLE'\n" in text
    assert "in_text: !ENV [IN_TEXT, false]\n" in text
    assert "list: marker\n" in text
    assert "# `bib_by_default` came from BY_DEFAULT, which `list` cannot take: this holds for false.\n" in text
    html = built(site, text)
    assert ("More Title" in html, "Author and Author 2019" in html) == (bool(variables), bool(variables))
    assert ("@@refs" in html, "@@more" in html) == (bool(variables), not variables)
    assert "not @test" in html


@pytest.mark.parametrize(
    ("options", "citations", "note"),
    [
        (
            "bib_file: !ENV [B, 'https://x.example/a.bib?f=b']",
            "sources: !ENV [B, a.bib]",
            "curl -L -o a.bib 'https://x",
        ),
        ("bib_file: !ENV B, bib_dir: refs", "sources: !ENV 'B'", "Without B, `bib_dir` was read"),
        ("bib_dir: !ENV [B, refs]", "sources: !ENV [B, refs]", "YAML, JSON and BibTeX below that folder"),
        ("bib_file: a.bib, bib_by_default: !ENV B", "sources: [a.bib]", "this holds for true"),
    ],
)
def test_a_variable_is_never_taken_for_a_path(tmp_path, options, citations, note):
    file = tmp_path / "mkdocs.yml"
    file.write_text(f"plugins:\n  - bibtex: {{{options}}}\n", "utf-8")
    code, output = run("-f", str(file))
    assert code == 0
    assert citations in output
    assert note in output


def test_a_base_that_may_have_the_plugin_is_named(tmp_path):
    (tmp_path / "sub").mkdir()
    file = tmp_path / "sub/mkdocs.yml"
    base = f"wellspring migrate -f {tmp_path / 'base.yml'}"
    file.write_text("INHERIT: ../base.yml\nsite_name: Site\n", "utf-8")
    code, output = run("-f", str(file))
    assert (code, output.count("\n")) == (1, 1)
    assert base in output
    file.write_text("INHERIT: !ENV [BASE, ../base.yml]\nplugins: {bibtex: {csl_file: a.csl}}\n", "utf-8")
    code, output = run("-f", str(file))
    assert code == 0
    assert base in output
    file.write_text("INHERIT: !ENV BASE\n", "utf-8")
    assert "wellspring migrate -f $BASE" in run("-f", str(file))[1]


@pytest.mark.parametrize(
    ("extensions", "said"),
    [("[footnotes]", 1), ("[{footnotes: {}}]", 1), ("{footnotes: {}}", 1), ("[a.footnotes, 1, null]", 0), ("x", 0)],
)
def test_footnotes_are_mentioned_where_they_are_on(tmp_path, extensions, said):
    file = tmp_path / "mkdocs.yml"
    file.write_text(f"plugins: [bibtex]\nmarkdown_extensions: {extensions}\n", "utf-8")
    assert run("-f", str(file))[1].count("`footnotes` may go") == said


def test_a_group_is_named(tmp_path):
    file = tmp_path / "mkdocs.yml"
    file.write_text(PLUGINS["group"].replace("|", ""), "utf-8")
    assert "It stands in a `group` of Material's" in run("-f", str(file))[1]


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
