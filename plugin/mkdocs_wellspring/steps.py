"""What the steps of our Markdown extensions have in common: each knows the conversion that it belongs to."""

from typing import Generic, Protocol, TypeVar

from markdown import Markdown
from markdown.preprocessors import Preprocessor

__all__ = ["Begin", "Run", "Step"]


class Run(Protocol):
    """The current conversion of one `Markdown` object; what one page needs lives there, and never on an extension."""

    def begin(self, lines: list[str]) -> None:
        """A conversion begins, with these lines."""
        ...


OfRun = TypeVar("OfRun", bound=Run)


class Step(Generic[OfRun]):
    """Mixed into a processor of Python-Markdown."""

    def __init__(self, md: Markdown, run: OfRun) -> None:
        super().__init__(md)  # type: ignore[call-arg]  # the processor that this is mixed into
        self.of = run


class Begin(Step[OfRun], Preprocessor):
    """Tells the run that a conversion begins, before any other step."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines as they are."""
        self.of.begin(lines)
        return lines
