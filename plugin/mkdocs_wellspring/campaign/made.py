"""What a campaign has at Stripe, and how it came there."""

from dataclasses import dataclass
from typing import Literal

from mkdocs_wellspring.campaign.model import Campaign, Gift
from mkdocs_wellspring.ledger.records import Mode

__all__ = ["Leftover", "Link", "Made", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the campaign needs at Stripe.

    Attributes:
        deed: what was done; of a rehearsal, what would be.
        kind: `product`, `price` or `payment_link`.
        what: its name, or that of the gift it is for.
        id: None where it is only rehearsed.
    """

    deed: Literal["found", "made", "changed"]
    kind: str
    what: str
    id: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """Where a gift is given; `url` is None where the link is only rehearsed."""

    gift: Gift
    url: str | None


@dataclass(frozen=True, slots=True)
class Leftover:
    """A link of the campaign that was made by this command and is not asked for any more; it still takes gifts."""

    id: str
    gift: str
    url: str


@dataclass(frozen=True, slots=True)
class Made:
    """What the campaign has at Stripe now.

    Attributes:
        links: one a gift, the amount that a giver chooses first.
        product: the name of the product, which an earlier run may have given it.
    """

    campaign: Campaign
    mode: Mode
    rehearsed: bool
    product: str
    steps: tuple[Step, ...]
    links: tuple[Link, ...]
    leftovers: tuple[Leftover, ...]

    @property
    def anything_new(self) -> bool:
        """Something was made or changed; of a rehearsal, would be."""
        return any(step.deed != "found" for step in self.steps)
