"""A history that looks like a real account's, the same for the same seed, with a known number of supporters."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from mkdocs_wellspring.sandbox.account import Account
from mkdocs_wellspring.sandbox.records import CAMPAIGN_KEY, Donor, Gift, Outcome, PaymentLink

__all__ = ["Scene", "seeded"]

_DAY_S = 24 * 60 * 60
_FIRST = ("Ada", "Bao", "Chidi", "Dolores", "Emre", "Fatima", "Grace", "Hiro", "Ines", "Jonas", "Karima", "Luca")
_LAST = ("Abara", "Brandt", "Costa", "Dubois", "Evans", "Fischer", "García", "Haddad", "Ito", "Jensen", "Khan")
_DOMAINS = ("example.org", "example.com", "example.net")
_AMOUNTS = (500, 500, 500, 1000, 2000, 2000, 2500, 5000, 10000)


@dataclass(frozen=True, slots=True)
class Scene:
    """What a seeded account shows.

    Attributes:
        supporters: how many people support the campaign, counted as `Definition` counts them; 0 or more.
        seed: chooses everything else.
        campaign: the value of the metadata key `wellspring_campaign`.
        days: over how many days before now the history is spread; 1 or more.
    """

    supporters: int = 412
    seed: int = 7
    campaign: str = "independence-2026"
    days: int = 60


@dataclass(frozen=True, slots=True)
class _Entry:
    """A gift of the history: to which campaign, and what is given back of it, in parts."""

    gift: Gift
    campaign: str | None
    parts: tuple[int, ...] = ()


def seeded(scene: Scene, now: datetime) -> tuple[Account, PaymentLink]:
    """An account with a history of `scene`, none of it after `now`, and the payment link of its campaign."""
    account, end = Account(scene.seed), int(now.timestamp())
    begin = end - scene.days * _DAY_S
    links = {
        name: account.open_link({CAMPAIGN_KEY: name}, begin) for name in (scene.campaign, f"before-{scene.campaign}")
    }
    history = _History(scene, end)
    entries = [*history.supporters(), *history.strangers(), *history.others()]
    for entry in sorted(entries, key=lambda entry: entry.gift.created):
        link = None if entry.campaign is None else links[entry.campaign]
        _enter(account, entry, link, end)
    return account, links[scene.campaign]


def _enter(account: Account, entry: _Entry, link: PaymentLink | None, end: int) -> None:
    gift = entry.gift
    charge = account.pay(account.visit(link, gift.created), gift) if link else account.take(gift)
    for number, part in enumerate(entry.parts, start=1):
        current = account.charges.get(charge.id) or charge
        account.give_back(current, part, min(gift.created + number * _DAY_S, end), "requested_by_customer")


class _History:
    """Draws people and their gifts; each method may be called once."""

    def __init__(self, scene: Scene, end: int) -> None:
        self._scene = scene
        self._end = end
        self._chance = random.Random(f"history {scene.seed}")  # noqa: S311 (a pretend history, no secrets)
        self._number = count(1)
        self._some = range(scene.supporters // 20 + 1)

    def supporters(self) -> Iterator[_Entry]:
        """Each supporter once with a gift that counts, and some of them again, with gifts that may not."""
        for _ in range(self._scene.supporters):
            donor = self._supporter()
            gift = self._gift(donor)
            parts = (gift.amount // 4,) if self._happens(0.04) else ()
            yield _Entry(gift, self._scene.campaign, parts)
            if donor != Donor() and self._happens(0.2):
                yield from self._again(donor)

    def strangers(self) -> Iterator[_Entry]:
        """People whose only gift to the campaign does not count."""
        campaign = self._scene.campaign
        outcomes: tuple[Outcome, ...] = ("failed", "uncaptured", "pending")
        for _ in self._some:
            for outcome in outcomes:
                yield _Entry(self._gift(self._person(), outcome), campaign)
            for pieces in (1, 2):
                yield self._refunded(self._gift(self._person()), pieces)

    def others(self) -> Iterator[_Entry]:
        """Gifts to another campaign, and payments that belong to none."""
        for _ in self._some:
            yield _Entry(self._gift(self._person()), f"before-{self._scene.campaign}")
            yield _Entry(self._gift(self._person()), None)

    def _again(self, donor: Donor) -> Iterator[_Entry]:
        same = self._otherwise_written(donor)
        yield _Entry(self._gift(same), self._scene.campaign)
        if self._happens(0.3):
            yield _Entry(self._gift(donor, "failed"), self._scene.campaign)
        if self._happens(0.3):
            yield self._refunded(self._gift(same), 1)
        if self._happens(0.3):
            yield _Entry(self._gift(donor), f"before-{self._scene.campaign}")

    def _refunded(self, gift: Gift, pieces: int) -> _Entry:
        first = gift.amount // pieces
        rest = gift.amount - first
        return _Entry(gift, self._scene.campaign, (first, rest) if rest else (first,))

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
        age_s = self._chance.randrange(60, self._scene.days * _DAY_S)
        return Gift(self._end - age_s, self._chance.choice(_AMOUNTS), donor, outcome)

    def _happens(self, share: float) -> bool:
        return self._chance.random() < share
