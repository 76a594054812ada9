"""What every engine promises, held against one in plain Python."""

import datetime
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from unittest import mock

import pytest
from drawing import histories, long_words, requests, scattered
from examples import examples
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from making import Folders, InCluster, Maker
from plain_cluster import PlainCluster
from plain_documents import Document, TermPosting, batch_of_documents
from plain_engine import PlainEngine
from plain_terms import PlainTerms

from search import ranking
from search.clauses import AllOf, Term, Words
from search.documents import FACETS, KIND
from search.engines import Engine, Handle, Request, open_engine, stands, write_index
from search.engines.evaluate import candidates, evaluation
from search.engines.opensearch import engine as opensearch
from search.engines.opensearch import page
from search.engines.opensearch.client import Cluster
from search.engines.opensearch.nodes import Json
from search.errors import IndexDamaged
from search.stored import digest_of
from search.text.streams import STREAMS


@pytest.fixture(scope="module", params=["folder", "plain cluster"])
def maker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """Every engine in turn; what OpenSearch would be asked is answered in plain Python."""
    if request.param == "folder":
        return Folders(tmp_path_factory.mktemp("made"))
    return InCluster(PlainCluster())  # type: ignore[arg-type]


def built(maker: Maker, history: list[tuple[list[Document], set[int]]]) -> tuple[Engine, list[Document]]:
    """Return an engine with this history, and the documents that it should have, in order."""
    alive: list[Document] = []
    engine: Engine | None = None
    for step, (joining, leaving) in enumerate(history):
        dropped: Mapping[Handle, bytes] | None = None
        if engine is not None:
            digests = dict(engine.digests())
            assert Counter(digests.values()) == Counter(digest_of(document.stored) for document in alive)
            dropped = engine.digests_of(each.keys[0] for place, each in enumerate(alive) if place in leaving)
            assert dropped == {handle: digests[handle] for handle in dropped}
            assert all(engine.has_key(key) for each in alive for key in each.keys)
            assert not engine.has_key("talk:nobody")
            alive = [document for place, document in enumerate(alive) if place not in leaving]
            assert engine.documents == len(digests) and len(alive) == len(digests) - len(dropped)
        named = [replace(each, keys=(f"{step}/{each.keys[0]}",)) for each in joining]
        alive += named
        engine = maker.made(named, dropped)
        written = [(digest_of(each.stored), each.stored) for each in named]
        assert list(engine.newest(len(named))) == written
    assert engine is not None
    return engine, alive


def check_answers(maker: Maker, history: list[tuple[list[Document], set[int]]], asked: list[Request]) -> None:
    """Hold an engine with this history against plain Python."""
    engine, stored = built(maker, history)
    plain = PlainEngine(stored)
    assert engine.documents == plain.documents
    for kind in ("桑野", "2015"):
        assert sorted(engine.scan(kind)) == sorted(
            each.stored for each in stored if kind in each.facets[KIND]
        )
    # Of another page and in another order counts are those that the first one told.
    again = [replace(each, offset=1, limit=3, sort="oldest") for each in asked[:3]]
    for request in (*asked, *again):
        found, expected = engine.find(request), plain.find(request)
        assert (found.total, found.relaxed) == (expected.total, expected.relaxed)
        for name, counts in expected.counts.items():
            assert found.counts[name].top() == counts.top()
            assert found.counts[name].total == counts.total
        assert [hit.stored for hit in found.hits] == [hit.stored for hit in expected.hits]
        assert [hit.score for hit in found.hits] == pytest.approx(
            [hit.score for hit in expected.hits], abs=1e-5
        )
    maker.clear()


# Each update of these few documents changes their average length; of none that by which scores are made.
STEPS = st.sampled_from([ranking.AVERAGE_STEPS, 2**-20])


@pytest.mark.slow
@examples(20)
@given(histories(), st.lists(requests(), min_size=1, max_size=6), STEPS)
def test_every_engine_finds_scores_sorts_and_counts_as_plain_python_does(
    maker: Maker, history: list[tuple[list[Document], set[int]]], asked: list[Request], steps: float
) -> None:
    with mock.patch.object(ranking, "AVERAGE_STEPS", steps):
        check_answers(maker, history, asked)


# What fails is told as it was found: on a real cluster each try to tell it shorter takes a second.
REAL = settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@pytest.mark.cluster
@pytest.mark.slow
@REAL
@given(histories(most=2), st.lists(requests(), min_size=9, max_size=10), st.sampled_from([1, 1, 2]), STEPS)
def test_so_does_a_real_cluster(
    cluster: Cluster,
    history: list[tuple[list[Document], set[int]]],
    asked: list[Request],
    shards: int,
    steps: float,
) -> None:
    # Hypothesis throws away what takes very much to draw: each question is asked in both ways instead.
    strictly = [replace(each, is_strict=not each.is_strict) for each in asked]
    with mock.patch.object(ranking, "AVERAGE_STEPS", steps):
        check_answers(InCluster(cluster, shards), history, asked + strictly)


