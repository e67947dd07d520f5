"""The file of the last true count."""

import json
import os
import stat
import threading
from contextlib import suppress
from datetime import UTC, date, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_wellspring.errors import SnapshotError
from mkdocs_wellspring.files import replacing
from mkdocs_wellspring.goal.model import Offline
from mkdocs_wellspring.goal.snapshot import Explained, Snapshot, read, write, write_text
from mkdocs_wellspring.ledger.records import Count, Line, Mode, Reason

from .conftest import NOON, goal, snapshot


def document(**changes) -> dict:
    return {
        "mode": "live",
        "campaign": "spring-2026",
        "definition": "0123456789abcdef",
        "metric": "supporters",
        "value": 412,
        "offline": 0,
        "target": 1000,
        "currency": None,
        "starts": None,
        "ends": None,
        "state": "live",
        "as_of": "2026-11-01T12:00:00+00:00",
        "explained": explained(),
        "schema": 2,
        **changes,
    }


def explained(**changes) -> dict:
    lines = {"refunded": 3, "counted": 431}
    return {"people": 412, "lines": lines, "other_payments": 37, "requests": 7, **changes}


def test_what_is_written_is_read(tmp_path):
    path = tmp_path / "deep/er/goal.txt"
    write(path, snapshot(mode=Mode.SANDBOX))
    assert read(path) == snapshot(mode=Mode.SANDBOX)


def test_the_document_is_one_that_a_person_can_read_and_git_can_compare(tmp_path):
    write(tmp_path / "goal.txt", snapshot())
    text = (tmp_path / "goal.txt").read_text("utf-8")
    assert json.loads(text) == document()
    assert text.count("\n") == len(document()) + len(explained()) + len(explained()["lines"]) + 4
    assert text.endswith("}\n")


def test_a_state_by_its_older_name_is_read(tmp_path):
    file = tmp_path / "goal.txt"
    write(file, snapshot())
    file.write_text(file.read_text("utf-8").replace('"live",\n  "as_of"', '"counted",\n  "as_of"'), "utf-8")
    assert '"counted"' in file.read_text("utf-8")
    assert read(file) == snapshot()


def test_a_count_becomes_a_snapshot():
    asked = goal(
        metric="net",
        currency="usd",
        targets=(5_000, 10_000),
        starts=date(2026, 10, 1),
        ends=date(2026, 12, 31),
        offline=Offline(250, "cheques"),
    )
    definition = asked.definition(Mode.TEST)
    lines = (Line(Reason.FAILED, 2), Line(Reason.COUNTED, 9))
    count = Count(4_800, NOON, definition, people=7, lines=lines, other_payments=3, requests=4)
    expected = snapshot(
        mode=Mode.TEST,
        definition=definition.fingerprint(),
        metric="net",
        value=4_800,
        offline=250,
        target=10_000,
        currency="usd",
        starts=date(2026, 10, 1),
        ends=date(2026, 12, 31),
        state="stretch",
        explained=Explained(7, lines, 3, 4),
    )
    assert Snapshot.from_count(count, asked) == expected
    assert expected.as_count(asked) == count


def test_no_single_gift_and_nobody_is_in_the_document(tmp_path):
    write(tmp_path / "goal.txt", snapshot())
    text = (tmp_path / "goal.txt").read_text("utf-8")
    assert set(json.loads(text)) == set(document())
    assert set(json.loads(text)["explained"]) == set(explained())
    assert "amount" not in text


def test_a_count_of_the_first_version_is_not_shown_and_the_line_says_how_to_count_again(tmp_path):
    old = {"mode": "live", "campaign": "c", "definition": "0123456789abcdef", "metric": "supporters", "value": 412,
           "target": 1000, "as_of": "2026-11-01T12:00:00+00:00", "schema": 1}  # fmt: skip
    (tmp_path / "goal.txt").write_text(json.dumps(old))
    with pytest.raises(SnapshotError, match=r"earlier version.*wellspring refresh") as error:
        read(tmp_path / "goal.txt")
    assert "\n" not in str(error.value)


def test_a_moment_is_kept_whatever_its_time_zone(tmp_path):
    berlin = NOON.astimezone(timezone(timedelta(hours=1)))
    write(tmp_path / "goal.txt", snapshot(as_of=berlin))
    again = read(tmp_path / "goal.txt")
    assert again is not None
    assert again.as_of == NOON
    assert again.as_of.tzinfo is UTC


def test_no_file_is_no_snapshot(tmp_path):
    assert read(tmp_path / "goal.txt") is None
    assert read(tmp_path / "no/folder/goal.txt") is None


