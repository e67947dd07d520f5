"""How a goal's number comes about, in words and numbers: for a page of the site, and for the command line."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from mkdocs_wellspring.goal.banner import notice_of
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.reasons import rows
from mkdocs_wellspring.goal.sentences import figure, tally_sentence
from mkdocs_wellspring.goal.snapshot import Snapshot
from mkdocs_wellspring.ledger.records import Mode
from mkdocs_wellspring.messages import Messages, messages_for
from mkdocs_wellspring.money import amount_text
from mkdocs_wellspring.templating import environment

__all__ = ["render_explanation", "what_counts"]


def render_explanation(
    goal: Goal, snapshot: Snapshot | None, *, now: datetime, locale: str, overrides: Sequence[Path] = ()
) -> str:
    """What counts and what was counted, as HTML; a site overrides it as `wellspring/counted.html`.

    Only the goal and its snapshot are asked. Without one, the rules are there without numbers.
    """
    messages = messages_for(locale, tuple(overrides))
    explained = snapshot.explained if snapshot else None
    total = goal.total(snapshot.value) if snapshot else 0
    template = environment(locale, tuple(overrides)).get_template("wellspring/counted.html")
    return template.render(
        goal=goal,
        definition=list(what_counts(goal, snapshot.as_of if snapshot else now, messages)),
        sentence=tally_sentence(goal, total, messages) if snapshot else None,
        counted=figure(goal, snapshot.value, messages) if snapshot else None,
        offline=figure(goal, goal.offline.amount, messages) if snapshot and goal.offline.amount else None,
        rows=rows(goal, explained.lines if explained else None, messages),
        people=explained.people if explained and goal.metric not in {"supporters", "recurring"} else None,
        requests=explained.requests if explained else None,
        as_of=snapshot.as_of if snapshot else None,
        moment=messages.moment(snapshot.as_of, goal.timezone) if snapshot else None,
        notice=notice_of(goal, snapshot),
    ).strip()


def what_counts(goal: Goal, now: datetime, messages: Messages) -> Iterator[str]:
    """The definition at `now` in sentences: what is counted, what belongs to the campaign, and what is left out."""
    yield _metric(goal, messages)
    yield messages.gettext("A gift belongs to the campaign if it is marked with its name at Stripe: %(campaign)s.") % {
        "campaign": goal.campaign
    }
    yield from _routes(goal, messages)
    if goal.metric == "recurring":
        yield _grace(goal, messages)
    else:
        yield _time(goal, now, messages)
        yield _monthly(goal, messages)
        yield from _given_back(goal, messages)
    if goal.currency:
        yield messages.gettext("Only gifts in %(currency)s count.") % {"currency": goal.currency.upper()}
    if goal.minimum_minor and goal.currency:
        yield _minimum(goal, messages) % {"minimum": amount_text(goal.minimum_minor, goal.currency, messages.locale)}


def _metric(goal: Goal, messages: Messages) -> str:
    match goal.metric:
        case "supporters":
            return messages.gettext(
                "People are counted: somebody who gives several times is one. Gifts that share an e-mail address or a "
                "Stripe customer are one person's."
            )
        case "recurring":
            return messages.gettext(
                "People with a subscription that is active now are counted. Subscriptions that share an e-mail address "
                "or a Stripe customer are one person's."
            )
        case "payments":
            return messages.gettext("Payments are counted: somebody who gives twice has made two.")
        case "gross":
            return messages.gettext(
                "What was paid is added up. Refunds, disputes and the fees of the payment are not taken off."
            )
        case "net":
            return messages.gettext(
                "What is left of each payment after refunds is added up. The fees of the payment are not taken off."
            )


def _routes(goal: Goal, messages: Messages) -> Iterator[str]:
    if names := goal.payment_links:
        yield messages.ngettext(
            "So does a gift through this payment link: %(names)s.",
            "So does a gift through one of these payment links: %(names)s.",
            len(names),
        ) % {"names": ", ".join(names)}
    if names := goal.prices:
        yield messages.ngettext(
            "So does a gift for this price: %(names)s.",
            "So does a gift for one of these prices: %(names)s.",
            len(names),
        ) % {"names": ", ".join(names)}
    if names := goal.products:
        yield messages.ngettext(
            "So does a gift for this product: %(names)s.",
            "So does a gift for one of these products: %(names)s.",
            len(names),
        ) % {"names": ", ".join(names)}


def _time(goal: Goal, now: datetime, messages: Messages) -> str:
    beginning, _end = goal.definition(Mode.LIVE).bounds(now)
    today = goal.local(beginning or now).date()
    first, last = goal.starts, goal.ends
    known = {"zone": goal.timezone, "days": messages.number(goal.rolling_days), "first": messages.day(today)}
    if goal.window == "rolling":
        said = messages.ngettext(
            "Gifts of one day count, %(first)s, by the clocks of %(zone)s.",
            "Gifts of %(days)s days count, from %(first)s on, by the clocks of %(zone)s.",
            goal.rolling_days,
        )
    elif goal.window == "month":
        said, known["month"] = (
            messages.gettext("Gifts of one month count, %(month)s, by the clocks of %(zone)s."),
            messages.month(today),
        )
    elif goal.window == "all" or (first is None and last is None):
        said = messages.gettext("Gifts count whenever they were made.")
    else:
        said = _from_to(first is not None, last is not None, messages)
        known |= {name: messages.day(day) for name, day in (("first", first), ("last", last)) if day}
    return said % known


def _from_to(begins: bool, ends: bool, messages: Messages) -> str:
    if begins and ends:
        return messages.gettext(
            "Gifts from %(first)s to %(last)s count, both days included, by the clocks of %(zone)s."
        )
    if begins:
        return messages.gettext("Gifts count from %(first)s on, by the clocks of %(zone)s.")
    return messages.gettext("Gifts count until %(last)s, that day included, by the clocks of %(zone)s.")


def _monthly(goal: Goal, messages: Messages) -> str:
    if goal.monthly:
        return messages.gettext("Payments of monthly gifts are gifts too, renewals included.")
    return messages.gettext("Payments of monthly gifts are not looked for.")


def _grace(goal: Goal, messages: Messages) -> str:
    said = messages.ngettext(
        "A subscription whose renewal was not paid counts for %(days)s more day.",
        "A subscription whose renewal was not paid counts for %(days)s more days.",
        goal.past_due_days,
    )
    return said % {"days": messages.number(goal.past_due_days)}


def _given_back(goal: Goal, messages: Messages) -> Iterator[str]:
    if goal.metric == "gross":
        return
    yield messages.gettext("A gift that was refunded in full does not count.")
    if goal.open_disputes == "remove":
        yield messages.gettext(
            "A gift does not count while it is disputed at the bank; it counts again if the dispute is won, and never "
            "if it is lost."
        )
    else:
        yield messages.gettext("A gift counts while it is disputed at the bank, and does not once the dispute is lost.")


def _minimum(goal: Goal, messages: Messages) -> str:
    if goal.metric == "recurring":
        return messages.gettext(
            "A subscription counts if a period of it costs at least %(minimum)s, or if what it costs varies."
        )
    if goal.metric == "gross":
        return messages.gettext("A gift counts if at least %(minimum)s was paid.")
    return messages.gettext("A gift counts if at least %(minimum)s of it is left after refunds.")
