"""How an index changes on disk: all at once, or not at all."""

import importlib
import json
import os
import pickle
import random
import shutil
from concurrent.futures import ThreadPoolExecutor
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
from search.store.durable import FORMAT, fingerprint_of
from search.store.folder import FolderGeneration
from search.store.generations import Generations


def publish(generations: Generations, text: str) -> None:
    with generations.building() as building:
        (building.path / "data").write_text(text, encoding="utf-8")
        building.publish({"text": text})


def current(generations: Generations) -> FolderGeneration:
    return generations.read(lambda generation: generation)


def current_text(generations: Generations) -> str:
    return (current(generations).path / "data").read_text(encoding="utf-8")


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path / "index")


def test_before_the_first_there_is_none(generations: Generations) -> None:
    assert generations.stamp() is None
    with pytest.raises(IndexMissing):
        current(generations)


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


def test_no_flipped_bit_of_the_pointer_goes_unnoticed(tmp_path: Path, talks: tuple[Talk, ...]) -> None:
    index = tmp_path / "index"
    TalkIndex(index).rebuild(talks)
    pointer = index / "current"
    written = pointer.read_bytes()
    for bit in range(8 * len(written)):
        flipped = bytearray(written)
        flipped[bit // 8] ^= 1 << bit % 8
        pointer.write_bytes(flipped)
        with pytest.raises(EngineError):
            TalkIndex(index).status()
    for more in (b"\n", b" ", b"\0"):
        pointer.write_bytes(written + more)
        with pytest.raises(EngineError):
            TalkIndex(index).status()


def test_a_damaged_pointer_does_not_stop_a_rebuild(generations: Generations) -> None:
    publish(generations, "一")
    (generations.root / "current").write_text("{", encoding="utf-8")
    with pytest.raises(IndexDamaged, match="current"):
        current(generations)
    publish(generations, "二")
    assert current_text(generations) == "二"


@pytest.mark.parametrize("text", ["[]", "3", "null", '"x"', "{}"])
def test_a_pointer_of_another_kind_is_damage(tmp_path: Path, text: str) -> None:
    generations = Generations(tmp_path / "index")
    publish(generations, "一")
    (tmp_path / "index" / "current").write_text(text)
    with pytest.raises(IndexDamaged, match="format"):
        current(generations)


def test_what_goes_behind_an_open_index_is_named(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "index")
    generation = current(Generations(tmp_path / "index"))
    verified = generation.verify()
    files = [generation.path / name for name in generation.files]
    assert (verified.files, verified.size) == (len(files), sum(path.stat().st_size for path in files))
    assert generation.part("nothing") == b""
    for path in files:
        kept = path.read_bytes()
        assert generation.part(path.name) == kept
        path.unlink()
        for read in (lambda name: generation.part(name), lambda name: generation.verify()):
            with pytest.raises(IndexDamaged, match=path.name):
                read(path.name)
        path.write_bytes(kept)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no /proc")
def test_writing_and_reading_leave_nothing_open(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "index")
    publish(generations, "一")
    before = len(os.listdir("/proc/self/fd"))
    for text in "二三":
        publish(generations, text)
        assert current_text(generations) == text
    assert len(os.listdir("/proc/self/fd")) == before


def test_who_has_it_keeps_others_out_until_the_end(tmp_path: Path) -> None:
    here, there = Generations(tmp_path / "index"), Generations(tmp_path / "index")

    def elsewhere() -> None:
        with ThreadPoolExecutor(1) as other:
            other.submit(publish, there, "二").result()

    with here.building(), pytest.raises(IndexLocked):
        elsewhere()
    elsewhere()
    assert current_text(here) == "二"
    with here.building(), pytest.raises(IndexLocked):
        publish(there, "三")


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
        current(generations)


@pytest.mark.parametrize("mode", [0o755, 0o777, 0o1777, 0o770])
def test_what_lay_open_to_others_is_made_anew_and_never_read(
    tmp_path: Path, talks: tuple[Talk, ...], mode: int
) -> None:
    root = tmp_path / "index"
    TalkIndex(root).rebuild(talks)
    ran = tmp_path / "ran"

    class Planted:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(ran),)

    # Somebody who may write here can make everything fit.
    generation = root / "generations" / "1"
    planted = pickle.dumps(Planted())
    (generation / "_MAIN_1.toc").write_bytes(planted)
    publish_again(root)
    root.chmod(mode)
    with pytest.raises(IndexUnsafe):
        TalkIndex(root).search(Query())
    assert TalkIndex(root).rebuild(talks).generation == 1
    assert not ran.exists()
    assert root.stat().st_mode & 0o7777 & 0o077 == 0
    assert TalkIndex(root).search(Query()).total == 5
    assert planted not in [path.read_bytes() for path in root.rglob("*") if path.is_file()]


