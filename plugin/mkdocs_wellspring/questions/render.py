"""The block of questions as readers get it."""

from collections.abc import Sequence
from pathlib import Path

from mkdocs_wellspring.questions.resolve import Resolved
from mkdocs_wellspring.templating import environment

__all__ = ["render_questions"]


def render_questions(questions: Sequence[Resolved], heading: str, locale: str, overrides: Sequence[Path] = ()) -> str:
    """The block as HTML; "" where there is no question."""
    if not questions:
        return ""
    template = environment(locale, tuple(overrides)).get_template("wellspring/questions.html")
    return template.render(questions=questions, heading=heading)
