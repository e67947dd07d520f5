"""The command `wellspring count`: what counts, what does not, and why."""

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from mkdocs_wellspring.errors import ConfigurationError, LedgerError
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.hosts.mkdocs.commands.export import print_entries, write_entries
from mkdocs_wellspring.hosts.mkdocs.commands.refresh import LONGEST_S
from mkdocs_wellspring.hosts.mkdocs.commands.report import Report
from mkdocs_wellspring.hosts.mkdocs.commands.telling import Telling, in_one_line, printing
from mkdocs_wellspring.hosts.mkdocs.configured import configured_goal
from mkdocs_wellspring.ledger.count import entries, kept
from mkdocs_wellspring.refresh import Asking, Payments, access_to, ask, definition_of, last_count

__all__ = ["count"]

_STDOUT = "-"


@click.command()
@click.option("--config-file", "-f", "file", default="mkdocs.yml", help="The site's configuration (mkdocs.yml).")
@click.option("--json", "as_json", is_flag=True, help="Print the explanation as one JSON document.")
@click.option("--csv", "table", metavar="FILE", help="Write one row a payment, without people; - prints them.")
@click.option("--offline", is_flag=True, help="Ask nobody: count from the ledger as it is.")
def count(file: str, as_json: bool, table: str | None, offline: bool) -> None:
    """Explain the goal's number: what counts, what does not, and why.

    The ledger is brought up to date first, where WELLSPRING_STRIPE_KEY is set. Without it, the last snapshot is
    explained. No file but the ledger and that of --csv is written.
    """
    if as_json and table == _STDOUT:
        raise click.UsageError("--json and --csv - would both be printed; give --csv a file.")
    now = datetime.now(UTC)
    with in_one_line():
        site = configured_goal(Path(file))
        payments = Payments.of(os.environ)
        payments = replace(payments, offline=payments.offline or offline)
        with Telling() as telling:
            for line in site.warnings:
                telling.notice(line)
            report = _report(site.goal, payments, now, telling)
        if table is not None:
            _export(report, payments, table)
    if table != _STDOUT:
        with printing():
            click.echo(report.as_json() if as_json else report.as_text(), nl=False)


def _report(goal: Goal, payments: Payments, now: datetime, telling: Telling) -> Report:
    if payments.key and not payments.offline:
        how = Asking(LONGEST_S, notice=telling.notice, progress=telling.progress)
        return Report(goal, ask(goal, payments, now=now, how=how), "stripe")
    definition = definition_of(goal, payments)
    if definition and (found := kept(definition, access_to(goal, payments), now=now)):
        return Report(goal, found, "ledger")
    if snapshot := last_count(goal, payments, now):
        return Report(goal, snapshot.as_count(goal), "snapshot")
    why = "WELLSPRING_STRIPE_KEY is not set" if payments.key is None else "nobody may be asked"
    raise LedgerError(f"{goal.campaign} has not been counted yet, and {why}: run wellspring refresh with the key")


def _export(report: Report, payments: Payments, table: str) -> None:
    access = access_to(report.goal, payments)
    if not access.ledger_key.persistent:
        raise ConfigurationError(
            "--csv needs a ledger that lasts, and in CI it is gone after each count without a key for its people: "
            "set WELLSPRING_LEDGER_KEY"
        )
    if report.source == "snapshot":
        raise LedgerError(
            "--csv: the ledger does not hold all that the number was counted from: run wellspring refresh, then again"
        )
    found = entries(report.count.definition, access, now=report.count.as_of)
    if table == _STDOUT:
        with printing():
            print_entries(found, sys.stdout)
    else:
        write_entries(Path(table), found)
