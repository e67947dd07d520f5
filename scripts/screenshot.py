"""Takes the README's picture of the demonstration article: docs/assets/article.png, 1280 by 900 pixels.

Run from the virtual environment of `make test`: .venv/bin/python scripts/screenshot.py
"""

import re
import signal
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from browser import ADVICE, installed

ROOT = Path(__file__).parent.parent
ARTICLE = "checks/does-daylight-saving-time-save-energy/"


def main() -> int:
    """Nonzero where there is no browser, or no site."""
    chromium = installed()
    demo = subprocess.Popen(
        [sys.executable, str(ROOT / "scripts/demo.py")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        match = re.match(r"Open (http://\S+)", demo.stdout.readline() if demo.stdout else "")
        if not chromium or not match:
            print(ADVICE if not chromium else "The demonstration did not start: run `make demo` to see why.")
            return 1
        take(chromium, match[1] + ARTICLE)
    finally:
        demo.send_signal(signal.SIGINT)
        demo.communicate(timeout=10)
    return 0


def take(chromium: str, address: str) -> None:
    """The picture is in its place."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address)
        expect(page.locator(".ws-goal")).to_contain_text("supporters", timeout=60_000)
        page.wait_for_timeout(500)
        page.screenshot(path=ROOT / "docs/assets/article.png")
        browser.close()


if __name__ == "__main__":
    raise SystemExit(main())
