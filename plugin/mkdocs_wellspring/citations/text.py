"""Untrusted text made fit to be shown, and addresses made safe to be followed."""

import re
import unicodedata
from datetime import date
from typing import Any
from urllib.parse import quote, unquote, urlsplit

__all__ = ["clean", "find_doi", "read_doi", "read_key", "read_language", "safe_address", "scheme_of"]

_SCHEMES = frozenset({"http", "https", "mailto", "urn"})
_DOI = re.compile(r"(?:(?:https?://(?:dx\.)?doi\.org/|doi:)\s*)?(?P<doi>10\.[0-9]{4,9}/[^\s\"]+)", re.IGNORECASE)
_IN_PATH = re.compile(r"(?<=[^/]/)10\.[0-9]{4,9}/.+")
_NO_ADDRESS = re.compile(r"[\s\"]")
_VIEW = re.compile(r"/(?:abstract|epdf|full|pdf)\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")

# Format characters: among them those that turn the direction of what follows, which no address needs.
_UNSAFE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs", "Cs"})


def clean(text: str) -> str:
    """The text on one line, without control characters and halves of letters; what turns its direction stays.

    Templates put each text into `<bdi>`, so that a direction that it turns ends where it ends.
    """
    if text.isprintable():
        return " ".join(text.split()) if " " in text else text
    kept = "".join(letter for letter in text if letter.isspace() or unicodedata.category(letter) not in {"Cc", "Cs"})
    return " ".join(kept.split())


def safe_address(text: str) -> str | None:
    """The address, fit for a link; None where following it is not safe, or where it is none."""
    if not (text.isascii() and text.isprintable() and " " not in text) and any(
        unicodedata.category(letter) in _UNSAFE for letter in text
    ):
        return None
    if doi := read_doi(text):
        return text if scheme_of(text) == "https" else f"https://doi.org/{quote(doi, safe='/:;()')}"
    scheme = scheme_of(text)
    if scheme not in _SCHEMES or (scheme in {"http", "https"} and not _has_host(text)):
        return None
    return text


def read_doi(text: str) -> str | None:
    """The DOI that a text is, without what stands before it; None where it is none."""
    match = _DOI.fullmatch(text.strip())
    return match["doi"] if match else None


def find_doi(text: str) -> str | None:
    """The DOI that a text is, or that stands in the path of an address of any site; None where there is none.

    Not every address with a DOI in it is that of the work, so that this is for a field that is said to hold a DOI.
    """
    if doi := read_doi(text):
        return doi
    address = clean(unquote(text)).partition("?")[0].partition("#")[0]
    if scheme_of(address) not in {"http", "https"} or _NO_ADDRESS.search(address):
        return None
    found = _IN_PATH.search(address)
    return _VIEW.sub("", found[0]) if found else None


def read_key(value: Any) -> str | None:
    """The key that a value is: a word, a number, or what YAML takes for a day; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        return None
    try:
        return clean(value.isoformat() if isinstance(value, date) else str(value)) or None
    except ValueError:  # a whole number too long for Python to write
        return None


def read_language(text: str) -> str | None:
    """The language tag (BCP 47, in form) that a text is; None where it is none."""
    return text if _LANGUAGE.fullmatch(text) else None


def scheme_of(address: str) -> str:
    """The scheme of an address in small letters; "" where it has none, or is broken."""
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return ""


def _has_host(address: str) -> bool:
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False
