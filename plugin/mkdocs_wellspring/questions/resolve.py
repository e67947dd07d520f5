"""Where a question leads, decided when all pages are known, and never by likeness."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from posixpath import dirname, join, normpath, relpath
from typing import Literal
from urllib.parse import unquote, urlsplit

from mkdocs_wellspring.findings import Finding
from mkdocs_wellspring.pagecontext import PageContext
from mkdocs_wellspring.questions.model import Question

__all__ = ["Index", "Page", "Resolved", "resolve"]


@dataclass(frozen=True, slots=True)
class Page:
    """A page that may answer.

    Attributes:
        path: its file from the documentation's root, with `/`.
        title: as readers see it.
        url: its address from the site's root, "" for the home page.
        answers: the questions that it says it answers.
        anchors: the ids on it; None where they are not known.
        published: readers of the built site get it.
    """

    path: str
    title: str
    url: str
    answers: tuple[str, ...] = ()
    anchors: frozenset[str] | None = None
    published: bool = True


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question and where it leads: to a page of this site, to another site, or nowhere yet.

    Attributes:
        href: from the asking page; None for an open question.
        title: the answering page's title, or the other site's host name.
    """

    text: str
    state: Literal["answered", "external", "open"]
    href: str | None = None
    title: str | None = None


class Index:
    """All pages, by path, by title and by what they say they answer."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self.by_path: dict[str, Page] = {}
        self.by_title: dict[str, list[Page]] = {}
        self.by_answer: dict[str, list[Page]] = {}
        for page in pages:
            self.by_path[page.path] = page
            self.by_title.setdefault(plain(page.title), []).append(page)
            for answer in dict.fromkeys(map(plain, page.answers)):
                self.by_answer.setdefault(answer, []).append(page)


def plain(text: str) -> str:
    """The text for comparison: compatibility forms folded (NFKC), case folded, spaces single."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def resolve(question: Question, asking: Page, index: Index, context: PageContext) -> Resolved | None:
    """Where the question leads; None for one that its own page answers, which is dropped.

    An explicit target goes first, then the title of a page, then a page's `answers:`.
    """
    nowhere = Resolved(question.text, "open")
    if question.open:
        return nowhere
    if question.target:
        return _follow(question, asking, index, context)
    wanted = plain(question.text)
    found = index.by_title.get(wanted) or index.by_answer.get(wanted) or []
    if asking in found:
        _find(context, question, "question-self", f"“{question.text}” is answered by the page that asks it; dropped")
        return None
    found = [page for page in found if page.published]
    if len(found) > 1:
        names = " and ".join(sorted(page.path for page in found))
        message = f"“{question.text}” is answered by {names}; say which with `a:`, or change a title or `answers:`"
        _find(context, question, "question-ambiguous", message)
        return nowhere
    return _answered(question, asking, found[0]) if found else nowhere


def _follow(question: Question, asking: Page, index: Index, context: PageContext) -> Resolved:
    target = question.target or ""
    try:
        parts = urlsplit(target)
    except ValueError:
        return _astray(question, context, f"`a: {target[:80]}` is no address")
    if parts.scheme.lower() in {"http", "https"} and parts.hostname:
        return Resolved(question.text, "external", target, parts.hostname)
    if parts.scheme or parts.netloc:
        return _astray(question, context, f"`a: {target[:80]}` cannot be followed safely; give https://… or a path")
    path = normpath(join(dirname(asking.path), unquote(parts.path))) if parts.path else asking.path
    page = index.by_path.get(path.removeprefix("/"))
    if page is None:
        near = get_close_matches(path, index.by_path, 1)
        hint = f"; did you mean {relpath(near[0], dirname(asking.path) or '.')}?" if near else ""
        return _astray(question, context, f"`a: {target[:80]}` is no page of this site{hint}")
    if parts.fragment and page.anchors is not None and unquote(parts.fragment) not in page.anchors:
        return _astray(question, context, f"{page.path} has no anchor #{parts.fragment}")
    return _answered(question, asking, page, parts.fragment) if page.published else Resolved(question.text, "open")


def _answered(question: Question, asking: Page, page: Page, fragment: str = "") -> Resolved:
    start = asking.url if asking.url.endswith("/") else dirname(asking.url)
    href = relpath(page.url or ".", start or ".")
    if (page.url.endswith("/") or not page.url) and not href.endswith("/"):
        href += "/"
    return Resolved(question.text, "answered", f"{href}#{fragment}" if fragment else href, page.title)


def _astray(question: Question, context: PageContext, message: str) -> Resolved:
    _find(context, question, "question-target", message)
    return Resolved(question.text, "open")


def _find(context: PageContext, question: Question, code: str, message: str) -> None:
    context.report(Finding(context.path, question.line, code, message))