def publish_again(root: Path) -> None:
    """Make manifest and pointer fit the files of generation 1."""
    generation = root / "generations" / "1"
    manifest = json.loads((generation / "manifest.json").read_text())
    for name, fingerprint in manifest["files"].items():
        if "sha256" in fingerprint:
            manifest["files"][name] = fingerprint_of(generation / name)
    (generation / "manifest.json").write_text(json.dumps(manifest))
    pointer = {
        "format": FORMAT,
        "generation": 1,
        "manifest": fingerprint_of(generation / "manifest.json"),
    }
    (root / "current").write_text(json.dumps(pointer))


def test_a_link_planted_in_an_open_folder_leads_nowhere(generations: Generations, tmp_path: Path) -> None:
    generations.root.mkdir(mode=0o777)
    generations.root.chmod(0o777)
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "5").mkdir()
    (generations.root / "generations").symlink_to(precious)
    (generations.root / "current.new").symlink_to(tmp_path / "file")
    publish(generations, "一")
    assert [path.name for path in precious.iterdir()] == ["5"]
    assert not (tmp_path / "file").exists()
    assert current_text(generations) == "一"


def test_an_update_never_reads_what_lay_open_to_others(tmp_path: Path, talks: tuple[Talk, ...]) -> None:
    TalkIndex(tmp_path).rebuild(talks)
    tmp_path.chmod(0o777)
    with pytest.raises(IndexMissing):
        TalkIndex(tmp_path).update(talks[:4], removed=["dogenzaka"])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("name", ["_MAIN_1.toc", "segments.json", "manifest.json", "lexicon.json"])
def test_a_file_of_another_user_is_refused(tmp_path: Path, talks: tuple[Talk, ...], name: str) -> None:
    TalkIndex(tmp_path).rebuild(talks)
    os.chown(tmp_path / "generations" / "1" / name, 12345, 12345)
    with pytest.raises(IndexUnsafe, match=name):
        TalkIndex(tmp_path).search(Query())
    assert TalkIndex(tmp_path).rebuild(talks).talks == 5


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
@pytest.mark.parametrize("mode", [0o700, 0o777])
def test_a_rebuild_leaves_a_folder_of_another_user_as_it_is(generations: Generations, mode: int) -> None:
    publish(generations, "一")
    os.chown(generations.root, 12345, 12345)
    generations.root.chmod(mode)
    with pytest.raises(IndexUnsafe, match="another user"):
        publish(generations, "二")
    assert generations.root.stat().st_mode & 0o7777 == mode
    assert sorted(path.name for path in (generations.root / "generations").iterdir()) == ["1"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_refused(generations: Generations) -> None:
    publish(generations, "一")
    os.chown(generations.root, 12345, 12345)
    with pytest.raises(IndexUnsafe, match="another user"):
        current(generations)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_takes_no_files_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(IndexUnwritable, match="another index folder"):
        publish(Generations(tmp_path / "index"), "一")
    tmp_path.chmod(0o700)


def test_a_reader_whom_two_rebuilds_overtake_reads_the_newest(generations: Generations) -> None:
    publish(generations, "一")
    read: list[int] = []

    def slowly(generation: FolderGeneration) -> str:
        read.append(generation.number)
        if len(read) == 1:
            publish(generations, "二")
            publish(generations, "三")
        try:
            return (generation.path / "data").read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise IndexDamaged("gone") from error

    assert generations.read(slowly) == "三"
    assert read == [1, 3]


@pytest.mark.parametrize("overtaken", ["search.store.folder.open_engine", "search.following.lexicon_of"])
def test_an_index_that_two_rebuilds_overtake_while_it_is_opened_answers(
    tmp_path: Path, talks: tuple[Talk, ...], monkeypatch: pytest.MonkeyPatch, overtaken: str
) -> None:
    writer = TalkIndex(tmp_path)
    writer.rebuild(talks[:2])
    module, name = overtaken.rsplit(".", 1)
    real = getattr(importlib.import_module(module), name)
    opened: list[object] = []

    def late(place: object) -> object:
        opened.append(place)
        if len(opened) == 1:
            # Neither shares a file with the first.
            for count in (3, 5):
                with monkeypatch.context() as patch:
                    patch.setattr(overtaken, real)
                    patch.setattr(TalkIndex, "_reusable", lambda self: None)
                    writer.rebuild(talks[:count])
        return real(place)

    monkeypatch.setattr(overtaken, late)
    assert TalkIndex(tmp_path).search(Query()).total == 4
    assert len(opened) == 2


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
