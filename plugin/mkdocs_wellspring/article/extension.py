"""The Markdown extension `wellspring.article`: it works in any host of Python-Markdown, with or without the plugin."""

import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from mkdocs_wellspring.article.keys import KEYS, OF_SITE
from mkdocs_wellspring.pagecontext import Host, PageContext, opened
from mkdocs_wellspring.steps import Begin, Step

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from mkdocs_wellspring.article.model import Article, Shaped

__all__ = ["ArticleExtension", "makeExtension"]

_log = logging.getLogger(__name__)

_FIRST = 1000
# Before footnotes are put together (50), so that those in the texts are among them, and stand after what is ours; and
# before inline patterns (20), so that they see the texts.
_INSERT = 55
# After inline patterns (20), before MkDocs checks links (0).
_LEAD = 12
# After every other postprocessor but citations (-1000), which count through the page as it then stands. `toc` and
# MkDocs run all postprocessors for each heading too: a heading holds no furniture, so nothing happens there.
_LAST = -900


class ArticleExtension(Extension):
    """Puts an article's furniture under the page's title and at its end; a page without any stays as it is.

    `host` is asked once at the start of each conversion. Converting a page may convert other texts on the way
    (docstrings do), each with this extension: a host gives them None, or a page that is `nested`, and they get no
    furniture. Without a host, front matter is looked for. `shaped` takes the furniture of each page that has any, at
    the end of its conversion; with `hold` it is held back, and the host fills it in once all have read the page.

    Options:
        disclaimer: what `disclaimer: true` says; Markdown, its links from the documentation's root. Default: none.
        method: the same for `method: true`.
        funding: the same for `funding: true`.
        locale: the language of our words, where no host knows the page's. Default: `en`.
        overrides: folders with templates of the site's own. Default: none.
    """

    def __init__(
        self,
        *,
        host: Host | None = None,
        shaped: "Callable[[Shaped], None] | None" = None,
        hold: bool = False,
        **options: Any,
    ) -> None:
        self.config = {
            "disclaimer": ["", "What `disclaimer: true` says, as Markdown"],
            "method": ["", "What `method: true` says, as Markdown"],
            "funding": ["", "What `funding: true` says, as Markdown"],
            "locale": ["en", "Language of the words that are added"],
            "overrides": [[], "Folders that hold wellspring/article.html of the site's own"],
        }
        self._host, self._shaped, self._hold = host, shaped, hold
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Registers the steps; what one page needs lives on that page's run and never here."""
        run = _Run(md, self._host, self._shaped, self._hold, self.getConfigs())
        md.preprocessors.register(Begin(md, run), "wellspring-article", _FIRST)
        md.treeprocessors.register(_Insert(md, run), "wellspring-article-insert", _INSERT)
        md.treeprocessors.register(_Lead(md, run), "wellspring-article-lead", _LEAD)
        md.postprocessors.register(_Shape(md, run), "wellspring-article", _LAST)


@dataclass(slots=True, eq=False, repr=False)
class _Run:
    """The current conversion of one `Markdown` object: begun by the preprocessor, ended by the postprocessor.

    What handles furniture is imported where a page has some.
    """

    md: Markdown
    host: Host | None
    shaped: "Callable[[Shaped], None] | None"
    held: bool
    options: dict[str, Any]
    context: PageContext = field(default_factory=PageContext)
    article: "Article | None" = None

    def begin(self, lines: list[str]) -> None:
        self.context = opened(self.md, lines, self.host, _log, self.options["locale"]) or PageContext(nested=True)
        self.article = None
        if not self.context.nested and not KEYS.isdisjoint(self.context.meta):
            from mkdocs_wellspring.article.reading import read_article  # noqa: PLC0415

            self.article = read_article(self.context, {name: self.options[name] for name in OF_SITE}) or None

    def insert(self, root: Element) -> None:
        """The page's tree holds the furniture's texts."""
        if self.article:
            from mkdocs_wellspring.article.tree import insert  # noqa: PLC0415

            insert(root, self.article, self.md)

    def lead(self, root: Element) -> None:
        """Links in the site's texts lead to where they led from the documentation's root."""
        if self.article and self.article.of_site and self.context.to_root:
            from mkdocs_wellspring.article.tree import lead_from_root  # noqa: PLC0415

            lead_from_root(root, self.article.of_site, self.context.to_root)

    def shape(self, page: str, article: "Article") -> str:
        """The page, its furniture shaped by templates, or held for a host that does so later."""
        from mkdocs_wellspring.article.tree import MARK, WHOLE, pieces  # noqa: PLC0415

        if MARK not in page:
            return page
        from mkdocs_wellspring.article.held import hold, without_foreign  # noqa: PLC0415
        from mkdocs_wellspring.article.model import Shaped  # noqa: PLC0415
        from mkdocs_wellspring.article.render import render  # noqa: PLC0415

        texts = dict[str, str]()
        overrides = [Path(folder) for folder in self.options["overrides"]]

        def place(match: "re.Match[str]") -> str:
            found = pieces(match["inside"])
            texts.update(found)
            if self.held:
                return hold(match["place"], article, found)
            return render(match["place"], article, texts, locale=self.context.locale, overrides=overrides)

        page = WHOLE.sub(place, without_foreign(page) if self.held else page)
        if self.shaped:
            self.shaped(Shaped(article, texts))
        return page


class _Insert(Step[_Run], Treeprocessor):
    def run(self, root: Element) -> None:
        self.of.insert(root)


class _Lead(Step[_Run], Treeprocessor):
    def run(self, root: Element) -> None:
        self.of.lead(root)


class _Shape(Step[_Run], Postprocessor):
    def run(self, text: str) -> str:
        return self.of.shape(text, self.of.article) if self.of.article else text


def makeExtension(**options: Any) -> ArticleExtension:
    """The extension, for hosts that load it by its module's name."""
    return ArticleExtension(**options)
