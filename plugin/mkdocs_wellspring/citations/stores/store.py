"""What every kind of store has in common: a file's sources, and what is wrong with it, entry by entry."""

from collections.abc import Callable
from dataclasses import dataclass, field

from mkdocs_wellspring.citations.fields import Find
from mkdocs_wellspring.citations.model import Source
from mkdocs_wellspring.findings import Finding

__all__ = ["Store"]

Line = Callable[..., int | None]


@dataclass(slots=True)
class Store:
    """One file of sources.

    Attributes:
        path: the file as findings name it.
        sources: the entries that could be read, in order; keys may stand twice.
        findings: what is wrong with the others.
    """

    path: str
    sources: list[Source] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def found(self, line: int | None, message: str, code: str = "cite-store") -> None:
        """A finding at a line of the file."""
        self.findings.append(Finding(self.path, line, code, message))

    def finder(self, line: Line) -> Find:
        """What takes findings of one entry, whose fields stand where `line` says."""

        def find(code: str, message: str, *where: str) -> None:
            self.found(line(*where), message, code)

        return find
