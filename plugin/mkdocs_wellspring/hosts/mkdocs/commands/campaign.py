"""The command `wellspring campaign create`: the payment links of a campaign, made at Stripe."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from click.core import ParameterSource

from mkdocs_wellspring.campaign import Bounds, Campaign, Made, amounts_of, create
from mkdocs_wellspring.campaign.block import as_json, as_yaml, next_steps, steps
from mkdocs_wellspring.errors import ConfigurationError, PaymentsError, PaymentsUnavailable
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.wording import plain_text
from mkdocs_wellspring.hosts.mkdocs.commands.telling import in_one_line, printing
from mkdocs_wellspring.hosts.mkdocs.configured import ConfiguredSite, configured_site
from mkdocs_wellspring.lastcount import Payments
from mkdocs_wellspring.ledger.api.permissions import TO_MAKE
from mkdocs_wellspring.ledger.deadline import Deadline
from mkdocs_wellspring.ledger.people import mark_of
from mkdocs_wellspring.ledger.records import Mode
from mkdocs_wellspring.ledger.stripe import StripeAPI
from mkdocs_wellspring.money import currency_code

__all__ = ["campaign"]

_LONGEST_S = 600.0
_MONTHLY = "5,10,25"
_LEAST = "1"
_PRESET = "20"


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What was given on the command line; None for what was not."""

    campaign: str | None
    title: str | None
    currency: str | None
    once: str
    monthly: str | None
    least: str | None
    most: str
    preset: str | None
    thanks: str | None


@click.group()
def campaign() -> None:
    """Make at Stripe what a campaign needs."""


@campaign.command("create")
@click.option("--config-file", "-f", "file", default="mkdocs.yml", help="The site's configuration (mkdocs.yml).")
@click.option("--campaign", help="The campaign.  [default: that of the goal in mkdocs.yml]")
@click.option("--title", help='What the payment page says after "Gift to".  [default: the goal\'s title]')
@click.option("--currency", help="Three letters, such as usd.  [default: the goal's]")
@click.option("--once", default="5,20,50", show_default=True, help='Suggested amounts, one link each; "" for none.')
@click.option("--monthly", help='Monthly amounts; "" for none.  [default: 5,10,25, if the goal counts such]')
@click.option("--least", help="The least that a giver may choose.  [default: 1, or the goal's minimum]")
@click.option("--most", default="10000", show_default=True, help="The most that a giver may choose.")
@click.option("--preset", help="What stands there before a giver chooses.  [default: 20, or the least]")
@click.option("--thanks", metavar="URL", help="Where givers are led.  [default: thanks/ below site_url]")
@click.option("--dry-run", is_flag=True, help="Ask what is there, say what would be made, and make nothing.")
@click.option("--json", "shown_as_json", is_flag=True, help="Print one JSON document.")
@click.option("--yes", is_flag=True, help="Do not ask before something is made for real money.")
@click.pass_context
def create_campaign(
    context: click.Context, /, *, file: str, dry_run: bool, shown_as_json: bool, yes: bool, **wishes: str
) -> None:
    """Make the product, the prices and the payment links of a campaign, and print the lines for mkdocs.yml.

    What is there already is found and used, so that running this twice makes nothing twice. WELLSPRING_STRIPE_KEY
    needs Products: write, Prices: write and Payment Links: write.
    """
    given = context.get_parameter_source("file") is not ParameterSource.DEFAULT
    with in_one_line():
        site = configured_site(Path(file)) if given or Path(file).exists() else ConfiguredSite()
        for line in site.warnings:
            click.echo(line, err=True)
        wanted = _wanted(_Wishes(**wishes), site)
        payments = Payments.of(os.environ)
        with _shop(payments) as shop:
            mark = _mark(payments, shop.mode)
            if shop.mode is Mode.LIVE and not dry_run and not yes:
                _confirm(create(wanted, shop, mark=mark, rehearse=True))
            made = _made(wanted, shop, mark, rehearse=dry_run)
    _tell(made, shown_as_json=shown_as_json)


