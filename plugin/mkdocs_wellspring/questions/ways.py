"""The links by which a reader may ask for an answer to an open question."""

from collections.abc import Iterator
from typing import Literal, NamedTuple
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from mkdocs_wellspring.addresses import is_web
from mkdocs_wellspring.messages import Messages
from mkdocs_wellspring.questions.ask import Ask
from mkdocs_wellspring.questions.index import Page
from mkdocs_wellspring.questions.target import relative_url

__all__ = ["Way", "ways"]

_LONGEST = 200
"""As many characters of a question as an address takes, or a subject: servers refuse addresses of many thousands."""


class Way(NamedTuple):
    """One link: what it is, where it leads from the asking page, and whether it is the site's own search by script."""

    kind: Literal["search", "issue", "email"]
    href: str
    own: bool = False


def ways(ask: Ask, text: str, asking: Page, messages: Messages) -> Iterator[Way]:
    """The links for an open question of the page, its text and the page's address already in them."""
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "\u2026"
    if ask.search is not None:
        own = not is_web(ask.search)
        page = relative_url(ask.search, asking.url) if own else ask.search
        yield Way("search", _with(page, {"q": short}), own)
    where = asking.address or asking.path
    if ask.issue is not None:
        yield Way("issue", _with(ask.issue, _issue(ask.issue, short, _body(short, where, messages))))
    if ask.email is not None:
        # https://www.rfc-editor.org/rfc/rfc6068#section-2: percent signs, never a plus for a space.
        fields = urlencode({"subject": short, "body": _body(short, where, messages)}, quote_via=quote, safe="")
        yield Way("email", f"mailto:{quote(ask.email, safe='@')}?{fields}")


def _body(text: str, where: str, messages: Messages) -> str:
    said = messages.gettext("This question is not answered yet: %(question)s") % {"question": text}
    asked = messages.gettext("It is asked on this page: %(page)s") % {"page": where}
    return f"{said}\r\n\r\n{asked}\r\n"


def _issue(form: str, title: str, body: str) -> dict[str, str]:
    """The fields of the form: GitLab, whose addresses have a dash for a folder, nests them; others follow GitHub."""
    if "/-/" in urlsplit(form).path:
        return {"issue[title]": title, "issue[description]": body}
    return {"title": title, "body": body}


def _with(address: str, fields: dict[str, str]) -> str:
    """The address with these fields behind those that it has."""
    parts = urlsplit(address)
    query = "&".join(filter(None, [parts.query, urlencode(fields, quote_via=quote, safe="")]))
    return urlunsplit(parts._replace(query=query))
