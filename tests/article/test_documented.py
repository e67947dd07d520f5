"""What an author can write, and what a template gets, stands in docs/article.md."""

from pathlib import Path

import jinja2
import pytest
from jinja2 import meta

from mkdocs_wellspring import article
from mkdocs_wellspring.article.extension import ArticleExtension
from mkdocs_wellspring.article.keys import KEYS

DOCS = (Path(__file__).parents[2] / "docs/article.md").read_text("utf-8")
TEMPLATES = sorted((Path(article.__file__ or "").parent / "templates/wellspring").glob("*.html"))


def section(title: str) -> str:
    return DOCS.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_key_stands_where_its_place_is_described(key):
    assert f"\n| `{key}` |" in section("Under the title") + section("At the end")


@pytest.mark.parametrize("name", ArticleExtension().getConfigs())
def test_every_option_of_the_extension_is_documented(name):
    assert f"`{name}`" in section("Without the plugin")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_variable_of_a_template_is_documented(path):
    env = jinja2.Environment(extensions=["jinja2.ext.i18n"])
    env.filters.update(day=str, number=str)
    row = section("Templates").partition(f"`wellspring/{path.name}`")[2].partition("\n")[0]
    used = meta.find_undeclared_variables(env.parse(path.read_text("utf-8"))) - {"_", "gettext"}
    assert {name for name in used if f"`{name}`" not in row} == set()
    assert used
