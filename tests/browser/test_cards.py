"""Cards: what a citation shows of its source on hover, focus and touch, and the style sheet of citations."""

import functools
import http.server
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect

pytestmark = pytest.mark.browser

THEMES = ("material", "mkdocs", "readthedocs")
SITES = (*THEMES, "arabic")
PLAIN = ("material", "mkdocs")  # also built without the plugin
POLICY = "default-src 'self'"
NOTHING_HAPPENS_MS = 500  # longer than any delay of a card or of Material's tooltips

SOURCES: dict[str, dict[str, str]] = {
    f"s{number}": {
        "title": f"Report {number} on daylight and the clocks of many countries",
        "author": ("Ada Poe", "Grace Doe", "Jo Lindqvist")[number % 3],
        "publisher": "Journal of Clocks",
        "date": f"20{number:02}-03-04",
        "url": f"https://a.example/report/{number}",
        "quote": f"The words of report {number}: clocks were moved, and not much else.",
    }
    for number in range(1, 21)
}
SOURCES["s2"] |= {"flag": "retracted", "note": "Withdrawn in 2024.", "archive": "https://kept.example/report/2"}
SOURCES["s3"]["quote"] = SOURCES["s14"]["quote"] = "Nobody reads a quote of ten thousand letters to its end. " * 175
del SOURCES["s4"]["url"]
SOURCES["s12"]["flag"] = "machine-translated"
SOURCES["s15"] = {"url": f"https://a.example/{'unbroken' * 20}"}

PARAGRAPH = """
Paragraph {0} says at some length what report {0} had said at greater length before, and citations stand at many
places of its lines [@s{0}]. It says so again [see @s{0}, pp. 3-5], as paragraphs of a loop do.
"""
PAGE = f"""# Clocks

A claim [@s1], then a footnote[^1] and a claim whose source is flagged [@s2], then one with a long quote [@s3] and more
than one [@s4; @s5; @s6], so that the paragraph has several lines in every window.

## A heading that cites [@s7]

!!! note "A note [@s8]"

    It cites as well [@s9].

| Country | Moves its clocks | Since | By which law | Where it is written | Who says so |
|--|--|--|--|--|--|
| Farawayland-upon-the-Water | every spring | 1916 | the Summer Time Act | the official gazette | one [@s10] |
| Nearby [@s11] | | | | | [@s12] |

Many say so [@s13; @s14; @s15; @s16; @s17], and one says more [see @s18, p. 3, with doubts of a length that hardly a
line holds].

{"".join(map(PARAGRAPH.format, range(13, 20)))}

The last line of the page [@s20].

[^1]: The footnote's own words.
"""
MATERIAL: dict[str, Any] = {"name": "material", "font": False}
SCHEMES = [
    {"media": f"(prefers-color-scheme: {one})", "scheme": two} for one, two in (("light", "default"), ("dark", "slate"))
]
FEATURES = ["content.footnote.tooltips", "content.tooltips", "navigation.instant"]
LOOKS: dict[str, tuple[dict[str, Any], str]] = {
    "material": ({**MATERIAL, "features": FEATURES, "palette": SCHEMES}, "numeric"),
    "mkdocs": ({"name": "mkdocs", "color_mode": "auto"}, "author-date"),
    "readthedocs": ({"name": "readthedocs"}, "numeric"),
    "arabic": ({**MATERIAL, "language": "ar"}, "author-date"),
}

