"""Golden cases: Markdown in, HTML and findings out, one case a file."""

from pathlib import Path

import markdown
import pytest
import yaml

from mkdocs_wellspring.citations.extension import CitationsExtension
from mkdocs_wellspring.pagecontext import PageContext, own

CASES = sorted((Path(__file__).parent / "cases").glob("*.yml"))


def convert(text, meta=None, extensions=()):
    findings = []
    context = PageContext(meta=own(meta or {}), path="docs/page.md", text=text, report=findings.append)
    body = text.split("---\n", 2)[2] if text.startswith("---\n") else text
    html = markdown.markdown(body, extensions=[*extensions, CitationsExtension(host=lambda: context)])
    return html, [str(finding) for finding in findings]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_renders_as_written(path):
    case = yaml.safe_load(path.read_text("utf-8"))
    meta = {"sources": case.get("sources", ["https://one.example", "https://two.example", "https://three.example"])}
    html, findings = convert(case["markdown"], meta, case.get("extensions", ()))
    body, _, sources = html.partition('<section class="ws-sources"')
    assert body.strip() == case["html"].strip()
    assert findings == case.get("findings", [])
    for piece in case.get("list", []):
        assert piece in sources


def test_there_are_cases():
    assert len(CASES) > 10
