"""What a style of CSL adds to a build, before and after what pandoc has set is in the cache."""

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path

from bench_runs import build_s, in_turn, say
from bench_site import MATERIAL, OURS, PLAIN, site_of, write_config
from bench_table import Row, seconds, spread

__all__ = ["measure_csl"]

_RUNS = 3
_COLD, _WARM = "CSL, cold", "CSL, warm"

_CSL = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info>
    <title>Measured author-date</title>
    <id>https://example.org/measured-author-date</id>
    <category citation-format="author-date"/>
    <updated>2026-11-12T00:00:00+00:00</updated>
  </info>
  <macro name="year"><choose>
    <if variable="issued"><date variable="issued"><date-part name="year"/></date></if>
    <else><text term="no date" form="short"/></else>
  </choose></macro>
  <macro name="who"><names variable="author">
    <name form="short" and="text" et-al-min="3" et-al-use-first="1"/><substitute><names variable="editor"/></substitute>
  </names></macro>
  <citation disambiguate-add-year-suffix="true">
    <layout prefix="(" suffix=")" delimiter="; "><text macro="who" suffix=" "/><text macro="year"/></layout>
  </citation>
  <bibliography>
    <sort><key variable="author"/><key variable="issued"/><key variable="title"/></sort>
    <layout suffix=".">
      <names variable="author" suffix=" "><name name-as-sort-order="first" and="text" initialize-with=". "/>
        <substitute><names variable="editor"/></substitute></names>
      <text macro="year" prefix="(" suffix="). "/>
      <text variable="title" font-style="italic" suffix=". "/>
      <group delimiter=", ">
        <text variable="container-title"/><text variable="volume"/><text variable="issue"/>
        <text variable="page"/><text variable="publisher"/>
      </group>
      <text variable="DOI" prefix=". https://doi.org/"/>
    </layout>
  </bibliography>
</style>
"""

_COUNTING = '#!/bin/sh\necho "$*" >> "{log}"\nexec "{pandoc}" "$@"\n'


def measure_csl(folder: Path) -> Iterator[Row]:
    """A build without a cache, and one that finds all in it, each with the starts of pandoc counted."""
    if importlib.util.find_spec("pypandoc") is None:
        say("csl: pandoc is not installed; its rows are left out")
        return
    root = site_of(folder)
    (root / "measured.csl").write_text(_CSL, "utf-8")
    plain, numeric = write_config(root, PLAIN, MATERIAL), write_config(root, OURS, MATERIAL)
    csl = write_config(root, OURS, MATERIAL, style="measured.csl")
    counting = _Counting(folder)

    def cold() -> float:
        shutil.rmtree(root / ".cache", ignore_errors=True)
        return counting.build_s(csl, root / "site-csl", _COLD)

    tasks = {
        PLAIN: lambda: build_s(plain, root / f"site-{PLAIN}"),
        OURS: lambda: build_s(numeric, root / f"site-{OURS}"),
        _COLD: cold,
        _WARM: lambda: counting.build_s(csl, root / "site-csl", _WARM),
    }
    runs = in_turn("csl", tasks, _RUNS)
    yield Row("csl", "the same site, numeric", seconds(runs.median_s(OURS)), spread(runs.added(OURS, PLAIN)))
    for name, starts in ((_COLD, 1), (_WARM, 0)):
        ratio = f"{runs.added_s(name, PLAIN) / runs.added_s(OURS, PLAIN):.2f} of numeric"
        yield Row("csl", name, seconds(runs.median_s(name)), spread(runs.added(name, PLAIN)), ratio)
        found = counting.starts[name]
        asked = sum("--version" in one for one in found)
        what = f"{name}: pandoc" + (f", of which {asked} for its version" if asked else "")
        yield Row("csl", what, "", "", f"{len(found)} starts", f"{starts} starts", len(found) == starts)


class _Counting:
    """A pandoc that writes down each of its starts, in the place of the one that is installed."""

    def __init__(self, folder: Path) -> None:
        import pypandoc  # noqa: PLC0415 - an extra

        self.starts: dict[str, list[str]] = {}
        self._log, self._pandoc = folder / "starts.txt", folder / "pandoc"
        self._pandoc.write_text(_COUNTING.format(log=self._log, pandoc=pypandoc.get_pandoc_path()), "utf-8")
        self._pandoc.chmod(0o755)

    def build_s(self, config: Path, site: Path, name: str) -> float:
        """User CPU of a build, whose starts of pandoc are counted under `name`."""
        self._log.write_text("", "utf-8")
        taken = build_s(config, site, PYPANDOC_PANDOC=str(self._pandoc))
        self.starts[name] = self._log.read_text("utf-8").splitlines()
        return taken
