"""A page's citations as HTML: links in the text, and a list of sources with the ways back."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from mkdocs_wellspring.citations.deeplink import deep_link
from mkdocs_wellspring.citations.marks import Mark, fill_marks
from mkdocs_wellspring.citations.model import FLAGS, Source
from mkdocs_wellspring.citations.page import Page
from mkdocs_wellspring.citations.styles import PageStyle, Part, Words
from mkdocs_wellspring.citations.styles.names import letter_of
from mkdocs_wellspring.messages import Messages

__all__ = ["Listing", "Rendering", "show_flag"]

# A raised number stands right at the word before it.
_RAISED = re.compile(r'[ \n]+(?=<span class="ws-cite"[^>]*><sup>)')
# A name in the text holds no space while headings and the search index are read.
_NAMED = re.compile(r'<span class="ws-author"[^>]*><bdi>[^<]+</bdi>(?=<span class="ws-cite)')
_BACK = re.compile(r'<wellspring-back number="(\d+)"></wellspring-back>')

Target = Callable[[int], str | None]


@dataclass(slots=True)
class Listing:
    """Sets what stands below each entry of a list, once for each source and language."""

    _set: dict[tuple[Source, str, Markup], Markup] = field(default_factory=dict)

    def whole(self, source: Source, entry: Markup, words: Words) -> Markup:
        """The entry with its archived copy, its flag, its note and its quote; a site overrides `source.html`."""
        key = (source, words.locale, entry)
        if key not in self._set:
            template = words.env.get_template("wellspring/source.html")
            archive = deep_link(source.archive, source.quote) if source.archive else None
            flag = show_flag(source.flag, words.messages) if source.flag else None
            html = template.render(source=source, entry=entry, archive=archive, flag=flag)
            self._set[key] = Markup(html.strip())  # noqa: S704 - rendered by an autoescaping template
        return self._set[key]


def show_flag(flag: str, messages: Messages) -> str:
    """The flag in the page's language, where it is one of ours; the author's own as it is."""
    return messages.gettext(flag) if flag in FLAGS else flag


@dataclass(slots=True)
class Rendering:
    """One page on its way to HTML: first its list, then, once the search index has been made, its marks.

    Attributes:
        page: what it cites.
        style: how.
        words: in which language.
        listing: sets what stands below each entry.
        target: where a citation of a number leads; None where it leads nowhere.
    """

    page: Page
    style: PageStyle
    words: Words
    listing: Listing
    target: Target = field(default=lambda number: f"#ws-source-{number}")
    _links: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def list_sources(self, heading: bool = True) -> str:
        """The list of sources, its ways back left open; "" where there is no source."""
        if not self.page.sources:
            return ""
        entries = [
            {"number": number, "html": self.listing.whole(source, self.style.entry(number), self.words)}
            for number, source in ((number, self.page.sources[number - 1]) for number in self.style.order)
        ]
        template = self.words.env.get_template("wellspring/sources.html")
        return template.render(entries=entries, heading=heading, numbered=self.style.numbered)

    def fill(self, html: str) -> str:
        """The page's HTML, its list in it, with every mark a citation and every way back filled in."""
        filled = _RAISED.sub("", _NAMED.sub(r"\g<0> ", fill_marks(html, self._cite)))
        return _BACK.sub(self._back, filled)

    def _back(self, match: re.Match[str]) -> str:
        number = int(match[1])
        links = self._links.get(number, ())
        if not links:
            return ""
        letters = [letter_of(place) for place in range(len(links))]
        citations = [{"id": link, "letter": letter} for link, letter in zip(links, letters, strict=True)]
        template = self.words.env.get_template("wellspring/backlinks.html")
        return template.render(citations=citations, name=self.style.name(number)).strip()

    def _cite(self, mark: Mark) -> str:
        parts = [self._part(mark, place) for place in range(len(mark.cluster.items))]
        classes = " ".join(filter(None, ("ws-cite", "" if self.style.numbered else "ws-cite-words", mark.classes)))
        return f'<span class="{classes}"{mark.attributes}>{self.style.cite(mark.cluster, parts)}</span>'

    def _part(self, mark: Mark, place: int) -> Part:
        item = mark.cluster.items[place]
        prefix, suffix = mark.affixes[place] if mark.affixes else (escape(item.prefix), escape(item.suffix))
        numbers = self.page.numbers(item)
        link = self._text if mark.in_link else self._link(numbers)
        return Part(item, numbers, Markup(prefix), Markup(suffix), link)  # noqa: S704 - escaped, or of the converter

    def _text(self, number: int, text: str | Markup) -> Markup:
        return escape(text) + self._flag(number)

    def _link(self, numbers: Sequence[int]) -> Callable[[int, str | Markup], Markup]:
        """Makes links to sources; the first one of a range is the citation of those between as well."""

        def link(number: int, text: str | Markup) -> Markup:
            href = self.target(number)
            if href is None:
                return self._text(number, text)
            identity = f"ws-cite-{number}-{len(self._links[number]) + 1}"
            self._links[number].append(identity)
            if number == numbers[0]:
                for between in numbers[1:-1]:
                    self._links[between].append(identity)
            return Markup('<a id="{}" class="ws-cite-link" role="doc-biblioref" href="{}">{}</a>').format(
                identity, href, text
            ) + self._flag(number)

        return link

    def _flag(self, number: int) -> Markup:
        flag = self.page.sources[number - 1].flag
        if not flag:
            return Markup("")
        return Markup(' <bdi class="ws-cite-flag">{}</bdi>').format(show_flag(flag, self.words.messages))
