"""External merge: the sorted runs of a segment wait in a spill until the last is there; then they are merged.

Runs of a hundred batches and their merged copy would be most of the memory that a rebuild takes. They are
read back a range of terms at a time, from all runs, as an external sort does.
"""

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from search.arrays import (
    NO_NUMBERS,
    Array,
    Float32Array,
    Int64Array,
    Integers,
    UInt64Array,
    distinct_of,
    narrowed,
    portions_of,
)
from search.engines.batches import Run, unpacked_grams
from search.engines.columnar.merging import NO_RUN, merged_as
from search.engines.columnar.spill import Spill, SpilledArray
from search.engines.weights import Weights

_Numbers: TypeAlias = npt.NDArray[np.uint32]
"""Of terms among all: there are as many of them as terms of all runs, so they are narrow."""

_Form: TypeAlias = Literal["grams", "numbers", "strings"]

PIECE = 1 << 18
"""Postings that are merged at a time: some 20 MB while it lasts."""
MET = 1 << 16
"""Strings of a field that get their numbers as runs come, and are held so long: 10 MB."""
_MET_AGAIN = 0.25
"""The share of a run's strings that must have come before: those that hardly come again wait in the spill."""
_UNMET = 0xFFFF_FFFF


class SpilledRuns:
    """The runs of one field, in the order of their documents."""

    def __init__(self, spill: Spill) -> None:
        self._spill = spill
        self._runs: list[_SpilledRun] = []
        self._met = _Met()

    def add(self, run: Run, base: int) -> None:
        """Take a run whose document d is to be `base + d`; bases ascend."""
        terms, form = self._kept(run.terms)
        self._runs.append(
            _SpilledRun(
                base=base,
                form=form,
                terms=SpilledArray.of(terms, self._spill),
                firsts=SpilledArray.of(narrowed(run.firsts), self._spill),
                documents=SpilledArray.of(run.documents, self._spill),
                codes=SpilledArray.of(run.weights.codes, self._spill),
                table=run.weights.table,
                counts=SpilledArray.of(run.counts, self._spill),
                positions=SpilledArray.of(run.positions, self._spill),
            )
        )

    def pieces(self) -> Iterator[Run]:
        """Yield the postings of all runs, merged, in at least one piece.

        Each has the terms behind those of the one before; the weights of all are of one table.
        """
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
            yield merged_as(terms[portion], [part - portion.start for part in parts], runs, own_bases)

    def _kept(self, terms: Sequence[str] | UInt64Array) -> tuple[Array, _Form]:
        """Return terms as they are kept: the same words come with each run, and need not be strings again."""
        if isinstance(terms, np.ndarray):
            return terms, "grams"
        numbers = self._met.known(terms)
        again = np.count_nonzero(numbers != _UNMET)
        if len(self._met) + len(terms) - again <= MET and (
            again >= _MET_AGAIN * len(terms) or not self._runs
        ):
            return self._met.numbered(terms, numbers), "numbers"
        return np.frombuffer(pickle.dumps(terms), np.uint8), "strings"

    def _joined_terms(self) -> tuple[Sequence[str] | UInt64Array, list[_Numbers]]:
        """Return the distinct terms of all runs, ascending, and the number of each run's terms among them.

        Those of one run at a time are held as they are.
        """
        # Segments give strings; what comes from the analysis may be packed.
        if all(run.form == "grams" for run in self._runs):
            # They are read twice: in memory, and sorted beside, they would be the most that merging takes.
            grams = np.concatenate([run.terms.all() for run in self._runs])
            grams.sort()
            grams = distinct_of(grams)
            return grams, [grams.searchsorted(run.terms.all()).astype(np.uint32) for run in self._runs]
        numbers = [self._numbers_of(run) for run in self._runs]
        terms = sorted(self._met)
        ranks = np.empty(len(terms), np.uint32)
        ranks[self._met.known(terms)] = np.arange(len(terms))
        return terms, [ranks[each] for each in numbers]

    def _numbers_of(self, run: "_SpilledRun") -> _Numbers:
        if run.form == "numbers":
            return run.terms.all()
        # Nobody else can have written into a file without a name.
        terms = unpacked_grams(run.terms.all()) if run.form == "grams" else pickle.loads(run.terms.all().data)
        return self._met.numbered(terms, self._met.known(terms))


class _Met(dict[str, int]):
    """Strings with the numbers that they got when they first came."""

    def known(self, strings: Sequence[str]) -> _Numbers:
        """Return the numbers of strings, `_UNMET` for those that have none."""
        return np.fromiter(map(self.get, strings, repeat(_UNMET)), np.uint32, len(strings))

    def numbered(self, strings: Sequence[str], numbers: _Numbers) -> _Numbers:
        """Return the same of distinct strings, given those that are known, and number the others."""
        new = np.flatnonzero(numbers == _UNMET)
        numbers[new] = np.arange(len(self), len(self) + len(new))
        self.update(zip([strings[at] for at in new.tolist()], numbers[new].tolist(), strict=True))
        return numbers


@dataclass(frozen=True, slots=True)
class _SpilledRun:
    """A `Run` in a spill; `form` says what its terms are: `packed_grams`, numbers of met strings, or strings,
    pickled.
    """

    base: int
    form: _Form
    terms: SpilledArray
    firsts: SpilledArray
    documents: SpilledArray
    codes: SpilledArray
    table: Float32Array
    counts: SpilledArray
    positions: SpilledArray


class _Reader:
    """Reads a run from its first term to its last; terms are known by their `numbers` among all."""

    def __init__(self, run: _SpilledRun, numbers: _Numbers, firsts: Integers, table: Float32Array) -> None:
        self._run, self._numbers, self._firsts, self._table = run, numbers, firsts, table
        self._codes = table.searchsorted(run.table)
        self._term = self._position = 0

    def up_to(self, number: int) -> tuple[Int64Array, Run]:
        """Return the numbers of the terms below this one that were not read yet, and the postings of these,
        without their terms.
        """
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
