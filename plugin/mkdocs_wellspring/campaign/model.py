"""What a campaign asks for: amounts to give once or each month, and one that the giver chooses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mkdocs_wellspring.addresses import is_web
from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.money import minor_digits, minor_units, plain_amount

__all__ = ["Bounds", "Campaign", "Gift", "amounts_of"]

_LONGEST = 500  # of a text in metadata: https://docs.stripe.com/api/metadata, read in 2026-11
_DECIMALS_IN_TENS = 3


@dataclass(frozen=True, slots=True)
class Gift:
    """One way to give, which has a payment link of its own.

    Attributes:
        amount_minor: in minor units; None where the giver chooses, which Stripe allows for single gifts alone.
    """

    kind: Literal["once", "monthly"]
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a giver may choose, in minor units, and what stands there before."""

    least: int
    preset: int
    most: int


@dataclass(frozen=True, slots=True)
class Campaign:
    """What is to be made for a campaign.

    Attributes:
        name: the value of the metadata key `wellspring_campaign`.
        title: what a giver reads on the payment page, after "Gift to".
        currency: three small letters.
        once: suggested amounts, in minor units.
        monthly: amounts of a monthly gift, in minor units.
        chosen: the bounds of the amount that a giver chooses.
        thanks: where a giver is led afterwards; None for Stripe's own page.
        thanks_page: the path of the page of the site that is there, to be made by the plugin; None for another.

    Raises:
        ConfigurationError: a value that Stripe cannot take.
    """

    name: str
    title: str
    currency: str
    once: tuple[int, ...]
    monthly: tuple[int, ...]
    chosen: Bounds
    thanks: str | None = None
    thanks_page: str | None = None

    def __post_init__(self) -> None:
        for option, text in (("--campaign", self.name), ("--title", self.title)):
            if not text.strip() or len(text) > _LONGEST:
                raise ConfigurationError(f"{option}: give it a few words, {_LONGEST} characters at most")
        if not self.chosen.least <= self.chosen.preset <= self.chosen.most:
            least, preset, most = (
                plain_amount(minor, self.currency)
                for minor in (self.chosen.least, self.chosen.preset, self.chosen.most)
            )
            raise ConfigurationError(
                f"--least {least}, --preset {preset} and --most {most} are not in order: give the smallest as --least"
            )
        if self.thanks is not None and not is_web(self.thanks):
            raise ConfigurationError(
                f"--thanks: {self.thanks[:80]!r} is no web address; give one such as https://example.org/thanks/"
            )

    @property
    def gifts(self) -> tuple[Gift, ...]:
        """Each way to give, the amount that a giver chooses first."""
        once = tuple(Gift("once", amount) for amount in self.once)
        return (Gift("once"), *once, *(Gift("monthly", amount) for amount in self.monthly))


def amounts_of(option: str, text: str, currency: str) -> tuple[int, ...]:
    """The amounts in a list such as `5,20,50`, in minor units, each once; none for an empty text.

    Raises:
        ConfigurationError: one of them is no amount of that currency that Stripe could take.
    """
    return tuple(dict.fromkeys(_amounts(option, text, currency))) if text.strip() else ()


def _amounts(option: str, text: str, currency: str) -> Iterator[int]:
    for written in text.split(","):
        try:
            minor = minor_units(written, currency)
        except ConfigurationError as error:
            raise ConfigurationError(f"{option}: {error}") from None
        if not minor:
            raise ConfigurationError(f"{option}: nothing is no gift; give amounts above 0, such as 5,20,50")
        if minor_digits(currency) == _DECIMALS_IN_TENS and minor % 10:
            # https://docs.stripe.com/currencies#three-decimal, read in 2026-11
            raise ConfigurationError(
                f"{option}: {written.strip()!r}: Stripe takes {currency.upper()} with two decimals; round it"
            )
        yield minor
