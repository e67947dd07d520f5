"""Where the catalogues of a language lie: a site's own before ours."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from babel import Locale, UnknownLocaleError

__all__ = ["FOLDER", "SHIPPED", "catalogues_of", "is_tag", "known_locale", "own_catalogues"]

SHIPPED = Path(__file__).parent
"""The folder of our own catalogues."""

FOLDER = "wellspring/messages"
"""Where a site's own catalogues lie in a folder of its overrides."""

# https://www.rfc-editor.org/rfc/rfc5646#section-2.1, its common part.
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def known_locale(name: str) -> Locale | None:
    """The locale of that name, or its language where Babel does not know the whole; None where it knows neither."""
    whole = name.replace("-", "_")
    for part in (whole, whole.partition("_")[0]):
        with suppress(ValueError, UnknownLocaleError):
            return Locale.parse(part)
    return None


def is_tag(name: str) -> bool:
    """The name may be that of a language, though Babel does not know it."""
    return _TAG.fullmatch(name.replace("_", "-")) is not None


def catalogues_of(locale: str, known: Locale | None, overrides: Sequence[Path]) -> list[Path]:
    """The catalogues that say something in a language, best first, the site's English at the end.

    The name of a file is a locale, with `-` or `_` and in any case: `pt-BR.po` is `pt_br.po`. It is found by listing
    the folder, so that nothing that an author calls a language can lead out of it.
    """
    wanted = tuple(dict.fromkeys(_names(locale, known)))
    found = [path for folder in overrides for path in _in(folder / FOLDER, wanted)]
    english = [path for folder in overrides for path in _in(folder / FOLDER, ("en",))]
    return list(dict.fromkeys([*found, *_in(SHIPPED, wanted), *english]))


def own_catalogues(overrides: Sequence[Path]) -> list[Path]:
    """All catalogues of a site's own."""
    return [path for folder in overrides for path in sorted((folder / FOLDER).glob("*.po"))]


def _names(locale: str, known: Locale | None) -> Iterator[str]:
    """The names under which a locale's catalogue may lie: zh_tw, zh_hant_tw, zh_hant, zh."""
    yield _folded(locale)
    if known:
        yield _folded(str(known))
        if known.script:
            yield _folded(f"{known.language}_{known.script}")
        yield known.language


def _in(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    files = {_folded(path.stem): path for path in sorted(folder.glob("*.po"), reverse=True)}
    return (files[name] for name in names if name in files)


def _folded(name: str) -> str:
    return name.replace("-", "_").casefold()
