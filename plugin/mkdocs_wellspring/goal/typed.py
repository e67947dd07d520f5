"""Numbers that somebody typed into a text where a variable would give them, and keep them true."""

import re
from collections.abc import Iterator

from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.money import minor_digits

__all__ = ["typed_numbers"]

# Compiled for a text that has a digit: most have none.
_NUMBER = r"(?<![\w.,{])(?P<sign>[$€£¥]\s?)?(?P<digits>\d{1,3}(?:[.,'\u2019\u00a0\u202f ]\d{3})+|\d+)(?![\w]|[.,]\d)"
_DAYS = r"\s*(?:more\s)?(?:days?|Tage?n?|jours?|días?)\b"
_LEAST = 10
"""Smaller numbers stand in a text for many other reasons."""


def typed_numbers(goal: Goal, text: str, total: int | None, days_left: int | None) -> Iterator[tuple[str, str]]:
    """Each such number as it was typed, and the variable that gives it."""
    if not any(map(str.isdecimal, text)):
        return
    unit = 10 ** minor_digits(goal.currency) if goal.is_money and goal.currency else 1
    known = {target // unit: "target" for target in goal.targets}
    if total is not None:
        known = {max(0, goal.target_for(total) - total) // unit: "remaining", total // unit: "value", **known}
    for found in re.finditer(_NUMBER, text):
        number = int(re.sub(r"\D", "", found["digits"])[:18])
        shown = (found["sign"] or "") + found["digits"]
        if re.match(_DAYS, text[found.end() :], re.IGNORECASE):
            if number == days_left:
                yield shown, "days_left"
        elif number >= _LEAST and number in known and (goal.is_money or not found["sign"]):
            yield shown, known[number]
