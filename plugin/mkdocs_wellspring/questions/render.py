"""The block of follow-up questions as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs_wellspring.questions.resolve import Resolved
from mkdocs_wellspring.questions.wording import show
from mkdocs_wellspring.templating import environment

__all__ = ["HEADING", "QuestionsOptions", "render_questions"]

HEADING = "Want to dive deeper?"
"""The heading that is shown in the page's language, because no site has chosen another."""


@dataclass(frozen=True, slots=True)
class QuestionsOptions:
    """How follow-up questions are shown."""

    heading: str = HEADING
    """The words above the questions. Default: Want to dive deeper?, in the page's language."""


def render_questions(
    questions: Sequence[Resolved],
    options: QuestionsOptions = QuestionsOptions(),
    *,
    locale: str = "en",
    overrides: Sequence[Path] = (),
) -> str:
    """The block in the order of the questions; "" where there are none.

    A site overrides it as `wellspring/questions.html`, which gets `heading` (None for ours) and `questions`, each
    with `text`, `state`, `href`, `title` and `host`.
    """
    if not questions:
        return ""
    template = environment(locale, tuple(overrides)).get_template("wellspring/questions.html")
    heading = options.heading if options.heading.strip() not in {"", HEADING} else None
    return template.render(heading=heading, questions=[_shown(question) for question in questions])


def _shown(question: Resolved) -> dict[str, str | None]:
    host = urlsplit(question.href or "").hostname if question.state == "external" else None
    return {
        "text": show(question.text),
        "state": question.state,
        "href": question.href,
        "title": question.title,
        "host": host,
    }
