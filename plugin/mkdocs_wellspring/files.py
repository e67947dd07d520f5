"""Files that are written whole or not at all, where the links to them lead; a pipe gets what a file would hold."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

__all__ = ["behind_links", "replacing"]


@contextmanager
def replacing(path: Path) -> Iterator[IO[str]]:
    """What is written in the block is what the file holds to which the path and its links lead, or nothing of it is.

    A pipe or a device is never replaced by a file: it gets the text, once all of it is there.

    Raises:
        OSError: the file cannot be written; what it held, it holds.
    """
    kind = _kind(path)
    if stat.S_ISDIR(kind):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    with _in_place_of(behind_links(path)) if stat.S_ISREG(kind) else _gathered_for(path) as file:
        yield file


@contextmanager
def _in_place_of(path: Path) -> Iterator[IO[str]]:
    from secrets import token_hex  # noqa: PLC0415 - most builds write nothing

    new = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        with new.open("x", encoding="utf-8", newline="") as file:
            yield file
            # On the disk before it is renamed: a machine that stops in between leaves no empty count.
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


@contextmanager
def _gathered_for(path: Path) -> Iterator[IO[str]]:
    from shutil import copyfileobj  # noqa: PLC0415 - as above
    from tempfile import TemporaryFile  # noqa: PLC0415 - as above

    with TemporaryFile("w+", encoding="utf-8", newline="") as gathered:
        yield gathered
        gathered.seek(0)
        with path.open("w", encoding="utf-8", newline="") as there:
            copyfileobj(gathered, there)


def _kind(path: Path) -> int:
    """What stands at the end of the path's links; a file where nothing does."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return stat.S_IFREG


def behind_links(path: Path) -> Path:
    """The path to which links lead, whether something is there or not."""
    return Path(os.path.realpath(path))
