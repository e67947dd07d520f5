"""People as keyed hashes: the same person gives the same hash, and nobody without the key can tell who it is.

A salt that lies beside the hashes protects nobody: one processor core tries 414,000 addresses a second
(measured 2026-11). The key therefore comes from the environment, or lies in a file of its own that is never
committed.
"""

import hmac
import os
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs_wellspring.errors import ConfigurationError, LedgerError

__all__ = ["LedgerKey", "ledger_key", "mark_of", "read_or_make_key", "tokens_of"]

_VARIABLE = "WELLSPRING_LEDGER_KEY"
_FILE = "ledger.key"
_BYTES = 32
_SHORTEST = 16
_HASH_BYTES = 16
_NOT_CI = frozenset({"", "0", "false", "no", "off"})


@dataclass(frozen=True, slots=True)
class LedgerKey:
    """The key of the hashes.

    Attributes:
        secret: at least 16 bytes.
        persistent: the same key comes again tomorrow, so that a ledger may be kept; else it lives in memory.
        given: the environment gave it, so that other machines may have it too.
    """

    secret: bytes = field(repr=False)
    persistent: bool
    given: bool = False

    def place(self, url: str) -> str:
        """Where the ledger goes: `url`, or into memory where the key does not last.

        Raises:
            ConfigurationError: others may share the ledger, who have not this machine's own key.
        """
        if not self.persistent:
            return "sqlite://"
        if not self.given and not url.startswith("sqlite:"):
            raise ConfigurationError(
                f"goal: ledger: a ledger that several builders share needs the same {_VARIABLE} for all of them; "
                "set it to what python -c 'import secrets; print(secrets.token_hex(32))' prints."
            )
        return url


def ledger_key(env: Mapping[str, str], folder: Path) -> LedgerKey:
    """The key that `env` gives; in CI without one, a key for this run alone; else that of `folder`.

    CI caches are shared, so that a key kept beside the ledger there would protect nobody.

    Raises:
        ConfigurationError: the key that is given is too short to be one.
        LedgerError: the folder's key cannot be read or made.
    """
    given = env.get(_VARIABLE, "").strip().encode()
    if given:
        if len(given) < _SHORTEST:
            raise ConfigurationError(
                f"{_VARIABLE} is too short to protect anyone: give at least {_SHORTEST} random characters, "
                "for example what python -c 'import secrets; print(secrets.token_hex(32))' prints."
            )
        return LedgerKey(given, persistent=True, given=True)
    if env.get("CI", "").strip().lower() not in _NOT_CI:
        return LedgerKey(secrets.token_bytes(_BYTES), persistent=False)
    return LedgerKey(read_or_make_key(folder / _FILE), persistent=True)


def read_or_make_key(path: Path) -> bytes:
    """The key in the file at `path`, made if need be, for its owner alone, in a folder that git ignores.

    Of several builds that make it at once, all get the same one.

    Raises:
        LedgerError: the file cannot be read or made, or holds something else.
    """
    try:
        if not path.exists():
            _make(path)
        path.chmod(0o600)
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        key = b""
    except OSError as error:
        raise LedgerError(
            f"The ledger's key {path} cannot be read or made ({error.strerror}): "
            f"make its folder writable, or set {_VARIABLE}."
        ) from None
    if len(key) < _SHORTEST:
        raise LedgerError(f"{path} is no key of a ledger: delete it, and the next build makes one.")
    return key


def tokens_of(
    secret: bytes, kind: str, *, emails: Iterable[str | None], customer: str | None, otherwise: str
) -> tuple[bytes, ...]:
    """Hashes, 16 bytes each, of what identifies a giver: addresses and the customer; of `otherwise` where nothing does.

    Givers of one `kind` (charge, subscription) are joined among themselves: a count must not depend on what else
    the ledger was asked to count before.

    Addresses are compared without regard to case, blanks round them and Unicode's compatible forms, and in no
    other way: what a mail provider makes of dots or of "+" is a guess.
    """
    found = {f"email\0{text}" for email in emails if email and (text := _normalised(email))}
    if customer:
        found.add(f"customer\0{customer}")
    return tuple(_hash(secret, f"{kind}\0{text}") for text in sorted(found) or (f"id\0{otherwise}",))


def mark_of(secret: bytes, *parts: str) -> str:
    """A hash of what names an account, by which its payments are told from those of another."""
    return _hash(secret, "account\0" + "\0".join(parts)).hex()


def _normalised(email: str) -> str:
    return unicodedata.normalize("NFKC", email).strip().casefold()


def _hash(secret: bytes, text: str) -> bytes:
    return hmac.digest(secret, text.encode("utf-8", "surrogatepass"), "sha256")[:_HASH_BYTES]


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    ignore = path.parent / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="ascii")
    own = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(_BYTES) + "\n")
        # A link, unlike a renaming, leaves a key that another build made meanwhile.
        os.link(own, path)
    except FileExistsError:
        return
    finally:
        own.unlink(missing_ok=True)
