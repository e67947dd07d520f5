"""No secret is published: a built site is looked through for keys and for a ledger, compressed files included."""

import gzip
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from mkdocs.exceptions import PluginError

__all__ = ["Leak", "Secret", "guard_site", "leaks", "secrets_of"]

# https://docs.stripe.com/keys, read in 2026-11. A word before it may be the end of another text, as in JSON's "\n".
_KEY = (
    rb"(?:(?P<kind>[sr]k)_(?:org_)?(?:live|test)_(?=(?P<rest>[A-Za-z0-9_]{16,}))"
    rb"|whsec_(?=(?P<hook>[A-Za-z0-9+/=_-]{16,})))"
)
_ENDS = (b"_live_", b"_test_", b"whsec_")
"""What has none of these holds no key; most files are looked through for no more."""

_HINTS = (b"k_live_", b"k_test_", b"k_org_", b"whsec_")
"""What has one of those for another reason, as code has `my_test_case`, mostly has none of these."""

_KINDS = {b"sk": "a secret key of Stripe's", b"rk": "a restricted key of Stripe's"}
_WEBHOOK = "a webhook secret of Stripe's"
_LEDGER = "the ledger of payments"
_LEDGER_KEY = "a key of a ledger"

_GZIP = b"\x1f\x8b"
_SQLITE = b"SQLite format 3\0"
_WAL = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
"""What a build that was killed leaves beside its ledger begins with: https://sqlite.org/fileformat2.html#walformat."""

_TABLE = rb"wellspring_(?:schema|books|views)"
_PAYMENT = rb"(?:ch|py|sub)_[A-Za-z0-9]{14}"
"""It holds the pages that have changed: often payments alone, without a table's name."""

_HEX_KEY = rb"[0-9a-f]{64}\s*"
_BEGINNING = 128

_CHUNK = 1 << 20
_OVERLAP = 256
"""So much of a chunk is looked at again with the next, as a secret may stand over their border."""

_SHORTEST = 16
"""What is shorter might stand there by chance, as `rk_test_sandbox` does, which opens nothing."""

_MIXED = (rb"[0-9]", rb"[A-Z]", rb"[a-z]")
"""A key is mixed at random; what stands for one in documentation, or is the name of a function, is not."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Secret:
    """What must not be published.

    Attributes:
        kind: what it is, in words.
        value: the secret itself.
    """

    kind: str
    value: bytes


class Leak(NamedTuple):
    """A secret in a file of the site; it does not say which.

    Attributes:
        path: from the site's root.
        kind: what was found, in words.
    """

    path: str
    kind: str


def secrets_of(env: Mapping[str, str], ledger_key_file: Path | None = None) -> list[Secret]:
    """The secrets of this machine: the payments key, and that of the ledger, in the environment or in its file."""
    kept = ""
    if ledger_key_file:
        with suppress(OSError, ValueError):
            kept = ledger_key_file.read_text("ascii")
    given = [
        ("the key in WELLSPRING_STRIPE_KEY", env.get("WELLSPRING_STRIPE_KEY", "")),
        ("the key in WELLSPRING_LEDGER_KEY", env.get("WELLSPRING_LEDGER_KEY", "")),
        ("the ledger's key", kept),
    ]
    return [Secret(kind, text.strip().encode()) for kind, text in given if len(text.strip().encode()) >= _SHORTEST]


def guard_site(site: Path, secrets: Sequence[Secret]) -> None:
    """The built site holds no key of Stripe's, no ledger, and none of `secrets`.

    Raises:
        PluginError: it does; the message names the file and what it is, and never repeats it.
    """
    found = list(leaks(site, secrets))
    if not found:
        return
    more = f", and so do {len(found) - 1} more of its files" if len(found) > 1 else ""
    raise PluginError(
        f"{found[0].path} of the built site holds {found[0].kind}{more}: publish nothing of it, "
        "take the secret out of what the site is made of, and replace it by a new one"
    )


def leaks(site: Path, secrets: Sequence[Secret]) -> Iterator[Leak]:
    """The files that hold a secret, each once, in the order of their paths."""
    root = os.path.join(site, "")  # noqa: PTH118 - a Path for each file of a site takes longer than to read it
    for folder, folders, names in os.walk(site):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)  # noqa: PTH118 - as above
            shown = path.removeprefix(root).replace(os.sep, "/")
            if kind := _in_text(os.fsencode(shown), secrets):
                yield Leak(_without_secret(shown, secrets), kind)
            elif os.path.isfile(path) and (kind := _in_file(path, name, secrets)):  # noqa: PTH113 - as above
                yield Leak(shown, kind)


def _in_file(path: str, name: str, secrets: Sequence[Secret]) -> str | None:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - as above
        begin = file.read(_CHUNK)
        if kind := _in_chunks(chain([begin], _chunks(file.read)), secrets):
            return kind
    if name == "ledger.key" and re.fullmatch(_HEX_KEY, begin[:_BEGINNING]):
        return _LEDGER_KEY
    if not begin.startswith(_GZIP):
        return None
    # What is no whole gzip file is searched as far as it goes.
    with suppress(OSError, EOFError, zlib.error), gzip.open(path, "rb") as file:
        return _in_chunks(_chunks(file.read1), secrets)
    return None


def _chunks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """Read by one call at a time: what comes before the place where a compressed file is broken is looked at."""
    return iter(partial(read, _CHUNK), b"")


def _in_chunks(chunks: Iterable[bytes], secrets: Sequence[Secret]) -> str | None:
    overlap = max([_OVERLAP, *(len(secret.value) for secret in secrets)])
    before, marks = b"", None
    for chunk in chunks:
        text = before + chunk
        if marks is None and len(text) >= len(_SQLITE):
            marks = _marks_of_a_ledger(text)
        if kind := _in_text(text, secrets):
            return kind
        if marks and any(re.search(mark, text) for mark in marks):
            return _LEDGER
        before = text[-overlap:]
    return None


def _marks_of_a_ledger(begin: bytes) -> tuple[bytes, ...]:
    """What tells a ledger from other files that begin so; none where it can be none."""
    if begin.startswith(_SQLITE):
        return (_TABLE,)
    return (_TABLE, _PAYMENT) if begin.startswith(_WAL) else ()


def _in_text(text: bytes, secrets: Sequence[Secret]) -> str | None:
    exact = next((secret.kind for secret in secrets if secret.value in text), None)
    if exact or not all(any(one in text for one in hints) for hints in (_ENDS, _HINTS)):
        return exact
    return next((_kind(match) for match in re.finditer(_KEY, text) if _is_mixed(match["rest"] or match["hook"])), None)


def _kind(match: re.Match[bytes]) -> str:
    return _KINDS.get(match["kind"], _WEBHOOK)


def _is_mixed(text: bytes) -> bool:
    return all(re.search(kind, text) for kind in _MIXED)


def _without_secret(path: str, secrets: Sequence[Secret]) -> str:
    """The path without the names that hold a secret."""
    names = ["***" if _in_text(os.fsencode(name), secrets) else name for name in path.split("/")]
    return "/".join(names) if "***" in names else "***"
