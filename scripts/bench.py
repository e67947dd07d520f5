"""What the plugin adds to a build of the documentation: user CPU with and without it, in turn, five runs each.

Run by `make bench`. Absolute times say more of the machine than of the code; quote the ratio.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
RUNS = 5


def user_s(config: Path, site: str) -> float:
    """User CPU of one build, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    env = {**os.environ, "WELLSPRING_OFFLINE": "1", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", site]
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def main() -> None:
    """Prints both medians and their ratio."""
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    settings |= {"docs_dir": str(ROOT / "docs"), "strict": False}
    settings["theme"]["custom_dir"] = str(ROOT / "overrides")
    with tempfile.TemporaryDirectory() as folder:
        configs = []
        for name, plugins in (("with", settings["plugins"]), ("without", ["search"])):
            configs.append(Path(folder) / f"{name}.yml")
            configs[-1].write_text(yaml.safe_dump({**settings, "plugins": plugins}), "utf-8")
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(RUNS + 1):  # the first of each warms the caches and is left out
            for config, measured in zip(configs, times, strict=True):
                measured.append(user_s(config, f"{folder}/site"))
        ours, plain = (statistics.median(measured[1:]) for measured in times)
    print(f"user CPU of a build, median of {RUNS}: {ours:.2f} s with, {plain:.2f} s without, ratio {ours / plain:.2f}")


if __name__ == "__main__":
    main()
