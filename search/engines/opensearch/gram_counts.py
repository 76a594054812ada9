"""Gram counts: how many documents have each bigram, reading and skeleton, held by who asks.

So the first round of a question, what its terms are worth, needs no request. Only an index that was written
whole has them: of documents that leave it nobody knows their grams.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from msgspec import Struct

from search.arrays import Array, Int64Array, UInt64Array, distinct
from search.engines.batches import GRAM, Run, packed_grams
from search.engines.opensearch.chunks import read_table, table_lines
from search.engines.opensearch.client import Cluster
from search.text.streams import Stream

GRAMS: tuple[Stream, ...] = ("bigrams", "readings", "skeleton")
_CHUNK = 500_000
"""Grams of one chunk: some 2 MB."""
_MANY = 1 << 21
"""Counts that wait to be added up."""


@dataclass
class GramDraft:
    """The grams of one stream, while documents are written."""

    is_packed: bool = True
    """Whether all of them are as short as grams are."""
    _keys: list[UInt64Array] = field(default_factory=list)
    _counts: list[Int64Array] = field(default_factory=list)

    def add(self, run: Run) -> None:
        """Take the terms of some documents."""
        if not isinstance(run.terms, np.ndarray):
            self.is_packed = self.is_packed and not len(run.terms)
            return
        self._keys.append(run.terms)
        self._counts.append(np.diff(run.firsts))
        if sum(map(len, self._keys)) > _MANY:
            keys, counts = self.summed()
            self._keys, self._counts = [keys], [counts]

    def summed(self) -> tuple[UInt64Array, Int64Array]:
        """Return the distinct grams, ascending, and how many documents have each."""
        keys = np.concatenate([np.zeros(0, np.uint64), *self._keys])
        own = distinct(keys)
        counts = np.concatenate([np.zeros(0, np.int64), *self._counts])
        places = own.searchsorted(keys)
        return own, np.bincount(places, counts, len(own)).astype(np.int64)

    def lines(self, stream: Stream) -> Iterator[bytes]:
        """Return what is written of them, in lines of a bulk request."""
        keys, counts = self.summed()

        def written(own: slice) -> bytes:
            return keys[own].astype("<u8").tobytes() + counts[own].astype("<u4").tobytes()

        return table_lines(f"grams-{stream}", len(keys), _CHUNK, written)


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


def read_grams(cluster: Cluster, index: str, stream: Stream) -> GramCounts:
    """Return the grams of a stream; raises as `Cluster.ask`."""
    keys: list[UInt64Array] = []
    counts: list[Array] = []
    for size, data in read_table(cluster, index, f"grams-{stream}"):
        keys.append(np.frombuffer(data, "<u8", size))
        counts.append(np.frombuffer(data, "<u4", size, 8 * size))
    return GramCounts(np.concatenate(keys), np.concatenate(counts))
