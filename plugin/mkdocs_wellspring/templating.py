"""The one place where templates become HTML: autoescaped, strict, and a site's own before ours."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from mkdocs_wellspring.messages import messages_for

__all__ = ["environment"]

_PACKAGE = Path(__file__).parent


@lru_cache(maxsize=64)
def environment(locale: str, overrides: Sequence[Path] = ()) -> Environment:
    """An environment that finds `wellspring/<name>.html`, first in each folder of `overrides`, then in our slices.

    Templates get `_`, `gettext` and `ngettext` for sentences, `number`, `day` and `moment` as filters, and
    `language_tag`, all in the language of `locale`. An environment is made once, and anew after
    `environment.cache_clear()`, which a host calls when folders may have gained templates.
    """
    messages = messages_for(locale)
    slices = sorted(_PACKAGE.glob("*/templates"))
    loader = ChoiceLoader([FileSystemLoader([str(path) for path in (*overrides, *slices)])])
    env = Environment(
        loader=loader,
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(messages.gettext, messages.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters.update(number=messages.number, day=messages.day, moment=messages.moment)
    env.globals["language_tag"] = messages.language_tag
    return env