@pytest.mark.torture
@pytest.mark.cluster
@pytest.mark.slow
@settings(REAL, max_examples=400)
@given(histories(), st.lists(requests(), min_size=6, max_size=12), STEPS)
def test_so_does_a_real_cluster_thousands_of_times(
    cluster: Cluster, history: list[tuple[list[Document], set[int]]], asked: list[Request], steps: float
) -> None:
    with mock.patch.object(ranking, "AVERAGE_STEPS", steps):
        check_answers(InCluster(cluster), history, asked)


@examples(15)
@given(histories(), st.lists(requests(), min_size=1, max_size=4), st.sampled_from([0, 1, 1 << 40]))
def test_no_shortcut_changes_an_answer(
    history: list[tuple[list[Document], set[int]]], asked: list[Request], few: int
) -> None:
    """Candidates numbered anew or not, positions looked up or all read, asked for at all of a few first."""
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.object(candidates, "FEW", few),
        mock.patch.object(stands, "FEW", few),
        mock.patch.object(evaluation, "FIRST", few),
    ):
        engine, stored = built(Folders(Path(folder)), history)
        plain = PlainEngine(stored)
        for request in [*asked, *asked]:
            found, expected = engine.find(request), plain.find(request)
            assert (found.total, found.relaxed) == (expected.total, expected.relaxed)
            assert [hit.stored for hit in found.hits] == [hit.stored for hit in expected.hits]
            assert engine.has_any(request.clause) == plain.has_any(request.clause)


@examples(20)
@given(histories(), st.text("abc監", max_size=2), st.text("abc監", max_size=2))
def test_terms_are_looked_up_as_plain_python_does(
    maker: Maker, history: list[tuple[list[Document], set[int]]], begin: str, end: str
) -> None:
    engine, stored = built(maker, history)
    for field in ("words", "surfaces"):
        found = engine.dictionary(field)
        terms = [
            each
            for document in stored
            for each in (
                document.surfaces
                if field == "surfaces"
                else [posting.text for posting in document.postings["words"]]
            )
        ]
        plain = PlainTerms(Counter(terms))
        counted, expected = found.counted(begin), plain.counted(begin)
        assert list(counted.values) == list(expected.values)
        assert counted.counts.tolist() == expected.counts.tolist()
        for term in (*expected.values, begin, end):
            assert found.frequency(term) == plain.frequency(term)
        if field == "words":
            some = [*expected.values, begin, end]
            told = engine.document_frequencies([("words", term) for term in some])
            assert told == [plain.frequency(term) for term in some]
        # What deleted documents had may be listed; it has no documents.
        listed = found.beginning_with(begin)
        assert listed == sorted(set(listed))
        assert [each for each in listed if plain.frequency(each)] == plain.beginning_with(begin)
        assert all(each.startswith(begin) for each in listed)
        lines = [each for each in found.joined(begin, end).decode().split("\n") if plain.frequency(each)]
        assert sorted(set(lines)) == plain.joined(begin, end).decode().split("\n")[:-1]
    maker.clear()


@examples(40)
@given(scattered(), st.lists(long_words(), min_size=1, max_size=4))
def test_bigrams_count_only_where_they_stand_together(
    maker: Maker, stored: list[Document], asked: list[Words]
) -> None:
    check_words(maker, stored, asked)


@pytest.mark.cluster
@pytest.mark.slow
@settings(REAL, max_examples=5)
@given(scattered(), st.lists(long_words(), min_size=6, max_size=10))
def test_on_a_real_cluster_too(cluster: Cluster, stored: list[Document], asked: list[Words]) -> None:
    check_words(InCluster(cluster), stored, asked)


def check_words(maker: Maker, stored: list[Document], asked: list[Words]) -> None:
    plain = PlainEngine(stored)
    engine = maker.made(stored)
    for words in asked:
        request = Request(AllOf(()), words, {}, (), "relevance", 0, 20)
        found, expected = engine.find(request), plain.find(request)
        assert (found.total, found.relaxed) == (expected.total, expected.relaxed)
        scores = {hit.stored: hit.score for hit in expected.hits}
        assert {hit.stored for hit in found.hits} == set(scores)
        # Scores that rounding alone tells apart may stand in either order.
        order = [scores[hit.stored] for hit in found.hits]
        assert all(one >= other * 0.9999 for one, other in pairwise(order))
    maker.clear()


@pytest.fixture
def engine(maker: Maker) -> Iterator[Engine]:
    yield maker.made(
        [
            Document(
                keys=("talk:e/監視", "talk:old"),
                postings={stream: () for stream in STREAMS},
                lengths=dict.fromkeys(STREAMS, 0.0),
                facets={**dict.fromkeys(FACETS, ()), "speaker": ("Smith, Jr.", "桑野")},
                date=datetime.date(2015, 1, 14),
                stored="そのまま\n返る",
            )
        ]
    )
    maker.clear()


