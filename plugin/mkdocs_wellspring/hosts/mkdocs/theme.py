"""The banner round a theme's own templates, a site's `main.html` included: each keeps its blocks."""

import json
import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, cast

import jinja2
from jinja2 import nodes
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig

__all__ = ["NO_PLACE", "Added", "Place", "carries_banner", "place_of", "wrap_theme"]

Place = Literal["top", "above", "end"]
PageHTML = Callable[[object | None], str]
Source = tuple[str, str | None, Callable[[], bool] | None]

NO_PLACE = (
    "its main.html does not extend a base.html with a block `content` or `announce`; "
    "add one there, or take another theme"
)
"""What to do with a theme that cannot carry a banner."""

_BASE = "base.html"
_DISMISS = "announce.dismiss"
_ORIGINAL = "wellspring-original/"

# Where a banner goes, best first: Material has a bar above its header, the others their content.
_PLACES: Mapping[Place, Sequence[str]] = {"top": ("announce", "content"), "above": ("content",), "end": ("content",)}

# Material's lists of posts have no `content`, and are what this block holds in its place.
_AROUND = "container"
_NOWHERE = object()

# In the content of the mkdocs theme, which is a row of columns, the banner takes a whole line: `col-12`.
_OPENING = {"announce": "ws-place", "content": "ws-place ws-below col-12", _AROUND: "ws-place ws-below md-typeset"}

# What extends what is nested no deeper than this; a template that extends itself would be without end.
_DEEPEST = 20


def _none(_page: object | None) -> str:
    return ""


class Added(NamedTuple):
    """What pages get, each given the page, or None for one that is no document.

    Attributes:
        banner: the banner.
        head: what stands at the end of the head.
        back: what stands in the footer of a page with a banner.
        place: where the banner stands: above the page, above the article or at its end.
    """

    banner: PageHTML = _none
    head: PageHTML = _none
    back: PageHTML = _none
    place: Place = "top"


def place_of(wanted: str, config: MkDocsConfig) -> Place:
    """Where the banner stands: above the article in place of a bar that has Material's own button to dismiss it.

    That button would bring the bar back with each new number, as it remembers what stands in it.
    """
    dismissed = _DISMISS in (config.theme.get("features") or ())
    return cast("Place", "above" if dismissed and wanted == "top" else wanted)


def wrap_theme(env: jinja2.Environment, added: Added) -> jinja2.Environment:
    """The environment, whose pages carry what is added.

    Every template that extends `base.html`, itself or through others, is replaced by one that extends it and adds
    to its blocks: a theme's `main.html` or a site's own in its place, 404 pages, a page's own `template:`. Only the
    template that is rendered adds, so the banner stands once on a page however many it is made of. A theme without
    the blocks of `_PLACES` carries no banner.
    """
    if env.loader is None or not env.loader.has_source_access or isinstance(env.loader, _Wrapping):
        return env
    env.loader = _Wrapping(env.loader, added.place)
    placing = _Placing(added)
    env.globals["wellspring_banner"] = placing.banner
    env.globals["wellspring_head"] = placing.head
    env.globals["wellspring_back"] = placing.back
    return env


def carries_banner(env: jinja2.Environment) -> bool:
    """The pages of the theme, which has been wrapped, have a place for a banner."""
    try:
        return env.loader is not None and "wellspring_banner(" in env.loader.get_source(env, "main.html")[0]
    except jinja2.TemplateError:  # told where a page is made of it
        return True


class _Wrapping(jinja2.BaseLoader):
    """Loads a template that extends `base.html` as one of ours that extends it in turn."""

    def __init__(self, original: jinja2.BaseLoader, place: Place) -> None:
        self._original, self._place = original, place

    def get_source(self, environment: jinja2.Environment, template: str) -> Source:
        if template.startswith(_ORIGINAL):
            return self._original.get_source(environment, template.removeprefix(_ORIGINAL))
        source, filename, uptodate = self._original.get_source(environment, template)
        if not self._extends_base(environment, source):
            return source, filename, uptodate
        # It is compiled for the page anyway, and then stays in the environment.
        blocks = environment.get_template(_BASE).blocks
        return _wrapper(template, blocks, self._place), None, uptodate

    def list_templates(self) -> list[str]:
        return self._original.list_templates()

    def _extends_base(self, environment: jinja2.Environment, source: str) -> bool:
        """The source extends `base.html` in the end, and no other page or none."""
        for _ in range(_DEEPEST):
            parent = _parent(environment, source)
            if parent is None or parent == _BASE:
                return parent == _BASE
            source = self._original.get_source(environment, parent)[0]
        return False


