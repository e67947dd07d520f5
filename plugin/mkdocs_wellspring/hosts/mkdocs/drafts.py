"""Pages that MkDocs leaves out of a build, by what their files say: a question may be answered by one of them soon."""

import re
from collections.abc import Container, Iterator

from mkdocs.structure.files import Files

from mkdocs_wellspring import frontmatter
from mkdocs_wellspring.pagecontext import PageContext, own
from mkdocs_wellspring.questions.index import Page
from mkdocs_wellspring.questions.model import read_answers

__all__ = ["drafts_of"]

_TITLE = re.compile(r"^#[ \t]+(?P<title>.+?)[ \t#]*$|^(?P<underlined>\S.*)\n=+[ \t]*$", re.MULTILINE)


def drafts_of(files: Files, known: Container[str], locale: str) -> Iterator[Page]:
    """The documents of the site that are not among the known pages; one that cannot be read is passed over."""
    for file in files:
        if file.src_uri in known or not file.is_documentation_page() or not file.inclusion.is_excluded():
            continue
        try:
            text = file.content_string
        except (OSError, ValueError):
            continue
        read = frontmatter.read(text)
        meta = own(read.meta)
        yield Page(
            path=file.src_uri,
            title=str(meta.get("title") or _title(text) or ""),
            url=file.url,
            answers=read_answers(PageContext(meta=meta)),
            published=False,
            locale=str(meta.get("lang") or locale),
        )


def _title(text: str) -> str | None:
    found = _TITLE.search(text)
    return (found["title"] or found["underlined"]) if found else None
