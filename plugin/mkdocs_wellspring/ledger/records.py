"""What is counted, and what a count says of itself."""

import hashlib
import json
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from mkdocs_wellspring.errors import ConfigurationError

__all__ = ["Count", "Definition", "Entry", "Line", "Metric", "Mode", "Progress", "Reason", "Window"]

Metric = Literal["supporters", "recurring", "payments", "gross", "net"]
Window = Literal["campaign", "all", "rolling", "month"]


class Mode(StrEnum):
    """Whose money it is: real, Stripe's test money, or a sandbox's. They are never counted together."""

    LIVE = "live"
    TEST = "test"
    SANDBOX = "sandbox"


class Reason(StrEnum):
    """Why a payment or a subscription counts or does not: the first that holds, in this order."""

    BEFORE = "before"
    AFTER = "after"
    FAILED = "failed"
    PENDING = "pending"
    UNCAPTURED = "uncaptured"
    DISPUTE_LOST = "dispute-lost"
    DISPUTE_OPEN = "dispute-open"
    REFUNDED = "refunded"
    ENDED = "ended"
    INCOMPLETE = "incomplete"
    UNPAID = "unpaid"
    TRIAL = "trial"
    PAUSED = "paused"
    PAST_DUE = "past-due"
    FREE = "free"
    CURRENCY = "currency"
    MINIMUM = "minimum"
    COUNTED = "counted"


class Definition(NamedTuple):
    """What counts; docs/counting.md says it in full.

    Attributes:
        campaign: the value of the metadata key `wellspring_campaign` by which gifts are found.
        mode: whose money is counted.
        starts: the first day of the campaign, in `timezone`; None for no beginning.
        ends: its last day, inclusive, in `timezone`; None for no end.
        timezone: an IANA name.
        metric: `supporters`: unique people with a payment that counts; `recurring`: unique people with a
            subscription that is active now; `payments`: payments that count; `gross`: what was captured;
            `net`: what is left of it after refunds and disputes. The last two are in minor units.
        window: `campaign`: from `starts` to `ends`; `all`; `rolling`: the last `rolling_days` days, today
            included; `month`: this calendar month. `recurring` knows no window.
        payment_links: gifts through these payment links belong to the campaign as well.
        prices: so do gifts for these prices,
        products: and for these products.
        minimum_minor: what is left of a payment must be this much, in minor units of `currency`.
        currency: three small letters; only payments in it count. None for any.
        open_disputes: whether a payment counts while somebody disputes it.
        past_due_days: how long after an unpaid renewal a subscription still counts.
        monthly: payments of subscriptions are looked for (in every metric but `recurring`).
    """

    campaign: str
    mode: Mode
    starts: date | None = None
    ends: date | None = None
    timezone: str = "UTC"
    metric: Metric = "supporters"
    window: Window = "campaign"
    rolling_days: int = 0
    payment_links: tuple[str, ...] = ()
    prices: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    minimum_minor: int = 0
    currency: str | None = None
    open_disputes: Literal["remove", "keep"] = "remove"
    past_due_days: int = 14
    monthly: bool = True

    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change when, and only when, what counts changes."""
        text = json.dumps(self._asdict(), sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def bounds(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """The first moment that counts at `now` and the first that no longer does, in UTC; None without a bound.

        A day begins at its first local midnight, or, where the clocks skip midnight, when they have skipped
        it.

        Raises:
            ConfigurationError: `timezone` is no IANA name.
        """
        zone = _zone(self.timezone)
        today = now.astimezone(zone).date()
        match self.window:
            case "campaign":
                return _beginning(self.starts, zone), _beginning(self.ends, zone, days_later=1)
            case "rolling":
                return _beginning(today, zone, days_later=1 - self.rolling_days), None
            case "month":
                return _beginning(today.replace(day=1), zone), None
        return None, None

    def ended(self, now: datetime) -> bool:
        """The last day of the campaign is over."""
        end = _beginning(self.ends, _zone(self.timezone), days_later=1)
        return end is not None and now >= end


class Line(NamedTuple):
    """How many payments (of `recurring`: subscriptions) of the campaign count, or do not for one reason."""

    reason: Reason
    number: int


class Count(NamedTuple):
    """A number that was counted, and what it was counted from.

    Attributes:
        value: people, payments, or money in minor units, as the metric says.
        as_of: when the payments were asked for, in UTC.
        definition: what counted.
        people: unique people behind what counts.
        lines: one a reason that occurs, in the order of `Reason`; together all of the campaign's payments.
        other_payments: payments in the same time that belong to no campaign or to another one; of
            `recurring`, subscriptions.
        requests: how many requests it took to bring the ledger up to date.
    """

    value: int
    as_of: datetime
    definition: Definition
    people: int
    lines: tuple[Line, ...]
    other_payments: int
    requests: int = 0

    def number(self, reason: Reason) -> int:
        """How many payments there are of that reason."""
        return sum(line.number for line in self.lines if line.reason is reason)

    @property
    def campaign_payments(self) -> int:
        """Payments of the campaign, counted or not."""
        return sum(line.number for line in self.lines)


class Entry(NamedTuple):
    """One payment or subscription of the campaign, for a treasurer: no person is in it.

    Attributes:
        id: as the payments API names it.
        intent: the payment intent's id; None without one.
        created: in UTC, to the second.
        currency: three small letters.
        amount_minor: what was captured; of a subscription, what a period costs, None where that varies.
        refunded_minor: what of it was given back.
        reason: why it counts or does not.
    """

    id: str
    intent: str | None
    created: datetime
    currency: str
    amount_minor: int | None
    refunded_minor: int
    reason: Reason


class Progress(NamedTuple):
    """How far a long first count has come.

    Attributes:
        payments: how many payments have been listed so far.
        share: how much of the time that is to be covered has been covered, from 0 to 1.
    """

    payments: int
    share: float


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
