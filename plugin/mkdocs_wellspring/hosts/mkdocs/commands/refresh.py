"""The command `wellspring refresh`: the ledger is up to date, and the snapshot that builds use is new."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from mkdocs_wellspring.clock import clock
from mkdocs_wellspring.goal.fresh import fresh_document
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.sentences import figure
from mkdocs_wellspring.goal.snapshot import Snapshot, write, write_text
from mkdocs_wellspring.hosts.mkdocs.commands.telling import Telling, in_one_line, printing
from mkdocs_wellspring.hosts.mkdocs.configured import Configured, configured_goal
from mkdocs_wellspring.ledger.records import Count, Mode
from mkdocs_wellspring.messages import messages_for
from mkdocs_wellspring.messages.files import SHIPPED
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
@click.option(
    "--document",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what open pages may take a newer count from, too, such as site/wellspring-goal.txt.",
)
@click.option("--full", is_flag=True, help="Ask for everything again, and say what had changed unseen.")
def refresh(file: str, document: Path | None, full: bool) -> None:
    """Count the goal's payments, and write the snapshot that builds use.

    The first count of a large account may take some minutes; one that is interrupted goes on where it stopped.
    Where no new count is to be had, the snapshot is as it was, and the exit status 1.
    """
    with in_one_line():
        site = configured_goal(Path(file))
        with Telling() as telling:
            for line in site.warnings:
                telling.notice(line)
            how = Asking(LONGEST_S, full=full or None, thorough=True, notice=telling.notice, progress=telling.progress)
            count = ask(site.goal, Payments.of(os.environ), now=datetime.now(UTC), how=how)
        snapshot = Snapshot.from_count(count, site.goal)
        write(site.goal.snapshot, snapshot)
        if document is not None:
            _write_document(document, site, snapshot)
    with printing():
        click.echo(summary(site.goal, count))


def _write_document(file: Path, site: Configured, snapshot: Snapshot) -> None:
    """The document holds the count in the site's languages and in those that are shipped."""
    shipped = sorted(path.stem for path in SHIPPED.glob("*.po"))
    locales = (*site.locales, "en", *shipped)
    text = fresh_document(site.goal, snapshot, locales=locales, now=clock(), overrides=site.overrides)
    if text is None:
        click.echo(f"{file} is not written: the banner shows no number now.", err=True)
    else:
        write_text(file, text, otherwise="name another file with --document")


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
