"""Golden cases: a whole file in, HTML and findings out, one case a file."""

from pathlib import Path

import markdown
import pytest
import yaml

from mkdocs_wellspring import frontmatter
from mkdocs_wellspring.article import ArticleExtension
from mkdocs_wellspring.citations.extension import CitationsExtension
from mkdocs_wellspring.pagecontext import PageContext, own

CASES = sorted((Path(__file__).parent / "cases").glob("*.yml"))


def convert(case):
    """The page's HTML and findings, converted as a host does: front matter taken away, and known to the host."""
    findings, text = [], case["page"]
    read = frontmatter.read(text)
    context = PageContext(
        meta=own(read.meta),
        path="page.md",
        text=text,
        to_root=case.get("to_root", ""),
        locale=case.get("locale", "en"),
        report=findings.append,
    )
    body = "\n".join(text.split("\n")[read.body_line - 1 :])
    ours = {"wellspring.citations": CitationsExtension(host=lambda: context)}
    others = [ours.get(name, name) for name in case.get("extensions", [])]
    article = ArticleExtension(host=lambda: context, **case.get("options", {}))
    return markdown.markdown(body, extensions=[article, *others]), [str(finding) for finding in findings]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_renders_and_reports_as_written(path):
    case = yaml.safe_load(path.read_text("utf-8"))
    html, findings = convert(case)
    assert html.strip() == case["html"].strip()
    assert findings == case.get("findings", [])


def test_there_are_cases():
    assert len(CASES) > 12
