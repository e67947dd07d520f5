"""A site to be built in benchmarks: pages of about 660 words that cite 20 times each, the same at every run."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench_library import library

__all__ = ["CITED", "LIBRARY", "plain_page", "write_site"]

LIBRARY = "refs.bib"
"""The library, beside the folder of pages."""

CITED = 20
"""The sources that a page cites: two of them in brackets with another, the rest one in a bracket."""

_SEED = 20261112
_SECTIONS, _PARAGRAPHS, _WORDS = 6, 2, 52
_POOL, _PAIRS = 16, 2
_FOLDER = 50

# A space at which no line ends: mkdocs-bibtex 4.4 finds no citation that goes on in the next line.
_GLUE = "\0"

_TEXT = """
a about above across after again air all almost also among an and annual any area as at average away balance based
basin be because become been before began behind below better between both building but by can carried case cause
change city clear clock close coast cold common compare cost could country crop current dark data day daylight decade
deep delta demand depth despite did difference early earth east effect either energy enough estimate even evening
every evidence example far few field figure find first flood flow for force forest from gain general given grow half
has have heat help high hour house however if in increase instead into is island it its kind lake land large last late
law less level light likely line little local long loss low made main many map market mean measure method middle month
more morning most mountain much must natural near need network never new night no north not now number ocean of often
old on once one only open or order other our out over paper part past people per period place plant point population
power present price problem process public question rain range rate rather reason record region report result rise
river road rule same sample sea season second see several share shore short should show since single site sleep small
so soil some source south space spring state still storm street study such summer sun supply surface survey system
table temperature term test than that the their them then there these they this those though through tide time to
together toward town trade train trend two under until up use value very warm was water wave way weather week well
were west what when where which while wide will wind winter with within without work world would year yet
"""
_VOCABULARY = _TEXT.split()


def write_site(folder: Path, pages: int) -> None:
    """The library stands in `folder`, and its pages in `folder/docs`."""
    text, keys = library()
    (folder / LIBRARY).write_text(text, "utf-8")
    rng = random.Random(_SEED)  # noqa: S311 - the same at every run
    for number in range(pages):
        path = folder / "docs" / _path(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_page(rng, number, keys), "utf-8")
    (folder / "docs/index.md").write_text("# Measured\n\nThe pages of this site are generated.\n", "utf-8")


def plain_page(rng: random.Random, title: str) -> str:
    """A page of as many words that cites nothing."""
    blocks = [f"# {title}"]
    for _section in range(_SECTIONS):
        blocks.append(f"## {_title(rng)}")
        blocks += [_paragraph(rng, ()) for _ in range(_PARAGRAPHS)]
    return "\n\n".join(blocks) + "\n"


def _path(number: int) -> str:
    return f"part-{number // _FOLDER + 1:02}/page-{number + 1:04}.md"


def _page(rng: random.Random, number: int, keys: Sequence[str]) -> str:
    brackets = _brackets(rng, keys)
    paragraphs = _SECTIONS * _PARAGRAPHS
    shares = [brackets[place::paragraphs] for place in range(paragraphs)]
    blocks = [f"# {_title(rng)}"]
    for section in range(_SECTIONS):
        blocks.append(f"## {_title(rng)}")
        blocks += [_paragraph(rng, share) for share in shares[section * _PARAGRAPHS : (section + 1) * _PARAGRAPHS]]
    if number % _FOLDER:
        blocks.insert(1, f"Read [the page before](page-{number:04}.md) first.")
    return "\n\n".join(blocks) + "\n"


def _brackets(rng: random.Random, keys: Sequence[str]) -> Sequence[str]:
    """The citations of a page, in any order; a few sources are cited more than once."""
    pool = rng.sample(keys, _POOL)
    cited = [*pool, *rng.choices(pool, k=CITED - _POOL)]
    rng.shuffle(cited)
    pairs = [f"[@{cited[2 * place]};{_GLUE}@{cited[2 * place + 1]}]" for place in range(_PAIRS)]
    brackets = [*pairs, *(f"[@{key}]" for key in cited[2 * _PAIRS :])]
    rng.shuffle(brackets)
    return brackets


def _title(rng: random.Random) -> str:
    return " ".join(rng.choices(_VOCABULARY, k=5)).capitalize()


def _paragraph(rng: random.Random, brackets: Sequence[str]) -> str:
    """Sentences with a citation before the full stop of the first ones, wrapped as an editor wraps them."""
    sentences = [" ".join(words) for words in _sentences(rng)]
    cited = [f"{sentence} {bracket}." for sentence, bracket in zip(sentences, brackets, strict=False)]
    words = " ".join([*cited, *(f"{sentence}." for sentence in sentences[len(brackets) :])]).split(" ")
    lines = [" ".join(words[start : start + 16]) for start in range(0, len(words), 16)]
    return "\n".join(lines).replace(_GLUE, " ")


def _sentences(rng: random.Random) -> Iterator[Sequence[str]]:
    left = _WORDS
    while left > 0:
        words = rng.choices(_VOCABULARY, k=min(left, rng.randint(9, 17)))
        left -= len(words)
        if not rng.randrange(6):
            words[-1] = rng.choice(("*{}*", "**{}**", "`{}`")).format(words[-1])
        yield [words[0].capitalize(), *words[1:]]
