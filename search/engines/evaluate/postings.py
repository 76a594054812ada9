"""Postings: the arrays that evaluation reads, wherever they are kept.

Documents are numbered from 0 to n; shapes are in documents (n,), postings of a term (p,), values of a facet
(v,). Numbers of deleted documents stay free: nothing that is read here names them.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeAlias

import numpy as np

from search.arrays import NO_NUMBERS, BoolArray, Float32Array, Int32Array, Int64Array, distinct_of, is_among
from search.clauses import Phrase, Term
from search.engines.facet_counts import FacetCounts
from search.text.streams import Stream

POSITION = (1 << 32) - 1
"""The part of an occurrence's key, `document << 32 | position`, that is the position."""


class Scored(NamedTuple):
    """A term's ascending documents and what it adds to each score, both shape (p,), not to be written to."""

    documents: Int64Array
    scores: Float32Array


class TermPostings(NamedTuple):
    """The ascending documents of some terms, one term's behind the other's, and how much each term is in each
    of its documents, weighted, both shape (postings,); `counts` of them are each term's, shape (terms,).
    Nothing in the arrays may be written to.
    """

    documents: Int64Array
    frequencies: Float32Array
    counts: Int64Array


Posted: TypeAlias = tuple[Int64Array, Float32Array]
"""A term's documents, and how much of it is in each."""


class Among(NamedTuple):
    """Some documents of n, known by their places among `numbers`, which ascend."""

    numbers: Int64Array
    are_among: BoolArray
    """Shape (n,)."""
    place_of: Int64Array
    """Shape (n,); of others it says nothing."""

    @classmethod
    def of(cls, are_among: BoolArray) -> "Among":
        """Return the documents that a mask says."""
        numbers = are_among.nonzero()[0]
        place_of = np.empty(len(are_among), np.int64)
        place_of[numbers] = np.arange(len(numbers))
        return cls(numbers, are_among, place_of)


class Occurrences(NamedTuple):
    """Where terms stand: ascending keys `document << 32 | position` of each, one term's behind the other's.

    Those of term i are `keys[ends[i - 1]:ends[i]]`.
    """

    keys: Int64Array
    ends: Int64Array


class Occurring(Protocol):
    """Documents, of which is known where terms stand: all of them, or candidates."""

    def frequency(self, stream: Stream, text: str) -> int:
        """In how many documents a term stands; 0 for an unknown one."""

    def occurrences(self, stream: Stream, texts: Sequence[str], among: Int64Array) -> Occurrences:
        """Where terms stand in some documents, `among`, which ascend. A term may be asked for twice."""


def begins_of(phrase: Phrase, among: Int64Array, documents: Occurring) -> Int64Array:
    """Return where a phrase begins in some ascending documents, as ascending keys of occurrences: where terms
    stand at their offsets from each other, and nothing that is barred beside them.
    """
    # Positions are read only where all terms stand, from the rarest on.
    terms = sorted(set(phrase.terms), key=lambda term: documents.frequency(phrase.stream, term[0]))
    # The key of an occurrence less its offset is where the phrase would begin.
    common: Int64Array | None = None
    for text, offset in terms:
        if not len(among):
            return NO_NUMBERS
        begins = documents.occurrences(phrase.stream, [text], among).keys - offset
        common = begins if common is None else common[is_among(common, begins)]
        # A phrase does not begin before its document.
        among = distinct_of(common >> 32)
    assert common is not None
    if phrase.below is not None:
        common = common[(common & POSITION) < phrase.below]
    for text, offset in phrase.barred:
        if not len(common):
            break
        barred = documents.occurrences(phrase.stream, [text], distinct_of(common >> 32)).keys - offset
        common = common[~is_among(common, barred)]
    return common


class Postings(Occurring, Protocol):
    """Where the arrays come from. All may be asked for by many threads at once."""

    @property
    def size(self) -> int:
        """n, how many numbers of documents there are."""

    @property
    def documents(self) -> int:
        """How many documents there are to be found."""

    def postings(self, terms: Sequence[Term]) -> TermPostings:
        """The postings of terms; none of unknown ones. Ask for all at once: that is cheaper."""

    def postings_among(self, terms: Sequence[Term], among: Among) -> Iterable[Posted]:
        """The postings of each term in some documents, which are known by their places among them."""

    def saturation(self, stream: Stream) -> Float32Array:
        """How soon scores of a stream's terms saturate in each document, shape (n,): see `ranking`."""


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

    def with_key(self, key: str) -> Int64Array:
        """Ascending numbers of the documents with this key."""

    def having(self, facet: str, values: Sequence[str]) -> BoolArray:
        """Which documents have at least one of these values, shape (n,)."""

    def counts(self, facets: Sequence[str], numbers: Int64Array) -> Mapping[str, FacetCounts]:
        """How many of these documents, distinct numbers, have each value of each facet."""
