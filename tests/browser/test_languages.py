"""A site that reads from right to left, in a pseudo-locale that leaves no sentence of ours in Latin letters."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from pseudo import HOST, build, served, write_site

PAGES = ("", "answer/", "bibliography/", "open/")
LATIN = re.compile(r"[A-Za-z]{2,}")

# All that a reader sees or hears of ours: texts, and attributes that are read out.
SAID = """() => {
  const ours = document.querySelectorAll("[class^=ws-], [class*=' ws-']");
  const nodes = new Set([...ours].flatMap((one) => [one, ...one.querySelectorAll("*")]));
  const names = ["alt", "aria-label", "data-done", "data-entry", "placeholder", "title"];
  const texts = (node) => [...node.childNodes].filter((one) => one.nodeType === 3).map((one) => one.data);
  return [...nodes].flatMap((node) => [...texts(node), ...names.map((name) => node.getAttribute(name) || "")]);
}"""

# How far the first line of a block is from its block's edges.
GAPS = """(block) => {
  const range = document.createRange();
  range.selectNodeContents(block);
  const line = [...range.getClientRects()].find((one) => one.width);
  const box = block.getBoundingClientRect();
  return { left: line.left - box.left, right: box.right - line.right, direction: getComputedStyle(block).direction };
}"""

BLOCKS = (
    *(".ws-goal-title", ".ws-claim dt", ".ws-overdue", ".ws-disclaimer", ".ws-summary .ws-label", ".ws-changes h2"),
    *(".ws-questions h2", ".ws-questions li", ".ws-sources h2", ".ws-sources li", ".ws-quote"),
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def mirror(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mirror")
    write_site(folder)
    with served(build(folder)) as address:
        yield address


@pytest.fixture
def shown(chromium: Browser, mirror: str):
    contexts = []

    def show(path: str, width: int = 1280) -> Page:
        contexts.append(chromium.new_context(viewport={"width": width, "height": 900}))
        page = contexts[-1].new_page()
        page.goto(mirror + path)
        return page

    yield show
    for context in contexts:
        context.close()


def latin(page: Page) -> list[str]:
    said = page.evaluate(SAID)
    assert len(said) > 20
    return [text for text in said if LATIN.search(text.replace(HOST, ""))]


def test_no_sentence_of_ours_is_left_untranslated(shown, mirror):
    page = shown("")
    for path in PAGES:
        page.goto(mirror + path)
        assert latin(page) == [], path


def test_nor_one_that_a_script_shows(shown):
    page = shown("")
    page.locator(".ws-cite-link").first.hover()
    expect(page.locator(".ws-card")).to_be_visible()
    assert latin(page) == []
    page.locator(".ws-goal-later").click()
    expect(page.locator(".ws-goal-status")).not_to_be_empty()
    assert latin(page) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_overflows_from_right_to_left(shown, mirror, width):
    page = shown("", width)
    for path in PAGES:
        page.goto(mirror + path)
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [1280, 390])
def test_each_block_begins_at_the_right(shown, width):
    page = shown("", width)
    gaps = {block: page.locator(block).first.evaluate(GAPS) for block in BLOCKS}
    assert {block: gap for block, gap in gaps.items() if gap["direction"] != "rtl" or gap["right"] > 30} == {}
    assert sum(gap["left"] > 100 for gap in gaps.values()) > 5, "too few short lines to tell"


@pytest.mark.parametrize("width", [1280, 390])
def test_the_bar_fills_from_the_right_and_the_link_to_give_comes_first(shown, width):
    page = shown("", width)
    give, later = (page.locator(one).bounding_box() for one in (".ws-goal-give", ".ws-goal-later"))
    assert give["x"] > later["x"]
    assert page.locator(".ws-goal progress").evaluate("(bar) => getComputedStyle(bar).direction") == "rtl"


def test_a_card_reads_from_the_right_within_the_window(shown):
    page = shown("")
    page.locator(".ws-cite-link").first.hover()
    card = page.locator(".ws-card")
    expect(card).to_be_visible()
    assert card.evaluate("(card) => getComputedStyle(card).direction") == "rtl"
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280
    assert card.locator(".ws-entry").evaluate(GAPS)["right"] < 5


def test_a_way_back_points_to_the_right(shown):
    arrows = shown("").locator(".ws-back a:only-child")
    assert arrows.first.inner_text() == "↪"