# For each citation of the page, brought to several heights of the window: what is wrong with its card. Just below the
# middle a long card goes above, and there a header may be in its way.
PLACES = """() => {
  const overlap = (a, b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  document.documentElement.style.scrollBehavior = "auto";
  const wrong = [], sides = {};
  for (const link of document.querySelectorAll(".ws-cite-link")) {
    for (const block of ["start", "center", "end", "below the middle"]) {
      document.activeElement.blur();
      link.scrollIntoView({ block: block === "below the middle" ? "center" : block });
      if (block === "below the middle") scrollBy(0, link.getBoundingClientRect().top - innerHeight / 2 - 35);
      const texts = [];
      const walker = document.createTreeWalker(link.closest("p, h2, td"), NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        texts.push(...range.getClientRects());
      }
      const parts = [...link.getClientRects()];
      link.focus();
      const card = document.querySelector(".ws-card");
      const say = (what) => wrong.push(`${link.id} at ${block}: ${what}`);
      if (!card) { say("no card"); continue; }
      const box = card.getBoundingClientRect();
      const beside = (text) => parts.some((one) => overlap(one, text) > Math.min(one.height, text.height) / 2);
      const line = texts.filter(beside);
      if (!line.length) say("no line");
      if (line.some((text) => overlap(box, text) > 0)) say("the card is on the line");
      const header = document.querySelector(".md-header, .fixed-top")?.getBoundingClientRect().bottom ?? 0;
      const { clientWidth, clientHeight } = document.documentElement;
      if (box.left < 0 || box.right > clientWidth || box.bottom > clientHeight || box.top < header) say("out of sight");
      if (box.height < 60 || box.width < 200) say("too small");
      if (card.scrollWidth > card.clientWidth) say("too wide");
      for (const x of [box.left + 3, box.right - 3])
        for (const y of [box.top + 3, box.bottom - 3])
          if (!card.contains(document.elementFromPoint(x, y))) say("clipped or covered");
      const side = box.top > parts[0].top ? "below" : "above";
      sides[side] = (sides[side] ?? 0) + 1;
    }
  }
  document.activeElement.blur();
  return { wrong, sides };
}"""
IDENTITIES = "() => [...document.querySelectorAll('[id]')].map((element) => element.id)"
BLOCKS = """() => [...document.querySelectorAll("p, h1, h2, td, li, table, .ws-cite")].map((element) => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return [x, y, width, height].join();
})"""
ESCAPES = """
window.escapes = 0;
addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.defaultPrevented) window.escapes += 1; });
"""
REFUSALS = """
window.refusals = [];
document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
  window.refusals.push(`${effectiveDirective} ${blockedURI}`));
"""
RAISE = """() => document.querySelectorAll(".ws-cite").forEach((cite) => {
  const raised = document.createElement("sup");
  raised.append(...cite.childNodes);
  cite.append(raised);
})"""
APART = """() => {
  const top = (element) => element.getBoundingClientRect().top;
  return top(document.querySelector(".ws-card")) - top(document.activeElement);
}"""
WIDE = """() => {
  const right = (element) => element.getBoundingClientRect().right;
  const sticksOut = (cite) => right(cite) > right(cite.closest("p, h2, td")) + 1;
  const cites = [...document.querySelectorAll(".ws-cite")].filter(sticksOut);
  const entries = [...document.querySelectorAll(".ws-sources li")].filter((li) => li.scrollWidth > li.clientWidth);
  return [...cites, ...entries].map((element) => element.outerHTML);
}"""
# The ways back that do not begin where their row does, or whose row is broken though it is short.
BACK = """() => [...document.querySelectorAll(".ws-back")].filter((row) => {
  const links = [...row.children].map((link) => link.getBoundingClientRect());
  const range = document.createRange();
  range.selectNodeContents(row.firstElementChild);
  const [letter, { left, right }] = [range, row].map((one) => one.getBoundingClientRect());
  const indent = getComputedStyle(row).direction === "rtl" ? right - letter.right : letter.left - left;
  return Math.abs(indent) > 1 || (links.length < 6 && links.some((link) => link.top !== links[0].top));
}).map((row) => row.parentElement.id)"""
# The words of flags in cells that have been broken.
BROKEN = """() => [...document.querySelectorAll("td .ws-cite-flag")].flatMap((flag) => {
  const text = flag.firstChild, range = document.createRange();
  return [...text.data.matchAll(/[^ \\u2066\\u2069-]+/g)].filter(({ index, 0: { length } }) => {
    range.setStart(text, index);
    range.setEnd(text, index + length);
    return range.getClientRects().length > 1;
  }).map(String);
})"""
FOLD = """() => {
  const paragraph = document.querySelector("#ws-cite-2-1").closest("p");
  const [details, summary] = ["details", "summary"].map((name) => document.createElement(name));
  paragraph.replaceWith(details);
  details.append(summary);
  summary.append(...paragraph.childNodes);
}"""
CLIP = """() => document.querySelectorAll("p, h2, td").forEach(({ style }) => {
  style.overflow = "hidden";
  style.transform = "translate(0)";
})"""
PASS = """() => {
  window.opened = 0;
  new MutationObserver(() => (window.opened += document.querySelectorAll(".ws-card").length)).observe(
    document.body, { childList: true, subtree: true });
  for (const choice of [".ws-cite-link", "h1"]) {
    const over = new PointerEvent("pointerover", { bubbles: true, pointerType: "mouse" });
    document.querySelector(choice).dispatchEvent(over);
  }
}"""
# Whether the card goes while the pointer is still moving from one thing to the next.
WANDER = """async () => {
  for (let step = 0; step < 40; step++) {
    const at = document.querySelector(step % 2 ? "h1" : "h2");
    at.dispatchEvent(new PointerEvent("pointerover", { bubbles: true, pointerType: "mouse" }));
    await new Promise((done) => setTimeout(done, 100));
    if (!document.querySelector(".ws-card")) return true;
  }
  return false;
}"""
NO_POPOVER = "delete HTMLElement.prototype.showPopover;"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a folder of sites; below `/strict/` they come with a policy."""
    folder = tmp_path_factory.mktemp("cards")
    (folder / "docs").mkdir()
    (folder / "docs/index.md").write_text(PAGE, "utf-8")
    (folder / "docs/other.md").write_text("# Another page\n\n[Clocks](index.md), says a report [@s1].\n", "utf-8")
    (folder / "sources.yml").write_text(yaml.safe_dump(SOURCES), "utf-8")
    handler = functools.partial(_Handler, directory=str(folder / "sites"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    names = [*SITES, *(f"plain-{name}" for name in PLAIN)]
    builds = [subprocess.Popen(_build(folder, name, address), stderr=subprocess.DEVNULL) for name in names]
    assert [build.wait() for build in builds] == [0] * len(builds)
    yield address
    server.shutdown()
    server.server_close()


class _Handler(http.server.SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/strict"))

    def end_headers(self) -> None:
        if self.path.startswith("/strict/"):
            self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def _build(folder: Path, name: str, address: str) -> list[str]:
    theme, style = LOOKS[name.removeprefix("plain-")]
    citations = {"sources": ["sources.yml"], "style": style}
    ours = [] if name.startswith("plain-") else [{"wellspring": {"citations": citations}}]
    config = {
        "site_name": "Clocks",
        "site_url": f"{address}/{name}/",
        "theme": theme,
        "plugins": ours,
        "markdown_extensions": ["footnotes", "tables", "admonition", "attr_list", "md_in_html"],
    }
    file = folder / f"{name}.yml"
    file.write_text(yaml.safe_dump(config), "utf-8")
    return [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(file), "-d", str(folder / "sites" / name)]


@pytest.fixture
def clocks(page: Page, served: str) -> Iterator[Page]:
    """The page of citations in Material, with the pointer far from any; our script fails at nothing."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(error.stack or ""))
    page.goto(f"{served}/material/")
    page.mouse.move(2, 700)
    yield page
    assert [error for error in errors if "/wellspring." in error] == []


