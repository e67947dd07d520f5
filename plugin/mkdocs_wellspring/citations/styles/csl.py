"""Any style of CSL: pandoc sets what a build cites, in one call, and pages take from it what is theirs."""

import hashlib
import html
import importlib.util
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from markupsafe import escape

from mkdocs_wellspring.citations.csl import to_item
from mkdocs_wellspring.citations.deeplink import deep_link
from mkdocs_wellspring.citations.model import Source
from mkdocs_wellspring.citations.page import Page
from mkdocs_wellspring.citations.styles.authordate import AuthorDatePage, AuthorDateStyle
from mkdocs_wellspring.citations.styles.numbers import SQUARE, Brackets, cite_numbers
from mkdocs_wellspring.citations.styles.ofpages import NAMESPACE, of_pages
from mkdocs_wellspring.citations.styles.pandoc import Batch, Citation, Typeset, set_batch
from mkdocs_wellspring.citations.styles.style import Link, Part, Words
from mkdocs_wellspring.citations.syntax import Cluster
from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.messages import language_tag

__all__ = ["CslPage", "CslStyle"]

_NUMBERED = frozenset({"numeric", "note"})
_CACHE = Path(".cache/wellspring/csl")

_MARGIN = re.compile(r'<span class="ws-margin">.*?</span>', re.DOTALL)
_LINK = re.compile(r'<a\s+href="(?P<href>[^"]*)"[^>]*>(?P<text>.*?)</a>', re.DOTALL)
_SPAN = re.compile(r'^<span class="citation"[^>]*>|</span>$')
_NUMBER = re.compile(r"[0-9]+")
_PUBLIC = ("https://doi.org/", "https://www.ncbi.nlm.nih.gov/")

Keyed = tuple[Citation, ...]


@dataclass(slots=True)
class CslStyle:
    """A style of CSL.

    Attributes:
        text: the CSL.
        numbered: it cites by number, or in notes, which are numbers here.
        cache: the folder in which what pandoc set is kept.
    """

    text: str
    numbered: bool
    cache: Path
    _sets: dict[str, Typeset] = field(default_factory=dict)
    _places: dict[str, dict[Keyed, int]] = field(default_factory=dict)
    _brackets: dict[str, Brackets] = field(default_factory=dict)
    _identities: dict[Source, str] = field(default_factory=dict)
    fallback: AuthorDateStyle = field(default_factory=AuthorDateStyle)

    @classmethod
    def from_file(cls, path: Path, name: str, root: Path) -> "CslStyle":
        """The style in a file.

        Raises:
            ConfigurationError: it is not there, no CSL, or leads to another one; or `[csl]` is not installed.
        """
        if importlib.util.find_spec("pypandoc") is None:
            raise ConfigurationError(
                f"citations: style: {name} needs pandoc; install it with: pip install 'mkdocs-wellspring[csl]'"
            )
        try:
            tree = ET.fromstring(path.read_bytes())  # noqa: S314 - a file of the site's own
        except OSError:
            raise ConfigurationError(f"citations: style: {name} does not exist in {root}; correct the name") from None
        except ET.ParseError as error:
            raise ConfigurationError(f"citations: style: {name}:{error.position[0]} is no XML ({error.msg})") from None
        except (LookupError, ValueError, RecursionError) as error:
            raise ConfigurationError(f"citations: style: {name} cannot be read ({error}); save it as UTF-8") from None
        if tree.tag != f"{NAMESPACE}style":
            raise ConfigurationError(f"citations: style: {name} is no CSL style; give one of citationstyles.org")
        parent = tree.find(f".//{NAMESPACE}link[@rel='independent-parent']")
        if parent is not None:
            raise ConfigurationError(
                f"citations: style: {name} only names {parent.get('href')}; download that one and give its file"
            )
        category = tree.find(f".//{NAMESPACE}category[@citation-format]")
        form = "note" if tree.get("class") == "note" else "" if category is None else category.get("citation-format")
        numbered = form in _NUMBERED
        return cls(of_pages(tree, numbered=numbered), numbered, root / _CACHE)

    def begin(self, pages: Sequence[tuple[Page, Words]], more: Iterable[Source] = ()) -> None:
        """All that the pages cite is set, in one call for each language of the site."""
        rest = list(more)
        for locale in dict.fromkeys(words.locale for _page, words in pages):
            ours = [(page, words) for page, words in pages if words.locale == locale]
            sources = dict.fromkeys(source for page, _words in ours for source in page.sources if source)
            self._set(ours[0][1], list(dict.fromkeys([*sources, *rest])), self._clusters(ours))

    def page(self, page: Page, words: Words) -> "CslPage":
        """The style for one page."""
        return CslPage(self, page, words)

    def entry(self, source: Source, words: Words) -> str:
        """The source as the list shows it, its title or address a link to the quoted words."""
        typeset = self._sets.get(words.locale)
        entry = typeset.entries.get(self.identity(source)) if typeset else None
        if not entry or not source:
            return self.fallback.entry(source, words)
        shown = _LINK.sub(lambda link: _safe_link(link, source), _MARGIN.sub("", entry) if self.numbered else entry)
        return f"<bdi>{shown}</bdi>"

    def cluster(self, keyed: Keyed, words: Words) -> str | None:
        """The citation as HTML, its links leading to `#ref-…`; None where it was not set."""
        place = self._places.get(words.locale, {}).get(keyed)
        return None if place is None else _SPAN.sub("", self._sets[words.locale].clusters[place]) or None

    def brackets(self, words: Words) -> Brackets:
        """What this style puts round numbers, and between them."""
        return self._brackets.get(words.locale, SQUARE)

    def order(self, words: Words) -> Mapping[str, int]:
        """The place of each source in the order of the style, by its identity."""
        typeset = self._sets.get(words.locale)
        return {identity: place for place, identity in enumerate(typeset.entries)} if typeset else {}

    def identity(self, source: Source) -> str:
        """What pandoc is told to call it: of what it says, so that the same is the same in the next build."""
        if source not in self._identities:
            item = to_item(source, "")
            item.pop("custom", None)  # what one page says of it beside makes it no other work
            said = json.dumps(item, sort_keys=True)
            self._identities[source] = f"w{hashlib.sha256(said.encode()).hexdigest()[:20]}"
        return self._identities[source]

    def keyed(self, page: Page, cluster: Cluster) -> Keyed | None:
        """The citation as pandoc is asked for it; None where it names what is not there."""
        asked = []
        for item in cluster.items:
            numbers = page.numbers(item)
            if not numbers or not all(page.sources[number - 1] for number in numbers):
                return None
            for number in numbers:
                identity = self.identity(page.sources[number - 1])
                asked.append(Citation(identity, item.prefix, item.suffix, item.explicit, item.suppressed))
        return tuple(asked)

    def _clusters(self, pages: Sequence[tuple[Page, Words]]) -> list[Keyed]:
        if self.numbered:
            return []
        found = (self.keyed(page, cluster) for page, _words in pages for cluster in page.clusters)
        return list(dict.fromkeys(keyed for keyed in found if keyed))

    def _set(self, words: Words, sources: Sequence[Source], clusters: list[Keyed]) -> None:
        items: dict[str, dict[str, Any]] = {}
        for source in sources:
            identity = self.identity(source)
            items.setdefault(identity, to_item(source, identity))
        if not items:
            return
        samples = _samples(list(items)) if self.numbered else []
        asked = [*samples, *clusters]
        language = language_tag(words.locale)
        typeset = set_batch(Batch(list(items.values()), asked, self.text, language), self.cache)
        self._sets[words.locale] = typeset
        self._places[words.locale] = {keyed: place for place, keyed in enumerate(asked)}
        if samples:
            self._brackets[words.locale] = _read_brackets([_SPAN.sub("", sample) for sample in typeset.clusters])


