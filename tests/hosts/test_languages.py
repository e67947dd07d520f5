"""In which language a page's words are: its own, mkdocs-static-i18n's, the theme's; and a site's own catalogues."""

import json
import re

import pytest

GOAL = {"campaign": "spring-2026", "title": "Keep us", "target": 1000, "donate": "https://donate.example/x"}
SAID = """---
checked: 2026-11-12
sources:
  - {title: "One", url: "https://example.org/1", flag: retracted}
questions: [{q: "Who counts?", open: true}]
---
# Home

A claim [1].
"""
GERMAN = ["Geprüft am", "Quellen", "zurückgezogen", "Möchten Sie tiefer einsteigen?", "Noch unbeantwortet"]
ENGLISH = ["Checked on", "Sources", "retracted", "Want to dive deeper?", "Not answered yet"]


def front(line: str) -> str:
    return SAID.replace("checked:", f"{line}\nchecked:", 1)


def says(html: str, words: list[str], others: list[str] = ()) -> None:
    assert [word for word in words if word not in html] == []
    assert [word for word in others if word in html] == []


def banner(html: str) -> str:
    found = re.search(r'<a class="ws-goal-give"[^>]*>([^<]*)', html)
    return found[1] if found else ""


def graph_language(html: str) -> str:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])["@graph"][0]["inLanguage"]


def i18n(structure: str, **more: object) -> list:
    languages = [
        {"locale": "en", "default": True, "name": "English"},
        {"locale": "de", "name": "Deutsch"},
    ]
    options = {"citations": {"bibliography": "bibliography.md"}, "goal": GOAL, **more}
    return ["search", {"i18n": {"docs_structure": structure, "languages": languages}}, {"wellspring": options}]


PATHS = {
    "suffix": {"index.md": "en", "index.de.md": "de", "only.md": "en"},
    "folder": {"en/index.md": "en", "de/index.md": "de", "en/only.md": "en"},
}


@pytest.mark.parametrize("structure", PATHS)
@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_static_i18n_gives_each_page_the_language_that_it_is_written_in(site, structure, theme):
    for path in PATHS[structure]:
        site.write(f"docs/{path}", SAID)
    site.build(theme=theme, plugins=i18n(structure))
    pages = {path: site.html(path) for path in ("index.html", "de/index.html", "only/index.html", "de/only/index.html")}
    says(pages["index.html"], ENGLISH, GERMAN)
    says(pages["only/index.html"], ENGLISH, GERMAN)
    says(pages["de/index.html"], GERMAN, ["Checked on", "Want to dive", "Not answered"])
    says(pages["de/only/index.html"], ENGLISH, GERMAN)
    assert {path: graph_language(html) for path, html in pages.items()} == {
        "index.html": "en",
        "de/index.html": "de",
        "only/index.html": "en",
        "de/only/index.html": "en",
    }


@pytest.mark.parametrize("structure", PATHS)
def test_the_banner_speaks_as_the_site_round_a_page_that_nobody_translated(site, structure):
    for path in PATHS[structure]:
        site.write(f"docs/{path}", SAID)
    site.build(theme="material", plugins=i18n(structure))
    assert [banner(site.html(path)) for path in ("index.html", "only/index.html")] == ["Donate", "Donate"]
    assert [banner(site.html(path)) for path in ("de/index.html", "de/only/index.html")] == ["Spenden", "Spenden"]


def test_the_site_of_each_language_has_pages_of_ours_of_its_own(site):
    for path in PATHS["suffix"]:
        site.write(f"docs/{path}", SAID)
    site.build(theme="material", plugins=i18n("suffix", questions={"backlog": "open.md"}))
    for folder, titles in (
        ("", ["Bibliography", "Open questions"]),
        ("de/", ["Literaturverzeichnis", "Offene Fragen"]),
    ):
        for name, title in zip(("bibliography", "open"), titles, strict=True):
            html = site.html(f"{folder}{name}/index.html")
            assert re.search(rf"<h1[^>]*>{title}", html)
            assert f'href="../{name}.json"' in html
            assert json.loads(site.html(f"{folder}{name}.json"))


def test_a_page_says_its_language_itself(site):
    site.write("docs/index.md", front("lang: de"))
    site.write("docs/no.md", front("lang: no"))
    site.build({"goal": GOAL}, plugins=i18n("suffix"))
    html = site.html()
    says(html, GERMAN, ["Checked on"])
    assert banner(html) == "Spenden"
    assert "12. november 2026" in site.html("no/index.html")


@pytest.mark.parametrize(
    ("theme", "words"),
    [
        ({"name": "material", "language": "de"}, GERMAN),
        ({"name": "material", "language": "fr"}, ["Vérifié le", "Envie d\u2019aller plus loin\u202f?"]),
        ({"name": "mkdocs", "locale": "es"}, ["Verificado el", "¿Quiere profundizar?"]),
        ({"name": "readthedocs", "locale": "de"}, GERMAN),
        ({"name": "material", "language": "nl"}, [*ENGLISH, "12 november 2026"]),
        ("material", ENGLISH),
    ],
)
def test_else_the_theme_says_it(site, theme, words):
    site.write("docs/index.md", SAID)
    site.build(theme=theme)
    says(site.html(), words)


