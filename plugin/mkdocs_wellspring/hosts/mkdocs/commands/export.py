"""The payments of a campaign as CSV, for a treasurer to hold against the bank's account: no person is in it."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from mkdocs_wellspring.errors import LedgerError
from mkdocs_wellspring.files import replacing
from mkdocs_wellspring.ledger.records import Entry, Reason
from mkdocs_wellspring.money import plain_amount

__all__ = ["COLUMNS", "print_entries", "write_entries"]

COLUMNS = ("id", "payment_intent", "created", "currency", "amount", "refunded", "net", "state", "counted")
"""The first row; docs/counting.md says what each holds."""

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def write_entries(path: Path, entries: Iterable[Entry]) -> None:
    """The file to which the path leads holds one row an entry; it is whole, or as it was.

    Raises:
        LedgerError: it cannot be written.
    """
    try:
        with replacing(path) as file:
            _write(file, entries)
    except OSError as error:
        raise LedgerError(f"{path} cannot be written ({error.strerror}); name another file with --csv") from None


def print_entries(entries: Iterable[Entry], write: "IO[str]") -> None:
    """The same on a stream, which gets nothing until all is there."""
    with TemporaryFile("w+", encoding="utf-8", newline="") as file:
        _write(file, entries)
        file.seek(0)
        while text := file.read(1 << 16):
            write.write(text)


def _write(file: "IO[str]", entries: Iterable[Entry]) -> None:
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(list(_row(entry)) for entry in entries)


def _row(entry: Entry) -> Iterator[str]:
    amounts = ["", "", ""]
    if entry.amount_minor is not None:
        # An amount that was reserved and released is "refunded" to Stripe, though nothing was taken.
        refunded = min(entry.refunded_minor, entry.amount_minor)
        minors = (entry.amount_minor, refunded, entry.amount_minor - refunded)
        amounts = [plain_amount(minor, entry.currency) for minor in minors]
    cells = [entry.id, entry.intent or "", f"{entry.created:%Y-%m-%dT%H:%M:%SZ}", entry.currency, *amounts]
    yield from map(_text, [*cells, entry.reason, "yes" if entry.reason is Reason.COUNTED else "no"])


def _text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: https://owasp.org/www-community/attacks/CSV_Injection."""
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell
