"""The catalogues that are shipped are whole, and every sentence that we put on a page is in them."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from jinja2 import Environment, nodes

from catalogues import PACKAGE, TEMPLATE, as_text, extracted, is_translated, merged, read, translations
from mkdocs_wellspring.messages.catalogue import check, compiled, forms
from mkdocs_wellspring.messages.files import SHIPPED

ADVICE = "run `python scripts/catalogues.py`, and translate what is new"
LANGUAGES = {path.stem: path for path in translations()}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "sandbox" not in path.parts)
TEMPLATES = sorted(path for path in PACKAGE.rglob("templates/**/*.html") if "sandbox" not in path.parts)
SCRIPTS = sorted(
    path for kind in ("js", "css") for path in PACKAGE.rglob(f"assets/*.{kind}") if "sandbox" not in path.parts
)
SPOKEN = {"alt", "aria-description", "aria-label", "data-done", "data-entry", "placeholder", "title"}
WORD = re.compile(r"[^\W\d_]{2,}")


def _sentences(text: str) -> list[str]:
    _header, *sentences = text.strip().split("\n\n")
    return sentences


@pytest.fixture(scope="module")
def template() -> Catalog:
    return extracted()


def test_the_template_holds_every_sentence_of_the_source(template):
    text = (PACKAGE / TEMPLATE).read_text("utf-8")
    assert _sentences(text) == _sentences(as_text(template)), ADVICE


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shipped_catalogue_has_a_place_for_each_sentence_and_no_other(language, template):
    path = LANGUAGES[language]
    assert _sentences(path.read_text("utf-8")) == _sentences(as_text(merged(path, template))), ADVICE


def test_german_french_and_spanish_are_shipped_with_the_template_for_more():
    assert {"de.po", "fr.po", "es.po", "wellspring.pot"} <= {path.name for path in SHIPPED.glob("*.po*")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shipped_catalogue_is_whole(language):
    catalogue = read(LANGUAGES[language])
    assert compiled(LANGUAGES[language], catalogue.locale).gettext("Sources")
    assert [message.id for message in catalogue if message.id and not is_translated(message)] == [], ADVICE
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    assert [check(message) for message in catalogue if message.id and check(message)] == []


def test_french_stands_off_its_high_marks_and_spanish_opens_them():
    french = [form for message in read(LANGUAGES["fr"]) if message.id for form in forms(message.string)]
    spanish = [form for message in read(LANGUAGES["es"]) if message.id for form in forms(message.string)]
    assert [form for form in french if re.search(r"(?<![\u00a0\u202f])[:;!?»]|'", form)] == []
    assert [form for form in spanish if form.count("?") != form.count("¿") or form.count("!") != form.count("¡")] == []


def test_no_sentence_hides_in_an_f_string_where_babel_does_not_find_it():
    """Before Python 3.12 an f-string is one token: https://peps.python.org/pep-0701/."""
    assert [f"{path.name}:{call.lineno}" for path in MODULES for call in _calls(path, within=ast.JoinedStr)] == []


def test_each_sentence_in_python_is_in_the_template(template):
    known = {form for message in template if message.id for form in forms(message.id)}
    found = {
        argument.value
        for path in MODULES
        for call in _calls(path)
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    assert len(found) > 20
    assert found <= known


def _calls(path: Path, within: type[ast.AST] = ast.Module) -> Iterator[ast.Call]:
    for outer in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(outer, within):
            for node in ast.walk(outer):
                name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
                if name in {"gettext", "ngettext", "gettext_noop"}:
                    yield node


class _Read(HTMLParser):
    """What a reader sees or hears of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.said += WORD.findall(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += [word for name, value in attrs if name in SPOKEN for word in WORD.findall(value or "")]


def _words(source: str) -> list[str]:
    """The words that a template says by itself, whatever it is given: those outside of `_()`."""
    tree = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True).parse(source)
    html, said = [], []
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            html.append(node.data if isinstance(node, nodes.TemplateData) else "0")
            said += [word for text in _constants(node) for word in WORD.findall(text)]
    return _Read("".join(html)).said + said


def _constants(node: nodes.Node) -> Iterator[str]:
    """The texts that an expression may come to; what a call or a test is given is not shown."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, nodes.Filter):
        children = [node.node]
    elif isinstance(node, nodes.CondExpr):
        children = [node.expr1, node.expr2]
    else:
        children = [] if isinstance(node, nodes.Call | nodes.Compare | nodes.Test) else node.iter_child_nodes()
    for child in children:
        if child is not None:
            yield from _constants(child)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_says_nothing_in_english_by_itself(path):
    assert _words(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello</p>",
        '<a href="#" title="More">1</a>',
        '{{ "Hide" if state else _("Not now") }}',
        "{% if state %}<b>{{ 1 }} of</b>{% endif %}",
        '{{ "Hide"|upper }}',
        '<p aria-label="{{ 1 }} sources">',
        '{{ "Page " ~ number }}',
    ],
)
def test_and_one_that_did_would_be_seen(source):
    assert len(_words(source)) == 1


def test_a_template_that_asks_the_catalogue_says_nothing_by_itself():
    assert (
        _words(
            '<p class="some words" title="{{ _("More") }}">{{ day.isoformat(sep="TT") }} {{ _("Of %(n)s", n=1) }}</p>'
        )
        == []
    )


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_or_style_sheet_holds_no_sentence(path):
    text = re.sub(r"^\s*//.*$|/\*.*?\*/", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    strings = re.findall(r'"(?:[^"\\\n]|\\.)*"|`[^`]*`', re.sub(r"/\\D\+/|//.*$", "", text, flags=re.MULTILINE))
    assert [string for string in strings if re.search(r"[a-z]{2,},? [a-z]{2,}\b(?!\])", string, re.IGNORECASE)] == []
    assert (
        re.findall(r'(?:textContent|innerText|innerHTML|ariaLabel|title|content)\s*[=:]\s*["`][^"`]*[a-z]{2}', text)
        == []
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_python_writes_no_english_into_html(path):
    tree = ast.parse(path.read_text("utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs]
    html = [text for text in texts if isinstance(text, str) and re.search(r"</?[a-z]+[ >]", text) and "(?" not in text]
    assert [
        text for text in html if re.search(r"<[a-z][^<>(]*>\s*[A-Za-z]{2,}|(?:aria-label|title)=\"[A-Za-z]", text)
    ] == []
