"""Questions and answers as an author declares them: nothing raises, and what is wrong becomes a finding."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mkdocs_wellspring import frontmatter
from mkdocs_wellspring.findings import Finding
from mkdocs_wellspring.pagecontext import OWN_KEY, PageContext
from mkdocs_wellspring.questions.wording import fold, show

__all__ = ["Lines", "Question", "read_answers", "read_questions"]

_KEYS = ("q", "a", "open")
_EXAMPLE = 'give a text, or `{q: "Who counts the votes?", a: count.md}`'


class Lines:
    """Where the entries of a page's front matter stand; the text is read when a line is first asked for.

    That parses the front matter a second time, which a page without findings need not pay for.
    """

    def __init__(self, text: str | None) -> None:
        self._text = text

    @cached_property
    def _front_matter(self) -> frontmatter.FrontMatter:
        return frontmatter.read(self._text or "")

    def of(self, key: str, *where: str | int) -> int | None:
        """The line, from 1, of a value of ours, under `wellspring:` or beside it; None if it is not known."""
        nested = self._front_matter.meta.get(OWN_KEY)
        above = (OWN_KEY,) if isinstance(nested, dict) and key in nested else ()
        return self._front_matter.line(*above, key, *where)


@dataclass(frozen=True, slots=True)
class Question:
    """One follow-up question of a page; text and target are as the author wrote them, and untrusted.

    Attributes:
        text: the question on one line, not empty.
        target: the page or address that answers it, where the author named one.
        open: the author says that nobody answers it yet.
        place: its place in `questions:`, from 0.
        lines: where the page's entries stand.
    """

    text: str
    target: str | None = None
    open: bool = False
    place: int = 0
    lines: Lines = field(default_factory=lambda: Lines(None), repr=False, compare=False)

    @property
    def line(self) -> int | None:
        """The line of the file, from 1, on which it stands; None where the file is not known."""
        return self.lines.of("questions", self.place)


def read_questions(context: PageContext) -> tuple[Question, ...]:
    """The page's questions in the order of their declaration, each once.

    An entry is a text or `{q: text, a: target, open: true}`; what has another shape is a finding and left out.
    A question that stands twice is kept once, as it first stands.
    """
    lines = Lines(context.text)
    questions: dict[str, Question] = {}
    for place, entry in _entries(context, "questions", lines):
        question = _read_question(context, place, entry, lines)
        if question is not None:
            first = questions.setdefault(fold(question.text) or question.text, question)
            if (first.target, first.open) != (question.target, question.open):
                message = f"question {place + 1} stands above with another answer, which holds; keep one of them"
                _find(context, lines, ("questions", place), message)
    return tuple(questions.values())


def read_answers(context: PageContext) -> tuple[str, ...]:
    """The questions that the page says it answers, in the order of their declaration, each once."""
    lines = Lines(context.text)
    answers: dict[str, str] = {}
    for place, entry in _entries(context, "answers", lines):
        text = _one_line(entry)
        if text is None:
            message = f"entry {place + 1} of `answers:` is {_kind(entry)}; give a question in words{_quote_hint(entry)}"
            _find(context, lines, ("answers", place), message)
        else:
            answers.setdefault(fold(text) or text, text)
    return tuple(answers.values())


def _entries(context: PageContext, key: str, lines: Lines) -> Iterator[tuple[int, Any]]:
    declared = context.meta.get(key)
    if isinstance(declared, list):
        yield from enumerate(declared)
    elif declared is not None:
        message = f"`{key}:` is {_kind(declared)}; give a list, one question an entry"
        _find(context, lines, (key,), message)
        yield from enumerate([declared] if _one_line(declared) else [])


def _read_question(context: PageContext, place: int, entry: Any, lines: Lines) -> Question | None:
    if isinstance(entry, Mapping) and "q" in entry:
        return _read_mapping(context, place, entry, lines)
    text = _one_line(entry)
    if text is None:
        message = f"question {place + 1} is {_kind(entry)}; {_EXAMPLE}{_quote_hint(entry)}"
        _find(context, lines, ("questions", place), message)
        return None
    return Question(text, place=place, lines=lines)


def _read_mapping(context: PageContext, place: int, entry: Mapping[Any, Any], lines: Lines) -> Question | None:
    text, target, is_open = _one_line(entry["q"]), entry.get("a"), entry.get("open")
    where = ("questions", place)
    if text is None:
        _find(context, lines, (*where, "q"), f"`q:` of question {place + 1} is {_kind(entry['q'])}; {_EXAMPLE}")
        return None
    if unknown := [show(str(key)[:40]) for key in entry if key not in _KEYS]:
        message = f"question {place + 1} has `{unknown[0]}:`, which is none of q, a and open"
        _find(context, lines, (*where, unknown[0]), message)
    if target is not None and _one_line(target) is None:
        message = f"`a:` of question {place + 1} is {_kind(target)}; give a page of this site or an https:// address"
        _find(context, lines, (*where, "a"), message)
    if is_open is not None and not isinstance(is_open, bool):
        message = f"`open:` of question {place + 1} is {_kind(is_open)}; give true or false"
        _find(context, lines, (*where, "open"), message)
    elif is_open and target is not None:
        message = f"question {place + 1} has both `a:` and `open: true`, and is shown as open; take one of them away"
        _find(context, lines, (*where, "a"), message)
    return Question(text, _one_line(target), is_open is True, place, lines)


def _one_line(value: Any) -> str | None:
    """A text with its white space collapsed; None for what is no text, or an empty one."""
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _find(context: PageContext, lines: Lines, where: tuple[str | int, ...], message: str) -> None:
    key, *inside = where
    context.report(Finding(context.path, lines.of(str(key), *inside), "question-shape", message))


def _quote_hint(entry: Any) -> str:
    """A question with a colon in it is a mapping to YAML."""
    return ", in quotes if it holds a colon" if isinstance(entry, Mapping) else ""


def _kind(value: object) -> str:
    if isinstance(value, str):
        return "a text" if value.strip() else "empty"
    names = {
        dict: "a mapping",
        list: "a list",
        bool: "true or false",
        int: "a number",
        float: "a number",
        type(None): "empty",
    }
    return names.get(type(value), f"of the kind {type(value).__name__}")
