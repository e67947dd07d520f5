"""One catalogue, a file of gettext's, read with care: a translator may have written it by hand."""

import io
import re
from collections.abc import Sequence
from gettext import GNUTranslations
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from mkdocs_wellspring.errors import ConfigurationError

__all__ = ["check", "compiled", "forms", "quoted", "read"]

# Babel reads what lacks a quotation mark, and leaves a letter out.
_TEXT = r'"(?:[^"\\]|\\.)*"'
_LINE = re.compile(rf"(?:(?:msgctxt|msgid|msgid_plural|msgstr|msgstr\[[0-9]\]) +)?{_TEXT}|#.*|")
_DIRECTIVE = re.compile(r"%(?:\(\w*\)\w?|.?)", re.DOTALL)
_COUNTS = (*range(202), 1000, 1_000_000)
_SHOWN = 4


def compiled(path: Path, locale: Locale) -> GNUTranslations:
    """The sentences of a catalogue that are translated, fuzzy ones left out.

    Raises:
        ConfigurationError: it cannot be read, or a page could not be made with it.
    """
    catalogue = read(path, locale)
    for message in catalogue:
        if message.id and not message.fuzzy and (said := check(message)):
            raise _mistake(path, message.lineno or 1, said)
    binary = io.BytesIO()
    write_mo(binary, catalogue)
    binary.seek(0)
    try:
        translations = GNUTranslations(binary)
        counted = {translations.plural(number) for number in _COUNTS}  # type: ignore[attr-defined]
    except (ValueError, ArithmeticError) as error:
        raise _mistake(path, 1, f"`Plural-Forms:` cannot be read ({error})") from None
    if max(counted) >= catalogue.num_plurals:
        said = f"`Plural-Forms:` counts to form {max(counted)}, and nplurals={catalogue.num_plurals}"
        raise _mistake(path, 1, said)
    return translations


def read(path: Path, locale: Locale | None = None) -> Catalog:
    """The catalogue, without what is obsolete in it.

    Raises:
        ConfigurationError: it cannot be read.
    """
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        place = error.object[: error.start].count(b"\n") + 1
        raise _mistake(path, place, "this is not UTF-8", "save it as UTF-8") from None
    except OSError as error:
        raise _mistake(path, 1, f"it cannot be read ({error.strerror})") from None
    for number, line in enumerate(lines, start=1):
        if not _LINE.fullmatch(line.strip()):
            raise _mistake(path, number, f"`{line.strip()[:40]}` is no line of a catalogue")
    try:
        catalogue = read_po(lines, locale=locale, ignore_obsolete=True, abort_invalid=True)
    except PoFileError as error:
        raise _mistake(path, error.lineno + 1, str(error).rpartition(" on ")[0]) from None
    except (ValueError, LookupError) as error:
        raise _mistake(path, 1, f"it cannot be read ({error})") from None
    catalogue.charset = "utf-8"
    catalogue.locale = locale  # whatever `Language:` says; without one, its plural rule would be lost
    return catalogue


def check(message: Message) -> str:
    """What a page could not be made with in a translation; "" where all is well, or nothing is translated."""
    originals, translated = forms(message.id), forms(message.string)
    if not any(translated):
        return ""
    if not all(translated):
        return f"{quoted(originals[0])} is translated in {sum(map(bool, translated))} of {len(translated)} plural forms"
    allowed = [_placeholders(original) for original in originals]
    wrong = next((found for found in map(_placeholders, translated) if found not in allowed), None)
    if wrong is None:
        return ""
    wanted, given = (", ".join(sorted(one)) or "none" for one in (allowed[-1], wrong))
    return f"the placeholders of {quoted(originals[0])} are {wanted}, and those of its translation {given}"


def forms(text: str | Sequence[str | None] | None) -> tuple[str, ...]:
    """A sentence or its translation as its forms: one, or those of its plurals; "" for one that is not there."""
    return (text or "",) if text is None or isinstance(text, str) else tuple(form or "" for form in text)


def quoted(message: str) -> str:
    """A sentence as an error shows it."""
    return f'"{" ".join(message.split())[:60]}"'


def _placeholders(text: str) -> frozenset[str]:
    """What stands for something else: `%(day)s`, and each other percent sign, which would be taken for such."""
    return frozenset(_DIRECTIVE.findall(text))


def _mistake(path: Path, line: int, said: str, todo: str = "correct it") -> ConfigurationError:
    shown = "/".join(path.parts[-_SHOWN:])
    return ConfigurationError(f"{shown}:{line}: {' '.join(said.split())}; {todo}")
