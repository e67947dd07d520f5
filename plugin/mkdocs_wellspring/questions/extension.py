"""The Markdown extension `wellspring.questions`, for any host of Python-Markdown, with or without the plugin."""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from mkdocs_wellspring.findings import Finding
from mkdocs_wellspring.pagecontext import Host, PageContext, opened
from mkdocs_wellspring.questions.lines import MarkerLines
from mkdocs_wellspring.questions.marked import (
    DECLARED,
    PLACE,
    WHOLE,
    Written,
    add,
    drop,
    note_targets,
    read_written,
    take,
)
from mkdocs_wellspring.questions.model import Question, read_questions
from mkdocs_wellspring.questions.render import HEADING, QuestionsOptions, render_questions
from mkdocs_wellspring.questions.resolve import Resolved
from mkdocs_wellspring.questions.target import Address, read_target
from mkdocs_wellspring.questions.wording import show
from mkdocs_wellspring.steps import Begin, Step

__all__ = ["Listed", "QuestionsExtension", "makeExtension"]

_log = logging.getLogger(__name__)

_FIRST = 1000
# Before inline patterns (20), so that they see the questions, and before task lists (25) make boxes of `[ ]`.
_TAKE = 42
# After inline patterns (20), before MkDocs makes addresses of links (0).
_NOTE = 12
# After every other postprocessor but those of furniture (-900) and citations (-1000).
_LAST = -890

Listed = Callable[[Sequence[Question]], None]
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


@dataclass(slots=True)
class _Run:
    """The current conversion of one `Markdown` object: begun by the preprocessor, ended by the postprocessor."""

    md: Markdown
    host: Host | None
    listed: Listed | None
    options: dict[str, Any]
    context: PageContext | None = None
    marked: bool = False
    markers: int = 0
    declared: Sequence[Question] = ()
    lines: MarkerLines = field(default_factory=lambda: MarkerLines(str))

    def begin(self, lines: list[str]) -> None:
        self.context = opened(self.md, lines, self.host, _log, self.options["locale"])
        self.marked, self.markers = False, 0

    def take(self, root: Element) -> None:
        """The questions stand in an element of ours; an excerpt has none, and a text within a page keeps its own."""
        blocks = self.md.htmlStash.rawHtmlBlocks
        if self.context is None:
            drop(root, blocks)
        elif not self.context.nested:
            self._take(self.context, root, blocks if self._has_comments(blocks) else None)

    def _has_comments(self, blocks: Sequence[object]) -> bool:
        """The text may hold a marker, so that looking through its tree is worth the while."""
        lines: list[str] = self.md.lines  # type: ignore[attr-defined]  # which types-markdown does not know
        return any("<!--" in line for line in lines) or any("<!--" in str(block) for block in blocks)

    def place(self, match: re.Match[str]) -> str:
        """What stands for the element: its place, where a host fills it in, or the block itself."""
        assert self.context is not None  # noqa: S101 - a page without one has no element of ours
        written = list(read_written(match["inside"]))
        if self.host is None:
            return self._alone(self.context, written)
        if self.listed:
            self.listed([self._question(one) for one in written])
        return PLACE

    def _take(self, context: PageContext, root: Element, blocks: Sequence[object] | None) -> None:
        self.lines = MarkerLines(lambda: context.whole)
        wanted = bool(context.meta.get("questions"))
        marked = [] if blocks is None else take(root, blocks, wanted=wanted)
        self.markers = len(marked)
        self.marked = any(one.has_list for one in marked) or (wanted and bool(marked))
        for one in marked:
            if not one.has_list and not wanted:
                message = "`<!-- questions -->` has no list under it; put one there, each question an entry `- …`"
                line = self.lines.of(one.number, None, self.markers)
                context.report(Finding(context.path, line, "question-marker", message))
        if self.host is None and wanted:
            self.declared = read_questions(context)
            self.marked = self.marked or bool(self.declared)
            add(root, [(question.text, question.target, question.open) for question in self.declared])

    def _question(self, written: Written) -> Question:
        marker, entry = written.place
        if marker == DECLARED:
            return self.declared[entry]
        find_line = partial(self.lines.of, marker, entry, self.markers)
        linked = written.target is not None
        return Question(written.text, written.target, written.open, written.html, linked, find_line)

    def _alone(self, context: PageContext, written: Sequence[Written]) -> str:
        shown = [_as_written(one, self._question(one), context) for one in written]
        options = QuestionsOptions(self.options["heading"])
        folders = [Path(folder) for folder in self.options["overrides"]]
        return render_questions(shown, options, locale=context.locale, overrides=folders)


def _as_written(written: Written, question: Question, context: PageContext) -> Resolved:
    """What the page itself says of a question; no host has looked whether there is such a page."""
    if written.open:
        return Resolved(question, "open", reason="declared")
    if written.target is None or written.href is None:
        return Resolved(question, "written")
    target = read_target(written.target, context.path)
    if isinstance(target, str):
        message = f"\u201c{show(question.text[:120])}\u201d leads to `{show(written.target[:120])}`, {target}"
        context.report(Finding(context.path, question.line, "question-target", message))
        return Resolved(question, "written")
    return Resolved(question, "external" if isinstance(target, Address) else "answered", written.href)


class _Take(Step[_Run], Treeprocessor):
    def run(self, root: Element) -> None:
        self.of.take(root)


class _Note(Step[_Run], Treeprocessor):
    def run(self, root: Element) -> None:
        if self.of.marked:
            note_targets(root)


class _Place(Step[_Run], Postprocessor):
    def run(self, text: str) -> str:
        return WHOLE.sub(self.of.place, text, count=1) if self.of.marked else text


def makeExtension(**options: Any) -> QuestionsExtension:
    """The extension, for hosts that load it by its module's name."""
    return QuestionsExtension(**options)
