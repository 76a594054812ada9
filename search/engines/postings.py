"""Postings: the arrays that evaluation reads, wherever they are kept.

Shapes are in documents (n,), postings of a term (p,), facet entries (e,) and values of a facet (v,).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from search.ranking import BoolArray, Float32Array, Int32Array, Int64Array, bm25, term_weight
from search.streams import Stream


class Postings(Protocol):
    """Where the arrays come from. All may be asked for by many threads at once."""

    @property
    def documents(self) -> int:
        """n, the number of documents."""

    @property
    def dates(self) -> Int32Array:
        """Days since 0001-01-01, shape (n,)."""

    def lengths(self, stream: Stream) -> Float32Array:
        """Weighted length of each document, shape (n,)."""

    def average_length(self, stream: Stream) -> float:
        """Mean length of the documents that have any; 1.0 when none has."""

    def term(self, stream: Stream, text: str) -> tuple[Int32Array, Float32Array]:
        """Ascending document numbers and weighted frequencies, both shape (p,); empty for an unknown term."""

    def positions(self, stream: Stream, text: str) -> Int64Array:
        """Ascending `document << 32 | position` of every occurrence."""

    def facet(self, name: str) -> "FacetColumn":
        """A facet's values."""


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """One facet: entry i says that document `owners[i]` has the value `values[ordinals[i]]`."""

    values: tuple[str, ...]
    owners: Int32Array
    ordinals: Int32Array

    def having(self, wanted: Sequence[str], documents: int) -> BoolArray:
        """Return which documents have at least one of the wanted values, shape (n,)."""
        is_wanted = np.isin(self.values, wanted) if self.values else np.zeros(0, np.bool_)
        found = np.zeros(documents, np.bool_)
        found[self.owners[is_wanted[self.ordinals]]] = True
        return found

    def counts(self, among: BoolArray) -> dict[str, int]:
        """Return how many of these documents have each value; values of none are left out."""
        counted = np.bincount(self.ordinals[among[self.owners]], minlength=len(self.values))
        return {self.values[ordinal]: int(counted[ordinal]) for ordinal in np.flatnonzero(counted)}


def score_term(stream: Stream, text: str, postings: Postings) -> tuple[Int32Array, Float32Array, float]:
    """Return a term's documents and scores, both shape (p,), and its weight."""
    documents, frequencies = postings.term(stream, text)
    weight = term_weight(len(documents), postings.documents)
    lengths = postings.lengths(stream)[documents]
    return documents, np.float32(weight) * bm25(frequencies, lengths, postings.average_length(stream)), weight
