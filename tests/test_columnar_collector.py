"""What the collector finds is what Whoosh finds, and what its documentation says where that differs."""

import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import index, query, scoring
from whoosh.query import Query
from whoosh.searching import Searcher
from whoosh_talks import (
    CODEC,
    FACETS,
    SOUND_TREES,
    SPEAKERS,
    TECHNOLOGIES,
    TREES,
    WORDS,
    History,
    Note,
    bm25_of,
    histories,
    note_of,
    plain_matches,
)

from search.engines.columnar import ColumnarCollector, KikigakiBM25
from search.engines.columnar.best import best
from search.engines.columnar.phrases import keys_before

EVERYTHING = 10_000
MODELS = st.sampled_from(
    [
        scoring.BM25F(),
        scoring.BM25F(B=0.3, K1=2.0, title_B=1.0),
        scoring.TF_IDF(),
        scoring.Frequency(),
        scoring.MultiWeighting(scoring.BM25F(), title=scoring.Frequency()),
        KikigakiBM25(),
        scoring.PL2(),
    ]
)
FILTERS = st.dictionaries(st.sampled_from(FACETS), st.lists(st.sampled_from([*SPEAKERS, *TECHNOLOGIES])))


def searched(searcher: Searcher, asked: Query, **options: object) -> ColumnarCollector:
    collector = ColumnarCollector(**{"limit": EVERYTHING, **options})
    searcher.search_with_collector(asked, collector)
    return collector


def notes_of(searcher: Searcher, history: History) -> dict[int, Note]:
    alive = history.alive()
    return {number: alive[stored["key"]] for number, stored in searcher.iter_docs()}


