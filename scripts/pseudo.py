"""A site in a pseudo-locale that reads from right to left: every letter of a sentence of ours is an Arabic one.

What still shows a Latin word was not asked of the catalogue, and what still stands on the left was set there by hand.
The tests build the site; to look at it, take pictures:

    .venv/bin/python scripts/pseudo.py /tmp
"""

import functools
import http.server
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import yaml
from babel import Locale
from babel.messages.catalog import Catalog
from playwright.sync_api import sync_playwright

from browser import installed
from catalogues import as_text, extracted
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.snapshot import Snapshot, write
from mkdocs_wellspring.ledger.records import Count, Line, Mode, Reason

__all__ = ["HOST", "build", "catalogue", "mirrored", "served", "write_site"]

HOST = "checks.example"
_LATIN, _ARABIC = "abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنه"
_LETTERS = {latin: arabic for small, arabic in zip(_LATIN, _ARABIC, strict=True) for latin in (small, small.upper())}
_WIDTHS = (1280, 390)


def mirrored(text: str) -> str:
    """The text with an Arabic letter for each Latin one, its placeholders as they are."""
    return re.sub(r"%\(\w+\)s|[A-Za-z]", lambda found: _LETTERS.get(found[0], found[0]), text)


def catalogue() -> str:
    """The pseudo-locale as a catalogue of a site's own."""
    made = Catalog(locale=Locale("ar"), project="pseudo", fuzzy=False)
    for message in extracted():
        if message.id:
            forms = [message.id] if isinstance(message.id, str) else list(message.id)
            said = [mirrored(str(form)) for form in forms]
            # Arabic has six plural forms.
            string = said[0] if len(said) == 1 else tuple(said[:1] + said[1:] * (made.num_plurals - 1))
            made.add(message.id, string)
    return as_text(made)


def write_site(folder: Path) -> None:
    """A site whose author writes Arabic letters too, with something of each capability."""
    _write(folder, "overrides/wellspring/messages/ar.po", catalogue())
    _write(folder, "docs/index.md", f"---\n{yaml.safe_dump(_front(), allow_unicode=True)}---\n{mirrored(_TEXT)}")
    _write(folder, "docs/answer.md", f"# {mirrored('Who counts the votes?')}\n\n{mirrored('People. ' * 20)}\n")
    _write(folder, "mkdocs.yml", yaml.safe_dump(_settings(), allow_unicode=True))
    goal, as_of = Goal("mirror", "x", (1000,)), datetime(2026, 11, 1, 12, tzinfo=UTC)
    lines = (Line(Reason.REFUNDED, 3), Line(Reason.COUNTED, 431))
    count = Count(412, as_of, goal.definition(Mode.TEST), people=412, lines=lines, other_payments=37)
    write(folder / ".cache/wellspring/goal.txt", Snapshot.from_count(count, goal))


def build(folder: Path) -> Path:
    """The site is built, and stands in the folder that is returned."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    env = {name: value for name, value in os.environ.items() if not name.startswith("WELLSPRING_")}
    subprocess.run(command, cwd=folder, env={**env, "SOURCE_DATE_EPOCH": "1795000000"}, check=True)
    return folder / "site"


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a built site, while it is served."""
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Says nothing."""


_TEXT = """# Does the count hold?

A claim that is long enough to wrap on a phone, with a source [1], another [1, 2] and a range [1-3].

!!! note "A heading with a source [2]"
    More text [4].

## What follows

Text. """


def _front() -> dict[str, object]:
    say = mirrored
    url = "https://example.org/"
    names = [say("Ada Poe"), say("Bo Lee")]
    quote = say("The count is open to all who want to see it.")
    read = {"url": url, "accessed": "2026-11-01", "archive": f"{url}archived", "edition": "2", "quote": quote}
    read |= {"flag": "disputed", "note": say("By others.")}
    return {
        "checked": "2026-11-12",
        "next_review": "2026-11-13",
        "published": "2026-01-05",
        "updated": "2026-10-05",
        "reviewed_by": names,
        "claim": {"text": say("The count does not hold."), "author": say("A mayor"), "date": "2026-10-01", "url": url},
        "verdict": {"text": say("Mostly false"), "rating": 2, "worst": 1, "best": 5},
        "disclaimer": say("We can make mistakes. Look for yourself."),
        "summary": say("The count holds, as three sources say, and nobody has shown that it does not."),
        "method": say("We asked."),
        "funding": say("Nobody paid."),
        "changes": [{"date": "2026-10-05", "text": say("A line more.")}],
        "corrections": [{"date": "2026-10-04", "text": say("A number was wrong.")}],
        "questions": [
            say("Who counts the votes?"),
            {"q": say("Who watches those who count?"), "open": True},
            {"q": say("How do others count?"), "a": f"https://{HOST}/count"},
        ],
        "sources": [
            {"title": say("How we count"), "author": names, "editor": [say("Al Roe")], "date": "2025-02-10"} | read,
            {"title": say("A book of counts"), "editor": names, "volume": "3", "pages": "3-5", "flag": "retracted"},
            {"title": say("Another"), "author": [*names, "others"], "date": "-0379"},
            {"title": say("The last"), "author": names, "date": "in press", "pages": "7"},
        ],
    }


def _settings() -> dict[str, object]:
    words = {"title": "Keep us independent", "text": "Many small gifts.", "recipient": "A foundation"}
    goal: dict[str, object] = {name: mirrored(text) for name, text in words.items()}
    goal |= {"campaign": "mirror", "target": 1000, "donate": f"https://{HOST}/give", "demonstration": True}
    options = {
        "citations": {"bibliography": "bibliography.md"},
        "questions": {"backlog": "open.md", "asked_from": True, "ask": {"issue": f"https://{HOST}/issues/new"}},
        "goal": goal,
    }
    return {
        "site_name": mirrored("A mirrored site"),
        "theme": {"name": "material", "language": "ar", "custom_dir": "overrides", "font": False},
        "plugins": ["search", {"wellspring": options}],
        "markdown_extensions": ["admonition"],
    }


def _write(folder: Path, path: str, text: str) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def _take(folder: Path, pictures: Path) -> None:
    write_site(folder)
    with served(build(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox"])
        for width in _WIDTHS:
            page = browser.new_page(viewport={"width": width, "height": 900})
            for path in ("", "bibliography/", "open/", "answer/"):
                page.goto(address + path)
                picture = pictures / f"rtl-{path.strip('/') or 'index'}-{width}.png"
                page.screenshot(path=picture, full_page=True)
                print(picture)
        browser.close()


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as root:
        _take(Path(root), Path(sys.argv[1] if len(sys.argv) > 1 else "."))
