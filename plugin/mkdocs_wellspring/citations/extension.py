"""The Markdown extension `wellspring.citations`, for any host of Python-Markdown, with or without the plugin."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from mkdocs_wellspring.citations.locate import Snippets
from mkdocs_wellspring.citations.model import Source, read_sources
from mkdocs_wellspring.citations.report import report_unknown
from mkdocs_wellspring.citations.style import MARK_TAG, list_sources, resolve
from mkdocs_wellspring.citations.syntax import CITATION, inside_link, inside_tag, parse
from mkdocs_wellspring.findings import Finding
from mkdocs_wellspring.pagecontext import Host, PageContext, context_of

__all__ = ["CitationsExtension", "makeExtension"]

_log = logging.getLogger(__name__)

# Above autorefs (168), which takes `[1][2]` for a link; below reference links (170), which go first.
_INLINE_PRIORITY = 169
# After every other treeprocessor: from then on the postprocessors run for the page, not for a heading of it.
_LAST = -1000


def _log_finding(finding: Finding) -> None:
    """A finding in the log of whoever uses the extension without a host."""
    _log.log(logging.WARNING if finding.level == "warning" else logging.INFO, "%s", finding)


@dataclass(slots=True)
class _Conversion:
    """One run of `Markdown.convert`."""

    context: PageContext = field(default_factory=PageContext)
    sources: tuple[Source, ...] = ()
    finished: bool = False


class CitationsExtension(Extension):
    """Binds `[1]`, `[1, 3]` and `[1, 3-5]` to the page's sources, by place, and lists them at the end.

    Options:
        sources: the sources, where no front matter gives them; a list as under `sources:`. Default: empty.
        locale: the language of our words, where no host knows the page's. Default: `en`.
        overrides: folders with templates of the site's own. Default: none.
    """

    def __init__(self, *, host: Host | None = None, **options: Any) -> None:
        self.config = {
            "sources": [[], "Sources for text without front matter"],
            "locale": ["en", "Language of the words that are added"],
            "overrides": [[], "Folders that hold wellspring/sources.html of the site's own"],
        }
        self._host = host
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Registers the steps; what one page needs lives on that page's run and never here."""
        run = _Run(md, self._host, self.getConfigs())
        md.preprocessors.register(_Begin(md, run), "wellspring-citations", 1000)
        md.inlinePatterns.register(_Mark(md, run), "wellspring-citations", _INLINE_PRIORITY)
        md.treeprocessors.register(_Finish(md, run), "wellspring-citations", _LAST)
        md.postprocessors.register(_Resolve(md, run), "wellspring-citations", _LAST)


class _Run:
    """The current conversion of one `Markdown` object: begun by the preprocessor, ended by the postprocessor."""

    def __init__(self, md: Markdown, host: Host | None, options: dict[str, Any]) -> None:
        self.md, self.host, self.options = md, host, options
        self.now = _Conversion()

    def begin(self, lines: list[str]) -> None:
        context = context_of(self.md, lines, self.host, _log_finding)
        if self.host is None:
            context = replace(context, locale=self.options["locale"])
        if "sources" not in context.meta and self.options["sources"]:
            context = replace(context, meta={**context.meta, "sources": self.options["sources"]})
        # A host has the findings of the front matter itself, once a page and not once a nested conversion.
        quiet = replace(context, report=lambda _finding: None) if context.hosted else context
        self.now = _Conversion(context, read_sources(quiet))

    def resolve(self, text: str) -> str:
        context, sources = self.now.context, self.now.sources
        if not sources:
            return text
        overrides = [Path(folder) for folder in self.options["overrides"]]
        listed = list_sources(sources, context.locale, overrides)
        resolved = resolve(f"{text}\n{listed}", sources, context.locale, overrides)
        report_unknown(resolved.unknown, len(sources), context, snippets_of(self.md))
        return resolved.html


def snippets_of(md: Markdown) -> Snippets:
    """Where this converter's `pymdownx.snippets` looks for files; nowhere if it has none."""
    processor: Any = md.preprocessors["snippet"] if "snippet" in md.preprocessors else None  # noqa: SIM401 - a Registry has no get
    folders = getattr(processor, "base_path", ())
    return Snippets(tuple(Path(str(folder)) for folder in folders) if isinstance(folders, Sequence) else ())


class _Begin(Preprocessor):
    def __init__(self, md: Markdown, run: _Run) -> None:
        super().__init__(md)
        self._run = run

    def run(self, lines: list[str]) -> list[str]:
        self._run.begin(lines)
        return lines


class _Mark(InlineProcessor):
    def __init__(self, md: Markdown, run: _Run) -> None:
        super().__init__(CITATION.pattern, md)
        self._run = run

    def handleMatch(self, m: Any, data: str) -> tuple[Element | None, int | None, int | None]:  # type: ignore[override]
        raw = m[0]
        if not self._run.now.sources or self._is_text(m, data):
            return None, None, None
        return Element(MARK_TAG, {"raw": raw}), m.start(), m.end()

    def _is_text(self, m: Any, data: str) -> bool:
        inner = m["inner"].strip()
        is_index = inner == "0" and m.start() > 0 and (data[m.start() - 1].isalnum() or data[m.start() - 1] in "_)]")
        defined = inner in getattr(self.md, "references", {})
        return (
            is_index
            or defined
            or not parse(m[0])
            or inside_tag(data, m.start(), m.end())
            or inside_link(data, m.start(), m.end())
        )


class _Finish(Treeprocessor):
    def __init__(self, md: Markdown, run: _Run) -> None:
        super().__init__(md)
        self._run = run

    def run(self, root: Element) -> None:  # noqa: ARG002 - Python-Markdown names it
        self._run.now.finished = True


class _Resolve(Postprocessor):
    def __init__(self, md: Markdown, run: _Run) -> None:
        super().__init__(md)
        self._run = run

    def run(self, text: str) -> str:
        if not self._run.now.finished or self._run.now.context.hosted:
            return text
        self._run.now.finished = False
        return self._run.resolve(text)


def makeExtension(**options: Any) -> CitationsExtension:
    """The extension, for hosts that load it by its module's name."""
    return CitationsExtension(**options)
