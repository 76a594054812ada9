"""Dictionaries: how many documents have each term of some fields, and each gram, held by who asks.

Who looks words up does so with each key that is typed, dozens at a time; and the first round of a question,
what its terms are worth, needs no request. They are kept beside the documents and go where the index goes.
Only an index that was written whole has the grams: of documents that leave it nobody knows theirs.
"""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

import numpy as np
from msgspec import Struct

from search.arrays import Array, Float64Array, Int64Array, UInt64Array, beginning_with, distinct
from search.engines.batches import GRAM, Run, packed_grams
from search.engines.facet_counts import FacetCounts
from search.engines.opensearch.beside import read_table, table_lines
from search.engines.opensearch.client import Cluster
from search.engines.opensearch.mapping import COUNTED
from search.engines.opensearch.nodes import Json
from search.engines.opensearch.values import counted_of
from search.text.streams import STREAMS, Stream

GRAMS: tuple[Stream, ...] = ("bigrams", "readings", "skeleton")
_TERMS, _GRAMS = 200_000, 500_000
"""Of one chunk: some 2 MB."""
_ASKED = 1_000
"""Documents whose terms are counted at once."""
_MANY = 1 << 21
"""Counts that wait to be added up."""


class FrozenDictionary:
    """Ascending terms, how many documents have each, and its number; implements `Dictionary`.

    Documents tell by these numbers which terms are theirs: see `counted`.
    """

    def __init__(self, terms: Sequence[str], counts: Int64Array, numbers: Int64Array) -> None:
        self.terms = terms
        self.counts = counts
        self.numbers = numbers

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
    """How many documents have each term, as they are written; and the terms' numbers, as they first come."""

    def __init__(self, begun: FrozenDictionary | None = None) -> None:
        self._counts = np.zeros(0, np.int64)
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        if begun is not None:
            end = int(begun.numbers.max(initial=-1)) + 1
            self._counts = np.zeros(end, np.int64)
            self._counts[begun.numbers] = begun.counts
            known = zip(begun.terms, begun.numbers.tolist(), strict=True)
            self._numbers = defaultdict(count(end).__next__, known)

    def add(self, terms: Sequence[str], counts: Int64Array) -> Int64Array:
        """Count each term as often as `counts` says, both shape (terms,); return the terms' numbers."""
        numbers = np.fromiter(map(self._numbers.__getitem__, terms), np.int64, len(terms))
        end = int(numbers.max(initial=-1)) + 1
        if end > len(self._counts):
            self._counts = np.concatenate([self._counts, np.zeros(2 * end - len(self._counts), np.int64)])
        np.add.at(self._counts, numbers, counts)
        return numbers

    def leave(self, counts: Int64Array) -> None:
        """Count the terms of a number less often by what stands at it."""
        self._counts[: len(counts)] -= counts

    def lines(self, name: str) -> Iterator[bytes]:
        terms = sorted(term for term, number in self._numbers.items() if self._counts[number])
        numbers = np.fromiter(map(self._numbers.__getitem__, terms), np.int64, len(terms))
        columns = self._counts[numbers].astype("<u4"), numbers.astype("<u4")

        def written(own: slice) -> bytes:
            text = json.dumps(terms[own], ensure_ascii=False).encode("utf-8", "surrogatepass")
            return b"".join((*(column[own].tobytes() for column in columns), text))

        return table_lines(f"terms-{name}", len(terms), _TERMS, written)


def read_dictionary(cluster: Cluster, index: str, name: str) -> FrozenDictionary:
    terms: list[str] = []
    columns: list[Int64Array] = []
    for size, data in read_table(cluster, index, f"terms-{name}"):
        columns.append(np.frombuffer(data, "<u4", 2 * size).astype(np.int64).reshape(2, size))
        terms += json.loads(data[8 * size :].decode("utf-8", "surrogatepass"))
    return FrozenDictionary(terms, *np.concatenate(columns, 1))


def counted_in(
    cluster: Cluster, index: str, documents: Sequence[int]
) -> tuple[dict[str, Int64Array], Float64Array]:
    """Return how many of some documents, by their `seq`, have the term of each number in each dictionary, and
    their lengths as in `lengths_of`.
    """
    found: dict[str, list[Int64Array]] = {name: [np.zeros(0, np.int64)] for name in COUNTED}
    lengths = np.zeros((len(STREAMS), 2))
    for first in range(0, len(documents), _ASKED):
        own = list(documents[first : first + _ASKED])
        body: Json = {
            "size": len(own),
            "track_total_hits": False,
            "query": {"terms": {"seq": own}},
            "stored_fields": "_none_",
            "docvalue_fields": ["counted"],
        }
        (answer,) = cluster.search(index, [body])
        for hit in answer["hits"]["hits"]:
            numbers, own_lengths = counted_of(hit["fields"]["counted"][0])
            for name in COUNTED:
                found[name].append(numbers[name])
            lengths += np.stack([own_lengths, own_lengths > 0], 1)
    return {name: np.bincount(np.concatenate(own)) for name, own in found.items()}, lengths


@dataclass
class GramDraft:
    """The grams of one stream, while documents are written."""

    is_packed: bool = True
    """Whether all of them are as short as grams are."""
    _keys: list[UInt64Array] = field(default_factory=list)
    _counts: list[Int64Array] = field(default_factory=list)

    def add(self, run: Run) -> None:
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
        keys, counts = self.summed()

        def written(own: slice) -> bytes:
            return keys[own].astype("<u8").tobytes() + counts[own].astype("<u4").tobytes()

        return table_lines(f"grams-{stream}", len(keys), _GRAMS, written)


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
    keys: list[UInt64Array] = []
    counts: list[Array] = []
    for size, data in read_table(cluster, index, f"grams-{stream}"):
        keys.append(np.frombuffer(data, "<u8", size))
        counts.append(np.frombuffer(data, "<u4", size, 8 * size))
    return GramCounts(np.concatenate(keys), np.concatenate(counts))
