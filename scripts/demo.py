"""Serve a site with a pretend Stripe beside it, and say on one line where to look.

Run from the virtual environment in which Wellspring is installed; `make demo` does. Ctrl-C stops everything.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

HOST = "127.0.0.1"
PORT = 8000
PATIENCE_S = 2.0
LAST_PATIENCE_S = 0.7


def main() -> int:
    """The exit status: 0 after Ctrl-C, else that of the command that ended by itself."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--config-file", default="mkdocs.yml", help="the site's configuration (mkdocs.yml)")
    site = parser.parse_args().config_file
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number == signal.SIGINT or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda _number, _frame: stop.set())
    port = free_port(PORT)
    if port != PORT:
        print(f"Port {PORT} is taken: using {port}.", file=sys.stderr, flush=True)
    with started(site, port, stop) as child:
        address = answered(f"http://{HOST}:{port}/", child, stop)
        if address:
            print(f"Open {address} (Ctrl-C stops it)", flush=True)
        while child.poll() is None and not stop.wait(0.1):
            pass
    return 0 if stop.is_set() else child.returncode


def free_port(first: int) -> int:
    """The first port from `first` upwards on which nobody listens."""
    for port in range(first, 65536):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
            return port
    message = f"There is no free port from {first} upwards."
    raise SystemExit(message)


@contextmanager
def started(site: str, port: int, stop: threading.Event) -> Iterator[subprocess.Popen[str]]:
    """The sandbox, with MkDocs below it, runs within the block, and nothing of it after."""
    wellspring = shutil.which("wellspring", path=Path(sys.executable).parent)
    if wellspring is None:
        message = "The command `wellspring` is not installed beside this Python; `make demo` installs it."
        raise SystemExit(message)
    # `--livereload` is MkDocs' hidden default, which some versions of click pass over:
    # https://github.com/mkdocs/mkdocs/issues/4032
    serve = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-f", site, "-a", f"{HOST}:{port}"]
    child = subprocess.Popen(
        [wellspring, "sandbox", "--", *serve],
        env={"NO_MKDOCS_2_WARNING": "1", **os.environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        process_group=0,
    )
    relay = threading.Thread(target=passed_on, args=(child.stdout, stop), daemon=True)
    relay.start()
    try:
        yield child
    finally:
        stopped(child)
        relay.join(timeout=LAST_PATIENCE_S)


def passed_on(output: IO[str], stop: threading.Event) -> None:
    """What the commands say has been said, but for a second address, and for their last words once we stop."""
    for line in output:
        if "Serving on http" not in line and not stop.is_set():
            sys.stderr.write(line)
            sys.stderr.flush()


def answered(address: str, child: subprocess.Popen[str], stop: threading.Event) -> str | None:
    """The address to which the site answers, led on from `address`; None where we stop, or the child did, before."""
    opener = build_opener(ProxyHandler({}))
    while child.poll() is None and not stop.is_set():
        try:
            with opener.open(address, timeout=1) as response:
                return str(response.geturl())
        except HTTPError as error:
            return str(error.geturl())
        except (URLError, OSError):
            stop.wait(0.1)
    return None


def stopped(child: subprocess.Popen[str]) -> None:
    """The child has ended: as by Ctrl-C, or less politely where that does not help."""
    for number, patience_s in (
        (signal.SIGINT, PATIENCE_S),
        (signal.SIGTERM, LAST_PATIENCE_S),
        (signal.SIGKILL, LAST_PATIENCE_S),
    ):
        if child.poll() is not None:
            return
        child.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            child.wait(patience_s)


if __name__ == "__main__":
    sys.exit(main())
