"""Every sentence that we put on a page, in the page's language, with that language's numerals and dates.

The sentences themselves are written in English where they are used, marked with `_()`; a catalogue `<locale>.po`
beside this file translates them. A language without a catalogue shows English, with its own dates and numbers.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton, get_timezone
from babel.lists import format_list
from babel.numbers import format_decimal

__all__ = ["Messages", "messages_for"]

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Messages:
    """One language: its sentences, plural rules, numerals and dates."""

    locale: Locale
    translations: NullTranslations

    @property
    def language_tag(self) -> str:
        """The language as HTML's `lang` names it (BCP 47)."""
        return str(self.locale).replace("_", "-")

    def gettext(self, message: str) -> str:
        """The sentence in this language."""
        return self.translations.gettext(message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The sentence for `number` things, by this language's plural rule."""
        return self.translations.ngettext(one, many, number)

    def number(self, value: int) -> str:
        """A whole number with this language's grouping, in Latin digits, which Babel does not exchange."""
        return format_decimal(value, locale=self.locale, numbering_system="latn")

    def day(self, value: date) -> str:
        """A day in words: November 12, 2026."""
        return format_date(value, format="long", locale=self.locale)

    def month(self, value: date) -> str:
        """A month in words: November 2026."""
        return format_skeleton("yMMMM", value, locale=self.locale)

    def listed(self, names: Sequence[str]) -> str:
        """Names in a row: "Poe, Lee and Smith"."""
        return format_list(names, locale=self.locale)

    def moment(self, value: datetime, timezone: str = "UTC") -> str:
        """A day and a time of day in words, in `timezone` (an IANA name)."""
        return format_datetime(value, format="long", tzinfo=get_timezone(timezone), locale=self.locale)


@cache
def messages_for(locale: str) -> Messages:
    """The messages of a language; English where the name is of no language that Babel knows."""
    try:
        parsed = Locale.parse(locale.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        parsed = Locale("en")
    return Messages(parsed, _catalogue(parsed))


def _catalogue(locale: Locale) -> NullTranslations:
    for name in (str(locale), locale.language):
        path = _HERE / f"{name}.po"
        if path.is_file():
            from babel.messages.mofile import write_mo  # noqa: PLC0415 - only for a language with a catalogue
            from babel.messages.pofile import read_po  # noqa: PLC0415 - the same

            with path.open("rb") as source:
                catalogue = read_po(source, locale=locale)
            compiled = io.BytesIO()
            write_mo(compiled, catalogue)
            compiled.seek(0)
            return GNUTranslations(compiled)
    return NullTranslations()
