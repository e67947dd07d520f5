"""What a user can meet is documented: every finding, option, command and environment variable."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs.config.base import Config
from mkdocs.config.config_options import SubConfig

from mkdocs_wellspring.article.extension import ArticleExtension
from mkdocs_wellspring.citations.extension import CitationsExtension
from mkdocs_wellspring.citations.fields import FIELDS
from mkdocs_wellspring.cli import main
from mkdocs_wellspring.findings import CODES
from mkdocs_wellspring.hosts.mkdocs.options import (
    ArticleOptions,
    AskOptions,
    CitationsOptions,
    GoalOptions,
    QuestionsOptions,
)
from mkdocs_wellspring.hosts.mkdocs.pages import KEYS
from mkdocs_wellspring.questions.extension import QuestionsExtension

ROOT = Path(__file__).parent.parent
DOCS = {path.stem: path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md")}
PACKAGE = Path(sys.modules["mkdocs_wellspring"].__file__ or "").parent
VARIABLES = sorted(
    {name for path in PACKAGE.rglob("*.py") for name in re.findall(r"WELLSPRING_[A-Z_]+[A-Z]", path.read_text("utf-8"))}
)


def test_every_finding_has_a_heading_and_every_such_heading_is_one():
    codes = {
        page: re.findall(r"^##+ ([a-z]+(?:-[a-z]+)+)$", DOCS[page], re.MULTILINE) for page in ("citations", "findings")
    }
    assert codes["citations"] == [code for code in CODES if code.startswith("cite-")]
    assert codes["findings"] == [code for code in CODES if not code.startswith("cite-")]


@pytest.mark.parametrize("code", CODES)
def test_every_heading_says_how_loud_its_finding_is_and_what_it_means(code):
    page = DOCS["citations" if code.startswith("cite-") else "findings"]
    text = " ".join(page.partition(f"# {code}\n")[2].partition("\n#")[0].split())
    assert text.startswith(f"*{CODES[code].level}.* {CODES[code].meaning.rstrip('.')}")


@pytest.mark.parametrize(
    ("page", "options"),
    [
        ("citations", CitationsOptions),
        ("questions", QuestionsOptions),
        ("questions", AskOptions),
        ("article", ArticleOptions),
        ("goal", GoalOptions),
    ],
)
def test_every_option_stands_on_its_page(page: str, options: type[Config]):
    for name, option in options._schema:
        if isinstance(option, SubConfig):  # whose own options stand there
            continue
        assert f"`{name}`" in DOCS[page] or f" {name}`" in DOCS[page], name


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (page, name)
        for page, extension in (
            ("citations", CitationsExtension),
            ("questions", QuestionsExtension),
            ("article", ArticleExtension),
        )
        for name in extension().getConfigs()
    ],
)
def test_every_option_of_an_extension_stands_on_its_page(page, name):
    assert f"`{name}`" in DOCS[page].partition("## Without the plugin")[2]


@pytest.mark.parametrize("key", FIELDS)
def test_every_key_of_a_source_is_documented(key):
    assert f"`{key}`" in DOCS["citations"].partition("## What a source may say")[2].partition("\n## ")[0]


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
