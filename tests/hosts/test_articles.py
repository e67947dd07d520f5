"""The furniture of articles in real MkDocs builds: in its places, for machines, and gathered over the site."""

import json
import re

import pytest
from mkdocs.exceptions import Abort

THEMES = ["material", "mkdocs", "readthedocs"]
URL = "https://example.org/x/"
CHECK = """---
claim: {text: The moon is cheese, author: Ada Poe, date: 2026-01-02, url: "https://news.example/moon"}
verdict: {text: "False", rating: 1, best: 5, worst: 1}
checked: 2026-02-03
published: 2026-02-01
updated: 2026-02-02
reviewed_by: {name: Sam Lee, url: "https://example.org/lee", type: person}
summary: It is *rock* [1], says [the other page](sub/other.md).
method: true
corrections:
  - {date: 2026-02-02, text: "It said [so](sub/other.md) [1]."}
sources: ["https://one.example"]
questions: [Who says so?]
---
# Is the moon made of cheese?

No [1].
"""
OTHER = """---
corrections:
  - {date: 2026-02-05, text: Newer.}
  - {date: 2025-01-01, text: Older.}
---
# Who says so?
"""


def write(site):
    site.write("docs/index.md", CHECK)
    site.write("docs/sub/other.md", OTHER)


def graph(html):
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    nodes = json.loads(found)["@graph"]
    assert len({node["@id"] for node in nodes}) == len(nodes)
    return {node["@type"]: node for node in nodes}


@pytest.mark.parametrize("theme", THEMES)
def test_a_page_has_one_graph_that_says_all_of_it_once(site, theme):
    write(site)
    options = {"article": {"claim_review": "organization", "method": "We read."}}
    site.build(options, theme=theme, site_url=URL)
    nodes = graph(site.html())
    assert set(nodes) == {"WebPage", "ClaimReview"}
    page = nodes["WebPage"]
    assert page["@id"] == f"{URL}#webpage"
    assert page["abstract"] == "It is rock, says the other page."
    days = page["lastReviewed"], page["datePublished"], page["dateModified"]
    assert days == ("2026-02-03", "2026-02-01", "2026-02-02")
    assert page["reviewedBy"] == {"@type": "Person", "name": "Sam Lee", "url": "https://example.org/lee"}
    assert page["correction"][0]["datePublished"] == "2026-02-02"
    assert page["relatedLink"] == [f"{URL}sub/other/"]
    assert len(page["citation"]) == 1
    assert page["mainEntity"] == {
        "@type": "Question",
        "@id": f"{URL}#question",
        "name": "Is the moon made of cheese?",
        "acceptedAnswer": {
            "@type": "Answer",
            "@id": f"{URL}#answer",
            "text": "It is rock, says the other page.",
            "url": URL,
        },
    }


def test_a_claim_review_says_what_the_vocabulary_asks_for_and_nothing_that_was_not_given(site):
    write(site)
    site.build({"article": {"claim_review": "organization", "method": "We read."}}, site_url=URL)
    assert graph(site.html())["ClaimReview"] == {
        "@type": "ClaimReview",
        "@id": f"{URL}#claimreview",
        "url": URL,
        "claimReviewed": "The moon is cheese",
        "itemReviewed": {
            "@type": "Claim",
            "author": "Ada Poe",
            "datePublished": "2026-01-02",
            "appearance": {"@type": "CreativeWork", "url": "https://news.example/moon"},
        },
        "reviewRating": {
            "@type": "Rating",
            "alternateName": "False",
            "ratingValue": 1,
            "bestRating": 5,
            "worstRating": 1,
        },
        "author": {"@type": "Organization", "name": "Site", "url": URL},
        "datePublished": "2026-02-01",
        "dateModified": "2026-02-02",
    }


def test_claim_reviews_are_for_sites_that_want_them(site):
    write(site)
    site.build({"article": {"method": "We read."}}, site_url=URL)
    assert "ClaimReview" not in site.html()


def test_a_claim_review_without_an_address_is_a_finding_and_not_there(site):
    write(site)
    warnings = site.fails(options={"article": {"claim_review": "person", "method": "We read."}})
    assert len(warnings) == 1
    assert "docs/index.md:2: a claim review needs the page's address; set `site_url:` in mkdocs.yml" in warnings[0]
    assert "ClaimReview" not in site.html()


def test_a_question_without_a_summary_and_a_summary_without_a_question_answer_nothing(site):
    site.write("docs/index.md", "---\nchecked: 2026-01-01\n---\n# Is it?\n")
    site.write("docs/b.md", "---\nsummary: Yes.\n---\n# It is\n")
    site.build()
    assert "mainEntity" not in site.html()
    assert "mainEntity" not in site.html("b/index.html")


def test_all_corrections_are_listed_newest_first_each_with_its_page(site):
    write(site)
    site.build({"article": {"corrections": "about/corrections.md", "method": "We read."}})
    html = site.html("about/corrections/index.html")
    assert html.index("Newer.") < html.index("It said") < html.index("Older.")
    assert 'href="../../sub/other/#ws-corrections"' in html
    assert 'It said <a href="../../sub/other/">so</a>.' in html
    assert "wellspring-" not in html
    assert 'id="ws-corrections"' in site.html("sub/other/index.html")


def test_a_site_that_has_corrected_nothing_says_so(site):
    site.write("docs/index.md", "# A\n")
    site.build({"article": {"corrections": "corrections.md"}})
    assert "No page of this site has been corrected yet." in site.html("corrections/index.html")


def test_a_page_of_corrections_that_is_no_page_stops_the_build(site):
    site.write("docs/index.md", "# A\n")
    with pytest.raises(Abort):
        site.build({"article": {"corrections": "corrections"}})
    assert "article: corrections: corrections is no page" in site.warnings()[-1]


def test_an_overdue_review_is_said_to_readers_and_to_the_author_and_fails_no_strict_build(site, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1777680000")  # 2026-05-02
    site.write("docs/index.md", "---\nnext_review: 2026-05-01\n---\n# A\n")
    lines = site.build()
    assert any("docs/index.md:2: the review was due on 2026-05-01" in line for line in lines)
    assert "was due on <time" in site.html()


@pytest.mark.parametrize("theme", THEMES)
def test_headings_of_furniture_are_in_no_table_of_contents(site, theme):
    write(site)
    site.build({"article": {"method": "We read."}}, theme=theme)
    assert 'id="ws-method"' in site.html()
    assert 'href="#ws-method"' not in site.html()


def test_a_near_miss_of_a_key_of_furniture_is_a_finding(site):
    site.write("docs/index.md", "---\nnext_reviews: 2026-05-01\n---\n# A\n")
    assert any("did you mean `next_review:`?" in line for line in site.fails())
