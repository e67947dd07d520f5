"""The banner as HTML, made once at build: what is on it is true without any script."""

import json
from collections.abc import Sequence
from datetime import datetime
from importlib import resources
from pathlib import Path

from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.snapshot import Snapshot
from mkdocs_wellspring.ledger.records import Mode
from mkdocs_wellspring.templating import environment

__all__ = ["QUIET_DAYS", "head_snippet", "render_banner"]

QUIET_DAYS = 30
"""For how many days a banner that a reader put away stays away from that reader's device."""


def render_banner(
    goal: Goal, snapshot: Snapshot | None, *, now: datetime, locale: str, overrides: Sequence[Path] = ()
) -> str:
    """The banner in one language; without a snapshot it asks and names no number.

    The bar is clamped to its target, the text never is. Money that is not live is named as such in words.
    """
    value = snapshot.value if snapshot else None
    template = environment(locale, tuple(overrides)).get_template("wellspring/banner.html")
    return template.render(
        goal=goal,
        state=goal.state(value, now),
        value=value,
        bar=min(value, goal.target) if value is not None else None,
        notice=_notice(goal, snapshot),
        as_of=goal.local(snapshot.as_of) if snapshot else None,
        quiet_days=QUIET_DAYS,
    )


def head_snippet(goal: Goal) -> str:
    """A script for the page's head: a banner that was put away stays away, before anything is painted.

    It is the same on every page of a site, so that one hash in a Content-Security-Policy admits it.
    """
    source = resources.files("mkdocs_wellspring").joinpath("goal", "assets", "head.js").read_text("utf-8").strip()
    campaign = json.dumps(goal.campaign).replace("<", "\\u003c")
    return f"<script>{source.replace('CAMPAIGN', campaign)}</script>"


def _notice(goal: Goal, snapshot: Snapshot | None) -> str | None:
    """Whose money it is, where it is not real; a demonstration that has no count yet is still one."""
    if snapshot is None and goal.is_pretended:
        return "sandbox"
    if snapshot is None:
        return "demonstration" if goal.demonstration else None
    return None if snapshot.mode is Mode.LIVE else str(snapshot.mode)
