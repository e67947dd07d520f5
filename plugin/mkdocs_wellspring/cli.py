"""The `wellspring` command: each subcommand lives with its capability, and is added here."""

import click

from mkdocs_wellspring import __version__
from mkdocs_wellspring.hosts.mkdocs.commands import campaign, count, refresh
from mkdocs_wellspring.hosts.mkdocs.migrate import migrate
from mkdocs_wellspring.sandbox.command import sandbox

__all__ = ["main"]


@click.group()
@click.version_option(__version__, prog_name="wellspring")
def main() -> None:
    """Citations, follow-up questions and an honest supporter goal for MkDocs."""


main.add_command(campaign)
main.add_command(count)
main.add_command(migrate)
main.add_command(refresh)
main.add_command(sandbox)
