"""The document from which an open page may take a newer count: small, and with sentences that are ready to be shown."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.sentences import tally_sentence
from mkdocs_wellspring.goal.snapshot import Snapshot
from mkdocs_wellspring.messages import messages_for

__all__ = ["LARGEST_BYTES", "SCHEMA", "fresh_document"]

SCHEMA = 1
LARGEST_BYTES = 4096
"""A larger one is not read by the banner's script; it takes the sentences of about fifteen languages."""

_WITH_A_NUMBER = frozenset({"live", "stale", "reached", "over", "stretch"})


def fresh_document(
    goal: Goal, snapshot: Snapshot | None, *, locales: Iterable[str], now: datetime, overrides: Sequence[Path] = ()
) -> str | None:
    """The count as JSON, for pages in those languages, the most important first; None where there is no number to show.

    Languages for which there is no more room are left out: their pages keep the number of their build.
    """
    if snapshot is None:
        return None
    total = goal.total(snapshot.value)
    state, target = goal.state(total, now, snapshot.as_of), goal.target_for(total)
    if state not in _WITH_A_NUMBER:
        return None
    over = goal.bounds(now)[1]
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "campaign": goal.campaign,
        "definition": snapshot.definition,
        "as_of": snapshot.as_of.isoformat(),
        "value": total,
        "target": target,
        "bar": min(total, target),
        "state": state,
        "until": over.isoformat() if over else None,
        "sentences": {},
    }
    text = _text(document)
    for locale in dict.fromkeys(locales):
        document["sentences"][locale] = _sentences(goal, total, snapshot.as_of, locale, overrides)
        longer = _text(document)
        if len(longer.encode()) > LARGEST_BYTES:
            break
        text = longer
    return text


def _sentences(goal: Goal, total: int, as_of: datetime, locale: str, overrides: Sequence[Path]) -> dict[str, str]:
    messages = messages_for(locale, tuple(overrides))
    day = messages.day(goal.local(as_of).date())
    counted = messages.gettext("Counted %(day)s") % {"day": day}
    return {"count": tally_sentence(goal, total, messages), "date": counted, "day": day}


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
