"""Small sites, built for real."""

import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

GOAL = {
    "campaign": "spring-2026",
    "title": "Keep us independent",
    "text": "Even $5 helps.",
    "target": 1000,
    "donate": "https://donate.example/x",
}


class Site:
    """A site in a folder of its own."""

    def __init__(self, root: Path, caplog: pytest.LogCaptureFixture) -> None:
        self.root, self._caplog = root, caplog

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())

    def build(self, options: dict | None = None, theme: object = "mkdocs", **config: object) -> list[str]:
        """Builds strictly and returns the lines of the log."""
        settings = {
            "site_name": "Site",
            "theme": theme,
            "plugins": ["search", {"wellspring": options or {}}],
            "strict": True,
            **config,
        }
        self.write("mkdocs.yml", yaml.safe_dump(settings))
        self._caplog.clear()
        with self._caplog.at_level(logging.INFO, "mkdocs"):
            loaded = load_config(str(self.root / "mkdocs.yml"))
            loaded.plugins.on_startup(command="build", dirty=False)
            try:
                build(loaded)
            finally:
                loaded.plugins.on_shutdown()
        return self.lines()

    def lines(self) -> list[str]:
        return [record.getMessage() for record in self._caplog.records]

    def warnings(self) -> list[str]:
        return [record.getMessage() for record in self._caplog.records if record.levelno >= logging.WARNING]

    def fails(self, **settings: object) -> list[str]:
        """Builds, expects a strict failure, and returns the warnings."""
        with pytest.raises(Abort):
            self.build(**settings)  # type: ignore[arg-type]
        return self.warnings()

    def html(self, path: str = "index.html") -> str:
        return (self.root / "site" / path).read_text("utf-8")

    def index(self) -> str:
        return (self.root / "site/search/search_index.json").read_text("utf-8")


@pytest.fixture
def site(tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    for name in ("WELLSPRING_STRIPE_KEY", "WELLSPRING_STRIPE_API", "WELLSPRING_DONATE", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return Site(tmp_path, caplog)


@pytest.fixture
def count_of() -> Callable[[str, str], int]:
    return lambda html, pattern: len(re.findall(pattern, html))
