"""What citations add to the conversion of Markdown, without MkDocs: each way in a process of its own.

Run as a program with the name of a way and the folder of a site, it prints user CPU and links: `1.234 4000`.
"""

import importlib
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig

from bench_pages import CITED, LIBRARY
from bench_runs import count_links, in_turn, say
from bench_site import OURS, PLAIN, THEIRS, compared, site_of, ways
from bench_table import Row
from mkdocs_wellspring.citations.extension import CitationsExtension

__all__ = ["compare_conversions"]

_RUNS, _TARGET = 5, 40
_EXTENSIONS = ("toc", "tables", "fenced_code")
"""Those that MkDocs always has."""

Convert = Callable[[str], str]


def compare_conversions(folder: Path) -> Iterator[Row]:
    """The pages of the site, converted with citations and lists; imports and the reading of the library left out."""
    root = site_of(folder)
    runs = in_turn("conversion", {name: partial(_measured_s, name, root) for name in ways()}, _RUNS)
    yield from compared("conversion", "the same pages without MkDocs", runs, _TARGET)


def main() -> None:
    """User CPU of the conversion, and how many citations have become links."""
    name, root = sys.argv[1], Path(sys.argv[2])
    pages = [path.read_text("utf-8") for path in sorted(root.glob("docs/part-*/*.md"))]
    convert = {PLAIN: _plain, OURS: _ours, THEIRS: _theirs}[name](root)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    converted = [convert(page) for page in pages]
    taken = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
    print(f"{taken:.4f} {sum(map(count_links, converted)) / len(pages):g}")


def _measured_s(name: str, root: Path) -> float:
    command = [sys.executable, __file__, name, str(root)]
    taken, links = map(float, subprocess.check_output(command, text=True).split())
    if name != PLAIN and links != CITED:
        say(f"conversion: {name} linked {links} citations a page of {CITED}")
    return taken


def _plain(_root: Path) -> Convert:
    return lambda text: Markdown(extensions=_EXTENSIONS).convert(text)  # a new one a page, as in MkDocs


def _ours(root: Path) -> Convert:
    citations = CitationsExtension(stores=[str(root / LIBRARY)])
    Markdown(extensions=[citations])  # reads the library
    return lambda text: Markdown(extensions=[*_EXTENSIONS, citations]).convert(text)


def _theirs(root: Path) -> Convert:
    plugin = importlib.import_module("mkdocs_bibtex.plugin").BibTexPlugin()
    config = MkDocsConfig(config_file_path=str(root / "mkdocs.yml"))
    plugin.load_config({"bib_file": LIBRARY}, config_file_path=config.config_file_path)
    plugin.on_config(config)

    def convert(text: str) -> str:
        written = plugin.on_page_markdown(text, page=None, config=config, files=None)
        return Markdown(extensions=[*_EXTENSIONS, "footnotes"]).convert(written)

    return convert


if __name__ == "__main__":
    main()
