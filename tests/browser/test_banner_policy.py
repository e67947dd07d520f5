"""The banner on built sites under a strict Content-Security-Policy that admits the head's script by its hash."""

import base64
import functools
import hashlib
import http.server
import threading
from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from mkdocs_wellspring.goal.banner import head_script
from states import build

pytestmark = pytest.mark.browser

THEMES = ("mkdocs", "material")
HASH = base64.b64encode(hashlib.sha256(head_script().encode()).digest()).decode()
POLICY = f"default-src 'self'; script-src 'self' 'sha256-{HASH}'"
REFUSALS = """
window.refusals = [];
document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample, sourceFile }) =>
  window.refusals.push([effectiveDirective, blockedURI, (sourceFile || "").includes("wellspring")].join(" ")));
"""


class _Handler(http.server.SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of sites that come with the policy."""
    root = tmp_path_factory.mktemp("strict")
    for name in THEMES:
        theme = {"name": name, **({"font": False} if name == "material" else {})}
        build(root / name, theme)
        build(root / f"plain-{name}", theme, plain=True)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=root)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def refused(page: Page) -> Counter[str]:
    page.wait_for_timeout(200)
    return Counter(page.evaluate("window.refusals"))


@pytest.mark.parametrize("theme", THEMES)
def test_a_strict_policy_refuses_nothing_of_the_banner(page, strict, theme):
    page.add_init_script(REFUSALS)
    page.goto(f"{strict}plain-{theme}/site/")
    bare = refused(page)
    page.goto(f"{strict}{theme}/site/")
    assert refused(page) - bare == Counter()
    page.get_by_role("button", name="Not now").click()
    page.get_by_role("button", name="Show the appeal again").click()
    expect(page.locator(".ws-goal")).to_be_focused()
    page.get_by_role("button", name="Not now").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.wsGoal") == "away"
    ours = refused(page)
    assert ours - bare == Counter()
    assert not [said for said in ours if said.endswith("true")]


@pytest.mark.parametrize("theme", THEMES)
def test_the_script_of_the_head_runs_before_the_banner_is_parsed(page, strict, theme):
    page.goto(f"{strict}{theme}/site/")
    page.get_by_role("button", name="Not this campaign").click()
    page.route("**/*.js", lambda route: route.abort())
    page.reload()
    expect(page.locator(".ws-goal")).to_be_hidden()


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_of_the_banner_has_an_inline_style(page, strict, theme):
    page.goto(f"{strict}{theme}/site/")
    assert page.locator(".ws-goal[style], .ws-goal [style], .ws-goal-back [style]").count() == 0
    assert page.locator(".ws-goal style, .ws-goal script").count() == 0
