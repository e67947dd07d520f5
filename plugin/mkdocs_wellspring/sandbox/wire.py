"""Connections that an application can cut: it finds the connection of a request in the request's scope."""

import asyncio
import socket
import struct
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

__all__ = ["Wire", "close", "closed", "reset"]

_NAME = "wellspring.wire"
_NO_LINGER = struct.pack("ii", 1, 0)


class Wire(H11Protocol):
    """HTTP as uvicorn speaks it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The application will find the connection among the extensions of each request's scope."""
        super().connection_made(transport)
        app: Any = self.app

        async def connected(scope: "Scope", receive: "Receive", send: "Send") -> None:
            await app({**scope, "extensions": {**scope.get("extensions", {}), _NAME: transport}}, receive, send)

        self.app = connected


async def reset(scope: "Scope", receive: "Receive") -> None:
    """The connection has ended as if the other machine had crashed: what was sent before may be lost (RST)."""
    transport = _transport(scope)
    if not transport.is_closing():
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        transport.abort()
    await _gone(receive)


async def close(scope: "Scope", receive: "Receive") -> None:
    """The connection has ended after what was sent (FIN), whatever was promised."""
    _transport(scope).close()
    await _gone(receive)


def closed(scope: "Scope") -> bool:
    """Nobody is there any more to answer."""
    return _transport(scope).is_closing()


def _transport(scope: "Scope") -> asyncio.Transport:
    transport: asyncio.Transport = scope["extensions"][_NAME]
    return transport


async def _gone(receive: "Receive") -> None:
    # uvicorn complains of an unfinished answer until it has learned that the connection has ended.
    while (await receive())["type"] != "http.disconnect":
        pass
