"""Why each payment counts or does not, as expressions for the database: docs/counting.md in another language."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, false, literal, or_

from mkdocs_wellspring.ledger.answers.charges import Held, State
from mkdocs_wellspring.ledger.book.schema import CHARGES, ORIGINS, SUBSCRIPTIONS
from mkdocs_wellspring.ledger.records import Definition, Reason

__all__ = ["ELSEWHEN", "ELSEWHERE", "amount", "charge_reason", "number_of", "reason_of", "subscription_reason"]

ELSEWHERE = -1
"""The number of payments in the window's time that belong to no campaign, or to another one."""

ELSEWHEN = -2
"""The number of such payments after it. Numbers from 0 are those of reasons."""

_REASONS = list(Reason)

_SUBJECT = case((CHARGES.c.intent == "", CHARGES.c.id), else_=CHARGES.c.intent)
"""Under what is known of a charge that it does not say itself."""


def number_of(reason: Reason) -> int:
    """The number by which the database knows a reason."""
    return _REASONS.index(reason)


def reason_of(number: int) -> Reason:
    """The reason of that number."""
    return _REASONS[number]


def amount(definition: Definition) -> ColumnElement[int]:
    """What a charge adds to the definition's sum, in minor units."""
    return CHARGES.c.amount if definition.metric == "gross" else _net()


def charge_reason(definition: Definition, end_s: int | None) -> ColumnElement[int]:
    """The number of a charge's reason, or one below 0; no charge is from before the window."""
    charge = CHARGES.c
    after = false() if end_s is None else charge.created >= end_s
    undone: list[tuple[ColumnElement[bool], Reason]] = []
    if definition.metric != "gross":
        disputed = charge.held == int(Held.OPEN)
        undone = [
            (charge.held == int(Held.LOST), Reason.DISPUTE_LOST),
            (disputed if definition.open_disputes == "remove" else false(), Reason.DISPUTE_OPEN),
        ]
    return _first(
        (~_belongs(definition), case((after, literal(ELSEWHEN)), else_=literal(ELSEWHERE))),
        (after, Reason.AFTER),
        (charge.state == int(State.FAILED), Reason.FAILED),
        (charge.state == int(State.PENDING), Reason.PENDING),
        (charge.state == int(State.UNCAPTURED), Reason.UNCAPTURED),
        *undone,
        (amount(definition) <= 0, Reason.REFUNDED),
        (_is_other_currency(definition, charge.currency), Reason.CURRENCY),
        (amount(definition) < definition.minimum_minor, Reason.MINIMUM),
    )


def subscription_reason(definition: Definition, now: datetime) -> ColumnElement[int]:
    """The number of a subscription's reason, or `ELSEWHERE`."""
    subscription = SUBSCRIPTIONS.c
    grace_s = definition.past_due_days * 86_400
    states = (Reason.ENDED, Reason.INCOMPLETE, Reason.UNPAID, Reason.TRIAL, Reason.PAUSED)
    late = and_(subscription.state == Reason.PAST_DUE.value, subscription.period + grace_s <= int(now.timestamp()))
    known = and_(subscription.amount.is_not(None), subscription.amount < definition.minimum_minor)
    return _first(
        (~_subscription_belongs(definition), literal(ELSEWHERE)),
        *((subscription.state == state.value, state) for state in states),
        (late, Reason.PAST_DUE),
        (and_(subscription.amount.is_not(None), subscription.amount == 0), Reason.FREE),
        (_is_other_currency(definition, subscription.currency), Reason.CURRENCY),
        (known, Reason.MINIMUM),
    )


def _first(
    elsewhere: tuple[ColumnElement[bool], ColumnElement[int]], *rules: tuple[ColumnElement[bool], Reason]
) -> ColumnElement[int]:
    numbered = [(rule, literal(number_of(reason))) for rule, reason in rules]
    return case(elsewhere, *numbered, else_=literal(number_of(Reason.COUNTED)))


def _net() -> ColumnElement[int]:
    given_back = case((CHARGES.c.refunded > CHARGES.c.returned, CHARGES.c.refunded), else_=CHARGES.c.returned)
    return CHARGES.c.amount - given_back


def _is_other_currency(definition: Definition, currency: ColumnElement[str]) -> ColumnElement[bool]:
    return false() if definition.currency is None else currency != definition.currency


def _belongs(definition: Definition) -> ColumnElement[bool]:
    kinds = {"link": definition.payment_links, "price": definition.prices, "product": definition.products}
    if definition.monthly:
        kinds |= {
            "invoice-campaign": (definition.campaign,),
            "invoice-price": definition.prices,
            "invoice-product": definition.products,
        }
    ways = [CHARGES.c.campaign == definition.campaign, _known_of(_SUBJECT, kinds)]
    if definition.monthly and definition.payment_links:
        renewal, first = ORIGINS.alias("renewal"), ORIGINS.alias("first")
        ways.append(
            exists().where(
                renewal.c.book == CHARGES.c.book,
                renewal.c.subject == _SUBJECT,
                renewal.c.kind == "subscription",
                first.c.book == CHARGES.c.book,
                first.c.subject == renewal.c.value,
                first.c.kind == "subscription-link",
                first.c.value.in_(definition.payment_links),
            )
        )
    return or_(*ways)


def _subscription_belongs(definition: Definition) -> ColumnElement[bool]:
    kinds = {
        "subscription-link": definition.payment_links,
        "item-price": definition.prices,
        "item-product": definition.products,
    }
    known = _known_of(SUBSCRIPTIONS.c.id, kinds, SUBSCRIPTIONS.c.book)
    return or_(SUBSCRIPTIONS.c.campaign == definition.campaign, known)


def _known_of(
    subject: ColumnElement[str], kinds: dict[str, tuple[str, ...]], book: ColumnElement[int] = CHARGES.c.book
) -> ColumnElement[bool]:
    wanted = [and_(ORIGINS.c.kind == kind, ORIGINS.c.value.in_(values)) for kind, values in kinds.items() if values]
    if not wanted:
        return false()
    return exists().where(ORIGINS.c.book == book, ORIGINS.c.subject == subject, or_(*wanted))
