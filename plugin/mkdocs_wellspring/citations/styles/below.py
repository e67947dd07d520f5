"""What stands below an entry of any style: the archived copy, the flag, the quote."""

from html import escape

from markupsafe import Markup

from mkdocs_wellspring.citations.deeplink import deep_link
from mkdocs_wellspring.citations.model import FLAGS, Source
from mkdocs_wellspring.citations.styles.pieces import isolated
from mkdocs_wellspring.messages import Messages

__all__ = ["below_entry", "show_flag"]


def below_entry(source: Source, messages: Messages) -> dict[str, Markup]:
    """What stands below an entry of any style, by name; what a source does not say is empty.

    `archive`, a link to the copy; `flag`, in words and with its note; `quote`.
    """
    pieces = {"archive": "", "flag": "", "quote": ""}
    if source.archive:
        href, address = escape(deep_link(source.archive, source.quote)), escape(source.archive)
        name = escape(messages.gettext("Archived copy of %(title)s") % {"title": source.title})
        copy = escape(messages.gettext("Archived copy"))
        link = f'<a class="ws-archive" href="{href}" data-address="{address}" aria-label="{name}">'
        pieces["archive"] = f"{link}{copy}</a>."
    flag = messages.gettext("Flagged: %(flag)s") % {"flag": show_flag(source.flag, messages)} if source.flag else ""
    said = [f"<strong>{isolated(flag)}</strong>"] if flag else []
    said += [isolated(source.note)] if source.note else []
    if said:
        pieces["flag"] = f'<span class="ws-flag">{". ".join(said)}</span>'
    if source.quote:
        lang = f' lang="{escape(source.language)}"' if source.language else ""
        cite = f' cite="{escape(source.address)}"' if source.address and source.address.startswith("http") else ""
        pieces["quote"] = f'<blockquote class="ws-quote"{lang}{cite}>{isolated(source.quote)}</blockquote>'
    return {name: Markup(html) for name, html in pieces.items()}  # noqa: S704 - each text in it is escaped


def show_flag(flag: str, messages: Messages) -> str:
    """The flag in the page's language, where it is one of ours; the author's own as it is."""
    return messages.gettext(flag) if flag in FLAGS else flag
