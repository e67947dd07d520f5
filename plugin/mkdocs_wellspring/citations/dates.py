"""Dates of sources: a day, a month or a year, about or exact, or a span of them (EDTF, levels 0 and 1 in part)."""

import re
from dataclasses import dataclass
from datetime import date

from mkdocs_wellspring.messages import Messages, gettext_noop

__all__ = ["Dated", "read_date", "show_date", "show_year"]

# https://www.loc.gov/standards/datetime/: a season is a month from 21 to 24, and no time of day is ever shown. There,
# four digits count as astronomers do, the year before 1 being 0; fewer are no EDTF, and mean what they say.
_DATE = re.compile(
    r"(?P<year>-?[0-9]{1,4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})(?:T[0-9:.+Z-]+)?)?)?(?P<about>[~?%]?)"
)
_UNKNOWN = re.compile(r"[0-9]{2}(?:[0-9][Xxu]|[Xxu]{2})(?:-[0-9Xxu]{2})?")
_SEASONS = range(21, 25)
_EDTF_YEAR = 4
_OPEN = frozenset({"", ".."})

# What stands for a date that is not there yet, or not known: no mistake of the author's.
_STATES = frozenset(
    {
        # Translators: where the date of a work stands, as for all that begin in small letters here.
        gettext_noop("accepted"),
        gettext_noop("forthcoming"),
        gettext_noop("in preparation"),
        gettext_noop("in press"),
        # Translators: no date.
        gettext_noop("n.d."),
        gettext_noop("submitted"),
        gettext_noop("to appear"),
    }
)

Parts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as far as it is known.

    Attributes:
        text: as its author wrote it.
        start: year, year and month, or year, month and day; empty where the text is no date, or only a span's end.
            Years count as in CSL, where -380 is 380 BC.
        end: the same for the end of a span; empty where it is none.
        about: the author is not sure.
        malformed: the text is no date, and does not say either that there is none yet.
    """

    text: str
    start: Parts = ()
    end: Parts = ()
    about: bool = False
    malformed: bool = False

    @property
    def year(self) -> str:
        """The year in English, with that of a span's end; the text where it is no date."""
        return _years(self, "%(year)s BC") or self.text

    @property
    def machine(self) -> str | None:
        """What HTML's `datetime` and schema.org take: 2011, 2011-03, 2011-03-11; None for a span, or for no date."""
        if not self.start or self.start[0] < 1 or "/" in self.text:
            return None
        return "-".join(f"{part:0{width}}" for part, width in zip(self.start, (4, 2, 2), strict=False))


def read_date(text: str) -> Dated:
    """The date that a text means."""
    first, slash, last = (piece.strip() for piece in text.partition("/"))
    if slash:
        return _read_span(text, first, last)
    match = _DATE.fullmatch(first)
    parts = _parts(match) if match else ()
    if not parts:
        known = text.casefold() in _STATES or _UNKNOWN.fullmatch(first)
        return Dated(text, malformed=not known)
    return Dated(text, parts, about=bool(match and match["about"]))


def show_date(dated: Dated, messages: Messages) -> str:
    """The date in words of the page's language, as exact as it is known; the author's text where it is no date."""
    if not dated.start or (not dated.end and "/" in dated.text):
        return _as_written(dated, messages)
    shown = "\N{EN DASH}".join(_show(parts, messages) for parts in (dated.start, dated.end) if parts)
    # Translators: about that date.
    return messages.gettext("c. %(date)s") % {"date": shown} if dated.about else shown


def show_year(dated: Dated, messages: Messages) -> str:
    """The year alone, as a citation shows it; the author's text where it is no date."""
    return _years(dated, messages.gettext("%(year)s BC")) or _as_written(dated, messages)


def _as_written(dated: Dated, messages: Messages) -> str:
    """The text, in the page's language where it is one of the states that we know."""
    state = dated.text.casefold()
    translated = messages.gettext(state) if state in _STATES else state
    return dated.text if translated == state else translated


def _years(dated: Dated, before_christ: str) -> str:
    years = dict.fromkeys(_year(parts[0], before_christ) for parts in (dated.start, dated.end) if parts)
    return "\N{EN DASH}".join(years)


def _read_span(text: str, first: str, last: str) -> Dated:
    """Both ends with four digits for the year, or before Christ, in order; one of them may be open."""
    matches = [_DATE.fullmatch(piece) if piece not in _OPEN else None for piece in (first, last)]
    ends = [_parts(match) if match and (match["year"][0] == "-" or _is_edtf(match)) else () for match in matches]
    whole = all(parts or piece in _OPEN for piece, parts in zip((first, last), ends, strict=True))
    if not whole or not any(ends) or (all(ends) and ends[0] > ends[1]):
        return Dated(text, malformed=True)
    about = any(match and match["about"] for match in matches)
    return Dated(text, ends[0], ends[1] if ends[0] else (), about)


def _is_edtf(match: re.Match[str]) -> bool:
    return len(match["year"].lstrip("-")) == _EDTF_YEAR


def _parts(match: re.Match[str]) -> Parts:
    year, *rest = (int(match[name]) for name in ("year", "month", "day") if match[name])
    if year < 1 and _is_edtf(match):
        year -= 1
    if len(rest) == 1 and rest[0] in _SEASONS:
        return (year,)
    try:
        date(year if year > 0 else 2000, *[*rest, 1, 1][:2])
    except ValueError:  # the thirteenth month
        return ()
    return (year, *rest)


def _year(year: int, before_christ: str) -> str:
    """The year in words: -44 is 44 BC."""
    return before_christ % {"year": -year} if year < 0 else str(year)


def _show(parts: Parts, messages: Messages) -> str:
    year, *rest = parts
    if not rest or year < 1:
        return _year(year, messages.gettext("%(year)s BC"))
    return messages.day(date(year, rest[0], rest[1])) if len(rest) > 1 else messages.month(date(year, rest[0], 1))