@pytest.fixture
def touched(chromium: Browser, served: str) -> Iterator[Page]:
    """The same on a telephone."""
    context = chromium.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{served}/material/")
    yield page
    context.close()


def citation(page: Page, number: int, place: int = 1) -> Locator:
    return page.locator(f"#ws-cite-{number}-{place}")


def card_of(page: Page) -> Locator:
    return page.locator(".ws-card")


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.classList[0]")


@pytest.mark.parametrize("theme", THEMES)
def test_a_card_holds_what_the_list_says_of_the_source(page, served, theme):
    page.goto(f"{served}/{theme}/")
    citation(page, 2).hover()
    card = card_of(page)
    expect(card).to_have_attribute("aria-label", SOURCES["s2"]["title"])
    for words in (
        "Jo Lindqvist",
        "Journal of Clocks",
        "2002",
        "Flagged: retracted",
        "Withdrawn in 2024.",
        "not much else.",
    ):
        expect(card).to_contain_text(words)
    expect(card.locator(".ws-source-title")).to_have_attribute("href", re.compile("report/2#:~:text=The%20words"))
    expect(card.get_by_role("link", name="Archived copy")).to_have_attribute("href", re.compile("https://kept.example"))
    to_list = "Sources" if theme == "mkdocs" else "Source 2 in the list"
    expect(card.get_by_role("link", name=to_list, exact=True)).to_have_attribute("href", re.compile("#ws-source-2$"))
    expect(card.locator("[role=doc-backlink]")).to_have_count(0)


def test_a_card_quotes_in_the_colour_of_its_text_and_between_marks(clocks):
    citation(clocks, 2).hover()
    colour = "(element) => getComputedStyle(element).color"
    quote = card_of(clocks).locator(".ws-quote")
    assert quote.evaluate(colour) == card_of(clocks).evaluate(colour)
    assert quote.inner_text() == SOURCES["s2"]["quote"]
    marks = "(quote) => ['::before', '::after'].map((one) => getComputedStyle(quote.firstChild, one).content)"
    assert quote.evaluate(marks) == ["open-quote", "close-quote"]


def test_the_last_line_of_a_card_is_in_sight_while_it_scrolls(clocks):
    citation(clocks, 3).hover()
    bottoms = "(card) => [card, card.lastChild].map((one) => Math.round(one.getBoundingClientRect().bottom))"
    for _ in range(2):
        card, last = card_of(clocks).evaluate(bottoms)
        assert card - last == 1  # the edge
        card_of(clocks).evaluate("(card) => card.scrollTo(0, card.scrollHeight)")
    ends = "(card) => [card.lastChild.previousElementSibling.getBoundingClientRect().bottom, card.lastChild.offsetTop]"
    quote, top = card_of(clocks).evaluate(ends)
    edge = card_of(clocks).evaluate("(card) => card.lastChild.getBoundingClientRect().top")
    assert top > 1000
    assert quote <= edge


