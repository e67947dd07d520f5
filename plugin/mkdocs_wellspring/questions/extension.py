"""The Markdown extension `wellspring.questions`, for any host of Python-Markdown, with or without the plugin."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from mkdocs_wellspring.findings import Finding
from mkdocs_wellspring.pagecontext import Host, PageContext, opened
from mkdocs_wellspring.questions.options import HEADING, QuestionsOptions
from mkdocs_wellspring.questions.placeholder import PLACE
from mkdocs_wellspring.steps import Begin, Step

if TYPE_CHECKING:
    import re

    from mkdocs_wellspring.questions.lines import MarkerLines
    from mkdocs_wellspring.questions.model import Question
    from mkdocs_wellspring.questions.resolve import Resolved
    from mkdocs_wellspring.questions.written import Written

__all__ = ["Listed", "QuestionsExtension", "makeExtension"]

_log = logging.getLogger(__name__)

_FIRST = 1000
# Before inline patterns (20), so that they see the questions, and before task lists (25) make boxes of `[ ]`.
_TAKE = 42
# After inline patterns (20), before MkDocs makes addresses of links (0).
_NOTE = 12
# After every other postprocessor but those of furniture (-900) and citations (-1000).
_LAST = -890


Listed = Callable[["Sequence[Question]"], None]
"""Takes the questions that a page's text lists, in their order."""


class QuestionsExtension(Extension):
    """Makes a block of a page's follow-up questions: those of `questions:`, and lists under `<!-- questions -->`.

    With a host, which knows all pages of a site, it takes the lists out of the page and leaves their place; without
    one it shows what the page itself says: links where the author gave them, and no word on what is open.

    Options:
        heading: the words above the questions. Default: Want to dive deeper?, in the page's language.
        locale: the language of our words, where no host knows the page's. Default: `en`.
        overrides: folders with templates of the site's own. Default: none.
    """

    def __init__(self, *, host: Host | None = None, listed: Listed | None = None, **options: Any) -> None:
        self.config = {
            "heading": [HEADING, "The words above the questions"],
            "locale": ["en", "Language of the words that are added"],
            "overrides": [[], "Folders that hold wellspring/questions.html of the site's own"],
        }
        self._host, self._listed = host, listed
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Registers the steps; what one page needs lives on that page's run and never here."""
        run = _Run(md, self._host, self._listed, self.getConfigs())
        md.preprocessors.register(Begin(md, run), "wellspring-questions", _FIRST)
        md.treeprocessors.register(_Take(md, run), "wellspring-questions-take", _TAKE)
        md.treeprocessors.register(_Note(md, run), "wellspring-questions-note", _NOTE)
        md.postprocessors.register(_Place(md, run), "wellspring-questions", _LAST)


