"""What an author should know of a page: one line each, with a place and a stable code."""

from collections.abc import Callable, Collection, Mapping
from logging import INFO, WARNING, Logger
from types import MappingProxyType
from typing import Literal, NamedTuple

__all__ = ["CODES", "Code", "Finding", "Report", "logged", "without"]

Level = Literal["info", "warning"]


class Code(NamedTuple):
    """A kind of finding: its level, and what it means in one sentence.

    A `warning` fails a strict build; an `info` never does.
    """

    level: Level
    meaning: str


CODES: Mapping[str, Code] = MappingProxyType(
    {
        "cite-unknown": Code("warning", "A citation names a number or a key that no source has."),
        "cite-unused": Code("warning", "A page declares a source and does not cite it."),
        "cite-duplicate": Code("warning", "Two sources have one key."),
        "cite-untitled": Code("warning", "A source has neither a title nor an address."),
        "cite-date": Code("warning", "A source's date is no date."),
        "cite-address": Code("warning", "A source's address is not one that a reader can safely follow."),
        "cite-sources": Code(
            "warning", "`sources:` or an entry of it, or of a store, has a shape that cannot be read."
        ),
        "cite-store": Code("warning", "A file of sources, or an entry of it, cannot be read."),
        "cite-no-list": Code("warning", "A page cites sources and has no list of them."),
        "cite-case": Code("info", "A citation writes a key with other capitals than its source."),
        "cite-flagged": Code("info", "A citation names a source that is flagged."),
        "question-shape": Code("warning", "`questions:` or `answers:` has a shape that cannot be read."),
        "question-target": Code("warning", "A question's explicit target does not exist in this site."),
        "question-ambiguous": Code("warning", "Several pages answer a question, so it links to none."),
        "question-marker": Code("warning", "`<!-- questions -->` has no list under it."),
        "question-open": Code("info", "No page answers a question yet."),
        "question-self": Code("info", "A page asks the question that it answers itself."),
        "article-date": Code("warning", "A day in front matter is missing, or is none that can be."),
        "article-text": Code("warning", "A value in front matter is not what its key takes."),
        "article-address": Code("warning", "An address in front matter is not one that a reader can safely follow."),
        "article-claim": Code("warning", "A claim review lacks what it needs."),
        "article-review-due": Code("info", "The next review of a page was due before the day of the build."),
        "front-matter": Code("warning", "YAML cannot read the front matter, so MkDocs shows it as text."),
        "key-near": Code("warning", "A front-matter key is nearly, and not quite, one of ours."),
        "key-unknown": Code("warning", "A key under `wellspring:` is none of ours."),
        "message-unknown": Code("warning", "A site's catalogue translates a sentence that nothing shows."),
        "silence-unknown": Code("warning", "`silence:` names a code that no finding has."),
        "goal-not-live": Code(
            "warning", "A build shows money that is not live without saying that it is a demonstration."
        ),
        "goal-shape": Code("warning", "`goal:` in front matter is neither false nor a mapping."),
        "goal-number": Code("info", "A text of the goal has a number typed by hand that a variable gives."),
    }
)


class Finding(NamedTuple):
    """One thing to look at in one place.

    Attributes:
        path: the file as the author knows it, from the folder of `mkdocs.yml` or of the documentation.
        line: counted from 1, front matter included; None where the place in the file is not known.
        code: a key of `CODES`.
        message: one line: what is wrong, the offending text, and what to do.
    """

    path: str
    line: int | None
    code: str
    message: str

    @property
    def level(self) -> Level:
        """How loud the finding is."""
        return CODES[self.code].level

    def __str__(self) -> str:
        path = self.path or "text"
        place = path if self.line is None else f"{path}:{self.line}"
        said = "".join(letter if letter.isprintable() else " " for letter in self.message)
        return f"{place}: {' '.join(said.split())} [{self.code}]"


Report = Callable[[Finding], None]


def logged(logger: Logger) -> Report:
    """What puts findings into a log, for whoever uses an extension without a host."""
    return lambda finding: logger.log(WARNING if finding.level == "warning" else INFO, "%s", finding)


def without(report: Report, codes: Collection[str]) -> Report:
    """What takes findings as `report` does, and passes over those of the codes."""
    if not codes:
        return report

    def heard(finding: Finding) -> None:
        if finding.code not in codes:
            report(finding)

    return heard