def test_the_card_stays_while_the_pointer_is_on_it_and_goes_when_it_leaves(clocks):
    citation(clocks, 2).hover()
    card_of(clocks).hover()
    clocks.wait_for_timeout(NOTHING_HAPPENS_MS)
    expect(card_of(clocks)).to_be_visible()
    assert clocks.evaluate("document.activeElement === document.body")  # focus is never taken
    clocks.mouse.move(2, 700)
    expect(card_of(clocks)).to_have_count(0)


def test_a_pointer_that_passes_by_opens_nothing(clocks):
    clocks.evaluate(PASS)
    clocks.wait_for_timeout(NOTHING_HAPPENS_MS)
    assert clocks.evaluate("window.opened") == 0


def test_a_card_goes_though_the_pointer_moves_on_and_on(clocks):
    citation(clocks, 2).hover()
    expect(card_of(clocks)).to_be_visible()
    assert clocks.evaluate(WANDER)


def test_a_card_goes_when_the_pointer_leaves_the_window(clocks):
    citation(clocks, 2).hover()
    expect(card_of(clocks)).to_be_visible()
    citation(clocks, 2).dispatch_event("pointerout", {"pointerType": "mouse"})
    expect(card_of(clocks)).to_have_count(0)


def test_words_of_a_card_can_be_marked_beyond_its_edge(clocks):
    citation(clocks, 2).hover()
    card_of(clocks).locator(".ws-quote").hover()
    clocks.mouse.down()
    clocks.mouse.move(2, 700)
    clocks.wait_for_timeout(NOTHING_HAPPENS_MS)
    expect(card_of(clocks)).to_be_visible()
    clocks.mouse.up()
    clocks.locator("h1").hover()
    expect(card_of(clocks)).to_have_count(0)


def test_a_card_stands_where_the_pointer_met_the_citation(page, served):
    page.goto(f"{served}/mkdocs/")
    lefts = []
    for x in (2, 82):
        citation(page, 1).hover(position={"x": x, "y": 8})
        expect(card_of(page)).to_be_visible()
        lefts.append(card_of(page).evaluate("(card) => card.getBoundingClientRect().left"))
        page.mouse.move(2, 700)
        expect(card_of(page)).to_have_count(0)
    assert lefts[1] - lefts[0] == pytest.approx(80, abs=2)


def test_there_is_one_card_at_a_time(clocks):
    citation(clocks, 1).hover()
    expect(card_of(clocks)).to_contain_text("Report 1 ")
    citation(clocks, 2).hover()
    expect(card_of(clocks)).to_contain_text("Report 2 ")
    expect(card_of(clocks)).to_have_count(1)
    expect(clocks.locator("[aria-expanded=true].ws-cite-link")).to_have_count(1)


def test_tab_goes_from_the_citation_into_its_card_and_on_to_the_next(clocks):
    citation(clocks, 2).focus()
    expect(card_of(clocks)).to_contain_text("Report 2 ")
    passed = []
    for _ in range(4):
        clocks.keyboard.press("Tab")
        passed.append(focused(clocks))
    assert passed == ["ws-source-title", "ws-archive", "ws-card-list", "ws-cite-3-1"]
    expect(card_of(clocks)).to_contain_text("Report 3 ")
    clocks.keyboard.press("Shift+Tab")
    assert focused(clocks) == "ws-cite-2-1"
    expect(card_of(clocks)).to_contain_text("Report 2 ")


def test_tab_goes_through_the_cards_of_one_citation_in_their_order(clocks):
    citation(clocks, 5).focus()
    passed = []
    for _ in range(3):
        clocks.keyboard.press("Tab")
        passed.append(focused(clocks))
    assert passed == ["ws-source-title", "ws-card-list", "ws-cite-6-1"]


def test_focus_that_leaves_closes_the_card(clocks):
    citation(clocks, 20).focus()
    expect(card_of(clocks)).to_be_visible()
    for _ in range(3):
        clocks.keyboard.press("Tab")
    expect(card_of(clocks)).to_have_count(0)
    assert clocks.evaluate("document.activeElement.closest('#ws-source-1, .footnote') !== null")


def test_focus_that_goes_nowhere_closes_the_card(clocks):
    citation(clocks, 2).focus()
    expect(card_of(clocks)).to_be_visible()
    clocks.evaluate("document.activeElement.blur()")
    expect(card_of(clocks)).to_have_count(0)


