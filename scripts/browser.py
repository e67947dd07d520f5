"""Sees to it that a Chromium is there for the tests: one that is installed, else Playwright's, else Debian's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = "No Chromium for the browser tests: install one (Debian: apt-get install chromium) and run `make test` again."


def installed() -> str | None:
    """The path of a Chromium on this machine, Playwright's own included."""
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    return os.environ.get("CHROMIUM") or on_path or _of_playwright()


def install() -> str | None:
    """A Chromium that was not there before, or None where neither way works."""
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, capture_output=True)
    if not _of_playwright() and shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False, stdout=subprocess.DEVNULL)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, stdout=subprocess.DEVNULL)
    return installed()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where no other browser was found

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.is_file() else None


if __name__ == "__main__":
    print(installed() or install() or ADVICE)
