"""The number of a goal in words, in the language of the page."""

from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.messages import Messages
from mkdocs_wellspring.money import amount_text

__all__ = ["count_sentence", "figure"]


def figure(goal: Goal, value: int, messages: Messages) -> str:
    """A value of the goal's metric: a number, or an amount in its currency."""
    if goal.is_money and goal.currency:
        return amount_text(value, goal.currency, messages.locale)
    return messages.number(value)


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
