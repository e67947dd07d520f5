"""One request over the network, with a limit on its time and on the size of its answer.

A time limit on reading, which is all that `requests` has, begins anew with each byte: a body that dribbles
outlives it. So a body is read here as it comes, with a look at the clock. A server that dribbles its headers
can still outlive the limits; whoever waits for a count leaves such a thread behind.
"""

import time
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mkdocs_wellspring.ledger.deadline import Deadline

if TYPE_CHECKING:
    from requests import Response, Session

__all__ = ["Broken", "Garbled", "fetch", "new_session"]

_LONGEST_SILENCE_S = 10.0
_LONGEST_REQUEST_S = 30.0
_LARGEST = 32 * 1024 * 1024  # a page of a hundred is well below 1 MiB
_PIECE = 64 * 1024


class Broken(Exception):
    """There was no answer, or not the whole of one."""

    def __init__(self, *, passing: bool) -> None:
        super().__init__()
        self.passing = passing  # asking again may help


class Garbled(Exception):
    """The answer is too large, or not packed as it says."""


def new_session(address: str) -> "Session":
    """A session that takes nothing but the proxies from the environment: a `.netrc` would replace the key."""
    import requests  # noqa: PLC0415  it takes long to import, and a build with a fresh snapshot does not need it

    class WithoutRedirects(requests.Session):
        def get_redirect_target(self, resp: "Response") -> None:
            """Nowhere: `allow_redirects=False` still reads a redirection's body, however long."""

    session = WithoutRedirects()
    session.trust_env = False
    session.proxies.update(requests.utils.get_environ_proxies(address))
    session.headers["Accept-Encoding"] = "gzip, deflate"
    return session


def fetch(  # noqa: PLR0913  all that a request is
    session: "Session",
    method: str,
    url: str,
    headers: Mapping[str, str] | None,
    deadline: Deadline,
    *,
    body: str | None = None,
) -> tuple[bytes, int, Mapping[str, str]]:
    """The answer's body, status and headers. Redirections are answers as any other.

    Raises:
        PaymentsUnavailable: the deadline is over.
        Broken: no whole answer came in time.
        Garbled: it cannot be read.
    """
    import requests  # noqa: PLC0415
    import urllib3  # noqa: PLC0415

    ends = time.monotonic() + _LONGEST_REQUEST_S
    silence_s = max(0.001, min(_LONGEST_SILENCE_S, deadline.remaining_s()))
    try:
        with session.request(
            method, url, headers=headers, data=body, timeout=silence_s, stream=True, allow_redirects=False
        ) as response:
            return _body(response, ends, deadline), response.status_code, response.headers
    except (requests.exceptions.SSLError, urllib3.exceptions.SSLError):
        passing = False
    except (
        requests.exceptions.Timeout,
        requests.exceptions.ConnectionError,
        urllib3.exceptions.TimeoutError,
        urllib3.exceptions.ProtocolError,
    ):
        passing = True
    except (OSError, urllib3.exceptions.HTTPError):  # the first is also the base of all of requests' errors
        passing = False
    raise Broken(passing=passing)


def _body(response: "Response", ends: float, deadline: Deadline) -> bytes:
    packed = bytearray()
    while piece := _read(response.raw):
        packed += piece
        deadline.check()
        if time.monotonic() > ends:
            raise Broken(passing=True)
        if len(packed) > _LARGEST:
            raise Garbled
    return _unpacked(bytes(packed), response.headers.get("Content-Encoding", ""))


def _read(raw: Any) -> bytes:
    """What has arrived; empty at the end."""
    piece: bytes | None = raw.read1(_PIECE, decode_content=False)
    return piece or b""


def _unpacked(packed: bytes, encoding: str) -> bytes:
    if encoding.strip().lower() in {"", "identity"}:
        return packed
    if encoding.strip().lower() not in {"gzip", "deflate"}:
        raise Garbled
    unzip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)  # either of the two
    try:
        plain = unzip.decompress(packed, _LARGEST)
    except zlib.error:
        plain = b""
    if not unzip.eof:
        raise Garbled
    return plain
