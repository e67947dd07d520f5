"""The options of a supporter goal, under `goal:`."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from mkdocs.config import config_options as c
from mkdocs.config.base import Config, ValidationError

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.hosts.mkdocs.generated import check_path

if TYPE_CHECKING:
    from mkdocs_wellspring.goal.model import Goal
    from mkdocs_wellspring.hosts.mkdocs.asked import Asked
    from mkdocs_wellspring.ledger.records import Metric

__all__ = ["CACHE", "OPEN_LEDGER_ADVICE", "GoalOptions"]

CACHE = ".cache/wellspring"
"""What this machine keeps for itself, from the folder of mkdocs.yml."""

OPEN_LEDGER_ADVICE = (
    "mkdocs.yml holds the password of the ledger, where everyone who reads the repository finds it: "
    "write `ledger: !ENV LEDGER_URL`, and give the address in the environment"
)
"""What to tell somebody whose ledger has its password there."""


class _NeverEmpty(c.Type[str]):
    """A text that has a default, and takes nothing in its place: a variable that is not set is a mistake."""

    def validate(self, value: object) -> str:
        if value is None:
            raise ValidationError("it is empty; where !ENV names a variable, set that, or leave the option out")
        given: str = super().validate(value)  # type: ignore[no-untyped-call]
        return given


class GoalOptions(Config):
    """The supporter goal: who is asked for what, and how gifts are found."""

    campaign = c.Type(str)
    """The value of the metadata key `wellspring_campaign` by which the campaign's gifts are found. Required."""

    title = c.Type((str, dict))
    """The banner's heading, and the first thing that a reader sees of it; like the other texts one for all, or one a
    language: `{en: …, de: …}`. Required."""

    text = c.Type((str, dict), default="")
    """The ask in a sentence or two, with variables and citations. Default: none."""

    button = c.Type((str, dict), default="")
    """The words of the link. Default: Donate, in the page's language."""

    thanks = c.Type((str, dict), default="")
    """What the page of thanks says. Default: a sentence in the page's language."""

    privacy = c.Type((str, dict, bool), default=True)
    """What a reader's browser tells whom, in a line beside the link; false for none. Default: where the payment is
    made, and that nothing is sent there before."""

    sections = c.ListOfItems(c.Type(dict), default=[])
    """Other texts for some pages: `{path: "guides/**", text: …}`, where later entries go before. Default: none."""

    not_on = c.ListOfItems(c.Type(str), default=[])
    """Paths of pages without a banner, as in .gitignore: `legal/**`. Default: none."""

    place = c.Choice(("top", "above", "end"), default="top")
    """Where the banner stands: above the page (Material's bar above the header, elsewhere above the article), above the
    article, or at its end. Default: top."""

    recipient = c.Optional(c.Type(str))
    """Who receives the gift, shown beside the link. Default: not shown."""

    metric = c.Choice(("supporters", "recurring", "payments", "gross", "net"), default="supporters")
    """What is counted: unique people, unique people with a subscription that is active now, payments, what was paid,
    or what is left of it after refunds and lost disputes. Default: supporters, which nobody can raise by giving in
    small pieces."""

    target = c.Type((int, float, list))
    """What the campaign hopes for, from 1: people, payments, or an amount in major units of `currency`; a list that
    ascends for stretch goals. Required."""

    window = c.Type(str, default="campaign")
    """Which time counts: `campaign` (from `starts` to `ends`), `all`, `month` (this calendar month), or so many days
    back from today as `30d` says. Default: campaign."""

    payment_link = c.Optional(c.Type((str, list)))
    """A payment link that existed before the campaign, by its id (plink_…), or a list of them: its gifts count, without
    metadata of their own. Default: none, as it takes a permission more."""

    prices = c.Type((str, list), default=[])
    """Ids of prices (price_…, or as the account named them) whose gifts belong to the campaign. Default: none."""

    products = c.Type((str, list), default=[])
    """Ids of products (prod_…, or as the account named them) whose gifts belong to the campaign. Default: none."""

    minimum = c.Optional(c.Type((int, float)))
    """What must be left of a payment for it to count, in major units of `currency`: 5 or 2.50. Default: none, as every
    gift is a gift."""

    currency = c.Optional(c.Type(str))
    """Three letters; only payments in this currency count. Required for amounts (`metric: gross` or `net`, `minimum`),
    as money is never added across currencies. Default: any."""

    disputes = c.Choice(("remove", "keep"), default="remove")
    """Whether a payment counts while its giver disputes it. Default: remove, as the money may have to go back; once the
    dispute is won, the payment counts again."""

    past_due_grace = c.Type(str, default="14d")
    """For how many days after an unpaid renewal a subscription still counts. Default: 14d, in which Stripe tries the
    card again."""

    monthly = c.Type(bool, default=True)
    """Whether payments of monthly gifts are looked for, which takes a permission more (Invoices: read). Default: true,
    as such a gift is none the less one."""

    offline = c.Optional(c.Type((int, float, dict)))
    """What came by other ways, in the metric's unit, and what it is: `{amount: 12, note: cheques and cash}`, or the
    number alone. It is shown apart from what was counted. Default: none."""

    starts = c.Optional(c.Type((str, date)))
    """The first day whose gifts count. Default: all that came before `ends`."""

    ends = c.Optional(c.Type((str, date)))
    """The last day whose gifts count, that day included. Default: no end."""

    timezone = c.Type(str, default="UTC")
    """Where those days begin and end, as IANA names the zone. Default: UTC."""

    donate = c.Optional(c.Type(str))
    """The address of the payment page, https://… Default: no link."""

    give = c.Optional(c.Type(dict))
    """Suggested amounts, each with a payment page of its own, as `wellspring campaign create` prints them: `{currency:
    usd, once: [{amount: 5, url: https://…}], monthly: […]}`. Default: none."""

    thanks_page = c.Optional(c.Type(str))
    """The page to which the payment page leads back, such as `thanks.md`; made where there is none. It counts nothing,
    and on its reader's device the banner is quiet for a year. Default: none."""

    refresh_after = c.Type(str, default="15m")
    """A count younger than this is used as it is, that of a sandbox never: 30s, 15m, 2h, 1d.
    Default: 15m."""

    hide_after = c.Optional(c.Type(str))
    """The number of a count that is older than this is not shown: 90d. Default: it always is, with its date."""

    grace = c.Type(str, default="30d")
    """For how many days after `ends` the result is shown, without an ask. Default: 30d; then there is no banner."""

    fresh = c.Optional(c.Type(str))
    """A file of the site, such as `wellspring-goal.txt`, from which an open page may take a newer count; the build
    writes it, and `wellspring refresh --document` does. Default: none."""

    on_outage = c.Choice(("keep", "fail"), default="keep")
    """Whether a build goes on with the last true count when no new one can be had. Default: keep."""

    snapshot = c.Type(str, default=".cache/wellspring/goal.txt")
    """The file that keeps the count and its date, from the folder of mkdocs.yml. It may be a committed file."""

    ledger = _NeverEmpty(str, default=".cache/wellspring/ledger.db")
    """Where payments are kept, people as hashes: a file, from the folder of mkdocs.yml, that is not published, or a
    database that builders share, `postgresql://…`; as that holds a password, by `!ENV`. Default:
    .cache/wellspring/ledger.db."""

    counted_page = c.Optional(c.Type(str))
    """A page that says how the number is counted, such as `how-we-count.md`; made where there is none. Default:
    none."""

    demonstration = c.Type(bool, default=False)
    """The site shows money that is not live, and means to: a strict build passes. Default: false."""

    def as_goal(self, root: Path) -> "Goal":
        """The goal, its files found from `root`, the folder of mkdocs.yml.

        Raises:
            ConfigurationError: a value that no banner can be made of.
        """
        from mkdocs_wellspring.goal import given  # noqa: PLC0415 - only for a site with a goal
        from mkdocs_wellspring.goal.giving import pretended  # noqa: PLC0415
        from mkdocs_wellspring.goal.model import Goal  # noqa: PLC0415

        check_path("goal: counted_page", self.counted_page)
        check_path("goal: thanks_page", self.thanks_page)
        if self.thanks_page in {"index.md", "README.md", self.counted_page} - {None}:
            raise ConfigurationError(
                f"goal: thanks_page: {self.thanks_page} is a page that others read too, and who reads it is not asked "
                "for a year; give one of its own, such as thanks.md"
            )
        given.fresh_of(self.fresh)
        metric = cast("Metric", self.metric)
        window, rolling_days = given.window_of(self.window)
        currency = given.currency_of(self.currency)
        donate = os.environ.get("WELLSPRING_DONATE")
        suggestions = given.suggestions_of(self.give, currency)
        return Goal(
            campaign=self.campaign,
            title=given.text_of("title", self.title),
            targets=given.targets_of(self.target, metric, currency),
            text=given.text_of("text", self.text),
            button=given.text_of("button", self.button),
            thanks=given.text_of("thanks", self.thanks),
            privacy=None if self.privacy is True else given.text_of("privacy", self.privacy or ""),
            donate=donate or self.donate,
            # In the sandbox no link leads to where money moves.
            suggestions=pretended(suggestions) if donate else suggestions,
            recipient=self.recipient,
            starts=given.day_of("starts", self.starts),
            ends=given.day_of("ends", self.ends),
            timezone=self.timezone,
            metric=metric,
            window=window,
            rolling_days=rolling_days,
            payment_links=given.ids_of("payment_link", "plink_", self.payment_link),
            prices=given.ids_of("prices", "", self.prices),
            products=given.ids_of("products", "", self.products),
            minimum_minor=given.minimum_of(self.minimum, currency),
            currency=currency,
            open_disputes="keep" if self.disputes == "keep" else "remove",
            past_due_days=given.days_of("past_due_grace", self.past_due_grace),
            monthly=self.monthly,
            offline=given.offline_of(self.offline, metric, currency),
            refresh_after_s=given.duration_s(self.refresh_after),
            hide_after_s=None if self.hide_after is None else given.duration_s(self.hide_after, "hide_after"),
            grace_days=given.days_of("grace", self.grace),
            on_outage="fail" if self.on_outage == "fail" else "keep",
            cache=root / CACHE,
            snapshot=root / self.snapshot,
            ledger=given.ledger_of(self.ledger, root),
            demonstration=self.demonstration,
        )

    @property
    def fresh_path(self) -> str | None:
        """The path of the document that may hold a newer count, from the root of the site."""
        return self.fresh.strip() if self.fresh else None

    def as_asked(self, goal: "Goal") -> "Asked":
        """What is asked on which page.

        Raises:
            ConfigurationError: a section or a pattern that cannot be read.
        """
        from mkdocs_wellspring.hosts.mkdocs.asked import Asked  # noqa: PLC0415 - only for a site with a goal

        return Asked(goal, self.sections, self.not_on)

    def shows_password(self, file: Path) -> bool:
        """The configuration itself holds the password of the ledger, which no `!ENV` has brought there."""
        try:
            password = urlsplit(self.ledger).password if "://" in self.ledger else None
            return password is not None and password != "" and password in file.read_text("utf-8")
        except (OSError, ValueError):
            return False
