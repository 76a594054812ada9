"""How an index changes on disk: all at once, or not at all."""

import json
import os
import random
import shutil
from pathlib import Path

import pytest

from search.errors import (
    EngineError,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexUnsafe,
    IndexUnwritable,
)
from search.index import TalkIndex
from search.model import Query, Talk
from search.store.generations import Generations


def publish(generations: Generations, text: str) -> None:
    with generations.building() as building:
        (building.path / "data").write_text(text, encoding="utf-8")
        building.publish({"text": text})


def current_text(generations: Generations) -> str:
    return (generations.open_current().path / "data").read_text(encoding="utf-8")


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path / "index")


def test_before_the_first_there_is_none(generations: Generations) -> None:
    assert generations.stamp() is None
    with pytest.raises(IndexMissing):
        generations.open_current()


def test_the_newest_published_one_is_current(generations: Generations) -> None:
    publish(generations, "一")
    before = generations.stamp()
    publish(generations, "二")
    assert current_text(generations) == "二"
    assert generations.stamp() != before


def test_what_is_not_published_is_thrown_away(generations: Generations) -> None:
    publish(generations, "一")
    with generations.building() as building:
        (building.path / "data").write_text("二", encoding="utf-8")
    assert current_text(generations) == "一"
    assert sorted(path.name for path in (generations.root / "generations").iterdir()) == ["1"]


def test_the_one_before_stays_for_readers_that_are_just_opening_it(generations: Generations) -> None:
    for text in "一二三四":
        publish(generations, text)
    assert sorted(path.name for path in (generations.root / "generations").iterdir()) == ["3", "4"]


def test_what_a_dead_process_left_is_swept_by_the_next(generations: Generations) -> None:
    publish(generations, "一")
    left = generations.root / "generations" / "2.building"
    left.mkdir()
    unpublished = generations.root / "generations" / "7"
    shutil.copytree(generations.root / "generations" / "1", unpublished)
    assert current_text(generations) == "一"
    publish(generations, "二")
    assert not left.exists()
    assert not unpublished.exists()
    assert current_text(generations) == "二"


def test_two_cannot_build_at_once(generations: Generations) -> None:
    with generations.building(), pytest.raises(IndexLocked, match="wait"):
        publish(Generations(generations.root), "二")


def test_a_damaged_pointer_does_not_stop_a_rebuild(generations: Generations) -> None:
    publish(generations, "一")
    (generations.root / "current").write_text("{", encoding="utf-8")
    with pytest.raises(IndexDamaged, match="current"):
        generations.open_current()
    publish(generations, "二")
    assert current_text(generations) == "二"


def test_a_folder_with_other_things_is_not_taken_over(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("", encoding="utf-8")
    mode = tmp_path.stat().st_mode
    with pytest.raises(IndexUnwritable, match=r"thesis\.tex"):
        publish(Generations(tmp_path), "一")
    assert tmp_path.stat().st_mode == mode


def test_the_folder_is_the_owners_alone(generations: Generations) -> None:
    publish(generations, "一")
    assert generations.root.stat().st_mode & 0o777 == 0o700
    generations.root.chmod(0o755)
    with pytest.raises(IndexUnsafe, match="chmod 700"):
        generations.open_current()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_refused(generations: Generations) -> None:
    publish(generations, "一")
    os.chown(generations.root, 12345, 12345)
    with pytest.raises(IndexUnsafe, match="another user"):
        generations.open_current()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_takes_no_files_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(IndexUnwritable, match="another index folder"):
        publish(Generations(tmp_path / "index"), "一")
    tmp_path.chmod(0o700)


@pytest.mark.parametrize("fault", ["flip", "cut", "remove"])
def test_no_fault_in_any_file_goes_unnoticed(tmp_path: Path, talks: tuple[Talk, ...], fault: str) -> None:
    TalkIndex(tmp_path / "index").rebuild(talks, sources=b"notes")
    chance = random.Random(fault)
    files = [path for path in (tmp_path / "index").rglob("*") if path.is_file() and path.name != "lock"]
    assert len(files) > 5
    for path in files:
        whole = path.read_bytes()
        # Most of an index is one file.
        for _ in range(1 if fault == "remove" else 30 if path.suffix == ".arrays" else 3):
            if fault == "flip":
                position = chance.randrange(len(whole))
                flipped = whole[position] ^ 1 << chance.randrange(8)
                path.write_bytes(whole[:position] + bytes([flipped]) + whole[position + 1 :])
            elif fault == "cut":
                path.write_bytes(whole[: chance.randrange(len(whole))])
            else:
                path.unlink()
            try:
                answer = TalkIndex(tmp_path / "index").search(Query()).total
            except EngineError as error:
                assert "indexer rebuild" in str(error)
            else:
                # White space of the pointer may change without changing what it says.
                assert path.name == "current"
                assert answer == 5
            path.write_bytes(whole)
    assert TalkIndex(tmp_path / "index").search(Query()).total == 5


def test_the_manifest_says_what_the_index_holds(tmp_path: Path, talks: tuple[Talk, ...]) -> None:
    TalkIndex(tmp_path).rebuild(talks)
    manifest = json.loads((tmp_path / "generations" / "1" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["facts"]["talks"] == 5
    assert {"size", "sha256"} == set(manifest["files"]["lexicon.json"])
