"""Nodes of a real cluster die, hang and come back: answers stay whole, or are errors, and never fewer."""

import signal
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import cluster_nodes
import pytest
from asking import queries_of, requests_of
from test_cluster import written

from indexer.corpus import Corpus
from search.engines import Engine, Found, Request
from search.engines.opensearch.client import Cluster
from search.engines.opensearch.engine import OpenSearchEngine
from search.errors import EngineError, IndexUnreachable
from search.index import TalkIndex

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

TIMEOUT = 2.0


def plain(found: Found) -> tuple[object, ...]:
    """Return what must not change of an answer."""
    counts = {name: each.top() for name, each in found.counts.items()}
    return found.total, found.relaxed, [(hit.stored, hit.spans) for hit in found.hits], counts


@dataclass
class Load:
    """Threads that ask all the while, and what they were told."""

    engine: Engine
    asked: Sequence[list[Request]]
    expected: Sequence[list[tuple[object, ...]]]
    answers: list[tuple[float, float, str]] = field(default_factory=list)
    """Of each answer: when it was asked for, how long it took, what was wrong with it."""

    def __post_init__(self) -> None:
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(3)]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(timeout=60)

    def since(self, moment: float) -> list[tuple[float, str]]:
        """Return how long answers took that were asked for from then on, and what was wrong with them."""
        return [(took, wrong) for asked, took, wrong in self.answers if asked >= moment]

    def _ask(self, number: int) -> None:
        place = number
        while not self._over.is_set():
            place = (place + 1) % len(self.asked)
            # A new reader of the same index: nothing of an answer is known beforehand.
            begun, wrong = time.monotonic(), ""
            try:
                found = self.engine.find_all(self.asked[place])
                if [plain(each) for each in found] != self.expected[place]:
                    wrong = "another answer"
            except EngineError as error:
                wrong = f"{type(error).__name__}: {error}"
            self.answers.append((begun, time.monotonic() - begun, wrong))


@dataclass(frozen=True)
class Trial:
    """Three nodes, each a process, with the notes that the project ships in three shards, each twice."""

    nodes: cluster_nodes.Nodes
    cluster: Cluster
    asked: Sequence[list[Request]]

    def load(self, index: str) -> Load:
        """Return threads that ask a cluster as it is for who comes anew."""
        patient = OpenSearchEngine(Cluster(self.nodes.urls, timeout=30), index)
        expected = [list(map(plain, patient.find_all(each))) for each in self.asked]
        return Load(OpenSearchEngine(Cluster(self.nodes.urls, TIMEOUT), index), self.asked, expected)


@pytest.fixture(scope="module")
def trial(
    tmp_path_factory: pytest.TempPathFactory, corpus: Corpus, corpus_index: TalkIndex
) -> Iterator[Trial]:
    try:
        nodes = cluster_nodes.started(tmp_path_factory.mktemp("outage"), parts=3, heap="512m")
    except cluster_nodes.NoCluster as error:
        pytest.skip(f"no OpenSearch: {error}")
    cluster = Cluster(nodes.urls, timeout=30)
    written(cluster, "twice", corpus.talks, shards=3, copies=1)
    written(cluster, "once", corpus.talks, shards=3, copies=0)
    opened = corpus_index._following.current()
    asked = [requests_of(query, opened)[:1] for query in queries_of(corpus.talks, 100, seed=5)]
    # That words stand nowhere is known without asking.
    asked = [each for each in asked if opened.engine.find_all(each)[0].total]
    yield Trial(nodes, cluster, asked)
    for part in nodes.pids:
        nodes.send(part, signal.SIGCONT)
        nodes.kill(part)


def wrongs(answers: Sequence[tuple[float, str]]) -> list[str]:
    return [wrong for _, wrong in answers if wrong]


@pytest.mark.torture
def test_a_node_dies_under_load(trial: Trial) -> None:
    with trial.load("twice") as load:
        time.sleep(5)
        killed = time.monotonic()
        trial.nodes.kill(1)
        time.sleep(25)
        trial.nodes.start(1)
        trial.nodes.wait(status="green")
        time.sleep(5)
    answers = load.since(0)
    assert len(answers) > 200
    assert wrongs(load.since(killed + 2)) == []
    assert "another answer" not in wrongs(answers)
    assert len(wrongs(answers)) <= 3
    assert max(took for took, _ in answers) < 5.5


@pytest.mark.torture
def test_a_node_hangs_under_load(trial: Trial) -> None:
    with trial.load("twice") as load:
        time.sleep(5)
        hung = time.monotonic()
        trial.nodes.send(2, signal.SIGSTOP)
        time.sleep(45)
        trial.nodes.send(2, signal.SIGCONT)
        time.sleep(15)
    trial.nodes.wait(status="green")
    answers = load.since(0)
    assert len(answers) > 200
    assert wrongs(load.since(hung + 2)) == []
    assert "another answer" not in wrongs(answers)
    assert len(wrongs(answers)) <= 3
    assert max(took for took, _ in answers) < 5.5


@pytest.mark.torture
def test_what_is_lost_is_an_error_and_not_fewer_hits(trial: Trial) -> None:
    alone, copied = trial.load("once"), trial.load("twice")
    trial.nodes.kill(0)
    with alone:
        time.sleep(12)
    said = {wrong.partition(":")[0] for wrong in wrongs(alone.since(0))}
    assert said == {"IndexUnreachable"} and len(wrongs(alone.since(0))) == len(alone.answers) > 20
    with copied:
        time.sleep(5)
    assert wrongs(copied.since(0)) == []
    trial.nodes.start(0)
    trial.nodes.wait(status="green")
    with trial.load("once") as whole:
        time.sleep(5)
    assert wrongs(whole.since(0)) == []


@pytest.mark.torture
def test_all_nodes_come_back_with_what_they_had(trial: Trial) -> None:
    load = trial.load("twice")
    for part in range(3):
        trial.nodes.kill(part)
    with pytest.raises(IndexUnreachable):
        load.engine.find_all(load.asked[0])
    for part in range(3):
        trial.nodes.start(part)
    trial.nodes.wait(status="green")
    back = time.monotonic()
    with load:
        time.sleep(15)
    # Nodes that have just started are slow, and slower on a busy machine.
    assert wrongs(load.since(back + 2)) == [] and len(load.answers) > 20
    assert "another answer" not in wrongs(load.since(0))
    assert max(took for took, _ in load.since(0)) < 5.5
