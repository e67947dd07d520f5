"""A count explained on the command line: as a table for people, and as JSON for programs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Literal

from mkdocs_wellspring.goal.explanation import what_counts
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.reasons import Row, rows
from mkdocs_wellspring.goal.sentences import count_sentence, figure
from mkdocs_wellspring.ledger.records import Count, Mode, Reason
from mkdocs_wellspring.messages import messages_for

__all__ = ["SCHEMA", "Report", "Source"]

Source = Literal["stripe", "ledger", "snapshot"]

SCHEMA = 1
"""The version of the JSON's shape."""

_WIDTH = 100
_MONEY = {
    Mode.TEST: "This is test money: nobody paid anything.",
    Mode.SANDBOX: "This is sandbox money: nobody paid anything.",
}


@dataclass(frozen=True, slots=True)
class Report:
    """A count to be explained.

    Attributes:
        source: whether payments were asked for just now, or the ledger tells of an earlier day, or the snapshot does.
    """

    goal: Goal
    count: Count
    source: Source

    def as_text(self) -> str:
        """What was counted, what was not, and why: numbers alone, and no single gift."""
        return "\n".join(self._lines()) + "\n"

    def as_json(self) -> str:
        """The same as one document; `schema` changes when its shape does."""
        goal, count = self.goal, self.count
        document = {
            "schema": SCHEMA,
            "campaign": goal.campaign,
            "mode": count.definition.mode,
            "metric": goal.metric,
            "value": count.value,
            "unit": self._unit(),
            "offline": {"amount": goal.offline.amount, "note": goal.offline.note},
            "targets": goal.targets,
            "as_of": count.as_of.isoformat(),
            "source": self.source,
            "requests": count.requests,
            "people": count.people,
            "campaign_payments": count.campaign_payments,
            "other_payments": count.other_payments,
            "lines": [_as_record(row) for row in self._rows()],
            "definition": {"fingerprint": count.definition.fingerprint(), **self._definition()},
        }
        return json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n"

    def _lines(self) -> Iterator[str]:
        goal, count, words = self.goal, self.count, messages_for("en")
        total = goal.total(count.value)
        moment = f"{count.as_of:%Y-%m-%d %H:%M} UTC"
        yield f"{goal.campaign}: {count_sentence(goal, total, goal.target_for(total), words)}"
        if count.definition.mode in _MONEY:
            yield _MONEY[count.definition.mode]
        if self.source == "stripe":
            yield f"Counted {moment}, from {_number_of(count.requests, 'request')}."
        else:
            yield f"From the {self.source} as it was on {moment}; nobody was asked."
        if goal.offline.amount:
            counted, offline = (figure(goal, value, words) for value in (count.value, goal.offline.amount))
            note = f": {goal.offline.note}" if goal.offline.note else ""
            yield f"{counted} of it counted, {offline} declared by {goal.recipient or 'the site'}{note}"
        yield ""
        yield f"What counts (definition {count.definition.fingerprint()}):"
        for sentence in what_counts(goal, count.as_of, words):
            yield from wrap(sentence, _WIDTH, initial_indent="- ", subsequent_indent="  ")
        yield ""
        yield from self._table()

    def _table(self) -> Iterator[str]:
        count, told, one = self.count, self._rows(), self._one()
        wide = max(len(row.title) for row in told)
        numbers = [row.number or 0 for row in told]
        figures = max(len(f"{number:,}") for number in (*numbers, count.campaign_payments, count.other_payments))
        for row in told:
            yield f"{row.number or 0:>{figures},}  {row.title:<{wide}}  {row.rule}"
        yield f"{count.campaign_payments:>{figures},}  of the campaign in all"
        yield f"{count.other_payments:>{figures},}  other {_plural(count.other_payments, one)} of the account"
        people = "person" if count.people == 1 else "people"
        yield f"{count.people:>{figures},}  {people} behind what counts"

    def _rows(self) -> list[Row]:
        return rows(self.goal, self.count.lines, messages_for("en"))

    def _one(self) -> str:
        return "subscription" if self.goal.metric == "recurring" else "payment"

    def _unit(self) -> str:
        if self.goal.is_money:
            return f"minor units of {self.goal.currency}"
        return "payments" if self.goal.metric == "payments" else "people"

    def _definition(self) -> dict[str, Any]:
        return self.count.definition._asdict()


def _as_record(row: Row) -> dict[str, Any]:
    return {
        "reason": row.reason,
        "counted": row.reason is Reason.COUNTED,
        "number": row.number,
        "words": row.title,
        "rule": row.rule,
    }


def _number_of(number: int, one: str) -> str:
    return f"{number:,} {_plural(number, one)}"


def _plural(number: int, one: str) -> str:
    return one if number == 1 else f"{one}s"
