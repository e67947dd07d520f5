"""The options of a supporter goal, under `goal:`."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config import config_options as c
from mkdocs.config.base import Config

from mkdocs_wellspring.errors import ConfigurationError

if TYPE_CHECKING:
    from mkdocs_wellspring.goal.model import Goal

__all__ = ["GoalOptions"]


class GoalOptions(Config):
    """The supporter goal: who is asked for what, and how gifts are found."""

    campaign = c.Type(str)
    """The value of the metadata key `wellspring_campaign` by which the campaign's gifts are found. Required."""

    title = c.Type(str)
    """The banner's heading, and the first thing that a reader sees of it. Required."""

    text = c.Type(str, default="")
    """The ask in a sentence or two. Default: none."""

    recipient = c.Optional(c.Type(str))
    """Who receives the gift, shown beside the link. Default: not shown."""

    target = c.Type(int)
    """How many supporters the campaign hopes for, from 1. Required."""

    starts = c.Optional(c.Type((str, date)))
    """The first day whose gifts count. Default: all that came before `ends`."""

    ends = c.Optional(c.Type((str, date)))
    """The last day whose gifts count, that day included. Default: no end."""

    timezone = c.Type(str, default="UTC")
    """Where those days begin and end, as IANA names the zone. Default: UTC."""

    donate = c.Optional(c.Type(str))
    """The address of the payment page, https://… Default: no link."""

    refresh_after = c.Type(str, default="15m")
    """A count younger than this is used as it is: 30s, 15m, 2h, 1d. Default: 15m."""

    on_outage = c.Choice(("keep", "fail"), default="keep")
    """Whether a build goes on with the last true count when no new one can be had. Default: keep."""

    snapshot = c.Type(str, default=".cache/wellspring/goal.txt")
    """The file that keeps the count and its date, from the folder of mkdocs.yml. It may be a committed file."""

    ledger = c.Type(str, default=".cache/wellspring/ledger.db")
    """The SQLite file that keeps the campaign's payments, people as hashes, from the folder of mkdocs.yml."""

    demonstration = c.Type(bool, default=False)
    """The site shows money that is not live, and means to: a strict build passes. Default: false."""

    def as_goal(self, root: Path) -> "Goal":
        """The goal, its files found from `root`, the folder of mkdocs.yml.

        Raises:
            ConfigurationError: a value that no banner can be made of.
        """
        from mkdocs_wellspring.goal.model import Goal, duration_s  # noqa: PLC0415 - only for a site with a goal

        return Goal(
            campaign=self.campaign,
            title=self.title,
            target=self.target,
            text=self.text,
            donate=os.environ.get("WELLSPRING_DONATE") or self.donate,
            recipient=self.recipient,
            starts=_day("starts", self.starts),
            ends=_day("ends", self.ends),
            timezone=self.timezone,
            refresh_after_s=duration_s(self.refresh_after),
            on_outage="fail" if self.on_outage == "fail" else "keep",
            snapshot=root / self.snapshot,
            ledger=root / self.ledger,
            demonstration=self.demonstration,
        )


def _day(name: str, value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ConfigurationError(f"goal: {name}: {str(value)[:40]} is no day; write it as 2026-12-31") from None
