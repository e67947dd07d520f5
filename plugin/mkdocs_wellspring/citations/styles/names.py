"""Names in a row, as a list shows them and as a citation does."""

from collections.abc import Callable, Sequence
from string import ascii_lowercase

from mkdocs_wellspring.citations.model import OTHERS, Name, Source
from mkdocs_wellspring.messages import Messages

__all__ = ["call_short", "letter_of", "list_names"]

_MOST = 10
_SHOWN = 3
_FEW = 2
_LONGEST_TITLE = 60


def list_names(names: Sequence[Name], messages: Messages, form: Callable[[Name], str]) -> str:
    """All names, or the first three of more than ten; `others`, as BibTeX has it, is "et al."."""
    named = [name for name in names if name != OTHERS]
    shown = named[:_SHOWN] if len(named) > _MOST else named
    if len(shown) < len(names):
        return messages.gettext("%(names)s et al.") % {"names": ", ".join(map(form, shown))}
    return messages.listed([form(name) for name in shown])


def call_short(source: Source, messages: Messages) -> str:
    """What a citation calls a source: the family names of one or two who made it, the first of more; else its title."""
    names = source.creators
    if len(names) > _FEW or any(name == OTHERS for name in names):
        return messages.gettext("%(names)s et al.") % {"names": names[0].short}
    if names:
        return messages.listed([name.short for name in names])
    if len(source.title) <= _LONGEST_TITLE:
        return source.title
    short = source.title[:_LONGEST_TITLE]
    return f"{short.rpartition(' ')[0] or short}\N{HORIZONTAL ELLIPSIS}"


def letter_of(place: int) -> str:
    """The letter of a place, from 0: a to z, then aa."""
    more, last = divmod(place, len(ascii_lowercase))
    return (letter_of(more - 1) if more else "") + ascii_lowercase[last]
