"""Questions and answers as an author declares them: nothing raises, and what is wrong becomes a finding."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from mkdocs_wellspring.findings import Finding
from mkdocs_wellspring.frontmatter import kind
from mkdocs_wellspring.pagecontext import PageContext
from mkdocs_wellspring.questions.wording import fold, quoted, show

__all__ = ["Question", "read_answers", "read_questions"]

_LINK = re.compile(r"\]\([^()\s]+\)")
_KEYS = ("q", "a", "open")
_EXAMPLE = 'give a text, or `{q: "Who counts the votes?", a: count.md}`'


def _nowhere() -> int | None:
    return None


@dataclass(frozen=True, slots=True)
class Question:
    """One follow-up question of a page; text and target are as the author wrote them, and untrusted.

    Attributes:
        text: the question on one line, not empty.
        target: the page or address that answers it, where the author named one.
        open: the author says that nobody answers it yet.
        html: the question as HTML, where it was written as Markdown in the page itself.
        href: the target as the host has made an address of it, where it is a Markdown link, which the host has checked.
        find_line: finds the line of the file on which it stands.
    """

    text: str
    target: str | None = None
    open: bool = False
    html: str | None = None
    href: str | None = None
    find_line: Callable[[], int | None] = field(default=_nowhere, repr=False, compare=False)

    @property
    def line(self) -> int | None:
        """The line of the file, from 1, on which it stands; None where the file is not known."""
        return self.find_line()


def read_questions(context: PageContext, listed: Iterable[Question] = ()) -> tuple[Question, ...]:
    """The page's questions, those of its front matter before those that its text lists, each once.

    An entry is a text or `{q: text, a: target, open: true}`; what has another shape is a finding and left out.
    A question that stands twice is kept once, as it first stands.
    """
    questions: dict[str, Question] = {}
    for question in (*_declared(context), *listed):
        first = questions.setdefault(fold(question.text) or question.text, question)
        if (first.target, first.open) != (question.target, question.open):
            message = f"{quoted(question.text)} stands twice with two answers; the first holds, keep one"
            context.report(Finding(context.path, question.line, "question-shape", message))
    return tuple(questions.values())


def read_answers(context: PageContext) -> tuple[str, ...]:
    """The questions that the page says it answers, in the order of their declaration, each once."""
    answers: dict[str, str] = {}
    for place, entry in _entries(context, "answers"):
        text = _one_line(entry)
        if text is None:
            message = f"entry {place + 1} of `answers:` is {kind(entry)}; give a question in words{_quote_hint(entry)}"
            context.find("question-shape", message, "answers", place)
        else:
            answers.setdefault(fold(text) or text, text)
    return tuple(answers.values())


def _entries(context: PageContext, key: str) -> Iterator[tuple[int, Any]]:
    declared = context.meta.get(key)
    if isinstance(declared, list):
        yield from enumerate(declared)
    elif declared is not None:
        message = f"`{key}:` is {kind(declared)}; give a list, one question an entry"
        context.find("question-shape", message, key)
        yield from enumerate([declared] if _one_line(declared) else [])


def _declared(context: PageContext) -> Iterator[Question]:
    for place, entry in _entries(context, "questions"):
        question = _read_question(context, place, entry)
        if question is not None:
            yield question


def _read_question(context: PageContext, place: int, entry: Any) -> Question | None:
    if isinstance(entry, Mapping) and "q" in entry:
        return _read_mapping(context, place, entry)
    text = _one_line(entry)
    if text is None:
        message = f"question {place + 1} is {kind(entry)}; {_EXAMPLE}{_quote_hint(entry)}"
        context.find("question-shape", message, "questions", place)
        return None
    if _LINK.search(text):
        message = f"question {place + 1} is no Markdown, so that its link is words; write `{{q: …, a: …}}`"
        context.find("question-shape", message, "questions", place)
    return Question(text, find_line=partial(context.lines.of, "questions", place))


def _read_mapping(context: PageContext, place: int, entry: Mapping[Any, Any]) -> Question | None:
    text, target, is_open = _one_line(entry["q"]), entry.get("a"), entry.get("open")
    where = ("questions", place)
    if text is None:
        context.find("question-shape", f"`q:` of question {place + 1} is {kind(entry['q'])}; {_EXAMPLE}", *where, "q")
        return None
    if unknown := [show(str(key)[:40]) for key in entry if key not in _KEYS]:
        message = f"question {place + 1} has `{unknown[0]}:`, which is none of q, a and open"
        context.find("question-shape", message, *where, unknown[0])
    if target is not None and _one_line(target) is None:
        message = f"`a:` of question {place + 1} is {kind(target)}; give a page of this site or an https:// address"
        context.find("question-shape", message, *where, "a")
    if is_open is not None and not isinstance(is_open, bool):
        message = f"`open:` of question {place + 1} is {kind(is_open)}; give true or false"
        context.find("question-shape", message, *where, "open")
    elif is_open and target is not None:
        message = f"question {place + 1} has both `a:` and `open: true`, and is shown as open; take one of them away"
        context.find("question-shape", message, *where, "a")
    return Question(text, _one_line(target), is_open is True, find_line=partial(context.lines.of, *where))


def _one_line(value: Any) -> str | None:
    """A text with its white space collapsed; None for what is no text, or an empty one."""
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _quote_hint(entry: Any) -> str:
    """A question with a colon in it is a mapping to YAML."""
    return ", in quotes if it holds a colon" if isinstance(entry, Mapping) else ""
