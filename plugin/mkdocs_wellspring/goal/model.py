"""What a site asks for, and what is true of it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from mkdocs_wellspring.addresses import is_web
from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.goal.giving import NOTHING_SUGGESTED, Suggestions, is_here
from mkdocs_wellspring.goal.wording import COUNTED, Text, check_wording, wordings
from mkdocs_wellspring.ledger.records import Definition, Metric, Mode, Window
from mkdocs_wellspring.money import plain_amount

__all__ = ["NOTHING_OFFLINE", "STALE_AFTER_S", "Goal", "Offline", "State", "no_currency"]

State = Literal[
    "not-started", "live", "stale", "quiet-count", "reached", "over", "stretch", "ended", "uncounted"
]  # fmt: skip


class Offline(NamedTuple):
    """What was given by other ways than Stripe: declared, never counted by us, and always shown apart.

    Attributes:
        amount: in the unit of the goal's metric: people, payments, or minor units of its currency.
        note: what it is and who says so, untrusted; "" for no note.
    """

    amount: int = 0
    note: str = ""


NOTHING_OFFLINE = Offline()

STALE_AFTER_S = 86_400
"""A count younger than a day is never called old: a site that is built every night shows one."""

_STALE_TIMES = 4
_ANY = datetime(2026, 1, 1, tzinfo=UTC)
_FILE = "sqlite:///"
_TEXTS = ("campaign", "title", "text", "button", "thanks", "privacy", "recipient", "donate", "timezone")


@dataclass(frozen=True, slots=True, repr=False)
class Goal:
    """One campaign and its banner; every text is untrusted.

    Attributes:
        title: the heading; this and the next are a text or one a language, and may hold variables.
        text: the ask: inline Markdown.
        button: the words of the link; "" for ours.
        thanks: a sentence for the page of thanks; "" for ours.
        privacy: the line beside the link that says what a browser tells whom; None for ours, "" for none.
        targets: what is hoped for, from 1 and ascending, in the unit of `metric`: people, payments, or minor units of
            `currency`. Those after the first are stretch goals.
        donate: the payment page, http or https; None for no link.
        suggestions: amounts to give, with a payment page each.
        starts: the first day whose gifts count.
        ends: the last such day, inclusive.
        metric: what is counted; this and the fields down to `monthly` are as in `Definition`.
        offline: what came by other ways, and is added before the target is compared.
        refresh_after_s: a younger count is used as it is, in seconds.
        hide_after_s: the number of an older count is not shown; None: it always is, with its date.
        grace_days: for so many days after `ends` the result is shown; then there is no banner.
        cache: the folder of what this machine keeps for itself, wherever the snapshot and the ledger are.
        snapshot: the file of the last count.
        ledger: where payments are kept: `sqlite:///path` or `postgresql://…`, which may hold a password.
        demonstration: money that is not live is shown on purpose.

    Raises:
        ConfigurationError: a value that no banner can be made of, or two that contradict each other.
    """

    campaign: str
    title: Text
    targets: tuple[int, ...]
    text: Text = ""
    button: Text = ""
    thanks: Text = ""
    privacy: Text | None = None
    donate: str | None = None
    suggestions: Suggestions = NOTHING_SUGGESTED
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
    hide_after_s: int | None = None
    grace_days: int = 30
    on_outage: Literal["keep", "fail"] = "keep"
    cache: Path = Path(".cache/wellspring")
    snapshot: Path = Path(".cache/wellspring/goal.txt")
    ledger: str = "sqlite:///.cache/wellspring/ledger.db"
    demonstration: bool = False

    def __post_init__(self) -> None:
        _check_texts(self)
        if not self.targets or self.targets[0] < 1:
            given = self.targets[0] if self.targets else "an empty list"
            raise ConfigurationError(f"goal: target: {given} is no goal; give a whole number from 1, such as 1000")
        if any(later <= earlier for earlier, later in zip(self.targets, self.targets[1:], strict=False)):
            raise ConfigurationError("goal: target: the list does not ascend; give each goal once, the smallest first")
        if not self.campaign.strip() or not all(title.strip() for title in wordings(self.title)):
            raise ConfigurationError("goal: `campaign:` and `title:` cannot be empty; give each a few words")
        if self.donate is not None and not is_web(self.donate):
            raise ConfigurationError(
                f"goal: donate: {self.donate[:80]!r} is no web address; give https://donate.stripe.com/…"
            )
        if self.starts and self.ends and self.ends < self.starts:
            raise ConfigurationError(
                f"goal: ends: {self.ends} comes before starts: {self.starts}; give the later day last"
            )
        for option in ("title", "text", "button", "thanks"):
            known = check_wording(option, getattr(self, option), ends=self.ends is not None)
            if option == "thanks" and (counted := sorted(known & COUNTED)):
                raise ConfigurationError(
                    f"goal: thanks: {{{counted[0]}}} is not known there, as that page counts nothing; take it out"
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
        """A link to give leads to a server on this machine, such as the sandbox: nobody can give there."""
        links = [self.donate, *(one.url for one in (*self.suggestions.once, *self.suggestions.monthly))]
        return any(is_here(link) for link in links if link)

    @property
    def counts_monthly(self) -> bool:
        """Monthly gifts count: subscriptions themselves, or the payments that are made for them."""
        return self.monthly or self.metric == "recurring"

    def would_not_count(self, currency: str, amounts_minor: Sequence[int], *, monthly: bool) -> str | None:
        """Why one of these gifts would not count, in words; None where all would."""
        if not amounts_minor:
            return None
        if self.currency and currency != self.currency:
            return f"gifts in {currency} would not count, as the goal says currency: {self.currency}"
        if min(amounts_minor) < self.minimum_minor:
            small = plain_amount(min(amounts_minor), currency)
            return f"a gift of {small} {currency} would not count, as it is below `minimum:`"
        if monthly and not self.counts_monthly:
            return "monthly gifts would not count, as the goal says monthly: false"
        return None

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

    def reached(self, total: int) -> int | None:
        """The last target that `total` has reached; None where it has reached none."""
        return next((target for target in reversed(self.targets) if total >= target), None)

    def state(self, total: int | None, now: datetime, as_of: datetime | None = None) -> State:
        """What the banner says of `total`, counted at `as_of`, at `now` (both with a time zone).

        An end goes before all, a count that is too old to show before what it says, and a goal that is reached before
        the age of the count.
        """
        first, over = self.bounds(now)
        if over and now >= over:
            return "ended"
        if first and now < first:
            return "not-started"
        if total is None:
            return "uncounted"
        if self.is_hidden(as_of or now, now):
            return "quiet-count"
        if total >= self.targets[0]:
            last = self.targets[-1]
            return "over" if total > last else "reached" if total == last else "stretch"
        return "stale" if self.is_stale(as_of or now, now) else "live"

    def is_shown(self, now: datetime) -> bool:
        """There is a banner at `now`: the time of grace after the campaign is not over."""
        over = self.bounds(now)[1]
        return over is None or now < over + timedelta(days=self.grace_days)

    def is_stale(self, as_of: datetime, now: datetime) -> bool:
        """The count is so old that the banner says so."""
        return (now - as_of).total_seconds() > max(STALE_AFTER_S, _STALE_TIMES * self.refresh_after_s)

    def is_hidden(self, as_of: datetime, now: datetime) -> bool:
        """The count is so old that its number is not shown."""
        return self.hide_after_s is not None and (now - as_of).total_seconds() > self.hide_after_s

    def bounds(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """The first moment of the campaign and the first after it, in UTC, whatever window is counted."""
        return Definition(
            self.campaign, Mode.LIVE, starts=self.starts, ends=self.ends, timezone=self.timezone
        ).bounds(now)  # fmt: skip

    def days_left(self, now: datetime) -> int | None:
        """The days until the campaign is over, today included; None without an end, or after it."""
        left = 0 if self.ends is None else (self.ends - self.local(now).date()).days + 1
        return left if left > 0 else None

    def local(self, moment: datetime) -> datetime:
        """The moment by the clocks of the goal's time zone, for the day that a reader there calls it."""
        # UTC is known also where the machine has no time-zone database.
        return moment.astimezone(UTC if self.timezone == "UTC" else ZoneInfo(self.timezone))