@settings(deadline=None)
@given(histories(), st.lists(st.tuples(SOUND_TREES, MODELS), min_size=6, max_size=6))
def test_documents_and_scores_are_those_of_whoosh_itself(
    history: History, asked: list[tuple[Query, scoring.WeightingModel]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
        columnar, stock = history.write(Path(folder), CODEC), history.write(Path(other), None)
        for tree, model in asked:
            with columnar.searcher(weighting=model) as ours, stock.searcher(weighting=model) as theirs:
                found = searched(ours, tree)
                expected = ours.search(tree, limit=None)
                assert found.total == len(expected) == len(found.top)
                assert dict(found.top) == pytest.approx(dict(expected.items()), abs=1e-5, rel=1e-5)
                assert keys_of(theirs, dict(theirs.search(tree, limit=None).items())) == pytest.approx(
                    keys_of(ours, dict(found.top)), abs=1e-4, rel=1e-4
                )


def keys_of(searcher: Searcher, scores: Mapping[int, float]) -> dict[str, float]:
    return {searcher.stored_fields(number)["key"]: score for number, score in scores.items()}


@settings(deadline=None)
@given(histories(), st.lists(st.tuples(TREES, FILTERS), min_size=6, max_size=6))
def test_documents_scores_and_counts_are_those_of_plain_python(
    history: History, asked: list[tuple[Query, dict[str, list[str]]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, history.write(Path(folder), CODEC).searcher() as searcher:
        notes = notes_of(searcher, history)
        for tree, filters in asked:
            matching = plain_matches(tree, notes, bm25_of(searcher))

            def passes(number: int, but: str = "", filters: dict[str, list[str]] = filters) -> bool:
                return all(
                    set(values) & set(getattr(notes[number], name))
                    for name, values in filters.items()
                    if name != but
                )

            expected = {number: score for number, score in matching.items() if passes(number)}
            found = searched(searcher, tree, facets=FACETS, filters=filters)
            assert found.total == len(expected)
            assert dict(found.top) == pytest.approx(expected, abs=1e-5, rel=1e-5)
            assert found.all_ids() == sorted(expected)
            for name in FACETS:
                counts = Counter(
                    value
                    for number in matching
                    if passes(number, but=name)
                    for value in getattr(notes[number], name)
                )
                assert found.counts(name) == counts
                ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
                assert found.top_counts(name, 2) == ordered[:2]


@settings(deadline=None)
@given(histories(), TREES, st.integers(0, 5), st.integers(1, 9), st.sampled_from([None, False, True]))
def test_a_page_is_a_piece_of_the_whole_order(
    history: History, tree: Query, offset: int, limit: int, reverse: bool | None
) -> None:
    with tempfile.TemporaryDirectory() as folder, history.write(Path(folder), CODEC).searcher() as searcher:
        notes = notes_of(searcher, history)
        column = {} if reverse is None else {"sortedby": "day", "reverse": reverse}
        scores = dict(searched(searcher, tree).top)

        def key(number: int) -> tuple[float, int]:
            if reverse is None:
                return -scores[number], number
            return notes[number].day * (-1 if reverse else 1), number

        page = searched(searcher, tree, offset=offset, limit=limit, **column)
        assert [number for number, _ in page.top] == sorted(scores, key=key)[offset : offset + limit]
        assert [hit.docnum for hit in page.results()] == [number for number, _ in page.top]
        assert len(page.results()) == len(scores)


@settings(deadline=None)
@given(st.data())
def test_the_best_are_those_that_a_sort_puts_first(data: st.DataObject) -> None:
    count, kinds = data.draw(st.integers(0, 3000)), data.draw(st.sampled_from([1, 3, 50, 10**9]))
    lots = np.random.default_rng(data.draw(st.integers(0, 1 << 32)))
    keys = lots.integers(-kinds, kinds, count).astype(data.draw(st.sampled_from([np.int64, np.float32])))
    k = data.draw(st.integers(1, 60))
    expected = sorted(range(count), key=lambda place: (-keys[place], place))[:k]
    assert best(keys, k).tolist() == expected


@settings(deadline=None)
@given(st.data())
def test_places_are_found_before_others_however_many_there_are(data: st.DataObject) -> None:
    lots = np.random.default_rng(data.draw(st.integers(0, 1 << 32)))
    few, many = data.draw(st.sampled_from([(3, 9), (2_000, 3_000), (3_000, 2_000), (2_000, 60_000)]))
    twice = data.draw(st.booleans())  # A term may stand twice at one place.
    stands, keys = (
        np.sort(lots.integers(0, 400, count) << 32 | lots.integers(0, 90, count)) for count in (few, many)
    )
    if not twice:
        stands, keys = (each[np.diff(each, prepend=-1) > 0] for each in (stands, keys))
    distance = data.draw(st.integers(-2, 2))
    wanted = set(keys.tolist())
    expected = [key for key in stands.tolist() if key + distance in wanted]
    found = keys_before(stands, keys, distance).tolist()
    # Which documents these are in is what counts.
    assert sorted(set(found)) == sorted(set(expected))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> index.FileIndex:
    """So many notes that some terms are rare, some common, and neither is decoded as the other is."""
    import random

    lots = random.Random(7)
    notes = tuple(note_of(lots, f"talk:{number}") for number in range(600))
    rare = tuple(
        Note(f"rare:{number}", ("珍", *note.body, "珍", "品"), note.title, ("誰か",), (), 1, 1)
        for number, note in enumerate(notes[:9])
    )
    return History(((notes + rare, (), False),)).write(tmp_path_factory.mktemp("many"), CODEC)


@pytest.mark.parametrize(
    "tree",
    [
        query.Or([query.Term("body", "珍"), query.Term("body", "品")]),
        query.Or([query.Term("body", "珍"), query.Term("body", "監視"), query.Term("body", "語")]),
        query.And([query.Term("body", "珍"), query.Term("body", "監視")]),
        query.And([query.Term("body", "監視"), query.Term("body", "障害")]),
        query.And([query.Term("body", "監視"), query.Not(query.Term("body", "珍"))]),
        query.And([query.Term("body", "珍"), query.Not(query.Term("body", "c++"))]),
        query.Phrase("body", ["珍", "品"]),
        query.Phrase("body", ["監視", "珍"]),
        query.Phrase("body", ["監視", "障害", "監視"]),
        query.Phrase("body", ["監視", "監視"], slop=3),
    ],
)
def test_rare_and_common_terms_meet(many: index.FileIndex, tree: Query) -> None:
    with many.searcher() as searcher:
        expected = dict(searcher.search(tree, limit=None).items())
        assert expected
        for _ in range(2):  # The second time, what was worked out before is used.
            assert dict(searched(searcher, tree).top) == pytest.approx(expected, abs=1e-5)


def test_values_of_several_segments_are_counted_together(tmp_path: Path) -> None:
    import random

    lots = random.Random(11)
    some = [note_of(lots, f"some:{number}") for number in range(400)]
    # In the second segment hardly anybody says 珍, and speakers are others.
    rare = [
        replace(note, body=("珍",), speaker=(f"誰か{number % 70}", "桑野"))
        for number, note in enumerate(some)
    ]
    others = [
        replace(note, key=f"other:{number}", speaker=(f"話者{number}", "鈴木"))
        for number, note in enumerate(some)
    ]
    others[7] = replace(others[7], body=("珍",))
    made = History(((tuple(rare), (), False), (tuple(others), (), False))).write(tmp_path, CODEC)
    with made.searcher() as searcher:
        assert len(searcher.leaf_searchers()) == 2
        for tree, found in (
            (query.Term("body", "珍"), [*rare, others[7]]),
            (query.Every(), [*rare, *others]),
        ):
            counted = Counter(name for note in found for name in note.speaker)
            ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
            collector = searched(searcher, tree, facets=FACETS)
            for k in (1, 5, 1_000):
                assert collector.top_counts("speaker", k) == ordered[:k]
            assert collector.counts("speaker") == counted


def test_whoosh_itself_may_exclude_where_the_last_of_eight_documents_is_deleted(tmp_path: Path) -> None:
    notes = tuple(Note(f"talk:{number}", ("語", "監視"), (), (), (), 1, 1) for number in range(8))
    index_ = History(((notes, (), False), ((), ("talk:7",), False))).write(tmp_path, CODEC)
    tree = query.And([query.Term("body", "語"), query.Not(query.Term("body", "監視"))])
    with index_.searcher() as searcher:
        assert len(searcher.search(tree, limit=None)) == searched(searcher, tree).total == 0
        assert not searcher.reader().is_deleted(8)


def test_an_empty_index_answers_nothing(tmp_path: Path) -> None:
    with History(()).write(tmp_path, CODEC).searcher() as searcher:
        found = searched(searcher, query.Every(), facets=FACETS, sortedby="day")
        assert (found.total, found.top, found.counts("speaker")) == (0, [], {})


def test_what_is_not_kept_as_a_facet_or_a_column_is_refused(many: index.FileIndex) -> None:
    with many.searcher() as searcher:
        with pytest.raises(TypeError, match="'body'"):
            searched(searcher, query.Every(), facets=("body",))
        with pytest.raises(TypeError, match="'body'"):
            searched(searcher, query.Every(), sortedby="body")


def test_a_word_that_no_note_has_finds_nothing(many: index.FileIndex) -> None:
    with many.searcher() as searcher:
        for tree in (
            query.Term("body", "無い"),
            query.Term("nowhere", WORDS[0]),
            query.Phrase("body", [WORDS[0], "無い"]),
            query.Or([]),
            query.And([]),
        ):
            assert searched(searcher, tree, facets=FACETS).total == 0


def test_segments_of_whoosh_s_own_codec_are_searched_too(tmp_path: Path) -> None:
    import random

    lots = random.Random(3)
    history = History((((note_of(lots, "a"), note_of(lots, "b")), (), False),))
    made = history.write(tmp_path, None)
    writer = made.writer(codec=CODEC)
    writer.add_document(**note_of(lots, "c").fields())
    writer.commit(merge=False)
    tree = query.Or([query.Term("body", WORDS[0]), query.Term("body", WORDS[1])])
    with made.searcher() as searcher:
        expected = dict(searcher.search(tree, limit=None).items())
        assert dict(searched(searcher, tree).top) == pytest.approx(expected, abs=1e-5)
        with pytest.raises(TypeError, match="ColumnarCodec"):
            searched(searcher, tree, facets=FACETS)
