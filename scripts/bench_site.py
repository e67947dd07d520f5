"""What citations add to the build of a site: without a plugin, with ours, with mkdocs-bibtex."""

import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from bench_pages import CITED, LIBRARY, write_site
from bench_runs import Runs, build_s, count_links, in_turn, say
from bench_table import Row, fraction, seconds, spread

__all__ = [
    "MATERIAL",
    "OURS",
    "PLAIN",
    "THEIRS",
    "compare_sites",
    "compared",
    "grow",
    "site_of",
    "ways",
    "write_config",
]

PLAIN, OURS, THEIRS = "plain", "wellspring", "mkdocs-bibtex"
_PAGES, _RUNS = 200, 5
_MANY_PAGES, _FEW_RUNS = 2000, 3
_TARGET, _AIM, _GROWTH = 20, 40, 1.15
MATERIAL = {"name": "material"}
_MINIMAL = "<!doctype html><title>{{ page.title }}</title><main>{{ page.content }}</main>\n"


def ways() -> Sequence[str]:
    """Without citations, with ours, and with theirs where it is installed."""
    return (PLAIN, OURS, THEIRS) if importlib.util.find_spec("mkdocs_bibtex") else (PLAIN, OURS)


def site_of(folder: Path, pages: int = _PAGES) -> Path:
    """The folder of a generated site, which is made where it is not there."""
    root = folder / f"pages-{pages}"
    if not root.exists():
        (root / "theme").mkdir(parents=True)
        (root / "theme/main.html").write_text(_MINIMAL, "utf-8")
        write_site(root, pages)
    return root


def write_config(root: Path, name: str, theme: Mapping[str, Any], **citations: str) -> Path:
    """A configuration of the site: without a plugin, with ours and the options given, or with theirs."""
    plugins: dict[str, list[Any]] = {
        PLAIN: [],
        OURS: [{"wellspring": {"citations": {"sources": [LIBRARY], **citations}}}],
        THEIRS: [{"bibtex": {"bib_file": LIBRARY}}],
    }
    settings = {"site_name": "Measured", "theme": theme, "plugins": ["search", *plugins[name]]}
    extensions = {"markdown_extensions": ["footnotes"]} if name == THEIRS else {}
    path = root / f"{'-'.join([name, theme['name'] or 'minimal', *citations])}.yml"
    path.write_text(yaml.safe_dump({**settings, **extensions}), "utf-8")
    return path


def compare_sites(folder: Path) -> Iterator[Row]:
    """The whole build with Material, start-up, library, search index and lists included."""
    root = site_of(folder)
    names = ways()
    tasks = {name: partial(build_s, write_config(root, name, MATERIAL), root / f"site-{name}") for name in names}
    runs = in_turn("site", tasks, _RUNS)
    for name in names[1:]:
        _check(root / f"site-{name}", name)
    what = f"{_PAGES} pages, {_PAGES * CITED:,} citations, Material"
    yield from compared("site", what, runs, _TARGET, f" (aim 1/{_AIM})")


def compared(part: str, what: str, runs: Runs, target: int, more: str = "") -> Iterator[Row]:
    """A row for each way, and what ours adds of what theirs adds: at most one part of `target`."""
    for name in runs.times:
        added = "" if name == PLAIN else spread(runs.added(name, PLAIN))
        yield Row(
            part, f"{what}: {name}" if name == PLAIN else f"the same: {name}", seconds(runs.median_s(name)), added
        )
    if THEIRS in runs.times:
        ours, theirs = runs.added_s(OURS, PLAIN), runs.added_s(THEIRS, PLAIN)
        met = ours * target <= theirs
        yield Row(part, "added: ours of theirs", "", "", fraction(ours, theirs), f"at most 1/{target}{more}", met)
        ours, theirs = runs.least_added_s(OURS, PLAIN), runs.least_added_s(THEIRS, PLAIN)
        yield Row(part, "the same by the least run of each", ratio=fraction(ours, theirs))


def grow(folder: Path) -> Iterator[Row]:
    """What a page costs in a large site and in a small one, with a theme of one line: Material takes minutes."""
    theme = {"name": None, "custom_dir": "theme"}
    sizes = (_PAGES, _MANY_PAGES)
    tasks = {
        f"{name}, {pages} pages": partial(build_s, write_config(root, name, theme), root / f"site-{name}")
        for pages in sizes
        for name in (PLAIN, OURS)
        for root in [site_of(folder, pages)]
    }
    runs = in_turn("growth", tasks, _FEW_RUNS)
    page_s = []
    for pages in sizes:
        ours, plain = f"{OURS}, {pages} pages", f"{PLAIN}, {pages} pages"
        page_s.append(runs.added_s(ours, plain) / pages)
        added = spread(runs.added(ours, plain))
        what = f"{pages:,} pages, a theme of one line: {page_s[-1] * 1000:.1f} ms a page"
        yield Row("growth", what, seconds(runs.median_s(ours)), added)
    further = (page_s[1] * sizes[1] - page_s[0] * sizes[0]) / (sizes[1] - sizes[0])
    yield Row("growth", f"each page after the first {_PAGES}: {further * 1000:.1f} ms")
    ratio = page_s[1] / page_s[0]
    target = f"at most {_GROWTH}"
    yield Row("growth", "added a page, large of small", ratio=f"{ratio:.2f}", target=target, met=ratio <= _GROWTH)


def _check(site: Path, name: str) -> None:
    """Whoever cites has made a link of each citation."""
    found = sum(count_links(path.read_text("utf-8")) for path in site.glob("part-*/*/index.html"))
    if found != _PAGES * CITED:
        say(f"site: {name} linked {found} citations of {_PAGES * CITED}")
