"""A goal, a count of it, and the elements of a banner."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser

from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.snapshot import Explained, Snapshot
from mkdocs_wellspring.ledger.records import Line, Mode, Reason

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def goal(**changes) -> Goal:
    fields = {
        "campaign": "spring-2026",
        "title": "Keep Example independent",
        "text": "Even a $5 gift helps.",
        "targets": (1000,),
        "donate": "https://donate.example/x?a=1&b=2",
        "recipient": "Example Foundation",
    }
    return Goal(**{**fields, **changes})


def snapshot(**changes) -> Snapshot:
    fields = {
        "mode": Mode.LIVE,
        "campaign": "spring-2026",
        "definition": "0123456789abcdef",
        "metric": "supporters",
        "value": 412,
        "offline": 0,
        "target": 1000,
        "currency": None,
        "starts": None,
        "ends": None,
        "state": "live",
        "as_of": NOON,
        "explained": Explained(412, (Line(Reason.REFUNDED, 3), Line(Reason.COUNTED, 431)), 37, 7),
    }
    return Snapshot(**{**fields, **changes})


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    text: str = ""


@dataclass
class Elements(HTMLParser):
    """The elements of a piece of HTML, each with the text within it."""

    html: str
    all: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag, attrs) -> None:
        element = Element(tag, dict(attrs))
        self.all.append(element)
        if tag not in {"img", "br"}:
            self._open.append(element)

    def handle_endtag(self, tag) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data) -> None:
        for element in self._open:
            element.text += data

    def tagged(self, *tags: str) -> list[Element]:
        return [element for element in self.all if element.tag in tags]

    def words(self) -> list[str]:
        """What stands on the banner, paragraph by paragraph, links and buttons in brackets."""
        told = [(one.tag, " ".join(one.text.split())) for one in self.tagged("p", "a", "button")]
        return [text if tag == "p" else f"[{text}]" for tag, text in told if text]
