"""Dictionaries: how many documents have each term of some fields, and each gram, held by who asks.

Who looks words up does so with each key that is typed, dozens at a time; and the first round of a question,
what its terms are worth, needs no request. They are kept beside the documents and go where the index goes.
"""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from search.arrays import Array, Int64Array, UInt64Array, beginning_with, distinct
from search.engines.batches import GRAM, Run, packed_grams
from search.engines.facet_counts import FacetCounts
from search.engines.opensearch.beside import read_table, table_lines
from search.engines.opensearch.client import Cluster
from search.text.streams import Stream

GRAMS: tuple[Stream, ...] = ("bigrams", "readings", "skeleton")
_TERMS, _GRAMS = 200_000, 500_000
"""Of one chunk: some 2 MB."""
_MANY = 1 << 21
"""Counts that wait to be added up."""


class FrozenDictionary(Struct, frozen=True, eq=False):
    """Ascending terms, and how many documents have each, shape (terms,); implements `Dictionary`."""

    terms: Sequence[str]
    counts: Int64Array

    def frequency(self, term: str) -> int:
        at = bisect_left(self.terms, term)
        return int(self.counts[at]) if at < len(self.terms) and self.terms[at] == term else 0

    def counted(self, prefix: str) -> FacetCounts:
        own = beginning_with(self.terms, prefix)
        return FacetCounts(tuple(self.terms[own]), self.counts[own])

    def beginning_with(self, prefix: str) -> list[str]:
        return list(self.terms[beginning_with(self.terms, prefix)])

    def joined(self, start: str, stop: str) -> bytes:
        own = self.terms[bisect_left(self.terms, start) : bisect_left(self.terms, stop)]
        return "".join([f"{term}\n" for term in own]).encode("utf-8", "replace")


class Tally:
    """How many documents have each term, as they come and go."""

    def __init__(self, begun: FrozenDictionary | None = None) -> None:
        known = zip(begun.terms, begun.counts.tolist(), strict=True) if begun else ()
        self._counts = Counter(dict(known))

    def add(self, terms: Sequence[str], counts: Int64Array) -> None:
        """Count each term as often as `counts` says, below 0 where documents go; both shape (terms,)."""
        own = self._counts
        for term, count in zip(terms, counts.tolist(), strict=True):
            own[term] += count

    def lines(self, name: str) -> Iterator[bytes]:
        terms = sorted(term for term, count in self._counts.items() if count)
        counts = np.fromiter(map(self._counts.__getitem__, terms), "<u4", len(terms))

        def written(own: slice) -> bytes:
            text = json.dumps(terms[own], ensure_ascii=False).encode("utf-8", "surrogatepass")
            return counts[own].tobytes() + text

        return table_lines(f"terms-{name}", len(terms), _TERMS, written)


def read_dictionary(cluster: Cluster, index: str, name: str) -> FrozenDictionary:
    terms: list[str] = []
    counts: list[Array] = []
    for size, data in read_table(cluster, index, f"terms-{name}"):
        counts.append(np.frombuffer(data, "<u4", size))
        terms += json.loads(data[4 * size :].decode("utf-8", "surrogatepass"))
    return FrozenDictionary(terms, np.concatenate(counts).astype(np.int64))


class GramCounts(Struct, frozen=True, eq=False):
    """Ascending grams, packed, and how many documents have each; both shape (g,)."""

    keys: UInt64Array
    counts: Array

    def frequency(self, gram: str) -> int:
        if len(gram) > GRAM:
            return 0
        (key,) = packed_grams(np.array([list(map(ord, gram))], np.uint32))
        at = int(self.keys.searchsorted(key))
        return int(self.counts[at]) if at < len(self.keys) and self.keys[at] == key else 0


class GramTally:
    """How many documents have each gram of one stream, as they come and go."""

    def __init__(self, begun: GramCounts | None = None) -> None:
        self._keys = [begun.keys if begun else np.zeros(0, np.uint64)]
        self._counts = [begun.counts.astype(np.int64) if begun else np.zeros(0, np.int64)]

    def add(self, run: Run, sign: int = 1) -> None:
        """Count the grams of documents that come, or with a `sign` of -1 of some that go."""
        self._keys.append(np.asarray(run.terms, np.uint64))
        self._counts.append(sign * np.diff(run.firsts))
        if sum(map(len, self._keys[1:])) > _MANY:
            keys, counts = self.summed()
            self._keys, self._counts = [keys], [counts]

    def summed(self) -> tuple[UInt64Array, Int64Array]:
        """Return the distinct grams, ascending, and how many documents have each, one or more."""
        keys = np.concatenate(self._keys)
        own = distinct(keys)
        counts = np.bincount(own.searchsorted(keys), np.concatenate(self._counts), len(own)).astype(np.int64)
        return own[counts > 0], counts[counts > 0]

    def lines(self, stream: Stream) -> Iterator[bytes]:
        keys, counts = self.summed()

        def written(own: slice) -> bytes:
            return keys[own].astype("<u8").tobytes() + counts[own].astype("<u4").tobytes()

        return table_lines(f"grams-{stream}", len(keys), _GRAMS, written)


def read_grams(cluster: Cluster, index: str, stream: Stream) -> GramCounts:
    keys: list[UInt64Array] = []
    counts: list[Array] = []
    for size, data in read_table(cluster, index, f"grams-{stream}"):
        keys.append(np.frombuffer(data, "<u8", size))
        counts.append(np.frombuffer(data, "<u4", size, 8 * size))
    return GramCounts(np.concatenate(keys), np.concatenate(counts))
