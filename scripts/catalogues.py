"""Brings the catalogues up to date: the template holds every sentence of the source, and each translation has a place.

    .venv/bin/python scripts/catalogues.py

What is new stands untranslated in each `.po`, what is gone is gone from them; nothing is guessed, so nothing is fuzzy.
A file that would change in its dates alone is left as it is.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

__all__ = ["PACKAGE", "TEMPLATE", "as_text", "extracted", "is_translated", "merged", "read", "translations"]

PACKAGE = Path(__file__).parents[1] / "plugin/mkdocs_wellspring"
TEMPLATE = "messages/wellspring.pot"

# The sandbox is a tool for authors, in English.
_METHODS = [("sandbox/**", "ignore"), ("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
_OPTIONS = {"**/templates/**.html": {"newstyle_gettext": "true", "silent": "false"}}
_KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_noop": None}
_COPYRIGHT = "the authors of mkdocs-wellspring"


def extracted(package: Path = PACKAGE) -> Catalog:
    """The template: every sentence, with the files that show it and what their authors tell translators."""
    template = Catalog(project="mkdocs-wellspring", copyright_holder=_COPYRIGHT)
    found = extract_from_dir(package, _METHODS, _OPTIONS, _KEYWORDS, comment_tags=("Translators:",))
    for file, _line, message, comments, context in found:
        told = [" ".join(comment.removeprefix("Translators:") for comment in comments).strip()] if comments else []
        template.add(message, None, [(file, None)], auto_comments=told, context=context)  # type: ignore[list-item]
    return template


def translations(package: Path = PACKAGE) -> Iterator[Path]:
    """The catalogues that are shipped."""
    yield from sorted((package / TEMPLATE).parent.glob("*.po"))


def read(path: Path) -> Catalog:
    """A catalogue as it stands; its language is its name."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem if path.suffix == ".po" else None, abort_invalid=True)


def merged(path: Path, template: Catalog) -> Catalog:
    """The catalogue with a place for each sentence of the template, and no other."""
    catalogue = read(path)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    return catalogue


def as_text(catalogue: Catalog) -> str:
    """The catalogue as its file holds it: sorted by where sentences stand, without the numbers of lines."""
    file = io.BytesIO()
    write_po(file, catalogue, width=0, ignore_obsolete=True, sort_by_file=True, include_lineno=False)
    return file.getvalue().decode()


def is_translated(message: Message) -> bool:
    """The translation is there, in each plural form."""
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def _without_dates(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if "-Date: " not in line)


def _write(path: Path, catalogue: Catalog) -> None:
    text, before = as_text(catalogue), path.read_text("utf-8") if path.exists() else ""
    left = sum(not is_translated(message) for message in catalogue)
    if _without_dates(text) != _without_dates(before):
        path.write_text(text, "utf-8")
    print(f"{path.name}: {len(catalogue)} sentences" + (f", {left} to translate" if path.suffix == ".po" else ""))


if __name__ == "__main__":
    new = extracted()
    _write(PACKAGE / TEMPLATE, new)
    for language in sys.argv[1:]:
        if not (started := (PACKAGE / TEMPLATE).with_name(f"{language}.po")).exists():
            _write(started, Catalog(locale=language, project="mkdocs-wellspring", fuzzy=False))
    for known in translations():
        _write(known, merged(known, new))
