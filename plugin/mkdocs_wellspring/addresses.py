"""Addresses: those that a reader can follow with a browser, and those of this very machine."""

from ipaddress import ip_address
from urllib.parse import urlsplit

__all__ = ["is_loopback", "is_web"]


def is_loopback(host: str) -> bool:
    """The host, a name or a number, is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_web(address: str) -> bool:
    """The address is http or https, names a host, and holds no white space, nor the "…" of an example."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and bool(parts.hostname)
        and not any(each.isspace() or each == "…" for each in address)
    )
