"""One value of the front matter, where it stands, and what is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from mkdocs_wellspring.frontmatter import kind
from mkdocs_wellspring.pagecontext import PageContext

__all__ = ["Given"]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ADDRESS = re.compile(r"https?://[^\s/?#\\<>\"]++[^\s\\<>\"]*+", re.IGNORECASE)

# Control characters, with two of which Python-Markdown marks its own placeholders, and halves of letters.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

# Where the author lives it may be tomorrow already.
_AHEAD_DAYS = 1

_LARGEST = 1_000_000
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Given:
    """A value as its author gave it; whatever it is, reading it raises nothing.

    Attributes:
        context: the page, which takes findings.
        where: the way to the value: `("corrections", 1, "date")`.
        value: what YAML makes of it; None where there is none.
    """

    context: PageContext
    where: tuple[str | int, ...]
    value: Any

    def at(self, step: str | int) -> "Given":
        """The value of a key, or of a place, within this one."""
        value = self.value.get(step) if isinstance(step, str) else self.value[step]
        return Given(self.context, (*self.where, step), value)

    @property
    def items(self) -> "list[Given]":
        """The entries of a list; what is no list is one entry, and nothing is none."""
        if isinstance(self.value, list):
            return [self.at(place) for place in range(len(self.value))]
        return [] if self.value is None else [self]

    @property
    def name(self) -> str:
        """What findings call it: "`date:` in entry 2 of `corrections:`"."""
        return self._named("")

    def find(self, code: str, message: str) -> None:
        """A finding is reported at its line."""
        self.context.find(code, message, *self.where)

    def day(self) -> date | None:
        """The day that it is; anything else is a finding."""
        if isinstance(self.value, datetime):
            return self.value.date()
        if self.value is None or isinstance(self.value, date):
            return self.value
        text = self.value.strip() if isinstance(self.value, str) else ""
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass  # the thirteenth month
        shown = f"{self._named(text)} is no day" if text else f"{self.name} is {kind(self.value)}, which is no day"
        self.find("article-date", f"{shown}; give one such as 2026-11-12")
        return None

    def past_day(self) -> date | None:
        """The same, of what has happened: a day that is still to come is a finding as well."""
        day, today = self.day(), self.context.today
        if day and today and (day - today).days > _AHEAD_DAYS:
            self.find("article-date", f"{self._named(str(day))} is still to come; correct the day")
        return day

    def text(self, wanted: str = "a text") -> str | None:
        """The text that it is, as Markdown; None where there is none, and anything else is a finding."""
        if isinstance(self.value, str):
            return _UNFIT.sub("", self.value).strip() or None
        if self.value is not None:
            self.find("article-text", f"{self.name} is {kind(self.value)}; give {wanted}")
        return None

    def words(self, wanted: str = "a text") -> str | None:
        """The same on one line, for what is no Markdown."""
        return " ".join((self.text(wanted) or "").split()) or None

    def address(self) -> str | None:
        """The address that it is, https or http; anything else is a finding."""
        text = self.words("an address")
        if text is None or _ADDRESS.fullmatch(text):
            return text
        self.find("article-address", f"{self._named(text)} cannot be followed safely; give an https:// address")
        return None

    def number(self) -> float | None:
        """The number that it is; anything else is a finding."""
        is_number = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        if is_number and -_LARGEST < self.value < _LARGEST:
            return self.value  # type: ignore[no-any-return]
        if self.value is not None:
            shown = "out of all scales" if is_number else kind(self.value)
            self.find("article-text", f"{self.name} is {shown}; give a number")
        return None

    def has_keys(self, keys: Sequence[str], wanted: str) -> bool:
        """It is a mapping; a key of it that is not one of `keys` is a finding, and so is what is no mapping."""
        if not isinstance(self.value, Mapping):
            self.find("article-text", f"{self.name} is {kind(self.value)}; give {wanted}")
            return False
        for key in self.value:
            if key not in keys:
                self._find_key(key, keys)
        return True

    def needed(self, key: str, advice: str, *, on_one_line: bool = False) -> str | None:
        """The text of a key that has to be there; without one there is a finding."""
        inner = self.at(key)
        text = inner.words() if on_one_line else inner.text()
        if text is None and (inner.value is None or isinstance(inner.value, str)):
            self.find("article-text", f"{self.name} has no `{key}:`; {advice}")
        return text

    def _find_key(self, key: object, keys: Sequence[str]) -> None:
        shown = kind(key) if isinstance(key, int | float) else _UNFIT.sub("", str(key))[:_SHOWN]
        near = get_close_matches(shown, keys, 1)
        advice = f"did you mean `{near[0]}:`?" if near else f"it takes {', '.join(keys)}"
        step = (key,) if isinstance(key, str) else ()
        self.context.find("article-text", f"{self.name} has the key `{shown}:`; {advice}", *self.where, *step)

    def _named(self, value: str) -> str:
        name = ""
        for place, step in enumerate(self.where):
            if isinstance(step, int):
                name = f"entry {step + 1} of {name}"
            else:
                shown = f": {_UNFIT.sub('?', value)[:_SHOWN]}" if value and place == len(self.where) - 1 else ":"
                name = f"`{step}{shown}`{f' in {name}' if name else ''}"
        return name
