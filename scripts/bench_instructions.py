"""The same in instructions, where valgrind is installed: other work on the machine changes times, and not these."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from bench_runs import ENVIRONMENT, build_command, build_s, say, user_s
from bench_site import MATERIAL, OURS, PLAIN, THEIRS, site_of, ways, write_config
from bench_table import Row, fraction

__all__ = ["count_instructions"]

_COUNTED = re.compile(r"I\s+refs:\s+([\d,]+)")
_CONVERSION = Path(__file__).with_name("bench_conversion.py")


def count_instructions(folder: Path) -> Iterator[Row]:
    """What ours adds of what theirs adds, in instructions of the whole process; one run each, as runs hardly differ."""
    if shutil.which("valgrind") is None:
        say("instructions: valgrind is not installed, so they are not counted")
        return
    root = site_of(folder)
    builds, conversions = {}, {}
    for name in ways():
        config, site = write_config(root, name, MATERIAL), root / f"site-{name}"
        build_s(config, site)  # what a build keeps on disk is kept
        builds[name] = partial(_count, f"site: {name}", build_command(config, site))
        command = [sys.executable, str(_CONVERSION), name, str(root)]
        user_s(command)
        conversions[name] = partial(_count, f"conversion: {name}", command)
    for what, tasks in (("the site", builds), ("the conversion", conversions)):
        counted = {name: task() for name, task in tasks.items()}
        for name, count in counted.items():
            added = "" if name == PLAIN else f"+{(count - counted[PLAIN]) / 1e9:.2f} billion"
            yield Row("instructions", f"{what}: {name}", f"{count / 1e9:.2f} billion", added)
        if THEIRS in counted:
            ours, theirs = counted[OURS] - counted[PLAIN], counted[THEIRS] - counted[PLAIN]
            yield Row("instructions", "added: ours of theirs", ratio=fraction(ours, theirs))


def _count(what: str, command: Sequence[str]) -> int:
    say(f"instructions: {what}")
    valgrind = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    done = subprocess.run(
        [*valgrind, *command],
        env={**os.environ, **ENVIRONMENT},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    counted = _COUNTED.search(done.stderr)
    if done.returncode or counted is None:
        raise SystemExit(f"{done.stderr}\nThis failed: {' '.join(command)}")
    return int(counted[1].replace(",", ""))
