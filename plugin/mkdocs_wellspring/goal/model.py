"""What a site asks for, and what is true of it now."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from mkdocs_wellspring.addresses import is_web
from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.ledger.records import Definition, Mode

__all__ = ["Goal", "State", "duration_s"]

State = Literal["counted", "reached", "ended", "uncounted"]

_UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True, slots=True)
class Goal:
    """One campaign and its banner; every text is untrusted.

    Attributes:
        target: how many supporters are hoped for, from 1.
        donate: the payment page, http or https; None for no link.
        starts: the first day whose gifts count.
        ends: the last such day, inclusive.
        refresh_after_s: a younger count is used as it is, in seconds.
        snapshot: the file of the last count.
        ledger: the file of the campaign's payments.
        demonstration: money that is not live is shown on purpose.

    Raises:
        ConfigurationError: a value that no banner can be made of.
    """

    campaign: str
    title: str
    target: int
    text: str = ""
    donate: str | None = None
    recipient: str | None = None
    starts: date | None = None
    ends: date | None = None
    timezone: str = "UTC"
    refresh_after_s: int = 900
    on_outage: Literal["keep", "fail"] = "keep"
    snapshot: Path = Path(".cache/wellspring/goal.txt")
    ledger: Path = Path(".cache/wellspring/ledger.db")
    demonstration: bool = False

    def __post_init__(self) -> None:
        if self.target < 1:
            raise ConfigurationError(
                f"goal: target: {self.target} is no goal; give a whole number from 1, such as 1000"
            )
        if not self.campaign.strip() or not self.title.strip():
            raise ConfigurationError("goal: `campaign:` and `title:` cannot be empty; give each a few words")
        if self.donate is not None and not is_web(self.donate):
            raise ConfigurationError(
                f"goal: donate: {self.donate[:80]} is no web address; give https://donate.stripe.com/…"
            )
        if self.starts and self.ends and self.ends < self.starts:
            raise ConfigurationError(
                f"goal: ends: {self.ends} comes before starts: {self.starts}; give the later day last"
            )
        self.definition(Mode.LIVE).window()

    def definition(self, mode: Mode) -> Definition:
        """What counts for the goal in money of `mode`."""
        return Definition(self.campaign, mode, self.starts, self.ends, self.timezone)

    @property
    def is_pretended(self) -> bool:
        """The donate link leads to a server on this machine, such as the sandbox: nobody can give there."""
        host = urlsplit(self.donate).hostname if self.donate else None
        return host == "localhost" or (host or "").startswith("127.")

    def state(self, value: int | None, now: datetime) -> State:
        """What the banner says of `value` supporters at `now` (with a time zone)."""
        _, end = self.definition(Mode.LIVE).window()
        if end is not None and now.astimezone(UTC) >= end:
            return "ended"
        if value is None:
            return "uncounted"
        return "reached" if value >= self.target else "counted"

    def local(self, moment: datetime) -> datetime:
        """The moment by the clocks of the goal's time zone, for the day that a reader there calls it."""
        # UTC is known also where the machine has no time-zone database.
        return moment.astimezone(UTC if self.timezone == "UTC" else ZoneInfo(self.timezone))


def duration_s(text: str) -> int:
    """The seconds of a duration such as 30s, 15m, 2h or 1d.

    Raises:
        ConfigurationError: it is none.
    """
    number, unit = text.strip()[:-1], text.strip()[-1:].lower()
    if not number.isascii() or not number.isdigit() or unit not in _UNITS_S:
        raise ConfigurationError(f"goal: refresh_after: {text[:40]!r} is no duration; write 30s, 15m, 2h or 1d")
    return int(number) * _UNITS_S[unit]
