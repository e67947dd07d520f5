"""What a user can meet is documented: every finding, option, command and environment variable."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs.config.base import Config

from mkdocs_wellspring.cli import main
from mkdocs_wellspring.findings import CODES
from mkdocs_wellspring.hosts.mkdocs.options import ArticleOptions, GoalOptions, QuestionsOptions
from mkdocs_wellspring.hosts.mkdocs.pages import KEYS

ROOT = Path(__file__).parent.parent
DOCS = {path.stem: path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md")}
PACKAGE = Path(sys.modules["mkdocs_wellspring"].__file__ or "").parent
VARIABLES = sorted(
    {name for path in PACKAGE.rglob("*.py") for name in re.findall(r"WELLSPRING_[A-Z_]+[A-Z]", path.read_text("utf-8"))}
)


@pytest.mark.parametrize("code", CODES)
def test_every_finding_has_a_heading(code):
    assert f"\n## {code}\n" in DOCS["findings"]


def test_every_heading_is_a_finding():
    assert re.findall(r"^## (\S+)$", DOCS["findings"], re.MULTILINE) == list(CODES)


@pytest.mark.parametrize(
    ("page", "options"), [("questions", QuestionsOptions), ("article", ArticleOptions), ("goal", GoalOptions)]
)
def test_every_option_stands_on_its_page(page: str, options: type[Config]):
    for name, _option in options._schema:
        assert f"`{name}`" in DOCS[page] or f" {name}`" in DOCS[page], name


@pytest.mark.parametrize("name", VARIABLES)
def test_every_environment_variable_is_documented(name):
    assert f"`{name}`" in DOCS["goal"]


@pytest.mark.parametrize("name", main.commands)
def test_every_command_is_documented(name):
    assert any(f"wellspring {name}" in text for text in DOCS.values())


@pytest.mark.parametrize("key", KEYS)
def test_every_front_matter_key_is_documented(key):
    assert any(f"`{key}`" in text or f"{key}:" in text for text in DOCS.values())


def test_the_documentation_builds_strictly(tmp_path):
    env = {name: value for name, value in os.environ.items() if not name.startswith("WELLSPRING_")}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    article = (tmp_path / "site/checks/does-daylight-saving-time-save-energy/index.html").read_text("utf-8")
    assert article.count('role="doc-biblioref"') > 20
    assert article.count("Not answered yet") == 1


def test_the_readme_stays_short():
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) < 150
