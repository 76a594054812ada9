"""Spilling: the sorted runs of a segment wait in a file until the last is there; then they are merged.

Runs of a hundred batches and their merged copy would be most of the memory that a rebuild takes. They are
read back a range of terms at a time, from all runs, as an external sort does.
"""

import os
import pickle
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from search.arrays import Array, Float32Array, Integers, UInt64Array, distinct, narrowed
from search.engines.batches import Run, unpacked_grams
from search.engines.columnar.merging import NO_RUN, merged
from search.engines.weights import Weights

_Numbers: TypeAlias = npt.NDArray[np.uint32]
"""Of terms among all: there are as many of them as terms of all runs, so they are narrow."""

PIECE = 1 << 18
"""Postings that are merged at a time: some 20 MB while it lasts."""


@contextmanager
def spill_in(directory: Path) -> Iterator["Spill"]:
    """Give a file without a name in a folder; what is in it is gone when it is left, however it is left."""
    with tempfile.TemporaryFile(dir=directory, buffering=0) as file:
        yield Spill(file.fileno())


class Spill:
    """A file that is written by one thread and read by many."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._size = 0

    def put(self, data: bytes | memoryview) -> range:
        """Write bytes behind the others; return where they are."""
        view = memoryview(data)
        where = range(self._size, self._size + len(view))
        while len(view):
            # A full disk raises; a signal may cut a write short.
            written = os.pwrite(self._file, view, self._size)
            self._size += written
            view = view[written:]
        return where

    def get(self, start: int, size: int) -> bytes:
        """Return bytes that were written."""
        data = os.pread(self._file, size, start)
        if len(data) != size:
            raise OSError(f"{len(data)} of {size} bytes of a temporary file could be read")
        return data


class SpilledRuns:
    """The runs of one field, in the order of their documents."""

    def __init__(self, spill: Spill) -> None:
        self._spill = spill
        self._runs: list[_SpilledRun] = []

    def add(self, run: Run, base: int) -> None:
        """Take a run whose document d is to be `base + d`; bases ascend."""
        terms = run.terms
        packed = isinstance(terms, np.ndarray)
        data = _bytes_of(terms) if isinstance(terms, np.ndarray) else pickle.dumps(terms)
        self._runs.append(
            _SpilledRun(
                base=base,
                packed=packed,
                terms=self._spill.put(data),
                firsts=_Column.of(narrowed(run.firsts), self._spill),
                documents=_Column.of(run.documents, self._spill),
                codes=_Column.of(run.weights.codes, self._spill),
                table=run.weights.table,
                counts=_Column.of(run.counts, self._spill),
                positions=_Column.of(run.positions, self._spill),
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
        weights = Weights.joined([Weights(run.codes.none(), run.table) for run in self._runs])
        readers = [
            _Reader(run, own, each, weights.table)
            for run, own, each in zip(self._runs, numbers, firsts, strict=True)
        ]
        bases = [run.base for run in self._runs]
        first = done = 0
        if not len(terms):
            yield NO_RUN
        while first < len(terms):
            last = max(first + 1, int(np.searchsorted(ends, done + PIECE, "right")))
            found = [(reader.up_to(last), base) for reader, base in zip(readers, bases, strict=True)]
            some = [(run, base) for run, base in found if len(run.terms)]
            piece = merged([run for run, _ in some], [base for _, base in some])
            yield Run(
                terms[first:last], piece.firsts, piece.documents, piece.weights, piece.counts, piece.positions
            )
            first, done = last, int(ends[last - 1])

    def _joined_terms(self) -> tuple[Sequence[str] | UInt64Array, list[_Numbers]]:
        """Return the distinct terms of all runs, ascending, and the number of each run's terms among them.

        Those of one run at a time are held as they are.
        """
        # Segments give strings; what comes from the analysis may be packed.
        if all(run.packed for run in self._runs):
            grams = [run.grams(self._spill) for run in self._runs]
            all_grams = distinct(np.concatenate(grams))
            return all_grams, [all_grams.searchsorted(each).astype(np.uint32) for each in grams]
        # A term that is new gets the next number; of a hundred runs most terms are met again and again.
        number_of: defaultdict[str, int] = defaultdict(count().__next__)
        met = [_numbers_of(run.strings(self._spill), number_of) for run in self._runs]
        terms = sorted(number_of)
        ranks = np.empty(len(terms), np.uint32)
        ranks[_numbers_of(terms, number_of)] = np.arange(len(terms))
        return terms, [ranks[each] for each in met]


@dataclass(frozen=True, slots=True)
class _Column:
    """An array of one dimension in a spill."""

    spill: Spill
    dtype: np.dtype[np.generic]
    where: range

    @classmethod
    def of(cls, array: Array, spill: Spill) -> "_Column":
        return cls(spill, array.dtype, spill.put(_bytes_of(array)))

    def __len__(self) -> int:
        return len(self.where) // self.dtype.itemsize

    def part(self, start: int, stop: int) -> Array:
        size = self.dtype.itemsize
        data = self.spill.get(self.where.start + start * size, (stop - start) * size)
        return np.frombuffer(data, self.dtype)

    def all(self) -> Array:
        return self.part(0, len(self))

    def none(self) -> Array:
        return np.zeros(0, self.dtype)


@dataclass(frozen=True, slots=True)
class _SpilledRun:
    """A `Run` in a spill; `packed` says that its terms are `packed_grams`, else they are pickled strings."""

    base: int
    packed: bool
    terms: range
    firsts: _Column
    documents: _Column
    codes: _Column
    table: Float32Array
    counts: _Column
    positions: _Column

    def grams(self, spill: Spill) -> UInt64Array:
        return np.frombuffer(spill.get(self.terms.start, len(self.terms)), np.uint64)

    def strings(self, spill: Spill) -> Sequence[str]:
        if self.packed:
            return unpacked_grams(self.grams(spill))
        # Nobody else can have written into a file without a name.
        strings: Sequence[str] = pickle.loads(spill.get(self.terms.start, len(self.terms)))
        return strings


class _Reader:
    """Reads a run from its first term to its last; terms are known by their `numbers` among all."""

    def __init__(self, run: _SpilledRun, numbers: _Numbers, firsts: Integers, table: Float32Array) -> None:
        self._run, self._numbers, self._firsts, self._table = run, numbers, firsts, table
        self._codes = table.searchsorted(run.table)
        self._term = self._position = 0

    def up_to(self, number: int) -> Run:
        """Return the postings of the terms below this number that were not read yet, with packed numbers
        for terms.
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
        return Run(
            terms=self._numbers[first:last].astype(np.uint64),
            firsts=firsts - start,
            documents=self._run.documents.part(start, stop),
            weights=Weights(self._codes[self._run.codes.part(start, stop)], self._table),
            counts=counts,
            positions=self._run.positions.part(position, self._position),
        )


def _numbers_of(terms: Sequence[str], number_of: Mapping[str, int]) -> _Numbers:
    return np.fromiter(map(number_of.__getitem__, terms), np.uint32, len(terms))


def _bytes_of(array: Array) -> memoryview:
    return np.ascontiguousarray(array).view(np.uint8).data if array.size else memoryview(b"")
