"""External merge: the sorted runs of a segment wait in a spill until the last is there; then they are merged.

Runs of a hundred batches and their merged copy would be most of the memory that a rebuild takes. They are
read back a range of terms at a time, from all runs, as an external sort does. Of strings mostly numbers wait:
the same come with every run, and telling them apart takes longest of all that is done behind the last run.
"""

import pickle
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

import numpy as np
from msgspec import Struct

from search.arrays import (
    NO_NUMBERS,
    Array,
    Float32Array,
    Int64Array,
    Integers,
    UInt32Array,
    UInt64Array,
    distinct_of,
    narrowed,
    portions_of,
)
from search.engines.batches import Run, unpacked_grams
from search.engines.columnar.merging import NO_RUN, merged
from search.engines.columnar.spill import Spill, SpilledArray
from search.engines.weights import Weights

PIECE = 1 << 18
"""Postings that are merged at a time: some 20 MB while it lasts."""
NUMBERED = 1 << 16
"""Strings of a field that are numbered as they come: more would be memory that tokenizing needs."""
_GRAMS, _NUMBERS, _PICKLED = np.uint64, np.uint32, np.uint8
"""What the terms of a run wait as."""


class SpilledRuns:
    """The runs of one field, in the order of their documents."""

    def __init__(self, spill: Spill) -> None:
        self._spill = spill
        self._runs: list[_SpilledRun] = []
        # Strings are numbered as they come.
        self._number_of: defaultdict[str, int] = defaultdict(count().__next__)

    def add(self, run: Run, base: int) -> None:
        """Take a run whose document d is to be `base + d`; bases ascend."""

        def kept(array: Array) -> SpilledArray:
            return SpilledArray.of(array, self._spill)

        self._runs.append(
            _SpilledRun(
                base=base,
                terms=kept(self._waiting(run.terms)),
                firsts=kept(narrowed(run.firsts)),
                documents=kept(run.documents),
                codes=kept(run.weights.codes),
                table=run.weights.table,
                counts=kept(run.counts),
                positions=kept(run.positions),
            )
        )

    def pieces(self) -> Iterator[Run]:
        """Yield, once, the postings of all runs, merged, in some pieces; terms ascend, with one table."""
        terms, numbers = self._joined_terms()
        firsts = [run.firsts.all() for run in self._runs]
        postings = np.zeros(len(terms), np.int64)
        for own, each in zip(numbers, firsts, strict=True):
            postings[own] += np.diff(each)
        ends = np.cumsum(postings)
        weights = Weights.joined([Weights(NO_NUMBERS, run.table) for run in self._runs])
        readers = [
            _Reader(run, own, each, weights.table)
            for run, own, each in zip(self._runs, numbers, firsts, strict=True)
        ]
        bases = [run.base for run in self._runs]
        if not len(terms):
            yield NO_RUN
        for portion, _ in portions_of(ends, PIECE):
            found = [(*reader.up_to(portion.stop), base) for reader, base in zip(readers, bases, strict=True)]
            parts, runs, own_bases = zip(*(each for each in found if len(each[0])), strict=True)
            yield merged(terms[portion], [part - portion.start for part in parts], runs, own_bases)

    def _joined_terms(self) -> tuple[Sequence[str] | UInt64Array, list[UInt32Array]]:
        """Return the distinct terms of all runs, ascending, and the number of each run's terms among them."""
        # Segments give strings; what comes from the analysis may be packed.
        if all(run.terms.dtype == _GRAMS for run in self._runs):
            grams = np.concatenate([run.terms.all() for run in self._runs])
            grams.sort()
            grams = distinct_of(grams)
            return grams, [grams.searchsorted(run.terms.all()).astype(np.uint32) for run in self._runs]
        numbers = [self._numbers_in(run.terms) for run in self._runs]
        strings = sorted(self._number_of)
        ranks = np.empty(len(strings), np.uint32)
        ranks[self._numbered(strings)] = np.arange(len(strings))
        # Other fields are merged beside this one.
        self._number_of.clear()
        return strings, [ranks[own] for own in numbers]

    def _waiting(self, terms: Sequence[str] | UInt64Array) -> Array:
        if isinstance(terms, np.ndarray):
            return terms
        if len(self._number_of) < NUMBERED:
            return self._numbered(terms)
        return np.frombuffer(pickle.dumps(terms), _PICKLED)

    def _numbers_in(self, waiting: SpilledArray) -> UInt32Array:
        terms = waiting.all()
        if waiting.dtype == _NUMBERS:
            return terms
        # Nobody else can have written into a file without a name.
        return self._numbered(unpacked_grams(terms) if waiting.dtype == _GRAMS else pickle.loads(terms.data))

    def _numbered(self, strings: Iterable[str]) -> UInt32Array:
        return np.fromiter(map(self._number_of.__getitem__, strings), _NUMBERS)


class _SpilledRun(Struct, frozen=True):
    """A `Run` in a spill."""

    base: int
    terms: SpilledArray
    firsts: SpilledArray
    documents: SpilledArray
    codes: SpilledArray
    table: Float32Array
    counts: SpilledArray
    positions: SpilledArray


class _Reader:
    """Reads a run from its first term to its last; terms are known by their `numbers` among all."""

    def __init__(self, run: _SpilledRun, numbers: UInt32Array, firsts: Integers, table: Float32Array) -> None:
        self._run, self._numbers, self._firsts, self._table = run, numbers, firsts, table
        self._codes = table.searchsorted(run.table)
        self._term = self._position = 0

    def up_to(self, number: int) -> tuple[Int64Array, Run]:
        """Return which terms below this one were not read yet, and their postings, without their terms."""
        # A number of another type would make it another array.
        first, last = self._term, int(self._numbers.searchsorted(np.uint32(number)))
        firsts = self._firsts[first : last + 1].astype(np.int64)
        start, stop = int(firsts[0]), int(firsts[-1])
        counts = self._run.counts.part(start, stop)
        position = self._position
        if len(self._run.positions):
            self._position += int(counts.sum(dtype=np.int64))
        self._term = last
        numbers = self._numbers[first:last].astype(np.int64)
        return numbers, Run(
            terms=(),
            firsts=firsts - start,
            documents=self._run.documents.part(start, stop),
            weights=Weights(self._codes[self._run.codes.part(start, stop)], self._table),
            counts=counts,
            positions=self._run.positions.part(position, self._position),
        )
