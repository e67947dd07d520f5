"""Dates of sources: a day, a month or a year, about or exact, or a span of them (EDTF, levels 0 and 1 in part)."""

import re
from dataclasses import dataclass
from datetime import date

from mkdocs_wellspring.messages import Messages

__all__ = ["Dated", "read_date", "show_date"]

# https://www.loc.gov/standards/datetime/
_DATE = re.compile(r"(?P<year>-?[0-9]{1,4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?P<about>[~?%]?)")

Parts = tuple[int, ...]

# What stands for a date that is not there yet, or not known: no mistake of the author's.
_STATES = frozenset({"accepted", "forthcoming", "in preparation", "in press", "n.d.", "submitted", "to appear"})


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as far as it is known.

    Attributes:
        text: as its author wrote it.
        start: year, year and month, or year, month and day; empty where the text is no date.
        end: the same for the end of a span; empty where it is none.
        about: the author is not sure.
    """

    text: str
    start: Parts = ()
    end: Parts = ()
    about: bool = False

    @property
    def malformed(self) -> bool:
        """The text is no date, and does not say either that there is none yet."""
        return not self.start and self.text.casefold() not in _STATES

    @property
    def year(self) -> str:
        """The year, with that of a span's end; the text where it is no date."""
        years = dict.fromkeys(str(parts[0]) for parts in (self.start, self.end) if parts)
        return "\N{EN DASH}".join(years) or self.text

    @property
    def machine(self) -> str | None:
        """What HTML's `datetime` and schema.org take: 2011, 2011-03, 2011-03-11; None for a span, or for no date."""
        if not self.start or self.end or self.start[0] < 1:
            return None
        return "-".join(f"{part:0{width}}" for part, width in zip(self.start, (4, 2, 2), strict=False))


def read_date(text: str) -> Dated:
    """The date that a text means; `start` is empty where it means none."""
    first, slash, last = text.partition("/")
    start, end = _DATE.fullmatch(first.strip()), _DATE.fullmatch(last.strip())
    parts = [_parts(match) for match in (start, end) if match]
    if not all(parts) or len(parts) != 1 + bool(slash) or start is None:
        return Dated(text)
    about = bool(start["about"] or (end and end["about"]))
    return Dated(text, parts[0], parts[1] if slash else (), about)


def show_date(dated: Dated, messages: Messages) -> str:
    """The date in words of the page's language, as exact as it is known; the author's text where it is no date."""
    if not dated.start:
        return dated.text
    shown = "\N{EN DASH}".join(_show(parts, messages) for parts in (dated.start, dated.end) if parts)
    return messages.gettext("c. %(date)s") % {"date": shown} if dated.about else shown


def _parts(match: re.Match[str]) -> Parts:
    year, *rest = (int(match[name]) for name in ("year", "month", "day") if match[name])
    try:
        date(year if year > 0 else 2000, *[*rest, 1, 1][:2])
    except ValueError:  # the thirteenth month
        return ()
    return (year, *rest)


def _show(parts: Parts, messages: Messages) -> str:
    year, *rest = parts
    if not rest or year < 1:
        return str(year)
    return messages.day(date(year, rest[0], rest[1])) if len(rest) > 1 else messages.month(date(year, rest[0], 1))
