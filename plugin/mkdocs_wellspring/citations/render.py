"""A page's citations as HTML: links in the text, and a list of sources with the ways back."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup, escape

from mkdocs_wellspring.citations.marks import Mark, fill_marks
from mkdocs_wellspring.citations.model import Source
from mkdocs_wellspring.citations.page import Page
from mkdocs_wellspring.citations.styles.below import below_entry, show_flag
from mkdocs_wellspring.citations.styles.names import letter_of
from mkdocs_wellspring.citations.styles.style import PageStyle, Part, Words

__all__ = ["Listing", "Rendering"]

_TAGS = re.compile(r"<[^>]*>")

# While the search index is made, the list is its words and no more; what stands here becomes the list itself.
_WORDS_OF_LIST = re.compile(r'<wellspring-list heading="([01])">(?:[^<]++|<(?!/wellspring-list>))*+</wellspring-list>')

# A raised number stands right at the word before it.
_RAISED = re.compile(r'[ \n]+(?=<span class="ws-cite[^"]*"[^>]*><sup>)')
_RAISED_AGAIN = re.compile(r'(</sup></span>(?:</[a-z]+>)*+)(?=(?:<[a-z]+>)*+<span class="ws-cite[^"]*"[^>]*><sup>)')
# A name in the text holds no space while headings and the search index are read.
_NAMED = re.compile(r'<span class="ws-author"[^>]*><bdi>[^<]+</bdi>(?=<span class="ws-cite)')

Target = Callable[[int], str | None]


@dataclass(slots=True)
class Listing:
    """Sets what stands below each entry of a list, once for each source and language."""

    _set: dict[str, dict[Source, dict[str, str]]] = field(default_factory=lambda: defaultdict(dict))
    _words: dict[str, str] = field(default_factory=dict)
    _backs: dict[tuple[str, str, tuple[str, ...]], str] = field(default_factory=dict)

    def whole(self, source: Source, entry: str, words: Words) -> str:
        """The entry with its archived copy, its flag, its note and its quote; a site overrides `source.html`."""
        known = self._set[words.locale].setdefault(source, {})
        if entry not in known:
            shown = Markup(entry)  # noqa: S704 - of an autoescaping template, or pandoc's with its links checked
            pieces = below_entry(source, words.messages)
            html = words.template("source.html").render(source=source, entry=shown, **pieces)
            known[entry] = html.strip()
        return known[entry]

    def words(self, whole: str) -> str:
        """What there is to read in an entry."""
        if whole not in self._words:
            self._words[whole] = " ".join(_TAGS.sub(" ", whole).split())
        return self._words[whole]

    def back(self, links: tuple[str, ...], name: str, words: Words) -> str:
        """The ways back from a source of that name to the citations with these ids."""
        key = (words.locale, name, links)
        if key not in self._backs:
            back = words.messages.gettext("Back to citation %(letter)s of source %(name)s")
            letters = [letter_of(place) for place in range(len(links))]
            citations = [
                {"id": link, "letter": letter, "label": back % {"letter": letter, "name": name}}
                for link, letter in zip(links, letters, strict=True)
            ]
            self._backs[key] = words.template("backlinks.html").render(citations=citations).strip()
        return self._backs[key]


def to_list(number: int) -> str:
    """Where a citation leads: to the list of its page."""
    return f"#ws-source-{number}"


@dataclass(slots=True)
class Rendering:
    """One page on its way to HTML: first the words of its list, then, once the search index has been made, all of it.

    Attributes:
        page: what it cites.
        style: how.
        words: in which language.
        listing: sets what stands below each entry.
        target: where a citation of a number leads, as HTML; None where it leads nowhere.
    """

    page: Page
    style: PageStyle
    words: Words
    listing: Listing
    target: Target = to_list
    _entries: list[str] = field(default_factory=list)
    _links: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def list_words(self, heading: bool = True) -> str:
        """What there is to read in the list of sources, for search engines; `fill` makes it the list."""
        if not self.page.sources:
            return ""
        words = " ".join([self.listing.words(entry) for entry in self._whole()])
        sources = escape(self.words.messages.gettext("Sources"))
        title = f'<h2 id="ws-sources">{sources}</h2>\n' if heading else ""
        return f'<wellspring-list heading="{int(heading)}">{title}<p>{words}</p></wellspring-list>'

    def fill(self, html: str) -> str:
        """The page's HTML with every mark a citation, and the list of its sources with its ways back."""
        filled = fill_marks(html, self._cite) if self.page.marks else html
        if 'class="ws-author"' in filled:
            filled = _NAMED.sub(r"\g<0> ", filled)
        if "<sup>" in filled:
            filled = _RAISED_AGAIN.sub(r"\1<sup>,</sup>", _RAISED.sub("", filled))
        return _WORDS_OF_LIST.sub(lambda match: self._list(heading=match[1] == "1"), filled)

    def _list(self, *, heading: bool) -> str:
        items = [
            f'<li id="ws-source-{number}">{entry}\n{self._back(number)}</li>'
            for number, entry in zip(self.style.order, self._whole(), strict=True)
        ]
        shown = Markup("\n".join(items))  # noqa: S704 - of autoescaping templates
        template = self.words.template("sources.html")
        return template.render(items=shown, heading=heading, numbered=self.style.numbered)

    def _whole(self) -> list[str]:
        """The entries of the list, in its order."""
        if not self._entries:
            sources, listing, style, words = self.page.sources, self.listing, self.style, self.words
            self._entries = [listing.whole(sources[number - 1], style.entry(number), words) for number in style.order]
        return self._entries

    def _back(self, number: int) -> str:
        links = self._links.get(number)
        return self.listing.back(tuple(links), self.style.name(number), self.words) if links else ""

    def _cite(self, place_of_mark: int) -> str:
        mark = self.page.marks[place_of_mark]
        if mark.left:
            return ""
        inner = self.style.cite(mark.cluster, self._parts(mark), self._text if mark.in_link else self._link)
        classes = "ws-cite" if self.style.numbered else "ws-cite ws-cite-words"
        own = f" {mark.classes}" if mark.classes else ""
        return f'<span class="{classes}{own}"{mark.attributes}>{inner}</span>'

    def _parts(self, mark: Mark) -> list[Part]:
        items, numbers = mark.cluster.items, self.page.numbers
        if not mark.cluster.is_keyed:
            return [part for item in items for part in self._unhidden(Part(item, numbers(item)))]
        affixes = mark.affixes or [(escape(item.prefix), escape(item.suffix)) for item in items]
        return [Part(item, numbers(item), *affix) for item, affix in zip(items, affixes, strict=True)]

    def _unhidden(self, part: Part) -> Sequence[Part]:
        """The part, or several where it is a range: a flagged source stands by itself, and its flag beside it."""
        if len(part.numbers) == 1 or not any(self.page.sources[number - 1].flag for number in part.numbers):
            return (part,)
        runs: list[list[int]] = [[]]
        for number in part.numbers:
            if self.page.sources[number - 1].flag:
                runs += [[number], []]
            else:
                runs[-1].append(number)
        following = replace(part.item, lead=", ")
        found = [range(run[0], run[-1] + 1) for run in runs if run]
        return [Part(following if place else part.item, run) for place, run in enumerate(found)]

    def _text(self, _part: Part, number: int, text: str) -> str:
        return text + self._flag(number)

    def _link(self, part: Part, number: int, text: str) -> str:
        """A link to a source; the first one of a range is the citation of those between as well."""
        href = self.target(number)
        if href is None:
            return self._text(part, number, text)
        links = self._links[number]
        identity = f"ws-cite-{number}-{len(links) + 1}"
        links.append(identity)
        if self.style.numbered and number == part.numbers[0]:  # other styles link to each
            for between in part.numbers[1:-1]:
                self._links[between].append(identity)
        link = f'<a id="{identity}" class="ws-cite-link" role="doc-biblioref" href="{href}">{text}</a>'
        return link + self._flag(number) if self.page.sources[number - 1].flag else link

    def _flag(self, number: int) -> str:
        flag = self.page.sources[number - 1].flag
        return f' <bdi class="ws-cite-flag">{escape(show_flag(flag, self.words.messages))}</bdi>' if flag else ""
