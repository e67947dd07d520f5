"""A builder in a process of its own, which syncs when it is told to, slowly enough to meet another."""

import json
import sys
import time
from contextlib import closing

from mkdocs_wellspring.errors import WellspringError

from .crashing import account_of, opened, synchronised

__all__ = ["build"]


def build(url: str, when: str) -> None:
    """Says that it is ready, waits for a line, and prints what it counted, or which error kept it from that."""
    account = account_of(when == "later")
    _say("ready")
    sys.stdin.readline()
    try:
        with closing(opened(url)) as ledger:
            counted = synchronised(account, ledger, before=_slowly)
    except WellspringError as problem:
        _say(json.dumps({"error": type(problem).__name__, "text": str(problem)}))
    else:
        _say(json.dumps({"value": counted.value, "people": counted.people}))


def _slowly(number: int) -> None:
    time.sleep(0.01)
    if number == 5:
        _say("page 5")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
