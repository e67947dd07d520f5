"""The author-date style: who and when in the text, letters for works of one year, and a list by the alphabet."""

import re

import markdown
import pytest

from mkdocs_wellspring.citations.citing import Citing
from mkdocs_wellspring.citations.extension import CitationsExtension
from mkdocs_wellspring.citations.model import OTHERS, Name, Source
from mkdocs_wellspring.citations.stores import Read
from mkdocs_wellspring.citations.stores.yamlstore import read_yaml_store
from mkdocs_wellspring.citations.styles import make_style
from mkdocs_wellspring.citations.styles.authordate import letters, sorted_by
from mkdocs_wellspring.citations.styles.names import call_short, letter_of, list_names
from mkdocs_wellspring.messages import messages_for
from mkdocs_wellspring.pagecontext import PageContext

EN, DE = messages_for("en"), messages_for("de")
DASH = "\N{EN DASH}"
LIBRARY = """
poe: {title: One, author: ["Poe, Ada"], date: 2020-03-01, url: "https://example.org/one"}
poe-too: {title: Two, author: ["Poe, Ada"], date: 2020-02}
roe: {title: Three, author: ["Roe, Bob", "Lee, Cy"], date: 2018/2019, container: Journal, volume: 7, issue: 2,
  pages: 1-5}
many: {title: Four, author: ["Lee, Cy", "Kim, Di", "Zed, El"], date: 2017}
gogh: {title: Five, author: [{family: Gogh, given: Vincent, particle: van, suffix: Jr.}], date: 1888-01}
office: {title: Six, author: Election Office, date: in press}
edited: {title: Seven, editor: ["Ed, Al"], date: 2001}
both: {title: Eight, author: ["Ash, Ann"], editor: ["Ed, Al"], container: A Book, publisher: Press, edition: 2}
emile: {title: Nine, author: ["\u00c9mile, X."], date: 2000}
bare: {title: Ten}
"""


def render(text, store=LIBRARY, locale="en", style="author-date", **meta):
    findings = []
    context = PageContext(meta=meta, path="page.md", text=text, locale=locale, report=findings.append)
    citing = Citing(Read((read_yaml_store(store, "refs.yml"),)), make_style(style, None))
    html = markdown.markdown(text, extensions=[CitationsExtension(host=lambda: context, citing=citing)])
    return html, [str(finding) for finding in findings]


def bare(html):
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def shown(text, *arguments, **options):
    """The paragraphs of a page as text."""
    return bare(render(text, *arguments, **options)[0].partition("<section")[0])


def listed(text, *arguments, **options):
    html = render(text, *arguments, **options)[0]
    return [bare(part) for part in re.findall(r'<span class="ws-entry">(.*?)</span>\n', html, re.DOTALL)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[@roe]", f"(Roe and Lee 2018{DASH}2019)"),
        ("[see @many, pp. 3-5]", f"(see Lee et al. 2017, pp. 3{DASH}5)"),
        ("[-@many, p. 3]", "(2017, p. 3)"),
        ("[@many; @edited]", "(Lee et al. 2017; Ed 2001)"),
        ("[@gogh]", "(van Gogh 1888)"),
        ("[@office]", "(Election Office in press)"),
        ("[@bare]", "(Ten n.d.)"),
        ("[@nowhere]", "[@nowhere]"),
        ("[@many; @nowhere, p. 3]", "(Lee et al. 2017; @nowhere, p. 3)"),
        ("[*see* @many, `x`]", "(see Lee et al. 2017, x)"),
        ("@many says", "Lee et al. (2017) says"),
        ("@many [p. 3] says", "Lee et al. (2017, p. 3) says"),
        ("@bare says", "Ten (n.d.) says"),
        (r"\@many says", "@many says"),
        ("[@MANY]", "(Lee et al. 2017)"),
    ],
)
def test_a_citation_is_who_and_when(text, words):
    assert shown(text) == words


def test_works_of_one_author_and_year_have_letters_in_the_order_of_the_list():
    assert shown("[@poe], [@poe-too] and [@poe; @poe-too].") == "(Poe 2020b), (Poe 2020a) and (Poe 2020b; Poe 2020a)."
    assert listed("[@poe] [@poe-too]") == [
        "Poe, Ada (2020a). Two. February 2020.",
        "Poe, Ada (2020b). One. March 1, 2020.",
    ]


def test_letters_are_given_only_to_works_that_the_page_has():
    assert shown("[@poe]") == "(Poe 2020)"


