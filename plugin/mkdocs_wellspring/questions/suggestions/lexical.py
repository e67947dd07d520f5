"""How alike questions and pages are by the telling words that they share: nothing to install, in any language."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mkdocs_wellspring.questions.suggestions.words import stems

__all__ = ["Part", "likenesses"]

Part = tuple[str, int]
"""A text of a page, and as how many occurrences each of its words counts."""

# The figures here and in `words` were chosen on XQuAD, 1,190 questions on 240 texts in each of nine languages, alone
# and with some texts joined to longer ones, not on the pages of our tests: https://github.com/google-deepmind/xquad

_MANY, _MOST, _FEW = 1 / 4, 1 / 2, 3
"""A word on more than a quarter of the pages tells nothing. On a small site it may stand on half of them, if these are
no more than three, or on the only one."""

_SATURATION = 1.2
"""At so many occurrences a word counts half of what it ever can; without, .85 and not .92 of pages came first."""

_LENGTH = 0.5
"""The power of a page's length by which it is divided: at 0 long pages win too often, and at 1 short ones."""

_LOOKED_AT = 1000
"""Once a question's words have led to so many places, rarest first, its other words are not looked at."""

Words = frozenset[str]
Places = Mapping[str, Mapping[int, float]]
"""For each word the pages that have it, by number, and what it adds to their likeness."""


def likenesses(questions: Sequence[str], pages: Sequence[Sequence[Part]]) -> Iterator[Mapping[int, float]]:
    """For each question, the numbers of the pages that share a telling word with it, each with how alike they are.

    That is a cosine of their words, where a word weighs the more the fewer pages and questions have it and, up to a
    point, the more often the page does; but a page is divided by the square root of its length, not by all of it.
    """
    counted = [_count(page) for page in pages]
    asked = [frozenset(stems(question)) for question in questions]
    places = _places(counted, _weights(counted, asked), frozenset().union(*asked))
    for words in asked:
        yield _alike(words, places)


def _count(page: Iterable[Part]) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for text, times in page:
        counts.update(stems(text) * times)
    return counts


def _weights(counted: Sequence[Mapping[str, int]], asked: Sequence[Words]) -> Mapping[str, float]:
    """What each telling word of the pages weighs: 1 if it were in one text alone, and else less."""
    number = len(counted)
    texts = number + len(asked)
    on_pages = Counter(word for counts in counted for word in counts)
    in_questions = Counter(word for words in asked for word in words)
    most = max(number * _MANY, min(number * _MOST, _FEW), 1)
    return {
        word: math.log1p(texts / (pages + in_questions[word])) / math.log1p(texts)
        for word, pages in on_pages.items()
        if pages <= most
    }


def _places(counted: Sequence[Mapping[str, int]], weights: Mapping[str, float], wanted: Words) -> Places:
    places: dict[str, dict[int, float]] = {}
    for number, counts in enumerate(counted):
        said = {
            word: times / (times + _SATURATION) * weights[word] for word, times in counts.items() if word in weights
        }
        length = math.hypot(*said.values()) ** _LENGTH
        for word, weight in said.items():
            if word in wanted:
                places.setdefault(word, {})[number] = weight * weights[word] / length
    return places


def _alike(words: Words, places: Places) -> Mapping[int, float]:
    found = [places[word] for _, word in _rarest(words, places)]
    alike = dict(found.pop()) if found else {}
    for pages in found:
        for number, weight in pages.items():
            alike[number] = alike.get(number, 0) + weight
    return alike


def _rarest(words: Words, places: Places) -> Iterator[tuple[int, str]]:
    """The words that are looked at, and how many pages have each, in an order that is the same at every run."""
    looked_at = 0
    for number, word in sorted((len(places[word]), word) for word in words if word in places):
        if looked_at < _LOOKED_AT:
            yield number, word
        looked_at += number
