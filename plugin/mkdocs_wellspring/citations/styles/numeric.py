"""The numeric style: `[1]`, and a list in the order of the numbers."""

from typing import TYPE_CHECKING

from mkdocs_wellspring.citations.styles.builtin import Entries

if TYPE_CHECKING:
    from mkdocs_wellspring.citations.page import Page
    from mkdocs_wellspring.citations.styles.numbers import NumericPage
    from mkdocs_wellspring.citations.styles.style import Words

__all__ = ["NumericStyle"]


class NumericStyle(Entries):
    """Numbers in brackets; the template of an entry is `wellspring/numeric.html`."""

    def __init__(self) -> None:
        super().__init__("numeric.html")

    def page(self, page: "Page", words: "Words") -> "NumericPage":
        """The style for one page."""
        from mkdocs_wellspring.citations.styles.numbers import NumericPage  # noqa: PLC0415 - only where something is cited

        return NumericPage(self, page, words)
