"""Merging: several sorted runs -> one. Writing an index, compacting it and updating it are all this.

One sort of runs' terms, which NumPy does on numbers, and one gather of their postings; no Python a posting.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from search.batches import Int64Array, Run, unpacked_grams

NO_RUN = Run(
    terms=(),
    firsts=np.zeros(1, np.int64),
    documents=np.zeros(0, np.int32),
    weights=np.zeros(0, np.float32),
    counts=np.zeros(0, np.int32),
    positions=np.zeros(0, np.int32),
)


def merged(runs: Sequence[Run], bases: Sequence[int]) -> Run:
    """Return the postings of all runs; document d of run i becomes `bases[i] + d`, and bases ascend.

    The runs' terms are all packed or all strings (or all bytes), and so are those of the result.
    """
    if not runs:
        return NO_RUN
    terms, numbers = _joined_terms(runs)
    # A piece is one term's postings in one run.
    of_piece = np.concatenate(numbers)
    # The numbers of each run ascend already, and a stable sort merges them.
    order = np.argsort(of_piece, kind="stable")
    sizes = np.concatenate([np.diff(run.firsts) for run in runs])
    starts = _laid_out([run.firsts[:-1] for run in runs], [len(run.documents) for run in runs])
    postings = np.bincount(of_piece, weights=sizes, minlength=len(terms)).astype(np.int64)
    picked = _ranges(starts[order], sizes[order])
    counts = np.concatenate([run.counts for run in runs])
    positions = np.concatenate([run.positions for run in runs])
    if len(positions):
        ends = np.zeros(len(counts) + 1, np.int64)
        np.cumsum(counts, out=ends[1:])
        begins, stops = ends[starts[order]], ends[starts[order] + sizes[order]]
        some = stops > begins
        positions = positions[_ranges(begins[some], (stops - begins)[some])]
    documents = [run.documents + np.int32(base) for run, base in zip(runs, bases, strict=True)]
    return Run(
        terms=terms,
        firsts=_ends(postings),
        documents=np.concatenate(documents)[picked],
        weights=np.concatenate([run.weights for run in runs])[picked],
        counts=counts[picked],
        positions=positions,
    )


def renumbered(run: Run, new_numbers: npt.NDArray[np.int32]) -> Run:
    """Return a run whose document d is `new_numbers[d]`, ascending; those of -1 are left out.

    So are the terms that no document is left of.
    """
    documents = new_numbers[run.documents]
    kept = documents >= 0
    if kept.all():
        return Run(run.terms, run.firsts, documents, run.weights, run.counts, run.positions)
    postings = (
        np.add.reduceat(kept, run.firsts[:-1], dtype=np.int64) if len(run.firsts) > 1 else run.firsts[:0]
    )
    some = postings > 0
    terms = run.terms
    return Run(
        terms=(
            terms[some]
            if isinstance(terms, np.ndarray)
            else [terms[number] for number in np.flatnonzero(some).tolist()]
        ),
        firsts=_ends(postings[some]),
        documents=documents[kept],
        weights=run.weights[kept],
        counts=run.counts[kept],
        positions=run.positions[np.repeat(kept, run.counts)] if len(run.positions) else run.positions,
    )


def texts_of(run: Run) -> list[bytes]:
    """Return a run's terms in UTF-8."""
    if isinstance(run.terms, np.ndarray):
        return [text.encode() for text in unpacked_grams(run.terms)]
    # A name may hold half a surrogate pair, which is no character.
    return [text if isinstance(text, bytes) else text.encode("utf-8", "replace") for text in run.terms]


def _joined_terms(runs: Sequence[Run]) -> tuple[Sequence[str] | npt.NDArray[np.uint64], list[Int64Array]]:
    """Return the distinct terms of all runs, ascending, and the number of each run's terms among them."""
    packed = [run.terms for run in runs if isinstance(run.terms, np.ndarray)]
    if packed:
        # A sort is faster here than the hashing of np.unique.
        grams = np.sort(np.concatenate(packed))
        grams = grams[np.append(True, grams[1:] != grams[:-1])] if len(grams) else grams
        return grams, [np.searchsorted(grams, terms) for terms in packed]
    terms = sorted(set().union(*(run.terms for run in runs)))
    number_of = {term: number for number, term in enumerate(terms)}
    numbers = [np.fromiter(map(number_of.__getitem__, run.terms), np.int64, len(run.terms)) for run in runs]
    return terms, numbers


def _laid_out(parts: Sequence[Int64Array], sizes: Sequence[int]) -> Int64Array:
    """Return offsets into arrays of these sizes as offsets into those arrays joined."""
    bases = np.cumsum(sizes) - sizes
    return np.concatenate([part + base for part, base in zip(parts, bases, strict=True)])


def _ranges(starts: Int64Array, sizes: Int64Array) -> Int64Array:
    """Return `start, start + 1, ...` of each range, one behind the other; no size is 0."""
    ends = np.cumsum(sizes)
    ranges = np.ones(int(ends[-1]) if len(ends) else 0, np.int64)
    if len(starts):
        # One step ahead everywhere, but from the end of a range to the start of the next.
        ranges[0] = starts[0]
        ranges[ends[:-1]] = starts[1:] - starts[:-1] - sizes[:-1] + 1
        np.cumsum(ranges, out=ranges)
    return ranges


def _ends(sizes: Int64Array) -> Int64Array:
    ends = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=ends[1:])
    return ends