@dataclass(slots=True, eq=False, repr=False)
class _Run:
    """The current conversion of one `Markdown` object: begun by the preprocessor, ended by the postprocessor.

    What handles questions is imported where a page may have some.
    """

    md: Markdown
    host: Host | None
    listed: Listed | None
    options: dict[str, Any]
    context: PageContext | None = None
    marked: bool = False
    markers: int = 0
    declared: "Sequence[Question]" = ()
    lines: "MarkerLines | None" = None

    def begin(self, lines: list[str]) -> None:
        self.context = opened(self.md, lines, self.host, _log, self.options["locale"])
        self.marked, self.markers = False, 0

    def take(self, root: Element) -> None:
        """The questions stand in an element of ours; an excerpt has none, and a text within a page keeps its own."""
        if self.context is None:
            from mkdocs_wellspring.questions.marked import drop  # noqa: PLC0415

            drop(root, self.md)
        elif not self.context.nested:
            self._take(self.context, root)

    def place(self, page: str) -> str:
        """The page, with a place for the block, which a host fills in, or with the block itself."""
        from mkdocs_wellspring.questions.written import WHOLE  # noqa: PLC0415

        assert self.context is not None  # noqa: S101 - a page without one has no element of ours
        return WHOLE.sub(self._place, page.replace(PLACE, ""), count=1)

    def _take(self, context: PageContext, root: Element) -> None:
        wanted = bool(context.meta.get("questions"))
        if self._has_comments():
            from mkdocs_wellspring.questions.lines import MarkerLines  # noqa: PLC0415
            from mkdocs_wellspring.questions.marked import astray, near_misses, take  # noqa: PLC0415
            from mkdocs_wellspring.questions.report import Found, report_marked  # noqa: PLC0415

            self.lines = MarkerLines(lambda: context.whole)
            marked = take(root, self.md, wanted=wanted)
            self.markers = len(marked)
            self.marked = any(one.has_list for one in marked) or (wanted and bool(marked))
            report_marked(context, Found(marked, near_misses(root, self.md), astray(root, self.md)), self.lines)
        if self.host is None and wanted:
            from mkdocs_wellspring.questions.marked import add  # noqa: PLC0415
            from mkdocs_wellspring.questions.model import read_questions  # noqa: PLC0415

            self.declared = read_questions(context)
            self.marked = self.marked or bool(self.declared)
            add(root, [(question.text, question.target, question.open) for question in self.declared])

    def _has_comments(self) -> bool:
        """The text may hold a marker, so that looking through its tree is worth the while."""
        lines: list[str] = self.md.lines  # type: ignore[attr-defined]  # which types-markdown does not know
        return any("<!--" in line for line in (*lines, *map(str, self.md.htmlStash.rawHtmlBlocks)))

    def _place(self, match: "re.Match[str]") -> str:
        from mkdocs_wellspring.questions.render import render_questions  # noqa: PLC0415
        from mkdocs_wellspring.questions.written import read_written  # noqa: PLC0415

        assert self.context is not None  # noqa: S101 - the same
        questions = [(one, self._question(one, self.context)) for one in read_written(match["inside"])]
        if self.host is not None:
            if self.listed:
                self.listed([question for _written, question in questions])
            return PLACE
        shown = [_as_written(written, question, self.context) for written, question in questions]
        options = QuestionsOptions(self.options["heading"])
        folders = [Path(folder) for folder in self.options["overrides"]]
        return render_questions(shown, options, locale=self.context.locale, overrides=folders)

    def _question(self, written: "Written", context: PageContext) -> "Question":
        from mkdocs_wellspring.questions.model import Question  # noqa: PLC0415
        from mkdocs_wellspring.questions.report import report_written  # noqa: PLC0415
        from mkdocs_wellspring.questions.written import DECLARED  # noqa: PLC0415

        marker, entry = written.place
        if marker == DECLARED:
            return self.declared[entry]
        assert self.lines is not None  # noqa: S101 - a marker is a comment
        find_line = partial(self.lines.of, marker, entry, self.markers)
        report_written(context, written, find_line)
        return Question(written.text, written.target, written.open, written.html, written.href, find_line)


def _as_written(written: "Written", question: "Question", context: PageContext) -> "Resolved":
    """What the page itself says of a question; no host has looked whether there is such a page."""
    from mkdocs_wellspring.questions.resolve import Resolved  # noqa: PLC0415
    from mkdocs_wellspring.questions.target import Address, read_target  # noqa: PLC0415
    from mkdocs_wellspring.questions.wording import quoted, show  # noqa: PLC0415

    if written.open:
        return Resolved(question, "open", reason="declared")
    if written.target is None or written.href is None:
        return Resolved(question, "written")
    target = read_target(written.target, context.path)
    if isinstance(target, str):
        message = f"{quoted(question.text)} leads to `{show(written.target[:120])}`, {target}"
        context.report(Finding(context.path, question.line, "question-target", message))
        return Resolved(question, "written")
    return Resolved(question, "external" if isinstance(target, Address) else "answered", written.href)


class _Take(Step[_Run], Treeprocessor):
    def run(self, root: Element) -> None:
        self.of.take(root)


class _Note(Step[_Run], Treeprocessor):
    def run(self, root: Element) -> None:
        if self.of.marked:
            from mkdocs_wellspring.questions.marked import note_targets  # noqa: PLC0415

            note_targets(root)


class _Place(Step[_Run], Postprocessor):
    def run(self, text: str) -> str:
        return self.of.place(text) if self.of.marked else text


def makeExtension(**options: Any) -> QuestionsExtension:
    """The extension, for hosts that load it by its module's name."""
    return QuestionsExtension(**options)
