"""The pieces of which a built-in style makes an entry, each as HTML that ends where it ends: full stop and `<bdi>`."""

import re
from collections.abc import Callable, Iterator
from html import escape

from markupsafe import Markup

from mkdocs_wellspring.citations.dates import Dated, show_date, show_year
from mkdocs_wellspring.citations.deeplink import deep_link
from mkdocs_wellspring.citations.model import Name, Source
from mkdocs_wellspring.citations.styles.names import list_names
from mkdocs_wellspring.citations.styles.pages import are_numbers, label_pages
from mkdocs_wellspring.messages import Messages, gettext_noop

__all__ = ["isolated", "pieces_of"]

_STOPS = ".?!\N{HORIZONTAL ELLIPSIS}"

# Fields of which a program that exports makes a note, since the other form has none: Zotero's "Extra" among them.
_FIELD = re.compile(
    r"(?:_\w+|tex\.\w+|ISBN|ISSN|OCLC|PMC?ID|ZSCC|Accession Number|Citation Key|Google-Books-ID|Number|Publisher"
    r"|Series Title|Type|Version Number|container-title|event-place|original-date)\s*:"
)


def pieces_of(source: Source, messages: Messages, form: Callable[[Name], str]) -> dict[str, Markup]:
    """What templates of entries get, by name; what a source does not say is empty.

    `authors`, or the editors, and `title`, a link where there is an address, each with a stop of its own for where it
    needs one, `authors_stop` and `title_stop`; `part_of`, what kind of work it is, by its number, and the larger work:
    "Technical report 12.", "Lecture Notes in Computer Science 123."; `published`, by whom, where and when, `publisher`
    and place alone, `year` alone; `accessed`; `note`, of an entry of BibTeX or CSL: "to appear".
    """
    made_by = _made_by(source, messages, form)
    pieces = {
        "authors": made_by,
        "authors_stop": _stop_after(made_by),
        "title": _title(source),
        "title_stop": _stop(source.title),
        "part_of": " ".join(_part_of(source, messages)),
        "published": _published(source, messages),
        "publisher": _sentence(_publisher(source)),
        "year": _when(source, show_year(source.date, messages)) if source.date else escape(messages.gettext("n.d.")),
        "accessed": "",
        "note": _sentence(_noted(source)),
    }
    if source.accessed:
        read_on = _read_on(source.accessed, messages)
        pieces["accessed"] = isolated(read_on[:-1] if read_on.endswith("..") else read_on)
    return {name: Markup(html) for name, html in pieces.items()}  # noqa: S704 - each text in it is escaped


def _made_by(source: Source, messages: Messages, form: Callable[[Name], str]) -> Markup:
    if source.author or not source.editor:
        return list_names(source.author, messages, form)
    return _with_names(messages.gettext("%(names)s (ed.)"), list_names(source.editor, messages, form))


def _with_names(sentence: str, names: Markup) -> Markup:
    return Markup(f"<bdi>{sentence % {'names': names}}</bdi>")  # noqa: S704 - names are escaped


def _read_on(accessed: Dated, messages: Messages) -> str:
    """When it was read: sentence and date in one language, English where the page's has no such sentence."""
    sentence = gettext_noop("Read on %(date)s.")
    speaker = messages if messages.is_translated(sentence) else messages.english
    return messages.gettext(sentence) % {"date": show_date(accessed, speaker)}


def _title(source: Source) -> str:
    lang = f' lang="{escape(source.language)}"' if source.language else ""
    title = f"<cite{lang}>{isolated(source.title)}</cite>"
    if not source.address:
        return title
    # Paper shows the address after the title, unless the title says it.
    address = f' data-address="{escape(source.address)}"' if source.title != source.address else ""
    return f'<a class="ws-source-title" href="{escape(deep_link(source.address, source.quote))}"{address}>{title}</a>'


