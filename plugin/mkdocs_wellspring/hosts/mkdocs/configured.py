"""A site's goal as mkdocs.yml has it, read without the theme, the other plugins, or a build."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from mkdocs.exceptions import ConfigurationError as MkDocsConfigurationError
from mkdocs.structure.files import File
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.hosts.mkdocs.ledgerplace import check_ledger_place
from mkdocs_wellspring.hosts.mkdocs.options import TWICE, GoalOptions, WellspringOptions

__all__ = ["Configured", "ConfiguredSite", "configured_goal", "configured_site"]

_PLUGIN = "wellspring"
_THANKS = "thanks.md"
_TOO_DEEP = "{} holds itself, by INHERIT or otherwise, or is nested too deeply; correct it first"
_GROUPS = frozenset({"group", "material/group"})


@dataclass(frozen=True, slots=True)
class Configured:
    """The goal of a site, and what MkDocs would say of how it is written.

    Attributes:
        warnings: one line each.
        locales: the languages of the site, as far as the theme's options say them.
        overrides: folders with catalogues of the site's own.
        thanks_page: the path of the page of thanks; None for a site without one.
    """

    goal: Goal
    warnings: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    overrides: tuple[Path, ...] = ()
    thanks_page: str | None = None


@dataclass(frozen=True, slots=True)
class ConfiguredSite:
    """What a configuration says of the site, as far as its gifts need it.

    Attributes:
        url: where it will be; "" where that is not said.
        folders: a page is a folder with an `index.html`, as MkDocs makes them by default.
        goal: None for a site without one.
        thanks_page: the path of the page of thanks.
        warnings: one line each.
    """

    url: str = ""
    folders: bool = True
    goal: Goal | None = None
    thanks_page: str = _THANKS
    warnings: tuple[str, ...] = ()

    @property
    def thanks(self) -> str | None:
        """The address of the page of thanks, as MkDocs makes it; None where that of the site is not known."""
        if not self.url:
            return None
        page = File(self.thanks_page, "docs", "site", self.folders)
        return f"{self.url.rstrip('/')}/{page.url.removeprefix('./')}"


def configured_goal(file: Path) -> Configured:
    """The goal in a configuration: `!ENV`, `INHERIT` and Material's groups of plugins are understood.

    Raises:
        ConfigurationError: the file cannot be read, names no goal, or names one that cannot be.
    """
    settings = _settings(file)
    found = _ours(file, settings)
    if not found:
        raise ConfigurationError(f"{file}: `plugins:` has no `{_PLUGIN}:`; add it, or name another file with -f")
    options = _mapping(file, _PLUGIN, found[0])
    if not options.get("goal"):
        raise ConfigurationError(f"{file}: `{_PLUGIN}:` has no `goal:`, so there is nothing to count; add one")
    return _read(file, options["goal"], settings)


def configured_site(file: Path) -> ConfiguredSite:
    """The site in a configuration, which need not have a goal, nor the plugin.

    Raises:
        ConfigurationError: the file cannot be read, or names a goal that cannot be.
    """
    settings = _settings(file)
    options = _mapping(file, _PLUGIN, next(iter(_ours(file, settings)), None))
    found = _read(file, options["goal"], settings) if options.get("goal") else None
    url = settings.get("site_url")
    return ConfiguredSite(
        url if isinstance(url, str) else "",
        settings.get("use_directory_urls", True) is not False,
        found.goal if found else None,
        (found.thanks_page if found else None) or _THANKS,
        found.warnings if found else (),
    )


def _read(file: Path, given: Any, settings: Mapping[str, Any]) -> Configured:
    whole = WellspringOptions()
    whole.load_dict({"goal": given})
    whole.refuse_keys()
    goal = GoalOptions(config_file_path=str(file))
    goal.load_dict(_mapping(file, "goal", given))
    try:
        errors, warnings = goal.validate()
    except ValueError:  # Python writes no whole number of more than some thousand digits, not in a message either
        raise ConfigurationError(f"{file}: `goal:` holds a number of so many digits; correct it first") from None
    for option, error in errors:
        raise ConfigurationError(f"{file}: goal: {option}: {_line(error)}")
    told = tuple(f"{file}: goal: {option}: {_line(warning)}" for option, warning in warnings)
    root = file.resolve().parent
    read = goal.as_goal(root)
    check_ledger_place(read, dict(_published(root, settings)))
    theme = settings.get("theme")
    options = theme if isinstance(theme, dict) else {}
    locales = tuple(str(options[name]) for name in ("language", "locale") if options.get(name))
    custom = options.get("custom_dir")
    folders = (root / custom,) if isinstance(custom, str) else ()
    return Configured(read, told, locales, folders, goal.thanks_page)


def _settings(file: Path) -> Mapping[str, Any]:
    try:
        with file.open("rb") as source:
            settings = yaml_load(source, _loader())
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read ({error.strerror}); name it with --config-file") from None
    except RecursionError:
        raise ConfigurationError(_TOO_DEEP.format(file)) from None
    except (MkDocsConfigurationError, yaml.YAMLError, ValueError, TypeError, AttributeError) as error:
        raise ConfigurationError(f"{file} cannot be read ({_line(error)}); correct it first") from None
    if not isinstance(settings, dict):
        raise ConfigurationError(f"{file} holds no options; correct it first")
    return settings


def _loader() -> Any:
    """MkDocs' own, in which nothing is imported: what other plugins name stands for nothing here."""
    loader: Any = get_yaml_loader(yaml.SafeLoader)
    loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_named: None)
    loader.add_constructor("!relative", lambda *_named: None)
    return loader


def _published(root: Path, settings: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    """The folders whose files MkDocs publishes, by the option that names them."""
    theme = settings.get("theme")
    folders = {name: settings.get(name) or default for name, default in (("docs_dir", "docs"), ("site_dir", "site"))}
    folders["custom_dir"] = theme.get("custom_dir") if isinstance(theme, dict) else None
    yield from ((option, root / name) for option, name in folders.items() if isinstance(name, str))


def _ours(file: Path, settings: Mapping[str, Any]) -> list[Any]:
    """The plugin's options; empty where it is not there."""
    try:
        found = [options for name, options in _plugins(settings.get("plugins")) if name == _PLUGIN]
    except RecursionError:
        raise ConfigurationError(_TOO_DEEP.format(file)) from None
    except TypeError:
        raise ConfigurationError(f"{file}: `plugins:` holds what is no name of a plugin; correct it first") from None
    if len(found) > 1:
        raise ConfigurationError(f"{file}: {TWICE}")
    return found


def _plugins(given: Any) -> Iterator[tuple[str, Any]]:
    """Each plugin with its options, those of a group that is enabled included."""
    entries = list(given.items()) if isinstance(given, dict) else []
    for one in given if isinstance(given, list) else []:
        entries += list(one.items()) if isinstance(one, dict) else [(one, None)]
    for name, options in entries:
        known = options if isinstance(options, dict) else {}
        if known.get("enabled", True) is False:
            continue
        if not isinstance(name, str):
            raise TypeError
        if name in _GROUPS:
            yield from _plugins(known.get("plugins"))
        else:
            yield name, options


def _mapping(file: Path, name: str, given: Any) -> dict[str, Any]:
    if given is None or isinstance(given, dict):
        return given or {}
    raise ConfigurationError(f"{file}: `{name}:` holds no options; write each on a line of its own below it")


def _line(said: object) -> str:
    return " ".join(str(said).split())
