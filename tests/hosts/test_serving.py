"""`mkdocs serve` and stores: a change of one is on the page a moment later, and reading one is no change."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

CONFIG = "site_name: S\ntheme: mkdocs\nplugins:\n  - wellspring:\n      citations: {{sources: [{sources}]}}\n"
STORE = "poe: {{title: {title}}}\n"
PATIENCE_S = 30


@pytest.fixture
def root(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# A\n\n[@poe] and [@lee]\n", "utf-8")
    (tmp_path / "sources.yml").write_text(STORE.format(title="First"), "utf-8")
    (tmp_path / "mkdocs.yml").write_text(CONFIG.format(sources="sources.yml"), "utf-8")
    return tmp_path


@contextmanager
def served(root: Path) -> Iterator[tuple[str, Path]]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    log = root / "log.txt"
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-a", f"127.0.0.1:{port}"]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    with log.open("w") as output, subprocess.Popen(command, cwd=root, env=env, stderr=output, stdout=output) as server:
        try:
            yield f"http://127.0.0.1:{port}/", log
        finally:
            server.terminate()


def shows(address: str, text: str) -> bool:
    """The page holds the text, at last."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with suppress(OSError), urlopen(address, timeout=5) as response:
            if text in response.read().decode():
                return True
        time.sleep(0.1)
    return False


def test_a_catalogue_of_the_sites_own_that_changes_is_read_anew(root):
    catalogue = root / "overrides/wellspring/messages/en.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid "Sources"\nmsgstr "First words"\n', "utf-8")
    config = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(config.replace("theme: mkdocs", "theme: {name: mkdocs, custom_dir: overrides}"))
    with served(root) as (address, _log):
        assert shows(address, "First words")
        catalogue.write_text('msgid "Sources"\nmsgstr "Second words"\n', "utf-8")
        assert shows(address, "Second words")


def test_a_store_that_changes_is_read_anew_and_one_that_is_named_later_as_well(root):
    with served(root) as (address, log):
        assert shows(address, "First")
        (root / "sources.yml").write_text(STORE.format(title="Second"), "utf-8")
        assert shows(address, "Second")
        (root / "more.yml").write_text("lee: {title: Third}\n", "utf-8")
        (root / "mkdocs.yml").write_text(CONFIG.format(sources="sources.yml, more.yml"), "utf-8")
        assert shows(address, "Third")
        (root / "more.yml").write_text("lee: {title: Fourth}\n", "utf-8")
        assert shows(address, "Fourth")
        builds = len(re.findall("Documentation built", log.read_text("utf-8")))
        time.sleep(2)
        assert len(re.findall("Documentation built", log.read_text("utf-8"))) == builds
