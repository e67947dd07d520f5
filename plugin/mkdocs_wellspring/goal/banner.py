"""The banner as HTML, made once at build: what is on it is true without any script."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.sentences import count_sentence, figure
from mkdocs_wellspring.goal.snapshot import Snapshot
from mkdocs_wellspring.ledger.records import Mode
from mkdocs_wellspring.messages import messages_for
from mkdocs_wellspring.templating import environment

__all__ = ["QUIET_DAYS", "head_snippet", "notice_of", "render_banner"]

QUIET_DAYS = 30
"""For how many days a banner that a reader put away stays away from that reader's device."""


def render_banner(  # noqa: PLR0913  the last three are what the page is like
    goal: Goal,
    snapshot: Snapshot | None,
    *,
    now: datetime,
    locale: str,
    overrides: Sequence[Path] = (),
    counted_page: str | None = None,
) -> str:
    """The banner in one language; without a snapshot it asks and names no number.

    The bar is clamped to its target, the text never is. Money that is not live is named as such in words. What was
    declared and not counted is in the number, and one line says how much of it that is. `counted_page` is the address
    of the page that says what counts.
    """
    messages = messages_for(locale, tuple(overrides))
    total = goal.total(snapshot.value) if snapshot else None
    target = goal.target_for(total or 0)
    template = environment(locale, tuple(overrides)).get_template("wellspring/banner.html")
    return template.render(
        goal=goal,
        state=goal.state(total, now),
        value=total,
        target=target,
        sentence=count_sentence(goal, total, target, messages) if total is not None else None,
        counted=figure(goal, snapshot.value, messages) if snapshot else None,
        offline=figure(goal, goal.offline.amount, messages) if snapshot and goal.offline.amount else None,
        bar=min(total, target) if total is not None else None,
        notice=notice_of(goal, snapshot),
        as_of=goal.local(snapshot.as_of) if snapshot else None,
        quiet_days=QUIET_DAYS,
        counted_page=counted_page,
    )


def head_snippet(goal: Goal) -> str:
    """A script for the page's head: a banner that was put away stays away, before anything is painted.

    It is the same on every page of a site, so that one hash in a Content-Security-Policy admits it.
    """
    source = (Path(__file__).parent / "assets" / "head.js").read_text("utf-8").strip()
    campaign = json.dumps(goal.campaign).replace("<", "\\u003c")
    return f"<script>{source.replace('CAMPAIGN', campaign)}</script>"


def notice_of(goal: Goal, snapshot: Snapshot | None) -> str | None:
    """Whose money it is, where it is not real; a demonstration that has no count yet is still one."""
    if snapshot is None and goal.is_pretended:
        return "sandbox"
    if snapshot is None:
        return "demonstration" if goal.demonstration else None
    return None if snapshot.mode is Mode.LIVE else str(snapshot.mode)
