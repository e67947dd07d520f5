"""The number of a goal in words, in the language of the page."""

from babel.numbers import parse_pattern

from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.messages import Messages
from mkdocs_wellspring.money import amount_text

__all__ = ["count_sentence", "figure", "percent", "tally_sentence"]

_NEAR_PERCENT = 80
_SEVERAL = 2


def figure(goal: Goal, value: int, messages: Messages) -> str:
    """A value of the goal's metric: a number, or an amount in its currency."""
    if goal.is_money and goal.currency:
        return amount_text(value, goal.currency, messages.locale)
    return messages.number(value)


def percent(value: int, target: int, messages: Messages) -> str:
    """How much of the target that is, in whole percent, never rounded up: 99.9 % is not all of it."""
    # The sign stands off its number, in English too: https://www.bipm.org/en/publications/si-brochure, 5.4.7.
    pattern = parse_pattern(messages.locale.percent_formats[None].pattern.replace("0%", "0\u00a0%"))
    text: str = pattern.apply(value * 100 // target / 100, messages.locale, numbering_system="latn")
    return text


def tally_sentence(goal: Goal, total: int, messages: Messages) -> str:
    """How much of the target there is, what is missing near the end, and how much it is where it is more."""
    target = goal.target_for(total)
    known = {
        "count": count_sentence(goal, total, target, messages),
        "percent": percent(total, target, messages),
        "remaining": figure(goal, max(0, target - total), messages),
    }
    if total > target:
        return messages.gettext("%(count)s (%(percent)s)") % known
    if total < target and total * 100 >= target * _NEAR_PERCENT:
        number = _SEVERAL if goal.is_money else target - total
        return messages.ngettext("%(count)s, %(remaining)s to go", "%(count)s, %(remaining)s to go", number) % known
    return known["count"]


def count_sentence(goal: Goal, value: int, target: int, messages: Messages) -> str:
    """How much of the target there is: "412 of 1,000 supporters"."""
    match goal.metric:
        case "supporters":
            said = messages.ngettext("%(value)s of %(target)s supporter", "%(value)s of %(target)s supporters", target)
        case "recurring":
            said = messages.ngettext(
                "%(value)s of %(target)s monthly supporter", "%(value)s of %(target)s monthly supporters", target
            )
        case "payments":
            said = messages.ngettext("%(value)s of %(target)s gift", "%(value)s of %(target)s gifts", target)
        case "gross":
            said = messages.gettext("%(value)s of %(target)s given")
        case "net":
            said = messages.gettext("%(value)s of %(target)s given, refunds taken off")
    return said % {"value": figure(goal, value, messages), "target": figure(goal, target, messages)}
