"""Segments come back as they were written, merge as plain Python merges, and are refused when damaged."""

import itertools
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh_talks import CODEC, FACETS, WORDS, History, note_of

from search.engines.batches import Run
from search.engines.columnar import ColumnarCollector, files
from search.engines.columnar.common_terms import CommonTerm
from search.engines.columnar.memo import Memo
from search.engines.columnar.merging import merged, renumbered, texts_of
from search.engines.columnar.segments import Segment, SegmentData, write_segment
from search.engines.weights import Weights
from search.errors import IndexDamaged

Postings = dict[str, dict[int, list[int]]]
"""term -> document -> positions."""


@st.composite
def corpora(draw: st.DrawFn) -> list[list[str]]:
    """Draw documents as words; some terms are in most documents, some gaps and positions are wide."""
    lots = random.Random(draw(st.integers(0, 1 << 32)))
    count = draw(st.sampled_from([0, 1, 5, 70, 300, 700]))
    words = [f"語{int(lots.paretovariate(0.5)) % 40}" for _ in range(60)] + ["", "c++", "𠮟る"]
    documents = [[lots.choice(words) for _ in range(lots.randint(0, 12))] for _ in range(count)]
    if count > 500:
        documents[0] += ["端"] * 3
        documents[-1] += ["端"]
        documents[1] += ["無"] * 300 + ["遠"]
    return documents


def run_of(documents: Sequence[Sequence[str]], weight: float = 1.0) -> Run:
    postings: Postings = {}
    for number, words in enumerate(documents):
        for place, word in enumerate(words):
            postings.setdefault(word, {}).setdefault(number, []).append(place)
    rows = [(number, places) for term in sorted(postings) for number, places in postings[term].items()]
    return Run(
        terms=sorted(postings),
        firsts=np.cumsum([0, *(len(postings[term]) for term in sorted(postings))], dtype=np.int64),
        documents=np.array([number for number, _ in rows], np.int32),
        weights=Weights.of(np.array([weight * len(places) for _, places in rows], np.float32)),
        counts=np.array([len(places) for _, places in rows], np.int32),
        positions=np.array([place for _, places in rows for place in places], np.int32),
    )


def assert_same(run: Run, expected: Run) -> None:
    assert texts_of(run) == texts_of(expected)
    assert run.weights.array().tolist() == expected.weights.array().tolist()
    for part in ("firsts", "documents", "counts", "positions"):
        assert getattr(run, part).tolist() == getattr(expected, part).tolist(), part


@settings(deadline=None)
@given(corpora(), st.sampled_from([1.0, 2.5, 0.3]))
def test_a_run_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, documents: list[list[str]], weight: float
) -> None:
    run = run_of(documents, weight)
    path = tmp_path_factory.mktemp("segment") / "x"
    texts = [("".join(words) * 9).encode() for words in documents]
    data = SegmentData(len(documents), {"w": run}, {"n": np.arange(len(documents))}, {"t": texts}, ("w",))
    with path.open("wb") as file:
        write_segment(file, "x", data)
    segment = Segment(path, "x")
    terms = segment.terms("w")
    assert terms is not None
    back, names = terms.run()
    assert names == texts_of(run)
    assert_same(Run(run.terms, *(getattr(back, part) for part in Run.__slots__[1:])), run)
    for number, text in enumerate(names):
        start, stop = run.firsts[number : number + 2].tolist()
        assert terms.number(text) == number
        assert terms.documents(number).tolist() == run.documents[start:stop].tolist()
        assert terms.weights(number).tolist() == run.weights.array()[start:stop].tolist()
        keys = run.documents[start:stop].astype(np.int64).repeat(run.counts[start:stop]) << 32
        ends = np.cumsum([0, *run.counts.tolist()])
        assert (
            terms.keys(number).tolist() == (keys + run.positions[ends[start] : ends[stop]].tolist()).tolist()
        )
        common = CommonTerm(terms, number, len(documents))
        assert common.weights(common.codes)[run.documents[start:stop]].tolist() == (
            run.weights.array()[start:stop].tolist()
        )
        some = terms.documents(number)[::3]
        places = common.places(some)
        assert places.tolist() == [*range(stop - start)][::3]
        for found in (
            common.occurrences(some),
            terms.occurrences(number, places),
            terms.occurrences(number, places, terms.marks(number)),
        ):
            assert found[0].tolist() == run.counts[start:stop][::3].tolist()
            assert found[1].tolist() == [
                place
                for posting in range(start, stop, 3)
                for place in run.positions[ends[posting] : ends[posting + 1]].tolist()
            ]
        # Of any documents, once or more often: none of the term's where it does not stand.
        for asked in ([*range(len(documents))], [0, *range(0, len(documents), 3)]):
            wanted = [
                [place for place, word in enumerate(documents[each]) if word.encode() == text]
                for each in asked
            ]
            longest = range(max(map(len, documents)))
            keys = [each << 32 | place for each in asked for place in longest]
            assert common.few_before(keys, 1) == [
                each << 32 | place
                for each, there in zip(asked, wanted, strict=True)
                for place in longest
                if place + 1 in there
            ]
            assert common.occurrences(np.array(asked))[1].tolist() == [*itertools.chain(*wanted)]
    every = range(len(names))
    assert terms.documents_within(every).tolist() == run.documents.tolist()
    assert segment.column("n").tolist() == [*range(len(documents))]
    assert [segment.text("t", number) for number in range(len(documents))] == texts
    for number, words in enumerate(documents):
        start, stop = segment.facet_firsts[number : number + 2].tolist()
        assert {names[value].decode() for value in segment.facet_values[start:stop]} == set(words)


