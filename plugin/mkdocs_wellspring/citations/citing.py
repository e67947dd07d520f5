"""How a site cites: its library, its style, and where lists stand. One object for all pages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_wellspring.citations.places import ALL, HERE, lists_all, place_list
from mkdocs_wellspring.citations.stores import Read, Stores
from mkdocs_wellspring.citations.styles.choosing import make_style
from mkdocs_wellspring.pagecontext import PageContext

if TYPE_CHECKING:
    from mkdocs_wellspring.citations.library import Library
    from mkdocs_wellspring.citations.locate import Snippets
    from mkdocs_wellspring.citations.model import Source
    from mkdocs_wellspring.citations.page import Page
    from mkdocs_wellspring.citations.render import Listing, Rendering
    from mkdocs_wellspring.citations.styles.style import Style, Words

__all__ = ["Citing"]


@dataclass(frozen=True, eq=False, repr=False)
class Citing:
    """What all pages of a site share.

    Attributes:
        read: the stores, read.
        style: how sources are cited and listed.
        overrides: folders with templates of the site's own.
        in_text: `@key` in the text is a citation.
        at_marker: a page has a list only where it says so.
        marker: the line that says so.
        full_marker: the line where the list of the whole site stands.
        watched: files and folders whose change is a change of all this.
    """

    read: Read = field(default_factory=Read)
    style: "Style" = field(default_factory=lambda: make_style("numeric", Path()))
    overrides: tuple[Path, ...] = ()
    in_text: bool = True
    at_marker: bool = False
    marker: str = HERE
    full_marker: str = ALL
    watched: tuple[Path, ...] = ()
    _words: "dict[str, Words]" = field(default_factory=dict)

    @classmethod
    def of(
        cls, stores: Iterable[str], style: str, root: Path, *, reader: Stores | None = None, **rest: object
    ) -> "Citing":
        """What a site's options say, files found from `root`; `rest` as the attributes.

        Raises:
            ConfigurationError: a store or the style is not there, or what sets it is not installed.
        """
        names = [stores] if isinstance(stores, str) else list(stores)
        read = (reader or Stores()).read(names, root.resolve())
        watched = (*read.watched, root / style) if style.endswith(".csl") else read.watched
        return cls(read, make_style(style, root), watched=watched, **rest)  # type: ignore[arg-type]  # as the attributes

    @property
    def library(self) -> "Library":
        """The sources of all stores."""
        return self.read.library

    # What is imported below is needed only where a page cites something.
    @cached_property
    def listing(self) -> "Listing":
        """Sets what stands below each entry."""
        from mkdocs_wellspring.citations.render import Listing  # noqa: PLC0415

        return Listing()

    def words(self, locale: str) -> "Words":
        """A language, in the site's templates."""
        from mkdocs_wellspring.citations.styles.style import Words  # noqa: PLC0415

        return self._words.setdefault(locale, Words(locale, self.overrides))

    def rendering(self, page: "Page", words: "Words") -> "Rendering":
        """A page on its way to HTML; the style has begun by now."""
        from mkdocs_wellspring.citations.render import Rendering  # noqa: PLC0415

        return Rendering(page, self.style.page(page, words), words, self.listing)

    def place(self, html: str, rendering: "Rendering", everything: Callable[[], str]) -> tuple[str, bool]:
        """The page with its list, and whether it has one; where it has none, its citations lead nowhere."""
        html, listed = place_list(html, rendering.list_words, everything, append=not self.at_marker)
        if not listed:
            rendering.target = lambda _number: None
        return html, listed

    def resolve(self, html: str, sources: "Sequence[Source]", context: PageContext, snippets: "Snippets") -> str:
        """A page that stands by itself: numbered, listed, filled, and its findings reported."""
        from mkdocs_wellspring.citations.bibliography import Bibliography, list_all  # noqa: PLC0415
        from mkdocs_wellspring.citations.page import read_page  # noqa: PLC0415
        from mkdocs_wellspring.citations.report import report_page  # noqa: PLC0415

        page, html = read_page(html, sources, self.library)
        words = self.words(context.locale)
        whole = [(entry, ()) for entry in Bibliography(self.library.sources).sources] if lists_all(html) else []
        self.style.begin([(page, words)], [entry.source for entry, _pages in whole])
        rendering = self.rendering(page, words)
        html, listed = self.place(html, rendering, lambda: list_all(whole, self.style, self.listing, words))
        report_page(page, context, snippets, listed=listed, marker=self.marker)
        return rendering.fill(html)

    def as_text(self, html: str, sources: "Sequence[Source]", context: PageContext) -> str:
        """A text that is no page, such as an excerpt of one: its citations are words, and lead nowhere."""
        from mkdocs_wellspring.citations.page import read_page  # noqa: PLC0415
        from mkdocs_wellspring.citations.render import Rendering  # noqa: PLC0415
        from mkdocs_wellspring.citations.styles.outside import OutsideStyle  # noqa: PLC0415

        page, html = read_page(html, sources, self.library)
        words = self.words(context.locale)
        rendering = Rendering(page, OutsideStyle(page, words), words, self.listing, lambda _number: None)
        return rendering.fill(place_list(html, lambda _heading: "", lambda: "", append=False)[0])
