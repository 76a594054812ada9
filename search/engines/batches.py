"""Batches: documents as columns of terms and facts, as engines take them in: arrays, no object a posting.

A `Run` holds the postings of one stream for some documents, sorted by term, then by document: what an
external sort calls a sorted run. Writing an index is merging runs; so is merging its segments.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from search.arrays import Codes, Float32Array, Int32Array, Int64Array, Integers, UInt64Array, bounds_of
from search.engines.weights import Weights
from search.text.streams import Stream

GRAM = 3
"""The longest term, in code points, that `packed_grams` can hold: 21 bits each."""


class Run(Struct, frozen=True, eq=False):
    """Postings of one stream: t terms, p postings, o positions.

    `terms` are distinct and ascending in code point order, either as strings or, for streams whose terms have
    at most `GRAM` characters, as `packed_grams`, shape (t,). Postings `firsts[i]:firsts[i + 1]` are term i's.
    `documents` counts from 0 within the batch and ascends within a term. `weights` are weighted frequencies.
    `counts` says how many of `positions` each posting has, one behind the other, ascending; a stream whose
    positions are not kept has none, and may count all the same.
    """

    terms: Sequence[str] | UInt64Array
    firsts: Int64Array
    documents: Integers
    weights: Weights
    counts: Integers
    positions: Integers


class Batch(Struct, frozen=True, eq=False):
    """n documents, in the order in which they are to be numbered.

    `keys` are the names by which `Engine.stored` finds each; `digests` name what each was made of (16 bytes);
    `dates` are days since 0001-01-01, `places` say which of its event's talks each is, both shape (n,).
    `facets` give each document's values, without doubles. `stored` is given back as it is; `spans` say where
    terms stand in its texts (`kept_spans`). `runs` has every stream, and `lengths` each document's weighted
    length in it, shape (n,). `surfaces` are the words as written, and `names` ways to look up each document's
    names (`text.name_terms`); their weights and positions mean nothing.
    """

    keys: tuple[tuple[str, ...], ...]
    digests: tuple[bytes, ...]
    dates: Int32Array
    places: Int32Array
    facets: Mapping[str, tuple[tuple[str, ...], ...]]
    stored: tuple[str, ...]
    spans: tuple[bytes, ...]
    runs: Mapping[Stream, Run]
    lengths: Mapping[Stream, Float32Array]
    surfaces: Run
    names: Run


def packed_grams(codes: npt.NDArray[np.uint32]) -> UInt64Array:
    """Pack rows of up to `GRAM` code points, shape (m, k), 0 where a row is shorter, into keys, shape (m,).

    Keys sort as their strings do.

    >>> packed_grams(np.array([[1, 2], [1, 0]], np.uint32)).tolist() == [1 << 42 | 2 << 21, 1 << 42]
    True
    """
    keys = np.zeros(len(codes), np.uint64)
    for place in range(codes.shape[1]):
        keys |= codes[:, place].astype(np.uint64) << np.uint64(21 * (GRAM - 1 - place))
    return keys


def unpacked_grams(keys: UInt64Array) -> list[str]:
    """Return the strings of packed keys, in order.

    >>> unpacked_grams(np.array([ord("b") << 42 | ord("a") << 21], np.uint64))
    ['ba']
    """
    strings: list[str] = gram_codes(keys).view(f"<U{GRAM}").ravel().tolist()
    return strings


def gram_codes(keys: UInt64Array) -> Codes:
    """Return the code points of packed keys, shape (m, `GRAM`), 0 where there is none."""
    codes = np.empty((len(keys), GRAM), np.uint32)
    for place in range(GRAM):
        codes[:, place] = (keys >> np.uint64(21 * (GRAM - 1 - place))) & np.uint64(0x1FFFFF)
    return codes


def existence(values: Sequence[Sequence[str]]) -> Run:
    """Return which documents have each value; without positions, each counts once.

    >>> run = existence([("Go", "Ruby"), (), ("Go",)])
    >>> run.terms, run.firsts.tolist(), run.documents.tolist()
    (['Go', 'Ruby'], [0, 2, 3], [0, 2, 0])
    """
    owners: defaultdict[str, list[int]] = defaultdict(list)
    for document, each in enumerate(values):
        for value in each:
            owners[value].append(document)
    terms = sorted(owners)
    documents = np.array([document for term in terms for document in owners[term]], np.int32)
    firsts = bounds_of([len(owners[term]) for term in terms])
    nothing = np.zeros(len(documents), np.uint8)
    weights = Weights.of(np.ones(len(documents), np.float32))
    return Run(terms, firsts, documents, weights, nothing, nothing[:0])
