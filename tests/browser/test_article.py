"""The demonstration article as a reader meets it."""

import functools
import http.server
import re
import threading
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

ARTICLE = "checks/does-daylight-saving-time-save-energy/"
SUPPORTERS = re.compile(r"(\d+) of 1,000 supporters")

pytestmark = pytest.mark.browser


def counted(page: Page) -> int:
    match = SUPPORTERS.search(page.locator(".ws-goal").inner_text())
    return int(match[1]) if match else -1


def open_counted(page: Page, address: str) -> None:
    """The article, with a number; the first count comes a moment after the server."""
    page.goto(address)
    expect(page.locator(".ws-goal")).to_contain_text(SUPPORTERS, timeout=30_000)


def test_a_citation_leads_to_its_source_and_back(page, demo):
    open_counted(page, demo + ARTICLE)
    citation = page.locator("article a[role=doc-biblioref]").nth(2)
    identity, target = citation.get_attribute("id"), citation.get_attribute("href")
    citation.click()
    source = page.locator(f"li#{(target or '').partition('#')[2]}")
    expect(source).to_be_in_viewport()
    back = source.locator(f'a[role=doc-backlink][href$="#{identity}"]')
    assert "Back to citation" in (back.get_attribute("aria-label") or "")
    back.click()
    expect(page.locator(f"#{identity}")).to_be_in_viewport()
    assert page.url.endswith(f"#{identity}")


def test_each_back_link_has_a_name_of_its_own(page, demo):
    open_counted(page, demo + ARTICLE)
    names = [link.get_attribute("aria-label") for link in page.locator("a[role=doc-backlink]").all()]
    assert len(names) > 20
    assert len(set(names)) == len(names)


def test_a_question_leads_to_the_page_that_answers_it(page, demo):
    open_counted(page, demo + ARTICLE)
    block = page.get_by_role("complementary", name="Want to dive deeper?")
    expect(block.get_by_text("Not answered yet")).to_have_count(1)
    block.get_by_role("link").first.click()
    expect(page.locator("article h1")).to_contain_text("Franklin")


def test_the_page_needs_no_script_no_third_party_and_no_cookie(chromium: Browser, demo):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    hosts = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    open_counted(page, demo + ARTICLE)
    for _ in range(60):
        if counted(page) >= 0:
            break
        page.wait_for_timeout(500)
        page.reload()
    assert counted(page) >= 412
    expect(page.locator(".ws-goal progress")).to_be_visible()
    expect(page.get_by_role("button", name="Not now")).to_be_hidden()
    assert hosts == {"127.0.0.1"}
    assert context.cookies() == []
    context.close()


def test_the_banner_says_that_the_money_is_pretended(page, demo):
    open_counted(page, demo)
    expect(page.locator(".ws-goal")).to_contain_text("Sandbox money")


def test_not_now_lasts_over_a_reload_and_instant_navigation(page, demo):
    open_counted(page, demo + ARTICLE)
    page.get_by_role("button", name="Not now").click()
    expect(page.locator(".ws-goal")).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.reload()
    expect(page.locator(".ws-goal")).to_be_hidden()
    page.evaluate("window.stillHere = true")
    page.get_by_role("complementary", name="Want to dive deeper?").get_by_role("link").first.click()
    expect(page.locator("article h1")).to_contain_text("Franklin")
    assert page.evaluate("window.stillHere") is True
    expect(page.locator(".ws-goal")).to_be_hidden()


def test_blocked_storage_does_no_harm(page, demo):
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } });")
    open_counted(page, demo + "goal/")
    page.get_by_role("button", name="Not now").click()
    expect(page.locator(".ws-goal")).to_be_hidden()


def test_a_gift_in_the_sandbox_moves_the_bar_of_the_open_page(context, page, demo):
    open_counted(page, demo + ARTICLE)
    before = counted(page)
    with context.expect_page() as opened:
        page.locator(".ws-goal a.ws-goal-give").click(modifiers=["ControlOrMeta"])
    giving = opened.value
    expect(giving.locator("body")).to_contain_text("No money moves")
    giving.get_by_label(re.compile("mail", re.IGNORECASE)).fill("reader@example.org")
    giving.get_by_role("button", name=re.compile("Pay", re.IGNORECASE)).first.click()
    expect(giving.locator("body")).to_contain_text(re.compile("thank", re.IGNORECASE))
    expect(giving.locator(f'a[href$="{ARTICLE}"]')).to_have_count(1)
    expect(page.locator(".ws-goal")).to_contain_text(f"{before + 1} of 1,000 supporters", timeout=60_000)
    bar = page.locator(".ws-goal progress")
    assert bar.get_attribute("value") == str(before + 1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_nothing_shifts_and_nothing_overflows(chromium: Browser, demo, width, scheme):
    from .conftest import SHIFT  # noqa: PLC0415 - the fixture's own

    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    context.add_init_script(SHIFT)
    page = context.new_page()
    open_counted(page, demo + ARTICLE)
    page.wait_for_timeout(1200)
    assert page.evaluate("window.shift") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def _violations(page: Page) -> Counter:
    found = Axe().run(page).response["violations"]
    return Counter({violation["id"]: len(violation["nodes"]) for violation in found})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_that_the_plain_page_lacks(chromium: Browser, demo, plain: Path, scheme):
    handler = functools.partial(_Quiet, directory=str(plain))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = chromium.new_page(color_scheme=scheme)
    page.goto(f"http://127.0.0.1:{server.server_port}/{ARTICLE}")
    bare = _violations(page)
    open_counted(page, demo + ARTICLE)
    ours = _violations(page)
    page.close()
    server.shutdown()
    server.server_close()
    assert ours - bare == Counter()  # by rule, with the number of places


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""
