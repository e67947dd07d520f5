"""Golden cases: Markdown in, HTML and findings out, one case a file.

A case has `markdown`, `html` and `findings`; it may have `sources` (front matter), `library` (a YAML store), `style`,
`extensions`, and `list`: pieces that the list of sources holds.
"""

from pathlib import Path

import markdown
import pytest
import yaml

from mkdocs_wellspring.citations.citing import Citing
from mkdocs_wellspring.citations.extension import CitationsExtension
from mkdocs_wellspring.citations.stores import Read
from mkdocs_wellspring.citations.stores.yamlstore import read_yaml_store
from mkdocs_wellspring.citations.styles import make_style
from mkdocs_wellspring.pagecontext import PageContext, own

CASES = sorted((Path(__file__).parent / "cases").glob("*.yml"))
SOURCES = ["https://one.example", "https://two.example", "https://three.example"]


def convert(case):
    findings = []
    text = case["markdown"]
    meta = own({"sources": case.get("sources", [] if "library" in case else SOURCES)})
    context = PageContext(meta=meta, path="docs/page.md", text=text, report=findings.append)
    store = read_yaml_store(yaml.safe_dump(case.get("library", {}), sort_keys=False), "sources.yml")
    assert store.findings == []
    citing = Citing(Read((store,)), make_style(case.get("style", "numeric"), Path()))
    extension = CitationsExtension(host=lambda: context, citing=citing)
    html = markdown.markdown(text, extensions=[*case.get("extensions", ()), extension])
    return html, [str(finding) for finding in findings]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_renders_as_written(path):
    case = yaml.safe_load(path.read_text("utf-8"))
    html, findings = convert(case)
    body, _, sources = html.partition('<section class="ws-sources"')
    assert body.strip() == case["html"].strip()
    # Most cases cite one of three sources; what is not cited has tests of its own.
    kept = [finding for finding in findings if "[cite-unused]" not in finding or case.get("unused")]
    assert kept == case.get("findings", [])
    for piece in case.get("list", []):
        assert piece in sources


def test_there_are_cases():
    assert len(CASES) > 35
