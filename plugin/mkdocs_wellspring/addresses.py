"""Addresses that a reader can follow with a browser."""

from urllib.parse import urlsplit

__all__ = ["is_web"]


def is_web(address: str) -> bool:
    """The address is http or https, names a host, and holds no white space."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(map(str.isspace, address))
