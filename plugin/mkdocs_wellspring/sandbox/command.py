"""`wellspring sandbox`: a pretend Stripe for as long as it runs, or for as long as a command runs."""

import os
import signal
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from mkdocs_wellspring.errors import WellspringError
from mkdocs_wellspring.sandbox.records import SANDBOX_KEY
from mkdocs_wellspring.sandbox.seed import Scene

if TYPE_CHECKING:
    from mkdocs_wellspring.sandbox.server import Sandbox

__all__ = ["sandbox"]

_NOT_FOUND = 127
_NEEDED = ("starlette", "uvicorn")


@click.command(context_settings={"allow_interspersed_args": False})
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Where to listen; 0 takes a free port.  [default: 12111, or a free one]",
)
@click.option(
    "--supporters",
    type=click.IntRange(0, 1_000_000),
    default=412,
    show_default=True,
    help="How many people have given.",
)
@click.option("--seed", type=int, default=7, show_default=True, help="Chooses everything else of the history.")
@click.option("--campaign", default="independence-2026", show_default=True, help="What the gifts are for.")
@click.argument("command", nargs=-1, type=click.UNPROCESSED)
def sandbox(port: int | None, supporters: int, seed: int, campaign: str, command: tuple[str, ...]) -> None:
    """Run a pretend Stripe on this machine. No money moves.

    With COMMAND (after --), run it beside the sandbox and point Wellspring in it there; its exit status is ours.
    Without, print the addresses and wait for Ctrl-C.
    """
    try:
        from mkdocs_wellspring.sandbox import server  # noqa: PLC0415 (an extra brings what it needs)
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in _NEEDED:
            raise
        raise click.ClickException('The sandbox needs: pip install "mkdocs-wellspring[live]"') from error
    scene = Scene(supporters, seed, campaign)
    try:
        listener = server.bound(port)
    except WellspringError as error:
        raise click.ClickException(str(error)) from error
    with server.running(scene, listener) as place:
        status = _run(command, place) if command else _wait(place, scene)
    raise SystemExit(status)


def _environment(place: "Sandbox") -> dict[str, str]:
    return {
        "WELLSPRING_STRIPE_API": place.address,
        "WELLSPRING_STRIPE_KEY": SANDBOX_KEY,
        "WELLSPRING_DONATE": place.payment_page,
    }


def _run(command: Sequence[str], place: "Sandbox") -> int:
    from mkdocs_wellspring.sandbox.child import run_child  # noqa: PLC0415 (POSIX only)

    try:
        return run_child(command, {**os.environ, **_environment(place)})
    except OSError as error:
        click.echo(f"Error: {command[0]} cannot be run: {error.strerror}", err=True)
        return _NOT_FOUND


def _wait(place: "Sandbox", scene: Scene) -> int:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    lines = [
        f"A pretend Stripe at {place.address}: {scene.supporters} supporters of {scene.campaign}. No money moves.",
        f"Payment page: {place.payment_page}",
        "Ctrl-C stops it. To use it, in another terminal:",
        *(f"export {name}={value}" for name, value in _environment(place).items()),
    ]
    click.echo("\n".join(lines))
    stop.wait()
    return 0
