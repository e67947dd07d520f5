"""Links to quoted words, followed by a real browser: it scrolls to the very words, whatever letters they have."""

import html
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect

from mkdocs_wellspring.citations.deeplink import deep_link
from mkdocs_wellspring.citations.text import clean

pytestmark = pytest.mark.browser

LONG = (
    "This quotation, which goes on for many well-known words \u2013 more than one hundred and twenty letters of them,"
    " & 50% more than that \u2013 has commas, dashes and half-truths in it, and it ends with these last words."
)
# What the page says, and what is quoted of it where that is not the same.
CASES = {
    "short": ("the very words that support it", None),
    "one-word": ("word", None),
    "comma": ("red, white, and blue", None),
    "dashes": ("a well-known half-truth \u2013 from 1990\u20131995 \u2014 and on", None),
    "ampersand": ("Research & Development, A&B", None),
    "percent": ("about 50% of 100%25 cases", None),
    "signs": ("C++ and 1+1=2; is #tag/path\\so <b>?", None),
    "chinese": ("\u8fd9\u662f\u4e00\u6bb5\u5f15\u6587", None),
    "japanese-long": (
        "\u5f15\u7528\u3055\u308c\u305f\u6587\u7ae0\u306f\u3053\u3053\u306b\u3042\u308a\u307e\u3059" * 12,
        None,
    ),
    "thai": (
        "\u0e02\u0e49\u0e2d\u0e04\u0e27\u0e32\u0e21\u0e17\u0e35\u0e48\u0e2d\u0e49\u0e32\u0e07\u0e16\u0e36\u0e07",
        None,
    ),
    "arabic": (
        "\u0627\u0644\u0643\u0644\u0645\u0627\u062a \u0627\u0644\u062a\u064a",
        None,
    ),
    "cyrillic": ("\u0441\u043b\u043e\u0432\u0430, \u043a\u043e\u0442\u043e\u0440\u044b\u0435 \u044d\u0442\u043e", None),
    "accents": ("d\u00e9j\u00e0 vu, na\u00efve caf\u00e9s", None),
    "emoji": ("words \U0001f600 and more", None),
    "quotation-marks": ("he said \u201cyes\u201d and \u2018no\u2019", None),
    "other-apostrophe": ("it\u2019s the author\u2019s own", "it's the author's own"),
    "marks-about-it": ("Is it so?", "\u201cIs it so?\u201d"),
    "lines": ("two lines of words", "two lines\n  of words"),
    "long": (LONG, None),
    "ellipsis": ("The start of it, which has a middle, and the end of it.", "The start of it \u2026 the end of it."),
    "ellipses": (
        "The start of it, a middle, and then more and the end.",
        "The start of it, [...] and then ... the end.",
    ),
    "sic": ("He writed the letter to them.", "He writed [sic] the letter"),
    "in-the-middle": ("He wrote the letter to them all.", "\u2026 wrote the letter to \u2026"),
    "other-capitals": ("one Ends Here now", "One ends here"),
}
FAR = '<div style="height:5000px">Words that are not meant.</div>'


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """The address of pages that have the words of a case far below their top."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            words = html.escape(CASES.get(self.path[1:], ("", None))[0])
            body = f'<!doctype html><meta charset="utf-8">{FAR}<p id="it">({words})</p>{FAR}'.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """One window for all: what is tested here is where each address leads."""
    context = chromium.new_context(viewport={"width": 800, "height": 600})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("case", CASES)
def test_a_deep_link_leads_to_the_words(page: Page, served: str, case: str) -> None:
    words, quoted = CASES[case]
    link = deep_link(served + case, clean(quoted or words))
    assert "#:~:text=" in link
    page.goto(link)
    expect(page.locator("#it")).to_be_in_viewport()


def test_a_link_to_words_that_are_not_there_stays_at_the_top(page: Page, served: str) -> None:
    page.goto(deep_link(f"{served}short", "some other words"))
    page.wait_for_load_state()
    expect(page.locator("#it")).not_to_be_in_viewport()
    assert page.evaluate("scrollY") == 0
