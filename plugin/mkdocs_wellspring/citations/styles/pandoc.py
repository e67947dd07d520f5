"""pandoc, run as a program of its own: all that a build sets in one call, and what it answered kept on disk."""

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mkdocs_wellspring.errors import ConfigurationError

__all__ = ["Batch", "Citation", "Typeset", "set_batch"]

_TIMEOUT_S = 120
_KEPT = 50
_READER = "markdown_strict+citations+fenced_divs+intraword_underscores+yaml_metadata_block"

_CLUSTER = re.compile(r'<div id="c(?P<place>\d+)">\s*<p>(?P<html>.*?)</p>\s*</div>', re.DOTALL)
_ENTRY = re.compile(r'<div id="ref-(?P<id>\w+)"[^>]*>(?P<html>.*?)(?=<div id="ref-|\Z)', re.DOTALL)
_MARGIN = re.compile(r'<div class="csl-left-margin">\s*(.*?)\s*</div>', re.DOTALL)
_DIVS = re.compile(r"</?div[^>]*>")
# What Markdown makes of `*` and `_` is wanted in affixes.
_NOT_PLAIN = re.compile(r"[^\w\s.,*\N{SECTION SIGN}\N{PILCROW SIGN}\N{EN DASH}-]")


@dataclass(frozen=True, slots=True)
class Citation:
    """One item of a cluster, as pandoc is asked for it."""

    id: str
    prefix: str = ""
    suffix: str = ""
    explicit: bool = False
    suppressed: bool = False

    @property
    def markdown(self) -> str:
        """As pandoc writes it; letters that mean something to it are entities."""
        prefix = f"{_plain(self.prefix)} " if self.prefix else ""
        suffix = f", {{{_plain(self.suffix)}}}" if self.explicit else f", {_plain(self.suffix)}"
        return f"{prefix}{'-' if self.suppressed else ''}@{self.id}{suffix if self.suffix else ''}"


@dataclass(frozen=True, slots=True)
class Batch:
    """All that is to be set in one language.

    Attributes:
        items: CSL-JSON, each with an `id` of letters and digits.
        clusters: citations in the text.
        style: the CSL.
        language: a tag of BCP 47.
    """

    items: Sequence[Mapping[str, Any]]
    clusters: Sequence[tuple[Citation, ...]]
    style: str
    language: str


@dataclass(frozen=True, slots=True)
class Typeset:
    """What pandoc made of a batch, as HTML.

    Attributes:
        entries: each item of the list by its id, in the order of the style.
        clusters: each cluster of the batch, in its order.
    """

    entries: Mapping[str, str]
    clusters: Sequence[str]


def set_batch(batch: Batch, cache: Path) -> Typeset:
    """The batch, set; out of `cache` where the same was set before, and then nothing is started.

    Raises:
        ConfigurationError: pandoc is not installed, or cannot set the batch.
    """
    file = cache / f"{_fingerprint(batch)}.json"
    kept = _kept(file, len(batch.clusters))
    if kept is not None:
        return kept
    typeset = _read(_run(batch), len(batch.clusters))
    _keep(typeset, file)
    return typeset


def _kept(file: Path, clusters: int) -> Typeset | None:
    """What an earlier build kept; None where there is nothing, or something of another shape."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        typeset = Typeset(dict(kept["entries"]), list(kept["clusters"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    texts = [*typeset.entries.values(), *typeset.clusters]
    return typeset if len(typeset.clusters) == clusters and all(isinstance(text, str) for text in texts) else None


def _fingerprint(batch: Batch) -> str:
    whole = json.dumps([_version(), asdict(batch)], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def _version() -> str:
    """The version of the package that carries pandoc; asking pandoc itself would start it."""
    for name in ("pypandoc_binary", "pypandoc"):
        try:
            return f"{name} {importlib.metadata.version(name)}"
        except importlib.metadata.PackageNotFoundError:
            continue
    return ""


def _run(batch: Batch) -> str:
    text = "".join(f"\n::: {{#c{place}}}\n{_markdown(cluster)}\n:::\n" for place, cluster in enumerate(batch.clusters))
    front = f"---\nnocite: '@*'\nlink-citations: true\nlang: {json.dumps(batch.language)}\n---\n"
    with TemporaryDirectory(prefix="wellspring") as folder:
        style, references = Path(folder) / "style.csl", Path(folder) / "references.json"
        style.write_text(batch.style, "utf-8")
        references.write_text(json.dumps(list(batch.items)), "utf-8")
        command = [_command(), "--sandbox", "--wrap=none", "-f", _READER, "-t", "html", "--citeproc"]
        command += [f"--csl={style}", f"--bibliography={references}"]
        try:
            done = subprocess.run(  # noqa: S603 - pandoc, with files of our own
                command,
                input=front + text,
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="replace",
                check=False,
                timeout=_TIMEOUT_S,
            )
        except subprocess.TimeoutExpired:
            raise ConfigurationError(
                f"citations: style: pandoc took more than {_TIMEOUT_S} s and was stopped; take another style"
            ) from None
        except OSError as error:
            raise ConfigurationError(
                f"citations: style: pandoc did not run ({type(error).__name__}); {_ADVICE}"
            ) from None
    if done.returncode:
        why = " ".join(done.stderr.replace(folder, "").split())[:300]
        raise ConfigurationError(
            f"citations: style: pandoc cannot set the sources with the CSL file ({why}); correct it"
        )
    return done.stdout


_ADVICE = "install it with: pip install 'mkdocs-wellspring[csl]'"


def _command() -> str:
    """The pandoc that `[csl]` brings, or the one that its variable names; asking pypandoc would start each it knows."""
    spec = importlib.util.find_spec("pypandoc")
    if spec is not None and spec.origin:
        brought = Path(spec.origin).parent / "files" / ("pandoc.exe" if os.name == "nt" else "pandoc")
        found = os.environ.get("PYPANDOC_PANDOC") or (str(brought) if brought.is_file() else shutil.which("pandoc"))
        if found:
            return found
    raise ConfigurationError(f"citations: style: a CSL file needs pandoc; {_ADVICE}")


def _markdown(cluster: Sequence[Citation]) -> str:
    return f"[{'; '.join(citation.markdown for citation in cluster)}]"


def _plain(text: str) -> str:
    return _NOT_PLAIN.sub(lambda match: f"&#{ord(match[0])};", " ".join(text.split()))


def _read(output: str, count: int) -> Typeset:
    body, _, references = output.partition('<div id="refs"')
    references = references.partition('<section id="footnotes"')[0]
    clusters = {int(match["place"]): match["html"] for match in _CLUSTER.finditer(body)}
    entries = {match["id"]: _entry(match["html"]) for match in _ENTRY.finditer(references)}
    return Typeset(entries, [clusters.get(place, "") for place in range(count)])


def _entry(html: str) -> str:
    """An entry of the list, its number or label in a `<span>` before it."""
    return _DIVS.sub("", _MARGIN.sub(r'<span class="ws-margin">\1 </span>', html)).strip()


def _keep(typeset: Typeset, file: Path) -> None:
    """The answer is on disk for the next build; where that cannot be, the next build asks again."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".partial")
        partial.write_text(json.dumps(asdict(typeset), ensure_ascii=False), "utf-8")
        partial.replace(file)
        for old in sorted(file.parent.glob("*.json"), key=lambda kept: kept.stat().st_mtime)[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return
