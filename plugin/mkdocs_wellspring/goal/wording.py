"""A site's own words on its banner: one text or one a language, with variables for what is known."""

import re
from collections.abc import Callable, Iterator, Mapping

from mkdocs_wellspring.errors import ConfigurationError

__all__ = [
    "COUNTED",
    "VARIABLES",
    "Facts",
    "Text",
    "check_wording",
    "fill",
    "known_sentences",
    "plain_text",
    "said",
    "wordings",
]

Text = str | Mapping[str, str]
"""A text for all languages, or one a language, by the name of its locale."""

Facts = Mapping[str, str | None]
"""What each variable stands for, in words; None for what is not known now."""

COUNTED = frozenset({"value", "remaining", "percent"})
"""Variables that a count gives: without one, the sentences that hold them are left out."""

VARIABLES = ("site", "value", "target", "remaining", "percent", "days_left")
"""What may stand in braces."""

# Doubled braces are one of each; what is left of single ones stands alone.
_VARIABLE = r"\{\{|\}\}|\{(?P<name>[^{}]*)\}|[{}]"
_SENTENCE = r"(?<=[.!?…。])\s+"


def wordings(text: Text) -> Iterator[str]:
    """The text, in each language in which there is one."""
    yield from [text] if isinstance(text, str) else text.values()


def said(text: Text, locale: str) -> str:
    """The text in a language: that of the very locale, of its language, in English, or else the first."""
    if isinstance(text, str):
        return text
    by_name = {_folded(name): words for name, words in text.items()}
    wanted = (_folded(locale), _folded(locale).partition("-")[0], "en")
    return next((by_name[name] for name in wanted if name in by_name), next(iter(by_name.values()), ""))


def plain_text(text: Text) -> str | None:
    """The text in English, or else the first, for what fills in no variables; None where there are some."""
    words = said(text, "en")
    return None if re.search(_VARIABLE, words) else words


def check_wording(option: str, text: Text, *, ends: bool) -> set[str]:
    """The variables of the text, each of which there is, and the goal can give a value.

    Raises:
        ConfigurationError: another, a brace that stands alone, or `{days_left}` without an end.
    """
    found = set()
    for words in wordings(text):
        for token in re.finditer(_VARIABLE, words):
            if token[0] in {"{{", "}}"}:
                continue
            if token["name"] is None:
                raise ConfigurationError(f"goal: {option}: a brace stands alone; double one that is meant as such")
            if token["name"] not in VARIABLES:
                known = ", ".join(f"{{{name}}}" for name in VARIABLES)
                raise ConfigurationError(
                    f"goal: {option}: {token[0][:40]!r} is no variable; there are {known}; double braces that are text"
                )
            if token["name"] == "days_left" and not ends:
                raise ConfigurationError(
                    f"goal: {option}: {{days_left}} is not known without an end; give ends: 2026-12-31, or take it out"
                )
            found.add(token["name"])
    return found


def known_sentences(text: str, facts: Facts) -> str:
    """The text without the sentences that hold a variable whose value is not known now."""
    if "{" not in text:
        return text
    sentences = re.split(_SENTENCE, text)
    if all(_is_known(one, facts) for one in sentences):
        return text
    return " ".join(one for one in sentences if _is_known(one, facts))


def fill(text: str, facts: Facts, as_html: Callable[[str], str] = str) -> str:
    """The text with what its variables stand for, which `as_html` escapes where that is needed."""

    def value(token: re.Match[str]) -> str:
        if token["name"] is None:
            return token[0][0]
        return as_html(facts.get(token["name"]) or "")

    return re.sub(_VARIABLE, value, text)


def _is_known(sentence: str, facts: Facts) -> bool:
    return all(facts.get(token["name"]) is not None for token in re.finditer(_VARIABLE, sentence) if token["name"])


def _folded(name: str) -> str:
    return name.replace("_", "-").lower()
