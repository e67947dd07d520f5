"""Citations in a text that has no list: an excerpt of a page on a page of excerpts."""

from collections.abc import Sequence

from mkdocs_wellspring.citations.page import Page
from mkdocs_wellspring.citations.styles.authordate import AuthorDatePage, AuthorDateStyle
from mkdocs_wellspring.citations.styles.numbers import cite_numbers
from mkdocs_wellspring.citations.styles.style import Link, Part, Words
from mkdocs_wellspring.citations.syntax import Cluster

__all__ = ["OutsideStyle"]


class OutsideStyle(AuthorDatePage):
    """Numbers stay as the author wrote them; a key, whose number would mean nothing, is an author and a year."""

    def __init__(self, page: Page, words: Words) -> None:
        super().__init__(AuthorDateStyle(), page, words)

    def cite(self, cluster: Cluster, parts: Sequence[Part], link: Link) -> str:
        """The citation in the text."""
        if cluster.is_keyed:
            return super().cite(cluster, parts, link)
        return cite_numbers(cluster, parts, link, self._words)
