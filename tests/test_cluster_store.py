"""An index in a real cluster: how it is written, published, updated, locked and looked after."""

import dataclasses
import datetime
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from cluster_nodes import Nodes
from evenings import QUERIES, described, evening, rebuilt

from search import ranking
from search.answers import SearchResult
from search.engines.opensearch.client import Cluster
from search.engines.opensearch.refusals import Conflict
from search.errors import EngineError, IndexDamaged, IndexLocked, IndexMissing
from search.index import TalkIndex, store_of
from search.model import SORTS, Event, Filter, Query, Talk
from search.settings import Settings
from search.store import cluster as stores
from search.store import cluster_generation, cluster_lock
from search.store.cluster import ClusterStore
from search.store.cluster_documents import Documents

pytestmark = [pytest.mark.cluster, pytest.mark.slow]


@pytest.fixture
def place(nodes: Nodes) -> Iterator[Settings]:
    """Settings that name an index of its own in the cluster."""
    prefix = f"t{uuid.uuid4().hex[:12]}"
    yield Settings(
        engine="opensearch",
        opensearch_url=",".join(nodes.urls),
        opensearch_prefix=prefix,
        opensearch_timeout=20.0,
    )
    Cluster(nodes.urls, timeout=60).ask("DELETE", f"/{prefix}*")


def opened(place: Settings) -> TalkIndex:
    return TalkIndex(store_of(place))


def documents_of(place: Settings) -> Documents:
    return Documents(Cluster(place.opensearch_url.split(","), timeout=20), place.opensearch_prefix)


def numbers_of(place: Settings) -> list[int]:
    """Return the generations that are in the cluster."""
    found = documents_of(place).cluster.ask(
        "GET", f"/_cat/indices/{place.opensearch_prefix}-*", params={"format": "json", "h": "index"}
    )
    return sorted(int(each["index"].rpartition("-")[2]) for each in found)


def seen(result: SearchResult) -> object:
    """Return all that a visitor sees; scores have some more or fewer digits."""
    hits, mentions = (
        tuple(dataclasses.replace(hit, score=0.0) for hit in own) for own in (result.hits, result.mentions)
    )
    events = tuple(dataclasses.replace(hit, score=0.0) for hit in result.events)
    return dataclasses.replace(result, hits=hits, mentions=mentions, events=events, took=0.0)


def assert_alike(index: TalkIndex, other: TalkIndex, sorts: Sequence[str] = SORTS) -> None:
    for text in QUERIES:
        for sort in sorts:
            query = Query(text, per_page=100, sort=sort)  # type: ignore[arg-type]
            assert seen(index.search(query)) == seen(other.search(query)), (text, sort)
        assert index.near_words(text) == other.near_words(text)
        assert index.suggestions(text[:2]) == other.suggestions(text[:2])
        assert index.complete(text[:1]) == other.complete(text[:1])
    assert index.events() == other.events()
    for facet in ("speaker", "technology", "event", "year"):
        assert index.names(facet) == other.names(facet)  # type: ignore[arg-type]
    assert index.facet(Query(), "speaker", "かた", 5) == other.facet(Query(), "speaker", "かた", 5)
    for hit in index.search(Query(per_page=5)).hits:
        assert index.related(hit.talk) == other.related(hit.talk)
        assert index.event(hit.talk.event.id) == other.event(hit.talk.event.id)
        assert index.around(hit.talk) == other.around(hit.talk)
    assert described(index) == described(other)


def test_an_index_in_a_cluster_answers_as_one_in_a_folder(place: Settings, tmp_path: Path) -> None:
    index, evenings = opened(place), [evening(number) for number in range(4)]
    with pytest.raises(IndexMissing, match="indexer rebuild"):
        index.search(Query("監視"))
    status = index.rebuild([talk for talks in evenings for talk in talks], sources=b"\x00table")
    assert (status.generation, status.engine, status.talks) == (1, "opensearch", index.search(Query()).total)
    assert index.sources() == b"\x00table"
    assert index.verify().files == 2 and index.verify().size > 10_000
    assert_alike(index, rebuilt(tmp_path / "folder", evenings))
    number, published = index.answering()
    assert number == 1 and abs(time.time() - published) < 600


