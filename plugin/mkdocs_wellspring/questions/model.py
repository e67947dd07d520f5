"""Questions as an author writes them in front matter; what cannot be read is a finding, and the rest is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from mkdocs_wellspring import frontmatter
from mkdocs_wellspring.findings import Finding
from mkdocs_wellspring.pagecontext import PageContext

__all__ = ["Question", "read_answers", "read_questions"]


@dataclass(frozen=True, slots=True)
class Question:
    """One follow-up question.

    Attributes:
        text: the question, one line, untrusted.
        target: where its author says that it is answered: a path with an optional anchor, or an address.
        open: its author says that nobody has answered it yet.
        line: where it stands in the page's file, from 1.
    """

    text: str
    target: str | None = None
    open: bool = False
    line: int | None = None


def read_questions(context: PageContext) -> tuple[Question, ...]:
    """The page's questions in their order, each once."""
    lines = _Lines(context, "questions")
    found = [_question(lines, place, entry) for place, entry in enumerate(lines.entries())]
    return tuple({question.text: question for question in reversed(found) if question}.values())[::-1]


def read_answers(context: PageContext) -> tuple[str, ...]:
    """The questions that the page says it answers, in their order."""
    lines = _Lines(context, "answers")
    texts = [lines.text(place, entry) for place, entry in enumerate(lines.entries())]
    return tuple(dict.fromkeys(text for text in texts if text))


def _question(lines: "_Lines", place: int, entry: object) -> Question | None:
    if not isinstance(entry, Mapping):
        text = lines.text(place, entry)
        return Question(text, line=lines.line(place)) if text else None
    unknown = [str(key) for key in entry if key not in ("q", "a", "open")]
    if unknown:
        lines.report(place, f"question {place + 1} has the key `{unknown[0]}:`; it takes `q:`, `a:` and `open:`")
    text, target, is_open = lines.text(place, entry.get("q"), "q"), entry.get("a"), entry.get("open", False)
    if target is not None and not isinstance(target, str):
        lines.report(place, f"`a:` of question {place + 1} is no text; give a path such as count.md, or an address")
        target = None
    if not isinstance(is_open, bool):
        lines.report(place, f"`open:` of question {place + 1} is neither true nor false")
        is_open = False
    return Question(text, target.strip() if target else None, is_open, lines.line(place)) if text else None


class _Lines:
    """One list of front matter, and the lines on which its entries stand."""

    def __init__(self, context: PageContext, key: str) -> None:
        self._context, self._key = context, key
        self._read = frontmatter.read(context.text or "") if key in context.meta else None

    def entries(self) -> list[object]:
        declared = self._context.meta.get(self._key)
        if declared is None:
            return []
        if isinstance(declared, list):
            return declared
        self.report(None, f"`{self._key}:` is no list; put each question on a line of its own that begins with `- `")
        return [declared] if isinstance(declared, str) else []

    def text(self, place: int, entry: object, name: str | None = None) -> str | None:
        if isinstance(entry, str) and entry.strip():
            return " ".join(entry.split())
        what = f"`{name}:` of question {place + 1}" if name else f"entry {place + 1} of `{self._key}:`"
        self.report(place, f"{what} is no text; write the question in quotation marks if it holds a colon")
        return None

    def line(self, place: int | None) -> int | None:
        if self._read is None:
            return None
        where = (self._key,) if place is None else (self._key, place)
        return self._read.line(*where) or self._read.line("wellspring", *where)

    def report(self, place: int | None, message: str) -> None:
        self._context.report(Finding(self._context.path, self.line(place), "question-shape", message))