def test_a_keyboard_reads_a_long_quote_to_its_end(clocks):
    citation(clocks, 3).focus()
    clocks.keyboard.press("Tab")
    clocks.keyboard.press("End")
    clocks.wait_for_function("document.querySelector('.ws-card').scrollTop > 1000")
    assert clocks.evaluate("scrollY") == 0


def test_a_card_that_the_keyboard_opened_is_not_the_pointers_to_take(clocks):
    citation(clocks, 2).focus()
    citation(clocks, 1).hover()
    clocks.wait_for_timeout(NOTHING_HAPPENS_MS)
    expect(card_of(clocks)).to_contain_text("Report 2 ")


def test_the_card_goes_with_its_citation_when_the_page_scrolls(clocks):
    citation(clocks, 14).scroll_into_view_if_needed()
    citation(clocks, 14).focus()
    before, scrolled = clocks.evaluate(APART), clocks.evaluate("scrollY")
    clocks.keyboard.press("ArrowDown")
    clocks.wait_for_function(f"scrollY > {scrolled}")
    assert clocks.evaluate(APART) == pytest.approx(before, abs=1)


@pytest.mark.parametrize("tabs", [0, 1])
def test_escape_closes_the_card_and_leaves_the_focus_on_the_citation(clocks, tabs):
    citation(clocks, 2).focus()
    for _ in range(tabs):
        clocks.keyboard.press("Tab")
    clocks.keyboard.press("Escape")
    expect(card_of(clocks)).to_have_count(0)
    assert focused(clocks) == "ws-cite-2-1"
    expect(citation(clocks, 2)).not_to_have_attribute("aria-expanded", "true")


def test_escape_closes_a_card_of_the_pointer_until_it_comes_again(clocks):
    citation(clocks, 2).hover()
    expect(card_of(clocks)).to_be_visible()
    clocks.keyboard.press("Escape")
    clocks.wait_for_timeout(NOTHING_HAPPENS_MS)
    expect(card_of(clocks)).to_have_count(0)
    clocks.mouse.move(2, 700)
    clocks.wait_for_timeout(NOTHING_HAPPENS_MS)
    citation(clocks, 2).hover()
    expect(card_of(clocks)).to_be_visible()


def test_escape_is_left_to_others_where_no_card_is_open(clocks):
    clocks.evaluate(ESCAPES)
    citation(clocks, 2).focus()
    clocks.keyboard.press("Escape")
    assert clocks.evaluate("window.escapes") == 0
    clocks.keyboard.press("Escape")
    assert clocks.evaluate("window.escapes") == 1


def test_a_click_follows_the_citation_at_once(clocks):
    citation(clocks, 2).click()
    expect(clocks.locator("#ws-source-2")).to_be_in_viewport()
    clocks.wait_for_timeout(NOTHING_HAPPENS_MS)
    expect(card_of(clocks)).to_have_count(0)


def test_the_card_leads_to_the_entry_and_the_keyboard_goes_on_from_there(clocks):
    citation(clocks, 4).focus()  # whose source has no address
    clocks.keyboard.press("Tab")
    assert focused(clocks) == "ws-card-list"
    clocks.keyboard.press("Enter")
    expect(clocks.locator("#ws-source-4")).to_be_in_viewport()
    expect(card_of(clocks)).to_have_count(0)
    clocks.keyboard.press("Tab")
    assert clocks.evaluate("document.activeElement.closest('li').id") == "ws-source-4"


def test_the_first_tap_opens_and_the_second_follows(touched):
    before = touched.url
    citation(touched, 2).tap()
    expect(card_of(touched)).to_contain_text("Report 2 ")
    touched.wait_for_timeout(NOTHING_HAPPENS_MS)
    assert touched.url == before
    citation(touched, 2).tap()
    expect(touched.locator("#ws-source-2")).to_be_in_viewport()
    expect(card_of(touched)).to_have_count(0)
    assert touched.url == f"{before}#ws-source-2"


def test_a_tap_on_the_way_to_the_list_follows_it(touched):
    touched.goto(touched.url.replace("material", "mkdocs"))
    citation(touched, 2).tap()
    card_of(touched).get_by_role("link", name="Sources").tap()
    expect(touched.locator("#ws-source-2")).to_be_in_viewport()
    expect(card_of(touched)).to_have_count(0)


def test_a_tap_elsewhere_closes_and_one_on_another_citation_moves_on(touched):
    citation(touched, 1).tap()
    expect(card_of(touched)).to_contain_text("Report 1 ")
    citation(touched, 13).tap()
    expect(card_of(touched)).to_contain_text("Report 13 ")
    expect(card_of(touched)).to_have_count(1)
    card_of(touched).locator(".ws-quote").tap()
    expect(card_of(touched)).to_be_visible()
    touched.locator("h1").tap(position={"x": 2, "y": 2})
    expect(card_of(touched)).to_have_count(0)


