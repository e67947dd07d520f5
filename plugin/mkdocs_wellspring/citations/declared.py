"""The sources that a page declares itself, in front matter: `[1]` is the first."""

from typing import TYPE_CHECKING

from mkdocs_wellspring.citations.library import NO_LIBRARY, Library
from mkdocs_wellspring.frontmatter import kind
from mkdocs_wellspring.pagecontext import PageContext

if TYPE_CHECKING:
    from mkdocs_wellspring.citations.model import Source

__all__ = ["read_sources"]


def read_sources(context: PageContext, library: Library = NO_LIBRARY) -> "tuple[Source, ...]":
    """The page's sources in the order of their declaration, so that `[1]` is the first.

    An entry is a mapping, an address, a title, or the key of a source of the library; a mapping with such a key adds
    to that source what it says: a quote, a flag. One that cannot be read keeps its place, so that the numbers after it
    stay true.
    """
    declared = context.meta.get("sources")
    if declared is None:
        return ()
    if not isinstance(declared, list):
        message = f"`sources:` is {kind(declared)}; give a list, one entry a source"
        context.find("cite-sources", message, "sources")
        return ()
    from mkdocs_wellspring.citations.entries import read_entries  # noqa: PLC0415 - only for a page that declares some

    return read_entries(context, library, declared)
