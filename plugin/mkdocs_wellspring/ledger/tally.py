"""Who counts as a supporter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mkdocs_wellspring.ledger.records import Definition, Payment

__all__ = ["Tally", "tally"]


@dataclass(frozen=True, slots=True)
class Tally:
    """Unique supporters, and the payments that made them so."""

    supporters: int
    payments: int


def tally(definition: Definition, payments: Sequence[Payment]) -> Tally:
    """The supporters among the givers of a campaign's payments.

    Payments that share an address or a customer are one person's, over any number of steps; a payment that
    does not count may be such a step, since it says as well as any other who someone is. A person is a
    supporter by at least one payment that succeeded, was captured, was not given back in full, and was made
    within the window.

    Raises:
        ConfigurationError: the definition's time zone is not known.
    """
    starts, ends = definition.window()
    counted = [
        payment
        for payment in payments
        if payment.succeeded
        and payment.captured
        and payment.amount_minor > payment.refunded_minor
        and (starts is None or payment.created >= starts)
        and (ends is None or payment.created < ends)
    ]
    person = _Persons(payment.people for payment in payments)
    return Tally(len({person.of(payment.people) for payment in counted}), len(counted))


class _Persons:
    """Sets of hashes, joined wherever they share one: Tarjan's union-find, with path halving."""

    def __init__(self, groups: Iterable[frozenset[str]]) -> None:
        self._above: dict[str, str] = {}
        for group in groups:
            first, *others = group
            root = self._root(first)
            for other in others:
                self._above[self._root(other)] = root

    def of(self, group: frozenset[str]) -> str:
        """One hash that stands for the person."""
        return self._root(next(iter(group)))

    def _root(self, node: str) -> str:
        above = self._above
        above.setdefault(node, node)
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node
