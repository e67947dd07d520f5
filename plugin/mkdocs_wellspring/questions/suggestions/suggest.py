"""The pages nearest to an open question: shown to its author, who may link one, and never linked by themselves."""

from collections.abc import Mapping, Sequence

from mkdocs_wellspring.questions.suggestions.lexical import Part, likenesses
from mkdocs_wellspring.questions.suggestions.records import Asked, Document

__all__ = ["MOST", "nearest", "parts", "suggest"]

MOST = 3
"""Pages that are suggested for a question."""

_TITLE, _HEADING, _TEXT = 4, 2, 1


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
