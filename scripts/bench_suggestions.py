"""What the suggestions for open questions cost: the default ranker alone, in a process of its own.

Run as a program with the folder of a site, it prints user CPU, the different questions, and those that got suggestions:
`0.987 5000 4990`.
"""

import random
import re
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from bench_runs import in_turn, say
from bench_site import site_of
from bench_table import Row, seconds, spread
from mkdocs_wellspring.questions.suggestions import Asked, Document
from mkdocs_wellspring.questions.suggestions.suggest import suggest

__all__ = ["measure_suggestions"]

_PAGES, _QUESTIONS, _RUNS, _TARGET_S = 1000, 5, 5, 1.5
_SEED = 20261112

# Nearly every word of the generated pages stands on nearly every page, and would tell nothing. So each second one
# becomes a compound of two, and these are as unevenly common as words are (Mandelbrot's law). Of XQuAD's questions on
# English texts of this length 5.5 words tell something, on 0.6 times as many pages as there are; here it is about that.
_COMPOUNDS, _EVENNESS = 5000, 100
_WORD = re.compile(r"(?<![@\w-])[a-z]+\b(?![-\d])")
_ASKED_WORDS = 14
_HEADING = re.compile(r"^##? (.+)$", re.MULTILINE)


def measure_suggestions(folder: Path) -> Iterator[Row]:
    """Five open questions a page, all different, without the reading of texts and the start of Python."""
    root = site_of(folder, _PAGES)
    task = "the default ranker"
    runs = in_turn("suggestions", {task: lambda: _measured_s(root)}, _RUNS)
    taken = runs.median_s(task)
    what = f"{_PAGES:,} pages, {_PAGES * _QUESTIONS:,} open questions: {task}"
    target = f"at most {seconds(_TARGET_S)}"
    yield Row("suggestions", what, seconds(taken), spread(runs.times[task]), "", target, taken <= _TARGET_S)


def main() -> None:
    """User CPU of the ranker, the number of different questions, and of those that got suggestions."""
    rng = random.Random(_SEED)  # noqa: S311 - the same at every run
    texts = _texts(rng, Path(sys.argv[1]))
    documents = [_document(path, text) for path, text in texts.items()]
    asked = [Asked(_question(rng, text), frozenset({path})) for path, text in texts.items() for _ in range(_QUESTIONS)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    suggestions = suggest(asked, documents)
    taken = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
    print(f"{taken:.4f} {len({question.text for question in asked})} {sum(map(bool, suggestions))}")


def _measured_s(root: Path) -> float:
    said = subprocess.check_output([sys.executable, __file__, str(root)], text=True)
    taken, different, suggested = map(float, said.split())
    if different != _PAGES * _QUESTIONS or suggested < 0.99 * different:  # here and there one has no telling word
        say(f"suggestions: of {different:.0f} different questions {suggested:.0f} got some")
    return taken


def _texts(rng: random.Random, root: Path) -> dict[str, str]:
    """The pages of the site by their paths, in words as unevenly common as those of a language."""
    pages = {path: path.read_text("utf-8") for path in sorted(root.glob("docs/part-*/*.md"))}
    words = sorted({word for text in pages.values() for word in _WORD.findall(text)})
    pairs = rng.sample(range(len(words) ** 2), _COMPOUNDS)
    compounds = [words[pair // len(words)][:2] + words[pair % len(words)] for pair in pairs]
    often = list(accumulate(1 / (place + _EVENNESS) for place in range(_COMPOUNDS)))
    return {str(path.relative_to(root)): _reworded(rng, text, compounds, often) for path, text in pages.items()}


def _reworded(rng: random.Random, text: str, compounds: Sequence[str], often: Sequence[float]) -> str:
    chosen = iter(rng.choices(compounds, cum_weights=often, k=len(text)))
    return _WORD.sub(lambda word: next(chosen) if rng.randrange(2) else word[0], text)


def _document(path: str, text: str) -> Document:
    title, *headings = _HEADING.findall(text)
    return Document(path, title, headings=headings, text=text)


def _question(rng: random.Random, text: str) -> str:
    return f"{' '.join(rng.sample(sorted({*_WORD.findall(text)}), k=_ASKED_WORDS)).capitalize()}?"


if __name__ == "__main__":
    main()
