"""The pieces of which a built-in style makes an entry, each as HTML that ends where it ends: full stop and `<bdi>`."""

from collections.abc import Callable, Iterator
from html import escape

from markupsafe import Markup

from mkdocs_wellspring.citations.dates import show_date
from mkdocs_wellspring.citations.deeplink import deep_link
from mkdocs_wellspring.citations.model import FLAGS, Name, Source
from mkdocs_wellspring.citations.styles.names import list_names
from mkdocs_wellspring.messages import Messages

__all__ = ["below_entry", "pieces_of", "show_flag"]

_STOPS = ".?!\N{HORIZONTAL ELLIPSIS}"


def pieces_of(source: Source, messages: Messages, form: Callable[[Name], str]) -> dict[str, Markup]:
    """What templates of entries get, by name; what a source does not say is empty.

    `authors`, or the editors, and `title`, a link where there is an address, each with a stop of its own for where it
    needs one, `authors_stop` and `title_stop`; `part_of`, the larger work; `published`, by whom and when, `publisher`
    alone, `year` alone; `accessed`.
    """
    made_by = _made_by(source, messages, form)
    pieces = {
        "authors": _isolated(made_by) if made_by else "",
        "authors_stop": _stop(made_by),
        "title": _title(source),
        "title_stop": _stop(source.title),
        "part_of": " ".join(_part_of(source, messages, form)),
        "published": _published(source, messages),
        "publisher": f"{_isolated(source.publisher)}{_stop(source.publisher)}" if source.publisher else "",
        "year": _when(source, source.date.year) if source.date else escape(messages.gettext("n.d.")),
        "accessed": "",
    }
    if source.accessed:
        read_on = messages.gettext("Read on %(date)s.") % {"date": show_date(source.accessed, messages)}
        pieces["accessed"] = _isolated(read_on)
    return {name: Markup(html) for name, html in pieces.items()}  # noqa: S704 - each text in it is escaped


def below_entry(source: Source, messages: Messages) -> dict[str, Markup]:
    """What stands below an entry of any style, by name; what a source does not say is empty.

    `archive`, a link to the copy; `flag`, in words and with its note; `quote`.
    """
    pieces = {"archive": "", "flag": "", "quote": ""}
    if source.archive:
        href, address = escape(deep_link(source.archive, source.quote)), escape(source.archive)
        name = escape(messages.gettext("Archived copy of %(title)s") % {"title": source.title})
        link = f'<a class="ws-archive" href="{href}" data-address="{address}" aria-label="{name}">'
        pieces["archive"] = f"{link}{escape(messages.gettext('Archived copy'))}</a>."
    flag = messages.gettext("Flagged: %(flag)s") % {"flag": show_flag(source.flag, messages)} if source.flag else ""
    said = [f"<strong>{_isolated(flag)}</strong>"] if flag else []
    said += [_isolated(source.note)] if source.note else []
    if said:
        pieces["flag"] = f'<span class="ws-flag">{". ".join(said)}</span>'
    if source.quote:
        lang = f' lang="{escape(source.language)}"' if source.language else ""
        cite = f' cite="{escape(source.address)}"' if source.address and source.address.startswith("http") else ""
        quote = f'<blockquote class="ws-quote" dir="auto"{lang}{cite}>{escape(source.quote)}</blockquote>'
        pieces["quote"] = quote
    return {name: Markup(html) for name, html in pieces.items()}  # noqa: S704 - each text in it is escaped


def show_flag(flag: str, messages: Messages) -> str:
    """The flag in the page's language, where it is one of ours; the author's own as it is."""
    return messages.gettext(flag) if flag in FLAGS else flag


def _made_by(source: Source, messages: Messages, form: Callable[[Name], str]) -> str:
    if source.author:
        return list_names(source.author, messages, form)
    if source.editor:
        return messages.gettext("%(names)s (ed.)") % {"names": list_names(source.editor, messages, form)}
    return ""


def _title(source: Source) -> str:
    lang = f' lang="{escape(source.language)}"' if source.language else ""
    title = f"<cite{lang}>{_isolated(source.title)}</cite>"
    if not source.address:
        return title
    href, address = escape(deep_link(source.address, source.quote)), escape(source.address)
    return f'<a class="ws-source-title" href="{href}" data-address="{address}">{title}</a>'


def _part_of(source: Source, messages: Messages, form: Callable[[Name], str]) -> Iterator[str]:
    place = [f"<bdi><i>{escape(source.container)}</i></bdi>"] if source.container else []
    place += [_isolated(source.volume)] if source.volume else []
    place += [_isolated(f"({source.issue})")] if source.issue else []
    if place or source.pages:
        joint = ", " if place and source.pages else ""
        pages = _isolated(source.pages) if source.pages else ""
        last = source.pages or source.issue or source.volume or source.container or ""
        yield f"{' '.join(place)}{joint}{pages}{_stop(last)}"
    if source.edition:
        edition = messages.gettext("Edition: %(edition)s") % {"edition": source.edition}
        yield f"{_isolated(edition)}{_stop(edition)}"
    if source.editor and source.author:
        names = messages.gettext("Edited by %(names)s") % {"names": list_names(source.editor, messages, form)}
        yield f"{_isolated(names)}{_stop(names)}"


def _published(source: Source, messages: Messages) -> str:
    publisher = _isolated(source.publisher) if source.publisher else ""
    if source.date is None:
        return f"{publisher}{_stop(source.publisher)}" if source.publisher else ""
    return f"{publisher}{', ' if publisher else ''}{_when(source, show_date(source.date, messages))}."


def _when(source: Source, text: str) -> str:
    machine = source.date.machine if source.date else None
    return f'<time datetime="{machine}">{escape(text)}</time>' if machine else _isolated(text)


def _isolated(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"


def _stop(text: str) -> str:
    """A full stop, where the words do not end with a mark of their own."""
    return "" if text and text[-1] in _STOPS else "."