def _part_of(source: Source, messages: Messages) -> Iterator[str]:
    gettext = messages.gettext
    yield from _described(source, messages)
    if place := _place(source, messages):
        yield place
    if chapter := _said(source, "chapter-number"):
        label = gettext("Chapter %(chapter)s") if are_numbers(chapter) else "%(chapter)s"
        yield _sentence([label % {"chapter": chapter}])
    if source.edition:
        yield _sentence([gettext("Edition: %(edition)s") % {"edition": source.edition}])
    if source.editor and source.author:
        edited = _with_names(gettext("Edited by %(names)s"), list_names(source.editor, messages))
        yield f"{edited}{_stop_after(edited)}"
    if series := _said(source, "collection-title"):
        yield _sentence([" ".join(filter(None, (series, _said(source, "collection-number"))))])
    if medium := _said(source, "medium"):
        yield _sentence([medium])


def _described(source: Source, messages: Messages) -> Iterator[str]:
    genre, number = _said(source, "genre"), _said(source, "number")
    if genre:
        # Those that we give by ourselves, such as "PhD thesis", are in the catalogues; an author's own stays as it is.
        yield _sentence([" ".join(filter(None, (messages.gettext(genre), number)))])
    elif number and number != source.issue:
        yield _sentence([messages.gettext("No. %(number)s") % {"number": number}])


def _place(source: Source, messages: Messages) -> str:
    """Where in the larger work; where that has no title, its numbers say what they count."""
    container, volume, issue = source.container, source.volume, source.issue
    part, pages = _said(source, "volume-title"), source.pages or ""
    if not container:
        if volume and are_numbers(volume):
            volume = messages.gettext("Volume %(volume)s") % {"volume": volume}
        pages = label_pages(pages, messages)
    place = [f"<bdi><i>{escape(container)}</i></bdi>"] if container else []
    place += [isolated(volume)] if volume else []
    place += [isolated(f"({issue})")] if issue else []
    named = [" ".join(place)] if place else []
    whole = ": ".join([*named, f"<bdi><i>{escape(part)}</i></bdi>"] if part else named)
    last = pages or part or issue or volume or container
    return f"{', '.join(filter(None, (whole, pages and isolated(pages))))}{_stop(last)}" if last else ""


def _published(source: Source, messages: Messages) -> str:
    if source.date is None:
        return _sentence(_publisher(source))
    shown = show_date(source.date, messages)
    return f"{', '.join([*map(isolated, _publisher(source)), _when(source, shown)])}{_stop(shown)}"


def _publisher(source: Source) -> list[str]:
    """Who published it and where, as far as that is known; `howpublished` of BibTeX stands for a publisher."""
    publisher = source.publisher or _said(source, "publisher")
    return [text for text in (publisher, _said(source, "publisher-place")) if text]


def _noted(source: Source) -> list[str]:
    """Its note, where that is words for readers: an address is a link already, and a flag has a note of its own."""
    note = _said(source, "note")
    repeated = source.url in {word.strip("<>()[].,;") for word in note.split()}
    hidden = source.flag or source.note or repeated or _FIELD.match(note)
    return [note] if note and not hidden else []


def _said(source: Source, variable: str) -> str:
    """A variable of CSL, where it is a text."""
    value = source.more.get(variable)
    return value if isinstance(value, str) else ""


def _sentence(texts: list[str]) -> str:
    return f"{', '.join(map(isolated, texts))}{_stop(texts[-1])}" if texts else ""


def _when(source: Source, text: str) -> str:
    machine = source.date.machine if source.date else None
    return f'<time datetime="{machine}">{escape(text)}</time>' if machine else isolated(text)


def isolated(text: str) -> str:
    """A text as HTML, whose direction ends where it ends."""
    return f"<bdi>{escape(text)}</bdi>"


def _stop_after(names: Markup) -> str:
    return _stop(str(names).removesuffix("</bdi>").removesuffix("</bdi>"))


def _stop(text: str) -> str:
    """A full stop, where the words do not end with a mark of their own."""
    return "" if text and text[-1] in _STOPS else "."
