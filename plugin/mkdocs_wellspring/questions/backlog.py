"""What nobody answers yet, gathered from all pages of a site: for its editors, and for programs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jinja2 import Environment

from mkdocs_wellspring.findings import Finding
from mkdocs_wellspring.questions.index import Page
from mkdocs_wellspring.questions.model import Question
from mkdocs_wellspring.questions.render import title_of
from mkdocs_wellspring.questions.resolve import Reason, Resolved
from mkdocs_wellspring.questions.target import relative_url
from mkdocs_wellspring.questions.wording import fold, quoted, show

__all__ = ["Backlog", "OpenQuestion", "list_open"]

SCHEMA = 1
"""The version of the JSON's shape."""


@dataclass(slots=True, eq=False)
class OpenQuestion:
    """A question that nobody answers, in one language.

    Attributes:
        text: as the first page asks it.
        language: the language of the pages that ask it.
        reasons: why it is open, for each page that asks it.
        asked_by: those pages, each with its own question, in the order in which they were read.
        nearest: the paths of the pages that come nearest to it; none of them was checked by anybody.
    """

    text: str
    language: str
    reasons: list[Reason] = field(default_factory=list)
    asked_by: list[tuple[Page, Question]] = field(default_factory=list)
    nearest: Sequence[str] = ()

    @property
    def since(self) -> date | None:
        """The earliest day that a page which asks it gives for itself; None where none does."""
        return min((page.since for page, _asked in self.asked_by if page.since), default=None)

    @property
    def is_declared(self) -> bool:
        """Every page that asks it says itself that nobody answers it."""
        return set(self.reasons) == {"declared"}


class Backlog:
    """Gathers the open questions of a site; drafts ask nothing."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], OpenQuestion] = {}

    def gather(self, asking: Page, resolved: Resolved) -> None:
        """The page asks this; what is not open is passed over."""
        if resolved.reason is None or not asking.published:
            return
        text = resolved.question.text
        key = asking.language, fold(text) or text
        known = self._found.setdefault(key, OpenQuestion(text, asking.language))
        known.reasons.append(resolved.reason)
        known.asked_by.append((asking, resolved.question))

    @property
    def questions(self) -> Sequence[OpenQuestion]:
        """All of them in the order in which they were gathered."""
        return list(self._found.values())

    def ranked(self) -> Sequence[OpenQuestion]:
        """Those first that most pages ask, then those that have been asked longest, as far as pages give a day."""
        return sorted(
            self._found.values(), key=lambda one: (-len(one.asked_by), one.since or date.max, fold(one.text), one.text)
        )

    def findings(self) -> Iterator[Finding]:
        """One for each question that an author might close with a line: those that are open for want of an answer."""
        for one in self._found.values():
            if "unknown" in one.reasons:
                page, asked = one.asked_by[one.reasons.index("unknown")]
                yield Finding(page.shown_as or page.path, asked.line, "question-open", _advice(one))

    def as_json(self, pages: Mapping[str, Page]) -> str:
        """The ranked questions as JSON; `schema` changes when its shape does."""
        questions = [_as_record(one, pages) for one in self.ranked()]
        return json.dumps({"schema": SCHEMA, "questions": questions}, ensure_ascii=False, indent=1) + "\n"


def list_open(
    questions: Sequence[OpenQuestion],
    pages: Mapping[str, Page],
    here: str,
    words: Environment,
    download: str | None = None,
) -> str:
    """The questions as HTML; a site overrides it as `wellspring/backlog.html`.

    Args:
        questions: in their order.
        pages: all pages by their paths.
        here: the address of the page that shows them, from the site's root.
        words: the templates in its language.
        download: the address of the JSON, from that page; None where there is none.
    """
    shown = [
        {
            "text": show(one.text),
            "language": one.language,
            "declared": one.is_declared,
            "draft": "draft" in one.reasons,
            "since": one.since,
            "asked_by": [_link(page, here) for page, _asked in one.asked_by],
            "nearest": [_link(pages[path], here) for path in one.nearest if path in pages],
        }
        for one in questions
    ]
    return words.get_template("wellspring/backlog.html").render(questions=shown, download=download)


def _link(page: Page, here: str) -> dict[str, str]:
    return {"title": title_of(page), "href": relative_url(page.url, here)}


def _as_record(one: OpenQuestion, pages: Mapping[str, Page]) -> dict[str, Any]:
    return {
        "question": one.text,
        "language": one.language,
        "reasons": sorted(set(one.reasons)),
        "since": one.since.isoformat() if one.since else None,
        "asked_by": [{**_record(page), "line": asked.line} for page, asked in one.asked_by],
        "nearest": [_record(pages[path]) for path in one.nearest if path in pages],
    }


def _record(page: Page) -> dict[str, str]:
    return {"path": page.path, "url": page.address or page.url, "title": title_of(page)}


def _advice(one: OpenQuestion) -> str:
    asked = f"{quoted(one.text)} is open"
    if len(one.asked_by) > 1:
        asked += f", on {len(one.asked_by)} pages"
    is_listed = one.asked_by[one.reasons.index("unknown")][1].html is not None
    left = "write `- [ ]`" if is_listed else "say `open: true`"
    if not one.nearest:
        return f"{asked}, and no page comes near it; write one, or {left}"
    return f"{asked}; nearest: {', '.join(one.nearest)}. Add it to `answers:` of the page that answers it, or {left}"
