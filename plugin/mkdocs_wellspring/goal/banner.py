"""The banner as HTML, made once at build: what is on it is true without any script."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.snapshot import Snapshot
from mkdocs_wellspring.templating import environment

__all__ = ["head_snippet", "render_banner"]


def render_banner(
    goal: Goal, snapshot: Snapshot | None, *, now: datetime, locale: str, overrides: Sequence[Path] = ()
) -> str:
    """The banner in one language; without a snapshot it asks and names no number.

    The bar is clamped to its target, the text never is.
    """
    value = snapshot.value if snapshot else None
    template = environment(locale, tuple(overrides)).get_template("wellspring/banner.html")
    return template.render(
        goal=goal,
        state=goal.state(value, now),
        value=value,
        bar=min(value, goal.target) if value is not None else None,
        mode=str(snapshot.mode) if snapshot else None,
        as_of=snapshot.as_of.astimezone(UTC) if snapshot else None,
    )


def head_snippet(goal: Goal) -> str:
    """A script for the page's head: a banner that was put away stays away, before anything is painted."""
    source = resources.files("mkdocs_wellspring").joinpath("goal", "assets", "head.js").read_text("utf-8").strip()
    campaign = json.dumps(goal.campaign).replace("<", "\\u003c")
    return f"<script>{source.replace('CAMPAIGN', campaign)}</script>"
