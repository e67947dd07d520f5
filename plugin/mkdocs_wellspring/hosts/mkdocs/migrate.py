"""The command `wellspring migrate`: what to write in place of mkdocs-bibtex."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import indent
from typing import Any
from urllib.parse import urlsplit

import click
import yaml

from mkdocs_wellspring.citations.places import ALL, HERE
from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.frontmatter import yaml_problem

__all__ = ["Migration", "migrate", "read_migration"]

_PLUGIN = "bibtex"
_GROUPS = frozenset({"group", "material/group"})
_EXTRA = "pip install 'mkdocs-wellspring[csl]'"


@dataclass(slots=True)
class Migration:
    """What takes the place of mkdocs-bibtex.

    Attributes:
        citations: the options below `wellspring: citations:`.
        notes: what else there is to do or to know, one sentence each.
        plugin: the entry that it takes the place of.
    """

    plugin: "_Plugin"
    citations: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def block(self) -> str:
        """The new entry of `plugins:`, as YAML in the form and with the indentation of the old one."""
        entry: Any = {"wellspring": {"citations": self.citations}}
        if self.plugin.within.flow_style:  # plugins: [search, bibtex: {…}]
            return f"{_dumped(entry, flow=True).strip()[1:-1]}\n"
        whole = [entry] if isinstance(self.plugin.within, yaml.SequenceNode) else entry
        return indent(_dumped(whole), " " * self.plugin.indentation)


def read_migration(text: str, path: str) -> Migration:
    """What the options of mkdocs-bibtex in a configuration come to.

    Raises:
        ConfigurationError: the text is no YAML, or has no plugin `bibtex`.
    """
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        settings = loader.construct_document(root) if root else None
    except (yaml.YAMLError, ValueError) as error:
        line, why = yaml_problem(error)
        raise ConfigurationError(f"{path}:{line}: it cannot be read ({why}); correct it first") from None
    base = _base(settings, path)
    plugin = next((one for one in _plugins(_value(root, "plugins")) if one.name == _PLUGIN), None)
    if plugin is None:
        raise ConfigurationError(f"{path}: `plugins:` has no `{_PLUGIN}:`, {_elsewhere(base)}")
    found = _migration(plugin, _has_footnotes(settings))
    if plugin.in_group:
        found.notes.append("It stands in a `group` of Material's, in which Wellspring works as well.")
    if base and isinstance(plugin.within, yaml.MappingNode):
        found.notes.append(f"Options of `{_PLUGIN}:` in {base} hold here as well; {_RUN.format(base)}")
    return found


@click.command()
@click.option("--config-file", "-f", "file", default="mkdocs.yml", help="The site's configuration (mkdocs.yml).")
def migrate(file: str) -> None:
    """Print what to write into mkdocs.yml in place of mkdocs-bibtex."""
    try:
        text = Path(file).read_text("utf-8-sig")
        migration = read_migration(text, file)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read ({error.strerror}); name it with --config-file") from None
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"# In place of `{_PLUGIN}` in {file}:{migration.plugin.line}")
    click.echo(migration.block(), nl=False)
    for note in migration.notes:
        click.echo(f"# {note}")


def _migration(plugin: "_Plugin", has_footnotes: bool) -> Migration:
    found, given = Migration(plugin), plugin.options()
    _sources(found, given.pop("bib_file", None), given.pop("bib_dir", None))
    _style(found, given.pop("csl_file", None), given.pop("csl_file_encoding", None))
    if not _by_default(found, given.pop("bib_by_default", True)):
        found.citations["list"] = "marker"
    if (in_text := given.pop("enable_inline_citations", True)) is not True:
        found.citations["in_text"] = in_text
    for theirs, ours, default in (("bib_command", "marker", HERE), ("full_bib_command", "full_marker", ALL)):
        if (marker := given.pop(theirs, default)) != default:
            found.citations[ours] = marker
    if given.pop("footnote_format", None):
        found.notes.append("`footnote_format` has no counterpart: citations are links of their own, and no footnotes.")
    found.notes += [f"`{name}` has no counterpart, and mkdocs-bibtex 4.4.0 knows none of that name." for name in given]
    if has_footnotes:
        found.notes.append("`footnotes` may go from `markdown_extensions:` if no page has footnotes of its own.")
    found.notes.append("To have a page of all sources, with the pages that cite each: bibliography: bibliography.md")
    return found


def _by_default(found: Migration, value: Any) -> Any:
    """Whether pages without a marker have a list; what the environment says is no value of `list:`."""
    if not isinstance(value, _Env):
        return value
    settled = True if value.default is None else value.default
    found.notes.append(
        f"`bib_by_default` came from {value.name}, which `list` cannot take: this holds for {str(settled).lower()}."
    )
    return settled


def _sources(found: Migration, file: Any, folder: Any) -> None:
    if isinstance(file, _Env):
        found.citations["sources"] = _local(found, file, "bib")
        if folder and file.default is None:
            found.notes.append(f"Without {file.name}, `bib_dir` was read: name it as a default, !ENV [NAME, folder].")
    elif isinstance(file, str):
        found.citations["sources"] = [_local(found, file, "bib")]
    elif isinstance(folder, _Env):
        found.citations["sources"] = folder
        found.notes.append("YAML, JSON and BibTeX below that folder are read, all of them.")
    elif isinstance(folder, str):
        found.citations["sources"] = [f"{folder.rstrip('/')}/**/*.bib"]
    else:
        found.notes.append("There was neither `bib_file` nor `bib_dir`: give the stores under `sources:`.")


def _style(found: Migration, file: Any, encoding: Any) -> None:
    if isinstance(file, str | _Env):
        found.citations["style"] = _local(found, file, "csl")
        found.notes.append(f"A CSL file needs pandoc, which comes with: {_EXTRA}")
    if encoding:
        found.notes.append("`csl_file_encoding` has no counterpart: the file itself says how it is encoded.")


def _local(found: Migration, name: "str | _Env", suffix: str) -> "str | _Env":
    """The name of a file; for an address, that of the file to download, so that each build is the same."""
    if isinstance(name, _Env):
        found.notes.append(f"{name.name} has to name a file, and no address.")
        return name.with_default(_local(found, name.default, suffix)) if isinstance(name.default, str) else name
    if urlsplit(name).scheme not in {"http", "https"}:
        return name
    local = Path(urlsplit(name).path).stem or "references"
    if urlsplit(name).hostname == "api.zotero.org":
        found.notes.append(
            f"Zotero's API gives 100 items at a time: export the collection from Zotero as {local}.{suffix}"
        )
    else:
        found.notes.append(f"Download it once, and again when it has changed: curl -L -o {local}.{suffix} '{name}'")
    return f"{local}.{suffix}"


def _base(settings: Any, path: str) -> str | None:
    """The file that a configuration inherits from, as one finds it from here."""
    name = settings.get("INHERIT") if isinstance(settings, Mapping) else None
    if isinstance(name, _Env):
        if name.default is None:
            return f"${name.name.partition(' ')[0]}"
        name = name.default
    return os.path.normpath(Path(path).parent / name) if isinstance(name, str) else None


_RUN = "run this for it too: wellspring migrate -f {}"


def _elsewhere(base: str | None) -> str:
    if base is None:
        return "so there is nothing to migrate"
    return f"but it inherits from {base}; {_RUN.format(base)}"


def _has_footnotes(settings: Any) -> bool:
    given = settings.get("markdown_extensions") if isinstance(settings, Mapping) else None
    given = given if isinstance(given, list | dict) else []
    names = [name for one in given for name in (one if isinstance(one, Mapping) else [one])]
    return "footnotes" in names


@dataclass(frozen=True)
class _Plugin:
    """An entry of `plugins:`, where and how it stands.

    Attributes:
        key: its name.
        value: its options; None where there are none.
        within: the list or mapping that it is an entry of.
        in_group: that is in a `group` of Material's.
    """

    key: yaml.ScalarNode
    value: yaml.Node | None
    within: yaml.CollectionNode
    in_group: bool

    @property
    def name(self) -> str:
        return str(self.key.value)

    @property
    def line(self) -> int:
        return self.key.start_mark.line + 1

    @property
    def indentation(self) -> int:
        mark = self.key.start_mark
        before = (mark.buffer or "")[: mark.pointer].rpartition("\n")[2]
        return len(before) - len(before.lstrip(" "))

    def options(self) -> dict[str, Any]:
        given = _Loader("").construct_document(self.value) if self.value else None
        return dict(given) if isinstance(given, Mapping) else {}


def _plugins(node: yaml.Node | None, *, in_group: bool = False) -> Iterator[_Plugin]:
    if not isinstance(node, yaml.CollectionNode):
        return
    for entry in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        for key, value in entry.value if isinstance(entry, yaml.MappingNode) else [(entry, None)]:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in _GROUPS:
                yield from _plugins(_value(value, "plugins"), in_group=True)
            else:
                yield _Plugin(key, value, node, in_group)


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


@dataclass(frozen=True)
class _Env:
    """What MkDocs takes from the environment: `!ENV NAME`, `!ENV [NAME, OTHER, default]`."""

    node: yaml.Node
    name: str
    default: Any = None

    def with_default(self, default: Any) -> "_Env":
        """The same, with a text as its default in place of the one that it has."""
        last = yaml.ScalarNode("tag:yaml.org,2002:str", default)
        return _Env(yaml.SequenceNode("!ENV", [*self.node.value[:-1], last], flow_style=True), self.name, default)


class _Loader(yaml.SafeLoader):
    """Reads configurations whose tags only MkDocs knows: `!ENV`, `!relative`, names of functions."""


def _from_environment(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    children = node.value if isinstance(node, yaml.SequenceNode) else [node]
    names = [str(child.value) for child in children[: max(1, len(children) - 1)]]
    default = loader.construct_object(children[-1], deep=True) if len(children) > 1 else None
    return _Env(node, " or ".join(names), default) if names else None


def _untagged(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    return loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else None


_Loader.add_constructor("!ENV", _from_environment)
_Loader.add_multi_constructor("!", _untagged)
_Loader.add_multi_constructor("tag:", _untagged)


class _Dumper(yaml.SafeDumper):
    """Writes what the loader has read, `!ENV` as it stood."""


_Dumper.add_representer(_Env, lambda _dumper, env: env.node)


def _dumped(value: Any, *, flow: bool | None = None) -> str:
    width = sys.maxsize if flow else 100
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=flow, width=width)
