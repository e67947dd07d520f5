"""The banner as HTML, made once at build: what is on it is true without any script."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup, escape

from mkdocs_wellspring.goal.giving import Suggestion, taker, with_reference
from mkdocs_wellspring.goal.inline import Cite, Link, inline, plain_link, uncited
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.sentences import figure, percent, tally_sentence
from mkdocs_wellspring.goal.snapshot import Snapshot
from mkdocs_wellspring.goal.wording import COUNTED, Facts, fill, known_sentences, said
from mkdocs_wellspring.ledger.records import Mode
from mkdocs_wellspring.messages import Messages, language_tag, messages_for
from mkdocs_wellspring.money import amount_text
from mkdocs_wellspring.templating import environment

__all__ = [
    "GIVEN_DAYS",
    "QUIET_DAYS",
    "OnPage",
    "facts_of",
    "head_script",
    "head_snippet",
    "notice_of",
    "render_back",
    "render_banner",
    "render_thanks",
    "tells_page",
]

QUIET_DAYS = 30
"""For how many days a banner that a reader put away stays away from that reader's device."""

GIVEN_DAYS = 365
"""For how many days one who has given is not asked again."""

_NUMBERLESS = frozenset({"not-started", "quiet-count", "uncounted"})


class OnPage(NamedTuple):
    """What a banner is told of the page that it stands on.

    Attributes:
        site: the name of the site; "" where that is not known.
        host: the name of its host; "" where that is not known.
        document: the language that the whole document is said to be in; None for that of the banner.
        counted_page: the address, from there, of the page that says what counts.
        fresh: that of the document that may hold a newer count.
        reference: what a payment page is told of the page.
        cite: renders a citation in the ask.
        link: finds the address of a link in it.
    """

    site: str = ""
    host: str = ""
    document: str | None = None
    counted_page: str | None = None
    fresh: str | None = None
    reference: str = ""
    cite: Cite = uncited
    link: Link = plain_link


_ANYWHERE = OnPage()


class _Amount(NamedTuple):
    amount: str
    url: str


def render_banner(  # noqa: PLR0913  the last three are what the page is like
    goal: Goal,
    snapshot: Snapshot | None,
    *,
    now: datetime,
    locale: str,
    overrides: Sequence[Path] = (),
    on: OnPage = _ANYWHERE,
) -> str:
    """The banner in one language, in the state that is true at `now`; "" when its time is over.

    The bar is clamped to its target, the text never is. Money that is not live is named as such in words. What was
    declared and not counted is in the number, and one line says how much of it that is. A site overrides it as
    `wellspring/banner.html`. What most banners do not have is in templates of its own, as one is compiled, in each
    build, only where it is included.
    """
    if not goal.is_shown(now):
        return ""
    messages = messages_for(locale, tuple(overrides))
    total = goal.total(snapshot.value) if snapshot else None
    state = goal.state(total, now, snapshot.as_of if snapshot else None)
    target = goal.target_for(total or 0)
    shown = snapshot if state not in _NUMBERLESS else None
    reached = goal.reached(total) if total is not None else None
    asks = state not in {"ended", "not-started"}
    facts = facts_of(goal, total if shown else None, messages, now=now, site=on.site)
    over = goal.bounds(now)[1]
    template = environment(locale, tuple(overrides)).get_template("wellspring/banner.html")
    return template.render(
        goal=goal,
        state=state,
        title=_title(goal, facts, messages, locale),
        is_dated="{days_left}" in said(goal.title, locale),
        text=inline(known_sentences(said(goal.text, locale), facts), facts, cite=on.cite, link=on.link),
        button=fill(known_sentences(said(goal.button, locale), facts), facts),
        privacy=said(goal.privacy or "", locale),
        taker=_takers(goal, on, messages) if asks and goal.privacy is None else None,
        value=total if shown else None,
        target=target,
        aim=figure(goal, target, messages),
        reached=figure(goal, reached, messages) if reached else None,
        sentence=tally_sentence(goal, total, messages) if shown and total is not None else None,
        counted=figure(goal, snapshot.value, messages) if shown and snapshot else None,
        offline=figure(goal, goal.offline.amount, messages) if shown and goal.offline.amount else None,
        bar=min(total, target) if shown and total is not None else None,
        notice=notice_of(goal, snapshot),
        as_of=goal.local(snapshot.as_of) if snapshot else None,
        day=_day(goal, snapshot, messages) if snapshot else None,
        stale=snapshot is not None and asks and goal.is_stale(snapshot.as_of, now),
        until=over.isoformat() if over and now < over else None,
        fresh=on.fresh if shown and asks and not _counts_in_words(goal, locale) else None,
        locale=locale,
        counted_at=snapshot.as_of.isoformat() if snapshot else None,
        definition=snapshot.definition if snapshot else None,
        give=with_reference(goal.donate, on.reference) if asks and goal.donate else None,
        once=_amounts(goal, goal.suggestions.once, on, messages) if asks else [],
        monthly=_amounts(goal, goal.suggestions.monthly, on, messages) if asks else [],
        quiet_days=QUIET_DAYS,
        is_foreign=_is_foreign(locale, on),
        site=on.site or goal.campaign,
        counted_page=on.counted_page,
    )


