"""What a TalkIndex says without an index, and what a rebuild that goes wrong leaves."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from search.engines import Kept, write_index
from search.engines.batches import Batch
from search.errors import CorpusError, IndexDamaged, IndexMissing, IndexStale, IndexUnwritable
from search.index import TalkIndex
from search.model import Query, Talk


def test_without_an_index_it_is_said_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="indexer rebuild"):
        TalkIndex(tmp_path / "none").search(Query("監視"))


def test_another_analysis_makes_an_index_stale(
    tmp_path: Path, talks: tuple[Talk, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    TalkIndex(tmp_path).rebuild(talks)
    monkeypatch.setattr("search.text.analysis.RECIPE", -1)
    index = TalkIndex(tmp_path)
    assert index.status().is_stale
    with pytest.raises(IndexStale, match="indexer rebuild"):
        index.search(Query("監視"))


def test_no_talk_at_all_leaves_the_old_index(tmp_path: Path, talks: tuple[Talk, ...]) -> None:
    index = TalkIndex(tmp_path)
    index.rebuild(talks)
    with pytest.raises(CorpusError):
        index.rebuild([])
    with pytest.raises(CorpusError, match="dogenzaka/hbase"):
        index.rebuild([*talks, talks[0]])
    assert index.search(Query()).total == 5


def test_a_failure_in_the_middle_leaves_the_old_index(tmp_path: Path, talks: tuple[Talk, ...]) -> None:
    index = TalkIndex(tmp_path)
    index.rebuild(talks)

    def fail(done: int) -> None:
        if done:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        index.rebuild([replace(talk, title=f"{talk.title}、再び") for talk in talks], on_talk=fail)
    assert index.search(Query()).total == 5
    assert [path.name for path in (tmp_path / "generations").iterdir()] == ["1"]


def test_what_does_not_read_back_is_never_published(
    tmp_path: Path, talks: tuple[Talk, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = TalkIndex(tmp_path)
    index.rebuild(talks)

    def lose_the_last(path: Path, batches: Iterable[Batch], kept: Kept | None) -> None:
        write_index(path, list(batches)[:-1], kept)

    monkeypatch.setattr("search.store.generations.write_index", lose_the_last)
    with pytest.raises(IndexDamaged, match="old index"):
        index.rebuild([*talks[:3], replace(talks[4], title="新しい題")])
    assert index.search(Query()).total == 5


def test_what_reads_back_otherwise_is_never_published(
    tmp_path: Path, talks: tuple[Talk, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = TalkIndex(tmp_path)
    index.rebuild(talks)

    def alter(path: Path, batches: Iterable[Batch], kept: Kept | None) -> None:
        altered = [
            structs.replace(batch, stored=tuple(text + " " for text in batch.stored)) for batch in batches
        ]
        write_index(path, altered, kept)

    monkeypatch.setattr("search.store.generations.write_index", alter)
    with pytest.raises(IndexDamaged, match="did not read back"):
        index.rebuild([replace(talks[4], title="新しい題")])
    assert index.search(Query()).total == 5


def test_an_open_index_follows_a_rebuild_elsewhere(tmp_path: Path, talks: tuple[Talk, ...]) -> None:
    reader = TalkIndex(tmp_path)
    TalkIndex(tmp_path).rebuild(talks)
    assert reader.search(Query()).total == 5
    TalkIndex(tmp_path).rebuild(talks[:2])
    assert reader.search(Query()).total == 2


def test_an_index_folder_below_a_file_is_named(tmp_path: Path, talks: tuple[Talk, ...]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(IndexUnwritable, match="file"):
        TalkIndex(tmp_path / "file" / "index").rebuild(talks)
