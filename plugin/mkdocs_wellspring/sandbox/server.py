"""The pretend Stripe on a port of this machine."""

import errno
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import uvicorn

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.sandbox.app import create_app
from mkdocs_wellspring.sandbox.seed import Scene, seeded

__all__ = ["DEFAULT_PORT", "HOST", "Sandbox", "bound", "running"]

HOST = "127.0.0.1"
DEFAULT_PORT = 12111
_STOP_WITHIN_S = 2


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox: its address, without a slash at its end, and that of its payment page."""

    address: str
    payment_page: str


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


@contextmanager
def running(scene: Scene, listener: socket.socket) -> Iterator[Sandbox]:
    """The sandbox answers on `listener` within the block, and is gone, socket and thread, after it."""
    account, link = seeded(scene, datetime.now(UTC))
    app = create_app(account, link, lambda: int(time.time()))
    config = uvicorn.Config(
        app,
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
    address = f"http://{HOST}:{listener.getsockname()[1]}"
    try:
        yield Sandbox(address, f"{address}/pay/{link.id}")
    finally:
        server.should_exit = True
        thread.join(_STOP_WITHIN_S)
        listener.close()


def _bind(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener
