"""One request over the network, with a limit on its time and on the size of its answer.

A time limit on reading, which is all that `requests` has, begins anew with each byte: a body that dribbles
outlives it. So a body is read here as it comes, with a look at the clock. A server that dribbles its headers
can still outlive the limits; whoever waits for a count leaves such a thread behind.
"""

import os
import time
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mkdocs_wellspring.addresses import is_loopback
from mkdocs_wellspring.errors import PaymentsUnavailable
from mkdocs_wellspring.ledger.api.failures import untrusted
from mkdocs_wellspring.ledger.deadline import Deadline

if TYPE_CHECKING:
    from requests import Response, Session

__all__ = ["Broken", "Garbled", "fetch", "new_session"]

_LONGEST_SILENCE_S = 10.0
_LONGEST_REQUEST_S = 30.0
_LARGEST = 32 * 1024 * 1024  # a page of a hundred is well below 1 MiB
_PIECE = 64 * 1024
_AUTHORITIES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


class Broken(Exception):
    """There was no answer, or not the whole of one."""

    def __init__(self, *, passing: bool) -> None:
        super().__init__()
        self.passing = passing  # asking again may help


class Garbled(Exception):
    """The answer is too large, or not packed as it says."""


def new_session(address: str) -> "Session":
    """A session that takes nothing but proxies and authorities from the environment: a `.netrc` would replace the key.

    This very machine is asked without a proxy, which would see the key, and would mean another machine by the address.

    Raises:
        PaymentsUnavailable: the environment names authorities, and they cannot be read.
    """
    import requests  # noqa: PLC0415  it takes long to import, and a build with a fresh snapshot does not need it

    class WithoutRedirects(requests.Session):
        def get_redirect_target(self, resp: "Response") -> None:
            """Nowhere: `allow_redirects=False` still reads a redirection's body, however long."""

    session = WithoutRedirects()
    session.trust_env = False
    parts = urlsplit(address)
    if not is_loopback(parts.hostname or ""):
        session.proxies.update(requests.utils.get_environ_proxies(address))
    if parts.scheme == "https":
        session.verify = _authorities() or True
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
        PaymentsUnavailable: the deadline is over, or the server's certificate is not trusted.
        Broken: no whole answer came in time.
        Garbled: it cannot be read.
    """
    import requests  # noqa: PLC0415
    import urllib3  # noqa: PLC0415

    ends, is_trusted = time.monotonic() + _LONGEST_REQUEST_S, True
    silence_s = max(0.001, min(_LONGEST_SILENCE_S, deadline.remaining_s()))
    try:
        with session.request(
            method, url, headers=headers, data=body, timeout=silence_s, stream=True, allow_redirects=False
        ) as response:
            return _body(response, ends, deadline), response.status_code, response.headers
    except (requests.exceptions.SSLError, urllib3.exceptions.SSLError) as error:
        passing, is_trusted = False, not _is_of_certificates(error)
    except (
        requests.exceptions.Timeout,
        requests.exceptions.ConnectionError,
        urllib3.exceptions.TimeoutError,
        urllib3.exceptions.ProtocolError,
    ):
        passing = True
    except (OSError, urllib3.exceptions.HTTPError):  # the first is also the base of all of requests' errors
        passing = False
    # Raised here, so that no error of the network's, which holds the request with its key, is the context of ours.
    raise Broken(passing=passing) if is_trusted else untrusted()


def _authorities() -> str | None:
    """The file or folder of certificates that are trusted, as for `requests` itself and curl; None for the usual ones.

    Raises:
        PaymentsUnavailable: it is not there, or holds none.
    """
    import ssl  # noqa: PLC0415

    name = next((name for name in _AUTHORITIES if os.environ.get(name)), None)
    if name is None:
        return None
    given = os.environ[name]
    try:
        if not Path(given).is_dir():
            ssl.create_default_context(cafile=given)
    except FileNotFoundError:
        why = "is not there"
    except OSError:
        why = "holds no certificate that can be read"
    else:
        return given
    raise PaymentsUnavailable(f"{name}: {given} {why}: name a file or folder of certificates (PEM), or unset it.")


def _is_of_certificates(error: BaseException | None) -> bool:
    import ssl  # noqa: PLC0415

    while error and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None


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
