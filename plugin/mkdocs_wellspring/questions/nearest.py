"""What a mistyped path or anchor may have meant: said to the author, and never followed."""

import posixpath
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cached_property
from typing import Any

__all__ = ["Nearest"]

_ALIKE = 0.6
"""How alike, from 0 to 1, a path must be to be suggested; `difflib` counts."""

_COMMON = 200
"""Three letters that stand in more paths than this tell nothing, and would make the search slow."""

_TRIED = 5
_LONGEST = 200


class Nearest:
    """Suggests existing paths, in a few milliseconds among ten thousand."""

    def __init__(self, paths: Mapping[str, Any]) -> None:
        self._paths = paths

    def path(self, missing: str) -> str | None:
        """The path that was probably meant: the same page spelt as an address, or else the most alike."""
        stem = missing.removesuffix("/").removesuffix(".html")
        for guess in (f"{stem}.md", posixpath.join(stem, "index.md"), posixpath.join(stem, "README.md")):
            if guess in self._paths:
                return guess
        votes: Counter[str] = Counter()
        for three in _threes(missing[:_LONGEST]):
            votes.update(self._holding.get(three, ()))
        return _closest(missing, (path for path, _count in votes.most_common(_TRIED)))

    def anchor(self, missing: str, anchors: Iterable[str]) -> str | None:
        """The anchor that was probably meant."""
        return _closest(missing, sorted(anchors)[:_COMMON])

    @cached_property
    def _holding(self) -> Mapping[str, tuple[str, ...]]:
        """The paths that hold three letters, for each three that are rare enough to tell something."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in self._paths:
            for three in _threes(path):
                found[three].append(path)
        return {three: tuple(paths) for three, paths in found.items() if len(paths) <= _COMMON}


def _threes(text: str) -> set[str]:
    folded = text.casefold()
    return {folded[at : at + 3] for at in range(len(folded) - 2)}


def _closest(missing: str, candidates: Iterable[str]) -> str | None:
    return next(iter(get_close_matches(missing[:_LONGEST], list(candidates), 1, _ALIKE)), None)
