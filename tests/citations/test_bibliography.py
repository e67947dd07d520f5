"""The list of all sources: which declarations are one, and that nothing said of a source is lost."""

import json

import pytest

from mkdocs_wellspring.citations.bibliography import Bibliography
from mkdocs_wellspring.citations.model import Name, Source

BARE = Source(title="https://x.example", url="https://x.example")
PLAIN = Source(title="Same", url="https://x.example")


def gathered(*sources, library=()):
    whole = Bibliography(library)
    for number, source in enumerate(sources):
        whole.cite(source, f"{number}.md")
    return whole


def titles(*sources):
    return [entry.source.title for entry in gathered(*sources).sources]


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        (PLAIN, Source(title="same", url="https://x.example/#part"), 1),
        (BARE, PLAIN, 1),
        (PLAIN, BARE, 1),
        (PLAIN, Source(title="Different", url="https://x.example"), 2),
        (Source(title="A", url="https://x.example/#/a"), Source(title="B", url="https://x.example/#/b"), 2),
        (Source(title="A", url="https://x.example/#/a"), Source(title="A", url="https://x.example/#/b"), 2),
        (Source(title="A", key="k", url="https://a.example"), Source(title="B", key="k", url="https://b.example"), 2),
        (Source(title="A", key="k", url="https://a.example"), Source(title="A", key="k", url="https://a.example"), 1),
        (Source(title="A", key="k"), Source(title="A", key="l"), 2),
        (Source(title="A"), Source(title="a"), 1),
        (Source(title="A", author=(Name("Poe"),)), Source(title="A", author=(Name("Lee"),)), 2),
    ],
)
def test_two_declarations_are_one_source_or_two(one, other, count):
    whole = gathered(one, other)
    assert len(whole.sources) == count
    assert len(json.loads(whole.as_csl_json())) == count


def test_a_source_has_what_any_page_says_of_it():
    more = Source(title="Same", url="https://x.example", author=(Name("Poe", "Ada"),), quote="Words", flag="disputed")
    for pair in ((PLAIN, more), (more, PLAIN), (BARE, more)):
        (entry,) = gathered(*pair).sources
        said = entry.source
        assert (said.title, said.author, said.quote, said.flag) == ("Same", more.author, "Words", "disputed")
        assert list(entry.pages) == ["0.md", "1.md"]


def test_no_flag_is_hidden_by_another():
    flagged = [
        Source(title="Same", url="https://x.example", flag=flag) for flag in ("disputed", "retracted", "disputed")
    ]
    (entry,) = gathered(*flagged).sources
    assert entry.source.flag == "disputed, retracted"


def test_an_anchor_leads_to_the_entry_that_holds_the_source():
    whole = gathered(PLAIN, BARE, Source(title="Other", url="https://x.example"))
    assert whole.anchor(PLAIN) == whole.anchor(BARE)
    assert len({entry.anchor for entry in whole.sources}) == 2


def test_each_item_of_the_download_has_an_id_of_its_own():
    one = Source(title="A", key="k", url="https://a.example")
    items = json.loads(gathered(one, Source(title="B", key="k"), Source(title="C", key="l")).as_csl_json())
    assert len({item["id"] for item in items}) == 3
    assert items[2]["id"] == "l"


def test_a_bare_doi_is_the_work_that_another_page_names():
    bare, titled = Source(title="10.1000/182", doi="10.1000/182"), Source(title="Real", doi="10.1000/182")
    (entry,) = gathered(bare, titled).sources
    assert entry.source.title == "Real"


def test_flags_and_notes_are_joined_each_once():
    first = Source(title="Same", url="https://x.example", flag="retracted", note="One.")
    more = Source(title="Same", url="https://x.example", flag="retracted, disputed", note="Two.")
    (entry,) = gathered(first, more, first).sources
    assert (entry.source.flag, entry.source.note) == ("retracted, disputed", "One. / Two.")


def test_many_titles_are_gathered_as_fast_as_few():
    whole = gathered(*(Source(title=f"Title {number}") for number in range(5000)))
    assert len(whole.sources) == 5000