@settings(deadline=None)
@given(corpora(), st.lists(st.integers(0, 700), max_size=4), st.randoms())
def test_runs_merge_and_are_renumbered_as_their_documents_are(
    documents: list[list[str]], cuts: list[int], lots: random.Random
) -> None:
    bounds = sorted({0, len(documents), *(cut for cut in cuts if cut < len(documents))})
    pieces = [documents[start:stop] for start, stop in itertools.pairwise(bounds)]
    if pieces:
        assert_same(merged([run_of(piece) for piece in pieces], bounds[:-1]), run_of(documents))
    kept = [number for number in range(len(documents)) if lots.random() < 0.7]
    new_numbers = np.full(len(documents), -1, np.int32)
    new_numbers[kept] = np.arange(len(kept))
    if documents:
        assert_same(
            renumbered(run_of(documents), new_numbers), run_of([documents[number] for number in kept])
        )


@settings(deadline=None)
@given(corpora())
def test_terms_are_found_by_what_they_begin_with(
    tmp_path_factory: pytest.TempPathFactory, documents: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("segment") / "x"
    with path.open("wb") as file:
        write_segment(file, "x", SegmentData(len(documents), {"w": run_of(documents)}, {}, {}))
    terms = Segment(path, "x").terms("w")
    assert terms is not None
    names = terms.texts()
    for prefix in (b"", b"c", "語1".encode(), "語".encode()[:2], "𠮟".encode(), b"\xff", b"zzzzzzzzz"):
        found = [names[number] for number in terms.within(prefix)]
        assert found == [name for name in names if name.startswith(prefix)]
        assert terms.first_from(prefix) == sum(name < prefix for name in names)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lots = random.Random(2)
    folder = tmp_path_factory.mktemp("small")
    History(((tuple(note_of(lots, f"talk:{number}") for number in range(12)), (), False),)).write(
        folder, CODEC
    )
    return folder


def answers(folder: Path) -> list[object]:
    """Return all that an index says: terms, postings, stored fields, counts."""
    from whoosh import index

    with index.open_dir(str(folder)).searcher() as searcher:
        collector = ColumnarCollector(facets=FACETS, sortedby="day")
        searcher.search_with_collector(query.Phrase("body", WORDS[:2]), collector)
        postings = [*searcher.reader().iter_postings()]
        stored = [*searcher.reader().all_stored_fields()]
        return [postings, stored, collector.top, [collector.counts(name) for name in FACETS]]


@pytest.mark.parametrize("at_once", [True, False], ids=["small files", "large files"])
def test_no_flipped_byte_is_taken_for_what_was_written(
    small: Path, at_once: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not at_once:
        # Checked block by block, as a large file is.
        monkeypatch.setattr(files, "CHECKED_AT_ONCE", -1)
        monkeypatch.setattr(files, "BLOCK", 512)
        for note in small.glob("*"):
            note.unlink()
        lots = random.Random(2)
        notes = tuple(note_of(lots, f"talk:{number}") for number in range(12))
        History(((notes, (), False),)).write(small, CODEC)
    (path,) = small.glob("*.arrays")
    whole, expected = path.read_bytes(), answers(small)
    untouched = 0
    for place in [*range(0, len(whole), 41), *range(len(whole) - 40, len(whole))]:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        try:
            assert answers(small) == expected
            untouched += 1
        except IndexDamaged as error:
            assert path.name in str(error)
    path.write_bytes(whole)
    # Only where nothing was looked at may a byte be wrong.
    assert untouched == 0 if at_once else untouched < 0.3 * len(whole) / 41


def test_no_part_of_a_file_is_taken_for_the_whole(small: Path) -> None:
    (path,) = small.glob("*.arrays")
    whole = path.read_bytes()
    for length in [*range(0, len(whole), 97), len(whole) - 1]:
        path.write_bytes(whole[:length])
        with pytest.raises(IndexDamaged, match=path.name):
            answers(small)
    path.write_bytes(whole)


def test_another_segment_s_file_is_refused(small: Path, tmp_path: Path) -> None:
    (path,) = small.glob("*.arrays")
    (tmp_path / "MAIN_other.arrays").write_bytes(path.read_bytes())
    with pytest.raises(IndexDamaged, match="another"):
        Segment(tmp_path / "MAIN_other.arrays", "MAIN_other")


def test_a_memo_keeps_no_more_than_it_may() -> None:
    memo: Memo[int] = Memo(1_000)
    for key in range(5_000):
        memo.put(key, key, 10)
    kept = [key for key in range(5_000) if memo.get(key) is not None]
    assert 50 <= len(kept) <= 100
    assert all(memo.get(key) == key for key in kept)
    memo.put("large", 1, 999)
    assert memo.get("large") is None
