"""What is written to a cluster is what was to be written, however odd it is, in every copy."""

import datetime
import itertools
import json
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from making import InCluster
from plain_cluster import PlainCluster
from plain_documents import Document, TermPosting, batch_of_documents

from search.clauses import AllOf, HasFacet, HasKey, Phrase, Spelling, Term, Word, Words
from search.documents import FACETS
from search.engines import Outgrown, Request
from search.engines.batches import GRAM, Run, packed_grams, unpacked_grams
from search.engines.opensearch import engine as engine_of_cluster
from search.engines.opensearch import writing
from search.engines.opensearch.client import Cluster
from search.engines.opensearch.copying import check_copies, copy
from search.engines.opensearch.dictionaries import (
    GRAMS,
    FrozenDictionary,
    GramTally,
    Tally,
    read_dictionary,
)
from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.opensearch.lines import gram_rows
from search.engines.opensearch.mapping import (
    COUNTED,
    DELIMITER,
    PARTER,
    gram_hashes,
    hash_of,
    index_body,
    indexed_as,
    scale_of,
)
from search.engines.opensearch.refusals import Refused
from search.engines.opensearch.writing import Kept, write
from search.errors import IndexDamaged, IndexUnreachable
from search.text.streams import STREAMS

ODD = [
    "a\x7fb",
    "監\ud800視",
    "長" * 40_000,
    "two words",
    '"\\\n',
    "𠮷",
    "\0",
    "::",
    "全角\u3000空白",
    "\u2028",
]


def odd_documents() -> list[Document]:
    """A document for each odd term, which is a name and a key of it, too."""
    return [
        Document(
            keys=(f"talk:{number}:{term}"[:5_000],),
            postings={
                **dict.fromkeys(STREAMS, ()),
                "words": (TermPosting(term, 1.0, (3, 70_000)), TermPosting("普通", 2.0, (4,))),
            },
            lengths={**dict.fromkeys(STREAMS, 0.0), "words": 3.0},
            facets={**dict.fromkeys(FACETS, ()), "speaker": (f"名{term[:9]}".replace("\ud800", ""),)},
            date=datetime.date(2015, 1, 14),
            stored=f"{number} {term[:50]}",
            spans=bytes(range(number + 1)),
        )
        for number, term in enumerate(ODD)
    ]


def check_odd(cluster: Cluster) -> None:
    made = InCluster(cluster)
    documents = odd_documents()
    engine = made.made(documents)
    for number, (term, document) in enumerate(zip(ODD, documents, strict=True)):
        asked = [
            Term("words", term),
            Phrase("words", ((term, 0), ("普通", 1))),
            HasFacet("speaker", document.facets["speaker"]),
            HasKey(document.keys[0], 1.0),
        ]
        for clause in asked:
            found = engine.find(Request(clause, Words(), {}, (), "relevance", 0, 9))
            assert [(hit.stored, hit.spans) for hit in found.hits] == [
                (document.stored, bytes(range(number + 1)))
            ]
        assert engine.stored(document.keys[0]) == document.stored
        assert engine.document_frequencies([("words", term), ("words", "普通")]) == [1, len(ODD)]
    values = sorted(value for document in documents for value in document.facets["speaker"])
    assert list(engine.facet_values("speaker")) == values
    made.clear()


def test_odd_terms_names_and_keys_are_found() -> None:
    check_odd(PlainCluster())  # type: ignore[arg-type]


@pytest.mark.cluster
@pytest.mark.slow
def test_odd_terms_names_and_keys_are_found_in_a_real_cluster(cluster: Cluster) -> None:
    check_odd(cluster)


