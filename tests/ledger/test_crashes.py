"""A sync that is killed, at whatever point, and then run again leads to the ledger of one that never was."""

from pathlib import Path

import pytest

from .crashing import DEFINITION, KINDS, Point, Said, account_of, crashed, said, totals
from .oracle import count

PARTS = (0.0, 0.3, 0.7, 1.0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("crashes")


@pytest.fixture(scope="module")
def left(folder: Path) -> dict[Point, Path]:
    """What syncs left behind that died at sampled points, the first and the last among them."""
    reached = totals(folder)
    assert all(number > len(PARTS) for number in reached.values())
    return dict(
        crashed(
            folder,
            [
                Point(kind, 1 + round(part * (number - 1)), later)
                for (kind, later), number in reached.items()
                for part in PARTS
            ],
        )
    )


@pytest.fixture(scope="module")
def never_killed(folder: Path) -> dict[bool, Said]:
    return {later: said(account_of(later), folder / "never.db") for later in (False, True)}


@pytest.mark.parametrize("later", [False, True], ids=["the first sync", "a later one"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_killed_sync_leads_to_the_same_ledger(
    left: dict[Point, Path], never_killed: dict[bool, Said], kind: str, later: bool
) -> None:
    sample = {point: path for point, path in left.items() if (point.kind, point.later) == (kind, later)}
    assert len(sample) == len(PARTS)
    for point, path in sample.items():
        assert said(account_of(later), path) == never_killed[later], point


@pytest.mark.parametrize("later", [False, True])
def test_the_one_that_never_was_killed_is_right(never_killed: dict[bool, Said], later: bool) -> None:
    account = account_of(later)
    right, ledger = count(account, DEFINITION, account.clock), never_killed[later]

    assert len(account.charges) >= 44
    assert (ledger.value, ledger.people, ledger.other_payments) == (right.value, right.people, right.other_payments)
    assert [entry.id for entry in ledger.entries] == [row.id for row in right.rows]
