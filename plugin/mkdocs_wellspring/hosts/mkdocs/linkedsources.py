"""Citations in a text that is no page: who and when, each a link."""

import re
from collections.abc import Callable, Iterator
from html import escape

from mkdocs_wellspring.citations.dates import show_year
from mkdocs_wellspring.citations.library import Library
from mkdocs_wellspring.citations.model import Source
from mkdocs_wellspring.citations.styles.names import call_short
from mkdocs_wellspring.messages import Messages

__all__ = ["linked_sources", "unknown_keys"]

_CITED = re.compile(r"\s*@(?P<key>[^\s,;@\[\]]+)(?P<more>[^;]*)")


def linked_sources(
    cited: str, library: Library, messages: Messages, address: Callable[[Source], str | None]
) -> str | None:
    """The HTML of what stands between the brackets of a citation; None where one of its keys is unknown."""
    parts = [_CITED.fullmatch(one) for one in cited.split(";")]
    shown = [_shown(part, library, messages, address) for part in parts if part]
    known = [one for one in shown if one is not None]
    return f"({'; '.join(known)})" if len(known) == len(parts) else None


def unknown_keys(cited: str, library: Library) -> Iterator[str]:
    """The keys that no source has."""
    for one in cited.split(";"):
        part = _CITED.fullmatch(one)
        if part is None or library.get(part["key"]) is None:
            yield part["key"] if part else one.strip()


def _shown(
    part: re.Match[str], library: Library, messages: Messages, address: Callable[[Source], str | None]
) -> str | None:
    source = library.get(part["key"])
    if source is None:
        return None
    year = show_year(source.date, messages) if source.date else messages.gettext("n.d.")
    words = f"<bdi>{escape(call_short(source, messages))} {escape(year)}</bdi>"
    where = address(source)
    named = f'<a class="ws-goal-cite" href="{escape(where)}">{words}</a>' if where else words
    return f"{named}{escape(part['more'].rstrip())}"
