"""Where a question leads, now that all pages of the site are known. Nothing links by guesswork."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from mkdocs_wellspring.findings import Finding, Report
from mkdocs_wellspring.questions.index import Found, Index, Page
from mkdocs_wellspring.questions.model import Question
from mkdocs_wellspring.questions.target import Address, Place, read_target, relative_url
from mkdocs_wellspring.questions.wording import quoted, show

__all__ = ["Reason", "Resolved", "State", "resolve"]

_OURS = "ws-"
"""How anchors begin that furniture, sources and questions have on a page once it is whole."""

State = Literal["answered", "stale", "external", "open", "written"]
Reason = Literal["declared", "unknown", "ambiguous", "draft", "lost"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question and where it leads.

    Attributes:
        question: as its author wrote it.
        state: a page of this site answers it; such a page whose review is past due; another site; nobody yet; or
            nobody has looked, as no host knows all pages.
        href: the link, relative to the asking page where it stays on this site; None exactly if it is open.
        page: the answering page; for an open question the draft that would answer it; else None.
        reason: why it is open: its author says so, no page answers it, several do, a draft does, or its target is not
            there; None exactly if it is not open.
    """

    question: Question
    state: State
    href: str | None = None
    page: Page | None = None
    reason: Reason | None = None


def resolve(question: Question, asking: Page, index: Index, report: Report) -> Resolved | None:
    """Where the question leads: by what its author said, else by title, `answers:`, heading, slug; never by likeness.

    None, with a `question-self` finding, if the asking page answers it itself. What is wrong is reported, and the
    question stays, as open.
    """
    if question.open:
        return Resolved(question, "open", reason="declared")
    if question.target is not None:
        return _resolve_target(question, question.target, asking, index, report)
    found = index.candidates(question.text, asking.language)
    if len(found) > 1:
        more = f" and {len(found) - 2} more" if len(found) > 2 else ""  # noqa: PLR2004
        message = (
            f"{quoted(question.text)} is answered by {_named(found[0])} and {_named(found[1])}{more}; "
            "name one of them with `a:` or a link, or change a title, a heading or `answers:`"
        )
        _find(question, asking, report, "question-ambiguous", message)
        return Resolved(question, "open", reason="ambiguous")
    return _lead(question, found[0], asking, report) if found else Resolved(question, "open", reason="unknown")


def _resolve_target(question: Question, written: str, asking: Page, index: Index, report: Report) -> Resolved | None:
    target = read_target(written, asking.path)
    known = index.at(question.href, asking) if question.href and not isinstance(target, Address) else None
    if known is not None:  # the host has found it
        target = Place(known.path, (question.href or "").partition("#")[2])
    if isinstance(target, Address):
        return Resolved(question, "external", target.url)
    if isinstance(target, Place) and (file := index.files.get(target.path)) is not None:
        return Resolved(question, "answered", _with_anchor(relative_url(file, asking.url), target.anchor))
    problem = _problem(target, written, asking, index)
    if isinstance(target, Place) and problem is None:
        page = index.page(target.path) or asking
        if page.path == asking.path and target.anchor:
            return Resolved(question, "answered", f"#{target.anchor}", page)
        return _lead(question, Found(page, target.anchor), asking, report)
    if not (question.href and isinstance(target, Place) and _is_lost_page(target, index)):  # of which MkDocs has warned
        _find(question, asking, report, "question-target", f"{quoted(question.text)} {problem}")
    return Resolved(question, "open", reason="lost")


def _is_lost_page(target: Place, index: Index) -> bool:
    return target.path.endswith(".md") and index.page(target.path) is None


def _problem(target: Place | str, written: str, asking: Page, index: Index) -> str | None:
    """What is wrong with a target, and what may have been meant; None if it is there."""
    shown = f"leads to `{show(written[:120])}`"
    if isinstance(target, str):
        return f"{shown}, {target}"
    page = index.page(target.path)
    if page is None:
        near = index.nearest.path(target.path)
        return f"{shown}, which is no page of this site{_meant(near and relative_url(near, asking.path))}"
    anchor = unquote(target.anchor)
    if not anchor or page.anchors is None or anchor in page.anchors or anchor.startswith(_OURS):
        return None
    near = index.nearest.anchor(anchor, page.anchors)
    return f"{shown}, and {page.path} has no such anchor{_meant(near and '#' + near)}"


def _lead(question: Question, found: Found, asking: Page, report: Report) -> Resolved | None:
    page = found.page
    if page.path == asking.path:
        message = f"{quoted(question.text)} is answered by this very page, and is left out"
        _find(question, asking, report, "question-self", message)
        return None
    if not page.published:
        return Resolved(question, "open", page=page, reason="draft")
    state: State = "stale" if page.review_due else "answered"
    return Resolved(question, state, _with_anchor(relative_url(page.url, asking.url), found.anchor), page)


def _find(question: Question, asking: Page, report: Report, code: str, message: str) -> None:
    report(Finding(asking.shown_as or asking.path, question.line, code, message))


def _with_anchor(href: str, anchor: str) -> str:
    return f"{href}#{anchor}" if anchor else href


def _named(found: Found) -> str:
    return _with_anchor(found.page.path, found.anchor)


def _meant(near: str | None) -> str:
    return f"; did you mean `{near}`?" if near else ""
