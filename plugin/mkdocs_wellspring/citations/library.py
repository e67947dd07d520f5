"""The sources of a site-wide library, found by key."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs_wellspring.citations.model import Source

__all__ = ["NO_LIBRARY", "Library", "nearest_key"]

_LONGEST = 200


class Library:
    """Sources by key, in the order of their declaration; where a key stands twice, the first holds."""

    def __init__(self, sources: "Iterable[Source]" = ()) -> None:
        self._by_key: dict[str, Source] = {}
        for source in sources:
            for key in filter(None, (source.key, *source.aliases)):
                self._by_key.setdefault(key, source)

    def __bool__(self) -> bool:
        return bool(self._by_key)

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    @property
    def sources(self) -> "Iterable[Source]":
        """Each source once, in the order of declaration."""
        return dict.fromkeys(self._by_key.values())

    @property
    def keys(self) -> Iterable[str]:
        """The key of each source, in the order of declaration."""
        return self._by_key.keys()

    def get(self, key: str) -> "Source | None":
        """The source of that key; one whose key differs in capitals alone, where it is the only one; else None."""
        return self._by_key.get(key) or self._by_folded.get(key.casefold())

    @cached_property
    def _by_folded(self) -> "Mapping[str, Source | None]":
        folded: dict[str, Source | None] = {}
        for key, source in self._by_key.items():
            folded[key.casefold()] = None if key.casefold() in folded else source
        return folded


NO_LIBRARY = Library()
"""That of a site without stores."""


def nearest_key(key: str, keys: Iterable[str]) -> str | None:
    """The key that was probably meant: said to the author, never followed."""
    return next(iter(get_close_matches(key[:_LONGEST], list(keys), 1)), None)