def own(site, locale: str, **sentences: str) -> None:
    said = "".join(f'msgid "{one.replace("_", " ")}"\nmsgstr "{text}"\n\n' for one, text in sentences.items())
    site.write(f"overrides/wellspring/messages/{locale}.po", said)


SWEDISH = {"Sources": "Källor", "Donate": "Skänk", "In_short": "I korthet", "Not_answered_yet": "Ännu obesvarad"}


@pytest.mark.parametrize(("locale", "theme"), [("sv", "sv"), ("en", "en")])
def test_one_catalogue_of_the_sites_own_serves_citations_questions_article_banner_and_bibliography(site, locale, theme):
    own(site, locale, **SWEDISH, Bibliography="Källförteckning", Open_questions="Öppna frågor")
    site.write("docs/index.md", front("summary: Short."))
    options = {"goal": GOAL, "citations": {"bibliography": "all.md"}, "questions": {"backlog": "open.md"}}
    site.build(options, {"name": "material", "language": theme, "custom_dir": "overrides"})
    says(site.html(), list(SWEDISH.values()), ["Sources", "Donate"])
    assert "Källförteckning" in site.html("all/index.html")
    assert "Öppna frågor" in site.html("open/index.html")


def test_a_changed_catalogue_is_seen_by_the_next_build(site):
    site.write("docs/index.md", SAID)
    for word in ("Källor", "Referenser"):
        own(site, "en", Sources=word)
        site.build(theme={"name": "mkdocs", "custom_dir": "overrides"})
        assert word in site.html()


def test_catalogues_do_not_get_into_the_built_site(site):
    own(site, "sv", Sources="Källor")
    site.write("overrides/wellspring/messages/notes.txt", "Whom to ask")
    site.write("overrides/own.txt", "Mine")
    site.write("docs/index.md", SAID)
    site.write("docs/wellspring/messages/page.md", "# A page of the site\n")
    site.build(theme={"name": "mkdocs", "custom_dir": "overrides"})
    built = {path.relative_to(site.root / "site").as_posix() for path in (site.root / "site").rglob("*.*")}
    assert "own.txt" in built
    assert {path for path in built if "messages" in path} == {"wellspring/messages/page/index.html"}


def test_a_catalogue_with_a_mistake_stops_the_build_in_one_line(site):
    site.write("overrides/wellspring/messages/sv.po", 'msgid "Counted %(day)s"\nmsgstr "Den %(dag)s"\n')
    site.write("docs/index.md", "# Home\n")
    lines = site.fails(theme={"name": "mkdocs", "custom_dir": "overrides"})
    assert [line.partition(": the")[0] for line in lines] == ["overrides/wellspring/messages/sv.po:1"]


def test_a_sentence_that_nothing_shows_is_a_finding(site):
    own(site, "sv", Sauces="Källor")
    site.write("docs/index.md", "# Home\n")
    theme = {"name": "mkdocs", "custom_dir": "overrides"}
    (line,) = site.fails(theme=theme)
    assert 'overrides/wellspring/messages/sv.po:1: nothing shows "Sauces"' in line
    assert line.endswith('did you mean "Sources"? [message-unknown]')
    site.build({"silence": ["message-unknown"]}, theme)


def test_a_page_in_another_language_than_its_site_says_so_to_machines(site):
    site.write("docs/index.md", "---\nlang: ar\nquestions: [Why?]\n---\n# A\n\nText.\n")
    site.write("docs/same.md", "---\nquestions: [Why?]\n---\n# B\n")
    site.build(theme="mkdocs")
    html = site.html()
    assert html.count('<div lang="ar" dir="rtl">') == 1
    start = html.index('<div lang="ar" dir="rtl">')
    assert start < html.index("Text.") < html.index("ws-questions")
    assert '<div lang="' not in site.html("same/index.html")


@pytest.mark.parametrize(
    ("structure", "paths"),
    [
        ("suffix", {"index.en.md": 1, "index.de.md": 1, "both.en.md": 0, "both.de.md": 0}),
        ("folder", {"en/index.md": 1, "de/index.md": 1, "en/both.md": 0}),
    ],
)
def test_a_link_leads_where_static_i18n_leads_it(site, structure, paths):
    asking = "---\nquestions: [{q: 'One?', a: both.md}]\n---\n# Home\n\n<!-- questions -->\n- [Two?](both.md)\n"
    for path, asks in paths.items():
        site.write(f"docs/{path}", asking if asks else "# Both\n")
    site.build(plugins=i18n(structure, citations={}, goal=None))
    for path, href in (("index.html", "both/"), ("de/index.html", "both/")):
        assert re.findall(r'<li class="ws-question-answered"><a href="([^"]*)"', site.html(path)) == [href, href]
