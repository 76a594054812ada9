"""Runs: where terms stand in a batch, as numbers, sorted into postings. One sort of packed 64-bit keys a
stream; no work per occurrence in Python.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.batches import Float32Array, Int32Array, Int64Array, Run, UInt64Array

Float64Array = npt.NDArray[np.float64]

_KEY_BITS = 64


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """o occurrences of terms in documents, in any order; each array has shape (o,).

    `terms` are below `term_limit` and ascend as the strings do that they stand for. `positions` is None where
    none are kept. `kinds` are indices into `weights`, which say what an occurrence counts.
    """

    terms: Int64Array
    term_limit: int
    documents: Int64Array
    positions: Int64Array | None
    kinds: Int64Array
    weights: Float64Array


def run_of(
    found: Occurrences, documents: int, named: Callable[[Int64Array], Sequence[str] | UInt64Array]
) -> tuple[Run, Float32Array]:
    """Return the postings of one stream, and each document's weighted length, shape (documents,).

    `named` says which terms the distinct numbers that occur, ascending, stand for.
    """
    kind_bits = _bits(len(found.weights))
    place_bits = 0 if found.positions is None else _bits(int(found.positions.max(initial=0)) + 1)
    document_bits = _bits(documents)
    terms, dense = found.terms, None
    if _bits(found.term_limit) + document_bits + place_bits + kind_bits > _KEY_BITS:
        dense, terms = np.unique(terms, return_inverse=True)
    keys = terms.astype(np.uint64)
    keys <<= np.uint64(document_bits)
    keys |= found.documents.view(np.uint64)
    if found.positions is not None:
        keys <<= np.uint64(place_bits)
        keys |= found.positions.view(np.uint64)
    keys <<= np.uint64(kind_bits)
    keys |= found.kinds.view(np.uint64)
    keys.sort()
    occurrence_weights = found.weights[(keys & np.uint64((1 << kind_bits) - 1)).astype(np.intp)]
    keys >>= np.uint64(kind_bits)
    owners = keys >> np.uint64(place_bits)
    starts = _starts(owners)
    weights = np.add.reduceat(occurrence_weights, starts) if len(starts) else occurrence_weights
    posted = owners[starts]
    owner_documents = (posted & np.uint64((1 << document_bits) - 1)).astype(np.int32)
    posted >>= np.uint64(document_bits)
    firsts = _starts(posted)
    numbers = posted[firsts].astype(np.int64)
    counts, positions = _positions(keys, starts, place_bits)
    lengths = np.bincount(owner_documents, weights, documents).astype(np.float32)
    run = Run(
        terms=named(numbers if dense is None else dense[numbers]),
        firsts=np.append(firsts, len(starts)),
        documents=owner_documents,
        weights=weights.astype(np.float32),
        counts=counts if found.positions is not None else np.zeros(len(starts), np.int32),
        positions=positions if found.positions is not None else np.zeros(0, np.int32),
    )
    return run, lengths


def _positions(keys: UInt64Array, starts: Int64Array, place_bits: int) -> tuple[Int32Array, Int32Array]:
    """Return how many distinct places each posting has, and the places, from sorted keys.

    `starts` say where the postings begin in `keys`.
    """
    distinct = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=distinct[1:])
    places = (keys[distinct] & np.uint64((1 << place_bits) - 1)).astype(np.int32)
    if len(places) == len(keys):
        counts = np.diff(starts, append=len(keys))
    else:
        counts = np.add.reduceat(distinct, starts, dtype=np.int64)
    return counts.astype(np.int32), places


def _starts(values: UInt64Array) -> Int64Array:
    """Return the indices of sorted values at which another value begins."""
    changes = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changes[1:])
    return changes.nonzero()[0]


def _bits(limit: int) -> int:
    """Return how many bits numbers below a limit need."""
    return max(0, limit - 1).bit_length()
