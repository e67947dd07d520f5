"""A history that looks like a real account's, the same for the same seed, with a known number of supporters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.records import CAMPAIGN_KEY, Charge, DisputeStatus, Item, PaymentLink, UnitAmount
from mkdocs_wellspring.sandbox.scene import DAY_S, PERIOD_S, SCENARIOS, Deed, Scenario, Scene
from mkdocs_wellspring.sandbox.script import MONTHLY_AMOUNTS, Expected, expected, story

__all__ = ["SCENARIOS", "Expected", "Scenario", "Scene", "expected", "seeded"]

_EVENTS_LAST_S = 30 * DAY_S


def seeded(scene: Scene, now: datetime) -> tuple[Account, PaymentLink]:
    """An account with a history of `scene`, none of it after `now`, and the payment link of its campaign."""
    end = int(now.timestamp())
    account = Account(scene.seed, events_since=end - _EVENTS_LAST_S)
    begin = end - scene.days * DAY_S
    fronts = {name: _open(account, name, begin) for name in (scene.campaign, f"before-{scene.campaign}")}
    for deed in story(scene, end):
        _Entry(account, fronts, end).enter(deed)
    return account, fronts[scene.campaign].once


@dataclass(frozen=True, slots=True)
class _Front:
    """The payment links of one campaign: for single gifts, and for monthly ones by their amount."""

    once: PaymentLink
    monthly: Mapping[int, PaymentLink]


@dataclass(frozen=True, slots=True)
class _Entry:
    """Enters what happens into the account."""

    account: Account
    fronts: Mapping[str, _Front]
    end: int

    def enter(self, deed: Deed) -> None:
        """The gift has been made, and has become of it what the story says."""
        if deed.monthly is not None:
            self._regular(deed)
            return
        charge = self._single(deed)
        for part in deed.parts:
            when = self._later(deed, part.days)
            self.account.give_back(charge, part.amount, when, "requested_by_customer", status=part.status)
        if deed.dispute is not None:
            first: DisputeStatus = "warning_needs_response" if deed.dispute.startswith("warning") else "needs_response"
            dispute = self.account.dispute(charge, first, self._later(deed, 3))
            if deed.dispute != first:
                self.account.move_dispute(dispute, deed.dispute, self._later(deed, 9))

    def _single(self, deed: Deed) -> Charge:
        gift = deed.gift
        known = gift.donor.customer
        if known is not None and self.account.customers.get(known) is None:
            self.account.add_customer(gift.created, gift.donor.email, gift.donor.name, id_=known)
        if deed.campaign is None:
            return self.account.take(gift)
        link = self.fronts[deed.campaign].once
        return self.account.pay(self.account.visit(link, gift.created), gift)

    def _regular(self, deed: Deed) -> None:
        gift, told = deed.gift, deed.monthly
        if told is None or deed.campaign is None:
            return
        link, donor = self.fronts[deed.campaign].monthly[gift.amount], gift.donor
        if told.end in ("incomplete", "trialing"):
            self.account.subscribe(
                donor,
                link.items,
                gift.created,
                metadata=link.subscription_metadata,
                outcome=gift.outcome,
                trial_days=90 if told.end == "trialing" else 0,
            )
            return
        subscription = self.account.join(self.account.visit(link, gift.created), donor, gift.created)
        if subscription is None:
            return
        for number, outcome in enumerate(told.renewals, start=1):
            self.account.renew(subscription, gift.created + number * PERIOD_S, outcome)
        subscription = self.account.subscriptions.get(subscription.id) or subscription
        if told.end == "canceled":
            self.account.cancel(subscription, self.end)
        if told.end == "paused":
            self.account.pause(subscription, self.end)

    def _later(self, deed: Deed, days: int) -> int:
        return min(deed.gift.created + days * DAY_S, self.end)


def _open(account: Account, campaign: str, created: int) -> _Front:
    tag = {CAMPAIGN_KEY: campaign}
    product = account.add_product(f"Gift to {campaign}", created, metadata=tag)
    any_amount = account.add_price(product.id, created, custom=UnitAmount(2000, 100, 1_000_000), metadata=tag)
    once = account.open_link(
        tag, created, (Item(any_amount, 1, product.name),), intent_metadata=tag, submit_type="donate"
    )
    monthly = {}
    for amount in MONTHLY_AMOUNTS:
        price = account.add_price(product.id, created, amount=amount, interval="month", metadata=tag)
        monthly[amount] = account.open_link(tag, created, (Item(price, 1, product.name),), subscription_metadata=tag)
    return _Front(once, monthly)
