"""Histories for Hypothesis: what may happen next, in words, and how it is made to happen to an account.

The pools are small, so that people, customers and sessions meet. What cannot happen at that moment does not.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from mkdocs_wellspring.ledger.records import Definition, Mode

from .history import DAY, HOUR, LINKS, PRICES, START, Account
from .shapes import Thing

__all__ = ["Step", "definitions", "histories", "moving_definitions", "often", "steps", "tell"]

ADDRESSES = ("ada@example.org", " ADA@Example.org", "bo@example.org", "cy@example.org", None, None)
CUSTOMERS = ("cus_ada", "cus_bo", None, None, None)
CAMPAIGNS = ("spring", "spring", "spring", "autumn", None)
LAPSES = (0, 0, 0, 1, 59, HOUR // 2, HOUR + 1, 5 * HOUR, DAY, 3 * DAY, 8 * DAY, 40 * DAY)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens, `lapse` seconds after the last; `which` counts back from the latest it may happen to."""

    verb: str
    lapse: int = 0
    which: int = 0
    details: dict[str, Any] = field(default_factory=dict)


def tell(account: Account, step: Step) -> None:
    with account.lock:
        account.wait(step.lapse)
        pool = _pool(account, step.verb)
        if pool is None:
            getattr(account, step.verb)(**step.details)
        else:
            _to_the_first_possible(pool, step, getattr(account, step.verb))


def _pool(account: Account, verb: str) -> list[Thing] | None:
    charges = dict.fromkeys(("settle", "bounce", "capture", "void", "refund", "dispute"), account.charges)
    subscriptions = dict.fromkeys(("renew", "turn", "cancel", "pause", "resume"), account.subscriptions)
    return {
        **charges,
        **subscriptions,
        "finish": account.refunds,
        "send_back": account.refunds,
        "move": account.disputes,
        "retry": account.invoice_payments,
        "attempt": account.sessions,
        "complete": account.sessions,
        "readdress": list(account.customers.values()),
    }.get(verb)


def _to_the_first_possible(pool: list[Thing], step: Step, verb: Callable[..., object]) -> None:
    for place in range(len(pool)):
        try:
            verb(pool[-1 - (step.which + place) % len(pool)], **step.details)
        except ValueError:
            continue
        return


