"""A running reader outlives mishaps: what is open answers until something newer can be opened."""

import itertools
import json
import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from search import following
from search.errors import IndexDamaged, IndexMissing, IndexStale, IndexUnsafe
from search.index import TalkIndex
from search.model import Query, Talk
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
def root(tmp_path: Path, talks: tuple[Talk, ...]) -> Path:
    TalkIndex(tmp_path / "index").rebuild(talks)
    return tmp_path / "index"


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
