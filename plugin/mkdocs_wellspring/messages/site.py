"""A site's own catalogues, looked through before its pages are made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Message
from jinja2 import Environment, TemplateSyntaxError
from jinja2.ext import extract_from_ast

from mkdocs_wellspring.messages.catalogue import compiled, forms, quoted, read
from mkdocs_wellspring.messages.files import SHIPPED, is_tag, known_locale, own_catalogues

__all__ = ["Problem", "check_catalogues"]

_NEAR = 0.6


@dataclass(frozen=True, slots=True)
class Problem:
    """What a page can be made with, and its author may not have meant.

    Attributes:
        path: the catalogue.
        line: counted from 1.
        message: one line: what is wrong, and what to do.
    """

    path: Path
    line: int
    message: str


def check_catalogues(overrides: Sequence[Path]) -> list[Problem]:
    """Every catalogue of a site's own can be read; what none of our sentences takes from it is a problem.

    A site's own templates may have sentences of their own, which its catalogues translate too.

    Raises:
        ConfigurationError: one cannot be read, or a page could not be made with it.
    """
    files = own_catalogues(overrides)
    sentences = {**_own_sentences(overrides), **_sentences()} if files else {}
    return [problem for path in files for problem in _problems(path, sentences)]


def _problems(path: Path, sentences: Mapping[str, bool]) -> Iterator[Problem]:
    locale = known_locale(path.stem)
    compiled(path, locale or Locale("en"))
    if locale is None and not is_tag(path.stem):
        yield Problem(path, 1, f"{path.name} names no language; call it by one, such as de.po or pt_BR.po")
    for message in read(path, locale):
        if message.id and (said := _unknown(message, sentences)):
            yield Problem(path, message.lineno or 1, said)


def _unknown(message: Message, sentences: Mapping[str, bool]) -> str:
    sentence, plural = forms(message.id)[0], message.pluralizable
    if message.context or sentence not in sentences:
        near = get_close_matches(sentence, sentences, 1, _NEAR)
        meant = f"did you mean {quoted(near[0])}?" if near else "take it out"
        return f"nothing shows {quoted(sentence)}, which is misspelt or of an older version; {meant}"
    if sentences[sentence] != plural:
        lacks = "has plural forms: give msgid_plural" if sentences[sentence] else "has no plural forms: give one msgstr"
        return f"{quoted(sentence)} {lacks}"
    return ""


def _sentences() -> dict[str, bool]:
    """All sentences of ours, and whether they have plural forms."""
    template = read(SHIPPED / "wellspring.pot")
    return {forms(message.id)[0]: message.pluralizable for message in template if message.id}


def _own_sentences(overrides: Sequence[Path]) -> dict[str, bool]:
    """The same for those of a site's own templates."""
    env = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701 - nothing is rendered
    found: dict[str, bool] = {}
    for path in (path for folder in overrides for path in sorted((folder / "wellspring").rglob("*.html"))):
        try:
            tree = env.parse(path.read_text("utf-8"))
        except (TemplateSyntaxError, UnicodeDecodeError):
            continue  # said where it is rendered
        for _line, _function, message in extract_from_ast(tree):
            found[forms(message)[0]] = isinstance(message, tuple)
    return found
