"""Links to the very words: what stands in them, and that a browser can read it back."""

from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_wellspring.citations.deeplink import deep_link

PAGE = "https://example.org/page"


def found(words):
    """The words that a browser is told to look for: all of them, or how they begin and how they end."""
    link = deep_link(PAGE, words)
    assert link.startswith(f"{PAGE}#:~:text=")
    return [unquote(part) for part in link.partition("#:~:text=")[2].split(",")]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("the very words", ["the very words"]),
        ("red, white, and blue", ["red, white, and blue"]),
        ("a well-known half-truth", ["a well-known half-truth"]),
        ("Research & Development", ["Research & Development"]),
        ("50% of 100%25", ["50% of 100%25"]),
        ("from 1990\u20131995", ["from 1990\u20131995"]),
        ("\u5f15\u7528\u3055\u308c\u305f\u6587\u7ae0", ["\u5f15\u7528\u3055\u308c\u305f\u6587\u7ae0"]),
        ("d\u00e9j\u00e0 vu = #1?", ["d\u00e9j\u00e0 vu = #1"]),
        ("\u201cQuoted, so.\u201d", ["Quoted, so"]),
        ("The start ... the end", ["The start", "the end"]),
        ("The start \u2026 the end.", ["The start", "the end"]),
        ("The start [...] the end", ["The start", "the end"]),
        ("The start [\u2026] the end", ["The start", "the end"]),
        ("The start (...) the middle ... the end", ["The start", "the end"]),
        ("He writed [sic] it", ["He writed", "it"]),
        ("... in the middle ...", ["in the middle"]),
        ("x" * 120, ["x" * 120]),
    ],
)
def test_words_are_looked_for_as_they_are(words, parts):
    assert found(words) == parts


@pytest.mark.parametrize("letter", [",", "&", "-", "%", " ", "#", "=", "?", "+", "\u2013", "\u6f22", '"', "<"])
def test_no_letter_that_means_something_stands_bare(letter):
    directive = deep_link(PAGE, f"a{letter}b").partition(":~:text=")[2]
    assert directive[:2] == "a%"
    assert directive[-1] == "b"
    assert unquote(directive) == f"a{letter}b"


def test_a_long_quote_is_found_by_its_ends():
    words = [f"word{number}" for number in range(40)]
    assert found(" ".join(words)) == [" ".join(words[:6]), " ".join(words[-6:])]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("a" * 150, ["a" * 150]),
        (f"{'a' * 70} {'b' * 70}", ["a" * 70, "b" * 70]),
        (" ".join(letter * 25 for letter in "abcdef"), [f"{'a' * 25} {'b' * 25}", f"{'e' * 25} {'f' * 25}"]),
    ],
)
def test_the_ends_of_a_quote_of_long_words_are_few_words_and_do_not_overlap(words, parts):
    assert found(words) == parts


def test_a_quote_of_ten_thousand_letters_makes_a_short_link():
    assert len(deep_link(PAGE, "so many words " * 714)) < 300


def test_a_long_quote_without_spaces_makes_a_short_link():
    assert len(deep_link(PAGE, "\u5f15\u7528\u3055\u308c\u305f\u6587\u7ae0" * 1400)) < 2_000


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("[W]hen he wrote the letter", ["he wrote the letter"]),
        ("he wrote the letter[s] to them", ["he wrote the", "to them"]),
    ],
)
def test_a_word_that_a_bracket_changes_is_not_looked_for(words, parts):
    assert found(words) == parts


@pytest.mark.parametrize("words", [None, "", "...", " \u2026 ", "[sic]", "\u201c.\u201d"])
def test_without_words_a_link_stays_as_it_is(words):
    assert deep_link(PAGE, words) == PAGE


@pytest.mark.parametrize(
    "address",
    [
        "mailto:a@example.org",
        "urn:isbn:0",
        f"{PAGE}#:~:text=own",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://[x",
    ],
)
def test_another_address_stays_as_it_is(address):
    assert deep_link(address, "the very words") == address


def test_a_fragment_that_is_there_is_kept():
    assert deep_link(f"{PAGE}#part", "so") == f"{PAGE}#part:~:text=so"


@given(
    st.text(min_size=1)
    | st.lists(
        st.sampled_from(
            ["a", "bb", "-", ",", "&", " ", "...", "\u2026", "[x]", "[...]", "%", "\u00e9", "\u6f22", '"', ".", "("]
        ),
        max_size=90,
    ).map("".join)
)
@settings(max_examples=200, deadline=None)
def test_any_words_are_read_back(words):
    link = deep_link(PAGE, words)
    assert link.isascii()
    if link != PAGE:
        parts = found(words)
        assert len(parts) in {1, 2}
        assert all(part in words for part in parts)
        assert words.index(parts[0]) <= words.rindex(parts[-1])
        assert not {"-", "&", "<", '"', "'"} & set(link.partition(":~:text=")[2])
