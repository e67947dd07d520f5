"""The options of `plugins: - wellspring:` in mkdocs.yml; MkDocs checks them and names what is wrong."""

import os
import re
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mkdocs.config import config_options as c
from mkdocs.config.base import Config

from mkdocs_wellspring.citations.citing import Citing
from mkdocs_wellspring.citations.places import ALL, HERE
from mkdocs_wellspring.citations.stores import Stores
from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.findings import CODES
from mkdocs_wellspring.frontmatter import kind

if TYPE_CHECKING:
    from mkdocs_wellspring.goal.model import Goal

__all__ = ["ArticleOptions", "CitationsOptions", "GoalOptions", "QuestionsOptions", "WellspringOptions"]


_SECRET = re.compile(r"\b(?:[sr]k_(?:live|test)|whsec)_\w")


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
        if self.bibliography and not self.bibliography.endswith(".md"):
            raise ConfigurationError(
                f"citations: bibliography: {self.bibliography} is no page; give one that ends in .md"
            )
        path = PurePosixPath((self.bibliography or "").replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in (path.parts[0] if path.parts else ""):
            raise ConfigurationError(
                f"citations: bibliography: {self.bibliography} is outside the site; give its path from docs_dir"
            )
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


class QuestionsOptions(Config):
    """How follow-up questions are shown."""

    heading = c.Type(str, default="Want to dive deeper?")
    """The words above the questions. Default: Want to dive deeper?"""


class ArticleOptions(Config):
    """The furniture of a checked article."""

    disclaimer = c.Optional(c.Type(str))
    """What a page with `disclaimer: true` says; Markdown, its links from the documentation's root. Default: none."""


class GoalOptions(Config):
    """The supporter goal: who is asked for what, and how gifts are found."""

    campaign = c.Type(str)
    """The value of the metadata key `wellspring_campaign` by which the campaign's gifts are found. Required."""

    title = c.Type(str)
    """The banner's heading, and the first thing that a reader sees of it. Required."""

    text = c.Type(str, default="")
    """The ask in a sentence or two. Default: none."""

    recipient = c.Optional(c.Type(str))
    """Who receives the gift, shown beside the link. Default: not shown."""

    target = c.Type(int)
    """How many supporters the campaign hopes for, from 1. Required."""

    starts = c.Optional(c.Type((str, date)))
    """The first day whose gifts count. Default: all that came before `ends`."""

    ends = c.Optional(c.Type((str, date)))
    """The last day whose gifts count, that day included. Default: no end."""

    timezone = c.Type(str, default="UTC")
    """Where those days begin and end, as IANA names the zone. Default: UTC."""

    donate = c.Optional(c.Type(str))
    """The address of the payment page, https://… Default: no link."""

    refresh_after = c.Type(str, default="15m")
    """A count younger than this is used as it is: 30s, 15m, 2h, 1d. Default: 15m."""

    on_outage = c.Choice(("keep", "fail"), default="keep")
    """Whether a build goes on with the last true count when no new one can be had. Default: keep."""

    snapshot = c.Type(str, default=".cache/wellspring/goal.txt")
    """The file that keeps the count and its date, from the folder of mkdocs.yml. It may be a committed file."""

    ledger = c.Type(str, default=".cache/wellspring/ledger.db")
    """The SQLite file that keeps the campaign's payments, people as hashes, from the folder of mkdocs.yml."""

    demonstration = c.Type(bool, default=False)
    """The site shows money that is not live, and means to: a strict build passes. Default: false."""

    def as_goal(self, root: Path) -> "Goal":
        """The goal, its files found from `root`, the folder of mkdocs.yml.

        Raises:
            ConfigurationError: a value that no banner can be made of.
        """
        from mkdocs_wellspring.goal.model import Goal, duration_s  # noqa: PLC0415 - only for a site with a goal

        return Goal(
            campaign=self.campaign,
            title=self.title,
            target=self.target,
            text=self.text,
            donate=os.environ.get("WELLSPRING_DONATE") or self.donate,
            recipient=self.recipient,
            starts=_day("starts", self.starts),
            ends=_day("ends", self.ends),
            timezone=self.timezone,
            refresh_after_s=duration_s(self.refresh_after),
            on_outage="fail" if self.on_outage == "fail" else "keep",
            snapshot=root / self.snapshot,
            ledger=root / self.ledger,
            demonstration=self.demonstration,
        )


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
        if _SECRET.search(repr(self.data)):
            raise ConfigurationError(
                "mkdocs.yml holds a Stripe key, where everyone who reads the repository finds it: take it out, "
                "revoke it at Stripe, and give a new one in the environment as WELLSPRING_STRIPE_KEY"
            )


def _day(name: str, value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ConfigurationError(f"goal: {name}: {str(value)[:40]} is no day; write it as 2026-12-31") from None
