"""What a build imports: a page is not to wait for what it does not use."""

import subprocess
import sys

import pytest

BUILD = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
build(load_config(sys.argv[1]))
print(*(name.removeprefix("mkdocs_wellspring.") for name in sys.modules if name.startswith("mkdocs_wellspring.")))
"""
HEAVY = {
    "article.model",
    "citations.bibliography",
    "citations.model",
    "citations.render",
    "citations.styles.numbers",
    "citations.syntax",
    "goal.model",
    "questions.index",
    "questions.resolve",
    "questions.suggestions",
    "questions.written",
}


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("# One page\n", set()),
        ("# One page\n\nSee [this](https://example.org/), [1] and somebody@example.org.\n", set()),
        ("---\nsummary: So it is.\n---\n# One page\n", {"article.model"}),
        (
            "---\nsources: [https://example.org/]\n---\n# One page\n\nSo it is [1].\n",
            {name for name in HEAVY if name.startswith("citations.")},
        ),
        (
            "---\nquestions: [Who counts?]\n---\n# One page\n",
            {"questions.index", "questions.resolve", "questions.suggestions"},
        ),
    ],
    ids=["plain", "looks like a citation", "furniture", "citation", "question"],
)
def test_a_page_imports_what_handles_it_and_no_more(text, needed, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(text, "utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: One\nplugins: [search, wellspring]\n", "utf-8")
    command = [sys.executable, "-c", BUILD, str(tmp_path / "mkdocs.yml")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert HEAVY & set(done.stdout.split()) == needed
