"""Segments come back as they were written, merge as plain Python merges, and are refused when damaged."""

import itertools
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from search.engines.batches import Run, packed_grams, unpacked_grams
from search.engines.columnar import external_merge, files
from search.engines.columnar.merging import renumbered
from search.engines.columnar.segments import Segment, SegmentDraft, SegmentPart
from search.engines.columnar.spill import spill_in
from search.engines.weights import Weights
from search.engines.whoosh_writing import segments_of
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
    assert run.terms == expected.terms
    assert run.weights.array().tolist() == expected.weights.array().tolist()
    for part in ("firsts", "documents", "counts", "positions"):
        assert getattr(run, part).tolist() == getattr(expected, part).tolist(), part


@pytest.mark.slow
@settings(deadline=None)
@given(corpora(), st.sampled_from([1.0, 2.5, 0.3]))
def test_a_run_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, documents: list[list[str]], weight: float
) -> None:
    run = run_of(documents, weight)
    path = tmp_path_factory.mktemp("segment") / "x"
    texts = [("".join(words) * 9).encode() for words in documents]
    columns = {"n": np.arange(len(documents))}
    segment = segment_of(SegmentPart(len(documents), [("w", run)], columns, {"t": texts}, ("w",)), path)
    terms = segment.terms("w")
    assert terms is not None
    back, names = terms.run()
    assert names == [term.encode() for term in run.terms]
    assert_same(Run(run.terms, *(getattr(back, part) for part in Run.__struct_fields__[1:])), run)
    for number, text in enumerate(names):
        start, stop = run.firsts[number : number + 2].tolist()
        assert terms.number(text) == number
        assert terms.documents(number).tolist() == run.documents[start:stop].tolist()
        assert terms.weights(number).tolist() == run.weights.array()[start:stop].tolist()
        ends = np.cumsum([0, *run.counts.tolist()])
        counts, positions = terms.positions(number)
        assert counts.tolist() == run.counts[start:stop].tolist()
        assert positions.tolist() == run.positions[ends[start] : ends[stop]].tolist()
    assert segment.column("n").tolist() == [*range(len(documents))]
    assert segment.texts("t", range(len(documents))) == texts
    for number, words in enumerate(documents):
        start, stop = segment.facet_firsts[number : number + 2].tolist()
        assert {names[value].decode() for value in segment.facet_values[start:stop]} == set(words)


@pytest.mark.slow
@settings(deadline=None)
@given(corpora(), st.lists(st.integers(0, 700), max_size=4), st.randoms())
def test_runs_merge_and_are_renumbered_as_their_documents_are(
    tmp_path_factory: pytest.TempPathFactory, documents: list[list[str]], cuts: list[int], lots: random.Random
) -> None:
    bounds = sorted({0, len(documents), *(cut for cut in cuts if cut < len(documents))})
    pieces = [documents[start:stop] for start, stop in itertools.pairwise(bounds)]
    with spill_in(tmp_path_factory.getbasetemp()) as spill:
        runs = external_merge.SpilledRuns(spill)
        for piece, base in zip(pieces, bounds, strict=False):
            runs.add(run_of(piece), base)
        if pieces:
            (joined,) = runs.pieces()
            assert_same(joined, run_of(documents))
    kept = [number for number in range(len(documents)) if lots.random() < 0.7]
    new_numbers = np.full(len(documents), -1, np.int32)
    new_numbers[kept] = np.arange(len(kept))
    if documents:
        assert_same(
            renumbered(run_of(documents), new_numbers), run_of([documents[number] for number in kept])
        )


