"""The banner's script and style in a real browser, on a page as small as can be."""

import json
from datetime import date, timedelta
from importlib import resources

import pytest
from playwright.sync_api import Browser, Page, expect

from mkdocs_wellspring.goal.banner import OnPage, head_snippet, render_back, render_banner, render_thanks
from mkdocs_wellspring.goal.fresh import fresh_document
from mkdocs_wellspring.hosts.mkdocs.lean import lean

from .conftest import NOON, goal, snapshot

pytestmark = pytest.mark.browser

ASSETS = resources.files("mkdocs_wellspring").joinpath("goal", "assets")
KEY = "wellspring:spring-2026"
GIVEN = "wellspring:"
DAY_MS = 86_400_000
SHIFT = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# As Bootstrap and Material have it: the rules that are the hardest to stand beside.
THEIRS = "[hidden]{display:none!important}.md-banner{overflow:auto}.md-banner__inner{margin:12px}"


def html(beside: str = "", of=None, shown: str | None = None) -> str:
    alone = "" if beside else " ws-alone"
    of = of or goal()
    if shown is None:
        shown = render_banner(of, snapshot(), now=NOON, locale="en", on=OnPage(fresh="wellspring-goal.txt"))
    return f"""<!doctype html><html lang="en"><head><title>Page</title><style>{THEIRS}</style>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/goal.css">{head_snippet(of, NOON)}</head>
<body><aside class="md-banner"><div class="md-banner__inner"><div class="ws-place{alone}">{shown}</div>{beside}</div>
</aside><main><h1>Heading</h1><p>Text</p></main><footer>{render_back("en")}</footer>
<script src="/goal.js"></script></body></html>"""


@pytest.fixture
def page(chromium: Browser) -> Page:
    context = chromium.new_context(viewport={"width": 390, "height": 700})
    context.add_init_script(SHIFT)
    page = context.new_page()
    serve(page)
    yield page
    context.close()


