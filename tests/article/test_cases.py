"""Golden cases: a whole file in, HTML and findings out, one case a file; what machines read of it in some."""

from datetime import date
from pathlib import Path

import markdown
import pytest
import yaml

from mkdocs_wellspring import frontmatter
from mkdocs_wellspring.article.extension import ArticleExtension
from mkdocs_wellspring.article.machines import claim_review, properties
from mkdocs_wellspring.article.model import Party
from mkdocs_wellspring.citations.extension import CitationsExtension
from mkdocs_wellspring.pagecontext import PageContext, own

CASES = sorted((Path(__file__).parent / "cases").glob("*.yml"))


SITE = Party("Example Checks", "https://site.example/", "Organization")
TODAY = date(2026, 11, 26)


def convert(case):
    """What a host knows of the page: its HTML, its findings, and its furniture once it is shaped."""
    findings, shaped, text = [], [], case["page"]
    read = frontmatter.read(text)
    context = PageContext(
        meta=own(read.meta),
        path="page.md",
        text=text,
        to_root=case.get("to_root", ""),
        locale=case.get("locale", "en"),
        today=case.get("today", TODAY),
        report=findings.append,
    )
    body = "\n".join(text.split("\n")[read.body_line - 1 :])
    ours = {"wellspring.citations": CitationsExtension(host=lambda: context)}
    others = [ours.get(name, name) for name in case.get("extensions", [])]
    article = ArticleExtension(host=lambda: context, shaped=shaped.append, **case.get("options", {}))
    known = {"html": markdown.markdown(body, extensions=[article, *others])}
    assert len(shaped) == ("ws-article" in known["html"])
    if "graph" in case:
        known["graph"] = properties(shaped[0])
    if "claim_review" in case:
        url = case.get("url", "https://site.example/page/")
        known["claim_review"] = claim_review(shaped[0].article, context, url=url, publisher=SITE)
    return known | {"findings": [str(finding) for finding in findings]}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_renders_and_reports_as_written(path):
    case = yaml.safe_load(path.read_text("utf-8"))
    known = convert(case)
    assert known["html"].strip() == case["html"].strip()
    assert known["findings"] == case.get("findings", [])
    assert known.get("graph") == case.get("graph")
    assert known.get("claim_review") == case.get("claim_review")


def test_there_are_cases():
    assert len(CASES) > 40
