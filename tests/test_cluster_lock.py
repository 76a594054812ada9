"""The lock of a cluster, on documents in memory that compare and swap as a cluster does."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("opensearchpy")

from search.engines.opensearch.client import Cluster
from search.engines.opensearch.nodes import Json
from search.engines.opensearch.refusals import Conflict
from search.errors import IndexLocked, IndexUnreachable
from search.store import cluster_lock
from search.store.cluster_documents import Documents, Version
from search.store.cluster_lock import Lock, taken


class Memory(Documents):
    """Documents in memory. As many writes as are `lost` are done, but say that they are not."""

    def __init__(self) -> None:
        super().__init__(Cluster(["http://127.0.0.1:9"]), "notes")
        self.held: dict[str, tuple[Json, Version]] = {}
        self.writes = 0
        self.lost = 0

    def read(self, name: str, patience: float | None = None) -> tuple[Json, Version] | None:
        return self.held.get(name)

    def write(self, name: str, value: Json, since: Version | None) -> Version:
        if (self.held[name][1] if name in self.held else None) != since:
            raise Conflict("somebody else has written in between")
        self.writes += 1
        self.held[name] = value, Version(self.writes, 1)
        if self.lost:
            # As when an answer is late and the same is sent again.
            self.lost -= 1
            raise Conflict("somebody else has written in between")
        return self.held[name][1]

    def remove(self, name: str, since: Version) -> None:
        if name in self.held and self.held[name][1] == since:
            del self.held[name]


@pytest.fixture
def documents() -> Iterator[Memory]:
    memory = Memory()
    yield memory
    assert "lock" not in memory.held


def silent_for(documents: Memory, seconds: float) -> None:
    """Let a lock be held by a process that was last heard of so long ago."""
    mute: Any = {"owner": "other", "host": "elsewhere", "pid": 7, "beat": time.time() - seconds}
    documents.write("lock", mute, documents.held["lock"][1] if "lock" in documents.held else None)


def test_two_cannot_hold_it_and_the_second_is_told_who_does(documents: Memory) -> None:
    with taken(documents), pytest.raises(IndexLocked, match=r"process \d+ on .*try again in 60 s"):
        Lock(documents)


def test_it_is_free_again_even_when_the_writer_fails(documents: Memory) -> None:
    with pytest.raises(ZeroDivisionError), taken(documents):
        raise ZeroDivisionError
    with taken(documents):
        assert "lock" in documents.held


def test_a_writer_that_was_heard_of_a_minute_ago_is_waited_for_no_longer(documents: Memory) -> None:
    silent_for(documents, seconds=30)
    with pytest.raises(IndexLocked):
        Lock(documents)
    silent_for(documents, seconds=61)
    with taken(documents) as lock:
        lock.confirm()


def test_who_was_taken_over_from_learns_of_it_and_does_not_free_the_lock(documents: Memory) -> None:
    lock = Lock(documents)
    silent_for(documents, seconds=0)
    with pytest.raises(IndexLocked, match="took over"):
        lock.confirm()
    lock.release()
    assert documents.held.pop("lock")[0]["owner"] == "other"


@pytest.mark.parametrize("when", ["taking", "confirming"])
def test_an_answer_that_is_lost_is_no_other_writer(documents: Memory, when: str) -> None:
    documents.lost = int(when == "taking")
    with taken(documents) as lock:
        documents.lost = int(when == "confirming")
        lock.confirm()
        lock.confirm()


def test_a_heart_beats_through_an_outage_until_it_is_released(
    documents: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_lock, "BEAT", 0.01)
    write, beats = documents.write, []

    def unsteady(name: str, value: Json, since: Version | None) -> Version:
        beats.append(value["beat"])
        if len(beats) in (2, 3):
            raise IndexUnreachable("the cluster does not answer")
        return write(name, value, since)

    monkeypatch.setattr(documents, "write", unsteady)
    with taken(documents):
        ends = time.monotonic() + 30
        while len(beats) < 6 and time.monotonic() < ends:
            time.sleep(0.01)
        assert documents.held["lock"][0]["beat"] > beats[0]
    stopped = len(beats)
    time.sleep(0.05)
    assert len(beats) == stopped >= 6


def test_who_takes_over_knows_what_the_dead_one_was_making(documents: Memory) -> None:
    with taken(documents) as lock:
        assert lock.last == 0
        lock.begin(7)
        dead = documents.held["lock"]
    documents.held["lock"] = {**dead[0], "owner": "other", "beat": 0.0}, dead[1]
    with taken(documents) as lock:
        assert lock.last == 7


def test_a_lock_that_is_gone_was_lost(documents: Memory) -> None:
    with taken(documents) as lock:
        del documents.held["lock"]
        with pytest.raises(IndexLocked, match="took over"):
            lock.confirm()
