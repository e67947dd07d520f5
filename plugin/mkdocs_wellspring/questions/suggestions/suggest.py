"""The pages nearest to an open question: shown to its author, who may link one, and never linked by themselves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_wellspring.questions.suggestions.lexical import Part, likenesses

__all__ = ["MOST", "Asked", "Document", "Suggester", "nearest", "parts", "suggest"]

MOST = 3
"""Pages that are suggested for a question."""

_TITLE, _HEADING, _TEXT = 4, 2, 1


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


def suggest(asked: Sequence[Asked], documents: Sequence[Document]) -> list[tuple[str, ...]]:
    """The pages that share most telling words with each question: up to three paths, nearest first.

    Pages that are equally near stand in the order of their paths; one that shares no telling word is left out.
    """
    pages = [parts(document) for document in documents]
    found = likenesses([question.text for question in asked], pages)
    return [nearest(question, alike, documents) for question, alike in zip(asked, found, strict=True)]


def nearest(asked: Asked, alike: Mapping[int, float], documents: Sequence[Document]) -> tuple[str, ...]:
    """The paths of the documents that are most alike, by their numbers; those that ask are left out."""
    least = min(sorted(alike.values(), reverse=True)[: MOST + len(asked.by)], default=0)
    ranked = sorted((-value, documents[number].path) for number, value in alike.items() if value >= least)
    return tuple([path for _, path in ranked if path not in asked.by][:MOST])


def parts(document: Document) -> Sequence[Part]:
    """The texts of a page, with what a word in each counts."""
    return [
        (document.title, _TITLE),
        *((answer, _TITLE) for answer in document.answers),
        *((heading, _HEADING) for heading in document.headings),
        (document.text, _TEXT),
    ]
