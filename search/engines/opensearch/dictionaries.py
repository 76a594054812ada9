"""Dictionaries: the terms of some fields with their numbers of documents, kept beside the documents.

Who looks words up does so with each key that is typed, dozens at a time; so an open index holds them itself.
They are documents of the same index, without what makes others found, and go where it goes.
"""

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

import numpy as np
import zstandard

from search.arrays import Float64Array, Int64Array
from search.engines.facet_counts import FacetCounts
from search.engines.opensearch.chunks import chunk_line, read_chunk
from search.engines.opensearch.client import Cluster, Json
from search.engines.opensearch.lines import counted_of
from search.engines.opensearch.mapping import COUNTED
from search.text.streams import STREAMS

_CHUNK = 200_000
"""Terms of one chunk: some 2 MB."""
_LAST = "\U0010ffff"
_ASKED = 1_000
"""Documents whose terms are counted at once."""


class FrozenDictionary:
    """Ascending terms and how many documents have each; implements `Dictionary`."""

    def __init__(self, terms: Sequence[str], counts: Int64Array) -> None:
        self.terms = terms
        self.counts = counts

    def frequency(self, term: str) -> int:
        at = bisect_left(self.terms, term)
        return int(self.counts[at]) if at < len(self.terms) and self.terms[at] == term else 0

    def counted(self, prefix: str) -> FacetCounts:
        first, stop = self._range(prefix, prefix + _LAST)
        return FacetCounts(tuple(self.terms[first:stop]), self.counts[first:stop])

    def beginning_with(self, prefix: str) -> list[str]:
        first, stop = self._range(prefix, prefix + _LAST)
        return list(self.terms[first:stop])

    def joined(self, start: str, stop: str) -> bytes:
        first, end = self._range(start, stop)
        return "".join([f"{term}\n" for term in self.terms[first:end]]).encode("utf-8", "replace")

    def _range(self, start: str, stop: str) -> tuple[int, int]:
        return bisect_left(self.terms, start), bisect_left(self.terms, stop)


class Tally:
    """How many documents have each term, as they are written."""

    def __init__(self, begun: FrozenDictionary | None = None) -> None:
        self._places: defaultdict[str, int] = defaultdict(count().__next__)
        self._counts = np.zeros(0, np.int64)
        if begun is not None:
            self.add(begun.terms, begun.counts)

    def add(self, terms: Sequence[str], counts: Int64Array) -> None:
        """Count each term as often as `counts` says, shape (terms,); below 0 is less often."""
        places = np.fromiter(map(self._places.__getitem__, terms), np.int64, len(terms))
        if len(self._places) > len(self._counts):
            self._counts = np.concatenate([self._counts, np.zeros(2 * len(self._places), np.int64)])
        np.add.at(self._counts, places, counts)

    def counted(self) -> dict[str, int]:
        return dict(zip(self._places, self._counts.tolist(), strict=False))


def dictionary_lines(counts: Mapping[str, Mapping[str, int]]) -> Iterator[bytes]:
    """Yield what is written of dictionaries, given as how many documents have each term, in lines of a bulk
    request.
    """
    for name, counted in counts.items():
        terms = sorted(term for term, count in counted.items() if count)
        for number, first in enumerate(range(0, max(1, len(terms)), _CHUNK)):
            own = terms[first : first + _CHUNK]
            numbers = np.array([counted[term] for term in own], "<u4")
            is_last = first + _CHUNK >= len(terms)
            size = np.array([len(own), is_last], "<u4")
            text = json.dumps(own, ensure_ascii=False).encode("utf-8", "surrogatepass")
            packed = zstandard.compress(size.tobytes() + numbers.tobytes() + text)
            yield chunk_line(_id(name, number), packed)


def read_dictionary(cluster: Cluster, index: str, name: str) -> FrozenDictionary:
    """Return the terms of a field; raises as `Cluster.ask`."""
    terms: list[str] = []
    counts: list[Int64Array] = []
    is_last = False
    while not is_last:
        data = zstandard.decompress(read_chunk(cluster, index, _id(name, len(counts))))
        size, is_last = np.frombuffer(data, "<u4", 2).tolist()
        counts.append(np.frombuffer(data, "<u4", size, 8).astype(np.int64))
        terms += json.loads(data[8 + 4 * size :].decode("utf-8", "surrogatepass"))
    return FrozenDictionary(terms, np.concatenate(counts))


def counted_in(
    cluster: Cluster, index: str, numbers: Sequence[int]
) -> tuple[dict[str, Counter[str]], Float64Array]:
    """Return how many of some documents, by their `seq`, have each term of each dictionary, and their lengths
    as in `lengths_of`.
    """
    found = {name: Counter[str]() for name in COUNTED}
    lengths = np.zeros((len(STREAMS), 2))
    for first in range(0, len(numbers), _ASKED):
        own = list(numbers[first : first + _ASKED])
        body: Json = {
            "size": len(own),
            "track_total_hits": False,
            "query": {"terms": {"seq": own}},
            "stored_fields": "_none_",
            "docvalue_fields": ["counted"],
        }
        (answer,) = cluster.search(index, [body])
        for hit in answer["hits"]["hits"]:
            terms, own_lengths = counted_of(hit["fields"]["counted"][0])
            for name in COUNTED:
                found[name].update(terms[name])
            lengths += np.stack([own_lengths, own_lengths > 0], 1)
    return found, lengths


def _id(name: str, number: int) -> str:
    return f"terms-{name}-{number}"
