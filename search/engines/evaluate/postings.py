"""Postings: the arrays that evaluation reads, wherever they are kept.

Documents are numbered from 0 to n; shapes are in documents (n,), postings of a term (p,), values of a facet
(v,). Numbers of deleted documents stay free: nothing that is read here names them.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from search.arrays import BoolArray, Float32Array, Int32Array, Int64Array
from search.engines.facet_counts import FacetCounts
from search.ranking import bm25, term_weight
from search.text.streams import Stream

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

    @property
    def order(self) -> Int64Array:
        """Which of all documents each is by event and by its place there, shape (n,): what decides last."""

    def having(self, facet: str, values: Sequence[str]) -> BoolArray:
        """Which documents have at least one of these values, shape (n,)."""

    def counts(self, facets: Sequence[str], numbers: Int64Array) -> Mapping[str, FacetCounts]:
        """How many of these documents, distinct numbers, have each value of each facet."""


def score_term(stream: Stream, text: str, postings: Postings) -> tuple[Int64Array, Float32Array, float]:
    """Return a term's documents and scores, both shape (p,), and its weight."""
    documents, frequencies = postings.term(stream, text)
    weight = term_weight(postings.frequency(stream, text), postings.documents)
    lengths = postings.lengths(stream)[documents]
    return documents, np.float32(weight) * bm25(frequencies, lengths, postings.average_length(stream)), weight
