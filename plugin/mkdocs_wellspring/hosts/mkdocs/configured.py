"""A site's goal as mkdocs.yml has it, read without the theme, the other plugins, or a build."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from mkdocs.exceptions import ConfigurationError as MkDocsConfigurationError
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.goal.model import Goal
from mkdocs_wellspring.hosts.mkdocs.options import GoalOptions, WellspringOptions

__all__ = ["Configured", "configured_goal"]

_PLUGIN = "wellspring"
_GROUPS = frozenset({"group", "material/group"})


@dataclass(frozen=True, slots=True)
class Configured:
    """The goal of a site, and what MkDocs would say of how it is written.

    Attributes:
        warnings: one line each.
    """

    goal: Goal
    warnings: tuple[str, ...] = ()


def configured_goal(file: Path) -> Configured:
    """The goal in a configuration: `!ENV`, `INHERIT` and Material's groups of plugins are understood.

    Raises:
        ConfigurationError: the file cannot be read, names no goal, or names one that cannot be.
    """
    settings = _settings(file)
    plugins = dict(_plugins(settings.get("plugins")))
    if _PLUGIN not in plugins:
        raise ConfigurationError(f"{file}: `plugins:` has no `{_PLUGIN}:`; add it, or name another file with -f")
    options = _mapping(file, _PLUGIN, plugins[_PLUGIN])
    if not options.get("goal"):
        raise ConfigurationError(f"{file}: `{_PLUGIN}:` has no `goal:`, so there is nothing to count; add one")
    whole = WellspringOptions()
    whole.load_dict({"goal": options["goal"]})
    whole.refuse_keys()
    goal = GoalOptions(config_file_path=str(file))
    goal.load_dict(_mapping(file, "goal", options["goal"]))
    errors, warnings = goal.validate()
    for option, error in errors:
        raise ConfigurationError(f"{file}: goal: {option}: {_line(error)}")
    told = tuple(f"{file}: goal: {option}: {_line(warning)}" for option, warning in warnings)
    return Configured(goal.as_goal(file.resolve().parent), told)


def _settings(file: Path) -> Mapping[str, Any]:
    try:
        with file.open("rb") as source:
            settings = yaml_load(source, _loader())
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read ({error.strerror}); name it with --config-file") from None
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


def _plugins(given: Any) -> Iterator[tuple[str, Any]]:
    """Each plugin with its options, those of a group that is enabled included."""
    entries = list(given.items()) if isinstance(given, dict) else []
    for one in given if isinstance(given, list) else []:
        entries += list(one.items()) if isinstance(one, dict) else [(one, None)]
    for name, options in entries:
        known = options if isinstance(options, dict) else {}
        if known.get("enabled", True) is False:
            continue
        if name in _GROUPS:
            yield from _plugins(known.get("plugins"))
        else:
            yield str(name), options


def _mapping(file: Path, name: str, given: Any) -> dict[str, Any]:
    if given is None or isinstance(given, dict):
        return given or {}
    raise ConfigurationError(f"{file}: `{name}:` holds no options; write each on a line of its own below it")


def _line(said: object) -> str:
    return " ".join(str(said).split())