def no_currency(metric: Metric) -> str:
    """What is said of a metric of money that has no currency."""
    return f"goal: metric: {metric} adds money, which is never added across currencies; give currency: usd as well"


def _check_texts(goal: Goal) -> None:
    """No text holds what neither a file, nor its name, nor a request can hold."""
    texts: dict[str, Text | None] = {name: getattr(goal, name) for name in _TEXTS}
    texts |= {"offline": goal.offline.note, "snapshot": str(goal.snapshot), "ledger": goal.ledger}
    for name, text in texts.items():
        if found := next((letter for one in wordings(text or "") for letter in one if _is_unusable(letter)), None):
            raise ConfigurationError(f"goal: {name}: it holds {found!a}, which is no character of a text; take it out")


def _is_unusable(letter: str) -> bool:
    return letter == "\0" or "\ud800" <= letter <= "\udfff"


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
    if any(words.strip().lower() in {"true", "false"} for words in wordings(goal.privacy or "")):
        raise ConfigurationError("goal: privacy: true and false go without quotation marks; or give a text")
    _check_suggestions(goal)
    goal.definition(Mode.LIVE).ended(_ANY)  # a time zone that is not known is said here


def _check_suggestions(goal: Goal) -> None:
    """What is suggested counts."""
    given = goal.suggestions
    for way, monthly in ((given.once, False), (given.monthly, True)):
        why = goal.would_not_count(given.currency, [one.amount_minor for one in way], monthly=monthly)
        if why:
            raise ConfigurationError(f"goal: give: {why}; suggest what counts, or change the goal")
