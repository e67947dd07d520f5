"""Why a payment or a subscription counts or does not, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.ledger.records import Line, Reason
from mkdocs_wellspring.messages import Messages, gettext_noop
from mkdocs_wellspring.money import amount_text

__all__ = ["Row", "rows"]

_WORDS: Mapping[Reason, tuple[str, str]] = {
    Reason.COUNTED: (gettext_noop("Counted"), gettext_noop("All conditions are met.")),
    Reason.FAILED: (gettext_noop("Failed"), gettext_noop("The payment did not succeed.")),
    Reason.PENDING: (gettext_noop("Still on its way"), gettext_noop("A bank debit counts once it has arrived.")),
    Reason.UNCAPTURED: (
        gettext_noop("Reserved, not taken"),
        gettext_noop("Money that was only reserved is no gift yet."),
    ),
    Reason.DISPUTE_LOST: (gettext_noop("Dispute lost"), gettext_noop("The bank took the money back.")),
    Reason.DISPUTE_OPEN: (gettext_noop("Disputed"), gettext_noop("It counts again if the dispute is won.")),
    Reason.REFUNDED: (gettext_noop("Refunded in full"), gettext_noop("Nothing of it is left.")),
    Reason.ENDED: (gettext_noop("Ended"), gettext_noop("The subscription was cancelled, or never began.")),
    Reason.INCOMPLETE: (gettext_noop("Not begun"), gettext_noop("Its first payment has not been made.")),
    Reason.UNPAID: (gettext_noop("Unpaid"), gettext_noop("Its renewals are no longer paid.")),
    Reason.TRIAL: (gettext_noop("On trial"), gettext_noop("Nothing has been paid for it yet.")),
    Reason.PAUSED: (gettext_noop("Paused"), gettext_noop("No payment is asked for at present.")),
    Reason.PAST_DUE: (
        gettext_noop("Overdue"),
        gettext_noop("Its renewal was not paid in time, and the time of grace is over."),
    ),
    Reason.FREE: (gettext_noop("Free"), gettext_noop("It costs nothing.")),
    Reason.BEFORE: (gettext_noop("Too early"), gettext_noop("It was made before the time that counts.")),
    Reason.AFTER: (gettext_noop("Too late"), gettext_noop("It was made after the time that counts.")),
    Reason.CURRENCY: (gettext_noop("Another currency"), gettext_noop("Only %(currency)s counts.")),
    Reason.MINIMUM: (gettext_noop("Too small"), gettext_noop("It comes to less than %(minimum)s.")),
}

_OF_PAYMENTS = frozenset({Reason.FAILED, Reason.PENDING, Reason.UNCAPTURED})
_OF_SUBSCRIPTIONS = frozenset(
    {
        Reason.ENDED,
        Reason.INCOMPLETE,
        Reason.UNPAID,
        Reason.TRIAL,
        Reason.PAUSED,
        Reason.PAST_DUE,
        Reason.FREE,
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """One reason.

    Attributes:
        title: the reason in a few words.
        rule: what is behind it, in a sentence.
        number: how many payments or subscriptions there are of it; None where nothing was counted.
    """

    reason: Reason
    title: str
    rule: str
    number: int | None


def rows(goal: Goal, lines: Sequence[Line] | None, messages: Messages) -> list[Row]:
    """One row a reason that can occur, or does, what counts first; `lines` is None where nothing was counted."""
    numbers = {line.reason: line.number for line in lines or ()}
    wanted = {Reason.COUNTED, *_applicable(goal), *numbers}
    known = {
        "currency": (goal.currency or "").upper(),
        "minimum": amount_text(goal.minimum_minor, goal.currency, messages.locale) if goal.currency else "",
    }
    return [
        Row(
            reason,
            messages.gettext(title),
            messages.gettext(rule) % known,
            None if lines is None else numbers.get(reason, 0),
        )
        for reason, (title, rule) in _WORDS.items()
        if reason in wanted
    ]


def _applicable(goal: Goal) -> Iterator[Reason]:
    """The reasons for which something may not count."""
    if goal.metric == "recurring":
        yield from _OF_SUBSCRIPTIONS
    else:
        yield from _OF_PAYMENTS
        if goal.window == "campaign" and goal.ends:  # what is older than the window is not looked at
            yield Reason.AFTER
        if goal.metric != "gross":
            yield from (Reason.DISPUTE_LOST, Reason.REFUNDED)
            if goal.open_disputes == "remove":
                yield Reason.DISPUTE_OPEN
    if goal.currency:
        yield Reason.CURRENCY
    if goal.minimum_minor:
        yield Reason.MINIMUM
