"""Golden cases: a page's front matter and a site in, HTML and findings out, one case a file."""

from pathlib import Path

import pytest
import yaml

from mkdocs_wellspring import frontmatter
from mkdocs_wellspring.pagecontext import PageContext, own
from mkdocs_wellspring.questions.ask import Ask
from mkdocs_wellspring.questions.index import Index, Page
from mkdocs_wellspring.questions.model import read_questions
from mkdocs_wellspring.questions.options import QuestionsOptions
from mkdocs_wellspring.questions.render import render_questions
from mkdocs_wellspring.questions.resolve import resolve

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.yml"))
SITE = yaml.safe_load((HERE / "site.yml").read_text("utf-8"))


def page(anchors=None, headings=(), **entry):
    known = None if anchors is None else frozenset(anchors)
    return Page(**entry, anchors=known, headings=tuple(map(tuple, headings)))


def ask(case):
    """The block of questions of the page `sub/ask.md`, and the findings."""
    findings = []
    index = Index((page(**entry) for entry in case.get("site", SITE)), case.get("files"))
    meta = own(frontmatter.read(case["page"]).meta)
    context = PageContext(meta=meta, path="sub/ask.md", text=case["page"], report=findings.append)
    asking = index.by_path["sub/ask.md"]
    resolved = [resolve(question, asking, index, findings.append) for question in read_questions(context)]
    options = QuestionsOptions(case["heading"]) if "heading" in case else QuestionsOptions()
    if "ask" in case:
        options = QuestionsOptions(ask=Ask(**case["ask"]))
    locale = case.get("locale", "en")
    html = render_questions([one for one in resolved if one], options, asking=asking, locale=locale)
    return html, [str(finding) for finding in findings]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_renders_and_reports_as_written(path):
    case = yaml.safe_load(path.read_text("utf-8"))
    html, findings = ask(case)
    assert html.strip() == case["html"].strip()
    assert findings == case.get("findings", [])


def test_there_are_cases():
    assert len(CASES) > 15