def test_the_list_goes_by_the_alphabet_without_accents():
    text = " ".join(f"[@{key}]" for key in ("roe", "gogh", "emile", "office", "edited", "bare", "many", "both"))
    assert listed(text) == [
        "Ash, Ann (n.d.). Eight. A Book. Edition: 2. Edited by Al Ed. Press.",
        "Ed, Al (ed.) (2001). Seven.",
        "Election Office (in press). Six.",
        "\u00c9mile, X. (2000). Nine.",
        "Lee, Cy, Di Kim, and El Zed (2017). Four.",
        f"Roe, Bob and Cy Lee (2018{DASH}2019). Three. Journal 7 (2), 1-5. 2018{DASH}2019.".replace(
            f". 2018{DASH}2019.", "."
        ),
        "Ten (n.d.).",
        "van Gogh, Vincent, Jr. (1888). Five. January 1888.",
    ]


def test_the_list_has_no_numbers_and_leads_back():
    html, findings = render("[@roe] and [@poe]")
    assert '<ol class="ws-unnumbered" role="list">' in html
    assert 'aria-label="Back to citation a of source Poe 2020"' in html
    assert re.findall(r'<li id="ws-source-(\d)">', html) == ["2", "1"]
    assert findings == []


def test_numbers_are_authors_and_years_as_well():
    text, meta = "A [1, 2] and [1-3].", {"sources": ["poe", {"key": "many", "quote": "So."}, {"title": "Own"}]}
    assert shown(text, **meta) == "A (Poe 2020; Lee et al. 2017) and (Poe 2020; Lee et al. 2017; Own n.d.)."


def test_the_words_between_names_are_of_the_pages_language():
    assert shown("[@roe]", locale="de") == f"(Roe und Lee 2018{DASH}2019)"


@pytest.mark.parametrize(
    ("names", "short"),
    [
        ([Name("Poe", "Ada")], "Poe"),
        ([Name("Gogh", "V", "van", "Jr.")], "van Gogh"),
        ([Name("Poe"), Name("Roe")], "Poe and Roe"),
        ([Name("Poe"), Name("Roe"), Name("Lee")], "Poe et al."),
        ([Name("Poe"), OTHERS], "Poe et al."),
        ([Name("Election Office")], "Election Office"),
    ],
)
def test_a_source_is_called_by_the_names_of_its_makers(names, short):
    assert call_short(Source("T", author=tuple(names)), EN) == short
    assert call_short(Source("T", editor=tuple(names)), EN) == short


def test_a_source_without_makers_is_called_by_the_beginning_of_its_title():
    assert call_short(Source("A title"), EN) == "A title"
    assert call_short(Source("words " * 20), EN) == f"{'words ' * 9}words\N{HORIZONTAL ELLIPSIS}"


@pytest.mark.parametrize("title", ["https://example.org/" + "a/long/path/" * 5, "\u5f15" * 80])
def test_a_title_of_one_long_word_is_called_by_its_beginning(title):
    assert call_short(Source(title), EN).startswith(title[:20])


@pytest.mark.parametrize(
    ("count", "expected"), [(1, "P0"), (2, "P0 and P1"), (3, "P0, P1, and P2"), (11, "P0, P1, P2 et al.")]
)
def test_a_list_of_names_shows_all_of_ten_and_three_of_more(count, expected):
    assert list_names([Name(f"P{number}") for number in range(count)], EN).striptags() == expected


def test_those_whom_a_list_leaves_out_are_et_al():
    assert list_names([Name("Poe"), OTHERS], EN).striptags() == "Poe et al."


def test_each_name_is_apart_from_the_words_between_and_only_the_first_is_inverted():
    names = [Name("Poe", "<Ada>"), Name("Lee", "Bo")]
    shown = list_names(names, EN, lambda name: name.inverted)
    assert shown == "<bdi>Poe, &lt;Ada&gt;</bdi> and <bdi>Bo Lee</bdi>"
    html = render("[@poe]", "poe: {title: One, author: Poe, editor: ['Ed, Al', 'Roe, Bo']}")[0]
    assert "<bdi>Edited by <bdi>Al Ed</bdi> and <bdi>Bo Roe</bdi></bdi>." in html


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", "Read on March 2, 2024."),
        ("en-GB", "Read on 2 March 2024."),
        ("ar", "\u2066Read on \u2068March 2, 2024\u2069.\u2069"),
        ("de", "Abgerufen am 2. März 2024."),
    ],
)
def test_a_sentence_has_its_date_in_its_own_language(locale, words):
    html = render("[@a]", "a: {title: One, accessed: 2024-03-02}", locale)[0]
    assert f"<bdi>{words}</bdi>" in html


