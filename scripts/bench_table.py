"""What was measured, as a table of plain text."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Row", "fraction", "seconds", "spread", "table"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; "" where a column says nothing.

    Attributes:
        part: the part of the benchmark.
        what: what was measured.
        cpu: user CPU.
        added: what that is beyond the same work without citations.
        ratio: a ratio, or a count.
        target: what it should be.
        met: whether it is; None where there is no target.
    """

    part: str
    what: str
    cpu: str = ""
    added: str = ""
    ratio: str = ""
    target: str = ""
    met: bool | None = None


def seconds(value: float) -> str:
    """Seconds to the hundredth."""
    return f"{value:.2f} s"


def spread(values: Sequence[float]) -> str:
    """The median of some runs in seconds, with the least and the greatest."""
    return f"{statistics.median(values):+.2f} s ({min(values):.2f} to {max(values):.2f})"


def fraction(ours: float, theirs: float) -> str:
    """One of so many: 1/4.2."""
    return f"1/{theirs / ours:.1f}" if ours > 0 else "none"


def table(rows: Sequence[Row]) -> str:
    """The rows under their headings, each column as wide as it must be; a part is named once."""
    lines = [("part", "measured", "user CPU", "added", "ratio", "target", "")]
    for before, row in zip([None, *rows], rows, strict=False):
        verdict = "" if row.met is None else "met" if row.met else "NOT met"
        part = "" if before and before.part == row.part else row.part
        lines.append((part, row.what, row.cpu, row.added, row.ratio, row.target, verdict))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, tuple("-" * width for width in widths))  # type: ignore[arg-type]  # as many as there are columns
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
