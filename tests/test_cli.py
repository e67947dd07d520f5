"""The command as people start it: real processes, real signals."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from mkdocs_wellspring import __version__
from mkdocs_wellspring.cli import main
from mkdocs_wellspring.sandbox.server import DEFAULT_PORT, bound

WELLSPRING = [sys.executable, "-c", "from mkdocs_wellspring.cli import main; main()"]
SANDBOX = [*WELLSPRING, "sandbox", "--supporters", "3"]

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts commands, each in a group of its own, and ends what a failing test leaves."""
    started: list[subprocess.Popen[str]] = []

    def begin(*command: str, **options: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0, **options
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        with suppress(ProcessLookupError):
            process.kill()
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=2)


def child(code: str) -> list[str]:
    return ["--", sys.executable, "-uc", code]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] != "Z"
    except FileNotFoundError:
        return False


def gone(pid: int) -> bool:
    for _ in range(100):
        if not alive(pid):
            return True
        time.sleep(0.02)
    return False


def test_the_command_says_its_version() -> None:
    assert CliRunner().invoke(main, ["--version"]).output == f"wellspring, version {__version__}\n"


def test_the_sandbox_is_listed_without_what_it_needs() -> None:
    code = "import sys; sys.modules['uvicorn'] = sys.modules['starlette'] = None; " + WELLSPRING[2]
    told = subprocess.run([sys.executable, "-c", code, "--help"], capture_output=True, text=True, check=True)
    assert "sandbox" in told.stdout


@pytest.mark.parametrize("absent", ["starlette", "uvicorn"])
def test_a_missing_extra_is_one_line_that_says_what_to_install(absent: str) -> None:
    code = f"import sys; sys.modules['{absent}'] = None; " + WELLSPRING[2]
    told = subprocess.run([sys.executable, "-c", code, "sandbox"], capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert told.stderr == 'Error: The sandbox needs: pip install "mkdocs-wellspring[live]"\n'


def test_a_port_that_was_asked_for_and_is_taken_is_one_line(start: Start) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        told = CliRunner().invoke(main, ["sandbox", "--port", str(port), "--", "true"])
    assert told.exit_code == 1
    assert told.output == f"Error: Port {port} is taken; give another one, or --port 0.\n"


def test_only_this_machine_is_listened_to_and_another_port_is_found_for_a_taken_default() -> None:
    first, second = bound(None), bound(None)
    try:
        assert first.getsockname()[0] == second.getsockname()[0] == "127.0.0.1"
        assert second.getsockname()[1] not in (0, DEFAULT_PORT)
    finally:
        first.close()
        second.close()


@pytest.mark.parametrize("arguments", [["--port", "65536"], ["--supporters", "-1"], ["--seed", "x"]])
def test_a_wrong_option_is_refused(arguments: list[str]) -> None:
    assert CliRunner().invoke(main, ["sandbox", *arguments]).exit_code == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_without_a_command_it_prints_what_to_use_and_stops_cleanly(start: Start, number: int) -> None:
    process = start(*SANDBOX, "--port", "0")
    assert process.stdout is not None
    lines = [process.stdout.readline().strip() for _ in range(6)]
    address = lines[0].split(" at ")[1].split(": ")[0]
    assert lines[0].endswith("3 supporters of independence-2026. No money moves.")
    assert lines[1].startswith(f"Payment page: {address}/pay/plink_")
    assert lines[3::2] == [
        f"export WELLSPRING_STRIPE_API={address}",
        f"export WELLSPRING_DONATE={lines[1].split(': ')[1]}",
    ]
    assert re.fullmatch("export WELLSPRING_STRIPE_KEY=rk_test_sandbox_[A-Za-z0-9]{24}", lines[4])
    process.send_signal(number)
    out, err = process.communicate(timeout=3)
    assert (process.returncode, out, err) == (0, "", "")


def test_a_command_runs_beside_the_sandbox_and_can_reach_it() -> None:
    code = """
import os, urllib.request
ask = urllib.request.Request(os.environ["WELLSPRING_STRIPE_API"] + "/v1/charges?limit=1")
ask.add_header("Authorization", "Bearer " + os.environ["WELLSPRING_STRIPE_KEY"])
assert urllib.request.urlopen(ask, timeout=5).status == 200
assert b"pretend" in urllib.request.urlopen(os.environ["WELLSPRING_DONATE"], timeout=5).read()
print("reached")
"""
    told = subprocess.run([*SANDBOX, *child(code)], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout, told.stderr) == (0, "reached\n", "")


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (["--", sys.executable, "-c", "raise SystemExit(7)"], 7),
        ([sys.executable, "-c", "raise SystemExit(8)", "--port"], 8),
        (["--", sys.executable, "-c", "import os; os.kill(os.getpid(), 15)"], 143),
        (["--", "no-such-command-anywhere"], 127),
    ],
)
def test_the_exit_status_is_that_of_the_command(command: list[str], status: int) -> None:
    told = CliRunner().invoke(main, ["sandbox", "--supporters", "3", *command])
    assert told.exit_code == status
    assert ("no-such-command-anywhere cannot be run" in told.output) == (status == 127)


STOPS = """
import os, signal, time
def stop(number, frame):
    print("stopping", number)
    time.sleep(0.2)
    print("stopped")
    raise SystemExit(3)
signal.signal(signal.SIGINT, stop); signal.signal(signal.SIGTERM, stop); signal.signal(signal.SIGHUP, stop)
print(os.getpid())
parent = os.getppid()
while os.getppid() == parent: time.sleep(0.1)
"""


@pytest.mark.parametrize(
    ("number", "whole_group"),
    [(signal.SIGINT, True), (signal.SIGINT, False), (signal.SIGTERM, False), (signal.SIGHUP, False)],
)
@pytest.mark.usefixtures("heard_signals")
def test_a_signal_stops_the_command_once_and_cleanly(start: Start, number: int, whole_group: bool) -> None:
    process = start(*SANDBOX, *child(STOPS))
    assert process.stdout is not None
    pid = int(process.stdout.readline())
    (os.killpg if whole_group else os.kill)(process.pid, number)
    out, err = process.communicate(timeout=5)
    assert (process.returncode, out, err) == (3, f"stopping {int(number)}\nstopped\n", "")
    assert gone(pid)


def test_what_a_command_leaves_behind_is_ended_with_it(start: Start) -> None:
    code = "import subprocess; print(subprocess.Popen(['sleep', '60'], stdout=subprocess.DEVNULL).pid)"
    process = start(*SANDBOX, *child(code))
    out, _ = process.communicate(timeout=5)
    assert gone(int(out))
