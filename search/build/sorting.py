"""Runs: where terms stand in the texts of a batch, as numbers, sorted into the postings of its documents.

One sort of packed 64-bit keys a stream; nothing is done for each occurrence in Python.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from search.arrays import (
    Float32Array,
    Int64Array,
    Integers,
    UInt64Array,
    changes_of,
    narrowed,
    portions_of,
    ranges_of,
)
from search.engines.batches import Run
from search.engines.weights import Weights

Naming: TypeAlias = Callable[[Int64Array], Sequence[str] | UInt64Array]
"""Gives the strings of numbers, packed or as they are."""

_KEY_BITS = 64
_AT_ONCE = 1 << 16
"""Occurrences whose keys are made together: what that takes stays near the processor, and is little."""


class Column(Struct, frozen=True, eq=False):
    """One stream of t texts, o terms: those of text i are at `firsts[i]:firsts[i + 1]`.

    `terms`, shape (o,), are numbers below `limit` in code point order of the strings that `named` gives for
    distinct ascending ones. `at`, shape (o,), is where each stands, counted on from text to text, which begin
    at `origins`, shape (t,); both are None where places are not kept. `kinds`, shape (o,), are indices into
    `weights`; None stands for the first.
    """

    firsts: Int64Array
    terms: npt.NDArray[np.integer]
    limit: int
    named: Naming
    at: npt.NDArray[np.integer] | None = None
    origins: npt.NDArray[np.integer] | None = None
    kinds: npt.NDArray[np.integer] | None = None
    weights: tuple[float, ...] = (1.0,)


class Fields(Struct, frozen=True, eq=False):
    """Which texts make up which of n documents, as which fields; each array has shape (fields,).

    The places of a text begin at `bases`. `kinds` are indices into `weights`, which say what each of its
    occurrences counts. Documents are below `limit`.
    """

    documents: Int64Array
    texts: Int64Array
    bases: Int64Array
    kinds: Int64Array
    weights: tuple[float, ...]
    limit: int


def run_of(column: Column, fields: Fields) -> tuple[Run, Float32Array]:
    """Return the postings of one stream, and each document's weighted length, shape (documents,).

    b a b at the places 0, 1, 2 of one text, which is in document 4 from place 10 on and counts twice:

    >>> column = Column(
    ...     np.array([0, 3]), np.array([1, 0, 1]), 2, lambda numbers: ["ab"[number] for number in numbers],
    ...     at=np.array([0, 1, 2]), origins=np.array([0]),
    ... )
    >>> one = np.array([0])
    >>> run, lengths = run_of(column, Fields(one + 4, one, one + 10, one, (2.0,), 5))
    >>> run.terms, run.documents.tolist(), run.counts.tolist(), run.positions.tolist()
    (['a', 'b'], [4, 4], [1, 2], [11, 10, 12])
    >>> run.weights.array().tolist(), lengths.tolist()
    ([2.0, 4.0], [0.0, 0.0, 0.0, 0.0, 6.0])
    """
    layout = _Layout(column, fields)
    keys = layout.keys()
    keys.sort()
    occurrence_weights = layout.weights_in(keys)
    keys >>= np.uint64(layout.kind_bits)
    owners = keys >> np.uint64(layout.place_bits)
    starts = changes_of(owners).nonzero()[0]
    weights = np.add.reduceat(occurrence_weights, starts) if len(starts) else occurrence_weights
    posted = owners[starts]
    documents = narrowed((posted & _mask(layout.document_bits)).view(np.int64))
    posted >>= np.uint64(layout.document_bits)
    firsts = changes_of(posted).nonzero()[0]
    counts, positions = _positions(keys, starts, layout.place_bits) if layout.place_bits else _NO_PLACES
    run = Run(
        terms=column.named(layout.terms_of(posted[firsts].astype(np.int64))),
        firsts=np.append(firsts, len(starts)),
        documents=documents,
        weights=Weights.of(weights),
        counts=counts if len(counts) else np.zeros(len(starts), np.uint8),
        positions=positions,
    )
    return run, np.bincount(documents, weights, fields.limit).astype(np.float32)


class _Layout:
    """How keys are packed: term, document, place, kind, from the highest bits on."""

    def __init__(self, column: Column, fields: Fields) -> None:
        self._column, self._fields = column, fields
        self._counts = np.diff(column.firsts)[fields.texts]
        self.kind_bits = _bits(len(fields.weights) * len(column.weights))
        self.document_bits = _bits(fields.limit)
        self.place_bits = 0
        if column.at is not None:
            # No text is longer than all together.
            self.place_bits = _bits(int(fields.bases.max(initial=0)) + int(column.at.max(initial=0)) + 1)
        self._terms, self._distinct = column.terms, None
        lower = self.document_bits + self.place_bits + self.kind_bits
        if _bits(column.limit) + lower > _KEY_BITS:
            self._distinct, self._terms = np.unique(column.terms, return_inverse=True)
        self._lower = lower

    def keys(self) -> UInt64Array:
        """Return a key for each occurrence in the documents.

        With 3 bits a document and 4 a place, term 1 at place 10 of document 4 is `1 << 7 | 4 << 4 | 10`.
        """
        column, fields = self._column, self._fields
        of_field = fields.documents << (self.place_bits + self.kind_bits)
        of_field += fields.kinds * len(column.weights)
        if column.origins is not None:
            # Less than nothing where texts begin late; unsigned sums come out right all the same.
            of_field += (fields.bases - column.origins[fields.texts]) << self.kind_bits
        # A long text is several pieces.
        pieces = -(-self._counts // _AT_ONCE)
        skipped = _AT_ONCE * ranges_of(np.zeros(len(pieces), np.int64), pieces)
        starts = column.firsts[fields.texts].repeat(pieces) + skipped
        sizes = np.minimum(self._counts.repeat(pieces) - skipped, _AT_ONCE)
        bases = of_field.astype(np.uint64).repeat(pieces)
        ends = sizes.cumsum()
        keys = np.empty(int(ends[-1]) if len(ends) else 0, np.uint64)
        for some, covered in portions_of(ends, _AT_ONCE):
            at, own = ranges_of(starts[some], sizes[some]), keys[covered]
            own[:] = self._terms[at]
            own <<= np.uint64(self._lower)
            if column.at is not None:
                own += column.at[at].astype(np.uint64) << np.uint64(self.kind_bits)
            if column.kinds is not None:
                own += column.kinds[at].astype(np.uint64)
            own += bases[some].repeat(sizes[some])
        return keys

    def weights_in(self, keys: UInt64Array) -> npt.NDArray[np.float64]:
        """Return what each of the packed keys counts."""
        of_kind = np.outer(self._fields.weights, self._column.weights).ravel()
        weights = np.empty(len(keys))
        for some in range(0, len(keys), _AT_ONCE):
            kinds = keys[some : some + _AT_ONCE] & _mask(self.kind_bits)
            np.take(of_kind, kinds.view(np.int64), out=weights[some : some + _AT_ONCE], mode="clip")
        return weights

    def terms_of(self, numbers: Int64Array) -> Int64Array:
        """Return the column's terms for those of keys."""
        return numbers if self._distinct is None else self._distinct[numbers]


def _positions(keys: UInt64Array, starts: Int64Array, place_bits: int) -> tuple[Integers, Integers]:
    """Return how many distinct places each posting has, and the places, from sorted keys without kinds.

    `starts` say where the postings begin in `keys`.

    Of posting 1 twice at place 3 and once at 5, and posting 2 at 0:

    >>> keys = np.array([1 << 4 | 3, 1 << 4 | 3, 1 << 4 | 5, 2 << 4 | 0], np.uint64)
    >>> counts, positions = _positions(keys, np.array([0, 3]), 4)
    >>> counts.tolist(), positions.tolist()
    ([2, 1], [3, 5, 0])
    """
    first = changes_of(keys)
    if first.all():
        counts = np.diff(starts, append=len(keys))
    else:
        counts = np.add.reduceat(first, starts, dtype=np.int64)
        keys = keys[first]
    return narrowed(counts), narrowed((keys & _mask(place_bits)).view(np.int64))


def _mask(bits: int) -> np.uint64:
    return np.uint64((1 << bits) - 1)


def _bits(limit: int) -> int:
    """Return how many bits numbers below a limit need."""
    return max(0, limit - 1).bit_length()


_NO_PLACES = (np.zeros(0, np.uint8), np.zeros(0, np.uint8))
