"""`wellspring sandbox fault` and `faults`: a running sandbox is told to fail, from the command line."""

import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import click

from mkdocs_wellspring.sandbox.faults import KINDS, fault_of

__all__ = ["fault", "faults"]

_WITHIN_S = 5
# Nobody's own key is sent: every test key is let in, and this address may be a slip.
_KEY = "rk_test_faults"

_AT = click.option(
    "--api",
    metavar="ADDRESS",
    envvar="WELLSPRING_STRIPE_API",
    default="http://127.0.0.1:12111",
    show_default=True,
    show_envvar=True,
    help="The running sandbox.",
)


@click.command(epilog="\b\n" + "\n".join(f"{kind:15} {what}" for kind, what in KINDS.items()))
@click.argument("kind", type=click.Choice([*KINDS, "none"]), metavar="KIND")
@click.option("--count", type=click.IntRange(1), help="How many requests meet it.  [default: all, until it is lifted]")
@click.option("--after", type=click.IntRange(0), default=0, help="How many requests are answered truly before.")
@click.option("--path", default="/v1", show_default=True, help="Below which address it is met.")
@click.option("--seconds", type=float, help="Of 429, hang and dribble: how long.")
@_AT
def fault(api: str, kind: str, **plan: str | float | None) -> None:
    """Make a running sandbox fail. KIND is one of those below; `none` lifts all faults."""
    if kind == "none":
        _show(_ask(api, "DELETE"))
        return
    wish = {"kind": kind, **plan}
    try:
        fault_of(wish)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    _show(_ask(api, "POST", wish))


@click.command()
@_AT
def faults(api: str) -> None:
    """List the faults that a running sandbox still has in store."""
    _show(_ask(api, "GET"))


def _ask(api: str, method: str, wish: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """The faults that are still to come, after `method` has been done."""
    try:
        return _asked(f"{api.strip().rstrip('/')}/sandbox/faults", method, wish)
    except HTTPError as error:
        error.close()
        reason = f"it answered with status {error.code}"
    except (OSError, HTTPException) as error:
        reason = str(getattr(error, "reason", error))
    except (ValueError, LookupError, TypeError):
        reason = "that is no address of one, or not its answer"
    message = f"No sandbox at {api} ({reason}): start one with `wellspring sandbox`, and give its address as --api."
    raise click.ClickException(message)


def _asked(address: str, method: str, wish: dict[str, Any] | None) -> list[dict[str, Any]]:
    if not address.startswith(("http://", "https://")):
        raise ValueError(address)
    headers = {"Authorization": f"Bearer {_KEY}", "Content-Type": "application/json"}
    body = None if wish is None else json.dumps(wish).encode()
    request = Request(address, body, headers, method=method)  # noqa: S310 (http or https)
    with build_opener(ProxyHandler({})).open(request, timeout=_WITHIN_S) as answer:
        told: list[dict[str, Any]] = json.loads(answer.read())["faults"]
    return told


def _show(told: list[dict[str, Any]]) -> None:
    for entry in told:
        times = {None: "until it is lifted", 1: "once"}.get(entry["count"], f"{entry['count']} times")
        after = f", after {entry['after']} requests" if entry["after"] else ""
        timed = "" if entry["seconds"] is None else f", {entry['seconds']:g} s"
        click.echo(f"{entry['kind']}: {times}, at {entry['path']}{after}{timed}")
    if not told:
        click.echo("No faults.")
