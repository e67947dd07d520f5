"""`wellspring sandbox`: a pretend Stripe for as long as it runs, or for as long as a command runs."""

import os
import signal
import threading
import time
from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from mkdocs_wellspring.errors import WellspringError
from mkdocs_wellspring.sandbox.crowd import Crowd
from mkdocs_wellspring.sandbox.faults import Fault, parsed
from mkdocs_wellspring.sandbox.seed import SCENARIOS, Scenario, Scene, expected
from mkdocs_wellspring.sandbox.switch import fault as fault_command
from mkdocs_wellspring.sandbox.switch import faults as faults_command

if TYPE_CHECKING:
    from mkdocs_wellspring.sandbox.server import Sandbox

__all__ = ["sandbox"]

_SUPPORTERS, _DAYS, _CROWD_DAYS = 412, 60, 365
_NOT_FOUND = 127
_NEEDED = ("starlette", "uvicorn")


class _Sandbox(click.Group):
    """A command that runs another one, unless the first word of that is the name of a subcommand."""

    def invoke(self, ctx: click.Context) -> Any:
        """What the subcommand or the command gives."""
        name, *words = ctx.params["command"] or ("",)
        chosen = self.get_command(ctx, name)
        if chosen is None:
            return super().invoke(ctx)
        for option in ctx.params:
            if option != "command" and ctx.get_parameter_source(option) is ParameterSource.COMMANDLINE:
                message = (
                    f"--{option.replace('_', '-')} is for a sandbox that starts; `{name}` speaks to one that runs."
                )
                raise click.UsageError(message, ctx)
        with chosen.make_context(name, words, parent=ctx) as inner:
            return chosen.invoke(inner)


def _planned(_ctx: click.Context, _option: click.Parameter, texts: tuple[str, ...]) -> tuple[Fault, ...]:
    try:
        return tuple(parsed(text) for text in texts)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.group(
    cls=_Sandbox,
    invoke_without_command=True,
    subcommand_metavar="",
    context_settings={"allow_interspersed_args": False},
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Where to listen; 0 takes a free port.  [default: 12111, or a free one]",
)
@click.option(
    "--supporters",
    type=click.IntRange(0, 1_000_000),
    help=f"How many people have given.  [default: {_SUPPORTERS}]",
)
@click.option("--seed", type=int, default=7, show_default=True, help="Chooses everything else of the history.")
@click.option("--campaign", default="independence-2026", show_default=True, help="What the gifts are for.")
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    help=f"Over how many days before now they were given.  [default: {_DAYS}; with --crowd {_CROWD_DAYS}]",
)
@click.option("--scenario", type=click.Choice(SCENARIOS), help=f"What else has happened.  [default: {SCENARIOS[0]}]")
@click.option(
    "--crowd",
    type=click.IntRange(1, 100_000_000),
    metavar="N",
    help="N payments that are made up while they are read, a million if need be; they cannot be added to by giving.",
)
@click.option(
    "--fault",
    "faults",
    callback=_planned,
    multiple=True,
    metavar="KIND[:COUNT][,after=N][,path=/v1/…][,seconds=S]",
    help="Fail from the start, as `fault` says. May be repeated.",
)
@click.argument("command", nargs=-1, type=click.UNPROCESSED)
def sandbox(  # noqa: PLR0913 (one for each option)
    *,
    port: int | None,
    supporters: int | None,
    seed: int,
    campaign: str,
    days: int | None,
    scenario: Scenario | None,
    crowd: int | None,
    faults: tuple[Fault, ...],
    command: tuple[str, ...],
) -> None:
    """Run a pretend Stripe on this machine. No money moves.

    With COMMAND (best after --), run it beside the sandbox and point Wellspring in it there; its exit status is ours.
    Without, print the addresses and wait for Ctrl-C.

    `fault` and `faults` in the place of COMMAND speak to a sandbox that runs already.
    """
    if crowd is not None and (supporters is not None or scenario is not None):
        raise click.UsageError("--crowd stands in place of --supporters and --scenario: give one or the others.")
    server = _server()
    try:
        listener = server.bound(port)
    except WellspringError as error:
        raise click.ClickException(str(error)) from error
    if crowd is None:
        asked = _SUPPORTERS if supporters is None else supporters
        scene = Scene(asked, seed, campaign, days or _DAYS, scenario or SCENARIOS[0])
        about, started = (
            f"{expected(scene).supporters} supporters of {campaign}",
            server.running(scene, listener, faults),
        )
    else:
        people = Crowd(crowd, end=int(time.time()), seed=seed, campaign=campaign, days=days or _CROWD_DAYS)
        about, started = f"{crowd} payments, most of them to {campaign}", server.running_crowd(people, listener, faults)
    with started as place:
        status = _run(command, place) if command else _wait(place, about)
    raise SystemExit(status)


sandbox.add_command(fault_command)
sandbox.add_command(faults_command)


def _server() -> ModuleType:
    try:
        from mkdocs_wellspring.sandbox import server  # noqa: PLC0415 (an extra brings what it needs)
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in _NEEDED:
            raise
        raise click.ClickException('The sandbox needs: pip install "mkdocs-wellspring[live]"') from error
    return server


def _environment(place: "Sandbox") -> dict[str, str]:
    given = {"WELLSPRING_STRIPE_API": place.address, "WELLSPRING_STRIPE_KEY": place.key}
    return given if place.payment_page is None else {**given, "WELLSPRING_DONATE": place.payment_page}


def _run(command: Sequence[str], place: "Sandbox") -> int:
    from mkdocs_wellspring.sandbox.child import run_child  # noqa: PLC0415 (POSIX only)

    try:
        return run_child(command, {**os.environ, **_environment(place)})
    except OSError as error:
        click.echo(f"Error: {command[0]} cannot be run: {error.strerror}", err=True)
        return _NOT_FOUND


def _wait(place: "Sandbox", about: str) -> int:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    lines = [
        f"A pretend Stripe at {place.address}: {about}. No money moves.",
        *([] if place.payment_page is None else [f"Payment page: {place.payment_page}"]),
        "Ctrl-C stops it. To use it, in another terminal:",
        *(f"export {name}={value}" for name, value in _environment(place).items()),
    ]
    click.echo("\n".join(lines))
    stop.wait()
    return 0
