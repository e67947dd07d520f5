"""The goal's banner on the pages of one build."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from mkdocs_wellspring.clock import clock
from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.findings import Finding, Report
from mkdocs_wellspring.goal.banner import OnPage, head_snippet, render_back, render_banner, tells_page
from mkdocs_wellspring.goal.giving import reference_of
from mkdocs_wellspring.goal.inline import citations_in, has_places, links_in, misread_in, plain_link
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.snapshot import Snapshot
from mkdocs_wellspring.goal.typed import typed_numbers
from mkdocs_wellspring.goal.wording import Text, wordings
from mkdocs_wellspring.hosts.mkdocs.asked import TEXTS, Asked, misread, own_wordings
from mkdocs_wellspring.hosts.mkdocs.generated import add_file
from mkdocs_wellspring.hosts.mkdocs.languages import site_locale, theme_locale
from mkdocs_wellspring.hosts.mkdocs.placed import address_from, link_from, page_at
from mkdocs_wellspring.ledger.records import Mode

if TYPE_CHECKING:
    from mkdocs_wellspring.hosts.mkdocs.citations import Citations
    from mkdocs_wellspring.hosts.mkdocs.explanation import Explanation
    from mkdocs_wellspring.hosts.mkdocs.thanks import Thanks
    from mkdocs_wellspring.pagecontext import PageContext

__all__ = ["Banner", "Beside"]


class Beside(NamedTuple):
    """What stands in a site with the banner.

    Attributes:
        explanation: the page that says what counts.
        thanks: the page to which a payment leads back, which has no banner.
        fresh: the path of the document that may hold a newer count.
        citations: the sources that an ask may cite.
    """

    explanation: "Explanation | None" = None
    thanks: "Thanks | None" = None
    fresh: str | None = None
    citations: "Citations | None" = None


class Banner:
    """What a build shows of its goal."""

    def __init__(
        self, goal: Goal, asked: Asked, snapshot: Snapshot | None, overrides: Sequence[Path], beside: Beside
    ) -> None:
        self._goal, self._asked, self._snapshot = goal, asked, snapshot
        self._overrides, self._beside = overrides, beside
        self._now = clock()
        self._fresh: File | None = None
        self._shared: dict[tuple[str, str | None, str | None, str], str] = {}
        self._files: Files | None = None

    def read(
        self, files: Files, config: MkDocsConfig, contexts: "Callable[[Page], PageContext | None]", report: Report
    ) -> None:
        """What is asked on every page can be said; what of it is better said by a variable is found.

        Raises:
            ConfigurationError: the words of a page cannot be said there.
        """
        self._files = files
        for where, text in self._asked.wordings():
            self._check(where, text, lambda code, message: report(Finding("mkdocs.yml", None, code, message)))
        locales = {theme_locale(config): None}
        for page in (file.page for file in files.documentation_pages() if file.page):
            locales[site_locale(page, config)] = None
            if context := contexts(page):
                self._read_page(page, context)
        self._write_fresh(files, config, locales)

    def for_page(self, config: MkDocsConfig) -> Callable[[object | None], str]:
        """What gives a page its banner: "" for one that is to have none."""

        def banner(page: object | None) -> str:
            goal = self._goal_on(page)
            return Markup(self._rendered(goal, page, config)) if goal else ""  # noqa: S704 - from a template that escapes

        return banner

    def back(self, config: MkDocsConfig) -> Callable[[object | None], str]:
        """What gives a page with a banner the way back to it."""

        def back(page: object | None) -> str:
            if self._goal_on(page) is None:
                return ""
            on = OnPage(document=theme_locale(config))
            return Markup(render_back(site_locale(page, config), tuple(self._overrides), on=on))  # noqa: S704 - as above

        return back

    def head(self) -> Callable[[object | None], str]:
        """What gives a page's head the script that keeps a banner away that was put away."""
        if not self._goal.is_shown(self._now):
            return lambda _page: ""
        snippet = Markup(head_snippet(self._goal, self._now))  # noqa: S704 - ours, its variables escaped
        return lambda _page: snippet

    def not_live(self) -> Finding | None:
        """What is found where money that is not live would be shown to readers of a built site."""
        if self._goal.demonstration:
            return None
        if self._snapshot and self._snapshot.mode is not Mode.LIVE:
            what = f"shows {self._snapshot.mode} money; use a live key"
        elif self._goal.is_pretended:
            what = "sends readers who want to give to this machine; build without WELLSPRING_DONATE"
        else:
            return None
        message = f"goal {self._goal.campaign} {what}, or say `demonstration: true` where that is meant"
        return Finding("mkdocs.yml", None, "goal-not-live", message)

    def _read_page(self, page: Page, context: "PageContext") -> None:
        if what := misread(page):
            message = f"`goal:` is {what}; write `goal: false` for no banner, or a mapping of {', '.join(TEXTS)}"
            context.find("goal-shape", message, "goal")
        try:
            self._asked.on(page)
            for where, text in own_wordings(page):
                self._check(where, text, partial(_find, context, where))
        except ConfigurationError as error:
            raise ConfigurationError(f"{context.path}: {error}") from None

    def _check(self, where: str, text: Text, found: Callable[[str, str], None]) -> None:
        """What can be said of a text once all pages and sources are known."""
        for message in self._typed(where, text):
            found("goal-number", message)
        for words in wordings(text) if where.endswith(("text", "thanks")) else ():
            for address in links_in(words):
                if page_at(address, self._files) is None and plain_link(address) is None:
                    raise ConfigurationError(
                        f"goal: {where}: {address[:80]!r} is neither a page, by its path in docs_dir, nor a web address"
                    )
            for link in misread_in(words):
                raise ConfigurationError(
                    f"goal: {where}: {link[:80]!r} is not a link that is read here; write [words](address), with "
                    "nothing beside the address"
                )
            for key in self._unknown(words):
                message = f"goal: {where}: `@{key}` is the key of no source in `citations: sources:`; correct it"
                found("cite-unknown", message)

    def _unknown(self, text: str) -> Iterator[str]:
        citations = self._beside.citations
        for cited in citations_in(text) if citations else ():
            yield from citations.unknown(cited) if citations else ()

    def _goal_on(self, page: object | None) -> Goal | None:
        """What is asked on the page; None where it has no banner."""
        thanks = self._beside.thanks
        if not self._goal.is_shown(self._now) or (thanks and thanks.is_page(page)):
            return None
        return self._asked.on(page)

    def _rendered(self, goal: Goal, page: object | None, config: MkDocsConfig) -> str:
        explanation, citations, locale = self._beside.explanation, self._beside.citations, site_locale(page, config)
        path = page.file.src_uri if isinstance(page, Page) else "404.md"
        on = OnPage(
            site=config.site_name,
            host=(urlsplit(config.site_url or "").hostname or "").lower(),
            document=theme_locale(config),
            counted_page=explanation.address(page, config) if explanation else None,
            fresh=address_from(page, self._fresh.url, config) if self._fresh else None,
            reference=reference_of(path),
            link=partial(link_from, page, self._files, config),
        )
        if citations:
            on = on._replace(cite=lambda cited: citations.linked(cited, page, config, locale))
        shared = (locale, on.counted_page, on.fresh, on.reference if tells_page(goal) else "")
        if goal is self._goal and not has_places(goal.text) and shared in self._shared:
            return self._shared[shared]
        overrides = tuple(self._overrides)
        html = render_banner(goal, self._snapshot, now=self._now, locale=locale, overrides=overrides, on=on)
        if goal is self._goal:
            self._shared[shared] = html
        return html

    def _write_fresh(self, files: Files, config: MkDocsConfig, locales: dict[str, None]) -> None:
        path = self._beside.fresh
        if path is None:
            return
        from mkdocs_wellspring.goal.fresh import fresh_document  # noqa: PLC0415 - only for a site that wants it

        text = fresh_document(
            self._goal, self._snapshot, locales=locales, now=self._now, overrides=tuple(self._overrides)
        )
        if text is None:
            return
        if files.get_file_from_path(path):
            raise ConfigurationError(f"goal: fresh: {path} is a file of the site already; name another")
        self._fresh = add_file(files, config, path, text)

    def _typed(self, where: str, text: Text) -> Iterator[str]:
        total = self._goal.total(self._snapshot.value) if self._snapshot else None
        found = {
            number: variable
            for words in wordings(text)
            for number, variable in typed_numbers(self._goal, words, total, self._goal.days_left(self._now))
        }
        for number, variable in found.items():
            yield f"goal: {where}: {number} is typed by hand; write {{{variable}}}, which stays true when it changes"


def _find(context: "PageContext", where: str, code: str, message: str) -> None:
    context.find(code, message, "goal", where)