def render_back(locale: str, overrides: Sequence[Path] = (), *, on: OnPage = _ANYWHERE) -> str:
    """The way back to a banner that was put away: hidden, until a script shows it where it leads somewhere."""
    template = environment(locale, tuple(overrides)).get_template("wellspring/back.html")
    return template.render(is_foreign=_is_foreign(locale, on)).strip()


def render_thanks(
    goal: Goal, *, now: datetime, locale: str, overrides: Sequence[Path] = (), on: OnPage = _ANYWHERE
) -> str:
    """What a page says to somebody who comes from the payment: it counts nothing, and knows nobody."""
    facts = facts_of(goal, None, messages_for(locale, tuple(overrides)), now=now, site=on.site)
    template = environment(locale, tuple(overrides)).get_template("wellspring/thanks.html")
    thanks = inline(known_sentences(said(goal.thanks, locale), facts), facts, cite=on.cite, link=on.link)
    return template.render(goal=goal, thanks=thanks, given_days=GIVEN_DAYS).strip()


def facts_of(goal: Goal, total: int | None, messages: Messages, *, now: datetime, site: str) -> Facts:
    """What the variables of a text stand for; without a count, None for what it would give."""
    target, days = goal.target_for(total or 0), goal.days_left(now)
    return {
        "site": site,
        "value": None if total is None else figure(goal, total, messages),
        "target": figure(goal, target, messages),
        "remaining": None if total is None else figure(goal, max(0, target - total), messages),
        "percent": None if total is None else percent(total, target, messages),
        "days_left": None if days is None else messages.number(days),
    }


def head_script() -> str:
    """The script for the head of every page: the same for every site, so that one hash in a policy admits it."""
    return (Path(__file__).parent / "assets" / "head.js").read_text("utf-8").strip()


def head_snippet(goal: Goal, now: datetime | None = None) -> str:
    """What stands in a page's head: a banner that was put away stays away, before anything is painted."""
    over = goal.bounds(now)[1] if now else None
    until = Markup(' data-until="{}"').format(over.isoformat()) if over and now and now < over else ""
    named = Markup('<meta name="wellspring-campaign" content="{}"{}>').format(goal.campaign, until)
    return f"{named}<script>{head_script()}</script>"


def notice_of(goal: Goal, snapshot: Snapshot | None) -> str | None:
    """Whose money it is, where it is not real; a demonstration that has no count yet is still one."""
    if snapshot is None and goal.is_pretended:
        return "sandbox"
    if snapshot is None:
        return "demonstration" if goal.demonstration else None
    if snapshot.mode is Mode.LIVE:
        return "demonstration" if goal.is_pretended else None
    return str(snapshot.mode)


def tells_page(goal: Goal) -> bool:
    """A link to give tells the payment page which page led there."""
    return any(with_reference(link, "page") != link for link in _links(goal))


def _title(goal: Goal, facts: Facts, messages: Messages, locale: str) -> str:
    """The heading, or what can be said without a count where nothing else of it can."""
    title = fill(known_sentences(said(goal.title, locale), facts), facts)
    return title if title.strip() else messages.gettext("Support %(site)s") % {"site": facts["site"] or goal.campaign}


def _day(goal: Goal, snapshot: Snapshot, messages: Messages) -> Markup:
    """When it was counted, as an element: its moment for machines, its day for readers."""
    as_of = goal.local(snapshot.as_of)
    return Markup('<time datetime="{}">{}</time>').format(
        as_of.isoformat(timespec="seconds"), messages.day(as_of.date())
    )


def _is_foreign(locale: str, on: OnPage) -> bool:
    """The banner is in another language than the document, and says so: https://www.w3.org/TR/WCAG22/#language-of-parts."""
    return on.document is not None and language_tag(on.document) != language_tag(locale)


def _counts_in_words(goal: Goal, locale: str) -> bool:
    """Other words say a number that was counted, which a newer count beside them would contradict."""
    if goal.offline.amount:
        return True
    texts = [said(text, locale) for text in (goal.title, goal.text, goal.button)]
    return any(f"{{{name}}}" in text for name in COUNTED for text in texts)


def _takers(goal: Goal, on: OnPage, messages: Messages) -> Markup | None:
    """Who takes payments; None where a link leads to the site itself, which knows what becomes of its reader there."""
    names = dict.fromkeys(taker(link) for link in _links(goal))
    if not names or on.host in names:
        return None
    return Markup(messages.any_of([f"<bdi>{escape(name)}</bdi>" for name in names]))  # noqa: S704 - escaped here


def _links(goal: Goal) -> list[str]:
    suggested = (*goal.suggestions.once, *goal.suggestions.monthly)
    return [*([goal.donate] if goal.donate else []), *(one.url for one in suggested)]


def _amounts(goal: Goal, given: Sequence[Suggestion], on: OnPage, messages: Messages) -> list[_Amount]:
    currency = goal.suggestions.currency
    return [
        _Amount(amount_text(one.amount_minor, currency, messages.locale), with_reference(one.url, on.reference))
        for one in given
    ]
