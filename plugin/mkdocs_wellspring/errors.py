"""The errors that Wellspring raises, as a tree.

    WellspringError
    ├── ConfigurationError        the site's options cannot be used: the build stops
    ├── SnapshotError             a stored count cannot be read or does not fit the goal
    ├── LedgerError               the ledger cannot be opened or written
    └── PaymentsError             the payments API gave no count that can be trusted
        ├── PaymentsUnavailable   it did not answer, or not in time, or not to this key
        ├── PaymentsMalformed     it answered something that is not the documented shape
        └── NothingMatched        it answered well, and nothing there belongs to the campaign

Each message is one line that says what is wrong and what to do, and holds no key, no address and no amount.
An author's mistake in a page is no error but a `findings.Finding`.
"""

__all__ = [
    "ConfigurationError",
    "LedgerError",
    "NothingMatched",
    "PaymentsError",
    "PaymentsMalformed",
    "PaymentsUnavailable",
    "SnapshotError",
    "WellspringError",
]


class WellspringError(Exception):
    """Something that a person who runs a site has to know of, in one line."""


class ConfigurationError(WellspringError):
    """The site's options cannot be used."""


class SnapshotError(WellspringError):
    """A stored count cannot be read, or was counted by another definition."""


class LedgerError(WellspringError):
    """The ledger cannot be opened or written."""


class PaymentsError(WellspringError):
    """The payments API gave no count that can be trusted."""


class PaymentsUnavailable(PaymentsError):
    """The payments API did not answer, or not in time, or not to this key."""


class PaymentsMalformed(PaymentsError):
    """The payments API answered something that is not the documented shape."""


class NothingMatched(PaymentsError):
    """The account has payments, and none of them belongs to the campaign."""