@pytest.mark.cluster
@pytest.mark.slow
def test_every_copy_has_everything_after_a_load_and_after_an_update(cluster: Cluster) -> None:
    first, second = (f"copied-{os.getpid()}-{number}" for number in range(2))
    documents = odd_documents()
    write(cluster, first, [batch_of_documents(documents[:5])], shards=2)
    copy(cluster, first, 1)
    assert check_copies(cluster, first) == 2
    gone = list(OpenSearchEngine(cluster, first).digests_of([documents[1].keys[0]]))
    kept = Kept(first, [int(each) for each in gone], [batch_of_documents(documents[1:2])])
    write(cluster, second, [batch_of_documents(documents[5:])], kept)
    copy(cluster, second, 1)
    assert check_copies(cluster, second) == 2
    engine = OpenSearchEngine(cluster, second)
    found = engine.find(Request(AllOf(()), Words(), {}, (), "newest", 0, 20))
    left = [each.stored for each in documents if each is not documents[1]]
    assert sorted(hit.stored for hit in found.hits) == sorted(left)
    assert engine.dictionary("words").frequency("普通") == len(left)
    assert [stored for _, stored in engine.newest(2)] == left[-2:]
    # The older one answers as before.
    assert OpenSearchEngine(cluster, first).documents == 5
    cluster.ask("DELETE", f"/{first},{second}", patience=60)


class Waiting(PlainCluster):
    """A cluster that takes the first documents only once more of them come."""

    def __init__(self) -> None:
        super().__init__()
        self._requests = itertools.count()
        self._others_came = threading.Event()

    def bulk(self, name: str, lines: Sequence[bytes]) -> None:
        if next(self._requests):
            self._others_came.set()
        assert self._others_came.wait(60)
        super().bulk(name, lines)


@pytest.mark.parametrize(
    "gram",
    [
        "監視",
        "ア",
        "サイエ",
        "go",
        "a\x7f",
        "\x80視",
        "\ud800",
        "𠮷野家",
        "\u3000",
        '"',
        "\\n",
        "\n\x01",
        "ɐ",
    ],
)
def test_a_gram_stands_where_any_term_like_it_is_looked_for(gram: str) -> None:
    codes = np.zeros((1, GRAM), np.uint32)
    codes[0, : len(gram)] = list(map(ord, gram))
    keys = packed_grams(codes)
    written = gram_rows(keys)[0].tobytes().replace(b"\0", b"").decode()
    assert written == indexed_as("bigrams", gram)
    assert json.loads(f'"{written}"') == written
    assert gram_hashes(keys).tolist() == [hash_of("bigrams", gram)]


def test_no_two_characters_are_the_same_in_grams() -> None:
    refused = {DELIMITER, PARTER}
    characters = [chr(code) for code in range(1, 0x3200) if chr(code) not in refused]
    # Java takes these for blanks, and characters of the same kind stand for them.
    characters = [each for each in characters if not "\x81" <= each <= "\x9f"]
    assert len({indexed_as("bigrams", each) for each in characters}) == len(characters)


def test_documents_are_sent_while_others_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = Waiting()
    documents = odd_documents()[:9]
    lines = len(documents) + len(COUNTED) + len(GRAMS) + len(["made-so", "events"])
    monkeypatch.setattr(writing, "_BODY", 1)
    write(cluster, "notes", [batch_of_documents(documents)])  # type: ignore[arg-type]
    assert len(cluster.indexes["notes"].documents) == lines


class Full(PlainCluster):
    """A cluster that takes nothing."""

    def bulk(self, name: str, lines: Sequence[bytes]) -> None:
        raise Refused("the disk is full", 507)


def test_what_is_not_taken_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_BODY", 1)
    with pytest.raises(Refused, match="full"):
        write(Full(), "notes", [batch_of_documents(odd_documents())])  # type: ignore[arg-type]


class TwoCopies(PlainCluster):
    """A cluster of which one copy has lost some terms: it has all documents, and finds less."""

    lost = 0
    states = ("STARTED", "STARTED")

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        params: Mapping[str, Any] | None = None,
        *,
        patience: float | None = None,
    ) -> Any:
        if path.startswith("/_cat/shards"):
            nodes = zip(("one", "other"), self.states, strict=True)
            return [{"id": node, "state": state, "shard": "0"} for node, state in nodes]
        answer = super().ask(method, path, body, params, patience=patience)
        if params and params.get("preference") == "_prefer_nodes:other":
            answer["aggregations"]["words"]["doc_count"] -= self.lost
        return answer


