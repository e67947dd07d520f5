"""What an extension may know of the page that it converts, whoever hosts it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from logging import Logger
from typing import Any

from markdown import Markdown

from mkdocs_wellspring import frontmatter
from mkdocs_wellspring.clock import clock
from mkdocs_wellspring.findings import CODES, Finding, Report, logged, without

__all__ = ["OWN_KEY", "Lines", "PageContext", "context_of", "heard", "opened", "own"]

OWN_KEY = "wellspring"
"""The front-matter key under which all of ours may stand, for sites whose own keys would collide."""


def _ignore(_finding: Finding) -> None:
    """A finding that nobody asked for."""


class Lines:
    """Where the entries of a page's front matter stand; the text is read when a line is first asked for.

    That parses the front matter a second time, which a page without findings need not pay for.
    """

    def __init__(self, text: Callable[[], str]) -> None:
        self._text = text

    @cached_property
    def _front_matter(self) -> frontmatter.FrontMatter:
        return frontmatter.read(self._text())

    def of(self, *where: str | int) -> int | None:
        """The line, from 1, of a value of ours, under `wellspring:` or beside it; None if it is not known."""
        nested = self._front_matter.meta.get(OWN_KEY)
        above = (OWN_KEY,) if where and isinstance(nested, dict) and where[0] in nested else ()
        return self._front_matter.line(*above, *where)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PageContext:
    """One page, as its host knows it.

    Attributes:
        meta: the front matter, with what stands under `wellspring:` already merged in.
        path: the file as findings name it; "" where the text came from no file.
        text: the whole file, front matter included, for finding lines; None where it is not known, or not read yet.
        file: reads it, where somebody asks for a line.
        markdown: what is converted, where it may differ from the file: macros change it; None where that is not known.
        to_root: what leads from the page's folder to the documentation's root: "", "../", "../../" …
        locale: the language of the page, as Babel names it.
        hosted: a host resolves what the extension leaves open, once the whole page is known.
        nested: this is a text within the page, such as a docstring, that is converted on the way.
        today: the day on which the page is built, in UTC; None where nobody has asked.
        report: takes a finding.
        lines: where the entries of its front matter stand.
    """

    meta: Mapping[str, Any] = field(default_factory=dict)
    path: str = ""
    text: str | None = None
    file: Callable[[], str] | None = None
    markdown: str | None = None
    to_root: str = ""
    locale: str = "en"
    hosted: bool = False
    nested: bool = False
    today: date | None = None
    report: Report = _ignore
    lines: Lines = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", Lines(lambda: self.whole))

    @property
    def whole(self) -> str:
        """The whole file; "" where it is not known."""
        return self.text if self.text is not None else self.file() if self.file else ""

    def find(self, code: str, message: str, *where: str | int) -> None:
        """A finding is reported at the place of a value of ours: `find(code, message, "sources", 2, "url")`."""
        self.report(Finding(self.path, self.lines.of(*where), code, message))


Host = Callable[[], PageContext | None]


def own(meta: Mapping[str, Any]) -> dict[str, Any]:
    """Front matter with what stands under `wellspring:` beside the rest, and before it."""
    nested = meta.get(OWN_KEY)
    return {**meta, **nested} if isinstance(nested, dict) else dict(meta)


def heard(context: PageContext) -> PageContext:
    """The page without the findings that its `silence:` names; a code that there is not is a finding itself."""
    given = context.meta.get("silence")
    codes = {given} if isinstance(given, str) else set(map(str, given)) if isinstance(given, list) else set()
    unknown = sorted(codes - CODES.keys())
    if unknown or (given is not None and not codes):
        shown = f"`{unknown[0][:40]}`, which no finding has" if unknown else f"{frontmatter.kind(given)}"
        message = f"`silence:` names {shown}; give the codes that stand in brackets behind findings"
        context.find("silence-unknown", message, "silence")
    return replace(context, report=without(context.report, codes)) if codes else context


def opened(md: Markdown, lines: list[str], host: Host | None, logger: Logger, locale: str) -> PageContext | None:
    """The page whose conversion begins; None where there is a host, and it has no page open.

    Without a host, findings go to `logger`, and the language is `locale`.
    """
    if host is not None:
        return host()
    context = heard(context_of(md, lines, None, logged(logger)))
    return replace(context, locale=locale, today=clock().date())


def context_of(md: Markdown, lines: list[str], host: Host | None, report: Report) -> PageContext:
    """What is known of the page, asked in this order: the host, `md.Meta`, front matter in the text, MkDocs itself.

    The last is for a site that lists the extension without the plugin: MkDocs has by then taken the front matter
    away, and keeps it on the treeprocessor that resolves links. That is not a public interface, so it is asked
    with care, and its absence means no front matter.
    """
    hosted = host() if host else None
    if hosted is not None:
        return hosted
    text = "\n".join(lines)
    meta = getattr(md, "Meta", None)
    if isinstance(meta, dict) and meta:
        return PageContext(meta=own(meta), text=text, report=report)
    read = frontmatter.read(text)
    if read.meta:
        return PageContext(meta=own(read.meta), text=text, report=report)
    file = getattr(_registered(md, "relpath"), "file", None)
    page_meta = getattr(getattr(file, "page", None), "meta", None)
    if isinstance(page_meta, dict):
        path = str(getattr(file, "src_uri", ""))
        raw = getattr(file, "content_string", None)
        to_root = "../" * path.count("/")
        return PageContext(
            meta=own(page_meta),
            path=path,
            text=raw if isinstance(raw, str) else None,
            to_root=to_root,
            report=report,
        )
    return PageContext(text=text, report=report)


def _registered(md: Markdown, name: str) -> object | None:
    return md.treeprocessors[name] if name in md.treeprocessors else None  # noqa: SIM401 - a Registry has no get