def _parent(environment: jinja2.Environment, source: str) -> str | None:
    """The name of the template that the source extends, where it stands there as such."""
    if "extends" not in source:
        return None
    try:
        extends = environment.parse(source).find(nodes.Extends)
    except jinja2.TemplateSyntaxError:  # said better, with its file and line, where it is compiled
        return None
    name = extends.template if extends else None
    return str(name.value) if isinstance(name, nodes.Const) else None


def _wrapper(template: str, blocks: Container[str], place: Place) -> str:
    return "".join(_lines(json.dumps(template), json.dumps(_ORIGINAL + template), blocks, place))


def _lines(name: str, original: str, blocks: Container[str], place: Place) -> Iterator[str]:
    yield f"{{% extends {original} %}}"
    if "extrahead" in blocks:
        yield _block("extrahead", f"wellspring_head({name}, super())")
    block = next((block for block in _PLACES[place] if block in blocks), None)
    if block is None:
        return
    content = f'wellspring_banner({name}, "{block}", super())'
    yield _block(block, content if "footer" in blocks else f"wellspring_back({name}, {content})")
    if block == "content" and _AROUND in blocks:
        yield _block(_AROUND, f'wellspring_banner({name}, "{_AROUND}", super())')
    if "footer" in blocks:
        yield _block("footer", f"wellspring_back({name}, super())")


def _block(name: str, content: str) -> str:
    return f"{{% block {name} %}}{{{{ {content} }}}}{{% endblock %}}"


class _Placing:
    """Puts into pages what is added; there is a way back where there is a banner.

    A page's head is rendered before its content, and its footer after that.
    """

    def __init__(self, added: Added) -> None:
        self._added = added
        self._bearer: object = _NOWHERE

    @jinja2.pass_context
    def banner(self, context: jinja2.runtime.Context, name: str, block: str, content: str) -> str:
        """The content of the block with the banner, which stands once on a page."""
        page = context.get("page")
        html = self._added.banner(page) if context.name == name else ""
        if not html or (block == _AROUND and self._bearer is page):
            return content
        # Material's bar would stay as an empty stripe after a banner that was alone in it has been put away.
        alone = " ws-alone" if block == "announce" and not content.strip() else ""
        end = " ws-end" if self._added.place == "end" else ""
        banner = f'<div class="{_OPENING[block]}{alone}{end}">{html}</div>\n'
        if block == _AROUND:
            placed = _within(content, banner, end=bool(end))
        else:
            placed = f"{content}{banner}" if end else f"{banner}{content}"
        if placed is None:
            return content
        self._bearer = page
        return Markup(placed)  # noqa: S704 - the host's HTML

    @jinja2.pass_context
    def back(self, context: jinja2.runtime.Context, name: str, content: str) -> str:
        """The content of the block, and the way back."""
        page = context.get("page")
        if context.name != name or self._bearer is not page:
            return content
        return Markup(f"{content}{self._added.back(page)}")  # noqa: S704 - the theme's HTML and the host's

    @jinja2.pass_context
    def head(self, context: jinja2.runtime.Context, name: str, content: str) -> str:
        """The content of the block, and what the page has in its head."""
        if context.name != name:
            return content
        self._bearer = _NOWHERE
        return Markup(f"{content}{self._added.head(context.get('page'))}")  # noqa: S704 - as above


def _within(content: str, banner: str, *, end: bool) -> str | None:
    """The banner in what is read, as Material marks it, and not beside that; None where that is not to be found.

    It is the last but one that the block opens, and so the last but one that it closes.
    """
    column = re.search(r"<(\w+)[^<>]*\bmd-content__inner\b[^<>]*>", content)
    if column is None:
        return None
    closing = re.search(rf"</{column[1]}>\s*</\w+>\s*\Z", content)
    if end and closing is None:
        return None
    at = closing.start() if end and closing else column.end()
    return f"{content[:at]}{banner}{content[at:]}"
