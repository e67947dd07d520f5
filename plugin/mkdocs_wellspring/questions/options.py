"""How follow-up questions are shown, as a site chooses."""

from typing import NamedTuple

from mkdocs_wellspring.questions.ask import Ask

__all__ = ["HEADING", "QuestionsOptions"]

HEADING = "Want to dive deeper?"
"""The heading that is shown in the page's language, because no site has chosen another."""


class QuestionsOptions(NamedTuple):
    """How follow-up questions are shown."""

    heading: str = HEADING
    """The words above the questions. Default: Want to dive deeper?, in the page's language."""

    ask: Ask = Ask()
    """How a reader may ask for an answer to an open question. Default: no way."""