def test_a_title_that_is_its_address_does_not_say_it_again():
    html = render("[@a] [@b]", "a: {url: 'https://a.example/x'}\nb: {title: B, url: 'https://b.example'}")[0]
    assert re.findall(r'data-address="([^"]*)"', html) == ["https://b.example"]
    assert '<a class="ws-source-title" href="https://a.example/x">' in html


def test_words_of_an_entry_and_of_its_quote_are_apart():
    html = render("[@a]", "a: {title: One, date: 1984, quote: Let us change}")[0]
    assert not re.search(r"\S<blockquote", html)
    assert '<blockquote class="ws-quote"><bdi>Let us change</bdi></blockquote>' in html


@pytest.mark.parametrize(
    ("place", "letter"), [(0, "a"), (25, "z"), (26, "aa"), (51, "az"), (52, "ba"), (701, "zz"), (702, "aaa")]
)
def test_letters_go_on_after_z(place, letter):
    assert letter_of(place) == letter


def test_letters_are_given_to_those_that_share_a_name_and_a_year():
    names = {3: ("Poe", "2020"), 1: ("Roe", "2020"), 2: ("Poe", "2020"), 4: ("Poe", "2021")}
    assert letters(names) == {3: "a", 2: "b"}


def test_a_thousand_works_of_one_author_and_year_have_each_its_letter():
    store = "".join(f"k{number}: {{title: T{number:04}, author: Office, date: 2020}}\n" for number in range(1000))
    html, _findings = render(" ".join(f"[@k{number}]" for number in range(1000)), store)
    years = re.findall(r'<a id="[^"]*" class="ws-cite-link"[^>]*><bdi>Office (\w+)</bdi>', html)
    assert len(set(years)) == 1000
    assert (years[0], years[26], years[999]) == ("2020a", "2020aa", "2020all")


def test_sorting_takes_no_notice_of_accents_and_capitals():
    names = ["\u00c9mile", "Ezra", "eve", "\u00dcber", "Tom", "Zoe"]
    store = read_yaml_store(
        "".join(f"k{n}: {{title: T, author: {name}}}\n" for n, name in enumerate(names)), "refs.yml"
    )
    assert [source.author[0].family for source in sorted(store.sources, key=sorted_by)] == [
        *["\u00c9mile", "eve", "Ezra"],
        *["Tom", "\u00dcber", "Zoe"],
    ]


def test_sorting_looks_at_dates_after_names_and_at_titles_last():
    store = read_yaml_store(
        "a: {title: B, author: [X], date: 2020}\nb: {title: A, author: [X], date: 2020}\n"
        "c: {title: Z, author: [X], date: -44}\nd: {title: A, author: [x]}\n",
        "refs.yml",
    )
    assert [source.key for source in sorted(store.sources, key=sorted_by)] == ["d", "c", "b", "a"]


def test_a_year_before_christ_is_not_a_minus():
    assert "-44" not in shown("[@a]", "a: {title: T, author: Caesar, date: -44}")


def test_a_comma_before_a_key_means_what_a_semicolon_does():
    assert render("[@roe, @poe]") == render("[@roe; @poe]")


@pytest.mark.parametrize("style", ["numeric", "author-date"])
@pytest.mark.parametrize("title", ["Is it so?", "Acme Inc."])
def test_no_two_marks_end_a_part(title, style):
    (entry,) = listed(
        "[@a]", f"a: {{title: '{title}', editor: ['Ed, A.'], author: Poe, date: 2020, container: J.}}", style=style
    )
    assert not re.search(r"[.?]\.", entry)


def test_each_source_of_a_range_has_one_way_back():
    sources = [{"title": name} for name in ("One", "Two", "Three", "Four")]
    run = CitationsExtension(sources=sources, style="author-date")
    html = markdown.markdown("So [1-4].", extensions=[run])
    assert html.count('class="ws-cite-link"') == html.count('role="doc-backlink"') == 4


def test_a_year_before_christ_is_said_once():
    run = CitationsExtension(
        sources=[{"title": "One", "author": ["Poe, Ada"], "date": "-0043-03-15"}], style="author-date"
    )
    html = markdown.markdown("So [1].", extensions=[run])
    assert re.sub(r"<[^>]*>", "", html.partition("<ol")[2]).count("44 BC") == 1
