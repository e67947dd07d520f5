"""What the plugin adds to a build, and what mkdocs-bibtex adds to the same: user CPU, in turn, several runs each.

Run by `make bench`; `scripts/bench.py site csl` runs two parts of it. Absolute times say more of the machine than of
the code: quote the ratios. The exit status says nothing of the targets.
"""

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from bench_conversion import compare_conversions
from bench_csl import measure_csl
from bench_instructions import count_instructions
from bench_ledger import kill_everywhere, measure_ledger, measure_million, measure_start
from bench_questions import compare_questions
from bench_runs import build_s, in_turn, say
from bench_site import OURS, PLAIN, THEIRS, compare_sites, grow, ways
from bench_suggestions import measure_suggestions
from bench_table import Row, seconds, spread, table

ROOT = Path(__file__).parent.parent
RUNS = 5


def main() -> None:
    """Prints a table of the parts that are named, or of all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(PARTS)}; all where none is named")
    parts = parser.parse_args().parts
    if unknown := [part for part in parts if part not in PARTS]:
        parser.error(f"there is no part {unknown[0]}; give {', '.join(PARTS)}")
    if THEIRS not in ways():
        say(f"{THEIRS} is not installed, so its rows are left out")
    with TemporaryDirectory() as folder:
        rows = [row for part in parts or PARTS for row in PARTS[part](Path(folder))]
    print(f"User CPU with what it starts, Python {sys.version.split()[0]}; medians of runs in turn (least to greatest)")
    print(table(rows))


def documentation(folder: Path) -> Iterator[Row]:
    """The documentation's own site, with the plugin and without."""
    settings = {**yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8")), "strict": False}
    root = folder / "documentation"
    for name in ("docs", "overrides"):  # what a configuration names is found from its own folder
        shutil.copytree(ROOT / name, root / name)
    tasks = {}
    for name, plugins in ((PLAIN, ["search"]), (OURS, settings["plugins"])):
        config = root / f"{name}.yml"
        config.write_text(yaml.safe_dump({**settings, "plugins": plugins}), "utf-8")
        tasks[name] = partial(build_s, config, root / "site")
    runs = in_turn("docs", tasks, RUNS)
    ours, plain = runs.median_s(OURS), runs.median_s(PLAIN)
    yield Row("docs", "this documentation, Material: plain", seconds(plain))
    yield Row("docs", f"the same: {OURS}", seconds(ours), spread(runs.added(OURS, PLAIN)))
    yield Row("docs", "with of without", ratio=f"{ours / plain:.2f}")


PARTS: Mapping[str, Callable[[Path], Iterator[Row]]] = {
    "docs": documentation,
    "site": compare_sites,
    "conversion": compare_conversions,
    "instructions": count_instructions,
    "csl": measure_csl,
    "growth": grow,
    "questions": compare_questions,
    "suggestions": measure_suggestions,
    "start": measure_start,
    "ledger": measure_ledger,
    "million": measure_million,
    "crashes": kill_everywhere,
}


if __name__ == "__main__":
    main()
