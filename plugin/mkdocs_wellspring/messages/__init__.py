"""Every sentence that we put on a page, in the page's language, with that language's numerals and dates.

The sentences themselves are written in English where they are used, marked with `_()`; a catalogue `<locale>.po`
beside this file translates them, and one of the site's own, `wellspring/messages/<locale>.po`, goes before it. A
language without a catalogue shows English, with its own dates and numbers.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton, get_timezone
from babel.numbers import format_decimal

from mkdocs_wellspring.messages.files import catalogues_of, is_tag, known_locale

__all__ = ["Messages", "gettext_noop", "language_tag", "messages_for"]


# https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates
_LEFT_TO_RIGHT, _AS_IT_BEGINS, _END = "\u2066", "\u2068", "\u2069"


class Messages(NamedTuple):
    """One language: its sentences, plural rules, numerals and dates.

    Attributes:
        locale: whose numerals and dates these are.
        translations: the sentences.
        overrides: folders with catalogues of the site's own, which have been read.
    """

    locale: Locale
    translations: NullTranslations
    overrides: tuple[Path, ...] = ()

    @property
    def english(self) -> "Messages":
        """The same site's English."""
        return messages_for("en", self.overrides)

    def gettext(self, message: str) -> str:
        """The sentence in this language."""
        said = self.translations.gettext(message)
        return said if self._runs_right or self.is_translated(message) else _isolated(said)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The sentence for `number` things, by this language's plural rule."""
        said = self.translations.ngettext(one, many, number)
        return said if self._runs_right or self.is_translated(one) else _isolated(said)

    def is_translated(self, message: str) -> bool:
        """The sentence is in this language, and not in English for want of it."""
        said = self.translations.gettext(message)
        return self.locale.language == "en" or said != self.english.translations.gettext(message)

    @property
    def _runs_right(self) -> bool:
        """Text runs from left to right; where it does not, English sentences keep their own direction."""
        return self.locale.text_direction == "ltr"

    def number(self, value: int) -> str:
        """A whole number with this language's grouping, in Latin digits, which Babel does not exchange."""
        return format_decimal(value, locale=self.locale, numbering_system="latn")

    def day(self, value: date) -> str:
        """A day in words: November 12, 2026."""
        words = format_date(value, format="long", locale=self.locale)
        # CLDR does not know that French has an ordinal for the first: https://unicode-org.atlassian.net/browse/CLDR-9180
        return f"1er{words[1:]}" if self.locale.language == "fr" and words.startswith("1 ") else words

    def month(self, value: date) -> str:
        """A month in words: November 2026."""
        return format_skeleton("yMMMM", value, locale=self.locale)

    def listed(self, names: Sequence[str]) -> str:
        """Names in a row: "Poe, Lee and Smith"."""
        from babel.lists import format_list  # noqa: PLC0415 - most pages list no names

        return format_list(names, locale=self.locale)

    def any_of(self, names: Sequence[str]) -> str:
        """Names of which one is meant: "Poe, Lee or Smith"."""
        from babel.lists import format_list  # noqa: PLC0415 - as above

        return format_list(names, style="or", locale=self.locale) if len(names) > 1 else "".join(names)

    def moment(self, value: datetime, timezone: str = "UTC") -> str:
        """A day and a time of day in words, in `timezone` (an IANA name)."""
        return format_datetime(value, format="long", tzinfo=get_timezone(timezone), locale=self.locale)


def _isolated(sentence: str) -> str:
    """An English sentence where others run from right to left; what is filled in, a day of theirs, goes its own way."""
    inner = re.sub(r"(%\(\w+\)\w)", rf"{_AS_IT_BEGINS}\1{_END}", sentence)
    return f"{_LEFT_TO_RIGHT}{inner}{_END}"


@lru_cache(maxsize=64)
def messages_for(locale: str, overrides: Sequence[Path] = ()) -> Messages:
    """The messages of a language; English where the name is of no language that Babel knows.

    A sentence is looked for in the site's own catalogues, in each folder of `overrides` that of the very locale before
    that of its language, then in ours, then in the site's English. Catalogues are read once, and anew after
    `messages_for.cache_clear()`, which a host calls when they may have changed.

    Raises:
        ConfigurationError: a catalogue cannot be read, or a page could not be made with it.
    """
    known = known_locale(locale)
    translations = NullTranslations()
    for path in reversed(catalogues_of(locale, known, overrides)):
        from mkdocs_wellspring.messages.catalogue import compiled  # noqa: PLC0415 - only for what has a catalogue

        more = compiled(path, known or Locale("en"))
        more.add_fallback(translations)
        translations = more
    return Messages(known or Locale("en"), translations, tuple(overrides))


def language_tag(locale: str) -> str:
    """The language as HTML's `lang` names it (BCP 47); as it is written where Babel does not know it."""
    known, written = known_locale(locale), locale.replace("_", "-")
    if known is None:
        return written if is_tag(written) else "en"
    return str(known).replace("_", "-")


def gettext_noop(message: str) -> str:
    """The sentence as it is: catalogues have it, and what shows it translates it then."""
    return message
