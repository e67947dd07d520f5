"""All pages of a site, found by what they say they answer; each question has one key, and likeness is none."""

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import unquote, urljoin

from mkdocs_wellspring.questions.nearest import Nearest
from mkdocs_wellspring.questions.wording import fold, slug, without_punctuation

__all__ = ["Found", "Index", "Page"]

_FOLDER_NAMES = frozenset({"index", "readme"})


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site, as its host knows it.

    Attributes:
        path: the Markdown file, from the folder of the documentation: `checks/count.md`.
        title: its title; HTML entities in it count as the letters that they stand for.
        url: its address from the site's root: `checks/count/`, `checks/count.html`, "" for the home page.
        answers: the questions that its `answers:` names.
        anchors: the ids on it; None where they are not known, and any is believed.
        headings: the text and the id of each heading below the title.
        published: readers can open it; it is no draft, and not excluded from the site.
        shown_as: the file as findings name it; `path` where it is empty.
        locale: its language, as Babel or BCP 47 names it.
        review_due: the day by which it was to be reviewed, where that is past.
        since: the earliest day that its front matter gives for it.
        address: its address with the host; None where the site does not say where it will stand.
    """

    path: str
    title: str
    url: str
    answers: Sequence[str] = ()
    anchors: frozenset[str] | None = None
    headings: Sequence[tuple[str, str]] = ()
    published: bool = True
    shown_as: str = ""
    locale: str = "en"
    review_due: date | None = None
    since: date | None = None
    address: str | None = None

    @property
    def language(self) -> str:
        """The language alone, without script and region: `pt` of `pt-BR`."""
        return self.locale.replace("_", "-").partition("-")[0].lower()


@dataclass(frozen=True, slots=True)
class Found:
    """A page that answers, and the id of the heading that does, or ""."""

    page: Page
    anchor: str = ""


_Stage = Mapping[str, Sequence[Found]]


@dataclass(slots=True)
class _Growing:
    """A stage while it is filled: each page once a key, by the first of its headings."""

    found: dict[str, dict[str, Found]] = field(default_factory=dict)

    def add(self, key: str, page: Page, anchor: str = "") -> None:
        if key:
            self.found.setdefault(key, {}).setdefault(page.path, Found(page, anchor))

    def whole(self) -> _Stage:
        return {key: tuple(pages.values()) for key, pages in self.found.items()}


class Index:
    """All pages of a site, found by path, by title, by `answers:`, by heading and by slug, each at once.

    Attributes:
        by_path: the pages by their `path`.
        files: the addresses of all other files by their paths, both from the site's root.
        locate: gives the path of the page that a link to a path leads to, which is another where a page stands in
            several languages; None where there is none.
        nearest: what a mistyped path may have meant.
    """

    def __init__(
        self,
        pages: Iterable[Page],
        files: Mapping[str, str] | None = None,
        locate: Callable[[str], str | None] = lambda path: path,
    ) -> None:
        self.by_path: Mapping[str, Page] = {page.path: page for page in pages}
        self.files: Mapping[str, str] = files or {}
        self.locate = locate
        self.nearest = Nearest({**dict.fromkeys(self.files), **self.by_path})

    def page(self, path: str) -> Page | None:
        """The page that a link to that path leads to."""
        return self.by_path.get(path) or self.by_path.get(self.locate(path) or "")

    def at(self, address: str, asking: Page) -> Page | None:
        """The page at an address that stands on a page of the site, relative to that page."""
        path = urljoin(f"/{asking.url.removeprefix('./')}", address).partition("#")[0].partition("?")[0]
        return self._by_url.get(unquote(path).lstrip("/"))

    def candidates(self, text: str, language: str) -> Sequence[Found]:
        """The pages that answer a question: all that the first fitting stage has, and none by likeness.

        Published pages go before drafts, pages in the language of the question before others, and then titles before
        `answers:`, those before headings, and those before slugs.
        """
        stages = []
        for stage, key in self._lookups(text):  # most questions are answered by an early stage, and need no other
            stages.append(stage.get(key, ()) if key else ())
            if found := _fitting(stages[-1], language, published=True, same=True):
                return found
        for published, same in ((True, False), (False, True), (False, False)):
            for known in stages:
                if found := _fitting(known, language, published=published, same=same):
                    return found
        return ()

    def _lookups(self, text: str) -> Iterable[tuple[_Stage, str]]:
        key = fold(text)
        yield self._titles, key
        yield self._answers, key
        yield self._headings, key
        bare = slug(text)
        yield from ((stage, bare) for stage in self._slugs)

    @cached_property
    def _by_url(self) -> Mapping[str, Page]:
        return {unquote(page.url.removeprefix("./")): page for page in self.by_path.values() if page.published}

    @cached_property
    def _titles(self) -> _Stage:
        titles = _Growing()
        for page in self.by_path.values():
            titles.add(fold(page.title), page)
        return titles.whole()

    @cached_property
    def _answers(self) -> _Stage:
        answers = _Growing()
        for page in self.by_path.values():
            for answer in page.answers:
                answers.add(fold(answer), page)
        return answers.whole()

    @cached_property
    def _headings(self) -> _Stage:
        headings = _Growing()
        for page in self.by_path.values():
            for text, anchor in page.headings:
                headings.add(fold(text), page, anchor)
        return headings.whole()

    @cached_property
    def _slugs(self) -> Sequence[_Stage]:
        """The same again without any punctuation, and the names of files."""
        names = _Growing()
        for page in self.by_path.values():
            names.add(slug(_name(page.path)), page)
        return [*map(_bare, (self._titles, self._answers, self._headings)), names.whole()]


def _bare(stage: _Stage) -> _Stage:
    bare = _Growing()
    for key, pages in stage.items():
        for found in pages:
            bare.add(without_punctuation(key), found.page, found.anchor)
    return bare.whole()


def _fitting(found: Sequence[Found], language: str, *, published: bool, same: bool) -> Sequence[Found]:
    return [one for one in found if one.page.published is published and (one.page.language == language) is same]


def _name(path: str) -> str:
    """The name of the file, or that of its folder, which is what its address ends in."""
    name = posixpath.splitext(posixpath.basename(path))[0]
    return posixpath.basename(posixpath.dirname(path)) if name.lower() in _FOLDER_NAMES else name
