"""The command `wellspring refresh`: the ledger is up to date, and the snapshot that builds use is new."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.sentences import figure
from mkdocs_wellspring.goal.snapshot import Snapshot, write
from mkdocs_wellspring.hosts.mkdocs.commands.telling import Telling, in_one_line
from mkdocs_wellspring.hosts.mkdocs.configured import configured_goal
from mkdocs_wellspring.ledger.records import Count, Mode
from mkdocs_wellspring.messages import messages_for
from mkdocs_wellspring.refresh import Asking, Payments, ask

__all__ = ["LONGEST_S", "refresh", "summary"]

LONGEST_S = 6 * 3600.0
"""How long a command may count: a million payments take a quarter of an hour."""

_COUNTED = {
    "supporters": ("supporter of", "supporters of"),
    "recurring": ("monthly supporter of", "monthly supporters of"),
    "payments": ("gift to", "gifts to"),
    "gross": ("given to", "given to"),
    "net": ("given, refunds taken off, to", "given, refunds taken off, to"),
}


@click.command()
@click.option("--config-file", "-f", "file", default="mkdocs.yml", help="The site's configuration (mkdocs.yml).")
@click.option("--full", is_flag=True, help="Ask for everything again, and say what had changed unseen.")
def refresh(file: str, full: bool) -> None:
    """Count the goal's payments, and write the snapshot that builds use.

    The first count of a large account may take some minutes; one that is interrupted goes on where it stopped.
    """
    with in_one_line():
        site = configured_goal(Path(file))
        with Telling() as telling:
            for line in site.warnings:
                telling.notice(line)
            how = Asking(LONGEST_S, full=full or None, thorough=True, notice=telling.notice, progress=telling.progress)
            count = ask(site.goal, Payments.of(os.environ), now=datetime.now(UTC), how=how)
        write(site.goal.snapshot, Snapshot.from_count(count, site.goal))
    click.echo(summary(site.goal, count))


def summary(goal: Goal, count: Count) -> str:
    """What was counted, in one line."""
    one, many = _COUNTED[goal.metric]
    value = figure(goal, count.value, messages_for("en"))
    money = "" if count.definition.mode is Mode.LIVE else f" ({count.definition.mode} money)"
    requests = f"{count.requests:,} request{'' if count.requests == 1 else 's'}"
    return (
        f"{value} {one if count.value == 1 else many} {goal.campaign}{money}, "
        f"counted {count.as_of:%Y-%m-%d %H:%M} UTC from {requests}"
    )