WHOLE = json.dumps(document()).encode()


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"null", b"[]", b"412", b'"x"', b"{}", b"\xff\xfe", b"\x00" * 100, b"[" * 100_000, b"9" * 10_000,
     WHOLE[:-1], WHOLE[: len(WHOLE) // 2], WHOLE + b"x", WHOLE + b" " * 70_000 + b"x"],
)  # fmt: skip
def test_what_is_no_snapshot_is_one_line_that_says_what_to_do(tmp_path, content):
    (tmp_path / "goal.txt").write_bytes(content)
    with pytest.raises(SnapshotError) as error:
        read(tmp_path / "goal.txt")
    assert "goal.txt" in str(error.value)
    assert "delete" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "wrong",
    [{"schema": 3}, {"schema": 0}, {"schema": "2"}, {"schema": 2.0},
     {"schema": True}, {"value": -1}, {"value": 4.5}, {"value": "412"}, {"value": None},
     {"value": True}, {"value": float("nan")}, {"value": float("inf")}, {"target": 0}, {"target": []}, {"mode": "real"},
     {"mode": None}, {"mode": {}}, {"campaign": 5}, {"definition": None}, {"metric": ["supporters"]},
     {"as_of": "yesterday"}, {"as_of": 1793534400},
     {"as_of": "2026-11-01T12:00:00"}, {"as_of": "0001-01-01T00:00:00+14:00"}, {"as_of": None},
     {"metric": "people"}, {"state": "happy"}, {"state": None}, {"value": 10**19}, {"offline": -1}, {"offline": 1.5},
     {"currency": "USD"}, {"currency": "<b>"}, {"currency": 5}, {"starts": "soon"}, {"ends": 20261231},
     {"explained": None}, {"explained": []}, {"explained": explained(people=-1)}, {"explained": explained(lines=[])},
     {"explained": explained(lines={"counted": "412"})}, {"explained": explained(lines={"<script>": 1})},
     {"explained": explained(requests=True)}, {"explained": {"lines": {}}}],
)  # fmt: skip
def test_a_document_with_a_wrong_value_is_no_snapshot(tmp_path, wrong):
    (tmp_path / "goal.txt").write_text(json.dumps(document(**wrong)))
    with pytest.raises(SnapshotError):
        read(tmp_path / "goal.txt")


@pytest.mark.parametrize("key", sorted(document()))
def test_a_document_that_lacks_a_value_is_no_snapshot(tmp_path, key):
    whole = document()
    del whole[key]
    (tmp_path / "goal.txt").write_text(json.dumps(whole))
    with pytest.raises(SnapshotError):
        read(tmp_path / "goal.txt")


def test_a_value_that_a_later_version_adds_is_passed_over(tmp_path):
    (tmp_path / "goal.txt").write_text(json.dumps(document(sentences={"en": "412"})))
    assert read(tmp_path / "goal.txt") == snapshot()


def test_a_folder_is_no_snapshot(tmp_path):
    (tmp_path / "goal.txt").mkdir()
    with pytest.raises(SnapshotError, match=r"goal\.txt"):
        read(tmp_path / "goal.txt")


@given(value=st.integers(0, 10**15), target=st.integers(1, 10**15), campaign=st.text(), as_of=st.datetimes())
def test_any_count_survives_the_file(tmp_path_factory, value, target, campaign, as_of):
    path = tmp_path_factory.getbasetemp() / "any.txt"
    written = snapshot(value=value, target=target, campaign=campaign, as_of=as_of.replace(tzinfo=UTC))
    write(path, written)
    assert read(path) == written


def test_a_write_that_fails_leaves_the_old_count_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "goal.txt"
    write(path, snapshot())

    def full(_descriptor) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SnapshotError, match="No space left") as error:
        write(path, snapshot(value=413))
    assert "\n" not in str(error.value)
    assert read(path) == snapshot()
    assert [file.name for file in tmp_path.iterdir()] == ["goal.txt"]


def test_a_place_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SnapshotError, match=r"cannot be written .*: name another file as `snapshot`"):
        write(tmp_path / "file/goal.txt", snapshot())


@pytest.mark.parametrize("there", [True, False])
def test_a_snapshot_behind_a_link_is_written_there_and_the_link_stays(tmp_path, there):
    kept, link = tmp_path / "ci/cache/goal.txt", tmp_path / "goal.txt"
    if there:
        write(kept, snapshot())
    link.symlink_to("ci/cache/goal.txt")
    write(link, snapshot(value=413))
    assert link.is_symlink()
    assert read(kept) == read(link) == snapshot(value=413)
    assert [file.name for file in kept.parent.iterdir()] == ["goal.txt"]


def test_a_pipe_is_written_to_and_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "goal.txt")
    reader = os.open(tmp_path / "goal.txt", os.O_RDONLY | os.O_NONBLOCK)
    write(tmp_path / "goal.txt", snapshot())
    assert json.loads(os.read(reader, 1 << 16)) == document()
    os.close(reader)
    assert (tmp_path / "goal.txt").is_fifo()


def test_a_pipe_gets_nothing_of_a_text_that_is_not_whole(tmp_path):
    os.mkfifo(tmp_path / "goal.txt")
    reader = os.open(tmp_path / "goal.txt", os.O_RDONLY | os.O_NONBLOCK)
    with suppress(KeyError), replacing(tmp_path / "goal.txt") as file:
        file.write("half")
        raise KeyError
    assert os.read(reader, 1 << 16) == b""
    os.close(reader)


@pytest.mark.parametrize("name", [".", "/", "..", "folder", "link"])
def test_a_folder_is_not_written_to_and_another_name_advised(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    with pytest.raises(SnapshotError, match=r"cannot be written \(Is a directory\): name it otherwise$") as error:
        write_text(Path(name), "text", otherwise="name it otherwise")
    assert str(error.value).startswith(f"{Path(name).name or name}: ")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["folder", "link"]


def test_the_file_may_be_read_by_those_whom_the_umask_lets(tmp_path):
    before = os.umask(0o027)
    try:
        write(tmp_path / "goal.txt", snapshot())
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "goal.txt").stat().st_mode) == 0o640


def test_readers_beside_a_writer_see_one_whole_count_or_the_other(tmp_path):
    path = tmp_path / "goal.txt"
    few, many = snapshot(value=1), snapshot(value=10**12, campaign="x" * 2000)
    write(path, few)
    seen, stop = set(), threading.Event()

    def look() -> None:
        while not stop.is_set():
            seen.add(read(path))

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for turn in range(150):
        write(path, many if turn % 2 else few)
    stop.set()
    for reader in readers:
        reader.join()
    assert seen == {few, many}
    assert [file.name for file in tmp_path.iterdir()] == ["goal.txt"]
