"""Merging: several sorted runs -> one. Writing an index, compacting it and updating it are all this.

One sort of runs' terms, which NumPy does on numbers, and one gather of their postings; no Python a posting.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from search.arrays import Array, Int64Array, Integers, UInt64Array, bounds_of, portions_of, ranges_of
from search.engines.batches import Run
from search.engines.weights import Weights

_AT_ONCE = 1 << 20
"""Postings that are gathered with one index: a larger one is memory that the system must clear each time."""

NO_RUN = Run(
    terms=(),
    firsts=np.zeros(1, np.int64),
    documents=np.zeros(0, np.int32),
    weights=Weights.of(np.zeros(0, np.float32)),
    counts=np.zeros(0, np.uint8),
    positions=np.zeros(0, np.uint8),
)


def merged(
    terms: Sequence[str] | UInt64Array, numbers: Sequence[Integers], runs: Sequence[Run], bases: Sequence[int]
) -> Run:
    """Return the postings of all runs, at least one; document d of run i becomes `bases[i] + d`, and bases
    ascend. Run i has the `terms` of the `numbers[i]`, ascending; each term is in some run.

    Of {b: 0, 1; d: 1} and {a: 0; b: 0} with bases 0 and 5 the pieces are of the terms 1, 2 and 0, 1; sorted
    they are pieces 2, 0, 3, 1, and what they point to is {a: 5; b: 0, 1, 5; d: 1}.
    """
    # A piece is one term's postings in one run.
    of_piece = np.concatenate(numbers)
    # The numbers of each run ascend already, and a stable sort merges them.
    order = np.argsort(of_piece, kind="stable")
    sizes = np.concatenate([np.diff(run.firsts) for run in runs])
    starts = _laid_out([run.firsts[:-1] for run in runs], [len(run.documents) for run in runs])
    postings = np.bincount(of_piece, weights=sizes, minlength=len(terms)).astype(np.int64)
    starts, sizes = starts[order], sizes[order]
    counts = np.concatenate([run.counts for run in runs])
    positions = np.concatenate([run.positions for run in runs])
    if len(positions):
        # As many as `packing` can point to.
        ends = np.zeros(len(counts) + 1, np.uint32)
        np.cumsum(counts, dtype=np.uint32, out=ends[1:])
        begins = ends[starts].astype(np.int64)
        lengths = ends[starts + sizes] - begins
        (positions,) = _picked([positions], begins, lengths)
    documents = [run.documents + np.int32(base) for run, base in zip(runs, bases, strict=True)]
    weights = Weights.joined([run.weights for run in runs])
    of_document, codes, counts = _picked([np.concatenate(documents), weights.codes, counts], starts, sizes)
    return Run(terms, bounds_of(postings), of_document, weights.at(codes), counts, positions)


def renumbered(run: Run, new_numbers: npt.NDArray[np.int32]) -> Run:
    """Return a run of strings whose document d is `new_numbers[d]`, ascending; those of -1 are left out.

    So are the terms that no document is left of.

    With the numbers [0, -1, 1] a term of the documents 0, 1, 2 is one of 0, 1, and one of document 1 is gone.
    """
    documents = new_numbers[run.documents]
    kept = documents >= 0
    if kept.all():
        return Run(run.terms, run.firsts, documents, run.weights, run.counts, run.positions)
    postings = (
        np.add.reduceat(kept, run.firsts[:-1], dtype=np.int64) if len(run.firsts) > 1 else run.firsts[:0]
    )
    some = postings > 0
    return Run(
        terms=[str(run.terms[number]) for number in np.flatnonzero(some).tolist()],
        firsts=bounds_of(postings[some]),
        documents=documents[kept],
        weights=run.weights.at(run.weights.codes[kept]),
        counts=run.counts[kept],
        positions=run.positions[np.repeat(kept, run.counts)] if len(run.positions) else run.positions,
    )


def _laid_out(parts: Sequence[Int64Array], sizes: Sequence[int]) -> Int64Array:
    """Return offsets into arrays of these sizes as offsets into those arrays joined.

    >>> _laid_out([np.array([0, 2]), np.array([0, 1])], [5, 3])
    array([0, 2, 5, 6])
    """
    bases = np.cumsum(sizes) - sizes
    return np.concatenate([part + base for part, base in zip(parts, bases, strict=True)])


def _picked(columns: Sequence[Array], starts: Int64Array, sizes: Int64Array) -> list[Array]:
    """Return these ranges of each column, one behind the other.

    >>> _picked([np.array([10, 11, 12, 13])], np.array([2, 0]), np.array([2, 1]))
    [array([12, 13, 10])]
    """
    ends = np.cumsum(sizes)
    picked = [np.empty(int(ends[-1]) if len(ends) else 0, column.dtype) for column in columns]
    for own, covered in portions_of(ends, _AT_ONCE):
        places = ranges_of(starts[own], sizes[own])
        for column, taken in zip(columns, picked, strict=True):
            np.take(column, places, out=taken[covered], mode="clip")
    return picked