def _places(page: Page) -> dict[str, Any]:
    found = page.evaluate(PLACES)
    assert found["wrong"] == []
    return found["sides"]


@pytest.mark.parametrize("site", SITES)
def test_a_card_is_in_sight_and_never_on_its_citations_line(page, served, site):
    page.goto(f"{served}/{site}/")
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        sides = _places(page)
        assert min(sides["above"], sides["below"]) > 10  # both were tried
    assert page.evaluate(WIDE) == []


def test_without_popovers_a_card_has_its_place_all_the_same(page, served):
    page.add_init_script(NO_POPOVER)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{served}/material/")
    _places(page)


def test_what_clips_a_citation_clips_no_card(clocks):
    clocks.evaluate(CLIP)
    _places(clocks)


def test_a_raised_citation_keeps_its_line_and_its_card_the_letters_of_the_list(clocks):
    clocks.evaluate(RAISE)
    _places(clocks)
    citation(clocks, 7).focus()  # in a heading
    letters = "(element) => ((one) => [one.fontFamily, one.fontSize, one.fontWeight])(getComputedStyle(element))"
    assert card_of(clocks).evaluate(letters) == clocks.locator("#ws-source-7").evaluate(letters)


def test_nothing_moves_when_a_card_opens(clocks):
    clocks.wait_for_timeout(NOTHING_HAPPENS_MS)
    clocks.evaluate("window.shift = 0")
    for number in (2, 6, 7, 10):
        before = clocks.evaluate(BLOCKS)
        citation(clocks, number).hover()
        expect(card_of(clocks)).to_contain_text(f"Report {number} ")
        assert clocks.evaluate(BLOCKS) == before
        clocks.keyboard.press("Escape")
    assert clocks.evaluate("window.shift") == 0
    assert clocks.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize("theme", PLAIN)
def test_a_strict_policy_refuses_nothing_of_ours(page, served, theme):
    page.add_init_script(REFUSALS)
    refused = []
    for name in (f"plain-{theme}", theme):
        page.goto(f"{served}/strict/{name}/")
        if name == theme:
            citation(page, 2).hover()
            expect(card_of(page)).to_contain_text("Report 2 ")
            assert card_of(page).evaluate("(card) => getComputedStyle(card).position") == "absolute"
        page.wait_for_timeout(NOTHING_HAPPENS_MS)
        refused.append(Counter(page.evaluate("window.refusals")))
    bare, ours = refused
    assert bare  # the themes have scripts in their pages, so something is refused
    assert ours - bare == Counter()


def test_a_citation_has_our_card_alone_and_a_footnote_keeps_its_own(clocks):
    citation(clocks, 1).hover()
    clocks.wait_for_timeout(NOTHING_HAPPENS_MS)
    expect(card_of(clocks)).to_be_visible()
    expect(clocks.locator(".md-tooltip2").filter(visible=True)).to_have_count(0)
    clocks.locator(".footnote-ref").hover()
    expect(clocks.locator(".md-tooltip2--active")).to_contain_text("The footnote's own words.")
    expect(clocks.locator(".md-tooltip2--active")).to_be_visible()
    expect(card_of(clocks)).to_have_count(0)


def test_previews_of_material_give_way_to_the_card(page, served):
    def preview(route: Route) -> None:
        body = route.fetch().text()
        route.fulfill(body=body.replace('"content.tooltips"', '"content.tooltips", "navigation.instant.preview"'))

    page.route("**/material/", preview)
    page.goto(f"{served}/material/")
    citation(page, 1).hover()
    expect(citation(page, 1)).to_have_attribute("aria-haspopup", "dialog")  # Material has made one
    expect(card_of(page)).to_be_visible()
    expect(page.locator(".md-tooltip2").filter(visible=True)).to_have_count(0)


def test_a_click_on_the_words_of_a_card_folds_no_summary(clocks):
    clocks.evaluate(FOLD)
    citation(clocks, 2).hover()
    card_of(clocks).locator(".ws-quote").click()
    expect(card_of(clocks)).to_be_visible()
    assert clocks.evaluate("document.querySelector('details').open") is False


