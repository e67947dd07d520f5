"""What may be known of pages and of open questions, to find those that are near; reading this compiles nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Asked", "Document", "Suggester"]


@dataclass(frozen=True, slots=True)
class Document:
    """A page that may answer.

    Attributes:
        path: the Markdown file, from the folder of the documentation.
        title: its title.
        answers: the questions that its `answers:` names.
        headings: the words of its headings.
        text: its Markdown, without front matter.
    """

    path: str
    title: str
    answers: Sequence[str] = ()
    headings: Sequence[str] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """An open question.

    Attributes:
        text: the question as its author wrote it.
        by: the paths of the pages that ask it, which are not suggested for it.
    """

    text: str
    by: frozenset[str] = frozenset()


Suggester = Callable[[Sequence[Asked], Sequence[Document]], list[tuple[str, ...]]]
"""Up to three paths a question, nearest first, in the order of the questions."""
