"""What is counted, the payments that it is counted from, and the count."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from mkdocs_wellspring.errors import ConfigurationError

__all__ = ["Count", "Definition", "Mode", "Payment"]


class Mode(StrEnum):
    """Whose money it is: real, Stripe's test money, or a sandbox's. They are never counted together."""

    LIVE = "live"
    TEST = "test"
    SANDBOX = "sandbox"


@dataclass(frozen=True, slots=True)
class Definition:
    """What counts.

    Attributes:
        campaign: the value of the metadata key `wellspring_campaign` by which payments are found.
        mode: whose money is counted.
        starts: the first day, in `timezone`; None for no beginning.
        ends: the last day, inclusive, in `timezone`; None for no end.
        timezone: an IANA name.
        metric: unique people with a payment that was captured and not refunded in full.
    """

    campaign: str
    mode: Mode
    starts: date | None = None
    ends: date | None = None
    timezone: str = "UTC"
    metric: Literal["supporters"] = "supporters"

    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change when, and only when, what counts changes."""
        text = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def window(self) -> tuple[datetime | None, datetime | None]:
        """The first moment that counts and the first that no longer does, in UTC; None without a bound.

        A day begins at its first local midnight, or, where the clocks skip midnight, when they have skipped
        it.

        Raises:
            ConfigurationError: `timezone` is no IANA name.
        """
        zone = _zone(self.timezone)
        return _beginning(self.starts, zone), _beginning(self.ends, zone, days_later=1)


@dataclass(frozen=True, slots=True)
class Payment:
    """One charge of the campaign, without the people's names.

    Attributes:
        id: the charge's id at the payments API.
        created: in UTC, to the second.
        amount_minor: what was captured, in the currency's smallest unit.
        refunded_minor: what of it was given back, in the same unit.
        currency: three small letters.
        succeeded: the charge's status is `succeeded`; false while it is pending and when it failed.
        captured: the money was taken, and not only reserved.
        people: keyed hashes of what identifies the giver: never empty, for where nothing does, the charge's
            id is hashed.
    """

    id: str
    created: datetime
    amount_minor: int
    refunded_minor: int
    currency: str
    succeeded: bool
    captured: bool
    people: frozenset[str]


@dataclass(frozen=True, slots=True)
class Count:
    """A number that was counted, and what it was counted from.

    Attributes:
        value: unique supporters.
        as_of: when the payments were asked for, in UTC.
        definition: what counted.
        counted_payments: payments that made someone a supporter.
        campaign_payments: payments of the campaign, counted or not.
        other_payments: payments in the same listing that belong to no campaign or to another one.
    """

    value: int
    as_of: datetime
    definition: Definition
    counted_payments: int
    campaign_payments: int
    other_payments: int


def _zone(name: str) -> tzinfo:
    if name == "UTC":  # also where the machine has no time-zone database
        return UTC
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        message = f"The time zone {name!r} is not known: give an IANA name, for example Europe/Berlin."
    raise ConfigurationError(message)


def _beginning(day: date | None, zone: tzinfo, *, days_later: int = 0) -> datetime | None:
    if day is None:
        return None
    try:
        return datetime.combine(day + timedelta(days=days_later), time(), zone).astimezone(UTC)
    except OverflowError:  # at either end of the calendar: 9999-12-31 is written to mean no end
        return None
