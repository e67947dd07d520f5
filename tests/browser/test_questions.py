"""The block of follow-up questions of the demonstration, as a reader meets it."""

import pytest
from playwright.sync_api import Browser, Page, expect

PAGE = "questions/"

pytestmark = pytest.mark.browser


def block(page: Page):
    return page.get_by_role("complementary", name="Want to dive deeper?")


def test_every_state_is_said_in_words(page, demo):
    page.goto(demo + PAGE)
    said = block(page).locator(".ws-question-state").all_inner_texts()
    assert said == [
        "Answered on www.mkdocs.org",
        "Answered, but the answer was due for review on November 1, 2026",
        "In German",
        *["Not answered yet"] * 4,
    ]
    assert block(page).get_by_role("listitem").count() == 11


def test_a_link_to_another_language_says_so_to_machines_too(page, demo):
    page.goto(demo + PAGE)
    link = block(page).get_by_role("link", name="Wer hat die Sommerzeit erfunden?")
    assert link.get_attribute("hreflang") == "de"
    link.click()
    expect(page.get_by_role("complementary", name="Möchten Sie tiefer einsteigen?")).to_be_visible()


def test_searching_for_an_open_question_opens_the_sites_own_search_with_it(page, demo):
    page.goto(demo + PAGE)
    question = "Which question has no answer here?"
    block(page).get_by_role("link", name=f"Search this site: {question}", exact=True).click()
    expect(page.get_by_role("textbox", name="Search")).to_have_value(question)
    assert page.url.endswith("?q=Which%20question%20has%20no%20answer%20here%3F")


def test_without_script_all_of_it_is_there(chromium: Browser, demo):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(demo + PAGE)
    expect(block(page).get_by_role("link", name="Which findings are there?")).to_be_visible()
    context.close()


def test_on_paper_it_is_a_list_with_addresses_and_without_ways_to_ask(page, demo):
    page.goto(demo + PAGE)
    page.emulate_media(media="print")
    expect(block(page).get_by_role("listitem").first).to_be_visible()
    expect(block(page).get_by_text("Search this site").first).to_be_hidden()
    content = page.evaluate("getComputedStyle(document.querySelector('.ws-question-external > a'), '::after').content")
    assert "https://www.mkdocs.org/user-guide/" in content


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_overflows(chromium: Browser, demo, width):
    page = chromium.new_page(viewport={"width": width, "height": 800})
    for path in (PAGE, "open-questions/", "corrections/", "states/all-furniture/"):
        page.goto(demo + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.close()
