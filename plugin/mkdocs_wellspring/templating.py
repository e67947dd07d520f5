"""The one place where templates become HTML: autoescaped, strict, and a site's own before ours."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, Template, TemplateSyntaxError
from markupsafe import Markup, escape

from mkdocs_wellspring.errors import ConfigurationError, WellspringError
from mkdocs_wellspring.messages import Messages, language_tag, messages_for

__all__ = ["check_templates", "environment", "forget"]

_PACKAGE = Path(__file__).parent

_DAYS = 4096
"""So many days in words are kept: pages of a site share theirs."""


class _Template(Template):
    """A template whose mistakes are said in one line: a site may have written it."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        try:
            return super().render(*args, **kwargs)
        except WellspringError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a site's own template does
            places = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == self.filename]
            raise _mistake(self.name, places[-1] if places else None, error) from None


class _Environment(Environment):
    template_class = _Template

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._found: dict[Any, Template] = {}  # found again at less cost than in Jinja's own, as nothing is reloaded

    def get_template(self, name: Any, *args: Any, **kwargs: Any) -> Template:
        if args or kwargs:
            return self._get(name, *args, **kwargs)
        if name not in self._found:
            self._found[name] = self._get(name)
        return self._found[name]

    def _get(self, name: Any, *args: Any, **kwargs: Any) -> Template:
        try:
            return super().get_template(name, *args, **kwargs)
        except TemplateSyntaxError as error:
            raise _mistake(error.name, error.lineno, error) from None
        except UnicodeDecodeError as error:
            raise _mistake(str(name), None, error) from None


def _mistake(name: str | None, line: int | None, error: Exception) -> ConfigurationError:
    said = " ".join(str(error).split()) or type(error).__name__
    return ConfigurationError(f"the template {name}{f':{line}' if line else ''} has a mistake ({said}); correct it")


@lru_cache(maxsize=64)
def environment(locale: str, overrides: Sequence[Path] = ()) -> Environment:
    """An environment that finds `wellspring/<name>.html`, first in each folder of `overrides`, then in our slices.

    Templates get `_`, `gettext` and `ngettext` for sentences, which are text and no HTML, `number`, `day`, `time`
    (a day as an element) and `moment` as filters, `language_tag`, and `direction` (`ltr` or `rtl`), all in the
    language of `locale`. An environment is made once, and anew after `forget()`. A template with a mistake raises
    `ConfigurationError` when it is loaded or rendered.
    """
    messages = messages_for(locale, tuple(overrides))
    slices = sorted(_PACKAGE.glob("*/templates"))
    loader = ChoiceLoader([FileSystemLoader([str(path) for path in (*overrides, *slices)])])
    env = _Environment(
        loader=loader,
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    _install(env, messages)
    day = lru_cache(_DAYS)(messages.day)
    env.filters.update(number=messages.number, day=day, moment=messages.moment, time=lru_cache(_DAYS)(_time(day)))
    env.globals.update(language_tag=language_tag(locale), direction=messages.locale.text_direction)
    return env


def forget() -> None:
    """Templates and catalogues are read anew: a host calls it where either may have changed."""
    environment.cache_clear()
    messages_for.cache_clear()


def _time(day: Callable[[date], str]) -> Callable[[date], Markup]:
    """A day for readers and for machines: https://html.spec.whatwg.org/#the-time-element."""
    return lambda value: Markup('<time datetime="{}">{}</time>').format(value.isoformat(), day(value))


def _install(env: Environment, messages: Messages) -> None:
    """Jinja takes a translated sentence for HTML: a quotation mark in one would end an attribute."""

    @cache
    def gettext(message: str) -> Markup:
        return escape(messages.gettext(message))

    def ngettext(one: str, many: str, number: int) -> Markup:
        return escape(messages.ngettext(one, many, number))

    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]


def check_templates(overrides: Sequence[Path]) -> None:
    """Each template of ours that a site has its own of can be read.

    Raises:
        ConfigurationError: one cannot.
    """
    for name in sorted({template.name for template in _PACKAGE.glob("*/templates/wellspring/*.html")}):
        if any((folder / "wellspring" / name).is_file() for folder in overrides):
            environment("en", tuple(overrides)).get_template(f"wellspring/{name}")
