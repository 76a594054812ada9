"""An index that is changed a little at a time answers as one that was made of the whole at once."""

import dataclasses
import datetime
import random
import sys
import threading
import time
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from evenings import assert_same, evening, rebuilt
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from search.build.tokenizing import batches_of
from search.documents import PlacedTalk
from search.engines import Engine, Handle, Outgrown
from search.engines.batches import Batch
from search.index import TalkIndex
from search.model import SORTS, Event, Query, Talk
from search.store.generations import Building
from search.store.store import Generation
from search.text.analysis import Analyzer


@pytest.fixture(autouse=True, scope="module")
def one_analyzer() -> Iterator[None]:
    """Open the dictionary once for all."""
    analyzer = Analyzer()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.index.Analyzer", lambda: analyzer)
        yield


@pytest.mark.slow
def test_after_thirty_updates_everything_is_as_if_made_at_once(tmp_path: Path) -> None:
    chance = random.Random(4)
    evenings = {number: evening(number) for number in range(12)}
    index = rebuilt(tmp_path / "updated", list(evenings.values()))
    for step in range(30):
        number = chance.randrange(15)
        if chance.random() < 0.2 and number in evenings:
            del evenings[number]
            index.update([], removed=[f"e{number}"])
        else:
            talks = evening(number, step, talks=chance.randrange(1, 6))
            # Some talks of an evening stay as they are, not always in the same order.
            stay = [talk for talk in evenings.get(number, []) if chance.random() < 0.5]
            ids = {talk.id for talk in stay}
            evenings[number] = [*stay, *(talk for talk in talks if talk.id not in ids)]
            chance.shuffle(evenings[number])
            index.update(evenings[number], removed=[f"e{number}"])
        if step % 10 == 9:
            assert_same(index, rebuilt(tmp_path / f"whole-{step}", list(evenings.values())))


STEPS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["write", "remove", "shuffle", "insert", "rebuild"]),
        st.integers(0, 10_000),
    ),
    min_size=1,
    max_size=8,
)


@pytest.mark.slow
@examples(6)
@given(STEPS)
def test_however_an_index_came_to_be_it_answers_in_the_same_order(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, str, int]]
) -> None:
    """An evening is written anew, taken away, put in another order, or given a talk before the others."""
    folder = tmp_path_factory.mktemp("history")
    evenings = {number: evening(number) for number in range(4)}
    index = rebuilt(folder / "updated", list(evenings.values()))
    for number, action, seed in steps:
        talks = evenings.get(number, [])
        if action == "rebuild":
            order = random.Random(seed).sample(sorted(evenings), len(evenings))
            index.rebuild([talk for each in order for talk in evenings[each]])
            continue
        if action == "remove" and len(evenings) > 1:
            evenings.pop(number, None)
        elif action == "shuffle" and talks:
            evenings[number] = random.Random(seed).sample(talks, len(talks))
        elif action == "insert" and talks:
            new = dataclasses.replace(talks[0], id=f"e{number}/new-{seed}", title="監視")
            evenings[number] = [new, *(talk for talk in talks if talk.id != new.id)]
        else:
            evenings[number] = evening(number, seed, talks=1 + seed % 5)
        index.update(evenings.get(number, []), removed=[f"e{number}"])
    assert_same(index, rebuilt(folder / "whole", list(evenings.values())), ("監視", ""))


def test_talks_of_one_day_stand_by_event_and_by_their_places_in_it(tmp_path: Path) -> None:
    day = datetime.date(2015, 1, 14)
    talks = [
        Talk(f"{event}/{place}", "監視", Event(event, event, day), (), (), day, "監視の話。")
        for event in ("甲", "乙", "丙")
        for place in (3, 1, 2)
    ]
    index = TalkIndex(tmp_path / "index")
    index.rebuild(talks[3:])
    index.update(talks[:3], removed=[])
    index.update(talks[6:], removed=["丙"])
    wanted = [f"{event}/{place}" for event in sorted("甲乙丙") for place in (3, 1, 2)]
    for text in ("監視", ""):
        for sort in SORTS:
            assert [hit.talk.id for hit in index.search(Query(text, sort=sort)).hits] == wanted
            assert [hit.talk.id for hit in index.search(Query(text, sort=sort, page=2, per_page=4)).hits] == (
                wanted[4:8]
            )
    # A talk that is put before the others goes before them, though they have not changed.
    index.update([talks[2], *talks[:2]], removed=["甲"])
    assert [hit.talk.id for hit in index.search(Query("監視")).hits][6:] == ["甲/2", "甲/3", "甲/1"]


def test_a_rebuild_makes_only_what_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evenings = [evening(number) for number in range(10)]
    index = rebuilt(tmp_path / "index", evenings)
    evenings[3] = [dataclasses.replace(evenings[3][0], body="すっかり書きなおした。"), *evenings[3][1:]]
    done: list[int] = []
    index.rebuild([talk for talks in evenings for talk in talks], on_talk=done.append)
    assert done == [39, 40]
    assert_same(index, rebuilt(tmp_path / "whole", evenings))
    assert index.search(Query("書きなおした")).total == 1