def test_every_key_gives_back_what_was_stored(engine: Engine) -> None:
    assert engine.stored("talk:e/監視") == engine.stored("talk:old") == "そのまま\n返る"


@pytest.mark.parametrize("key", ["", "talk:e", "talk:\ud800", "x" * 100_000])
def test_an_unknown_key_gives_nothing(engine: Engine, key: str) -> None:
    assert engine.stored(key) is None


def test_a_comma_does_not_split_a_name(engine: Engine) -> None:
    assert engine.facet_values("speaker") == ("Smith, Jr.", "桑野")


def test_a_folder_without_an_index_is_damaged_not_empty(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="indexer rebuild"):
        open_engine(tmp_path / "nothing")


def test_scores_are_the_same_to_the_last_digit_in_whatever_order_documents_came(tmp_path: Path) -> None:
    chance = random.Random(8)
    made = [
        Document(
            keys=(f"talk:{number}",),
            postings={**dict.fromkeys(STREAMS, ()), "words": (TermPosting("監視", 1.0, ()),)},
            lengths={**dict.fromkeys(STREAMS, 0.0), "words": chance.uniform(1, 900)},
            facets=dict.fromkeys(FACETS, ()),
            date=datetime.date(2015, 1, 14),
            stored=f"{number:04}",
        )
        for number in range(300)
    ]
    request = Request(Term("words", "監視"), Words(), {}, (), "relevance", 0, len(made))
    scores = []
    for name in map(str, range(8)):
        (tmp_path / name).mkdir()
        write_index(tmp_path / name, [batch_of_documents(made)])
        hits = open_engine(tmp_path / name).find(request).hits
        scores.append({hit.stored: hit.score for hit in hits})
        chance.shuffle(made)
    assert scores == scores[:1] * len(scores)


def test_of_very_many_values_a_cluster_tells_the_commonest_and_those_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(page, "MOST_COUNTED", 2)
    monkeypatch.setattr(opensearch, "MOST_COUNTED", 2)
    speakers = ["桑野", "桑野", "桑野", "鈴木", "鈴木", "山田", "佐藤", "田中"]
    made = [
        Document(
            keys=(f"talk:{number}",),
            postings={stream: () for stream in STREAMS},
            lengths=dict.fromkeys(STREAMS, 0.0),
            facets={**dict.fromkeys(FACETS, ()), "speaker": (speaker,)},
            date=datetime.date(2015, 1, 14),
            stored=str(number),
        )
        for number, speaker in enumerate(speakers)
    ]
    engine = InCluster(PlainCluster()).made(made)  # type: ignore[arg-type]
    asked = Request(AllOf(()), Words(), {"speaker": ("田中",)}, ("speaker", "year"), "newest", 0, 9)
    counts = engine.find(replace(asked, named=("佐藤", "誰か"))).counts["speaker"]
    assert counts.top() == [("桑野", 3), ("鈴木", 2), ("佐藤", 1), ("田中", 1)]
    assert (counts.left_out, counts.total) == (1, 5)
    assert engine.facet_counts("speaker", "talk").total == 0
    assert engine.facet_values("speaker") == ("佐藤", "山田", "桑野", "田中", "鈴木")


class Asked(PlainCluster):
    """A cluster that notes what is counted for each search."""

    def __init__(self) -> None:
        super().__init__()
        self.counted: list[set[str]] = []

    def search(self, name: str, bodies: Sequence[Json]) -> list[Json]:
        self.counted += [set(body.get("aggs", ())) for body in bodies]
        return super().search(name, bodies)


def test_of_another_page_nothing_is_counted_in_a_cluster() -> None:
    cluster = Asked()
    made = [
        Document(
            keys=(f"talk:{number}",),
            postings={**dict.fromkeys(STREAMS, ()), "words": (TermPosting("監視", 1.0, (70,)),)},
            lengths={**dict.fromkeys(STREAMS, 0.0), "words": 9.0},
            facets={**dict.fromkeys(FACETS, ()), "speaker": ("桑野",)},
            date=datetime.date(2015, 1, number + 1),
            stored=str(number),
        )
        for number in range(5)
    ]
    engine = InCluster(cluster).made(made)  # type: ignore[arg-type]
    first = Request(Term("words", "監視"), Words(), {}, ("speaker",), "relevance", 0, 2)
    for request in (first, replace(first, offset=2), replace(first, sort="oldest")):
        found = engine.find(request)
        assert (found.total, found.counts["speaker"].top()) == (5, [("桑野", 5)])
    # The first asks for all values there are, too.
    assert [bool(each) for each in cluster.counted[-3:]] == [True, False, False]
    engine.find(replace(first, chosen={"speaker": ("桑野",)}))
    assert cluster.counted[-1]