def test_a_copy_that_has_lost_terms_is_found_out() -> None:
    cluster = TwoCopies()
    write(cluster, "notes", [batch_of_documents(odd_documents())])  # type: ignore[arg-type]
    assert check_copies(cluster, "notes") == 2  # type: ignore[arg-type]
    cluster.lost = 1
    with pytest.raises(IndexDamaged, match="differ"):
        check_copies(cluster, "notes")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("states", "copies"),
    [(("RELOCATING", "STARTED"), 2), (("STARTED", "UNASSIGNED"), 1), (("INITIALIZING", "RELOCATING"), 1)],
)
def test_a_copy_that_moves_or_whose_node_is_away_is_no_damage(states: tuple[str, str], copies: int) -> None:
    cluster = TwoCopies()
    write(cluster, "notes", [batch_of_documents(odd_documents())])  # type: ignore[arg-type]
    cluster.states = states
    assert check_copies(cluster, "notes") == copies  # type: ignore[arg-type]


def test_an_index_that_no_node_has_is_out_of_reach_and_not_damaged() -> None:
    cluster = TwoCopies()
    write(cluster, "notes", [batch_of_documents(odd_documents())])  # type: ignore[arg-type]
    cluster.states = ("UNASSIGNED", "UNASSIGNED")
    with pytest.raises(IndexUnreachable, match="on no node"):
        check_copies(cluster, "notes")  # type: ignore[arg-type]


class Late(PlainCluster):
    """A cluster whose copies do not come."""

    status = 408

    def ask(self, method: str, path: str, *others: Any, **named: Any) -> Any:
        if path.startswith("/_cluster/health"):
            raise Refused('the cluster refuses a request: 408 {"status":"yellow"}', self.status)
        return super().ask(method, path, *others, **named)


def test_copies_that_do_not_come_are_told_without_what_the_cluster_said() -> None:
    cluster = Late()
    write(cluster, "notes", [batch_of_documents(odd_documents())])  # type: ignore[arg-type]
    with pytest.raises(IndexUnreachable, match="no copies after 600 s") as told:
        copy(cluster, "notes", 1)  # type: ignore[arg-type]
    assert "yellow" not in str(told.value)
    cluster.status = 400
    with pytest.raises(Refused):
        copy(cluster, "notes", 1)  # type: ignore[arg-type]


class Gone(PlainCluster):
    """A cluster that answers no search any more once it is away."""

    is_away = False

    def search(self, name: str, bodies: Sequence[Any]) -> list[Any]:
        if self.is_away:
            raise IndexUnreachable("away")
        return super().search(name, bodies)


def test_an_outage_is_no_answer_for_what_no_document_has_either() -> None:
    cluster = Gone()
    write(cluster, "notes", [batch_of_documents(odd_documents())])  # type: ignore[arg-type]
    engine = OpenSearchEngine(cluster, "notes")  # type: ignore[arg-type]
    nobody = Words((Word("nobody", (Spelling("typed", "nobody", words=(Term("words", "nobody"),)),)),))
    request = Request(AllOf(()), nobody, {}, (), "relevance", 0, 10)
    assert engine.find(request).total == 0
    cluster.is_away = True
    with pytest.raises(IndexUnreachable):
        engine.find(request)


@pytest.mark.parametrize(("offset", "limit"), [(0, 10), (0, 7), (2, 6), (3, 3), (7, 9), (9, 9), (30, 2)])
def test_a_page_that_ends_beyond_what_a_cluster_counts_is_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch, offset: int, limit: int
) -> None:
    monkeypatch.setattr(engine_of_cluster, "WINDOW", 3)
    documents = [
        replace(each, facets={**each.facets, "kind": (("event", "talk")[number > 8],)})
        for number, each in enumerate(odd_documents())
    ]
    engine = InCluster(PlainCluster()).made(documents)  # type: ignore[arg-type]
    events = HasFacet("kind", ("event",))
    found = engine.find(Request(events, Words(), {}, (), "newest", offset, limit))
    assert [hit.stored for hit in found.hits] == [each.stored for each in documents[:9]][offset:][:limit]
    assert found.total == 9
    monkeypatch.setattr(engine_of_cluster, "_ASKED", 2)
    assert sorted(engine.stored_of([0, 3, 5, 6, 8])) == sorted(documents[at].stored for at in (0, 3, 5, 6, 8))
    assert not list(engine.stored_of([]))


def kept_of(index: str, documents: Sequence[Document], leaving: Sequence[int]) -> Kept:
    """Return what stays of an index when some of the documents leave it that it was made of."""
    return Kept(index, leaving, [batch_of_documents([documents[number] for number in leaving])])


