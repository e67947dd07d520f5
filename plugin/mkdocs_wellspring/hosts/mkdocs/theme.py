"""The banner round a theme's own templates, a site's `main.html` included: each keeps its blocks."""

import re
from collections.abc import Callable

import jinja2

__all__ = ["wrap_theme"]

_ORIGINAL = "wellspring-original/"
_EXTENDS = re.compile(r"\{%[-+]?\s*extends\s+[\"']base\.html[\"']\s*[-+]?%\}")
_BLOCK = re.compile(r"\{%[-+]?\s*block\s+(\w+)")


# Where a banner goes, best first: Material has a bar above its header, the others their content.
_PLACES = ("announce", "content")


class _Wrapping(jinja2.BaseLoader):
    """Loads a template that extends `base.html` as one of ours that extends it in turn."""

    def __init__(self, original: jinja2.BaseLoader) -> None:
        self._original = original

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        if template.startswith(_ORIGINAL):
            return self._original.get_source(environment, template.removeprefix(_ORIGINAL))
        source, filename, uptodate = self._original.get_source(environment, template)
        if not _EXTENDS.search(source):
            return source, filename, uptodate
        return self._wrapper(environment, template), None, uptodate

    def list_templates(self) -> list[str]:
        return self._original.list_templates()

    def _wrapper(self, environment: jinja2.Environment, template: str) -> str:
        base = self._original.get_source(environment, "base.html")[0]
        blocks = set(_BLOCK.findall(base))
        place = next((name for name in _PLACES if name in blocks), None)
        lines = [f'{{% extends "{_ORIGINAL}{template}" %}}']
        if "extrahead" in blocks:
            lines.append("{% block extrahead %}{{ super() }}{{ wellspring_head(page) }}{% endblock %}")
        if place:
            banner = "{{ wellspring_banner(page) }}"
            if place == "content" and 'class="row"' in base:
                banner = '{% if wellspring_banner(page) %}<div class="col-12">' + banner + "</div>{% endif %}"
            lines.append(f"{{% block {place} %}}{banner}{{{{ super() }}}}{{% endblock %}}")
        return "\n".join(lines)


def wrap_theme(
    env: jinja2.Environment, *, banner: Callable[[object | None], str], head: Callable[[object | None], str]
) -> jinja2.Environment:
    """The environment, whose pages carry what `banner(page)` gives, and `head(page)` in their heads.

    Every template that extends `base.html` itself is wrapped: a theme's `main.html` or a site's own in its place,
    and the 404 page of the themes that come with MkDocs. What extends `main.html` has the banner from there, so it
    stands once on a page. `page` is None on pages that are no documents.
    """
    if env.loader is not None:
        env.loader = _Wrapping(env.loader)
    env.globals["wellspring_banner"] = banner
    env.globals["wellspring_head"] = head
    return env
