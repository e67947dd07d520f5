"""What a site asks for, and what is true of it now."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from mkdocs_wellspring.addresses import is_web
from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.ledger.records import Definition, Metric, Mode, Window

__all__ = ["NOTHING_OFFLINE", "Goal", "Offline", "State", "no_currency"]

State = Literal["counted", "reached", "ended", "uncounted"]


class Offline(NamedTuple):
    """What was given by other ways than Stripe: declared, never counted by us, and always shown apart.

    Attributes:
        amount: in the unit of the goal's metric: people, payments, or minor units of its currency.
        note: what it is and who says so, untrusted; "" for no note.
    """

    amount: int = 0
    note: str = ""


NOTHING_OFFLINE = Offline()

_ANY = datetime(2026, 1, 1, tzinfo=UTC)
_FILE = "sqlite:///"
_UNUSABLE = r"[\0\ud800-\udfff]"


@dataclass(frozen=True, slots=True)
class Goal:
    """One campaign and its banner; every text is untrusted.

    Attributes:
        targets: what is hoped for, from 1 and ascending, in the unit of `metric`: people, payments, or minor units of
            `currency`. Those after the first are stretch goals.
        donate: the payment page, http or https; None for no link.
        starts: the first day whose gifts count.
        ends: the last such day, inclusive.
        metric: what is counted; this and the fields down to `monthly` are as in `Definition`.
        offline: what came by other ways, and is added before the target is compared.
        refresh_after_s: a younger count is used as it is, in seconds.
        cache: the folder of what this machine keeps for itself, wherever the snapshot and the ledger are.
        snapshot: the file of the last count.
        ledger: where payments are kept: `sqlite:///path` or `postgresql://…`, which may hold a password.
        demonstration: money that is not live is shown on purpose.

    Raises:
        ConfigurationError: a value that no banner can be made of, or two that contradict each other.
    """

    campaign: str
    title: str
    targets: tuple[int, ...]
    text: str = ""
    donate: str | None = None
    recipient: str | None = None
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
    offline: Offline = NOTHING_OFFLINE
    refresh_after_s: int = 900
    on_outage: Literal["keep", "fail"] = "keep"
    cache: Path = Path(".cache/wellspring")
    snapshot: Path = Path(".cache/wellspring/goal.txt")
    ledger: str = field(default="sqlite:///.cache/wellspring/ledger.db", repr=False)
    demonstration: bool = False

    def __post_init__(self) -> None:
        _check_texts(self)
        if not self.targets or self.targets[0] < 1:
            given = self.targets[0] if self.targets else "an empty list"
            raise ConfigurationError(f"goal: target: {given} is no goal; give a whole number from 1, such as 1000")
        if any(later <= earlier for earlier, later in zip(self.targets, self.targets[1:], strict=False)):
            raise ConfigurationError("goal: target: the list does not ascend; give each goal once, the smallest first")
        if not self.campaign.strip() or not self.title.strip():
            raise ConfigurationError("goal: `campaign:` and `title:` cannot be empty; give each a few words")
        if self.donate is not None and not is_web(self.donate):
            raise ConfigurationError(
                f"goal: donate: {self.donate[:80]!r} is no web address; give https://donate.stripe.com/…"
            )
        if self.starts and self.ends and self.ends < self.starts:
            raise ConfigurationError(
                f"goal: ends: {self.ends} comes before starts: {self.starts}; give the later day last"
            )
        _check_what_counts(self)

    def definition(self, mode: Mode) -> Definition:
        """What counts for the goal in money of `mode`."""
        return Definition(
            self.campaign,
            mode,
            starts=self.starts,
            ends=self.ends,
            timezone=self.timezone,
            metric=self.metric,
            window=self.window,
            rolling_days=self.rolling_days,
            payment_links=self.payment_links,
            prices=self.prices,
            products=self.products,
            minimum_minor=self.minimum_minor,
            currency=self.currency,
            open_disputes=self.open_disputes,
            past_due_days=self.past_due_days,
            monthly=self.monthly,
        )

    @property
    def is_money(self) -> bool:
        """The number is an amount, in minor units of `currency`."""
        return self.metric in {"gross", "net"}

    @property
    def is_pretended(self) -> bool:
        """The donate link leads to a server on this machine, such as the sandbox: nobody can give there."""
        host = urlsplit(self.donate).hostname if self.donate else None
        return host == "localhost" or (host or "").startswith("127.")

    @property
    def ledger_file(self) -> Path | None:
        """The file of the ledger; None for a database that builders share."""
        return Path(self.ledger.removeprefix(_FILE)) if self.ledger.startswith(_FILE) else None

    @property
    def ledger_key_file(self) -> Path:
        """The key under which people are hashed, where the environment gives none: never beside a ledger elsewhere.

        The folder of a ledger may be one that git does not ignore, or that others read.
        """
        return self.cache / "ledger.key"

    def total(self, counted: int) -> int:
        """What is compared with the target: what was counted, and what was declared beside it."""
        return counted + self.offline.amount

    def target_for(self, total: int) -> int:
        """The first target that `total` has not reached, or the last of all."""
        return next((target for target in self.targets if total < target), self.targets[-1])

    def state(self, total: int | None, now: datetime) -> State:
        """What the banner says of `total` at `now` (with a time zone); reached is a goal when its last target is."""
        if self.definition(Mode.LIVE).ended(now):
            return "ended"
        if total is None:
            return "uncounted"
        return "reached" if total >= self.targets[-1] else "counted"

    def local(self, moment: datetime) -> datetime:
        """The moment by the clocks of the goal's time zone, for the day that a reader there calls it."""
        # UTC is known also where the machine has no time-zone database.
        return moment.astimezone(UTC if self.timezone == "UTC" else ZoneInfo(self.timezone))


def no_currency(metric: Metric) -> str:
    """What is said of a metric of money that has no currency."""
    return f"goal: metric: {metric} adds money, which is never added across currencies; give currency: usd as well"


def _check_texts(goal: Goal) -> None:
    """No text holds what neither a file, nor its name, nor a request can hold."""
    texts = {name: getattr(goal, name) for name in ("campaign", "title", "text", "recipient", "donate", "timezone")}
    texts |= {"offline": goal.offline.note, "snapshot": str(goal.snapshot), "ledger": goal.ledger}
    for name, text in texts.items():
        if found := re.search(_UNUSABLE, text or ""):
            raise ConfigurationError(
                f"goal: {name}: it holds {found[0]!a}, which is no character of a text; take it out"
            )


def _check_what_counts(goal: Goal) -> None:
    if goal.is_money and goal.currency is None:
        raise ConfigurationError(no_currency(goal.metric))
    if goal.minimum_minor and goal.currency is None:
        raise ConfigurationError("goal: minimum: an amount is one of a currency; give currency: usd as well")
    if goal.metric == "recurring" and goal.window != "campaign":
        raise ConfigurationError(
            "goal: window: metric: recurring counts what is active now, and knows no window; take the window out"
        )
    if (goal.window == "rolling") != (goal.rolling_days > 0):
        raise ConfigurationError("goal: window: the days that it goes back are missing; write it as 30d")
    goal.definition(Mode.LIVE).ended(_ANY)  # a time zone that is not known is said here