def _happens(verb: str, **details: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.builds(
        Step,
        st.just(verb),
        lapse=st.sampled_from(LAPSES),
        which=st.integers(0, 5) if _pool(Account(), verb) is not None else st.just(0),
        details=st.fixed_dictionaries(details),
    )


def _gifts() -> st.SearchStrategy[Step]:
    return _happens(
        "give",
        email=st.sampled_from(ADDRESSES),
        receipt_email=st.sampled_from((None, None, *ADDRESSES)),
        customer=st.sampled_from(CUSTOMERS),
        amount=st.sampled_from((1_000, 300, 2_500)),
        currency=st.sampled_from(("usd", "usd", "usd", "eur")),
        campaign=st.sampled_from(CAMPAIGNS),
        outcome=st.sampled_from(("succeeded", "succeeded", "succeeded", "pending", "uncaptured", "failed")),
        intent=st.sampled_from(("new", "new", "new", None)),
    )


def _subscriptions() -> st.SearchStrategy[Step]:
    monthly = [name for name, price in PRICES.items() if price[3]]
    return _happens(
        "subscribe",
        customer=st.sampled_from(("cus_ada", "cus_bo", "cus_cy")),
        email=st.sampled_from(ADDRESSES),
        prices=st.tuples(st.tuples(st.sampled_from(monthly), st.integers(1, 2))),
        campaign=st.sampled_from(CAMPAIGNS),
        status=st.sampled_from(("active", "active", "active", "incomplete", "trialing")),
        outcome=st.sampled_from(("succeeded", "succeeded", "pending")),
    )


def steps() -> st.SearchStrategy[Step]:
    """Anything that may happen."""
    return often((6, _gifts()), (10, _consequences()), (3, _subscriptions()), (6, _renewals()), (6, _sessions()))


def _consequences() -> st.SearchStrategy[Step]:
    part = st.sampled_from((None, 300, 500))
    disputes = ("needs_response", "under_review", "won", "lost", "warning_needs_response", "warning_closed")
    return st.one_of(
        _happens("settle"),
        _happens("bounce"),
        _happens("capture", amount=part),
        _happens("void"),
        _happens("refund", amount=part, status=st.sampled_from(("succeeded", "pending"))),
        _happens("finish", status=st.sampled_from(("succeeded", "failed", "canceled"))),
        _happens("send_back"),
        _happens("dispute", status=st.sampled_from(disputes), amount=part),
        _happens("move", status=st.sampled_from(disputes)),
    )


def _renewals() -> st.SearchStrategy[Step]:
    statuses = ("active", "past_due", "unpaid", "trialing", "paused", "incomplete_expired")
    return st.one_of(
        _happens("renew", outcome=st.sampled_from(("succeeded", "succeeded", "pending", "failed"))),
        _happens("retry", outcome=st.sampled_from(("succeeded", "failed"))),
        _happens("turn", status=st.sampled_from(statuses)),
        _happens("cancel"),
        _happens("pause"),
        _happens("resume"),
        _happens("readdress", email=st.sampled_from(ADDRESSES)),
    )


def _sessions() -> st.SearchStrategy[Step]:
    price, link = st.sampled_from(sorted(PRICES)), st.sampled_from((*LINKS, None))
    who = {
        "email": st.sampled_from(ADDRESSES),
        "customer": st.sampled_from(CUSTOMERS),
        "campaign": st.sampled_from(CAMPAIGNS),
    }
    return st.one_of(
        _happens("buy", price=price, link=link, takes_s=st.sampled_from((60, 5 * HOUR, DAY - 60)), **who),
        _happens("open_session", price=price, link=link),
        _happens("attempt", email=st.sampled_from(ADDRESSES)),
        _happens("complete", **who),
    )


def often(*weighted: tuple[int, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    """One of them, as often as its weight says: `one_of` makes one flat choice of choices within choices."""
    return st.sampled_from([each for weight, each in weighted for _ in range(weight)]).flatmap(lambda each: each)


def histories(longest: int = 12) -> st.SearchStrategy[list[Step]]:
    """Some gifts, and what became of them."""
    gifts, rest = st.lists(_gifts(), min_size=2, max_size=6), st.lists(steps(), max_size=longest)
    return st.builds(lambda first, then: [*first, *then], gifts, rest)


def definitions() -> st.SearchStrategy[Definition]:
    """What may count; every window begins before all that happens."""
    return _defined(window=st.sampled_from(("all", "all", "campaign")), starts=st.just(None))


def moving_definitions() -> st.SearchStrategy[Definition]:
    """Windows that begin while things happen."""
    starts = st.integers(0, 12).map(lambda days: (START + timedelta(days=days)).date())
    return _defined(window=st.sampled_from(("campaign", "rolling", "month")), starts=starts)


def _defined(**windows: st.SearchStrategy[Any]) -> st.SearchStrategy[Definition]:
    return st.builds(
        Definition,
        campaign=st.just("spring"),
        mode=st.just(Mode.TEST),
        ends=st.one_of(st.none(), st.integers(0, 20).map(lambda days: (START + timedelta(days=days)).date())),
        timezone=st.sampled_from(("UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland")),
        metric=st.sampled_from(("supporters", "supporters", "recurring", "payments", "gross", "net")),
        rolling_days=st.integers(1, 9),
        payment_links=st.sampled_from(((), LINKS[:1], LINKS)),
        prices=st.sampled_from(((), (), ("price_mug",), ("price_small", "price_large"))),
        products=st.sampled_from(((), (), ("prod_badge",), ("prod_monthly", "prod_mug"))),
        minimum_minor=st.sampled_from((0, 0, 500)),
        currency=st.sampled_from(("usd", "usd", "eur")),
        open_disputes=st.sampled_from(("remove", "keep")),
        past_due_days=st.sampled_from((0, 3, 14)),
        monthly=st.booleans(),
        **windows,
    )
