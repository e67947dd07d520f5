"""The options of `plugins: - wellspring:` in mkdocs.yml; MkDocs checks them and names what is wrong."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from mkdocs.config import config_options as c
from mkdocs.config.base import Config

from mkdocs_wellspring.citations.citing import Citing
from mkdocs_wellspring.citations.places import ALL, HERE
from mkdocs_wellspring.citations.stores import Stores
from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.findings import CODES
from mkdocs_wellspring.frontmatter import kind
from mkdocs_wellspring.hosts.mkdocs.articles import Checker, FurnitureSettings
from mkdocs_wellspring.hosts.mkdocs.generated import check_path
from mkdocs_wellspring.hosts.mkdocs.goaloptions import GoalOptions
from mkdocs_wellspring.hosts.mkdocs.questions import Settings
from mkdocs_wellspring.questions.ask import Ask
from mkdocs_wellspring.questions.options import HEADING
from mkdocs_wellspring.questions.options import QuestionsOptions as Shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_wellspring.questions.suggestions import Asked, Document, Suggester

__all__ = [
    "TWICE",
    "ArticleOptions",
    "AskOptions",
    "CitationsOptions",
    "GoalOptions",
    "QuestionsOptions",
    "WellspringOptions",
]


_SECRET = re.compile(r"\b(?:[sr]k_(?:org_)?(?:live|test)|whsec)_\w")

TWICE = "`plugins:` names `wellspring:` twice, and both would run; put all options under one of them"
"""What to tell a site with two of us."""


class CitationsOptions(Config):
    """Where sources are kept, and how they are cited."""

    sources = c.Type((str, list), default=[])
    """Files and folders of sources for all pages, from the folder of mkdocs.yml: YAML, BibTeX, CSL-JSON. A pattern such
    as `refs/*.bib` is one as well. Default: none; a page's own `sources:` always work."""

    style = c.Type(str, default="numeric")
    """`numeric`, `author-date`, or a CSL file, which needs `mkdocs-wellspring[csl]`. Default: numeric."""

    bibliography = c.Optional(c.Type(str))
    """A page for all sources of the site, such as `bibliography.md`; made where there is none. Default: none."""

    list = c.Choice(("end", "marker"), default="end")
    """Whether a page without the marker has its list at its end, or none. Default: end."""

    marker = c.Type(str, default=HERE)
    """The line at which a page's list stands. Default: `\bibliography`."""

    full_marker = c.Type(str, default=ALL)
    """The line at which the list of all sources stands. Default: `\full_bibliography`."""

    in_text = c.Type(bool, default=True)
    """Whether `@key` in the text is a citation, where a source has that key. Default: true."""

    cards = c.Type(bool, default=True)
    """Whether a citation shows its source in a card, on hover, focus and touch. Default: true."""

    highwire = c.Type(bool, default=False)
    """Whether pages carry the `citation_*` tags that scholarly search engines read. Default: false."""

    def as_citing(self, root: Path, overrides: tuple[Path, ...], reader: Stores) -> Citing:
        """How the site cites, its files found from `root`, the folder of mkdocs.yml.

        Raises:
            ConfigurationError: a store or the style is not there, or what sets it is not installed.
        """
        check_path("citations: bibliography", self.bibliography)
        names = [self.sources] if isinstance(self.sources, str) else self.sources
        for name in names:
            if not isinstance(name, str):
                raise ConfigurationError(
                    f"citations: sources: {kind(name)} names no file; give files, folders or patterns such as refs.bib"
                )
        return Citing.of(
            [name for name in names if name.strip()],
            self.style,
            root,
            reader=reader,
            overrides=overrides,
            in_text=self.in_text,
            at_marker=self.list == "marker",
            marker=self.marker.strip(),
            full_marker=self.full_marker.strip(),
        )


class AskOptions(Config):
    """How a reader may ask for an answer to an open question; nothing is sent by itself."""

    search = c.Type((bool, str), default=True)
    """A link to the site's own search with the question in it; the address of another search, which reads `?q=`; or
    false. Default: true, which is none for a theme whose search reads no address."""

    issue = c.Optional(c.Type(str))
    """The form for a new issue, https://…/issues/new, which is opened filled in. Default: none."""

    email = c.Optional(c.Type(str))
    """A mail address, to which a mail is begun. Default: none."""