@pytest.mark.parametrize(("steps", "is_anew"), [(2.0**-20, False), (2.0**20, True)])
def test_an_update_is_as_a_rebuild_and_as_in_a_folder(
    place: Settings,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    steps: float,
    is_anew: bool,
) -> None:
    """Whether what stays is cloned, or the average length is another one then, and all is written anew."""
    monkeypatch.setattr(ranking, "AVERAGE_STEPS", steps)
    index, evenings = opened(place), {number: evening(number) for number in range(5)}
    index.rebuild([talk for talks in evenings.values() for talk in talks])
    # An evening changes, but for one of its talks; one goes, and one comes.
    evenings[1] = [evenings[1][0], *evening(1, version=1)[1:]]
    del evenings[2]
    evenings[7] = evening(7)
    with caplog.at_level("WARNING"):
        index.update([*evenings[1], *evenings[7]], removed=["e1", "e2"])
    assert ("everything is written anew" in caplog.text) is is_anew
    assert index.answering()[0] == 2
    index.verify()
    folder = rebuilt(tmp_path / "folder", [evening(1), evening(2), *(evenings[n] for n in (0, 3, 4))])
    folder.update([*evenings[1], *evenings[7]], removed=["e1", "e2"])
    for other in (rebuilt(tmp_path / "whole", list(evenings.values())), folder, opened(place)):
        assert_alike(index, other)


def test_a_title_that_is_pasted_is_known_also_of_talks_that_came_by_an_update(place: Settings) -> None:
    index = opened(place)
    index.rebuild([*evening(1), dataclasses.replace(evening(1)[0], id="e1/signs", title="C++ とは: -HBase")])
    come = dataclasses.replace(evening(2)[0], title="speaker:監視 -入門")
    index.update([come], removed=[])
    for title, talk_id in (("C++ とは: -HBase", "e1/signs"), ("speaker:監視 -入門", come.id)):
        assert index.search(Query(title)).hits[0].talk.id == talk_id
    index.update([], removed=["e2"])
    assert index.search(Query("speaker:監視 -入門")).total == 0


def versioned(version: int) -> list[Talk]:
    """Return talks that all show their version, and as many as tell it."""
    event = Event(f"e{version}", f"夜 {version}", datetime.date(2015, 1, 14))
    return [
        Talk(
            id=f"{event.id}/{number}",
            title=f"監視 {number}",
            event=event,
            speakers=(),
            technologies=(f"v{version}",),
            date=event.date,
            body="監視の話。",
        )
        for number in range(2 + version % 3)
    ]


def is_of_one(result: SearchResult) -> bool:
    """Say whether an answer is that of one version, and whole."""
    technologies = next(facet for facet in result.facets if facet.name == "technology").values
    if len(technologies) != 1 or technologies[0].count != result.total:
        return False
    version = int(technologies[0].value[1:])
    hits = {hit.talk for hit in result.hits}
    return result.total == 2 + version % 3 and hits == set(versioned(version)) and not result.relaxed


def publish_while_others_ask(place: Settings, rebuilds: int) -> None:
    writer, reader = opened(place), opened(place)
    writer.rebuild(versioned(0))
    stopped = threading.Event()
    answers: list[SearchResult | EngineError] = []

    def ask() -> None:
        while not stopped.is_set():
            # The rebuilds are to get on, too.
            time.sleep(0.1)
            try:
                answers.append(reader.search(Query("監視")))
            except EngineError as error:
                answers.append(error)

    askers = [threading.Thread(target=ask) for _ in range(4)]
    for each in askers:
        each.start()
    try:
        for version in range(1, rebuilds + 1):
            writer.rebuild(versioned(version))
    finally:
        stopped.set()
        for each in askers:
            each.join()
    wrong = [each for each in answers if isinstance(each, EngineError) or not is_of_one(each)]
    assert wrong == [] and len(answers) > rebuilds
    time.sleep(stores.LOOK_EVERY)
    reader.search(Query())
    time.sleep(stores.LOOK_EVERY)
    assert reader.search(Query("監視")).hits[0].talk.event.id == f"e{rebuilds}"