def test_a_card_works_on_and_leaves_nothing_after_instant_navigation(clocks):
    clocks.evaluate(ESCAPES)
    citation(clocks, 2).hover()
    expect(card_of(clocks)).to_be_visible()
    clocks.evaluate("document.querySelector('a[href*=\"/other/\"]').click()")
    expect(clocks.locator("h1")).to_contain_text("Another page")
    clocks.keyboard.press("Escape")
    assert clocks.evaluate("window.escapes") == 1  # and the same window
    citation(clocks, 1).hover()
    expect(card_of(clocks)).to_contain_text("Report 1 ")
    clocks.go_back()
    expect(clocks.locator("h1")).to_contain_text("Clocks")
    expect(card_of(clocks)).to_have_count(0)
    citation(clocks, 2).hover()
    expect(card_of(clocks)).to_contain_text("Report 2 ")


def test_no_identity_is_there_twice_while_a_card_is_open(clocks):
    before = Counter(clocks.evaluate(IDENTITIES))
    citation(clocks, 2).hover()
    expect(card_of(clocks)).to_be_visible()
    assert Counter(clocks.evaluate(IDENTITIES)) - before == Counter()


def test_a_citation_whose_source_is_elsewhere_is_a_link_alone(clocks):
    clocks.evaluate("document.querySelector('#ws-source-2').remove()")
    citation(clocks, 2).focus()
    citation(clocks, 2).hover()
    clocks.wait_for_timeout(NOTHING_HAPPENS_MS)
    expect(card_of(clocks)).to_have_count(0)


def _violations(page: Page) -> Counter[str]:
    found = Axe().run(page).response["violations"]
    return Counter({violation["id"]: len(violation["nodes"]) for violation in found})


@pytest.mark.parametrize(("theme", "scheme"), [("material", "light"), ("material", "dark"), ("mkdocs", "dark")])
def test_axe_finds_nothing_in_an_open_card_that_the_plain_page_lacks(chromium: Browser, served, theme, scheme):
    page = chromium.new_page(color_scheme=scheme)
    page.goto(f"{served}/plain-{theme}/")
    bare = _violations(page)
    page.goto(f"{served}/{theme}/")
    citation(page, 2).focus()
    expect(card_of(page)).to_be_visible()
    ours = _violations(page)
    page.close()
    assert ours - bare == Counter()  # by rule, with the number of places


def test_a_card_reads_from_right_to_left_where_the_page_does(page, served):
    page.goto(f"{served}/arabic/")
    citation(page, 2).hover()
    card = card_of(page)
    expect(card).to_have_css("direction", "rtl")
    edges = card.evaluate(
        "(card) => [card, card.querySelector('.ws-card-list')].map((one) => one.getBoundingClientRect().right)"
    )
    assert edges[0] - edges[1] < 40


def test_without_a_script_citations_lead_to_their_sources_and_back(chromium: Browser, served):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/material/")
    citation(page, 20).click()
    expect(page.locator("#ws-source-20")).to_be_in_viewport()
    page.locator("#ws-source-20 [role=doc-backlink]").first.click()
    expect(citation(page, 20)).to_be_in_viewport()
    expect(card_of(page)).to_have_count(0)
    context.close()


def test_paper_shows_addresses_and_no_card(clocks):
    citation(clocks, 2).focus()
    expect(card_of(clocks)).to_be_visible()
    clocks.emulate_media(media="print")
    expect(card_of(clocks)).to_be_hidden()
    expect(clocks.locator("#ws-source-2 .ws-back")).to_be_hidden()
    for name, address in (("title", "https://a.example/report/2"), ("archive", "https://kept.example/report/2")):
        link = clocks.locator(f"#ws-source-2 .ws-{'source-title' if name == 'title' else name}")
        assert address in link.evaluate("(link) => getComputedStyle(link, '::after').content")


@pytest.mark.parametrize("site", ["material", "arabic"])
def test_an_address_on_paper_is_apart_from_the_words_about_it(page, served, site):
    page.goto(f"{served}/{site}/")
    page.emulate_media(media="print")
    after = """(link) => ((one) => [one.content, one.unicodeBidi, one.direction, one.marginLeft, one.marginRight])(
      getComputedStyle(link, "::after"))"""
    content, *turned, left, right = page.locator("#ws-source-2 .ws-source-title").evaluate(after)
    assert "https://a.example/report/2" in content
    assert " " not in content.replace('" "', "")
    assert turned == ["isolate", "ltr"]
    before, behind = (right, left) if site == "arabic" else (left, right)
    assert float(before.removesuffix("px")) > 2
    assert behind == "0px"
    bare = page.locator("#ws-source-15 .ws-source-title")
    assert bare.evaluate(after)[0] == "none"  # its title is its address


@pytest.mark.parametrize("theme", THEMES)
def test_links_are_marked_by_more_than_colour_and_wide_enough(page, served, theme):
    page.goto(f"{served}/{theme}/")
    for link in (citation(page, 1), page.locator("#ws-source-1 .ws-source-title")):
        expect(link).to_have_css("text-decoration-line", "underline")
    for flag in (page.locator(".ws-cite-flag").first, page.locator(".ws-flag strong").first):
        expect(flag).to_have_css("border-top-style", "solid")
    sizes = page.locator(".ws-back a").evaluate_all(
        "(links) => links.map((link) => [link.offsetWidth, link.offsetHeight])"
    )
    assert min(map(min, sizes)) >= 24


