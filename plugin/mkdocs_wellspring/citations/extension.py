"""The Markdown extension `wellspring.citations`, for any host of Python-Markdown, with or without the plugin."""

import logging
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from mkdocs_wellspring.citations.citing import Citing
from mkdocs_wellspring.citations.declared import read_sources
from mkdocs_wellspring.citations.inline import register_marks
from mkdocs_wellspring.citations.places import register_places
from mkdocs_wellspring.findings import logged
from mkdocs_wellspring.messages import Messages, messages_for
from mkdocs_wellspring.pagecontext import Host, PageContext, context_of, opened
from mkdocs_wellspring.steps import Begin, Step

if TYPE_CHECKING:
    from mkdocs_wellspring.citations.model import Source

__all__ = ["CitationsExtension", "makeExtension"]

_log = logging.getLogger(__name__)

# After every other treeprocessor: from then on the postprocessors run for the page, not for a heading of it.
_LAST = -1000


class CitationsExtension(Extension):
    r"""Binds `[1]` to the page's sources, `[@key]` to those of a library, and lists what is cited.

    Options:
        sources: the sources, where no front matter gives them; a list as under `sources:`. Default: empty.
        stores: files and folders of sources for all pages: YAML, BibTeX, CSL-JSON. Default: none.
        style: `numeric`, `author-date`, or a CSL file. Default: `numeric`.
        in_text: `@key` in the text is a citation. Default: true.
        list: `end`, or `marker`: a page without `\bibliography` has no list. Default: `end`.
        locale: the language of our words, where no host knows the page's. Default: `en`.
        overrides: folders with templates of the site's own. Default: none.
    """

    def __init__(self, *, host: Host | None = None, citing: Citing | None = None, **options: Any) -> None:
        self.config = {
            "sources": [[], "Sources for text without front matter"],
            "stores": [[], "Files and folders of sources for all pages"],
            "style": ["numeric", "numeric, author-date or a CSL file"],
            "in_text": [True, "@key in the text is a citation"],
            "list": ["end", "end or marker"],
            "locale": ["en", "Language of the words that are added"],
            "overrides": [[], "Folders that hold wellspring/sources.html of the site's own"],
        }
        self._host, self._citing = host, citing
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Registers the steps; what one page needs lives on that page's run and never here."""
        options = self.getConfigs()
        if self._citing is None:
            self._citing = _citing_of(options)
            for finding in self._citing.read.findings:
                logged(_log)(finding)
        run = _Run(md, self._host, self._citing, options)
        md.preprocessors.register(Begin(md, run), "wellspring-citations", 1000)
        md.treeprocessors.register(_Finish(md, run), "wellspring-citations", _LAST)
        md.postprocessors.register(_Resolve(md, run), "wellspring-citations", _LAST)
        register_marks(md, run)
        register_places(md, self._citing.marker, self._citing.full_marker)


def _citing_of(options: dict[str, Any]) -> Citing:
    return Citing.of(
        stores=options["stores"],
        style=options["style"],
        root=Path.cwd(),
        overrides=tuple(Path(folder) for folder in options["overrides"]),
        in_text=options["in_text"],
        at_marker=options["list"] == "marker",
    )


@dataclass(slots=True, eq=False, repr=False)
class _Run:
    """The current conversion of one `Markdown` object: begun by the preprocessor, ended by the postprocessor."""

    md: Markdown
    host: Host | None
    citing: Citing
    options: dict[str, Any]
    context: PageContext = field(default_factory=PageContext)
    sources: "tuple[Source, ...]" = ()
    cites_numbers: bool = False
    cites_keys: bool = False
    finished: bool = False
    outside: bool = False
    kept: list[str] = field(default_factory=list)
    left: set[int] = field(default_factory=set)

    def begin(self, lines: list[str]) -> None:
        given = opened(self.md, lines, self.host, _log, self.options["locale"])
        self.outside = given is None
        context = given or context_of(self.md, lines, None, lambda _finding: None)
        if "sources" not in context.meta and self.options["sources"]:
            context = replace(context, meta={**context.meta, "sources": self.options["sources"]})
        # A host has the findings of the front matter itself, once a page and not once a nested conversion.
        hosted = context.hosted or self.outside
        quiet = replace(context, report=lambda _finding: None) if hosted else context
        self.context, self.finished, self.kept, self.left = context, False, [], set()
        self.sources = read_sources(quiet, self.citing.library)
        self.cites_numbers = bool(self.sources)
        self.cites_keys = bool(self.citing.read.stores) or self.cites_numbers

    @property
    def cites_in_text(self) -> bool:
        return self.citing.in_text

    @property
    def messages(self) -> Messages:
        return messages_for(self.context.locale, self.citing.overrides)

    def source(self, key: str) -> "Source | None":
        own = (source for source in self.sources if source.key == key)
        return next(own, None) or (self.citing.library.get(key) if key in self.citing.library else None)

    def knows(self, key: str) -> bool:
        return self.citing.library.get(key) is not None or any(source.key == key for source in self.sources)

    def hold(self, raw: str, *, left: bool = False) -> int:
        self.kept.append(raw)
        number = len(self.kept) - 1
        if left:
            self.left.add(number)
        return number

    def held(self, number: int) -> tuple[str, bool]:
        return (self.kept[number], number in self.left) if number < len(self.kept) else ("", False)

    def resolve(self, text: str) -> str:
        if not self.finished or self.context.hosted:
            return text
        self.finished = False
        if self.outside:
            return self.citing.as_text(text, self.sources, self.context)
        from mkdocs_wellspring.citations.locate import snippets_of  # noqa: PLC0415 - a host does this itself

        return self.citing.resolve(text, self.sources, self.context, snippets_of(self.md))


class _Finish(Step[_Run], Treeprocessor):
    def run(self, root: Any) -> None:  # noqa: ARG002 - Python-Markdown names it
        self.of.finished = True


class _Resolve(Step[_Run], Postprocessor):
    def run(self, text: str) -> str:
        return self.of.resolve(text)


def makeExtension(**options: Any) -> CitationsExtension:
    """The extension, for hosts that load it by its module's name."""
    return CitationsExtension(**options)
