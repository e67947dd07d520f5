"""The documentation site, served with its sandbox as `make demo` does, and a real Chromium."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[2]
SHIFT = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation's sources in a folder of their own."""
    folder = tmp_path_factory.mktemp("site")
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


@pytest.fixture(scope="session")
def demo(copy: Path) -> Iterator[str]:
    """The address of the demonstration, running."""
    command = [sys.executable, str(ROOT / "scripts/demo.py")]
    process = subprocess.Popen(command, cwd=copy, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        match = re.match(r"Open (http://\S+)", line)
        assert match, line
        yield match[1]
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)
        assert process.returncode == 0


@pytest.fixture(scope="session")
def plain(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site, built without the plugin."""
    config = yaml.safe_load((copy / "mkdocs.yml").read_text("utf-8"))
    config["plugins"] = ["search"]
    config["strict"] = False
    file = copy / "plain.yml"
    file.write_text(yaml.safe_dump(config), "utf-8")
    site = tmp_path_factory.mktemp("plain")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(file), "-d", str(site)], check=True)
    return site


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(SHIFT)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
