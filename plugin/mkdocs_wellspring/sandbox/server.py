"""The pretend Stripe on a port of this machine."""

import errno
import secrets
import socket
import string
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import uvicorn
from starlette.types import ASGIApp

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.sandbox import crowdapi
from mkdocs_wellspring.sandbox.app import create_app, guarded
from mkdocs_wellspring.sandbox.control import fault_routes, growth_route
from mkdocs_wellspring.sandbox.crowd import Crowd
from mkdocs_wellspring.sandbox.faults import Fault, Faults
from mkdocs_wellspring.sandbox.faulty import Faulty
from mkdocs_wellspring.sandbox.seed import Scene, seeded
from mkdocs_wellspring.sandbox.wire import Wire

__all__ = ["DEFAULT_PORT", "HOST", "Sandbox", "bound", "new_key", "running", "running_crowd"]

HOST = "127.0.0.1"
DEFAULT_PORT = 12111
_STOP_WITHIN_S = 2
_KEY_LENGTH = 24
_LETTERS = string.ascii_letters + string.digits


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox.

    Attributes:
        address: without a slash at its end.
        payment_page: where people give; None where nobody can.
        key: the key that it hands out, a new one at every start; every other test key does as well.
        faults: how it is to fail.
    """

    address: str
    payment_page: str | None
    key: str
    faults: Faults


def bound(port: int | None) -> socket.socket:
    """A socket on loopback: at `port` (0 takes a free one), or, for None, at 12111 or else at a free one.

    Raises:
        ConfigurationError: the port that was asked for cannot be had.
    """
    try:
        return _bind(DEFAULT_PORT if port is None else port)
    except OSError as error:
        if port is None and error.errno == errno.EADDRINUSE:
            return _bind(0)
        reason = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
        raise ConfigurationError(f"Port {port or DEFAULT_PORT} {reason}; give another one, or --port 0.") from error


def new_key() -> str:
    """A test key that was never handed out before, as a ledger takes a new key for a new account."""
    return f"rk_test_sandbox_{''.join(secrets.choice(_LETTERS) for _ in range(_KEY_LENGTH))}"


@contextmanager
def running(
    scene: Scene,
    listener: socket.socket,
    faults: Iterable[Fault] = (),
    *,
    keys: Mapping[str, Iterable[str]] | None = None,
) -> Iterator[Sandbox]:
    """The sandbox answers on `listener` within the block, and is gone, socket and thread, after it.

    Each of the restricted `keys` has the rights that stand beside it, and no others; all other test keys have all.
    """
    account, link = seeded(scene, datetime.now(UTC))
    planned = Faults(faults)
    app = create_app(account, link, _now, fault_routes(planned), keys=keys)
    with _served(app, planned, listener) as address:
        yield Sandbox(address, f"{address}/pay/{link.id}", new_key(), planned)


@contextmanager
def running_crowd(crowd: Crowd, listener: socket.socket, faults: Iterable[Fault] = ()) -> Iterator[Sandbox]:
    """The crowd's payments can be read on `listener` within the block; there is no payment page."""

    def grow(new: int) -> int:
        crowd.grow(new, _now())
        return len(crowd)

    planned = Faults(faults)
    app = guarded(crowdapi.routes(crowd), [*fault_routes(planned), growth_route(grow)])
    with _served(app, planned, listener) as address:
        yield Sandbox(address, None, new_key(), planned)


@contextmanager
def _served(app: ASGIApp, faults: Faults, listener: socket.socket) -> Iterator[str]:
    """The application can be reached at the address, and fails as planned."""
    config = uvicorn.Config(
        Faulty(app, faults),
        http=Wire,
        log_config=None,
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), name="sandbox", daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield f"http://{HOST}:{listener.getsockname()[1]}"
    finally:
        faults.stop()
        server.should_exit = True
        thread.join(_STOP_WITHIN_S)
        listener.close()


def _now() -> int:
    return int(time.time())


def _bind(port: int) -> socket.socket:
    # With its protocol named: asyncio sends small answers at once only where it sees that it speaks TCP.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener
