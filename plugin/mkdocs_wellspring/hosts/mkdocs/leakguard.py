"""No secret is published: a built site is looked through for keys, compressed files included."""

import gzip
import os
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mkdocs.exceptions import PluginError

__all__ = ["Leak", "Secret", "guard_site", "leaks", "secrets_of"]

# https://docs.stripe.com/keys, read in 2026-11. A word before it may be the end of another text, as in JSON's "\n".
_KEY = re.compile(rb"(?P<kind>[sr]k)_(?:live|test)_(?P<rest>[A-Za-z0-9_]{16,})|whsec_[A-Za-z0-9+/=_-]{16,}")
_HINTS = (b"k_live_", b"k_test_", b"whsec_")
_KINDS = {b"sk": "a secret key of Stripe's", b"rk": "a restricted key of Stripe's"}
_WEBHOOK = "a webhook secret of Stripe's"

_CHUNK = 1 << 20
_OVERLAP = 256
"""So much of a chunk is looked at again with the next, as a secret may stand over their border."""

_SHORTEST = 16
"""What is shorter might stand there by chance, as `rk_test_sandbox` does, which opens nothing."""

_WORD = re.compile(rb"[A-Za-z0-9]")
_IS_RANDOM = re.compile(rb"[0-9].*[A-Z]|[A-Z].*[0-9]")


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """What must not be published.

    Attributes:
        kind: what it is, in words.
        value: the secret itself.
    """

    kind: str
    value: bytes


@dataclass(frozen=True, slots=True)
class Leak:
    """A secret in a file of the site; it does not say which.

    Attributes:
        path: from the site's root.
        kind: what was found, in words.
    """

    path: str
    kind: str


def secrets_of(env: Mapping[str, str], ledger_folder: Path | None = None) -> list[Secret]:
    """The secrets of this machine: the payments key, and that of the ledger, in the environment or beside it."""
    kept = ""
    if ledger_folder:
        with suppress(OSError, ValueError):
            kept = (ledger_folder / "ledger.key").read_text("ascii")
    given = [
        ("the key in WELLSPRING_STRIPE_KEY", env.get("WELLSPRING_STRIPE_KEY", "")),
        ("the key in WELLSPRING_LEDGER_KEY", env.get("WELLSPRING_LEDGER_KEY", "")),
        ("the ledger's key", kept),
    ]
    return [Secret(kind, text.strip().encode()) for kind, text in given if len(text.strip().encode()) >= _SHORTEST]


def guard_site(site: Path, secrets: Sequence[Secret]) -> None:
    """The built site holds no key of Stripe's, and none of `secrets`.

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
    for folder, folders, names in os.walk(site):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            if kind := _in_file(path, secrets):
                yield Leak(path.relative_to(site).as_posix(), kind)


def _in_file(path: Path, secrets: Sequence[Secret]) -> str | None:
    with path.open("rb") as file:
        if kind := _in_stream(file, secrets):
            return kind
    if path.suffix.lower() not in {".gz", ".svgz"}:
        return None
    # What is no whole gzip file is searched as far as it goes.
    with suppress(OSError, EOFError, zlib.error), gzip.open(path, "rb") as file:
        return _in_stream(file, secrets)
    return None


def _in_stream(file: "BinaryIO | gzip.GzipFile", secrets: Sequence[Secret]) -> str | None:
    overlap = max([_OVERLAP, *(len(secret.value) for secret in secrets)])
    before = b""
    while chunk := file.read(_CHUNK):
        text = before + chunk
        if kind := _in_text(text, secrets):
            return kind
        before = text[-overlap:]
    return None


def _in_text(text: bytes, secrets: Sequence[Secret]) -> str | None:
    exact = next((secret.kind for secret in secrets if secret.value in text), None)
    if exact or not any(hint in text for hint in _HINTS):
        return exact
    return next((_kind(match) for match in _KEY.finditer(text) if _is_key(text, match)), None)


def _kind(match: re.Match[bytes]) -> str:
    return _KINDS.get(match["kind"], _WEBHOOK)


def _is_key(text: bytes, match: re.Match[bytes]) -> bool:
    """It is no name of something else, such as `risk_test_automation_framework`: a key is mixed at random."""
    is_apart = not _WORD.match(text, match.start() - 1) if match.start() else True
    return is_apart or match["kind"] is None or bool(_IS_RANDOM.search(match["rest"]))
