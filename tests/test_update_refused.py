"""What cannot be updated rightly is refused, and the index stays as it was."""

import dataclasses
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from evenings import assert_same, evening, rebuilt

from search.engines import Kept, write_index
from search.engines.batches import Batch
from search.errors import CorpusError, IndexDamaged, IndexLocked, IndexMissing
from search.index import TalkIndex
from search.model import Query


def test_a_damaged_index_is_made_anew_and_not_carried_over(tmp_path: Path) -> None:
    evenings = [evening(number) for number in range(10)]
    rebuilt(tmp_path / "index", evenings)
    path = next((tmp_path / "index").rglob("*.arrays"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)
    with pytest.raises(IndexDamaged, match=path.name):
        TalkIndex(tmp_path / "index").search(Query("監視"))
    done: list[int] = []
    fresh = TalkIndex(tmp_path / "index")
    fresh.rebuild([talk for talks in evenings for talk in talks], on_talk=done.append)
    assert done[0] == 0
    assert_same(fresh, rebuilt(tmp_path / "whole", evenings))


def test_an_update_of_a_damaged_or_missing_index_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        TalkIndex(tmp_path / "none").update(evening(1), removed=[])
    index = rebuilt(tmp_path / "index", [evening(1)])
    pointer = tmp_path / "index" / "current"
    pointer.write_text("{", encoding="utf-8")
    with pytest.raises(IndexDamaged):
        index.update(evening(2), removed=[])


def test_damage_that_an_update_does_not_meet_is_found_before_it_is_carried_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As of a file that is too large to be read whole when it is opened.
    monkeypatch.setattr("search.engines.columnar.files.CHECKED_AT_ONCE", 0)
    index = rebuilt(tmp_path / "index", [evening(number) for number in range(100)])
    path = next((tmp_path / "index").rglob("*.arrays"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)
    with pytest.raises(IndexDamaged, match=path.name):
        index.update(evening(100), removed=[])
    with pytest.raises(IndexDamaged, match=path.name):
        index.update(evening(100), removed=[], checked=index.check)
    # What was checked may be gone by now.
    with pytest.raises(IndexDamaged, match=path.name):
        index.update(evening(100), removed=[], checked=lambda: 0)
    assert index.status().generation == 1


def test_a_generation_that_was_just_checked_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = rebuilt(tmp_path / "index", [evening(1)])
    checked = index.check()
    read: list[Path] = []
    monkeypatch.setattr("search.store.folder.check_file", read.append)
    assert index.update(evening(2), removed=[], checked=lambda: checked).generation == 2
    assert not read
    assert index.update(evening(3), removed=[]).generation == 3
    assert read


def test_an_update_with_an_id_of_another_talk_changes_nothing(tmp_path: Path) -> None:
    index = rebuilt(tmp_path / "index", [evening(1), evening(2)])
    stranger = [dataclasses.replace(evening(3)[0], id="e1/0")]
    with pytest.raises(CorpusError, match="e1/0"):
        index.update(stranger, removed=[])
    with pytest.raises(CorpusError, match="e2/1"):
        index.update([dataclasses.replace(evening(3)[0], aliases=("e2/1",))], removed=["e1"])
    assert_same(index, rebuilt(tmp_path / "whole", [evening(1), evening(2)]))


def test_an_update_that_would_leave_nothing_changes_nothing(tmp_path: Path) -> None:
    index = rebuilt(tmp_path / "index", [evening(1)])
    with pytest.raises(CorpusError, match="no talk"):
        index.update([], removed=["e1"])
    assert index.search(Query()).total > 0


def test_an_event_is_never_listed_twice(tmp_path: Path) -> None:
    index = rebuilt(tmp_path / "index", [evening(1), evening(2)])
    before = index.events()
    new = [dataclasses.replace(evening(1)[0], id="e1/new", title="監視")]
    with pytest.raises(CorpusError, match="e1"):
        index.update(new, removed=[])
    with pytest.raises(CorpusError, match="e1"):
        index.update(new, removed=["e2"])
    assert index.events() == before
    moved = dataclasses.replace(evening(1)[1], event=dataclasses.replace(evening(1)[0].event, venue="秋葉原"))
    for work in (
        lambda: index.update([evening(1)[0], moved], removed=["e1"]),
        lambda: index.rebuild([evening(1)[0], moved]),
    ):
        with pytest.raises(CorpusError, match="two events are called e1"):
            work()
    index.update(new, removed=["e1"])
    assert [entry.event.id for entry in index.events()] == ["e1", "e2"]


@pytest.mark.parametrize(
    "double", [{"id": "e1/0"}, {"id": "e9/0", "aliases": ("e1/0",)}, {"id": "e1/old"}], ids=str
)
def test_an_update_with_a_taken_id_changes_nothing(tmp_path: Path, double: dict[str, Any]) -> None:
    first = [dataclasses.replace(evening(1)[0], aliases=("e1/old",)), *evening(1)[1:]]
    index = rebuilt(tmp_path / "index", [first])
    fresh = dataclasses.replace(evening(9)[0], id="e9/fresh")
    with pytest.raises(CorpusError, match="called"):
        index.update([fresh, dataclasses.replace(evening(9)[1], **double)], removed=[])
    with pytest.raises(CorpusError, match="two talks are called"):
        index.update([fresh, dataclasses.replace(evening(9)[1], id="e9/fresh")], removed=[])
    assert_same(index, rebuilt(tmp_path / "whole", [first]))


@pytest.mark.parametrize("lost", ["what was kept", "what was made", "everything made but the last"])
def test_what_was_lost_while_writing_is_never_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    index = rebuilt(tmp_path / "index", [evening(1), evening(2)])

    def lossy(directory: Path, batches: Iterable[Batch], kept: Kept | None) -> None:
        made = list(batches)
        if lost == "what was kept":
            kept = None
        write_index(directory, [] if lost == "what was made" else made if kept is None else made[-1:], kept)

    works = (
        lambda: index.update(evening(3), removed=[]),
        lambda: index.rebuild([*evening(1), *evening(2), *evening(3)]),
    )
    with monkeypatch.context() as patch:
        patch.setattr("search.store.generations.write_index", lossy)
        for work in works:
            with pytest.raises(IndexDamaged, match="stays as it is"):
                work()
    assert index.status().generation == 1
    assert_same(index, rebuilt(tmp_path / "whole", [evening(1), evening(2)]))


def test_an_update_worked_out_from_an_older_index_changes_nothing(tmp_path: Path) -> None:
    index = rebuilt(tmp_path / "index", [evening(1)])
    index.update(evening(2), removed=[], sources=b"newer")
    with pytest.raises(IndexLocked, match="try again"):
        index.update(evening(3), removed=[], sources=b"mine", since=b"older")
    assert index.sources() == b"newer"
    assert_same(index, rebuilt(tmp_path / "whole", [evening(1), evening(2)]))
