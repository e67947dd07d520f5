"""The command `wellspring migrate`: what to write in place of mkdocs-bibtex."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import yaml

from mkdocs_wellspring.citations.places import ALL, HERE
from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.frontmatter import yaml_problem

__all__ = ["Migration", "migrate", "read_migration"]

_PLUGIN = "bibtex"
_EXTRA = "pip install 'mkdocs-wellspring[csl]'"


@dataclass(slots=True)
class Migration:
    """What takes the place of mkdocs-bibtex.

    Attributes:
        citations: the options below `wellspring: citations:`.
        notes: what else there is to do or to know, one sentence each.
        line: the line of the configuration on which the plugin stands.
    """

    citations: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    line: int = 1

    def block(self) -> str:
        """The new entry of `plugins:`, as YAML."""
        entry: list[Any] = [{"wellspring": {"citations": self.citations}}]
        return yaml.safe_dump(entry, sort_keys=False, allow_unicode=True, default_flow_style=None, width=100)


def read_migration(text: str, path: str) -> Migration:
    """What the options of mkdocs-bibtex in a configuration come to.

    Raises:
        ConfigurationError: the text is no YAML, or has no plugin `bibtex`.
    """
    try:
        root = yaml.compose(text, Loader=_Loader)
        settings = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError) as error:
        line, why = yaml_problem(error)
        raise ConfigurationError(f"{path}:{line}: it cannot be read ({why}); correct it first") from None
    plugins = settings.get("plugins") if isinstance(settings, Mapping) else None
    options = next((given for name, given in _named(plugins) if name == _PLUGIN), None)
    if options is None:
        raise ConfigurationError(f"{path}: `plugins:` has no `{_PLUGIN}:`, so there is nothing to migrate")
    extensions = {name for name, _given in _named(settings.get("markdown_extensions"))}
    return _migration(options, "footnotes" in extensions, _line(root))


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
    click.echo(f"# In place of `{_PLUGIN}` in {file}:{migration.line}")
    click.echo(migration.block(), nl=False)
    for note in migration.notes:
        click.echo(f"# {note}")


def _migration(options: Mapping[str, Any], has_footnotes: bool, line: int) -> Migration:
    found = Migration(line=line)
    given = dict(options)
    _sources(found, given.pop("bib_file", None), given.pop("bib_dir", None))
    _style(found, given.pop("csl_file", None), given.pop("csl_file_encoding", None))
    if not given.pop("bib_by_default", True):
        found.citations["list"] = "marker"
    if not given.pop("enable_inline_citations", True):
        found.citations["in_text"] = False
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


def _sources(found: Migration, file: Any, folder: Any) -> None:
    if isinstance(file, str):
        found.citations["sources"] = [_local(found, file, "bib")]
    elif isinstance(folder, str):
        found.citations["sources"] = [f"{folder.rstrip('/')}/**/*.bib"]
    else:
        found.notes.append("There was neither `bib_file` nor `bib_dir`: give the stores under `sources:`.")


def _style(found: Migration, file: Any, encoding: Any) -> None:
    if isinstance(file, str):
        found.citations["style"] = _local(found, file, "csl")
        found.notes.append(f"A CSL file needs pandoc, which comes with: {_EXTRA}")
    if encoding:
        found.notes.append("`csl_file_encoding` has no counterpart: the file itself says how it is encoded.")


def _local(found: Migration, name: str, suffix: str) -> str:
    """The name of a file; for an address, that of the file to download, so that each build is the same."""
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


def _named(entries: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each entry of a list or mapping of plugins or extensions, with its options."""
    if isinstance(entries, Mapping):
        entries = [{name: given} for name, given in entries.items()]
    for entry in entries if isinstance(entries, list) else []:
        pairs = entry.items() if isinstance(entry, Mapping) else [(entry, {})]
        yield from ((str(name), given if isinstance(given, Mapping) else {}) for name, given in pairs)


def _line(root: yaml.Node | None) -> int:
    marks = [node.start_mark.line for node in _scalars(root) if node.value == _PLUGIN]
    return marks[0] + 1 if marks else 1


def _scalars(node: Any) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    for child in node.value if isinstance(node, yaml.CollectionNode) else ():
        for one in child if isinstance(child, tuple) else (child,):
            yield from _scalars(one)


class _Loader(yaml.SafeLoader):
    """Reads configurations whose tags only MkDocs knows: `!ENV`, `!relative`, names of functions."""


def _untagged(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    return loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else None


_Loader.add_multi_constructor("!", _untagged)
_Loader.add_multi_constructor("tag:", _untagged)
