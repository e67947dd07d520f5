"""Names in a row, as a list shows them and as a citation does."""

from collections.abc import Callable, Sequence
from html import escape
from string import ascii_lowercase

from markupsafe import Markup

from mkdocs_wellspring.citations.model import OTHERS, Name, Source
from mkdocs_wellspring.messages import Messages

__all__ = ["call_short", "letter_of", "list_names"]

_MOST = 10
_SHOWN = 3
_FEW = 2
_LONGEST_TITLE = 60


def list_names(
    names: Sequence[Name], messages: Messages, first: Callable[[Name], str] = lambda name: name.natural
) -> Markup:
    """All names, or the first three of more than ten; `others`, as BibTeX has it, is "et al.".

    Each stands in a `<bdi>` of its own: the first in the form of `first`, which may be that by which a list is sorted,
    and the others in the order of speech.
    """
    named = [name for name in names if name != OTHERS]
    kept = named[:_SHOWN] if len(named) > _MOST else named
    shown = [f"<bdi>{escape(name.natural if place else first(name))}</bdi>" for place, name in enumerate(kept)]
    if len(shown) < len(names):
        et_al = messages.gettext("%(names)s et al.") % {"names": ", ".join(shown)}
        return Markup(f"<bdi>{et_al}</bdi>")  # noqa: S704 - names are escaped
    return Markup(messages.listed(shown))  # noqa: S704 - the same


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
