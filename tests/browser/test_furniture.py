"""An article with all of its furniture, and the page of corrections, as readers meet them on three themes."""

import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from mkdocs_wellspring.article.corrections import Correction, list_corrections

LONG = "a_word_without_any_place_at_which_it_could_be_broken_anywhere_in_the_whole_wide_world_of_words"
FURNITURE = {
    "claim": {
        "text": f"The moon is made of cheese, {LONG}.",
        "author": {"name": "The Moon Society", "url": "https://moon.example/"},
        "date": date(2026, 10, 30),
        "url": "https://news.example/moon",
    },
    "verdict": {"text": "Mostly false", "rating": 2, "best": 5, "worst": 1},
    "checked": date(2025, 11, 12),
    "next_review": date(2025, 11, 20),
    "reviewed_by": ["Ada Poe", {"name": "Example University", "url": "https://example.edu/"}],
    "published": date(2024, 10, 1),
    "updated": date(2025, 11, 5),
    "disclaimer": "We can *err*. [Learn more](plain.md).",
    "summary": f"It is **not**:\n\n- it is rock\n- with [dust](plain.md) {LONG}",
    "method": f"We looked:\n\n1. with telescopes\n2. with spoons {LONG}",
    "funding": "Nobody paid for it.",
    "changes": [{"date": date(2025, 11, 5), "text": f"Counted again. {LONG}"}, "First version."],
    "corrections": [{"date": date(2025, 11, 3), "text": f"It said [one moon](plain.md). {LONG}"}],
}
TEXT = "# The moon\n\nRock.\n\n" + "## Part\n\nText.\n\n" * 20
LINKS = "[Links](index.md), whose color is the theme's. " * 20
THEMES = {
    "material": {"name": "material", "font": False},
    "mkdocs": {"name": "mkdocs", "color_mode": "auto"},
    "readthedocs": {"name": "readthedocs"},
}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=THEMES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a built site: `index.html` with all furniture, `plain.html` with none, and `corrections.html`."""
    root = tmp_path_factory.mktemp(request.param)
    corrections = [Correction(f"The moon {LONG}", "index.html", day, f"<p>{LONG}</p>") for day in (None, date.min)]
    pages = {
        "index": f"---\n{yaml.safe_dump(FURNITURE)}---\n{TEXT}",
        "plain": TEXT + LINKS,
        "corrections": f"# Corrections\n\n<div>{list_corrections(corrections, 'corrections.html')}</div>\n",
    }
    (root / "docs").mkdir()
    for name, text in pages.items():
        (root / f"docs/{name}.md").write_text(text, "utf-8")
    theme = THEMES[request.param]
    if request.param == "material":
        schemes = {"light": "default", "dark": "slate"}
        theme = theme | {
            "palette": [{"media": f"(prefers-color-scheme: {name})", "scheme": one} for name, one in schemes.items()]
        }
    config = {"site_name": "Moon", "theme": theme, "use_directory_urls": False, "plugins": ["wellspring"]}
    (root / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "--strict"], cwd=root, check=True)
    return root / "site"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "corrections"])
def test_nothing_overflows_on_a_phone(chromium: Browser, site: Path, name, scheme):
    page = chromium.new_page(viewport={"width": 320, "height": 800}, color_scheme=scheme)
    page.goto(f"{site.as_uri()}/{name}.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    outside = "[...document.querySelectorAll('[class^=ws-]')].filter((one) => one.getBoundingClientRect().right > 320)"
    assert page.evaluate(f"{outside}.length") == 0
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "corrections"])
def test_axe_finds_nothing_that_the_plain_page_lacks(chromium: Browser, site: Path, name, scheme):
    page = chromium.new_page(color_scheme=scheme)
    page.goto(f"{site.as_uri()}/plain.html")
    bare = _violations(page)
    page.goto(f"{site.as_uri()}/{name}.html")
    assert _violations(page) - bare == Counter()
    page.close()


def test_the_notice_of_a_correction_leads_to_it(page: Page, site: Path):
    page.goto(f"{site.as_uri()}/index.html")
    heading = page.get_by_role("heading", name="Corrections")
    expect(heading).not_to_be_in_viewport()
    page.get_by_role("link", name="Corrected on November 3, 2025").click()
    expect(heading).to_be_in_viewport()


def test_what_was_found_and_that_the_review_is_due_is_said_above_the_article(page: Page, site: Path):
    page.goto(f"{site.as_uri()}/index.html")
    text = page.locator("body").inner_text()
    said = ["Verdict", "Mostly false", "due on November 20, 2025: it may be out of date", "Rock.", "We looked"]
    assert [text.index(words) for words in said] == sorted(text.index(words) for words in said)


def _violations(page: Page) -> Counter:
    found = Axe().run(page).response["violations"]
    return Counter({violation["id"]: len(violation["nodes"]) for violation in found})
