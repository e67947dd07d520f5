"""The blocks of a page as HTML: its follow-up questions, and the pages that ask what it answers."""

from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError
from markupsafe import Markup

from mkdocs_wellspring.messages import Messages, messages_for
from mkdocs_wellspring.questions.ask import Ask
from mkdocs_wellspring.questions.index import Page
from mkdocs_wellspring.questions.options import HEADING, QuestionsOptions
from mkdocs_wellspring.questions.resolve import Resolved
from mkdocs_wellspring.questions.target import relative_url
from mkdocs_wellspring.questions.ways import ways
from mkdocs_wellspring.questions.wording import fold, show
from mkdocs_wellspring.templating import environment

__all__ = ["render_asked_from", "render_questions", "title_of"]

_AS_EVER = QuestionsOptions()


def render_questions(
    questions: Sequence[Resolved],
    options: QuestionsOptions = _AS_EVER,
    *,
    asking: Page | None = None,
    locale: str = "en",
    overrides: Sequence[Path] = (),
) -> str:
    """The block in the order of the questions; "" where there are none.

    A site overrides it as `wellspring/questions.html`, which gets `heading` (None for ours) and `questions`, each
    with `text` (HTML where it was written as Markdown), `name` (the text without markup), `state`, `href`, `title`,
    `host`, `hreflang`, `lang` (that of `text`) and `language` (its name) for a page in another language,
    `review_due` (a date) and `ways` (each `kind`, `href`, and `own` for the site's own search).
    """
    if not questions:
        return ""
    template = environment(locale, tuple(overrides)).get_template("wellspring/questions.html")
    heading = options.heading if options.heading.strip() not in {"", HEADING} else None
    messages = messages_for(locale, tuple(overrides))
    shown = [_shown(question, asking, options.ask, messages) for question in questions]
    return template.render(heading=heading, questions=shown)


def render_asked_from(
    asked: Sequence[tuple[str, Page]], answering: Page, *, locale: str = "en", overrides: Sequence[Path] = ()
) -> str:
    """The pages that ask what a page answers, each once with its questions; "" where there are none.

    A site overrides it as `wellspring/asked-from.html`, which gets `asked`, each with `texts` (without the one that is
    the title of the answering page), `href` and `title`.
    """
    if not asked:
        return ""
    by_page: dict[str, tuple[Page, list[str]]] = {}
    for text, page in asked:
        by_page.setdefault(page.path, (page, []))[1].append(text)
    template = environment(locale, tuple(overrides)).get_template("wellspring/asked-from.html")
    return template.render(
        asked=[
            {
                "texts": [show(text) for text in texts if fold(text) != fold(answering.title)],
                "href": relative_url(page.url, answering.url),
                "title": title_of(page),
            }
            for page, texts in by_page.values()
        ]
    )


def title_of(page: Page) -> str:
    """A page's title as text; MkDocs leaves entities in it."""
    return show(unescape(page.title)) or page.path


def _shown(question: Resolved, asking: Page | None, ask: Ask, messages: Messages) -> dict[str, Any]:
    page, asked = question.page, question.question
    foreign = page is not None and asking is not None and page.language != asking.language
    return {
        "text": show(asked.text) if asked.html is None else Markup(show(asked.html)),  # noqa: S704 - the page's own
        "name": show(asked.text),
        "state": question.state,
        "href": question.href,
        "title": title_of(page) if page and question.href else None,
        "host": urlsplit(question.href or "").hostname if question.state == "external" else None,
        "lang": page.locale.replace("_", "-") if foreign and page and asked.target is None else None,
        "hreflang": page.locale.replace("_", "-") if foreign and page and question.href else None,
        "language": _named(page.locale, messages) if foreign and page and question.href else None,
        "review_due": page.review_due if page and question.state == "stale" else None,
        "ways": tuple(ways(ask, asked.text, asking, messages)) if question.state == "open" and asking else (),
    }


def _named(language: str, messages: Messages) -> str:
    """The name of a language in another: German."""
    try:
        named = Locale.parse(language.replace("_", "-"), sep="-").get_language_name(messages.locale)
    except (ValueError, UnknownLocaleError):
        named = None
    return named or language
