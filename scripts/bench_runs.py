"""Runs in turn, so that a slow spell of the machine meets all that is compared alike."""

import os
import re
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ENVIRONMENT", "Runs", "build_command", "build_s", "count_links", "in_turn", "say", "user_s"]

ENVIRONMENT = {"WELLSPRING_OFFLINE": "1", "NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": "0"}
"""What every command is run with: the same work at every run."""

_LINK = re.compile(r'class="(?:ws-cite-link|footnote-ref)"')


@dataclass(frozen=True, slots=True)
class Runs:
    """The seconds of each task, run by run; the nth runs of all tasks were neighbours."""

    times: Mapping[str, Sequence[float]]

    def median_s(self, name: str) -> float:
        """The median of a task."""
        return statistics.median(self.times[name])

    def added(self, name: str, beyond: str) -> Sequence[float]:
        """What a task took beyond its neighbour of another, run by run."""
        return [one - other for one, other in zip(self.times[name], self.times[beyond], strict=True)]

    def added_s(self, name: str, beyond: str) -> float:
        """The median of what a task took beyond another."""
        return statistics.median(self.added(name, beyond))

    def least_added_s(self, name: str, beyond: str) -> float:
        """The least run of a task beyond the least of another: other work on the machine only ever adds."""
        return min(self.times[name]) - min(self.times[beyond])


def say(message: str) -> None:
    """What is under way stands on stderr."""
    print(message, file=sys.stderr, flush=True)


def in_turn(part: str, tasks: Mapping[str, Callable[[], float]], runs: int) -> Runs:
    """All tasks `runs` times, forwards and backwards by turns; a run before them warms caches and is left out."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for run in range(runs + 1):
        for name in list(tasks)[:: -1 if run % 2 else 1]:
            taken = tasks[name]()
            say(f"{part}: {f'run {run} of {runs}' if run else 'warming up'}: {name}: {taken:.2f} s")
            if run:
                times[name].append(taken)
    return Runs(times)


def user_s(command: Sequence[str], **more: str) -> float:
    """User CPU of a command and of all that it started, in seconds; `more` goes into its environment."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(
        command,
        env={**os.environ, **ENVIRONMENT, **more},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise SystemExit(f"{done.stdout}{done.stderr}\nThis failed: {' '.join(command)}")
    if done.stderr:  # a build that warns has done other work than one that does not
        say(f"{done.stderr.rstrip()[-500:]}\nThis warned: {' '.join(command)}")
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def build_command(config: Path, site: Path) -> Sequence[str]:
    """The command that builds a site."""
    return [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", str(site)]


def build_s(config: Path, site: Path, **more: str) -> float:
    """User CPU of one build of a site, in seconds."""
    return user_s(build_command(config, site), **more)


def count_links(html: str) -> int:
    """The citations in HTML that lead somewhere, whoever made them."""
    return len(_LINK.findall(html))