def test_whoever_asks_while_it_is_rebuilt_gets_one_whole_generation(place: Settings) -> None:
    publish_while_others_ask(place, rebuilds=5)


@pytest.mark.torture
def test_a_hundred_rebuilds_are_never_mixed(place: Settings) -> None:
    publish_while_others_ask(place, rebuilds=100)


def test_only_the_newest_stay_once_nobody_asks_the_others(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = opened(place)
    monkeypatch.setattr(cluster_generation, "GRACE", 600.0)
    for version in range(3):
        index.rebuild(versioned(version))
    assert numbers_of(place) == [1, 2, 3]
    monkeypatch.setattr(cluster_generation, "GRACE", 0.0)
    index.update(versioned(3), removed=[])
    assert numbers_of(place) == [3, 4]
    documents = documents_of(place)
    documents.cluster.ask("POST", f"/{documents.name}/_refresh")
    (found,) = documents.cluster.search(
        documents.name, [{"size": 0, "aggs": {"of": {"terms": {"field": "of"}}}}]
    )
    assert sorted(each["key"] for each in found["aggregations"]["of"]["buckets"]) == [3, 4]


def test_a_question_about_a_generation_that_is_gone_is_asked_again(place: Settings) -> None:
    reader = opened(place)
    opened(place).rebuild(versioned(1))
    assert reader.search(Query()).total == 3
    opened(place).rebuild(versioned(2))
    documents = documents_of(place)
    documents.cluster.ask("DELETE", f"/{documents.index(1)}")
    assert reader.search(Query()).total == 4
    documents.cluster.ask("DELETE", f"/{documents.index(2)}")
    with pytest.raises(IndexMissing, match="indexer rebuild"):
        reader.search(Query())


def test_two_writers_are_one_too_many(place: Settings) -> None:
    opened(place).rebuild(versioned(1))
    writer = opened(place)
    with writer.writing():
        # This thread has taken it, others have not.
        writer.update(versioned(2), removed=[])
        raised: list[object] = []

        def come_too_late() -> None:
            for work in (
                lambda: opened(place).rebuild(versioned(3)),
                lambda: opened(place).update([], removed=["e1"]),
            ):
                with pytest.raises(IndexLocked, match="at work") as told:
                    work()
                raised.append(told)

        other = threading.Thread(target=come_too_late)
        other.start()
        other.join()
        assert len(raised) == 2
    opened(place).rebuild(versioned(3))
    assert opened(place).answering()[0] == 3


def test_what_a_dead_writer_left_is_taken_over_and_swept(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = opened(place)
    index.rebuild(versioned(1))
    dead = ClusterStore(documents_of(place).cluster, place.opensearch_prefix, 1, 1)
    monkeypatch.setattr(cluster_lock.Lock, "release", lambda lock: lock._ended.set())
    monkeypatch.setattr(ClusterStore, "_remove", lambda store, numbers: None)
    with pytest.raises(ZeroDivisionError), dead.building() as building:
        building.keep("sources", b"half")
        building.write([], None, ())
        raise ZeroDivisionError
    monkeypatch.undo()
    assert numbers_of(place) == [1, 2]
    with pytest.raises(IndexLocked, match="if it has died"):
        index.rebuild(versioned(2))
    monkeypatch.setattr(cluster_lock, "SILENCE", 0.0)
    assert index.rebuild(versioned(2)).generation == 3
    assert numbers_of(place) == [1, 3]
    assert index.search(Query()).total == 4


def test_who_was_taken_over_from_publishes_nothing(place: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    index, other = opened(place), opened(place)
    index.rebuild(versioned(1))
    copy = cluster_generation.copy
    monkeypatch.setattr(cluster_lock, "SILENCE", 0.0)

    def slowly(cluster: Cluster, name: str, copies: int) -> None:
        monkeypatch.setattr(cluster_generation, "copy", copy)
        faster = threading.Thread(target=lambda: other.rebuild(versioned(2)))
        faster.start()
        faster.join()
        copy(cluster, name, copies)

    monkeypatch.setattr(cluster_generation, "copy", slowly)
    with pytest.raises((IndexLocked, IndexMissing, Conflict)):
        index.rebuild(versioned(3))
    assert opened(place).search(Query()).total == 4


def test_copies_that_differ_are_never_published(place: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    index = opened(place)
    index.rebuild(versioned(1))

    def differing(cluster: Cluster, name: str, copies: int) -> None:
        raise IndexDamaged(f"the copies of {name} differ")

    monkeypatch.setattr(cluster_generation, "copy", differing)
    with pytest.raises(IndexDamaged, match="differ"):
        index.update(versioned(2), removed=[])
    assert numbers_of(place) == [1]
    monkeypatch.undo()
    assert index.update(versioned(2), removed=[]).talks == 7


def test_what_was_lost_while_writing_is_never_published(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = opened(place)
    index.rebuild(versioned(1))
    write = cluster_generation.write

    def lossy(cluster: Cluster, name: str, batches: object, kept: object, shards: int) -> None:
        write(cluster, name, list(batches)[:0], kept, shards)  # type: ignore[call-overload,arg-type]

    monkeypatch.setattr(cluster_generation, "write", lossy)
    for work in (lambda: index.update(versioned(2), removed=[]), lambda: index.rebuild(versioned(2))):
        with pytest.raises(IndexDamaged, match="stays as it is"):
            work()
    assert index.search(Query()).total == 3
    assert numbers_of(place) == [1]


@pytest.mark.parametrize("pointer", [{}, {"format": 1}, {"format": 9, "generation": 1}])
def test_a_pointer_that_is_not_what_was_written_is_damage_and_a_rebuild_cures_it(
    place: Settings, pointer: dict[str, int]
) -> None:
    reader = opened(place)
    reader.rebuild(versioned(1))
    assert reader.search(Query()).total == 3
    documents = documents_of(place)
    found = documents.read("current")
    assert found
    documents.write("current", pointer, found[1])
    with pytest.raises(IndexDamaged, match="indexer rebuild"):
        opened(place).search(Query())
    # Who had it open answers on, and says so.
    reader._following._store.look_again()
    assert reader.search(Query()).total == 3
    assert isinstance(reader.trouble, IndexDamaged)
    assert opened(place).rebuild(versioned(2)).generation == 2
    reader._following._store.look_again()
    assert reader.search(Query()).total == 4
    assert reader.trouble is None


def test_a_part_that_is_not_what_was_written_is_named(place: Settings) -> None:
    opened(place).rebuild(versioned(1), sources=b"table")
    documents = documents_of(place)
    found = documents.read("1.sources.0")
    assert found
    documents.write("1.sources.0", {**found[0], "data": "AAAA"}, found[1])
    for ask in (TalkIndex.verify, TalkIndex.sources):
        with pytest.raises(IndexDamaged, match="sources"):
            ask(opened(place))
    assert opened(place).search(Query()).total == 3


def test_a_document_that_is_missing_is_found_out(place: Settings) -> None:
    index = opened(place)
    index.rebuild(versioned(1))
    documents = documents_of(place)
    name = documents.index(1)
    documents.cluster.ask("PUT", f"/{name}/_settings", {"index.blocks.write": False})
    documents.cluster.ask(
        "POST", f"/{name}/_delete_by_query", {"query": {"term": {"seq": 0}}}, {"refresh": "true"}
    )
    for check in (index.verify, index.check, lambda: index.update(versioned(2), removed=[])):
        with pytest.raises(IndexDamaged):
            check()


def test_facets_and_filters_are_those_of_the_cluster(place: Settings) -> None:
    index = opened(place)
    index.rebuild([*versioned(1), *versioned(2)])
    found = index.search(Query(filters=(Filter("technology", "v2"),)))
    assert found.total == 4
    technologies = next(facet for facet in found.facets if facet.name == "technology")
    assert {value.value: value.count for value in technologies.values} == {"v1": 3, "v2": 4}
