"""The sources of one page, numbered in the order of its text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mkdocs_wellspring.citations.library import NO_LIBRARY, Library
from mkdocs_wellspring.citations.marks import Mark, number_marks
from mkdocs_wellspring.citations.model import Source
from mkdocs_wellspring.citations.syntax import Cluster, Item

__all__ = ["Page", "read_page"]


@dataclass(slots=True)
class Page:
    """What one page cites.

    Attributes:
        sources: by number, which is the place in this list, from 1: those that the page declares, then others in the
            order of their first citation.
        declared: how many the page declares itself.
        marks: each citation, in document order.
        cited: how often each number is cited.
        unknown: each citation that names what is not there, with the number or the key that it names, in order.
        cased: each citation whose key differs from its source's in capitals, with that source.
    """

    sources: list[Source]
    library: Library = NO_LIBRARY
    marks: Sequence[Mark] = ()
    declared: int = 0
    cited: Counter[int] = field(default_factory=Counter)
    unknown: list[tuple[str, int | str]] = field(default_factory=list)
    cased: list[tuple[str, Source]] = field(default_factory=list)
    _by_key: dict[str, range] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.declared = len(self.sources)
        for number, source in enumerate(self.sources, start=1):
            if source.key:
                self._by_key.setdefault(source.key, range(number, number + 1))

    def numbers(self, item: Item) -> Sequence[int]:
        """The numbers that an item names, those between the ends of a range included; none where one is unknown."""
        if item.number is None:
            return self._by_key.get(item.key, ())
        last = item.last or item.number
        return range(item.number, last + 1) if item.number > 0 and last <= self.declared else ()

    def add(self, cluster: Cluster) -> None:
        """The citation is counted, and what it cites has a number."""
        for item in cluster.items:
            if item.key and item.key not in self._by_key:
                self._number(cluster, item.key)
            numbers = self.numbers(item)
            for number in numbers:
                self.cited[number] += 1
            if not numbers:
                self.unknown.extend((cluster.raw, what) for what in self.missing(item))

    @property
    def clusters(self) -> list[Cluster]:
        """What each citation says, in document order."""
        return [mark.cluster for mark in self.marks]

    def missing(self, item: Item) -> Iterator[int | str]:
        """What an item names and is not there: the key, or the ends of the range that no source has."""
        if item.key:
            if item.key not in self._by_key:
                yield item.key
        else:
            ends = dict.fromkeys(number for number in (item.number, item.last) if number is not None)
            yield from (number for number in ends if not 1 <= number <= self.declared)

    def _number(self, cluster: Cluster, key: str) -> None:
        source = self.library.get(key)
        if source is None:
            return
        if source.key and source.key != key and source.key.casefold() == key.casefold():
            self.cased.append((cluster.raw, source))
        known = self._by_key.get(source.key or "")
        if known is None:
            self.sources.append(source)
            known = self._by_key[source.key or key] = range(len(self.sources), len(self.sources) + 1)
        self._by_key[key] = known


def read_page(html: str, declared: Sequence[Source], library: Library = NO_LIBRARY) -> tuple[Page, str]:
    """What a page's HTML cites, read in document order, and the HTML with its marks numbered."""
    numbered, marks = number_marks(html)
    page = Page(list(declared), library, marks)
    for mark in marks:
        page.add(mark.cluster)
    return page, numbered
