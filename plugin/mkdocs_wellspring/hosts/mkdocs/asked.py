"""Which words the banner has on which page: the site's, a section's, or the page's own, or no banner at all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pathspec
from mkdocs.structure.pages import Page

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.frontmatter import kind
from mkdocs_wellspring.goal.given import text_of
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.goal.wording import Text
from mkdocs_wellspring.pagecontext import own

__all__ = ["TEXTS", "Asked", "misread", "own_wordings"]

TEXTS = ("title", "text", "button")
"""What a section and a page may say in other words."""


class _Section(NamedTuple):
    paths: pathspec.PathSpec[Any]
    texts: Mapping[str, Text]


class Asked:
    """What is asked on the pages of a site.

    Raises:
        ConfigurationError: a section or a pattern that cannot be read, or words of a section that no banner can say.
    """

    def __init__(self, goal: Goal, sections: Sequence[Mapping[str, Any]], not_on: Sequence[str]) -> None:
        self._goal = goal
        self._sections = [_section(number, one) for number, one in enumerate(sections, start=1)]
        self._not_on = _patterns("not_on", not_on)
        for section in self._sections:
            replace(goal, **section.texts)  # type: ignore[arg-type]  # says what is wrong with them

    def on(self, page: object | None) -> Goal | None:
        """The goal in the words of the page; None where it has no banner. A page that is no document has the site's.

        Raises:
            ConfigurationError: the page's own words cannot be said.
        """
        if not isinstance(page, Page):
            return self._goal
        path, given = page.file.src_uri, own(page.meta or {}).get("goal")
        if given is False or self._not_on.match_file(path):
            return None
        texts: dict[str, Text] = {}
        for section in self._sections:
            if section.paths.match_file(path):
                texts |= section.texts
        if isinstance(given, Mapping):
            texts |= _texts(given)
        return replace(self._goal, **texts) if texts else self._goal  # type: ignore[arg-type]

    def wordings(self) -> Sequence[tuple[str, Text]]:
        """The texts of mkdocs.yml, each with where it stands."""
        of_goal = [(name, getattr(self._goal, name)) for name in (*TEXTS, "thanks")]
        of_sections = [
            (f"sections: {number}: {name}", text)
            for number, section in enumerate(self._sections, start=1)
            for name, text in section.texts.items()
        ]
        return [*of_goal, *of_sections]


def own_wordings(page: Page) -> Sequence[tuple[str, Text]]:
    """The texts in the page's front matter."""
    given = own(page.meta or {}).get("goal")
    return list(_texts(given).items()) if isinstance(given, Mapping) else []


def misread(page: Page) -> str | None:
    """What `goal:` in the page's front matter is, where that says nothing to us, as after "is"; else None."""
    given = own(page.meta or {}).get("goal")
    return None if given is None or isinstance(given, bool | Mapping) else kind(given)


def _section(number: int, given: Mapping[str, Any]) -> _Section:
    where = f"sections: {number}"
    unknown = [key for key in given if key not in {"path", *TEXTS}]
    path = given.get("path")
    listed: list[Any] = path if isinstance(path, list) else [path]
    if unknown or not listed or not all(isinstance(one, str) for one in listed):
        said = f"{str(unknown[0])[:40]!r} is not known" if unknown else "`path` is missing"
        raise ConfigurationError(f'goal: {where}: {said}; write {{path: "guides/**", text: …}}')
    return _Section(_patterns(where, listed), _texts(given, f"{where}: "))


def _texts(given: Mapping[Any, Any], where: str = "") -> dict[str, Text]:
    unknown = [key for key in given if key not in {"path", *TEXTS}]
    if unknown:
        raise ConfigurationError(f"goal: {str(unknown[0])[:40]!r} is not known there; it takes {', '.join(TEXTS)}")
    return {name: text_of(f"{where}{name}", given[name]) for name in TEXTS if given.get(name) is not None}


def _patterns(option: str, given: Sequence[str]) -> pathspec.PathSpec[Any]:
    """Patterns as MkDocs reads those of `exclude_docs`."""
    try:
        return pathspec.gitignore.GitIgnoreSpec.from_lines(given)
    except (ValueError, TypeError) as error:
        said = " ".join(str(error).split()) or kind(given)
        raise ConfigurationError(
            f"goal: {option}: a pattern cannot be read ({said}); write one as in .gitignore"
        ) from None
