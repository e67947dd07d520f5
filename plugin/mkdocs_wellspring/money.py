"""Amounts of money: whole numbers of minor units inside, written and read as people do.

How many decimals an amount has is what the payments API says, and not what the currency has in daily life:
https://docs.stripe.com/currencies#minor-units and #special-cases, read in 2026-11.
"""

from decimal import Context, Decimal, Inexact, InvalidOperation

from babel import Locale
from babel.numbers import get_currency_symbol, is_currency, parse_pattern

from mkdocs_wellspring.errors import ConfigurationError

__all__ = ["amount_text", "currency_code", "minor_digits", "minor_units", "plain_amount"]

_WHOLE = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"]
)
_THOUSANDTHS = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])

# The API keeps these in hundredths, though they have no smaller unit: "to charge 5 ISK, provide an amount of 500".
_NEVER_SPLIT = frozenset({"ISK", "UGX"})

_LARGEST = 10**15
_EXACT = Context(prec=50, traps=[Inexact])
_LETTERS = 3


def minor_digits(currency: str) -> int:
    """How many decimals an amount of the currency has at the payments API: 0, 2 or 3."""
    code = currency.upper()
    return 0 if code in _WHOLE else 3 if code in _THOUSANDTHS else 2


def currency_code(text: str) -> str:
    """The three small letters of a currency.

    Raises:
        ConfigurationError: it is none.
    """
    code = text.strip()
    if len(code) != _LETTERS or not code.isascii() or not code.isalpha() or not is_currency(code.upper()):
        raise ConfigurationError(f"{text[:40]!r} is no currency; give its three letters, such as usd")
    return code.lower()


def minor_units(amount: str | float, currency: str) -> int:
    """The minor units of an amount in major ones: 2.50 usd are 250.

    Raises:
        ConfigurationError: it is no amount, is below zero or out of bounds, or has more decimals than the currency.
    """
    try:
        shown = f"{amount[:40]!r}" if isinstance(amount, str) else str(amount)[:40]
        value = Decimal(str(amount).strip())
    except InvalidOperation:
        value = Decimal("NaN")
    except ValueError:  # Python writes no whole number of more than some thousand digits
        shown, value = "a number of so many digits", Decimal("NaN")
    if isinstance(amount, bool) or not value.is_finite() or not 0 <= value < _LARGEST:
        raise ConfigurationError(f"{shown} is no amount of money; give a number from 0, such as 5 or 2.50")
    digits = 0 if currency.upper() in _NEVER_SPLIT else minor_digits(currency)
    try:
        exact = value.quantize(Decimal(1).scaleb(-digits), context=_EXACT)
    except Inexact:
        allowed = f"{digits} decimals" if digits else "no decimals"
        raise ConfigurationError(f"{shown} has too many decimals: {currency.upper()} has {allowed}; round it") from None
    return int(exact.scaleb(minor_digits(currency)))


def plain_amount(minor: int, currency: str) -> str:
    """An amount for a machine: major units with all the decimals that the currency has, and no sign of it."""
    digits = minor_digits(currency)
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"


def amount_text(minor: int, currency: str, locale: Locale) -> str:
    """An amount for readers, as the locale writes it, without decimals where it is whole."""
    digits = minor_digits(currency)
    is_whole = minor % 10**digits == 0 or currency.upper() in _NEVER_SPLIT
    written = locale.currency_formats["standard"].pattern
    if get_currency_symbol(currency.upper(), locale)[-1:].isalpha():
        # As https://www.unicode.org/reports/tr35/tr35-numbers.html#Currencies has it: KWD 5, where $5 has no space.
        written = written.replace("¤#", "¤\u00a0#")
    pattern = parse_pattern(written)
    pattern.frac_prec = (0, 0) if is_whole else (digits, digits)
    text: str = pattern.apply(Decimal(minor).scaleb(-digits), locale, currency=currency.upper(), currency_digits=False)
    return text
