"""A crowd: an account of as many payments as are asked for, each worked out from its number when it is looked at.

Nothing is held but the moments at which more payments were made. Payments are numbered from the oldest, 0, and what
one is follows from its number and the seed alone. What is given back or disputed is spread evenly: the same share in
every 10,000 payments, at places that are worked out in either direction.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from mkdocs_wellspring.sandbox.records import (
    CAMPAIGN_KEY,
    Charge,
    Dispute,
    DisputeStatus,
    Donor,
    Gift,
    Intent,
    Outcome,
    Refund,
)

__all__ = ["DISPUTED", "REFUNDED", "Crowd", "Truth"]

_DAY_S = 24 * 60 * 60
_REFUNDED_AFTER_S = 2 * _DAY_S
_DISPUTED_AFTER_S = 9 * _DAY_S
_AMOUNTS = (500, 500, 500, 1000, 2000, 2000, 2500, 5000)
_FIRST = ("Ada", "Bao", "Chidi", "Dolores", "Emre", "Fatima", "Grace", "Hiro")
_LAST = ("Abara", "Brandt", "Costa", "Dubois", "Evans", "Fischer", "Haddad")

# Of each 10,000 payments these have a fate of their own; the golden ratio spreads them without visible order.
_BLOCK = 10_000
_STEP = 6_181
_BACK = pow(_STEP, -1, _BLOCK)
_WHOLLY = range(200)
REFUNDED = range(300)
"""The fates of payments of which something was given back: of the first 200 all of it, of the others a quarter."""
_FAILED = range(300, 350)
DISPUTED = range(350, 353)
"""The fates of disputed payments."""
_STATUSES: tuple[DisputeStatus, ...] = ("lost", "needs_response", "won")
_MOST_PENDING = 0.9

# In ten payments there are four first ones, of new people; the others come from anybody who has given before.
_TEN, _NEW = 10, 4

_64 = (1 << 64) - 1
_ODD = 0x9E3779B97F4A7C15
_ID_LENGTH = 24


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of a crowd: people with a payment to the campaign that counts, such payments, and money.

    `gross` is what was captured for the campaign, `net` what counting payments have left of it, in minor units.
    """

    supporters: int
    payments: int
    gross: int
    net: int


