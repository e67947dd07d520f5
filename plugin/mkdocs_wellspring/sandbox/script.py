"""The story of a scene, told before it happens: who gives what when, and what becomes of it.

Everything follows from the scene and from the moment at which the story ends, so that how many people support the
campaign can be said from the story alone, without an account and without a count.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, cycle
from typing import Literal, NamedTuple

from mkdocs_wellspring.sandbox.records import DISPUTE_STATUSES, Donor, Gift, Outcome
from mkdocs_wellspring.sandbox.scene import DAY_S, PERIOD_S, TAKING, UNDONE, Deed, Part, Scene, Story

__all__ = ["MONTHLY_AMOUNTS", "Expected", "expected", "story"]

MONTHLY_AMOUNTS = (500, 2000)

_FIRST = ("Ada", "Bao", "Chidi", "Dolores", "Emre", "Fatima", "Grace", "Hiro", "Ines", "Jonas", "Karima", "Luca")
_LAST = ("Abara", "Brandt", "Costa", "Dubois", "Evans", "Fischer", "García", "Haddad", "Ito", "Jensen", "Khan")
_DOMAINS = ("example.org", "example.com", "example.net")
_AMOUNTS = (500, 500, 500, 1000, 2000, 2000, 2500, 5000, 10000)
_TODAY = 10**6


class Expected(NamedTuple):
    """How many people there are in a scene by construction.

    `supporters` have a payment to the campaign of which something stays; `recurring` have a subscription that is
    active, or has been past due for less than two weeks.
    """

    supporters: int
    recurring: int


def expected(scene: Scene) -> Expected:
    """The people whom a count of the scene must find."""
    told = [deed for deed in story(scene, 0) if deed.campaign == scene.campaign]
    monthly = [deed for deed in told if deed.monthly is not None and deed.monthly.counts(-deed.gift.created)]
    return Expected(len({deed.person for deed in told if deed.counts}), len({deed.person for deed in monthly}))


def story(scene: Scene, end: int) -> list[Deed]:
    """All that happens in the scene until `end`, in seconds since 1970, gift by gift as they are made."""
    teller = _Teller(scene, end)
    told = [*teller.supporters(), *teller.strangers(), *teller.regulars(), *teller.others()]
    return sorted(told, key=lambda deed: deed.gift.created)


class _Teller:
    """Draws the gifts of a scene."""

    def __init__(self, scene: Scene, end: int) -> None:
        self._scene, self._end = scene, end
        self._chance = random.Random(f"history {scene.seed}")  # noqa: S311 (a pretend history, no secrets)
        self._number = count(1)
        self._people = count(1)
        self._some = range(scene.supporters // 20 + 1)
        self._monthly_share = 0.6 if scene.scenario == "monthly" else 0.1
        self._states = cycle(DISPUTE_STATUSES)

    def supporters(self) -> Iterator[Deed]:
        """Each supporter once with a gift that counts, and some of them again, with gifts that may not.

        In a scene of refunds or disputes, one or the other befalls some of these gifts.
        """
        for _ in range(self._scene.supporters):
            person = next(self._people)
            monthly = self._happens(self._monthly_share)
            first = self._regular(person) if monthly else self._single(person)
            yield self._befallen(first)
            if first.gift.donor != Donor() and self._happens(0.2):
                yield from map(self._befallen, self._again(first))

    def strangers(self) -> Iterator[Deed]:
        """People whose only gift to the campaign does not count."""
        outcomes: tuple[Outcome, ...] = ("failed", "uncaptured", "pending")
        for _ in self._some:
            for outcome in outcomes:
                yield self._mine(self._gift(self._person(), outcome))
            for pieces in (1, 2):
                yield self._refunded(next(self._people), self._gift(self._person()), pieces)
            gift = self._gift(self._person())
            yield replace(self._mine(gift), parts=(Part(gift.amount, 1, "pending"),))
            for state in TAKING:
                yield replace(self._mine(self._gift(self._person())), dispute=state)

    def regulars(self) -> Iterator[Deed]:
        """People who began to give each month, and have given nothing that stays."""
        for _ in self._some:
            yield replace(self._mine(self._monthly_gift("succeeded")), monthly=Story((), "trialing"))
            yield replace(self._mine(self._monthly_gift("failed")), monthly=Story((), "incomplete"))

    def others(self) -> Iterator[Deed]:
        """Gifts to another campaign, and payments that belong to none; some disputed, some not refunded after all."""
        before = f"before-{self._scene.campaign}"
        kept = [state for state in DISPUTE_STATUSES if state not in TAKING]
        for place in self._some:
            yield replace(self._mine(self._gift(self._person())), campaign=before)
            yield replace(self._mine(self._gift(self._person())), campaign=None)
            for state in kept if place == 0 else ():
                yield replace(self._mine(self._gift(self._person())), campaign=before, dispute=state)
            for status in UNDONE if place == 0 else ():
                gift = self._gift(self._person())
                yield replace(self._mine(gift), campaign=None, parts=(Part(gift.amount, 2, status),))

    def _single(self, person: int) -> Deed:
        gift, chance = self._gift(self._supporter()), self._chance.random()
        parts: tuple[Part, ...] = ()
        if chance < 0.04:  # noqa: PLR2004 (shares of gifts)
            parts = (Part(gift.amount // 4, 1),)
        elif chance < 0.06:  # noqa: PLR2004
            parts = (Part(gift.amount, 2, self._chance.choice(UNDONE)),)
        return Deed(person, gift, self._scene.campaign, parts)

    def _regular(self, person: int) -> Deed:
        """A supporter who gives each month; where the history is long enough, some have stopped or are in arrears."""
        gift, chance = self._monthly_gift("succeeded"), self._chance.random()
        if chance < 0.2 and self._scene.days > 2 * PERIOD_S // DAY_S - 5:  # noqa: PLR2004
            # Not near the end of the grace: the count must not depend on the hour.
            since_days = self._chance.randint(1, 8) if chance < 0.1 else self._chance.randint(18, 25)  # noqa: PLR2004
            gift = replace(gift, created=self._end - PERIOD_S - since_days * DAY_S)
            return Deed(person, gift, self._scene.campaign, monthly=Story(("failed",), "past_due"))
        paid: Outcome = "succeeded"
        renewals = (paid,) * ((self._end - gift.created) // PERIOD_S)
        ends: Literal["canceled", "paused", "active"] = "active"
        if chance > 0.8:  # noqa: PLR2004
            ends = "canceled" if chance > 0.9 else "paused"  # noqa: PLR2004
        return Deed(person, gift, self._scene.campaign, monthly=Story(renewals, ends))

    def _befallen(self, deed: Deed) -> Deed:
        """The deed, and what the scenario does to it."""
        single = deed.monthly is None and deed.gift.outcome == "succeeded" and deed.campaign == self._scene.campaign
        if single and self._scene.scenario == "refund-storm" and self._happens(0.5):
            kept = tuple(part for part in deed.parts if part.status in UNDONE)
            left = deed.gift.amount - sum(part.amount for part in deed.parts if part not in kept)
            return replace(deed, parts=(*deed.parts, Part(left, _TODAY)) if left else deed.parts)
        if single and self._scene.scenario == "disputes" and self._happens(0.2):
            return replace(deed, dispute=next(self._states))
        return deed

    def _again(self, first: Deed) -> Iterator[Deed]:
        person, donor = first.person, first.gift.donor
        same = self._otherwise_written(donor)
        yield self._by(person, self._gift(same))
        if self._happens(0.3):
            yield self._by(person, self._gift(donor, "failed"))
        if self._happens(0.3):
            yield self._refunded(person, self._gift(same), 1)
        if self._happens(0.3):
            yield replace(self._by(person, self._gift(donor)), campaign=f"before-{self._scene.campaign}")

    def _refunded(self, person: int, gift: Gift, pieces: int) -> Deed:
        first = gift.amount // pieces
        rest = gift.amount - first
        parts = (Part(first, 1), Part(rest, 2)) if rest else (Part(first, 1),)
        return Deed(person, gift, self._scene.campaign, parts)

    def _mine(self, gift: Gift) -> Deed:
        """A gift to the campaign by somebody who is new."""
        return self._by(next(self._people), gift)

    def _by(self, person: int, gift: Gift) -> Deed:
        return Deed(person, gift, self._scene.campaign)

    def _supporter(self) -> Donor:
        person, kind = self._person(), self._chance.random()
        if kind < 0.03:  # noqa: PLR2004 (shares of people)
            return Donor()
        if kind < 0.08:  # noqa: PLR2004
            return replace(person, email=None, receipt_email=person.email)
        if kind < 0.25:  # noqa: PLR2004
            return replace(person, customer=f"cus_{self._chance.getrandbits(70):018x}")
        return person

    def _otherwise_written(self, donor: Donor) -> Donor:
        """The same person: the address in capitals, or another address of the same customer."""
        if donor.customer is not None:
            return replace(donor, email=self._person().email)
        return replace(
            donor,
            email=donor.email and donor.email.upper(),
            receipt_email=donor.receipt_email and donor.receipt_email.title(),
        )

    def _person(self) -> Donor:
        first, last, number = self._chance.choice(_FIRST), self._chance.choice(_LAST), next(self._number)
        return Donor(f"{first} {last}", f"{first.lower()}.{number}@{self._chance.choice(_DOMAINS)}")

    def _gift(self, donor: Donor, outcome: Outcome = "succeeded") -> Gift:
        age_s = self._chance.randrange(60, self._scene.days * DAY_S)
        return Gift(self._end - age_s, self._chance.choice(_AMOUNTS), donor, outcome)

    def _monthly_gift(self, outcome: Outcome) -> Gift:
        return replace(self._gift(self._person(), outcome), amount=self._chance.choice(MONTHLY_AMOUNTS))

    def _happens(self, share: float) -> bool:
        return self._chance.random() < share
