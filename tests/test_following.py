"""A running reader outlives mishaps: what is open answers until something newer can be opened."""

import dataclasses
import gc
import itertools
import json
import logging
import os
import shutil
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from search import following
from search.engines.columnar import files
from search.engines.whoosh_engine import WhooshEngine
from search.errors import IndexDamaged, IndexMissing, IndexStale, IndexUnsafe
from search.index import TalkIndex
from search.model import Filter, Query, Talk
from search.settings import Settings
from web import create_app

MISHAPS: dict[str, Callable[[Path], object]] = {
    "no pointer": lambda root: (root / "current").unlink(),
    "half a pointer": lambda root: os.truncate(root / "current", 40),
    "a pointer to nothing": lambda root: (root / "current").write_text('{"format": 2, "generation": 9}'),
    "a pointer of bytes": lambda root: (root / "current").write_bytes(b"\xff\xfe"),
    "no index": shutil.rmtree,
    "an open folder": lambda root: (root.chmod(0o777), os.utime(root / "current")),
}


@pytest.fixture
def root(tmp_path: Path, built: Path) -> Path:
    return shutil.copytree(built, tmp_path / "index")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of the clock, to be set."""
    now = [1_000.0]
    monkeypatch.setattr("search.following.time.monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize("mishap", MISHAPS)
def test_what_is_open_goes_on_answering(
    root: Path, talks: tuple[Talk, ...], mishap: str, caplog: pytest.LogCaptureFixture, clock: list[float]
) -> None:
    index = TalkIndex(root)
    client = create_app(Settings(index=root), index).test_client()
    assert client.get("/search.json").get_json()["total"] == 5
    MISHAPS[mishap](root)
    with caplog.at_level(logging.ERROR):
        for _ in range(20):
            assert client.get("/search.json").get_json()["total"] == 5
    assert isinstance(index.trouble, IndexMissing | IndexDamaged | IndexUnsafe)
    assert len(caplog.records) == 1
    # A fresh reader is refused, and a rebuild mends it for both at once.
    with pytest.raises(type(index.trouble)):
        TalkIndex(root).search(Query())
    TalkIndex(root).rebuild(talks[:2])
    assert client.get("/search.json").get_json()["total"] == 2
    assert index.trouble is None


def test_files_that_vanish_or_are_cut_or_written_over_change_no_answer(root: Path) -> None:
    index = TalkIndex(root)
    whole = index.search(Query("監視 バッファ"))
    for path in root.rglob("*.arrays"):
        path.write_bytes(bytes(path.stat().st_size))
        os.truncate(path, 10)
        path.unlink()
    assert index.search(Query("監視 バッファ")).hits == whole.hits
    assert index.search(Query("シャーディング")).total


def test_it_is_tried_again_at_growing_intervals(
    root: Path, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = TalkIndex(root)
    index.search(Query())
    pointer = (root / "current").read_bytes()
    (root / "current").write_text("{")
    tries: list[float] = []
    opening = following.Following.open_now

    def noted(self: following.Following) -> object:
        tries.append(clock[0])
        return opening(self)

    monkeypatch.setattr(following.Following, "open_now", noted)
    for _ in range(400):
        index.search(Query())
        clock[0] += 0.5
    pauses = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert pauses[:4] == [1, 2, 4, 8]
    assert max(pauses) <= following.LONGEST_PAUSE
    (root / "current").write_bytes(pointer)
    index.search(Query())
    assert index.trouble is None


def test_an_index_of_another_version_does_not_take_over(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = TalkIndex(root)
    index.search(Query())
    newer = TalkIndex(root)
    newer._analyzer.__dict__["fingerprint"] = "newer"
    newer.rebuild([index.talk("kaigi/node")])
    assert index.search(Query()).total == 5
    assert isinstance(index.trouble, IndexStale)


def test_a_reader_without_an_index_tries_every_time(root: Path, talks: tuple[Talk, ...]) -> None:
    pointer = (root / "current").read_bytes()
    (root / "current").unlink()
    index = TalkIndex(root)
    for _ in range(3):
        with pytest.raises(IndexMissing):
            index.search(Query())
    (root / "current").write_bytes(pointer)
    assert index.search(Query()).total == 5
    assert json.loads(pointer)["generation"] == 1


def ask_everything(index: TalkIndex, talk: Talk) -> None:
    """Ask whatever makes a generation keep something."""
    query = Query("shardng 監視 バッファ", filters=(Filter("technology", "MongoDB"),))
    for text in ("", query.text, '"引っ越し"', "kafuka", "発表者:桑野", "片岡"):
        asked = dataclasses.replace(query, text=text)
        index.search(asked)
        index.ways_out(asked)
        index.near_words(text)
        index.suggestions(text)
        index.complete(text)
        index.marks("監視の話", text)
        index.facet(asked, "speaker", "く", 5)
    index.related(talk)
    index.event("dogenzaka")
    index.events()
    index.names("speaker")
    index.name("technology", "mongodb")


@pytest.mark.parametrize("at_once", [files.CHECKED_AT_ONCE, -1], ids=["read", "mapped"])
def test_an_old_generation_goes_with_the_last_question_and_waits_for_no_collector(
    root: Path, talks: tuple[Talk, ...], monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(files, "CHECKED_AT_ONCE", at_once)
    index = TalkIndex(root)
    ask_everything(index, talks[0])
    opened = index._current()
    old = [
        weakref.ref(each)
        for each in (
            *(opened, opened.engine, opened.guide, opened.vocabulary),
            *(data.file for _, data, _ in opened.engine._segments),  # type: ignore[attr-defined]
        )
    ]
    del opened
    gc.collect()
    gc.disable()
    try:
        with monkeypatch.context() as patch:
            patch.setattr(TalkIndex, "_reusable", lambda self: None)
            TalkIndex(root).rebuild(talks[:3])
        assert index.search(Query()).total == 3
        assert [each() for each in old] == [None] * len(old)
        maps = Path("/proc/self/maps")
        if maps.exists():
            assert f"{root}/generations/1/" not in maps.read_text()
    finally:
        gc.enable()


def test_what_could_not_be_made_once_is_made_the_next_time(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = TalkIndex(root)
    with monkeypatch.context() as patch:
        patch.setattr("search.guide.near_words.SlipFinder", fail)
        with pytest.raises(MemoryError):
            index.near_words("elasticserch")
    assert index.near_words("elasticserch")["elasticserch"][0].text == "Elasticsearch"


def fail(*parts: object, **options: object) -> None:
    raise MemoryError


def test_who_prepares_finds_the_tables_of_a_large_index_made(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.open_generation._MANY", 1)
    index = TalkIndex(root)
    index.prepare()
    opened = index._current()
    assert "guide" in vars(opened)
    words = opened.vocabulary
    assert all({"slips", "terms"} <= vars(each).keys() for each in (words.latin, words._katakana))


def test_who_prepares_finds_every_block_of_a_mapped_index_checked(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.open_generation._MANY", 1)
    monkeypatch.setattr(files, "CHECKED_AT_ONCE", 0)
    index = TalkIndex(root)
    index.prepare()
    engine = index._current().engine
    assert isinstance(engine, WhooshEngine)
    assert all(all(data.file.seen) for _, data, _ in engine._segments)


def test_an_index_that_cannot_be_opened_is_prepared_for_nothing(tmp_path: Path) -> None:
    TalkIndex(tmp_path).prepare()
