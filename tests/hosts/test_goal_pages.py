"""What the banner says on which page, where it stands, and the pages and files beside it, in real builds."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from mkdocs_wellspring.cli import main
from mkdocs_wellspring.ledger.records import Mode
from mkdocs_wellspring.sandbox.seed import Scene
from mkdocs_wellspring.sandbox.server import bound, running

from .conftest import GOAL
from .test_goal import home, snapshot

STRIPE = "https://donate.stripe.com/abc"


def page(site, path: str, front: str = "") -> None:
    site.write(f"docs/{path}", f"---\n{front}\n---\n# Page\n\nSome text.\n" if front else "# Page\n\nSome text.\n")


def banner(html: str) -> str:
    return html.partition('<section class="ws-goal"')[2].partition("</section>")[0]


def test_a_section_and_a_page_have_words_of_their_own_and_the_last_goes_first(site):
    for path in ("index.md", "guides/a.md", "guides/deep/b.md", "guides/deep/d.md"):
        page(site, path)
    page(site, "guides/deep/c.md", "goal:\n  text: Of the page, {value}.\n  title: {de: Seite, en: Page title}")
    snapshot(site)
    sections = [
        {"path": "guides/**", "text": "Of the guides.", "button": "Help the guides"},
        {"path": ["guides/deep/", "!guides/deep/d.md"], "text": {"en": "Of the depth.", "de": "Der Tiefe."}},
    ]
    site.build({"goal": {**GOAL, "sections": sections}})
    for path, words in {
        "index.html": ["Even $5 helps.", ">Donate<", "Keep us independent"],
        "guides/a/index.html": ["Of the guides.", ">Help the guides<", "Keep us independent"],
        "guides/deep/b/index.html": ["Of the depth.", ">Help the guides<", "Keep us independent"],
        "guides/deep/c/index.html": ["Of the page, 412.", ">Help the guides<", "Page title"],
        "guides/deep/d/index.html": ["Of the guides.", ">Help the guides<"],
        "404.html": ["Even $5 helps.", ">Donate<"],
    }.items():
        assert [one for one in words if one not in banner(site.html(path))] == [], path


def test_a_language_has_its_words(site):
    page(site, "index.md")
    page(site, "en.md", "lang: en")
    options = {**GOAL, "title": {"de": "Bleib frei", "en": "Stay free"}, "text": {"de": "Hilf.", "en": "Help."}}
    site.build({"goal": options}, theme={"name": "material", "language": "de"})
    assert "Bleib frei" in banner(site.html())
    assert "Stay free" in banner(site.html("en/index.html"))


def test_pages_of_a_pattern_and_those_that_say_so_have_no_banner_and_no_way_back(site):
    for path in ("index.md", "legal/terms.md", "legal/keep.md"):
        page(site, path)
    page(site, "quiet.md", "goal: false")
    page(site, "nested.md", "wellspring:\n  goal: false")
    site.build({"goal": {**GOAL, "not_on": ["legal/**", "!legal/keep.md"]}}, theme="material")
    for path, there in {
        "index.html": 1,
        "404.html": 1,
        "legal/keep/index.html": 1,
        "legal/terms/index.html": 0,
        "quiet/index.html": 0,
        "nested/index.html": 0,
    }.items():
        html = site.html(path)
        assert (html.count('class="ws-goal"'), html.count('class="ws-goal-back"')) == (there, there), path
        assert html.count('name="wellspring-campaign"') == 1


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"text": "{days_left} days"}, "goal: text: {days_left} is not known"),
        ({"title": "{supporter}"}, "goal: title: '{supporter}' is no variable"),
        ({"title": {"en": ["a"]}}, "goal: title: a list is no text"),
        ({"sections": [{"text": "x"}]}, "goal: sections: 1: `path` is missing"),
        ({"sections": [{"path": "a", "txt": "x"}]}, "goal: sections: 1: 'txt' is not known"),
        ({"sections": [{"path": "a", "text": "{x}"}]}, "goal: text: '{x}'"),
        ({"not_on": ["a", "!"]}, "goal: not_on: a pattern cannot be read"),
        ({"text": "[a](gone.md)"}, "goal: text: 'gone.md' is neither a page"),
        (
            {"text": "So *[a](index.md 'b')*"},
            "goal: text: \"[a](index.md 'b')\" is not a link that is read here; write [w",
        ),
        ({"text": "[a](my page.md)"}, "goal: text: '[a](my page.md)' is not a link that is read here"),
        ({"text": "[a](javascript:x)"}, "goal: text: 'javascript:x' is neither a page"),
        ({"thanks": "{value} gave"}, "goal: thanks: {value} is not known there"),
        ({"thanks": "{gone}"}, "goal: thanks: '{gone}' is no variable"),
        ({"thanks": "[a](gone.md)"}, "goal: thanks: 'gone.md' is neither a page"),
        ({"hide_after": "soon"}, "goal: hide_after"),
        ({"grace": "36h"}, "goal: grace"),
        ({"fresh": "goal.json"}, "goal: fresh"),
        ({"fresh": "taken.txt"}, "goal: fresh: taken.txt is a file of the site already"),
        ({"thanks_page": "thanks.html"}, "goal: thanks_page"),
        ({"thanks_page": "index.md"}, "goal: thanks_page: index.md is a page that others read too"),
        ({"thanks_page": "counted.md", "counted_page": "counted.md"}, "goal: thanks_page: counted.md is a page that"),
        ({"give": {"once": [5], "currency": "usd"}}, "goal: give: once"),
    ],
)
def test_what_cannot_be_said_stops_the_build_in_one_line(site, wrong, named):
    page(site, "index.md")
    site.write("docs/taken.txt", "x")
    snapshot(site)
    (error,) = site.fails(options={"goal": {**GOAL, **wrong}})
    assert named in error
    assert "\n" not in error


@pytest.mark.parametrize(
    ("front", "named"),
    [
        ("goal:\n  text: Only {days_left} days", "docs/index.md: goal: text: {days_left} is not known"),
        ("goal:\n  txt: x", "docs/index.md: goal: 'txt' is not known there; it takes title, text, button"),
        ("goal:\n  text: [x]", "docs/index.md: goal: text: a list is no text"),
        ('goal:\n  text: "[a](gone.md)"', "docs/index.md: goal: text: 'gone.md'"),
    ],
)
def test_what_a_page_cannot_say_stops_the_build_and_names_the_page(site, front, named):
    page(site, "index.md", front)
    (error,) = site.fails(options={"goal": GOAL})
    assert named in error
    assert "\n" not in error


@pytest.mark.parametrize("given", ['"false"', "Learn to swim", "0", "[title]"])
def test_a_goal_in_front_matter_that_says_nothing_is_found_at_its_line(site, given):
    page(site, "index.md", f"title: A\ngoal: {given}")
    page(site, "silent.md", f"silence: goal-shape\ngoal: {given}")
    page(site, "none.md", "goal: false")
    page(site, "true.md", "goal: true")
    page(site, "empty.md", "goal:")
    snapshot(site)
    found = site.fails(options={"goal": GOAL})
    assert len(found) == 1
    what = {"0": "a number", "[title]": "a list"}.get(given, "a text")
    advice = "write `goal: false` for no banner, or a mapping of title, text, button [goal-shape]"
    assert f"docs/index.md:3: `goal:` is {what}; {advice}" in found[0]
    site.build({"goal": GOAL}, strict=False)
    assert banner(site.html("index.html"))


def test_a_number_that_was_typed_is_an_info_at_its_place(site):
    page(site, "index.md", "title: A\ngoal:\n  text: Help us reach 1,000.")
    page(site, "b.md", "silence: goal-number\ngoal:\n  text: Help us reach 1,000.")
    snapshot(site)
    lines = site.build({"goal": {**GOAL, "text": "We are 412, and silent in 2026."}})
    found = [line for line in lines if "[goal-number]" in line]
    assert len(found) == 2
    assert "mkdocs.yml: goal: text: 412 is typed by hand; write {value}" in found[0]
    assert "docs/index.md:4: goal: text: 1,000 is typed by hand; write {target}" in found[1]


SOURCES = """
poe2025: {title: Annual report, author: ["Poe, Ada"], date: 2025-02-10, url: "https://example.org/report"}
lee: {title: Nothing to follow, author: ["Lee, Bo"]}
"""


@pytest.mark.parametrize("bibliography", [None, "bibliography.md"])
def test_an_ask_cites_the_site_s_sources(site, bibliography):
    page(site, "index.md")
    page(site, "deep/page.md")
    site.write("refs.yml", SOURCES)
    text = "Readers pay for us [@poe2025, p. 4; @lee]. See [us](deep/page.md#us) & <b>."
    citations = {"sources": ["refs.yml"], "bibliography": bibliography}
    site.build({"goal": {**GOAL, "text": text}, "citations": citations}, site_url="https://example.org/docs/")
    for path, root in {"index.html": "", "deep/page/index.html": "../../", "404.html": "/docs/"}.items():
        html = banner(site.html(path))
        where = f"{root}bibliography/#ws-all-poe2025" if bibliography else "https://example.org/report"
        assert f'(<a class="ws-goal-cite" href="{where}"><bdi>Poe 2025</bdi></a>, p. 4; ' in html, path
        there = "./#us" if path.startswith("deep") else f"{root}deep/page/#us"
        assert f'<a href="{there}">us</a> &amp; &lt;b&gt;.' in html
        assert "<bdi>Lee n.d.</bdi>" in html
    assert ("ws-all-lee" in banner(site.html())) is bool(bibliography)


def test_a_citation_that_no_store_knows_is_a_finding_and_text(site):
    page(site, "index.md")
    site.write("refs.yml", SOURCES)
    options = {"goal": {**GOAL, "text": "So [@poe2026]."}, "citations": {"sources": ["refs.yml"]}}
    warnings = site.fails(options=options)
    assert any("`@poe2026` is the key of no source" in line and "[cite-unknown]" in line for line in warnings)
    assert "So [@poe2026]." in site.html()


@pytest.mark.parametrize("place", ["top", "above", "end"])
def test_the_banner_stands_where_the_site_wants_it(site, place):
    page(site, "index.md")
    site.build({"goal": {**GOAL, "place": place}}, theme="material")
    html = site.html()
    assert html.count('class="ws-goal"') == 1
    announced = html.partition('<aside class="md-banner">')[2].partition("</aside>")[0]
    assert ('class="ws-goal"' in announced) == (place == "top")
    if place != "top":
        assert (html.index('class="ws-goal"') < html.index("Some text.")) == (place == "above")
    assert html.index("Some text.") < html.index('<p class="ws-goal-back" hidden><button type="button">')
    assert site.html("404.html").count('class="ws-goal"') == 1


@pytest.mark.parametrize("own", [False, True])
def test_material_s_button_to_dismiss_is_never_ours(site, own):
    page(site, "index.md")
    if own:
        announced = '{% extends "base.html" %}{% block announce %}OWN NEWS{% endblock %}'
        site.write("overrides/main.html", announced)
    theme = {"name": "material", "features": ["announce.dismiss"], **({"custom_dir": "overrides"} if own else {})}
    site.build({"goal": GOAL}, theme=theme)
    html = site.html()
    assert html.count('class="ws-goal"') == 1
    assert html.index('class="ws-goal"') > html.index("<article")
    assert ("md-banner__button" in html) is own
    assert ("OWN NEWS" in html) is own


def test_a_theme_that_cannot_carry_a_banner_is_said_once_and_builds(site):
    page(site, "index.md")
    page(site, "b.md")
    site.write("theme/main.html", "<html><head></head><body>{{ page.content }}</body></html>")
    site.write("theme/mkdocs_theme.yml", "static_templates: []\n")
    lines = site.build({"goal": GOAL}, theme={"name": None, "custom_dir": "theme"})
    assert len([line for line in lines if "has no place for a banner" in line]) == 1
    assert 'class="ws-goal"' not in site.html()


def test_a_theme_that_can_is_not_spoken_of(site):
    page(site, "index.md")
    assert not [line for line in site.build({"goal": GOAL}) if "no place for a banner" in line]


def test_each_page_tells_the_payment_page_which_it_is(site):
    page(site, "index.md")
    page(site, "guides/set up.md")
    give = {
        "currency": "usd",
        "once": [{"amount": 5, "url": f"{STRIPE}?a=1"}],
        "monthly": [{"amount": 7.5, "url": "https://pay.example/m"}],
    }
    site.build({"goal": {**GOAL, "donate": STRIPE, "give": give}})
    for path, name in {"index.html": "index", "guides/set up/index.html": "guides-set-up", "404.html": "404"}.items():
        html = banner(site.html(path))
        assert f'href="{STRIPE}?client_reference_id={name}"' in html, path
        assert f'<li><a href="{STRIPE}?a=1&amp;client_reference_id={name}">$5</a></li>' in html
        assert '<li><a href="https://pay.example/m">$7.50 a month</a></li>' in html


def test_in_the_sandbox_no_amount_leads_to_where_money_moves(site, monkeypatch):
    page(site, "index.md")
    monkeypatch.setenv("WELLSPRING_DONATE", "http://127.0.0.1:8765/pay/x")
    here = "http://127.0.0.1:8765/pay/y"
    give = {"currency": "usd", "once": [{"amount": 5, "url": STRIPE}, {"amount": 6, "url": here}]}
    site.build({"goal": {**GOAL, "give": give, "demonstration": True}})
    assert "stripe.com" not in banner(site.html())
    assert f'<a href="{here}?client_reference_id=index">$6</a>' in banner(site.html())
    assert "You pay at <bdi>127.0.0.1</bdi>" in banner(site.html())


@pytest.mark.parametrize(("given", "line"), [(False, ""), ("We ask no name.", "We ask no name.")])
def test_the_line_on_privacy_is_the_site_s_or_none(site, given, line):
    page(site, "index.md")
    site.build({"goal": {**GOAL, "privacy": given}})
    assert "You pay at" not in site.html()
    assert line in banner(site.html())


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
@pytest.mark.parametrize("own", [False, True])
def test_the_page_of_thanks_says_thanks_and_no_search_has_it(site, theme, own):
    page(site, "index.md")
    if own:
        site.write("docs/thanks.md", "# You did it\n\nOur own words.\n\n## More\n\nAnd more.\n")
    site.build({"goal": {**GOAL, "thanks_page": "thanks.md"}}, theme=theme)
    html = site.html("thanks/index.html")
    assert html.count('<div class="ws-goal-thanks" data-days="365">') == 1
    assert ("Our own words." in html, "Thank you</h1>" in html) == (own, not own)
    assert html.count('<meta name="robots" content="noindex">') == 1
    assert 'class="ws-goal"' not in html
    assert "noindex" not in site.html()
    locations = [one["location"] for one in json.loads(site.index())["docs"]]
    assert "" in locations
    assert [one for one in locations if one.startswith("thanks")] == []
    assert "Our own words" not in site.index()
    assert ('href="thanks/"' in site.html()) == own  # nobody comes to ours but from a payment


def test_the_page_of_thanks_may_lead_on(site):
    page(site, "a/b.md")
    site.build({"goal": {**GOAL, "thanks_page": "x/thanks.md", "thanks": "Read [this](a/b.md#c), {site}."}})
    assert '<p dir="auto">Read <a href="../../a/b/#c">this</a>, Site.</p>' in site.html("x/thanks/index.html")


def test_the_page_of_thanks_is_in_its_language(site):
    page(site, "index.md")
    site.build({"goal": {**GOAL, "thanks_page": "thanks.md"}}, theme={"name": "material", "language": "fr"})
    assert "Merci pour votre don." in site.html("thanks/index.html")
    assert "Merci</h1>" in site.html("thanks/index.html")


def test_the_document_with_a_newer_count_lies_in_the_site_in_the_languages_of_its_pages(site):
    page(site, "index.md")
    page(site, "a/b.md", "lang: de")
    page(site, "c.md", "lang: fr\ngoal: false")
    snapshot(site)
    site.build({"goal": {**GOAL, "fresh": "data/goal.txt"}}, site_url="https://example.org/docs/")
    said = json.loads((site.root / "site/data/goal.txt").read_text("utf-8"))
    assert set(said["sentences"]) == {"en", "de", "fr"}
    assert (said["value"], said["target"], said["as_of"]) == (412, 1000, "2026-11-01T12:00:00+00:00")
    for path, address, locale in (
        ("index.html", "data/goal.txt", "en"),
        ("a/b/index.html", "../../data/goal.txt", "de"),
        ("404.html", "/docs/data/goal.txt", "en"),
    ):
        html = banner(site.html(path))
        assert f' data-fresh="{address}" data-locale="{locale}" data-as-of="2026-11-01T12:00:00+00:00"' in html
        assert f' data-definition="{said["definition"]}"' in html


def test_without_a_number_there_is_no_document_and_nobody_looks_for_one(site):
    page(site, "index.md")
    site.build({"goal": {**GOAL, "fresh": "goal.txt"}})
    assert "data-fresh" not in site.html()
    assert not (site.root / "site/goal.txt").exists()


def test_the_command_writes_the_document_in_the_site_s_language_and_those_that_are_shipped(site, monkeypatch):
    home(site)
    options = {**GOAL, "demonstration": True, "fresh": "goal.txt"}
    with running(Scene(30, 7, GOAL["campaign"]), bound(0)) as place:
        monkeypatch.setenv("WELLSPRING_STRIPE_KEY", "rk_test_sandbox")
        monkeypatch.setenv("WELLSPRING_STRIPE_API", place.address)
        site.build({"goal": options}, theme={"name": "material", "language": "pt-BR"})
        built = (site.root / "site/goal.txt").read_text("utf-8")
        done = CliRunner().invoke(main, ["refresh", "--document", "out/goal.txt"])
    assert done.exit_code == 0, done.output
    written = json.loads((site.root / "out/goal.txt").read_text("utf-8"))
    assert list(written["sentences"]) == ["pt-BR", "en", "de", "es", "fr"]
    assert {name: value for name, value in written.items() if name not in {"as_of", "sentences"}} == {
        name: value for name, value in json.loads(built).items() if name not in {"as_of", "sentences"}
    }
    assert [path.name for path in (site.root / "out").iterdir()] == ["goal.txt"]


def test_when_its_time_is_over_nothing_is_left_of_a_banner(site, monkeypatch):
    page(site, "index.md")
    snapshot(site, ends=date(2026, 11, 2))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1799999999")  # in January 2027
    site.build({"goal": {**GOAL, "ends": "2026-11-02", "fresh": "goal.txt"}}, theme="material")
    html = site.html()
    assert "ws-goal" not in html
    assert "wellspring-campaign" not in html
    assert "md-banner" not in html
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793700000")  # some days after the end
    site.build({"goal": {**GOAL, "ends": "2026-11-02", "fresh": "goal.txt"}}, theme="material")
    assert 'data-state="ended"' in site.html()


def test_past_hide_after_the_number_goes_and_the_ask_stays(site):
    page(site, "index.md")
    snapshot(site, mode=Mode.TEST)
    site.build({"goal": {**GOAL, "hide_after": "1s", "demonstration": True}})
    html = banner(site.html())
    assert 'data-state="quiet-count"' in html
    assert "412" not in html
    assert "Even $5 helps." in html
    assert "Test money" in html


def test_each_language_of_mkdocs_static_i18n_has_its_document_and_its_page_of_thanks(site):
    page(site, "index.md")
    page(site, "index.de.md")
    page(site, "a/b.md")
    snapshot(site)
    options = {
        **GOAL,
        "fresh": "goal.txt",
        "thanks_page": "thanks.md",
        "title": {"en": "Stay free", "de": "Bleib frei"},
    }
    languages = [{"locale": "en", "name": "English", "build": True, "default": True},
                 {"locale": "de", "name": "Deutsch", "build": True}]  # fmt: skip
    site.build(
        theme="material",
        plugins=[
            "search",
            {"i18n": {"docs_structure": "suffix", "languages": languages}},
            {"wellspring": {"goal": options}},
        ],
        strict=False,
    )
    for root, title, thanks, count in (
        ("", "Stay free", "Thank you for your gift.", "412 of 1,000 supporters"),
        ("de/", "Bleib frei", "Vielen Dank für Ihre Spende.", "412 von 1.000 Unterstützenden"),
    ):
        html = banner(site.html(f"{root}a/b/index.html"))
        assert title in html
        assert 'data-fresh="../../goal.txt"' in html
        said = json.loads((site.root / f"site/{root}goal.txt").read_text("utf-8"))
        assert count in [one["count"] for one in said["sentences"].values()]
        assert thanks in site.html(f"{root}thanks/index.html")
    assert "thanks" not in " ".join(one["location"] for one in json.loads(site.index())["docs"])


@pytest.mark.parametrize("structure", ["suffix", "folder"])
def test_a_page_of_thanks_that_its_author_has_translated_is_one_in_each_language(site, structure):
    paths = ["{}.md", "{}.de.md"] if structure == "suffix" else ["en/{}.md", "de/{}.md"]
    for path in paths:
        page(site, path.format("index"))
        site.write(f"docs/{path.format('thanks')}", "# Our words\n\nOur own words.\n")
    snapshot(site)
    languages = [{"locale": "en", "name": "English", "default": True}, {"locale": "de", "name": "Deutsch"}]
    i18n = {"i18n": {"docs_structure": structure, "languages": languages}}
    goal = {"goal": {**GOAL, "thanks_page": "thanks.md"}}
    site.build(theme="material", plugins=["search", i18n, {"wellspring": goal}], strict=False)
    for root, said in (("", "Thank you for your gift."), ("de/", "Vielen Dank für Ihre Spende.")):
        html = site.html(f"{root}thanks/index.html")
        assert "Our own words." in html
        assert said in html
        assert '<meta name="robots" content="noindex">' in html
        assert not banner(html)
        assert banner(site.html(f"{root}index.html"))
    assert "thanks" not in " ".join(one["location"] for one in json.loads(site.index())["docs"])
