"""The key to the payments API, in a type that does not show it."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.ledger.records import Mode

__all__ = ["SecretKey", "api_base"]

# The prefixes: https://docs.stripe.com/keys, read in 2026-11.
_KEY = re.compile(r"(?:sk|rk)_(?P<mode>live|test)_[A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True, repr=False)
class SecretKey:
    """A secret or restricted key: printing, formatting or logging it shows three asterisks."""

    _value: str

    def __repr__(self) -> str:
        return "SecretKey(***)"

    __str__ = __repr__

    def reveal(self) -> str:
        """The key itself, without the blanks and line ends that come with copying it."""
        return self._value.strip()

    @property
    def is_unrestricted(self) -> bool:
        """The key may do everything with the account; `permissions.ADVICE` says what to use instead."""
        return self.reveal().startswith("sk_")

    def mode(self, base: str | None) -> Mode:
        """Whose money the key gives access to; another server than Stripe's own is always a sandbox.

        Raises:
            ConfigurationError: it is no secret or restricted key, or a live one that would go to another
                server.
        """
        match = _KEY.fullmatch(self.reveal())
        if match is None:
            raise ConfigurationError(
                "WELLSPRING_STRIPE_KEY holds no key that can read payments: "
                "give a restricted key, which begins with rk_live_ or rk_test_."
            )
        if base is None:
            return Mode(match["mode"])
        if match["mode"] == "live":
            raise ConfigurationError(
                "WELLSPRING_STRIPE_API is set, and a live key is never sent to another server: "
                "unset it, or give a test key."
            )
        return Mode.SANDBOX


def api_base(value: str | None) -> str | None:
    """The address of another payments server, without a slash at its end; None where none is set.

    Raises:
        ConfigurationError: it is no address of a web server.
    """
    text = (value or "").strip().rstrip("/")
    if not text:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ConfigurationError(
            "WELLSPRING_STRIPE_API is no address of a server: give one of the form http://127.0.0.1:8420."
        )
    return text
