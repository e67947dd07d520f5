"""What Stripe's refusal of a gift means for whoever gave the options."""

from mkdocs_wellspring.campaign.model import Campaign, Gift
from mkdocs_wellspring.errors import ConfigurationError, WellspringError
from mkdocs_wellspring.ledger.api.failures import Refused
from mkdocs_wellspring.money import plain_amount

__all__ = ["explained"]

_AMOUNT_CODES = frozenset({"amount_too_small", "amount_too_large"})


def explained(error: Refused, campaign: Campaign, gift: Gift | None) -> WellspringError:
    """The refusal by the option that caused it; `error` itself where none did.

    Which amounts Stripe takes differs by currency and account: https://docs.stripe.com/currencies. So it is asked,
    and not known here.
    """
    currency = campaign.currency.upper()
    if gift is not None and (error.code in _AMOUNT_CODES or "unit_amount" in error.param):
        if gift.amount_minor is None:
            return ConfigurationError(
                f"Stripe does not take these bounds in {currency}, as too small or too large: "
                "give others as --least, --preset and --most"
            )
        amount = plain_amount(gift.amount_minor, campaign.currency)
        return ConfigurationError(
            f"Stripe does not take a gift of {amount} {currency}, as too small or too large: "
            f"give other amounts as --{gift.kind}"
        )
    match error.param.partition("[")[0]:
        case "currency":
            return ConfigurationError(f"Stripe does not take {currency} for this account: give another --currency")
        case "after_completion":
            return ConfigurationError(
                f"Stripe does not take the address {campaign.thanks!r} to lead givers to: "
                "give another one as --thanks (for real gifts, https://…)"
            )
        case "submit_type":
            return ConfigurationError("Stripe takes no donations for this account: see the account's settings there")
    return error
