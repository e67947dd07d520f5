"""The goal's banner in all of its states, from static pages of a built site: what it says, moves and asks for."""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from mkdocs_wellspring.goal.banner import head_script
from mkdocs_wellspring.hosts.mkdocs.assets import assets
from pseudo import served
from states import STATES, build, write_pages

from .conftest import SHIFT

pytestmark = pytest.mark.browser

WIDTHS = (1280, 768, 390, 320)
PALETTE = [
    {"media": f"(prefers-color-scheme: {one})", "scheme": two} for one, two in (("light", "default"), ("dark", "slate"))
]
THEME = {"name": "material", "font": False, "palette": PALETTE}
KIB = 1024
# Of what the banner shows: what is cut off or outside of the window.
OUTSIDE = """() => [...document.querySelectorAll(".ws-goal, .ws-goal *, .ws-goal-back *")].filter((one) => {
  const { left, right, width } = one.getBoundingClientRect();
  return width && (left < -0.5 || right > document.documentElement.clientWidth + 0.5);
}).map((one) => one.outerHTML)"""
# Every place that can be touched, with its sizes, and those that are links to give or buttons.
TARGETS = """() => [...document.querySelectorAll(".ws-goal a, .ws-goal button, .ws-goal-back button")].map((one) => {
  const { width, height } = one.getBoundingClientRect();
  const large = one.localName === "button" || one.closest(".ws-goal-act") !== null;
  return { words: one.innerText, least: Math.min(width, height), large, shown: one.checkVisibility() };
}).filter(({ shown }) => shown)"""


# Storage as it is for one who comes to a state: empty, or with a mark.
MARKS = {f"/{state.name}.html": state.mark for state in STATES}
_ACTS = ",".join(f"'{path}': () => {{ {mark} }}" for path, mark in MARKS.items())
BEFORE = f"""{{
  localStorage.clear();
  const acts = {{ {_ACTS} }};
  acts[location.pathname.slice(location.pathname.lastIndexOf("/"))]?.();
}}"""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of each language's pages, and of the page without the plugin."""
    root = tmp_path_factory.mktemp("states")
    for locale in ("en", "ar"):
        write_pages(build(root / locale, THEME, locale=locale), locale=locale)
    build(root / "plain", THEME, plain=True)
    with served(root) as address:
        yield {name: f"{address}{name}/site/" for name in ("en", "ar", "plain")}


