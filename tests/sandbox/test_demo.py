"""The demonstration as `make demo` starts it, on a small site of the test's own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

DEMO = Path(__file__).parents[2] / "scripts" / "demo.py"
Start = Callable[[], subprocess.Popen[str]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# Before\n")
    config = tmp_path / "mkdocs.yml"
    config.write_text("site_name: Small\nsite_url: https://example.org/below/\ntheme: mkdocs\nplugins: []\n")
    return config


@pytest.fixture
def start(site: Path, tmp_path: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []
    (tmp_path / "tmp").mkdir()

    def begin() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(DEMO), "--config-file", str(site)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            process_group=0,
            env={**os.environ, "TMPDIR": str(tmp_path / "tmp")},
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        process.communicate()


def opened(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    match = re.fullmatch(r"Open (http://127\.0\.0\.1:\d+/below/) \(Ctrl-C stops it\)\n", line)
    assert match, line or process.communicate()
    return match[1]


def read(address: str) -> str:
    with urlopen(address, timeout=5) as response:
        return str(response.read().decode())


def below(folder: Path) -> list[str]:
    """The processes that know of a folder of this test by their arguments or their environment."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            if str(folder).encode() in told and entry.name != str(os.getpid()):
                found.append(entry.name)
    return found


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
@pytest.mark.parametrize("whole_group", [True, False])
def test_it_names_one_address_and_ctrl_c_stops_everything(start: Start, tmp_path: Path, whole_group: bool) -> None:
    process = start()
    assert "Before" in read(opened(process))
    assert len(below(tmp_path)) == 3
    begun = time.monotonic()
    (os.killpg if whole_group else os.kill)(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=5)
    assert time.monotonic() - begun < 3
    assert (process.returncode, out) == (0, "")
    assert "Traceback" not in err
    assert "http://" not in err
    assert below(tmp_path) == []
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_saved_page_is_served_anew(start: Start, site: Path) -> None:
    address = opened(start())
    (site.parent / "docs" / "index.md").write_text("# After\n")
    for _ in range(50):
        if "After" in read(address):
            break
        time.sleep(0.1)
    assert "After" in read(address)


def test_a_taken_port_is_said_and_another_one_used(start: Start) -> None:
    with socket.socket() as other:
        with suppress(OSError):  # somebody else has it: as good
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            other.bind(("127.0.0.1", 8000))
            other.listen()
        process = start()
        assert ":8000/" not in opened(process)
        assert process.stderr is not None
        assert process.stderr.readline().startswith("Port 8000 is taken: using 80")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
@pytest.mark.parametrize("processes", [2, 3])
def test_ctrl_c_while_it_starts_leaves_nothing(start: Start, tmp_path: Path, processes: int) -> None:
    process = start()
    while process.poll() is None and len(below(tmp_path)) < processes:
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=5)
    assert process.returncode == 0
    assert "Traceback" not in err
    assert below(tmp_path) == []


def test_a_site_that_cannot_be_built_ends_it_with_the_reason(start: Start, site: Path) -> None:
    site.write_text("site_name: Small\nplugins: [no-such-plugin]\n")
    process = start()
    out, err = process.communicate(timeout=10)
    assert process.returncode != 0
    assert out == ""
    assert "no-such-plugin" in err


def test_the_command_stands_beside_the_python_that_runs_it() -> None:
    assert shutil.which("wellspring", path=Path(sys.executable).parent)
