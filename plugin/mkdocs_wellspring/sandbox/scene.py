"""What a scene shows, and of what its story is made."""

from dataclasses import dataclass
from typing import Literal, get_args

from mkdocs_wellspring.sandbox.records import DisputeStatus, Gift, Outcome, RefundStatus

__all__ = ["DAY_S", "PERIOD_S", "SCENARIOS", "TAKING", "UNDONE", "Deed", "Part", "Scenario", "Scene", "Story"]

DAY_S = 24 * 60 * 60
PERIOD_S = 30 * DAY_S
"""How far apart the renewals are in a story."""

TAKING: tuple[DisputeStatus, ...] = ("lost", "needs_response", "under_review")
"""The states of a dispute in which its money does not count."""

UNDONE: tuple[RefundStatus, ...] = ("failed", "canceled")
"""The states of a refund that gives nothing back."""

Scenario = Literal["plain", "refund-storm", "disputes", "monthly"]
SCENARIOS: tuple[Scenario, ...] = get_args(Scenario)

_GRACE_S = 14 * DAY_S


@dataclass(frozen=True, slots=True)
class Scene:
    """What a seeded account shows.

    Attributes:
        supporters: how many people give to the campaign so that it counts; 0 or more. They are the supporters of a
            `plain` or `monthly` scene; of the other two `expected` says how many are left.
        seed: chooses everything else.
        campaign: the value of the metadata key `wellspring_campaign`.
        days: over how many days before now the history is spread; 1 or more.
        scenario: `plain`; `refund-storm`: half of the supporters' single gifts are refunded today; `disputes`: a
            fifth of them is disputed, in all states; `monthly`: most supporters give each month.
    """

    supporters: int = 412
    seed: int = 7
    campaign: str = "independence-2026"
    days: int = 60
    scenario: Scenario = "plain"


@dataclass(frozen=True, slots=True)
class Part:
    """What is given back of a gift: how much, how many days later (but not after today), and how that ends."""

    amount: int
    days: int
    status: RefundStatus = "succeeded"


@dataclass(frozen=True, slots=True)
class Story:
    """How a monthly gift goes on after its first payment: the renewals, and what the subscription is at the end."""

    renewals: tuple[Outcome, ...] = ()
    end: Literal["active", "past_due", "canceled", "paused", "trialing", "incomplete"] = "active"

    def counts(self, age_s: int) -> bool:
        """It counts as active where it began that long ago, with two weeks of grace."""
        since_s = age_s - PERIOD_S * len(self.renewals)
        return self.end == "active" or (self.end == "past_due" and since_s < _GRACE_S)


@dataclass(frozen=True, slots=True)
class Deed:
    """One gift of the story: by whom, to which campaign, and what becomes of it."""

    person: int
    gift: Gift
    campaign: str | None
    parts: tuple[Part, ...] = ()
    dispute: DisputeStatus | None = None
    monthly: Story | None = None

    @property
    def counts(self) -> bool:
        """Some of its money stays."""
        if self.monthly is not None and self.monthly.end == "trialing":
            return False
        back = sum(part.amount for part in self.parts if part.status not in UNDONE)
        return self.gift.outcome == "succeeded" and back < self.gift.amount and self.dispute not in TAKING
