"""Shows the goal's banner in each of its states: as pages to test, and as pictures for docs/states/goal.md.

Run from the virtual environment of `make test`: .venv/bin/python scripts/states.py
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from playwright.sync_api import Browser, sync_playwright

from browser import ADVICE, installed
from mkdocs_wellspring.goal.banner import OnPage, head_snippet, render_banner, render_thanks
from mkdocs_wellspring.goal.giving import Suggestion, Suggestions
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.snapshot import Snapshot, write
from mkdocs_wellspring.ledger.records import Count, Line, Mode, Reason
from pseudo import catalogue, mirrored, served

__all__ = ["AWAY", "STATES", "State", "build", "write_pages"]

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs/assets/states"
NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
CAMPAIGN = "independence-2026"
AWAY = f"localStorage.setItem('wellspring:{CAMPAIGN}', Date.now() + 864e5)"
_DAYS = (date(2026, 1, 1), date(2099, 12, 31))
_GIVE = "https://donate.stripe.com/"


@dataclass(frozen=True, slots=True)
class State:
    """One thing that a banner may be, at NOON.

    Attributes:
        name: of its page and its picture.
        says: words by which a reader tells it from all others; the first two are told by what they lack.
        value: what was counted; None for no count.
        mark: what a browser has done before, such as to put the banner away.
    """

    name: str
    says: str
    value: int | None = 412
    age: timedelta = timedelta(hours=2)
    mode: Mode = Mode.LIVE
    targets: tuple[int, ...] = (1000,)
    days: tuple[date, date] = _DAYS
    hide_after_s: int | None = None
    amounts: bool = False
    thanks: bool = False
    mark: str = ""

    def goal(self, say: Callable[[str], str]) -> Goal:
        """The campaign, its texts as `say` says them."""
        ways = [
            tuple(Suggestion(amount * 100, f"{_GIVE}{way}{amount}") for amount in amounts)
            for way, amounts in (("once", (5, 20, 50, 100)), ("monthly", (5, 10, 20)))
        ]
        return Goal(
            CAMPAIGN,
            say("Keep Example independent"),
            self.targets,
            text=say("We take no money from political groups. Even a small gift helps."),
            recipient=say("Example Foundation"),
            donate=f"{_GIVE}give",
            starts=self.days[0],
            ends=self.days[1],
            hide_after_s=self.hide_after_s,
            suggestions=Suggestions("usd", *ways) if self.amounts else Suggestions(),
        )

    def html(self, locale: str, overrides: tuple[Path, ...], on: OnPage) -> tuple[str, str]:
        """What stands in the head, and the banner or the thanks."""
        goal = self.goal(mirrored if overrides else str)
        head = head_snippet(goal, NOON)
        if self.thanks:
            return head, render_thanks(goal, now=NOON, locale=locale, overrides=overrides, on=on)
        snapshot = None if self.value is None else _snapshot(goal, self.value, self.age, self.mode)
        return head, render_banner(goal, snapshot, now=NOON, locale=locale, overrides=overrides, on=on)


STATES = (
    State("live", "412 of 1,000 supporters\nCounted January 15, 2026"),
    State("amounts", "$20\n", amounts=True),
    State("stale", "newer gifts are not in this number", age=timedelta(days=9)),
    State("quiet-count", "too long ago to show the number", age=timedelta(days=9), hide_after_s=86_400),
    State("reached", "1,000 of 1,000 supporters", value=1000),
    State("over", "(124\u00a0%)", value=1240),
    State("stretch", "The next one is 2,000", value=1240, targets=(1000, 2000)),
    State("not-started", "This campaign begins on", value=0, days=(date(2026, 2, 1), date(2099, 12, 31))),
    State("uncounted", "Gifts are not counted yet.", value=None),
    State("ended", "This campaign ended on January 10, 2026", days=(date(2026, 1, 1), date(2026, 1, 10))),
    State("ended-since", "This campaign ended on January 31, 2026", days=(date(2026, 1, 1), date(2026, 1, 31))),
    State("test-money", "Test money", mode=Mode.TEST),
    State("dismissed", "Show the appeal again", mark=AWAY),
    State("thanks", "Thank you for your gift.", thanks=True),
)


def build(folder: Path, theme: dict[str, object], *, locale: str = "en", plain: bool = False) -> Path:
    """A site of one page with the goal, or without the plugin; it stands in the folder that is returned."""
    say = mirrored if locale == "ar" else str
    files = {"docs/index.md": f"# {say('Does the count hold?')}\n\n" + f"{say('It does, three sources say.')}\n\n" * 12}
    files["docs/other.md"] = f"# {say('Another page')}\n\n[{say('Back')}](index.md)\n"
    if locale == "ar":
        files["overrides/wellspring/messages/ar.po"] = catalogue()
        theme = {**theme, "language": "ar", "custom_dir": "overrides"}
    goal = {"campaign": CAMPAIGN, "title": "x", "target": 1000, "demonstration": True}
    ours = [] if plain else [{"wellspring": {"goal": goal}}]
    settings = {"site_name": say("Example"), "theme": theme, "plugins": ours}
    files["mkdocs.yml"] = yaml.safe_dump(settings, allow_unicode=True)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    live = STATES[0]
    write(folder / ".cache/wellspring/goal.txt", _snapshot(live.goal(str), 412, live.age, live.mode))
    env = {name: value for name, value in os.environ.items() if not name.startswith("WELLSPRING_")}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=folder, env={**env, "WELLSPRING_OFFLINE": "1"}, check=True)
    return folder / "site"


def write_pages(site: Path, *, locale: str = "en", fresh: str | None = None) -> None:
    """Beside the built page stands one for each state, as the plugin would have built it at NOON."""
    overrides = (site.parent / "overrides",) if locale == "ar" else ()
    built = (site / "index.html").read_text("utf-8")
    on = OnPage(counted_page="other/", fresh=fresh, site="Example")
    for state in STATES:
        head, banner = state.html(locale, overrides, on)
        page = _replaced(r'<meta name="wellspring-campaign".*?</script>', head, built)
        if state.thanks:  # a page without the banner, and without the way back to one
            page = _replaced(r"<aside class=.md-banner.*?</aside>", "", page)
            page = _replaced(r'<p class="ws-goal-back".*?</p>', "", page)
            say = mirrored if overrides else str
            # The heading keeps its id, to which the theme's link to the content leads.
            page = _replaced(r"(?<=</h1>).*?(?=</article>)", banner, page)
            page = _replaced(re.escape(say("Does the count hold?")) + "(?=</h1>)", say("Thank you"), page)
        else:
            page = _replaced(r'<section class="ws-goal".*?</section>', banner, page)
        (site / f"{state.name}.html").write_text(page, "utf-8")


def _replaced(pattern: str, html: str, page: str) -> str:
    new, times = re.subn(pattern, lambda _: html, page, count=1, flags=re.DOTALL)
    if not times:
        raise LookupError(f"the built page has nothing like {pattern}; has a template changed?")
    return new


def _snapshot(goal: Goal, value: int, age: timedelta, mode: Mode) -> Snapshot:
    lines = (Line(Reason.REFUNDED, 3), Line(Reason.COUNTED, value))
    count = Count(value, NOON - age, goal.definition(mode), people=value, lines=lines, other_payments=37)
    return Snapshot.from_count(count, goal)


def _take(folder: Path) -> Iterator[Path]:
    """A picture of each state is in its place, and some of the first one in other surroundings."""
    theme = {"name": "material", "font": False, "palette": _PALETTE}
    sites = {locale: build(folder / locale, theme, locale=locale) for locale in ("en", "ar")}
    for locale, site in sites.items():
        write_pages(site, locale=locale)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, served(folder) as address:
        browser = playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox"])
        for state in STATES:
            yield _picture(browser, f"{address}en/site/", state, state.name)
        yield _picture(browser, f"{address}en/site/", STATES[1], "dark", color_scheme="dark")
        yield _picture(browser, f"{address}en/site/", STATES[1], "phone", width=390)
        yield _picture(browser, f"{address}ar/site/", STATES[1], "right-to-left")
        yield _picture(browser, f"{address}en/site/", STATES[1], "forced-colours", forced_colors="active")
        browser.close()


def _picture(browser: Browser, address: str, state: State, name: str, width: int = 900, **like: str) -> Path:
    context = browser.new_context(viewport={"width": width, "height": 700}, **like)  # type: ignore[arg-type]
    page = context.new_page()
    if state.mark:
        page.add_init_script(state.mark)
    page.goto(f"{address}{state.name}.html")
    shown = page.locator(".ws-goal-back button, .ws-goal-thanks, .ws-goal").filter(visible=True).first
    shown.scroll_into_view_if_needed()
    box = shown.bounding_box()
    if box is None:
        raise LookupError(f"{state.name} shows nothing")
    top = max(0, box["y"] - (120 if state.thanks else 70))
    clip = {"x": 0, "y": top, "width": width, "height": box["y"] + box["height"] - top + 55}
    page.screenshot(path=PICTURES / f"{name}.png", clip=clip)  # type: ignore[arg-type]
    context.close()
    return PICTURES / f"{name}.png"


_PALETTE = [
    {"media": f"(prefers-color-scheme: {one})", "scheme": two} for one, two in (("light", "default"), ("dark", "slate"))
]


def main() -> int:
    """Nonzero where there is no browser."""
    if installed() is None:
        print(ADVICE)
        return 1
    with TemporaryDirectory() as folder:
        for picture in _take(Path(folder)):
            print(picture.relative_to(ROOT), picture.stat().st_size)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