class Crowd:
    """`charges` payments, spread evenly over the `days` before `end` (in seconds since 1970).

    One in ten belongs to no campaign, one in a hundred names nobody, and there are four people to ten payments.
    `pending` is the share of payments that still wait, up to 0.9.
    """

    def __init__(  # noqa: PLR0913 (each has its default)
        self,
        charges: int,
        *,
        end: int,
        seed: int = 7,
        campaign: str = "independence-2026",
        days: int = 365,
        pending: float = 0.0,
    ) -> None:
        if charges < 1 or days < 1 or not 0 <= pending <= _MOST_PENDING:
            message = f"A crowd has a payment, a day, and at most {_MOST_PENDING} of it pending."
            raise ValueError(message)
        self.campaign = campaign
        self.end = end
        self._first = charges
        self._span_s = days * _DAY_S
        self._pending = range(DISPUTED.stop, DISPUTED.stop + round(pending * _BLOCK))
        self._metadata = {CAMPAIGN_KEY: campaign}
        self._seed = seed
        self._salt = self._drawn("payments")
        self._mark = f"{self._drawn('mark'):016x}"[:8]
        self._offsets = {prefix: self._drawn(prefix) for prefix in ("ch_", "pi_", "re_", "du_", "cus_")}
        self._step = self._drawn("step") | 1
        self._unstep = pow(self._step, -1, 1 << 64)
        self._starts, self._moments = [0], [end - self._span_s]
        self._total = charges

    def __len__(self) -> int:
        return self._total

    def grow(self, new: int, now: int) -> None:
        """There are that many more payments, made just now."""
        self._starts.append(self._total)
        self._moments.append(max(now, self.end, self._moments[-1]))
        self._total += new

    def created(self, number: int) -> int:
        """When the payment was made; never before the one of a lower number."""
        if number < self._first:
            return self._moments[0] + number * self._span_s // self._first
        return self._moments[bisect_right(self._starts, number) - 1]

    def refunded_at(self, number: int) -> int:
        """When something of the payment was given back, if it was; in the order of the payments."""
        return self._later(number, _REFUNDED_AFTER_S)

    def disputed_at(self, number: int) -> int:
        """When the payment was disputed, if it was; in the order of the payments."""
        return self._later(number, _DISPUTED_AFTER_S)

    def name(self, prefix: str, number: int) -> str:
        """The id of what belongs to a payment: the prefix, and 24 letters and digits."""
        return f"{prefix}{self._mark}{(number * self._step + self._offsets[prefix]) & _64:016x}"

    def number(self, prefix: str, id_: str) -> int | None:
        """The number of the payment to which a thing of that id would belong; None where there is none."""
        code = id_.removeprefix(prefix + self._mark)
        try:
            number = (int(code, 16) - self._offsets[prefix]) * self._unstep & _64
        except ValueError:
            return None
        return number if number < self._total and self.name(prefix, number) == id_ else None

    def fate(self, number: int) -> int:
        """A number below 10,000 that says what became of the payment: see `REFUNDED` and `DISPUTED`."""
        block, place = divmod(number, _BLOCK)
        return (place * _STEP + self._shift(block)) % _BLOCK

    def numbers(self, low: int, high: int, fates: range | None, *, newest_first: bool) -> Iterator[int]:
        """The payments from `low` to before `high`, of all fates or of those."""
        if fates is None:
            yield from range(high - 1, low - 1, -1) if newest_first else range(low, high)
            return
        blocks = range(low // _BLOCK, max(high - 1, 0) // _BLOCK + 1)
        for block in reversed(blocks) if newest_first else blocks:
            shift, first = self._shift(block), block * _BLOCK
            found = sorted((first + (fate - shift) * _BACK % _BLOCK for fate in fates), reverse=newest_first)
            yield from (number for number in found if low <= number < high)

    def charge(self, number: int) -> Charge:
        """The payment of that number."""
        fate, chance = self.fate(number), self._chance(number)
        amount = _AMOUNTS[(chance >> 16) % len(_AMOUNTS)]
        outcome: Outcome = "failed" if fate in _FAILED else "pending" if fate in self._pending else "succeeded"
        return Charge(
            id=self.name("ch_", number),
            intent=self.name("pi_", number),
            gift=Gift(
                created=self.created(number),
                amount=amount,
                donor=self._donor(number, chance),
                outcome=outcome,
                metadata=self._metadata if chance % 10 else {},
            ),
            refunded=_given_back(amount, fate),
            disputed=fate in DISPUTED,
        )

    def intent(self, number: int) -> Intent:
        """The intent of that payment."""
        charge = self.charge(number)
        return Intent(charge.intent, charge.id, charge.gift)

    def refund(self, number: int) -> Refund:
        """What was given back of that payment, whose fate is in `REFUNDED`."""
        charge = self.charge(number)
        made = self.refunded_at(number)
        return Refund(self.name("re_", number), made, charge.id, charge.intent, charge.refunded, charge.gift.currency)

    def dispute(self, number: int) -> Dispute:
        """The dispute of that payment, whose fate is in `DISPUTED`."""
        charge, status = self.charge(number), _STATUSES[self.fate(number) - DISPUTED.start]
        gift, made = charge.gift, self.disputed_at(number)
        return Dispute(self.name("du_", number), made, charge.id, charge.intent, gift.amount, gift.currency, status)

    def supporters(self) -> int:
        """How many people support the campaign."""
        return self.truth().supporters

    def truth(self, since: int | None = None, before: int | None = None) -> Truth:
        """What is true of the payments made from `since` to before `before`; each of them is looked at once."""
        low = 0 if since is None else bisect_left(range(self._total), since, key=self.created)
        high = self._total if before is None else bisect_left(range(self._total), before, key=self.created)
        seen = bytearray(self._total // _TEN * _NEW + _NEW)
        nobody = payments = gross = net = 0
        for number in range(low, high):
            fate, chance = self.fate(number), self._chance(number)
            if not chance % 10 or fate in _FAILED or fate in self._pending:
                continue
            amount = _AMOUNTS[(chance >> 16) % len(_AMOUNTS)]
            gross += amount
            if fate in _WHOLLY or (fate in DISPUTED and _STATUSES[fate - DISPUTED.start] != "won"):
                continue
            payments += 1
            net += amount - _given_back(amount, fate)
            person = _person(number, chance)
            if person is None:
                nobody += 1
            else:
                seen[person] = 1
        return Truth(sum(seen) + nobody, payments, gross, net)

    def _donor(self, number: int, chance: int) -> Donor:
        """What a payment says of its person: always the same customer, or else the same address."""
        person = _person(number, chance)
        if person is None:
            return Donor()
        first, last = _FIRST[person % len(_FIRST)], _LAST[person % len(_LAST)]
        name, email = f"{first} {last}", f"{first.lower()}.{person}@example.org"
        ways: tuple[tuple[str | None, str | None], ...] = (
            ((email, None), (email.upper(), None), (None, email), (email, email))
            if person % 3
            else ((email, None), (f"home.{person}@example.net", None), (None, email), (None, None))
        )
        shown, receipt = ways[(chance >> 24) % len(ways)]
        return Donor(name, shown, receipt, None if person % 3 else self.name("cus_", person))

    def _later(self, number: int, delay_s: int) -> int:
        made = self.created(number)
        return made if number >= self._first else min(made + delay_s, self.end)

    def _drawn(self, what: str) -> int:
        return int.from_bytes(blake2b(f"{self._seed} {what}".encode(), digest_size=8).digest())

    def _shift(self, block: int) -> int:
        return _mixed(self._salt ^ block * _ODD & _64) % _BLOCK

    def _chance(self, number: int) -> int:
        return _mixed(self._salt + number * _ODD & _64)


def _person(number: int, chance: int) -> int | None:
    """Who made the payment; None where it names nobody."""
    if not (chance >> 8) % 100:
        return None
    tens, place = divmod(number, _TEN)
    return tens * _NEW + place if place < _NEW else (chance >> 32) % (tens * _NEW + _NEW)


def _given_back(amount: int, fate: int) -> int:
    return amount if fate in _WHOLLY else amount // 4 if fate in REFUNDED else 0


def _mixed(number: int) -> int:
    """64 bits that look drawn by lot (the last steps of SplitMix64)."""
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9 & _64
    number = (number ^ number >> 27) * 0x94D049BB133111EB & _64
    return number ^ number >> 31
