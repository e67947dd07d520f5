"""Where a question leads, now that all pages of the site are known. Nothing links by guesswork."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from mkdocs_wellspring.findings import Finding, Report
from mkdocs_wellspring.questions.model import Question
from mkdocs_wellspring.questions.nearest import Nearest
from mkdocs_wellspring.questions.target import Address, Place, read_target, relative_url
from mkdocs_wellspring.questions.wording import fold, show

__all__ = ["Index", "Page", "Resolved", "State", "resolve"]

State = Literal["answered", "external", "open"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site, as its host knows it.

    Attributes:
        path: the Markdown file, from the folder of the documentation: `checks/count.md`.
        title: its title; HTML entities in it count as the letters that they stand for.
        url: its address from the site's root: `checks/count/`, `checks/count.html`, "" for the home page.
        answers: the questions that its `answers:` names.
        anchors: the ids on it; None where they are not known, and any is believed.
        published: readers can open it; it is no draft, and not excluded from the site.
        shown_as: the file as findings name it; `path` where it is empty.
    """

    path: str
    title: str
    url: str
    answers: Sequence[str] = ()
    anchors: frozenset[str] | None = None
    published: bool = True
    shown_as: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question and where it leads.

    Attributes:
        text: the question as its author wrote it.
        state: a page of this site answers it, or another site, or nobody yet.
        href: the link, relative to the asking page where it stays on this site; None exactly if it is open.
        title: the title of the answering page; None where the site has none.
    """

    text: str
    state: State
    href: str | None = None
    title: str | None = None


class Index:
    """All pages of a site, found by path, by title and by answers, each at once.

    Attributes:
        by_path: the pages by their `path`.
        nearest: what a mistyped path may have meant.
    """

    def __init__(self, pages: Iterable[Page]) -> None:
        self.by_path: Mapping[str, Page] = {page.path: page for page in pages}
        self.nearest = Nearest(self.by_path)
        self._titles: dict[str, dict[str, Page]] = {}
        self._answers: dict[str, dict[str, Page]] = {}
        for page in self.by_path.values():
            self._titles.setdefault(fold(page.title), {})[page.path] = page
            for answer in page.answers:
                self._answers.setdefault(fold(answer), {})[page.path] = page

    def candidates(self, text: str) -> Sequence[Page]:
        """The pages of that title, or else those that answer that question; published ones where there are any."""
        key = fold(text)
        if not key:
            return ()
        stages = [tuple(found.get(key, {}).values()) for found in (self._titles, self._answers)]
        published = (tuple(page for page in stage if page.published) for stage in stages)
        return next(filter(None, (*published, *stages)), ())


def resolve(question: Question, asking: Page, index: Index, report: Report) -> Resolved | None:
    """Where the question leads, by what its author said, else by title, else by `answers:`; never by likeness.

    None, with a `question-self` finding, if the asking page answers it itself. What is wrong is reported, and the
    question stays, as open.
    """
    if question.open:
        return Resolved(question.text, "open")
    if question.target is not None:
        return _resolve_target(question, question.target, asking, index, report)
    found = index.candidates(question.text)
    if len(found) > 1:
        more = f" and {len(found) - 2} more" if len(found) > 2 else ""  # noqa: PLR2004
        message = (
            f"{_quoted(question)} is answered by {found[0].path} and {found[1].path}{more}; "
            "name one of them with `a:`, or change a title or `answers:`"
        )
        return _refuse(question, asking, report, "question-ambiguous", message)
    return _lead(question, found[0], "", asking, report) if found else Resolved(question.text, "open")


def _resolve_target(question: Question, written: str, asking: Page, index: Index, report: Report) -> Resolved | None:
    target = read_target(written, asking.path)
    if isinstance(target, Address):
        return Resolved(question.text, "external", target.url)
    problem = _problem(target, written, asking, index)
    if isinstance(target, Place) and problem is None:
        return _lead(question, index.by_path[target.path], target.anchor, asking, report)
    return _refuse(question, asking, report, "question-target", f"{_quoted(question)} {problem}")


def _problem(target: Place | str, written: str, asking: Page, index: Index) -> str | None:
    """What is wrong with a target, and what may have been meant; None if it is there."""
    shown = f"leads to `{show(written[:120])}`"
    if isinstance(target, str):
        return f"{shown}, {target}"
    page = index.by_path.get(target.path)
    if page is None:
        near = index.nearest.path(target.path)
        return f"{shown}, which is no page of this site{_meant(near and relative_url(near, asking.path))}"
    anchor = unquote(target.anchor)
    if not anchor or page.anchors is None or anchor in page.anchors:
        return None
    near = index.nearest.anchor(anchor, page.anchors)
    return f"{shown}, and {page.path} has no such anchor{_meant(near and '#' + near)}"


def _lead(question: Question, page: Page, anchor: str, asking: Page, report: Report) -> Resolved | None:
    if page.path == asking.path and not anchor:
        message = f"{_quoted(question)} is answered by this very page, and is left out"
        _find(question, asking, report, "question-self", message)
        return None
    if not page.published:
        return Resolved(question.text, "open")
    href = "" if page.path == asking.path else relative_url(page.url, asking.url)
    return Resolved(question.text, "answered", f"{href}#{anchor}" if anchor else href, page.title)


def _refuse(question: Question, asking: Page, report: Report, code: str, message: str) -> Resolved:
    _find(question, asking, report, code, message)
    return Resolved(question.text, "open")


def _find(question: Question, asking: Page, report: Report, code: str, message: str) -> None:
    report(Finding(asking.shown_as or asking.path, question.line, code, message))


def _quoted(question: Question) -> str:
    return f"\u201c{show(question.text[:120])}\u201d"


def _meant(near: str | None) -> str:
    return f"; did you mean `{near}`?" if near else ""