def serve(page: Page, script: bool = True, fresh=None, old: bool = False, **what) -> None:
    def answer(route) -> None:
        name = route.request.url.rpartition("/")[2]
        if name == "goal.js" and not script:
            route.abort()
        elif name == "goal.js":
            route.fulfill(body=lean(ASSETS.joinpath(name).read_text("utf-8")), content_type="text/javascript")
        elif name == "goal.css":
            style = ASSETS.joinpath(name).read_text("utf-8")
            # As a browser from before 2023 reads it, which passes over a media feature that it does not know.
            style = style.replace("(scripting)", "(of-tomorrow)") if old else style
            route.fulfill(body=style, content_type="text/css")
        elif name == "wellspring-goal.txt":
            # Not a 404, which the console might tell of while the next page is looked at.
            fresh(route) if fresh else route.fulfill(body="null", content_type="text/plain")
        else:
            route.fulfill(body=html(**what), content_type="text/html")

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
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Not this campaign")).to_be_focused()
    page.keyboard.press("Shift+Tab")
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
        ("'never'", False),
    ],
)
@pytest.mark.parametrize("key", ["wellspring:spring-2026", "wellspring:"])
def test_it_stays_away_until_the_moment_that_was_kept(page, key, kept, shown):
    opened(page).evaluate(f"localStorage.setItem('{key}', {kept})")
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
        - paragraph: /nothing is sent there/
        - paragraph:
          - strong: 412 of 1,000 supporters
        - paragraph:
          - text: Counted
          - time: November 1, 2026
        - progressbar "412 of 1,000 supporters"
        - link "Donate"
        - button "Not now"
        - button "Not this campaign"
    """)


def not_this_campaign(page: Page):
    return page.get_by_role("button", name="Not this campaign")


def way_back(page: Page):
    return page.get_by_role("button", name="Show the appeal again")


def test_not_this_campaign_is_for_good_and_says_so(page):
    not_this_campaign(opened(page)).click()
    expect(page.locator(".ws-goal")).to_be_hidden()
    expect(page.get_by_role("status")).to_have_text("The banner is hidden for the whole campaign.")
    expect(page.get_by_role("heading", name="Heading")).to_be_focused()
    assert page.evaluate(f"localStorage.getItem('{KEY}')") == "never"
    page.reload()
    expect(page.locator(".ws-goal")).to_be_hidden()


def test_the_way_back_is_there_only_after_one_has_gone_and_leads_to_the_banner(page):
    expect(way_back(opened(page))).to_have_count(0)
    not_now(page).click()
    way_back(page).click()
    expect(page.locator(".ws-goal")).to_be_visible()
    expect(page.locator(".ws-goal")).to_be_focused()
    expect(page.get_by_role("status")).to_be_empty()
    expect(way_back(page)).to_have_count(0)
    page.reload()
    expect(page.locator(".ws-goal")).to_be_visible()


def test_an_old_browser_has_the_way_back_as_well(page):
    serve(page, old=True)
    not_now(opened(page)).click()
    way_back(page).click()
    expect(page.locator(".ws-goal")).to_be_focused()


def test_the_way_back_works_where_storage_is_blocked(page):
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } });")
    not_now(opened(page)).click()
    way_back(page).click()
    expect(page.locator(".ws-goal")).to_be_focused()


def test_blocked_storage_keeps_a_banner_away_while_pages_come_without_a_load(page):
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } });")
    page.add_init_script("window.document$ = { subscribe(next) { this.next = next; next(document); } };")
    not_now(opened(page)).click()
    page.evaluate("document$.next(document)")
    expect(page.locator(".ws-goal")).to_be_hidden()


def test_who_has_given_is_not_asked_for_a_year_and_nobody_is_told(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    serve(page, shown=render_thanks(goal(), now=NOON, locale="en"))
    kept = opened(page).evaluate(f"localStorage.getItem('{GIVEN}')")
    assert abs(int(kept) - page.evaluate("Date.now()") - 365 * DAY_MS) < 60_000
    assert page.locator("html").get_attribute("data-ws-goal") == "given"
    serve(page)
    page.reload()
    expect(page.locator(".ws-goal")).to_be_hidden()
    assert {url.rpartition("/")[2] for url in asked} <= {"", "goal.css", "goal.js", "wellspring-goal.txt"}
    assert page.context.cookies() == []


def test_who_has_given_is_not_asked_by_the_next_campaign_either_until_they_ask_for_it(page):
    serve(page, shown=render_thanks(goal(), now=NOON, locale="en"))
    opened(page)
    serve(page, of=goal(campaign="autumn-2026"))
    page.reload()
    expect(page.locator(".ws-goal")).to_be_hidden()
    way_back(page).click()
    page.reload()
    expect(page.locator(".ws-goal")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_who_has_given_sees_no_banner_before_the_script_is_there(page, script):
    opened(page).evaluate(f"localStorage.setItem('{GIVEN}', Date.now() + 60000)")
    serve(page, script=script)
    page.reload()
    expect(page.locator(".ws-goal")).to_be_hidden()


def test_a_gift_does_not_shorten_a_never(page):
    opened(page).evaluate(f"localStorage.setItem('{KEY}', 'never')")
    serve(page, shown=render_thanks(goal(), now=NOON, locale="en"))
    page.reload()
    assert page.evaluate(f"localStorage.getItem('{KEY}')") == "never"


ENDED = "This campaign ended on November 1, 2026. Thank you."


@pytest.mark.parametrize("old", [False, True])
def test_a_page_older_than_the_campaign_asks_no_more_before_anything_is_painted(page, old):
    of = goal(starts=date(2026, 10, 1), ends=date(2026, 11, 1))
    serve(page, of=of, script=False, old=old)
    expect(opened(page).get_by_text(ENDED)).to_be_visible()
    expect(page.get_by_text("Even a $5 gift helps.")).to_be_hidden()
    expect(page.get_by_role("link", name="Donate")).to_have_count(0)
    expect(page.get_by_text("412 of 1,000 supporters")).to_be_visible()
    assert page.evaluate("window.shift") == 0


@pytest.mark.parametrize("event", ["document$.next(document)", "dispatchEvent(new Event('pageshow'))"])
def test_a_campaign_that_ends_while_a_page_is_open_or_put_by_asks_no_more(page, event):
    page.add_init_script("window.document$ = { subscribe(next) { this.next = next; next(document); } };")
    serve(page, of=goal(starts=date(2026, 10, 1), ends=date(2099, 1, 1)))
    expect(opened(page).get_by_role("link", name="Donate")).to_be_visible()
    page.evaluate("document.querySelector('.ws-goal').dataset.until = '2026-01-01T00:00:00+00:00'")
    page.evaluate(event)
    expect(page.get_by_text("This campaign ended on")).to_be_visible()
    expect(page.get_by_role("link", name="Donate")).to_have_count(0)


HOW = """{
  const real = fetch;
  window.fetch = (url, { signal, ...how }) => {
    window.how = how;
    return real(url, { signal, ...how });
  };
}"""


def newer(**changes) -> dict:
    """The document of a build an hour later, by which 413 had given."""
    later = NOON + timedelta(hours=1)
    text = fresh_document(goal(), snapshot(value=413, as_of=later), locales=["en", "de"], now=later)
    assert text is not None
    return {**json.loads(text), **changes}


def said(**changes) -> dict:
    sentences = newer()["sentences"]
    return {"sentences": {**sentences, "en": {**sentences["en"], **changes}}}


def told(page: Page) -> list:
    """All that a fresh document may change."""
    return page.evaluate("""() => [
      document.querySelector(".ws-goal-tally").innerHTML, document.querySelector("progress").value,
      JSON.stringify({ ...document.querySelector(".ws-goal").dataset, fresh: "" }), document.title, "hacked" in window,
    ]""")


def after_answer(page: Page, answer) -> tuple[list, list, list]:
    """What the page told before and after it had asked, and what its console said."""
    console = []
    page.on("console", lambda message: console.append(message.text))
    page.on("pageerror", lambda error: console.append(str(error)))
    serve(page)
    opened(page)
    before = told(page)
    console.clear()
    serve(page, fresh=answer)
    with page.expect_event("requestfinished", lambda request: request.url.endswith("wellspring-goal.txt")):
        page.reload()
    page.wait_for_timeout(60)
    return before, told(page), console


def with_body(body: str | bytes, **more):
    return lambda route: route.fulfill(body=body, content_type="text/plain", **more)


def test_a_newer_count_takes_the_place_of_the_old_one_silently_and_shifts_nothing(page):
    asked = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - Playwright marks what it is given
    page.add_init_script(HOW)
    serve(page, fresh=with_body(json.dumps(newer())))
    opened(page)
    expect(page.locator(".ws-goal-count")).to_have_text("413 of 1,000 supporters")
    expect(page.locator(".ws-goal-date")).to_have_text("Counted November 1, 2026")
    assert page.locator(".ws-goal-date time").get_attribute("datetime") == "2026-11-01T13:00:00+00:00"
    assert page.locator("progress").evaluate("(bar) => [bar.value, bar.max]") == [413, 1000]
    expect(page.get_by_role("status")).to_be_empty()
    page.wait_for_timeout(60)
    assert page.evaluate("window.shift") == 0
    page.evaluate("dispatchEvent(new Event('pageshow'))")
    page.wait_for_timeout(60)
    [one] = [request for request in asked if request.url.endswith(".txt")]
    assert "cookie" not in one.all_headers()
    how = {"mode": "same-origin", "credentials": "omit", "cache": "no-cache", "redirect": "error"}
    assert page.evaluate("window.how") == how


def test_a_page_that_came_without_a_load_has_the_newer_count_too_and_asks_no_more(page):
    page.add_init_script("window.document$ = { subscribe(next) { this.next = next; next(document); } };")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    serve(page, fresh=with_body(json.dumps(newer())))
    opened(page)
    place = "document.querySelector('.ws-place')"
    elsewhere = OnPage(fresh="../wellspring-goal.txt")
    other = json.dumps(render_banner(goal(), snapshot(), now=NOON, locale="en", on=elsewhere))
    expect(page.locator(".ws-goal-count")).to_have_text("413 of 1,000 supporters")
    page.evaluate(f"{place}.innerHTML = {other}")
    expect(page.locator(".ws-goal-count")).to_have_text("412 of 1,000 supporters")
    page.evaluate("document$.next(document)")
    expect(page.locator(".ws-goal-count")).to_have_text("413 of 1,000 supporters")
    assert len([url for url in asked if url.endswith(".txt")]) == 1


TIMEOUT = "{ const after = AbortSignal.timeout; AbortSignal.timeout = (ms) => after.call(AbortSignal, %s); }"
HOSTILE = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>"
REFUSED = {
    "empty": "",
    "no-json": "<!doctype html><title>404</title>",
    "cut": json.dumps(newer())[:-20],
    "null": "null",
    "list": "[]",
    "text": '"413"',
    "not-utf-8": json.dumps(newer(), ensure_ascii=False).encode().replace(b"413", b"\xff13"),
    "older": newer(as_of="2026-11-01T11:59:59+00:00"),
    "as-old": newer(as_of="2026-11-01T12:00:00+00:00"),
    "future": newer(as_of="2999-01-01T00:00:00+00:00"),
    "no-zone": newer(as_of="2026-11-01T13:00:00"),
    "no-moment": newer(as_of="soon"),
    "moment-as-number": newer(as_of=1793538000000),
    "moment-in-a-list": newer(as_of=["2026-11-01T13:00:00+00:00"]),
    "schema": newer(schema=2),
    "schema-as-text": newer(schema="1"),
    "campaign": newer(campaign="autumn-2026"),
    "definition": newer(definition="fedcba9876543210"),
    "definition-missing": newer(definition=None),
    "value-as-text": newer(value="413"),
    "value-null": newer(value=None, bar=0),
    "value-in-a-list": newer(value=[413]),
    "value-half": newer(value=413.5, bar=413.5),
    "value-negative": newer(value=-1, bar=-1),
    "value-huge": '{"schema":1,"value":1e999}',
    "bar-beyond-target": newer(bar=1001),
    "bar-as-text": newer(bar="413"),
    "bar-of-another-value": newer(bar=999),
    "target": newer(target=2000),
    "target-zero": newer(target=0, bar=0),
    "state-as-number": newer(state=1),
    "state-unknown": newer(state="ended"),
    "state-none": newer(state=None),
    "until-as-number": newer(until=1),
    "no-sentences": newer(sentences={}),
    "sentences-null": newer(sentences=None),
    "sentence-of-another-language": newer(sentences={"de": newer()["sentences"]["de"]}),
    "count-as-number": newer(**said(count=413)),
    "count-in-a-list": newer(**said(count=["413 of 1,000 supporters"])),
    "count-empty": newer(**said(count=" ")),
    "count-long": newer(**said(count="4" * 201)),
    "count-of-two-lines": newer(**said(count="413 of 1,000 supporters and " * 5)),
    "date-of-two-lines": newer(**said(date="Counted November 1, 2026, " + "or so " * 25)),
    "date-without-its-day": newer(**said(day="November 2, 2026")),
    "date-missing": newer(**said(date=None)),
    "day-empty": newer(**said(day="")),
    "too-large": newer(more="x" * 4096),
    "deep": "[" * 4000,
}


def test_what_is_no_newer_count_changes_nothing_and_says_nothing(page):
    before, _, console = after_answer(page, with_body("null"))
    wrong = {}
    for name, answer in REFUSED.items():
        serve(page, fresh=with_body(json.dumps(answer) if isinstance(answer, dict) else answer))
        with page.expect_event("requestfinished", lambda request: request.url.endswith("wellspring-goal.txt")):
            page.reload()
        page.wait_for_timeout(40)
        after = [told(page), page.evaluate("window.shift")]
        if after != [before, 0]:
            wrong[name] = after
    assert wrong == {}
    assert console == []


def test_a_document_of_many_megabytes_changes_nothing(page):
    before, after, console = after_answer(page, with_body(json.dumps(newer(more="x" * 5_000_000))))
    assert after == before
    assert console == []


def test_an_answer_that_is_an_error_changes_nothing(page):
    before, after, console = after_answer(page, with_body(json.dumps(newer()), status=500))
    assert after == before
    assert len(console) == 1  # what a failed request logs by itself
    assert "500" in console[0]


def test_hostile_sentences_are_text(page):
    serve(page, fresh=with_body(json.dumps(newer(**said(count="<b onclick=x>413</b>")))))
    opened(page)
    expect(page.locator(".ws-goal-count")).to_have_text("<b onclick=x>413</b>")
    expect(page.locator(".ws-goal-count b")).to_have_count(0)
    serve(page, fresh=with_body(json.dumps(newer(**said(day="<img>", date="Counted <img>")))))
    page.reload()
    expect(page.locator(".ws-goal-date time")).to_have_text("<img>")
    before, after, _ = after_answer(page, with_body(json.dumps(newer(**said(count=HOSTILE)))))
    assert after[-1] is before[-1] is False


@pytest.mark.parametrize("to", ["http://elsewhere.example/wellspring-goal.txt", "/moved-goal.txt"])
def test_a_document_that_has_moved_is_not_followed(page, to):
    def moved(route) -> None:
        route.fulfill(status=302, headers={"location": to})

    asked = []
    page.on("request", lambda request: asked.append(request.url))
    serve(page, fresh=moved)
    opened(page)
    before = told(page)
    page.wait_for_timeout(300)
    assert told(page) == before
    assert to not in {*asked, *(url.partition("example")[2] for url in asked)}


def test_another_site_is_not_asked(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    on = OnPage(fresh="https://elsewhere.example/wellspring-goal.txt")
    serve(page, shown=render_banner(goal(), snapshot(), now=NOON, locale="en", on=on))
    opened(page)
    page.wait_for_timeout(200)
    assert not [url for url in asked if "elsewhere" in url]


def test_a_slow_document_comes_too_late(page):
    held = []
    page.add_init_script(TIMEOUT % "ms / 10")
    serve(page, fresh=held.append)
    opened(page)
    before = told(page)
    with page.expect_event("requestfailed"):
        page.wait_for_timeout(600)
    assert told(page) == before
    assert held


def test_it_waits_four_seconds_and_no_longer(page):
    page.add_init_script(TIMEOUT % "window.waits = ms")
    serve(page, fresh=with_body("{}"))
    assert opened(page).evaluate("window.waits") == 4000


def test_a_reached_goal_is_not_taken_back_beside_words_that_thank_for_it(page):
    full = render_banner(goal(), snapshot(value=1000), now=NOON, locale="en", on=OnPage(fresh="wellspring-goal.txt"))
    serve(page, shown=full, fresh=with_body(json.dumps(newer())))
    opened(page)
    page.wait_for_timeout(200)
    expect(page.locator(".ws-goal-count")).to_have_text("1,000 of 1,000 supporters")


def test_what_is_served_is_the_script_without_comments_and_room():
    script = ASSETS.joinpath("goal.js").read_text("utf-8")
    made = lean(script)
    assert "//" not in made
    assert "  " not in made
    assert len(made) < 0.7 * len(script)
    assert lean('let a = "b ; // c"; // d\n  f((x) => { g(x); });\n') == 'let a="b ; // c";f(x=>{g(x)});'
    assert lean("async (x) => {\n  y ? 1 : 2;\n};\n") == "async(x)=>{y?1:2};"