def _wanted(wishes: _Wishes, site: ConfiguredSite) -> Campaign:
    goal = site.goal
    name = wishes.campaign or (goal.campaign if goal else None)
    if name is None:
        raise ConfigurationError("no goal in mkdocs.yml names the campaign: give it as --campaign")
    title = wishes.title or (plain_text(goal.title) if goal else None)
    if title is None:
        why = "the goal's title holds variables, which a payment page does not know" if goal else "no goal has a title"
        raise ConfigurationError(f'{why}: give one as --title, as in "Gift to <title>"')
    given = wishes.currency or (goal.currency or goal.suggestions.currency if goal else "")
    if not given:
        raise ConfigurationError("the goal in mkdocs.yml has no currency: give one as --currency, such as usd")
    currency = currency_code(given)
    counted = goal if goal and goal.campaign == name else None
    if counted and (reason := counted.would_not_count(currency, (counted.minimum_minor,), monthly=False)):
        raise ConfigurationError(f"--currency: {reason}; leave --currency out, or change `currency:` in mkdocs.yml")
    least = _least(wishes, counted, currency)
    wanted = Campaign(
        name,
        title,
        currency,
        once=amounts_of("--once", wishes.once, currency),
        monthly=amounts_of("--monthly", _monthly(wishes, counted), currency),
        chosen=Bounds(
            least,
            _preset(wishes, least, currency),
            _amount("--most", wishes.most, currency),
        ),
        thanks=wishes.thanks or site.thanks,
        thanks_page=site.thanks_page if site.thanks and not wishes.thanks else None,
    )
    if counted:
        _check_counted(wanted, counted)
    return wanted


def _monthly(wishes: _Wishes, goal: Goal | None) -> str:
    if wishes.monthly is not None:
        return wishes.monthly
    return _MONTHLY if goal is None or goal.counts_monthly else ""


def _least(wishes: _Wishes, goal: Goal | None, currency: str) -> int:
    least = _amount("--least", wishes.least or _LEAST, currency)
    return max(least, goal.minimum_minor) if goal and wishes.least is None else least


def _preset(wishes: _Wishes, least: int, currency: str) -> int:
    preset = _amount("--preset", wishes.preset or _PRESET, currency)
    return max(preset, least) if wishes.preset is None else preset


def _check_counted(wanted: Campaign, goal: Goal) -> None:
    """What the links ask for is what the goal counts."""
    given = {"--once": wanted.once, "--monthly": wanted.monthly, "--least": (wanted.chosen.least,)}
    for option, amounts in given.items():
        if why := goal.would_not_count(wanted.currency, amounts, monthly=option == "--monthly"):
            raise ConfigurationError(f"{option}: {why}; give what counts, or change the goal in mkdocs.yml")


def _amount(option: str, text: str, currency: str) -> int:
    amounts = amounts_of(option, text, currency)
    if len(amounts) != 1:
        raise ConfigurationError(f"{option}: {text[:40]!r} is no amount of money; give one, such as 20 or 2.50")
    return amounts[0]


@contextmanager
def _shop(payments: Payments) -> Iterator[StripeAPI]:
    if payments.offline:
        raise PaymentsUnavailable("WELLSPRING_OFFLINE is set, so nothing was asked or made")
    if payments.key is None:
        raise ConfigurationError(f"WELLSPRING_STRIPE_KEY is not set: set it to {TO_MAKE}")
    if payments.key.is_unrestricted:
        click.echo(f"WELLSPRING_STRIPE_KEY is a secret key, which may do everything: use {TO_MAKE}", err=True)
    shop = StripeAPI(payments.key, payments.base, Deadline(_LONGEST_S))
    try:
        yield shop
    finally:
        shop.close()


def _mark(payments: Payments, mode: Mode) -> str:
    key = payments.key.reveal() if payments.key else ""
    return mark_of(key.encode(), mode.value, payments.base or "")


def _confirm(rehearsed: Made) -> None:
    if not rehearsed.anything_new:
        return
    for line in steps(rehearsed):
        click.echo(line, err=True)
    click.confirm("This is a live key: make these for real money?", abort=True, err=True)


def _made(wanted: Campaign, shop: StripeAPI, mark: str, *, rehearse: bool) -> Made:
    try:
        return create(wanted, shop, mark=mark, rehearse=rehearse)
    except PaymentsError:
        if not rehearse:
            click.echo("Not all was made; what was made so far is found when the same is run again.", err=True)
        raise


def _tell(made: Made, *, shown_as_json: bool) -> None:
    """The lines to keep on stdout, and what is said of them on stderr."""
    if not shown_as_json and not made.rehearsed:
        for line in steps(made):
            click.echo(line, err=True)
    with printing():
        if shown_as_json:
            click.echo(as_json(made), nl=False)
        elif made.rehearsed:
            for line in steps(made):
                click.echo(line)
        else:
            click.echo(as_yaml(made), nl=False)
    for line in next_steps(made):
        click.echo(line, err=True)
