"""Postings: the arrays that evaluation reads, wherever they are kept.

Documents are numbered from 0 to n; shapes are in documents (n,), postings of a term (p,), values of a facet
(v,). Numbers of deleted documents stay free: nothing that is read here names them.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from search.ranking import BoolArray, Float32Array, Int32Array, Int64Array, bm25, term_weight
from search.streams import Stream

POSITION = (1 << 32) - 1
"""The part of an occurrence's key, `document << 32 | position`, that is the position."""


class Postings(Protocol):
    """Where the arrays come from. All may be asked for by many threads at once."""

    @property
    def size(self) -> int:
        """n, how many numbers of documents there are."""

    @property
    def documents(self) -> int:
        """How many documents there are to be found."""

    def lengths(self, stream: Stream) -> Float32Array:
        """Weighted length of each document, shape (n,)."""

    def average_length(self, stream: Stream) -> float:
        """Mean length of the documents that have any; 1.0 when none has."""

    def frequency(self, stream: Stream, text: str) -> int:
        """In how many documents a term stands; 0 for an unknown one."""

    def term(self, stream: Stream, text: str) -> tuple[Int64Array, Float32Array]:
        """Ascending document numbers and weighted frequencies, both shape (p,); empty for an unknown term."""

    def positions(self, stream: Stream, text: str, among: BoolArray) -> Int64Array:
        """Ascending `document << 32 | position` of every occurrence in some documents,
        a mask of shape (n,).
        """


class Documents(Postings, Protocol):
    """All documents of an index, with what else is known of them."""

    @property
    def live(self) -> BoolArray | None:
        """Which numbers are those of documents, shape (n,); None when all are."""

    @property
    def dates(self) -> Int32Array:
        """Days since 0001-01-01, shape (n,)."""

    def having(self, facet: str, values: Sequence[str]) -> BoolArray:
        """Which documents have at least one of these values, shape (n,)."""

    def counts(self, facets: Sequence[str], numbers: Int64Array) -> Mapping[str, "FacetCounts"]:
        """How many of these documents, distinct numbers, have each value of each facet."""


@dataclass(frozen=True)
class FacetCounts:
    """How many documents have each value of a facet; both shape (v,). Values ascend."""

    values: Sequence[str]
    counts: Int64Array

    @property
    def total(self) -> int:
        """How many values some document has."""
        return len(self._some)

    @cached_property
    def _some(self) -> Int64Array:
        """The places of the values that some document has: mostly few of all."""
        return np.flatnonzero(self.counts)

    def top(self, count: int | None = None) -> list[tuple[str, int]]:
        """Return the values of most documents with their numbers, equal ones in order; none of 0."""
        some = self._some
        wanted = len(some) if count is None else min(count, len(some))
        if not wanted:
            return []
        # Distinct keys: the higher count first, of equal counts the smaller place.
        keys = np.arange(len(some)) - self.counts[some] * len(some)
        best = keys.argpartition(wanted - 1)[:wanted] if wanted < len(some) else np.arange(len(some))
        best = some[best[keys[best].argsort()]]
        return [
            (self.values[place], number)
            for place, number in zip(best.tolist(), self.counts[best].tolist(), strict=True)
        ]

    def of(self, value: str) -> int:
        """Return how many documents have one value."""
        place = bisect_left(self.values, value)
        return int(self.counts[place]) if place < len(self.values) and self.values[place] == value else 0


def score_term(stream: Stream, text: str, postings: Postings) -> tuple[Int64Array, Float32Array, float]:
    """Return a term's documents and scores, both shape (p,), and its weight."""
    documents, frequencies = postings.term(stream, text)
    weight = term_weight(postings.frequency(stream, text), postings.documents)
    lengths = postings.lengths(stream)[documents]
    return documents, np.float32(weight) * bm25(frequencies, lengths, postings.average_length(stream)), weight
