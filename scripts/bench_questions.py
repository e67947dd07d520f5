"""What questions and furniture add to the build of a site whose pages have all of the furniture and ask five each."""

import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import yaml

from bench_pages import plain_page
from bench_runs import build_s, in_turn, say
from bench_site import MATERIAL, OURS, PLAIN
from bench_table import Row, seconds, spread

__all__ = ["compare_questions"]

_PAGES, _RUNS, _SEED = 1000, 3, 20261112
_FOLDER = 50
_TARGET = 0.03


def compare_questions(folder: Path) -> Iterator[Row]:
    """The whole build with Material, start-up and the search index included; nobody looks for nearest pages."""
    root = folder / f"asking-{_PAGES}"
    _write(root)
    questions = {"suggestions": "none"}
    ways = {PLAIN: [], OURS: [{"wellspring": {"questions": questions, "article": {"disclaimer": "We err."}}}]}
    tasks = {}
    for name, plugins in ways.items():
        settings = {"site_name": "Measured", "theme": MATERIAL, "plugins": ["search", *plugins]}
        config = root / f"{name}.yml"
        config.write_text(yaml.safe_dump(settings), "utf-8")
        tasks[name] = partial(build_s, config, root / f"site-{name}")
    runs = in_turn("questions", tasks, _RUNS)
    _check(root / f"site-{OURS}")
    yield Row("questions", f"{_PAGES:,} pages, five questions each, Material: {PLAIN}", seconds(runs.median_s(PLAIN)))
    added = spread(runs.added(OURS, PLAIN))
    yield Row("questions", f"the same: {OURS}", seconds(runs.median_s(OURS)), added)
    ratio = runs.added_s(OURS, PLAIN) / runs.median_s(PLAIN)
    what, target = "added of plain", f"at most {_TARGET:.0%}"
    yield Row("questions", what, ratio=f"{ratio:.1%}", target=target, met=ratio <= _TARGET)
    least = runs.least_added_s(OURS, PLAIN) / min(runs.times[PLAIN])
    yield Row("questions", "the same by the least run of each", ratio=f"{least:.1%}")


def _write(root: Path) -> None:
    rng = random.Random(_SEED)  # noqa: S311 - the same at every run
    for number in range(_PAGES):
        path = root / "docs" / _path(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        front = yaml.safe_dump(_front_matter(rng, number), sort_keys=False)
        path.write_text(f"---\n{front}---\n{plain_page(rng, _title(number))}", "utf-8")
    (root / "docs/index.md").write_text("# Measured\n\nThe pages of this site are generated.\n", "utf-8")


def _front_matter(rng: random.Random, number: int) -> dict[str, object]:
    """Two questions lead by title, one by `answers:`, one by its path, and one is open."""
    others = [(number + step) % _PAGES for step in rng.sample(range(1, _PAGES), 4)]
    return {
        "checked": "2026-11-12",
        "next_review": "2999-11-12",
        "published": "2026-01-05",
        "updated": "2026-10-01",
        "reviewed_by": ["Ada Poe", {"name": "Bo Lee", "url": "https://example.org/lee"}],
        "claim": {"text": f"Claim {number}", "author": "Example"},
        "verdict": "Mostly true",
        "summary": "It is *mostly* so, says [the page](../index.md).",
        "disclaimer": True,
        "method": "We read all sources.",
        "funding": "Readers pay for it.",
        "changes": [{"date": "2026-10-01", "text": "A paragraph was added."}],
        "corrections": [{"date": "2026-09-01", "text": "A *number* was wrong."}],
        "answers": [f"Which page is number {number}?"],
        "questions": [
            *map(_title, others[:2]),
            f"Which page is number {others[2]}?",
            {"q": f"What stands on page {others[3]}?", "a": f"../{_path(others[3])}"},
            f"Who knows about {number}?",
        ],
    }


def _title(number: int) -> str:
    return f"What of page {number}?"


def _path(number: int) -> str:
    return f"part-{number // _FOLDER + 1:02}/page-{number + 1:04}.md"


def _check(site: Path) -> None:
    """Every page has its links, its open question and all of its furniture."""
    pages = [path.read_text("utf-8") for path in site.glob("part-*/*/index.html")]
    links = sum(page.count('<li class="ws-question-answered">') for page in pages)
    open_ones = sum(page.count('<li class="ws-question-open">') for page in pages)
    furniture = sum('id="ws-corrections"' in page and 'class="ws-checked"' in page for page in pages)
    found = links, open_ones, furniture
    if found != (4 * _PAGES, _PAGES, _PAGES):
        say(f"questions: {links} links, {open_ones} open questions and {furniture} pages with furniture")