def of_states(chromium: Browser, **like: str) -> Page:
    """A page that comes to each state anew; Material's script, which is slow, is not what is tested here."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, **like)
    for script in (SHIFT, BEFORE):
        context.add_init_script(script)
    context.route("**/bundle.*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    return context.new_page()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = of_states(chromium)
    yield page
    page.context.close()


def opened(page: Page, site: str, state) -> Page:
    page.goto(f"{site}{state.name}.html")
    return page


def state_named(name: str):
    return next(state for state in STATES if state.name == name)


def test_each_state_says_what_tells_it_from_all_others(page, sites):
    told = {state.name: opened(page, sites["en"], state).locator("body").inner_text() for state in STATES}
    for state in STATES:
        saying = {name for name, text in told.items() if state.says in re.sub(r"\n+", "\n", text)}
        base = {"live", "amounts", "test-money", "ended", "ended-since"} if state.name == "live" else {state.name}
        assert saying == base, (state.name, saying)


@pytest.mark.parametrize("locale", ["en", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_shifts_and_nothing_overflows_in_any_state_at_any_width(chromium: Browser, sites, locale, scheme):
    page = of_states(chromium, color_scheme=scheme)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for state in STATES:
            opened(page, sites[locale], state)
            page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            what = f"{state.name} at {width}"
            assert page.evaluate("window.shift") == 0, what
            assert page.evaluate("document.documentElement.scrollWidth") <= width, what
            assert page.evaluate(OUTSIDE) == [], what
    page.context.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_what_is_touched_is_large_enough(page, sites, width):
    page.set_viewport_size({"width": width, "height": 800})
    for name in ("amounts", "ended", "dismissed"):
        targets = opened(page, sites["en"], state_named(name)).evaluate(TARGETS)
        assert targets
        small = [target for target in targets if target["least"] < (44 if target["large"] else 24)]
        assert small == [], name


def test_text_twice_as_large_overflows_nothing(page, sites):
    page.set_viewport_size({"width": 640, "height": 800})
    for state in STATES:
        opened(page, sites["en"], state)
        page.add_style_tag(content="html{font-size:250%!important}")  # Material's is 125 %
        assert page.evaluate(OUTSIDE) == [], state.name


def test_what_counts_is_a_link_in_a_line_and_no_button(page, sites):
    link = opened(page, sites["en"], state_named("amounts")).get_by_role("link", name="What counts")
    expect(link).to_have_css("border-top-width", "0px")
    expect(link).to_have_css("text-decoration-line", "underline")
    same = "(link) => getComputedStyle(link).color === getComputedStyle(link.closest('.ws-goal')).color"
    assert link.evaluate(same)
    expect(page.get_by_role("link", name="Donate")).to_have_css("border-top-width", "1px")


def test_amounts_stand_in_rows_that_wrap(page, sites):
    tops = "(links) => links.map((link) => link.offsetTop)"
    for width, rows in ((1280, 1), (320, 3)):
        page.set_viewport_size({"width": width, "height": 800})
        amounts = opened(page, sites["en"], state_named("amounts")).locator(".ws-goal-amounts a")
        assert len(set(amounts.evaluate_all(tops))) >= rows
        assert amounts.first.evaluate("(link) => getComputedStyle(link.closest('ul')).paddingInlineStart") == "0px"


def test_from_right_to_left_the_bar_and_the_ways_to_give_begin_at_the_right(page, sites):
    opened(page, sites["ar"], state_named("amounts"))
    give, amount = (page.locator(one).first.bounding_box() for one in (".ws-goal-give", ".ws-goal-amounts a"))
    assert give["x"] > amount["x"]
    expect(page.locator(".ws-goal progress")).to_have_css("direction", "rtl")


def test_forced_colours_leave_a_border_and_a_bar(chromium: Browser, sites):
    page = of_states(chromium, forced_colors="active")
    opened(page, sites["en"], state_named("live"))
    expect(page.locator(".ws-goal")).to_have_css("border-top-width", "1px")
    colours = "(one) => [getComputedStyle(one).borderTopColor, getComputedStyle(document.body).backgroundColor]"
    edge, ground = page.locator(".ws-goal").evaluate(colours)
    assert edge != ground
    expect(page.locator(".ws-goal progress")).to_be_visible()
    page.context.close()


def test_nothing_is_animated(chromium: Browser, sites):
    page = of_states(chromium, reduced_motion="reduce")
    opened(page, sites["en"], state_named("amounts"))
    page.get_by_role("link", name="Donate").hover()
    ours = "() => document.getAnimations().filter(({ effect }) => effect.target.closest('.ws-goal')).length"
    assert page.evaluate(ours) == 0
    page.context.close()


@pytest.mark.parametrize("name", ["amounts", "dismissed"])
def test_paper_neither_asks_nor_offers_to(page, sites, name):
    opened(page, sites["en"], state_named(name)).emulate_media(media="print")
    expect(page.locator(".ws-goal")).to_be_hidden()
    expect(page.locator(".ws-goal-back")).to_be_hidden()


def test_no_state_asks_a_third_party_or_leaves_a_cookie(page, sites):
    hosts = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    for state in STATES:
        opened(page, sites["en"], state)
    assert hosts == {"127.0.0.1"}
    assert page.context.cookies() == []


def _violations(page: Page) -> Counter[str]:
    found = Axe().run(page).response["violations"]
    return Counter({violation["id"]: len(violation["nodes"]) for violation in found})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state_that_the_plain_page_lacks(chromium: Browser, sites, scheme):
    page = of_states(chromium, color_scheme=scheme)
    page.goto(sites["plain"])
    bare = _violations(page)
    for state in STATES:
        assert _violations(opened(page, sites["en"], state)) - bare == Counter(), state.name
    page.context.close()


def test_the_keyboard_alone_leads_through_the_banner_away_from_it_and_back(page, sites):
    opened(page, sites["en"], state_named("amounts"))
    passed = []
    for _ in range(12):
        page.keyboard.press("Tab")
        passed.append(page.evaluate("document.activeElement.innerText.trim()"))
    first = passed.index("What counts")
    ways = ["What counts", "Donate", "$5", "$20", "$50", "$100", "$5 a month", "$10 a month", "$20 a month"]
    assert passed[first:][:10] == [*ways, "Not now"]
    page.locator(".ws-goal-later").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".ws-goal")).to_be_hidden()
    expect(page.locator("h1")).to_be_focused()
    back = page.get_by_role("button", name="Show the appeal again")
    for _ in range(30):
        page.keyboard.press("Tab")
        if back.evaluate("(button) => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".ws-goal")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "What counts"


def test_a_screen_reader_meets_names_values_and_states(page, sites):
    region = opened(page, sites["en"], state_named("amounts")).get_by_role("region", name="Keep Example independent")
    expect(region).to_match_aria_snapshot("""
      - region "Keep Example independent":
        - paragraph:
          - strong: Keep Example independent
        - paragraph: We take no money from political groups. Even a small gift helps.
        - paragraph: Gifts go to Example Foundation.
        - paragraph: You pay at Stripe; nothing is sent there until you follow the link.
        - paragraph:
          - strong: 412 of 1,000 supporters
        - paragraph:
          - text: Counted
          - time: January 15, 2026
        - progressbar "412 of 1,000 supporters"
        - paragraph:
          - link "What counts"
        - link "Donate"
        - list "Give once":
          - listitem:
            - link "$5"
          - listitem:
            - link "$20"
          - listitem:
            - link "$50"
          - listitem:
            - link "$100"
        - list "Give every month":
          - listitem:
            - link "$5 a month"
          - listitem:
            - link "$10 a month"
          - listitem:
            - link "$20 a month"
        - button "Not now"
        - button "Not this campaign"
    """)
    bar = region.get_by_role("progressbar")
    assert bar.evaluate("(bar) => [bar.value, bar.max]") == [412, 1000]


def test_a_bar_is_full_beyond_its_target_and_the_words_go_on(page, sites):
    opened(page, sites["en"], state_named("over"))
    assert page.get_by_role("progressbar", name=re.compile("1,240 of 1,000")).evaluate("(bar) => bar.position") == 1


def test_what_a_reader_loads_is_small():
    script = next(text for path, text in assets(goal=True, cards=False) if path.endswith("js"))
    style = _style()
    assert len(style) <= 1.5 * KIB
    assert len(script) <= 2.5 * KIB
    whole = style + script + head_script()
    assert len(gzip.compress(whole.encode(), 9)) <= 2 * KIB


def _style() -> str:
    with_goal, without = (
        next(text for path, text in assets(goal=goal, cards=False) if path.endswith("css")) for goal in (True, False)
    )
    return with_goal.removeprefix(without)
