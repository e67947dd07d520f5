r"""How a citation is written: what `parse` and its regular expressions take, and that no text keeps them long."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_wellspring.citations.syntax import CITATION, IN_TEXT, KEYED, NUMERIC, Item, parse, read_in_text

PATTERNS = {name: re.compile(text) for name, text in (("numeric", NUMERIC), ("keyed", KEYED), ("in text", IN_TEXT))}
DASH = "\N{EN DASH}"


def items(raw):
    cluster = parse(raw)
    return None if cluster is None else list(cluster.items)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("[1]", [Item(1)]),
        ("[12, 3]", [Item(12), Item(3, lead=", ")]),
        ("[1-3]", [Item(1, 3)]),
        (f"[1{DASH}3]", [Item(1, 3)]),
        ("[1 - 3]", [Item(1, 3)]),
        ("[3-1]", [Item(3), Item(1, lead="-")]),
        ("[2-2]", [Item(2), Item(2, lead="-")]),
        ("[1,3-5]", [Item(1), Item(3, 5, lead=",")]),
        ("[0]", [Item(0)]),
    ],
)
def test_numbers_are_parsed(raw, expected):
    assert items(raw) == expected
    assert not parse(raw).is_keyed


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("[@a]", [Item(key="a")]),
        ("[@doe99]", [Item(key="doe99")]),
        ("[@a; @b]", [Item(key="a"), Item(key="b")]),
        ("[-@a]", [Item(key="a", suppressed=True)]),
        ("[see -@a]", [Item(key="a", prefix="see", suppressed=True)]),
        ("[see @a, p. 3]", [Item(key="a", prefix="see", suffix="p. 3")]),
        ("[@a p. 3]", [Item(key="a", suffix="p. 3")]),
        ("[see also @a, pp. 3-5; cf. @b, ch. 2]", None),
        ("[@a, pp. 33-35, 38-39 and *passim*]", [Item(key="a", suffix=f"pp. 33{DASH}35, 38{DASH}39 and *passim*")]),
        ("[@a, {pp. iv, vi-xi}]", [Item(key="a", suffix="pp. iv, vi-xi", explicit=True)]),
        ("[@a, {pp. iv} with more]", [Item(key="a", suffix="pp. iv with more")]),
        ('[@a, "one; two"]', [Item(key="a", suffix="one; two", explicit=True)]),
        ("[@{a b}]", [Item(key="a b")]),
        ("[@{https://example.org/x?y}, p. 3]", [Item(key="https://example.org/x?y", suffix="p. 3")]),
        ("[@doi:10.1000/a_b-c.d]", [Item(key="doi:10.1000/a_b-c.d")]),
        ("[@a, @b]", [Item(key="a"), Item(key="b")]),
        ("[-@a, -@b]", [Item(key="a", suppressed=True), Item(key="b", suppressed=True)]),
        ("[see, e.g., @a]", [Item(key="a", prefix="see, e.g.,")]),
        ("[@a; cf., @b]", [Item(key="a"), Item(key="b", prefix="cf.,")]),
        ("[@a and @b]", [Item(key="a"), Item(key="b", prefix="and")]),
        ("[@a, p. 3, with @b, p. 4]", [Item(key="a", suffix="p. 3"), Item(key="b", prefix="with", suffix="p. 4")]),
        ("[@a, {x, @b}, @c]", [Item(key="a", suffix="x, @b", explicit=True), Item(key="c")]),
        (r"[see \@handle and @a]", [Item(key="a", prefix="see @handle and")]),
        ("[@a, mail b@example.org]", [Item(key="a", suffix="mail b@example.org")]),
        ("[@a, 5--6]", [Item(key="a", suffix=f"5{DASH}6")]),
        ("[@a.]", [Item(key="a", suffix=".")]),
        ("[@a: so]", [Item(key="a", suffix=": so")]),
        ("[@a's]", [Item(key="a", suffix="'s")]),
        ("[@\u00fcber_1]", [Item(key="\u00fcber_1")]),
        ("[@1984]", [Item(key="1984")]),
        ("[only words; @a]", [Item(key="a", prefix="only words;")]),
        ("[@a; only words]", [Item(key="a", suffix="only words")]),
        ("[@a, p. 3; only words]", [Item(key="a", suffix="p. 3; only words")]),
        ("[see\n@a,\np. 3]", [Item(key="a", prefix="see", suffix="p. 3")]),
        ("[@a;]", [Item(key="a")]),
    ],
)
def test_keys_are_parsed_as_pandoc_does(raw, expected):
    if expected is None:
        expected = [
            Item(key="a", prefix="see also", suffix=f"pp. 3{DASH}5"),
            Item(key="b", prefix="cf.", suffix="ch. 2"),
        ]
    assert items(raw) == expected
    assert parse(raw).is_keyed


@pytest.mark.parametrize(
    "raw", ["[]", "[ ]", "[x]", "[@]", "[@ a]", "[me@example.org]", "[a.@b]", "[/@b]", "[2023]", "[1,]"]
)
def test_what_is_no_citation_is_none(raw):
    assert parse(raw) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A [@a] and [1], [2, 3].", ["[@a]", "[1]", "[2, 3]"]),
        ("![@a] [@a](u) [1](u) ![1]", []),
        ("[see [@a]]", ["[@a]"]),
        ("[1234] [x] [a@b.example]", []),
        ("[@{a b}] [-@a] [see @a]", ["[@{a b}]", "[-@a]", "[see @a]"]),
    ],
)
def test_citations_in_brackets_are_found_in_a_text(text, found):
    assert [match[0] for match in CITATION.finditer(text)] == found


@pytest.mark.parametrize(
    ("text", "key", "raw", "rest"),
    [
        ("@a says", "a", "[-@{a}]", " says"),
        ("@a.", "a", "[-@{a}]", "."),
        ("@a, so", "a", "[-@{a}]", ", so"),
        ("(@a:b/c)", "a:b/c", "[-@{a:b/c}]", ")"),
        ("@{a b}!", "a b", "[-@{a b}]", "!"),
        ("@a [p. 3] says", "a", "[-@{a}, p. 3]", " says"),
        ("@a [pp. 3-5].", "a", "[-@{a}, pp. 3-5]", "."),
        ("@a [{a place}]", "a", "[-@{a}, {a place}]", ""),
        ("@a [whatever]", "a", "[-@{a}]", " [whatever]"),
        ("@a [p. 3](u)", "a", "[-@{a}]", " [p. 3](u)"),
    ],
)
def test_a_key_in_the_text_is_the_same_citation_in_brackets(text, key, raw, rest):
    match = PATTERNS["in text"].search(text)
    assert read_in_text(match)[:2] == (key, raw)
    assert text[read_in_text(match)[2] :] == rest
    assert parse(raw).items[0].key == key


@pytest.mark.parametrize("text", ["me@example.org", "@a@b.example", "@a(x)", "@a/", "x/@a", ".@a", "@@a", "@", "@ a"])
def test_what_is_no_key_in_the_text_is_not_found(text):
    assert not PATTERNS["in text"].search(text)


def test_a_key_in_the_text_may_be_escaped():
    match = PATTERNS["in text"].search(r"ask \@a")
    assert match["escape"]


# Each would take minutes if a pattern went back over what it has read; they are read to their end, and counted.
@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("[@" * 20_000, (0, 0, 0)),
        ("[@a" * 20_000, (0, 0, 20_000)),
        ("@a." * 20_000, (0, 0, 1)),
        ("[" + "@a." * 20_000, (0, 0, 1)),
        ("@a [" * 20_000, (0, 0, 20_000)),
        ("@{" * 20_000, (0, 0, 0)),
        ("[1," * 20_000, (0, 0, 0)),
        ("[" + "1, " * 20_000, (0, 0, 0)),
        ("[1" + " " * 60_000, (0, 0, 0)),
        ("@" + "a." * 20_000, (0, 0, 1)),
        ("@a" + "." * 60_000, (0, 0, 1)),
        ("@a [" + "x" * 60_000, (0, 0, 1)),
        ("[" + "{a}" * 20_000 + " @b]", (0, 1, 1)),
        ('[@b, "' + '"' * 20_000 + "]", (0, 1, 1)),
        ("[@b, " + "{" * 20_000 + "]", (0, 1, 1)),
        ("[" + "@a; " * 20_000 + "@a]", (0, 1, 20_001)),
        ("[@a" + "; " * 20_000 + "]", (0, 1, 1)),
        # One that lacks its end is read again from each of its keys: 20,000 take some seconds. See the report.
        ("[" + "@a " * 1_000, (0, 0, 1_000)),
    ],
    ids=range(18),
)
def test_long_repeated_text_is_read_to_its_end(text, counts):
    found = tuple(len(pattern.findall(text)) for pattern in PATTERNS.values())
    assert found == counts
    assert len(CITATION.findall(text)) == counts[0] + counts[1]
    cluster = parse(text)
    assert cluster is None or cluster.items


PIECES = st.lists(
    st.sampled_from(
        ["[", "]", "@", "a", "-", "{", "}", ";", '"', ",", " p. 3", "1", "3-5", "see ", ".", "\n", "(", "!", "\\"]
    ),
    max_size=30,
).map("".join)


@given(st.text() | PIECES | PIECES.map("[{}]".format))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_citation_or_none(text):
    cluster = parse(text)
    if cluster is not None:
        assert cluster.raw == text
        assert all((item.number is None) == bool(item.key) for item in cluster.items)
        assert all(item.key in text for item in cluster.items)
    for match in PATTERNS["in text"].finditer(text):
        key, raw, end = read_in_text(match)
        assert [item.key for item in parse(raw).items] == [key]
        assert match.start() < end <= match.end()
    for match in CITATION.finditer(text):
        assert match["inner"] is None or parse(match[0]) is not None
