"""Candidates: only the documents that have some term of a query, numbered anew without gaps.

What evaluation costs grows with the length of its arrays, and most documents have none of a query's terms.
What is left out would score 0.
"""

from collections.abc import Iterable

import numpy as np

from search import ranking
from search.arrays import BoolArray, Float32Array, Int64Array
from search.clauses import Term
from search.engines.evaluate.postings import POSITION, Postings
from search.text.streams import Stream


class Candidates:
    """The postings of one search; see `Postings`. Not shared by threads."""

    def __init__(self, terms: Iterable[Term], postings: Postings) -> None:
        self._postings = postings
        self._terms = {
            key: postings.term(*key)
            for key in dict.fromkeys((term.stream, term.text) for term in terms)
            if key[0] != "bigrams" or not ranking.is_common(postings.frequency(*key), postings.documents)
        }
        self._lengths: dict[Stream, Float32Array] = {}
        has_any = np.zeros(postings.size, np.bool_)
        for documents, _ in self._terms.values():
            has_any[documents] = True
        self.numbers: Int64Array = np.flatnonzero(has_any)
        """The candidates' numbers among all documents, ascending, shape (n,)."""
        self._has_any = has_any
        self._new = np.empty(postings.size, np.int64)
        self._new[self.numbers] = np.arange(len(self.numbers))
        self._renumbered: dict[tuple[Stream, str], tuple[Int64Array, Float32Array]] = {}

    @property
    def size(self) -> int:
        return len(self.numbers)

    @property
    def documents(self) -> int:
        return self._postings.documents

    def lengths(self, stream: Stream) -> Float32Array:
        if stream not in self._lengths:
            self._lengths[stream] = self._postings.lengths(stream)[self.numbers]
        return self._lengths[stream]

    def average_length(self, stream: Stream) -> float:
        return self._postings.average_length(stream)

    def frequency(self, stream: Stream, text: str) -> int:
        return self._postings.frequency(stream, text)

    def term(self, stream: Stream, text: str) -> tuple[Int64Array, Float32Array]:
        key = (stream, text)
        if key not in self._renumbered:
            documents, frequencies = self._terms.get(key) or self._postings.term(stream, text)
            if key not in self._terms:
                known = self._has_any[documents]
                documents, frequencies = documents[known], frequencies[known]
            self._renumbered[key] = self._new[documents], frequencies
        return self._renumbered[key]

    def positions(self, stream: Stream, text: str, among: BoolArray) -> Int64Array:
        mask = np.zeros(self._postings.size, np.bool_)
        mask[self.numbers[among]] = True
        keys = self._postings.positions(stream, text, mask)
        renumbered: Int64Array = self._new[keys >> 32] << 32 | keys & POSITION
        return renumbered