class CslPage:
    """A style of CSL at work on one page."""

    def __init__(self, style: CslStyle, page: Page, words: Words) -> None:
        self._style, self._page, self._words = style, page, words
        self._plain = AuthorDatePage(style.fallback, page, words)

    @property
    def numbered(self) -> bool:
        """The list shows the numbers."""
        return self._style.numbered

    @property
    def order(self) -> Sequence[int]:
        """As they are counted, or in the order of the style."""
        numbers = range(1, len(self._page.sources) + 1)
        if self.numbered:
            return numbers
        order = self._style.order(self._words)
        return sorted(numbers, key=lambda number: order.get(self._style.identity(self._page.sources[number - 1]), -1))

    def name(self, number: int) -> str:
        """The number, or author and year."""
        return str(number) if self.numbered else self._plain.name(number)

    def entry(self, number: int) -> str:
        """The source as the list shows it."""
        return self._style.entry(self._page.sources[number - 1], self._words)

    def cite(self, cluster: Cluster, parts: Sequence[Part], link: Link) -> str:
        """The citation as the style has it."""
        if self.numbered:
            return cite_numbers(cluster, parts, link, self._words, self._style.brackets(self._words))
        keyed = self._style.keyed(self._page, cluster)
        text = self._style.cluster(keyed, self._words) if keyed else None
        if not text:
            return self._plain.cite(cluster, parts, link)
        cited = {self._style.identity(self._page.sources[n - 1]): (part, n) for part in parts for n in part.numbers}

        def ours(match: re.Match[str]) -> str:
            shown = f"<bdi>{match['text']}</bdi>"
            part, number = cited.get(match["href"].removeprefix("#ref-"), (None, 0))
            return shown if part is None else link(part, number, shown)

        return _LINK.sub(ours, text)


def _safe_link(match: re.Match[str], source: Source) -> str:
    href = html.unescape(match["href"])
    if href != source.address and not href.startswith(_PUBLIC):
        return match["text"]
    to = deep_link(href, source.quote) if href == source.address else href
    address = f' data-address="{escape(href)}"' if html.unescape(match["text"]) != href else ""
    return f'<a class="ws-source-title" href="{escape(to)}"{address}>{match["text"]}</a>'


def _samples(identities: Sequence[str]) -> list[Keyed]:
    """Citations that show what a style puts round numbers: of one, and of the first and the third of three."""
    cited = [Citation(identity) for identity in identities[:3]]
    return [(cited[0],), *([(one,) for one in cited[1:2]]), (cited[0], cited[-1])] if len(cited) > 1 else [(cited[0],)]


def _read_brackets(samples: Sequence[str]) -> Brackets:
    """What stands before, between and after the numbers of the last sample, which has two where it can."""
    bare = _LINK.sub(lambda match: match["text"], samples[-1])
    before, *rest = _NUMBER.split(bare)
    if not rest:  # a style that shows no number
        return SQUARE
    *between, after = rest
    return Brackets(before, after, between[0] if between else ", ")
