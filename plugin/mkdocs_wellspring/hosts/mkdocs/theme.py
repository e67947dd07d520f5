"""The banner round a theme's own templates, a site's `main.html` included: each keeps its blocks."""

import json
from collections.abc import Callable, Container, Iterator

import jinja2
from jinja2 import nodes
from markupsafe import Markup

__all__ = ["wrap_theme"]

PageHTML = Callable[[object | None], str]
Source = tuple[str, str | None, Callable[[], bool] | None]

_BASE = "base.html"
_ORIGINAL = "wellspring-original/"

# Where a banner goes, best first: Material has a bar above its header, the others their content.
_PLACES = ("announce", "content")

# In the content of the mkdocs theme, which is a row of columns, the banner takes a whole line: `col-12`.
_OPENING = {"announce": "ws-place", "content": "ws-place ws-below col-12"}

# What extends what is nested no deeper than this; a template that extends itself would be without end.
_DEEPEST = 20


def wrap_theme(env: jinja2.Environment, *, banner: PageHTML, head: PageHTML) -> jinja2.Environment:
    """The environment, whose pages carry what `banner(page)` gives, and `head(page)` at the end of their heads.

    Every template that extends `base.html`, itself or through others, is replaced by one that extends it and adds
    to its blocks: a theme's `main.html` or a site's own in its place, 404 pages, a page's own `template:`. Only the
    template that is rendered adds, so the banner stands once on a page however many it is made of. `page` is None
    on pages that are no documents. A theme without the blocks of `_PLACES` carries no banner.
    """
    if env.loader is None or not env.loader.has_source_access or isinstance(env.loader, _Wrapping):
        return env
    env.loader = _Wrapping(env.loader)
    env.globals["wellspring_banner"] = _banner(banner)
    env.globals["wellspring_head"] = _head(head)
    return env


class _Wrapping(jinja2.BaseLoader):
    """Loads a template that extends `base.html` as one of ours that extends it in turn."""

    def __init__(self, original: jinja2.BaseLoader) -> None:
        self._original = original

    def get_source(self, environment: jinja2.Environment, template: str) -> Source:
        if template.startswith(_ORIGINAL):
            return self._original.get_source(environment, template.removeprefix(_ORIGINAL))
        source, filename, uptodate = self._original.get_source(environment, template)
        if not self._extends_base(environment, source):
            return source, filename, uptodate
        # It is compiled for the page anyway, and then stays in the environment.
        blocks = environment.get_template(_BASE).blocks
        return _wrapper(template, blocks), None, uptodate

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


def _wrapper(template: str, blocks: Container[str]) -> str:
    return "".join(_lines(json.dumps(template), json.dumps(_ORIGINAL + template), blocks))


def _lines(name: str, original: str, blocks: Container[str]) -> Iterator[str]:
    yield f"{{% extends {original} %}}"
    if "extrahead" in blocks:
        yield f"{{% block extrahead %}}{{{{ super() }}}}{{{{ wellspring_head({name}) }}}}{{% endblock %}}"
    place = next((name for name in _PLACES if name in blocks), None)
    if place:
        yield f"{{% block {place} %}}{{% set below = super() %}}"
        yield f'{{{{ wellspring_banner({name}, "{place}", below) }}}}{{{{ below }}}}{{% endblock %}}'


def _banner(banner: PageHTML) -> Callable[..., str]:
    @jinja2.pass_context
    def place(context: jinja2.runtime.Context, name: str, block: str, below: str) -> str:
        html = banner(context.get("page")) if context.name == name else ""
        if not html:
            return ""
        # Material's bar would stay as an empty stripe after a banner that was alone in it has been put away.
        alone = " ws-alone" if block == "announce" and not below.strip() else ""
        return Markup(f'<div class="{_OPENING[block]}{alone}">{html}</div>\n')  # noqa: S704 - the host's HTML

    return place


def _head(head: PageHTML) -> Callable[..., str]:
    @jinja2.pass_context
    def place(context: jinja2.runtime.Context, name: str) -> str:
        return Markup(head(context.get("page")) if context.name == name else "")  # noqa: S704 - the host's HTML

    return place