def test_an_update_makes_only_the_talks_that_have_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evenings = [evening(number) for number in range(3)]
    index = rebuilt(tmp_path / "index", evenings)
    made: list[str] = []

    def noted(talks: Sequence[PlacedTalk], *others: Any) -> Generator[Batch, None, None]:
        made.extend(talk.id for talk, _ in talks)
        return batches_of(talks, *others)

    monkeypatch.setattr("search.build.tokenizing.batches_of", noted)
    evenings[1][2] = dataclasses.replace(evenings[1][2], body="すっかり書きなおした。")
    index.update(evenings[1], removed=["e1"])
    assert made == ["e1/2"]
    assert_same(index, rebuilt(tmp_path / "whole", evenings))
    made.clear()
    index.update(evenings[1], removed=["e1"])
    assert made == []
    assert_same(index, TalkIndex(tmp_path / "whole"))


def test_where_nothing_can_be_carried_over_an_update_makes_everything_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    noted = [
        dataclasses.replace(talk, event=dataclasses.replace(talk.event, note="途中で**ビール**が配られた。"))
        for talk in evening(2)
    ]
    evenings = [evening(0), evening(1), noted]
    index = rebuilt(tmp_path / "index", evenings)
    write = Building.write

    def write_unless_old(
        building: Building,
        batches: Iterable[Batch],
        old: Generation | None,
        dropped: Collection[Handle],
        gone: Iterable[Batch],
    ) -> Engine:
        if old:
            raise Outgrown("notes are longer")
        return write(building, batches, old, dropped, gone)

    monkeypatch.setattr(Building, "write", write_unless_old)
    evenings[0] = evening(0, version=1)
    index.update([*evenings[0], *evening(3)], removed=["e0", "e1"])
    assert "everything is written anew: notes are longer" in caplog.text
    assert_same(index, rebuilt(tmp_path / "whole", [evenings[0], noted, evening(3)]))
    assert index.event("e2") == TalkIndex(tmp_path / "whole").event("e2")


def test_sources_are_given_back(tmp_path: Path) -> None:
    index = rebuilt(tmp_path / "index", [evening(1)])
    assert index.sources() == b""
    index.update(evening(2), removed=["e2"], sources=b"\x00table")
    assert TalkIndex(tmp_path / "index").sources() == b"\x00table"


def test_files_of_segments_that_stay_are_not_written_again(tmp_path: Path) -> None:
    index = rebuilt(tmp_path / "index", [evening(number) for number in range(10)])
    before = {path.name: path.stat().st_ino for path in (tmp_path / "index").rglob("*.arrays")}
    index.update(evening(11), removed=[])
    after = {path.name: path.stat().st_ino for path in (tmp_path / "index/generations/2").glob("*.arrays")}
    assert len(after) == 2
    assert before.items() <= after.items()


@pytest.mark.slow
def test_eight_threads_are_answered_rightly_while_talks_come_and_go(tmp_path: Path) -> None:
    index = rebuilt(tmp_path / "index", [evening(number) for number in range(8)])
    reader = TalkIndex(tmp_path / "index")
    wrong: list[object] = []
    stop = threading.Event()
    answers = [0] * 8

    def search(place: int) -> None:
        # Each version of evening 99 has as many talks as its number says, all in one event.
        while not stop.is_set() or answers[place] < 5:
            # The updates are to get on, too.
            time.sleep(0.02)
            result = reader.search(Query("監視 バッファ", per_page=100))
            answers[place] += 1
            counted = sum(value.count for value in result.facets[0].values)
            if not result.total == len(result.hits) == counted or result.facets[0].total < 1:
                wrong.append((result.total, len(result.hits), counted))

    threads = [threading.Thread(target=search, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for version in range(12):
        index.update(evening(99, version, talks=1 + version % 5), removed=["e99"])
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong, wrong[:3]
    assert sum(answers) >= 40


_unpickled: list[set[str]] = []


def _note_what_is_unpickled(event: str, arguments: tuple[object, ...]) -> None:
    if event == "pickle.find_class":
        for seen in _unpickled:
            seen.add(str(arguments[0]))


def test_opening_and_searching_unpickle_nothing(tmp_path: Path) -> None:
    rebuilt(tmp_path, [evening(1)]).update(evening(2), removed=[])
    # A hook cannot be taken away again: it is given nothing to note once the test is over.
    sys.addaudithook(_note_what_is_unpickled)
    seen: set[str] = set()
    _unpickled.append(seen)
    try:
        assert TalkIndex(tmp_path).search(Query("監視", per_page=100)).total
    finally:
        _unpickled.clear()
    assert not seen
