"""The banner's script and style in a real browser, on a page as small as can be."""

from importlib import resources

import pytest
from playwright.sync_api import Browser, Page, expect

from mkdocs_wellspring.goal.banner import head_snippet, render_banner

from .conftest import NOON, goal, snapshot

pytestmark = pytest.mark.browser

ASSETS = resources.files("mkdocs_wellspring").joinpath("goal", "assets")
KEY = "wellspring:spring-2026"
DAY_MS = 86_400_000
SHIFT = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# As Bootstrap and Material have it: the rules that are the hardest to stand beside.
THEIRS = "[hidden]{display:none!important}.md-banner{overflow:auto}.md-banner__inner{margin:12px}"


def html(beside: str = "") -> str:
    alone = "" if beside else " ws-alone"
    shown = render_banner(goal(), snapshot(), now=NOON, locale="en")
    return f"""<!doctype html><html lang="en"><head><title>Page</title><style>{THEIRS}</style>
<link rel="stylesheet" href="/goal.css">{head_snippet(goal())}</head>
<body><aside class="md-banner"><div class="md-banner__inner"><div class="ws-place{alone}">{shown}</div>{beside}</div>
</aside><main><h1>Heading</h1><p>Text</p></main><script src="/goal.js"></script></body></html>"""


@pytest.fixture
def page(chromium: Browser) -> Page:
    context = chromium.new_context(viewport={"width": 390, "height": 700})
    context.add_init_script(SHIFT)
    page = context.new_page()
    serve(page)
    yield page
    context.close()


def serve(page: Page, beside: str = "", script: bool = True) -> None:
    def answer(route) -> None:
        name = route.request.url.rpartition("/")[2]
        if name == "goal.js" and not script:
            route.abort()
        elif name in {"goal.js", "goal.css"}:
            kind = "text/css" if name.endswith("css") else "text/javascript"
            route.fulfill(body=ASSETS.joinpath(name).read_text("utf-8"), content_type=kind)
        else:
            route.fulfill(body=html(beside), content_type="text/html")

    page.unroute_all()
    page.route("**/*", answer)


def opened(page: Page) -> Page:
    page.goto("http://site.example/")
    return page


def not_now(page: Page):
    return page.get_by_role("button", name="Not now")


def test_not_now_hides_the_banner_says_so_and_goes_on_at_the_heading(page):
    not_now(opened(page)).click()
    expect(page.locator(".ws-goal")).to_be_hidden()
    expect(page.get_by_role("status")).to_have_text("The banner is hidden.")
    expect(page.get_by_role("heading", name="Heading")).to_be_focused()
    assert page.locator("h1").get_attribute("tabindex") == "-1"
    assert page.locator(".md-banner").bounding_box()["height"] == 0


def test_it_works_from_the_keyboard_and_steals_no_key(page):
    opened(page).keyboard.press("Escape")
    expect(page.locator(".ws-goal")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Donate")).to_be_focused()
    page.keyboard.press("Tab")
    expect(not_now(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Heading")).to_be_focused()


def test_it_stays_away_before_the_script_has_even_come(page):
    not_now(opened(page)).click()
    serve(page, script=False)
    page.reload()
    assert page.locator(".ws-goal").is_hidden()


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("Date.now() - 60000", True),
        ("Date.now() + 60000", False),
        ("Date.now() + 29.9 * 86400000", False),
        ("''", True),
        ("'soon'", True),
        ("'{}'", True),
    ],
)
def test_it_stays_away_until_the_moment_that_was_kept(page, kept, shown):
    opened(page).evaluate(f"localStorage.setItem('{KEY}', {kept})")
    page.reload()
    assert page.locator(".ws-goal").is_visible() is shown


def test_what_is_kept_is_one_moment_thirty_days_on_and_no_cookie(page):
    not_now(opened(page)).click()
    now = page.evaluate("Date.now()")
    kept = page.evaluate("Object.fromEntries(Object.entries(localStorage))")
    assert list(kept) == [KEY]
    assert abs(int(kept[KEY]) - now - 30 * DAY_MS) < 60_000
    assert page.context.cookies() == []


def test_another_campaign_is_another_matter(page):
    opened(page).evaluate("localStorage.setItem('wellspring:autumn-2026', Date.now() + 86400000)")
    page.reload()
    expect(page.locator(".ws-goal")).to_be_visible()


def test_storage_that_is_blocked_does_no_harm(page):
    errors = []
    page.on("pageerror", lambda error: errors.append(error))  # noqa: PLW0108 - Playwright marks what it is given
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } });")
    not_now(opened(page)).click()
    expect(page.locator(".ws-goal")).to_be_hidden()
    expect(page.get_by_role("heading", name="Heading")).to_be_focused()
    assert errors == []


def test_a_page_that_the_browser_put_by_hides_it_too(page):
    opened(page).evaluate("([key]) => localStorage.setItem(key, Date.now() + 86400000)", [KEY])
    expect(page.locator(".ws-goal")).to_be_visible()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.locator(".ws-goal")).to_be_hidden()


def test_a_page_that_came_without_a_load_has_its_button(page):
    page.add_init_script("window.document$ = { subscribe(next) { this.next = next; next(document); } };")
    opened(page).evaluate("document.querySelector('.ws-goal-later').hidden = true")
    expect(not_now(page)).to_be_hidden()
    page.evaluate("document$.next(document)")
    not_now(page).click()
    expect(page.locator(".ws-goal")).to_be_hidden()


def test_what_a_site_announces_beside_it_stays(page):
    serve(page, beside="<p>Own announcement</p>")
    not_now(opened(page)).click()
    expect(page.get_by_text("Own announcement")).to_be_visible()
    assert page.locator(".md-banner__inner").evaluate("(inner) => getComputedStyle(inner).marginTop") == "12px"


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_nothing_shifts_nothing_overflows_and_targets_are_large(page, width):
    page.set_viewport_size({"width": width, "height": 700})
    opened(page)
    expect(not_now(page)).to_be_visible()
    page.wait_for_timeout(100)
    assert page.evaluate("window.shift") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for target in (page.get_by_role("link", name="Donate"), not_now(page)):
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= 44


def test_without_a_script_it_is_whole_and_has_no_button(chromium: Browser):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    serve(page)
    opened(page)
    expect(page.get_by_text("412 of 1,000 supporters")).to_be_visible()
    expect(page.get_by_role("progressbar", name="412 of 1,000 supporters")).to_be_visible()
    expect(page.get_by_role("link", name="Donate")).to_be_visible()
    expect(not_now(page)).to_have_count(0)
    context.close()


def test_paper_does_not_ask(page):
    opened(page).emulate_media(media="print")
    expect(page.locator(".ws-goal")).to_be_hidden()


def test_a_screen_reader_meets_a_named_region(page):
    expect(opened(page).get_by_role("region", name="Keep Example independent")).to_match_aria_snapshot("""
      - region "Keep Example independent":
        - paragraph:
          - strong: Keep Example independent
        - paragraph: Even a $5 gift helps.
        - paragraph: Gifts go to Example Foundation.
        - paragraph:
          - strong: 412 of 1,000 supporters
        - paragraph:
          - text: Counted
          - time: November 1, 2026
        - progressbar "412 of 1,000 supporters"
        - link "Donate"
        - button "Not now"
    """)
