"""Amounts of money, in the decimals of their currencies."""

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.money import amount_text, currency_code, minor_digits, minor_units, plain_amount

NONE = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".lower().split()
THREE = ["bhd", "jod", "kwd", "omr", "tnd"]
TWO = ["usd", "eur", "gbp", "chf", "isk", "ugx", "huf", "twd", "inr"]


@pytest.mark.parametrize(
    ("currency", "digits"), [*((one, 0) for one in NONE), *((one, 3) for one in THREE), *((one, 2) for one in TWO)]
)
def test_a_currency_has_the_decimals_that_the_payments_api_gives_it(currency, digits):
    assert minor_digits(currency) == minor_digits(currency.upper()) == digits


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("2.50", "usd", 250),
        (2.5, "usd", 250),
        (5, "usd", 500),
        ("0.01", "eur", 1),
        (0, "eur", 0),
        (1.1, "usd", 110),
        ("12.", "usd", 1200),
        (" 7 ", "usd", 700),
        ("2.500", "usd", 250),
        (1000, "jpy", 1000),
        ("1000.0", "krw", 1000),
        ("1.234", "kwd", 1234),
        (1.5, "TND", 1500),
        (5, "isk", 500),
        (12000, "ugx", 1_200_000),
        ("12.5", "huf", 1250),
        ("99999999999", "usd", 9_999_999_999_900),
        ("5." + "0" * 60, "usd", 500),
        ("0e-999999", "usd", 0),
    ],
)
def test_an_amount_is_whole_minor_units(amount, currency, minor):
    assert minor_units(amount, currency) == minor


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        ("2.505", "usd", "'2.505' has too many decimals: USD has 2 decimals"),
        (0.1 + 0.2, "usd", "has too many decimals"),
        ("5.5", "jpy", "JPY has no decimals"),
        ("5.50", "isk", "ISK has no decimals"),
        ("1.2345", "kwd", "KWD has 3 decimals"),
        ("five", "usd", "'five' is no amount of money"),
        ("", "usd", "is no amount"),
        ("5,50", "usd", "is no amount"),
        ("$5", "usd", "is no amount"),
        ("-5", "usd", "is no amount"),
        (-0.01, "usd", "is no amount"),
        ("nan", "usd", "is no amount"),
        ("sNaN", "usd", "is no amount"),
        (float("inf"), "usd", "is no amount"),
        ("1e400", "usd", "is no amount"),
        ("1e15", "usd", "is no amount"),
        ("1e-400", "usd", "too many decimals"),
        ("1e-999999", "usd", "too many decimals"),
        ("1e-999999999", "jpy", "too many decimals"),
        ("5." + "0" * 40 + "1", "usd", "too many decimals"),
        ("1e-" + "9" * 30, "usd", "is no amount"),
        ("9" * 5000, "usd", "is no amount"),
        (True, "usd", "is no amount"),
    ],
)
def test_what_is_no_amount_is_one_line_that_says_why(amount, currency, said):
    with pytest.raises(ConfigurationError) as error:
        minor_units(amount, currency)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_number_of_more_digits_than_python_writes_is_no_amount():
    with pytest.raises(ConfigurationError, match="a number of so many digits is no amount"):
        minor_units(16**5000, "usd")


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "text"),
    [
        (41_200, "usd", "en", "$412"),
        (41_205, "usd", "en", "$412.05"),
        (41_250, "USD", "en", "$412.50"),
        (0, "usd", "en", "$0"),
        (123_456_789, "eur", "de", "1.234.567,89 €"),
        (123_456_700, "eur", "de", "1.234.567 €"),
        (123_456_700, "eur", "fr", "1 234 567 €"),
        (1_234, "jpy", "en", "¥1,234"),
        (1_234_567, "kwd", "en", "KWD 1,234.567"),
        (1_234_000, "isk", "en", "ISK 12,340"),
        (1_234_050, "ugx", "en", "UGX 12,340"),
        (1_250, "huf", "de", "12,50 HUF"),
        (50_000, "gbp", "es", "500 GBP"),
    ],
)
def test_an_amount_is_written_as_its_readers_write_it(minor, currency, locale, text):
    told = amount_text(minor, currency, Locale.parse(locale))
    assert told.replace("\u00a0", " ").replace("\u202f", " ") == text


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(250, "usd", "2.50"), (5, "usd", "0.05"), (0, "usd", "0.00"), (500, "isk", "5.00"), (7, "jpy", "7"),
     (1234, "kwd", "1.234"), (10**15, "usd", "10000000000000.00")],
)  # fmt: skip
def test_an_amount_for_a_machine_has_all_its_decimals(minor, currency, text):
    assert plain_amount(minor, currency) == text


@given(st.integers(0, 10**12), st.sampled_from([*NONE, *THREE, "usd", "huf"]))
def test_what_a_machine_wrote_is_read_again(minor, currency):
    assert minor_units(plain_amount(minor, currency), currency) == minor


@pytest.mark.parametrize("text", ["usd", "USD", " Eur ", "kwd"])
def test_a_currency_has_three_small_letters(text):
    assert currency_code(text) == text.strip().lower()


@pytest.mark.parametrize("text", ["", "us", "usdc", "uds", "dollars", "$", "u$d", "ÉUR", "12a"])
def test_what_is_no_currency_is_one_line(text):
    with pytest.raises(ConfigurationError, match="is no currency"):
        currency_code(text)
