"""The Markdown extension `wellspring.article`: furniture under the title, its Markdown part of the page's own."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from mkdocs_wellspring.article.furniture import Furniture, read_furniture
from mkdocs_wellspring.findings import Finding
from mkdocs_wellspring.pagecontext import Host, PageContext, context_of
from mkdocs_wellspring.templating import environment

__all__ = ["ArticleExtension", "makeExtension"]

_log = logging.getLogger(__name__)
_BOX, _PIECE = "wellspring-article", "wellspring-piece"
_PIECES = re.compile(rf'<{_PIECE} name="(\w+)">(.*?)</{_PIECE}>', re.DOTALL)
_BOXED = re.compile(rf"<{_BOX}>(.*?)</{_BOX}>", re.DOTALL)

# Inline patterns run at 20, MkDocs resolves links at 0; between them, links of the site's text find their root.
_BEFORE_INLINE, _BEFORE_LINKS, _LAST = 40, 10, -1000


def _log_finding(finding: Finding) -> None:
    _log.log(logging.WARNING if finding.level == "warning" else logging.INFO, "%s", finding)


@dataclass(slots=True)
class _Conversion:
    context: PageContext = field(default_factory=PageContext)
    furniture: Furniture = field(default_factory=Furniture)
    finished: bool = False


class ArticleExtension(Extension):
    """Shows `checked:`, `summary:` and `disclaimer:` of the front matter under the page's title.

    `host` gives the page to its outermost conversion and None to those within it. `disclaimer` is what
    `disclaimer: true` says, its links from the documentation's root. `overrides` are folders with templates of
    the site's own. A page without furniture is left as it is.
    """

    def __init__(
        self, *, host: Host | None = None, disclaimer: str | None = None, overrides: Sequence[str | Path] = ()
    ) -> None:
        super().__init__()
        self._host, self._disclaimer = host, disclaimer
        self._overrides = tuple(Path(folder) for folder in overrides)

    def extendMarkdown(self, md: Markdown) -> None:
        """Registers the steps; what one page needs lives on that page's run and never here."""
        run = _Run(md, self._host, self._disclaimer, self._overrides)
        md.preprocessors.register(_Begin(md, run), _BOX, 999)
        md.treeprocessors.register(_Insert(md, run), f"{_BOX}-insert", _BEFORE_INLINE)
        md.treeprocessors.register(_Root(md, run), f"{_BOX}-root", _BEFORE_LINKS)
        md.treeprocessors.register(_Finish(md, run), f"{_BOX}-finish", _LAST)
        md.postprocessors.register(_Render(md, run), _BOX, _LAST + 1)


class _Run:
    def __init__(self, md: Markdown, host: Host | None, disclaimer: str | None, overrides: tuple[Path, ...]) -> None:
        self.md, self.host, self.disclaimer, self.overrides = md, host, disclaimer, overrides
        self.now = _Conversion()

    def begin(self, lines: list[str]) -> None:
        if self.host is not None:
            context = self.host() or PageContext()
        else:
            context = context_of(self.md, lines, None, _log_finding)
        self.now = _Conversion(context, read_furniture(context, self.disclaimer))

    def render(self, inner: str) -> str:
        pieces = {name: Markup(text) for name, text in _PIECES.findall(inner)}  # noqa: S704 - made by this conversion
        template = environment(self.now.context.locale, self.overrides).get_template("wellspring/article.html")
        furniture = self.now.furniture
        return template.render(
            checked=furniture.checked, summary=pieces.get("summary"), disclaimer=pieces.get("disclaimer")
        )


class _Step(Treeprocessor):
    def __init__(self, md: Markdown, run: _Run) -> None:
        super().__init__(md)
        self._run = run


class _Begin(Preprocessor):
    def __init__(self, md: Markdown, run: _Run) -> None:
        super().__init__(md)
        self._run = run

    def run(self, lines: list[str]) -> list[str]:
        self._run.begin(lines)
        return lines


class _Insert(_Step):
    def run(self, root: Element) -> None:
        furniture = self._run.now.furniture
        if not furniture:
            return
        box = Element(_BOX)
        for name in ("summary", "disclaimer"):
            if text := getattr(furniture, name):
                piece = SubElement(box, _PIECE, {"name": name})
                for paragraph in re.split(r"\n[ \t]*\n", text):
                    SubElement(piece, "p").text = paragraph.strip()
        first = next((place for place, child in enumerate(root) if child.tag == "h1"), -1)
        root.insert(first + 1, box)


class _Root(_Step):
    def run(self, root: Element) -> None:
        now = self._run.now
        if not (now.furniture.site_disclaimer and now.context.to_root):
            return
        for link in root.iterfind(f"{_BOX}/{_PIECE}[@name='disclaimer']//a[@href]"):
            href = link.get("href", "")
            if not (urlsplit(href).scheme or href.startswith(("/", "#"))):
                link.set("href", now.context.to_root + href)


class _Finish(_Step):
    def run(self, root: Element) -> None:  # noqa: ARG002
        self._run.now.finished = True


class _Render(Postprocessor):
    def __init__(self, md: Markdown, run: _Run) -> None:
        super().__init__(md)
        self._run = run

    def run(self, text: str) -> str:
        now = self._run.now
        if not (now.finished and now.furniture):
            return text
        now.finished = False
        return _BOXED.sub(lambda match: self._run.render(match[1]), text, count=1)


def makeExtension(**options: Any) -> ArticleExtension:
    """The extension, for hosts that load it by its module's name."""
    return ArticleExtension(**options)
