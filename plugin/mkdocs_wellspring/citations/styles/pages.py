"""Numbers of pages, with the word that says so: "pp. 3-5"."""

import re

from mkdocs_wellspring.messages import Messages

__all__ = ["are_numbers", "label_pages"]

_NUMBER = r"(?:[A-Z]?[0-9]+[A-Z]?|[IVXLCDM]+)"
_NUMBERS = re.compile(rf"{_NUMBER}(?P<more>(?:\s*[\N{{EN DASH}}&,-]\s*{_NUMBER})*)(?=[,;]|\Z)", re.IGNORECASE)


def are_numbers(text: str) -> bool:
    """The text is numbers and no words: those of pages, of a volume, of a chapter."""
    return _NUMBERS.fullmatch(text) is not None


def label_pages(text: str, messages: Messages) -> str:
    """The text, labelled where it begins with numbers of pages and no word of its own; what follows them stays."""
    pages = _NUMBERS.match(text)
    if pages is None:
        return text
    label = messages.gettext("pp. %(pages)s") if pages["more"] else messages.gettext("p. %(pages)s")
    shown = pages[0].replace("-", "\N{EN DASH}")
    return f"{label % {'pages': shown}}{text[pages.end() :]}"