@examples(25)
@given(
    corpora(),
    st.sampled_from([1, 3, 1000]),
    st.sampled_from([1, 50, 100_000]),
    st.sampled_from([0, 20, 100_000]),
)
def test_a_segment_that_waited_in_a_file_is_what_it_would_be_of_one_part(
    tmp_path_factory: pytest.TempPathFactory,
    documents: list[list[str]],
    parts: int,
    postings: int,
    numbered: int,
) -> None:
    folder = tmp_path_factory.mktemp("segment")
    size = max(1, -(-len(documents) // parts))
    portions = [documents[first : first + size] for first in range(0, len(documents), size)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(external_merge, "PIECE", postings)
        patch.setattr(external_merge, "NUMBERED", numbered)
        joined = [arrays_of(draft, folder) for draft in segments_of(map(part_of, portions), folder)]
    assert joined == [arrays_of(draft, folder) for draft in segments_of([part_of(documents)], folder)]
    assert len(joined) == bool(documents)


@pytest.mark.parametrize("evening", [("いろは", "ろはに", "", "𠮟る"), ("", ""), ("い", "ろ")])
def test_pairs_of_letters_that_waited_as_numbers_merge_as_their_texts_do(
    tmp_path: Path, evening: tuple[str, ...]
) -> None:
    with spill_in(tmp_path) as spill:
        spelt, numbered = (external_merge.SpilledRuns(spill) for _ in range(2))
        for base, text in enumerate(evening):
            run = run_of([[text[place : place + 2] for place in range(len(text))]])
            keys = [[*map(ord, term.ljust(2, "\0"))] for term in run.terms]
            spelt.add(run, base)
            numbered.add(replace(run, terms=packed_grams(np.array(keys, np.uint32).reshape(-1, 2))), base)
        (expected,), (found,) = spelt.pieces(), numbered.pieces()
        assert isinstance(found.terms, np.ndarray) or not expected.terms
        assert_same(
            replace(found, terms=unpacked_grams(np.asarray(found.terms, np.uint64))),
            replace(expected, terms=list(expected.terms)),
        )


def part_of(documents: Sequence[Sequence[str]]) -> SegmentPart:
    texts = [" ".join(words).encode() for words in documents]
    return SegmentPart(len(documents), [("w", run_of(documents))], {}, {"t": texts})


def segment_of(part: SegmentPart, path: Path) -> Segment:
    """Write a segment of one part, and open it."""
    with spill_in(path.parent) as spill, path.open("wb") as file:
        draft = SegmentDraft(spill)
        draft.add(part)
        draft.write(file, path.name)
    return Segment(path, path.name)


def arrays_of(draft: SegmentDraft, folder: Path) -> dict[str, tuple[str, list[object]]]:
    """Write a segment; return the type and the values of each array, and what postings weigh: which weights
    the table lists beside them may differ.
    """
    with (folder / "x").open("wb") as file:
        draft.write(file, "x")
    kept = files.ArrayFile(folder / "x")
    widths = ("gaps0", "gaps1", "gaps2", "positions0", "positions1")
    fields = ("rows", "prefixes", "texts", "counts", "dense_terms", *widths)
    names = [*(f"field.w.{part}" for part in fields), "text.t.places", "text.t.packed"]
    arrays = {name: kept.array(name) for name in names if name in kept}
    table = kept.array("field.w.weight_table")
    arrays["weights"] = table[kept.array("field.w.weight_codes")]
    if "field.w.dense" in kept:
        arrays["dense"] = np.append(np.float32(0), table)[kept.array("field.w.dense")]
    return {name: (array.dtype.str, array.tolist()) for name, array in arrays.items()}


@settings(deadline=None)
@given(corpora())
def test_terms_are_found_by_what_is_not_behind_them(
    tmp_path_factory: pytest.TempPathFactory, documents: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("segment") / "x"
    terms = segment_of(SegmentPart(len(documents), [("w", run_of(documents))], {}, {}), path).terms("w")
    assert terms is not None
    for text in (b"", b"c", "語1".encode(), "語".encode()[:2], "𠮟".encode(), b"\xff", b"zzzzzzzzz"):
        assert terms.first_from(text) == sum(name < text for name in terms.texts())


def written(path: Path) -> Path:
    lots = random.Random(2)
    words = [[f"語{lots.randrange(40)}" for _ in range(lots.randint(1, 9))] for _ in range(12)]
    part = SegmentPart(
        12,
        [("w", run_of(words)), ("facet", run_of([each[:1] for each in words]))],
        {"n": np.arange(12, dtype=np.int32)},
        {"t": [" ".join(each).encode() for each in words]},
        ("facet",),
    )
    segment_of(part, path)
    return path


def answers(path: Path) -> list[object]:
    """Return all that a segment says but some postings: terms, columns, texts, facets."""
    segment = Segment(path, "x")
    terms = segment.terms("w")
    assert terms is not None
    found = [terms.number(f"語{number}".encode()) for number in range(40)]
    return [
        [(terms.documents(each).tolist(), terms.positions(each)[1].tolist()) for each in found if each],
        segment.texts("t", range(12)),
        segment.column("n").tolist(),
        [segment.facet_firsts.tolist(), segment.facet_values.tolist()],
    ]


@pytest.mark.parametrize("at_once", [True, False], ids=["small files", "large files"])
def test_no_flipped_byte_is_taken_for_what_was_written(
    tmp_path: Path, at_once: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not at_once:
        # Checked block by block, as a large file is.
        monkeypatch.setattr(files, "CHECKED_AT_ONCE", -1)
        monkeypatch.setattr(files, "BLOCK", 512)
    path = written(tmp_path / "x")
    whole, expected = path.read_bytes(), answers(path)
    untouched = 0
    places = [*range(0, len(whole), 41), *range(len(whole) - 40, len(whole))]
    for place in places:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        try:
            assert answers(path) == expected
            untouched += 1
        except IndexDamaged as error:
            assert path.name in str(error)
    # Only where nothing was looked at may a byte be wrong.
    assert untouched == 0 if at_once else untouched < 0.3 * len(places)


def test_a_whole_check_finds_every_flipped_byte_and_names_its_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "CHECKED_AT_ONCE", -1)
    monkeypatch.setattr(files, "BLOCK", 512)
    path = written(tmp_path / "x")
    files.ArrayFile(path).check_all()
    whole = path.read_bytes()
    # The directory begins with a brace; what follows is read whenever a file is opened.
    size = whole.index(b'{"facts"')
    assert size % 512, "the last block is a short one"
    for place in [*range(0, size, 41), size - 1]:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        with pytest.raises(IndexDamaged, match=f"bytes {place // 512 * 512} to "):
            files.ArrayFile(path).check_all()


def test_no_part_of_a_file_is_taken_for_the_whole(tmp_path: Path) -> None:
    path = written(tmp_path / "x")
    whole = path.read_bytes()
    for length in [*range(0, len(whole), 97), len(whole) - 1]:
        path.write_bytes(whole[:length])
        with pytest.raises(IndexDamaged, match=path.name):
            answers(path)


def test_another_segment_s_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="another"):
        Segment(written(tmp_path / "y"), "x")