def test_forced_colours_keep_the_edge_of_a_card(chromium: Browser, served):
    page = chromium.new_page(forced_colors="active")
    page.goto(f"{served}/material/")
    citation(page, 2).hover()
    expect(card_of(page)).to_have_css("border-top-width", "1px")
    expect(card_of(page)).to_have_css("background-color", "rgb(255, 255, 255)")
    page.close()


@pytest.mark.parametrize("site", SITES)
def test_ways_back_are_flush_with_the_text_and_on_one_line(page, served, site):
    page.goto(f"{served}/{site}/")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(BACK) == []


@pytest.mark.parametrize("site", SITES)
def test_flags_in_tables_break_between_words(page, served, site):
    page.goto(f"{served}/{site}/")
    expect(page.locator("td .ws-cite-flag")).to_contain_text("machine-translated")
    for width in (1280, 700) if site == "mkdocs" else (1280, 320):  # there, tables do not scroll by themselves
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(BROKEN) == []


@pytest.mark.parametrize("theme", PLAIN)
def test_citations_make_no_page_wider(page, served, theme):
    page.set_viewport_size({"width": 320, "height": 800})
    widths = []
    for name in (f"plain-{theme}", theme):
        page.goto(f"{served}/{name}/")
        widths.append(page.evaluate("document.documentElement.scrollWidth"))
    assert widths[1] <= max(320, widths[0])


@pytest.mark.parametrize("site", SITES)
def test_a_flag_is_as_far_from_what_stands_before_as_from_what_follows(page, served, site):
    page.goto(f"{served}/{site}/")
    margins = "(flag) => [getComputedStyle(flag).marginLeft, getComputedStyle(flag).marginRight]"
    left, right = page.locator(".ws-cite-flag").first.evaluate(margins)
    assert left == right != "0px"


@pytest.mark.parametrize("theme", THEMES)
def test_a_citation_in_the_title_of_a_note_has_the_colour_of_the_title(page, served, theme):
    page.goto(f"{served}/{theme}/")
    colours = "(link) => [link, link.parentElement].map((one) => getComputedStyle(one).color)"
    assert len(set(page.locator(".admonition-title .ws-cite-link").evaluate(colours))) == 1


def test_fingers_have_more_to_touch_than_the_eye_sees_and_nothing_moves(clocks, touched):
    near = """(link) => {
      link.scrollIntoView({ block: "center" });
      const { left, right, top } = link.getBoundingClientRect();
      return [[(left + right) / 2, top - 3], [left - 4, top + 5], [right + 4, top + 5]].map(([x, y]) =>
        document.elementFromPoint(x, y) === link);
    }"""
    assert citation(clocks, 1).evaluate(near) == [False, False, False]
    assert citation(touched, 1).evaluate(near) == [True, True, True]
    clocks.set_viewport_size({"width": 390, "height": 800})
    link = "(link) => [link.offsetWidth, link.offsetHeight, link.offsetLeft]"
    assert citation(touched, 1).evaluate(link)[:2] == citation(clocks, 1).evaluate(link)[:2]


def test_a_quote_of_the_other_direction_stands_beside_its_bar(page, served):
    page.goto(f"{served}/arabic/")
    sides = """(quote) => {
      const [outer, inner] = [quote, quote.firstChild].map((one) => one.getBoundingClientRect());
      return [getComputedStyle(quote).direction, getComputedStyle(quote.firstChild).direction,
        outer.right - inner.right < 40];
    }"""
    assert page.locator("#ws-source-1 .ws-quote").evaluate(sides) == ["rtl", "ltr", True]


@pytest.mark.parametrize("site", ["mkdocs", "arabic"])
def test_a_list_without_numbers_has_no_markers_and_no_margin(page, served, site):
    page.goto(f"{served}/{site}/")
    entries = page.locator("ol.ws-unnumbered")
    expect(entries.locator("li").first).to_have_css("list-style-type", "none")
    assert entries.evaluate("(list) => list.firstElementChild.offsetWidth === list.parentElement.clientWidth")


def test_short_numbers_stay_on_one_line_and_longer_ones_need_not(clocks):
    clusters = clocks.locator(".ws-cite")
    expect(clusters.filter(has=citation(clocks, 4))).to_have_css("white-space", "nowrap")
    expect(clusters.filter(has=citation(clocks, 15))).to_have_css("white-space", "normal")