class QuestionsOptions(Config):
    """How follow-up questions are shown, and what is done with those that nobody answers."""

    heading = c.Type(str, default=HEADING)
    """The words above the questions. Default: Want to dive deeper?, in the page's language."""

    backlog = c.Optional(c.Type(str))
    """A page for all open questions, such as `open-questions.md`; made where there is none. Default: none."""

    asked_from = c.Type(bool, default=False)
    """Whether a page that answers questions shows which pages ask them. Default: false."""

    suggestions = c.Choice(("lexical", "semantic", "none"), default="lexical")
    """What finds the pages nearest to an open question, for its author alone: words in common, their sense (which needs
    `mkdocs-wellspring[semantic]`), or nothing. Default: lexical."""

    ask = c.SubConfig(AskOptions)
    """How a reader may ask for an answer."""

    def as_settings(self, root: Path, overrides: tuple[Path, ...], search: str | None) -> Settings:
        """What the site says of its questions; `search` is the page of its own search, where it has one.

        Raises:
            ConfigurationError: a value that cannot be used, or what finds the nearest pages is not installed.
        """
        check_path("questions: backlog", self.backlog)
        given = self.ask.search
        searched = given if isinstance(given, str) else search if given else None
        ask = Ask(search=searched, issue=self.ask.issue, email=self.ask.email)
        return Settings(
            Shown(self.heading, ask),
            self.backlog,
            self.asked_from,
            _suggester(self.suggestions, root),
            overrides,
        )


class ArticleOptions(Config):
    """The furniture of a checked article."""

    disclaimer = c.Optional(c.Type(str))
    """What a page with `disclaimer: true` says; Markdown, its links from the documentation's root. Default: none."""

    method = c.Optional(c.Type(str))
    """What a page with `method: true` says of how it was made; Markdown like `disclaimer`. Default: none."""

    funding = c.Optional(c.Type(str))
    """What a page with `funding: true` says of who pays for it; Markdown like `disclaimer`. Default: none."""

    claim_review = c.Optional(c.Choice(("organization", "person")))
    """Pages with a claim and a verdict say so to machines, as a `ClaimReview` by the site, which is the one or the
    other. Default: none."""

    corrections = c.Optional(c.Type(str))
    """A page for all corrections of the site, such as `corrections.md`; made where there is none. Default: none."""

    def as_settings(self, overrides: tuple[Path, ...]) -> FurnitureSettings:
        """What the site says of its articles.

        Raises:
            ConfigurationError: a value that cannot be used.
        """
        check_path("article: corrections", self.corrections)
        texts = {name: self[name] or "" for name in ("disclaimer", "method", "funding")}
        return FurnitureSettings(texts, self.corrections, cast("Checker | None", self.claim_review), overrides)


def _optional(options: type[GoalOptions]) -> c.Optional[GoalOptions]:
    """A group of options that is either given, with what it requires, or absent as a whole."""
    group = c.SubConfig(options)
    group.default = None
    return c.Optional(group)


class WellspringOptions(Config):
    """All of them; with none, citations and questions work on the pages that use them, and there is no banner."""

    silence = c.ListOfItems(c.Choice(tuple(code for code in CODES if code != "goal-not-live")), default=[])
    """Codes of findings that the log is to pass over, on all pages; not `goal-not-live`. Default: none."""

    citations = c.SubConfig(CitationsOptions)
    """Citations and their sources."""

    questions = c.SubConfig(QuestionsOptions)
    """Follow-up questions."""

    article = c.SubConfig(ArticleOptions)
    """The furniture of a checked article."""

    goal = _optional(GoalOptions)
    """The supporter goal; without it there is no banner."""

    def refuse_keys(self) -> None:
        """Nothing that these options say is a secret of Stripe's.

        Raises:
            ConfigurationError: one is; the message does not repeat it.
        """
        if any(_SECRET.search(text) for text in _texts(self.data)):
            raise ConfigurationError(
                "mkdocs.yml holds a Stripe key, where everyone who reads the repository finds it: take it out, "
                "revoke it at Stripe, and give a new one in the environment as WELLSPRING_STRIPE_KEY"
            )


def _texts(given: object) -> "Iterator[str]":
    """All texts in the values of options, which may hold themselves, and numbers that Python does not write."""
    seen, left = set[int](), [given]
    while left:
        one = left.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping | list | tuple | set) and id(one) not in seen:
            seen.add(id(one))
            left += [*one, *one.values()] if isinstance(one, Mapping) else one


def _suggester(name: str, root: Path) -> "Suggester | None":
    if name == "semantic":
        from mkdocs_wellspring.questions.suggestions.semantic import semantic_suggester  # noqa: PLC0415 - only where wanted

        return semantic_suggester(root / ".cache/wellspring")
    return _lexical if name == "lexical" else None


def _lexical(asked: "Sequence[Asked]", documents: "Sequence[Document]") -> list[tuple[str, ...]]:
    from mkdocs_wellspring.questions.suggestions.suggest import suggest  # noqa: PLC0415 - only where a question is open

    return suggest(asked, documents)