def long_documents(*lengths: float) -> list[Document]:
    """Return documents of one word, so long."""
    return [
        replace(each, lengths={**dict.fromkeys(STREAMS, 0.0), "words": length})
        for each, length in zip(odd_documents(), lengths, strict=False)
    ]


@pytest.mark.parametrize(
    ("leaving", "coming"),
    [
        pytest.param([], [100.0, 100.0], id="as before"),
        pytest.param([1], [100.0, 0.0], id="another instead, and one without words"),
        pytest.param([0], [101.0], id="nearly as before"),
    ],
)
def test_while_the_average_length_is_nearly_the_same_the_rest_is_carried_over(
    leaving: list[int], coming: list[float]
) -> None:
    cluster = PlainCluster()
    first = long_documents(100, 100, 100)
    write(cluster, "one", [batch_of_documents(first)])  # type: ignore[arg-type]
    kept = kept_of("one", first, leaving)
    write(cluster, "two", [batch_of_documents(long_documents(*coming))], kept)  # type: ignore[arg-type]
    assert cluster.indexes["two"].documents.keys() & cluster.indexes["one"].documents.keys()
    # The next update counts from there: of the first three none is left.
    rest = kept_of("two", first, [number for number in range(3) if number not in leaving])
    write(cluster, "three", [batch_of_documents(long_documents(*coming))], rest)  # type: ignore[arg-type]
    with pytest.raises(Outgrown):
        write(cluster, "four", [batch_of_documents(long_documents(300))], rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("leaving", "coming"),
    [([], [300.0]), ([0], [20.0]), ([0, 1], []), ([], [0.0, 500.0])],
)
def test_where_the_average_length_is_another_one_nothing_is_carried_over_and_nothing_made(
    leaving: list[int], coming: list[float]
) -> None:
    cluster = PlainCluster()
    first = long_documents(100, 100, 200)
    write(cluster, "one", [batch_of_documents(first)])  # type: ignore[arg-type]
    kept = kept_of("one", first, leaving)
    with pytest.raises(Outgrown, match="one"):
        write(cluster, "two", [batch_of_documents(long_documents(*coming))], kept)  # type: ignore[arg-type]
    assert list(cluster.indexes) == ["one"]


def test_terms_are_counted_as_documents_come_and_go() -> None:
    tally = Tally(FrozenDictionary(["a", "c"], np.array([1, 3])))
    tally.add(["d", "c", "b"], np.array([1, 1, 1]))
    tally.add(["a", "c"], np.array([-1, -1]))
    cluster = PlainCluster()
    cluster.ask("PUT", "/notes", index_body(dict.fromkeys(STREAMS, 1), 1))
    cluster.bulk("notes", list(tally.lines("words")))
    found = read_dictionary(cluster, "notes", "words")  # type: ignore[arg-type]
    assert found.terms == ["b", "c", "d"]
    assert found.counts.tolist() == [1, 3, 1]


def test_grams_are_counted_as_documents_come_and_go() -> None:
    def run(*grams: str) -> Run:
        return batch_of_documents([document_of_grams(grams)]).runs["bigrams"]

    tally = GramTally()
    for each in (run("監視", "視す"), run("監視"), run("go")):
        tally.add(each)
    tally.add(run("監視", "視す"), -1)
    keys, counts = tally.summed()
    assert unpacked_grams(keys) == ["go", "監視"]
    assert counts.tolist() == [1, 1]


def document_of_grams(grams: Sequence[str]) -> Document:
    found = tuple(TermPosting(each, 1.0, (0,)) for each in grams)
    postings = {**dict.fromkeys(STREAMS, ()), "bigrams": found}
    return replace(odd_documents()[0], postings=postings)


@pytest.mark.parametrize("average", [1.0, 150.0, 5_000.0, 1e6])
def test_impacts_of_the_longest_notes_stay_in_bounds(average: float) -> None:
    scale = scale_of(average)
    # Whatever its length, a note of which each word stands once has at most so much in all.
    longest = max(size * 1.25 / (1 + 0.25 * (0.25 + 0.75 * size / average)) for size in (10.0, 1e4, 1e7, 1e9))
    assert longest * scale < 2**31
    assert scale & (scale - 1) == 0
