"""Snapshot: all segments of an open index as one numbering of documents. Implements `Documents`.

Segments stand one behind the other. What a document has once (length, date) is joined when the index
is opened, or taken as it is mapped where there is one segment, facet values when they are first asked for;
postings are read each time.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from typing import Any, TypeAlias

import numpy as np

from search.arrays import (
    NO_NUMBERS,
    Array,
    BoolArray,
    Float32Array,
    Int32Array,
    Int64Array,
    bounds_of,
    sums_of,
)
from search.clauses import Term
from search.documents import facet_field
from search.engines.columnar.reading import postings_among, postings_of
from search.engines.columnar.segments import Segment
from search.engines.columnar.terms import Terms
from search.engines.dictionary import SegmentDictionary
from search.engines.evaluate.postings import Among, Occurrences, Posted, TermPostings
from search.engines.facet_counts import FacetCounts
from search.engines.facet_table import FacetTable
from search.engines.memory import Memory
from search.engines.stands import DocumentStands, Stands, occurrences_of
from search.ranking import average_length, saturation
from search.text.streams import Stream

_Places: TypeAlias = Callable[[str, str], tuple[tuple[Terms, int, int], ...]]

_MANY_VALUES = 500
"""Values from which to look at all documents' is quicker than to look for each."""
_KEPT_MASKS = 64
"""Masks of facet values kept: one byte a document each."""
_KEPT_PLACES = 1 << 16
"""Terms whose place is kept: who types asks for the same ones again with each key."""
_KEPT_BYTES = 8 << 20
"""Of where the positions of postings begin: who types asks for all of a query's with each key."""


class Snapshot:
    """The documents of some segments; `live` of each says which are not deleted, None that all are."""

    def __init__(self, segments: Sequence[tuple[Segment, BoolArray | None]]) -> None:
        self._segments = [segment for segment, _ in segments]
        sizes = [segment.documents for segment in self._segments]
        self._bases: list[int] = bounds_of(sizes)[:-1].tolist()
        self.size = sum(sizes)
        self.live: BoolArray | None = None
        if any(live is not None for _, live in segments):
            self.live = np.concatenate(
                [np.ones(segment.documents, np.bool_) if live is None else live for segment, live in segments]
            )
        self.documents = self.size if self.live is None else int(np.count_nonzero(self.live))
        self.dates: Int32Array = self._joined("date", np.int32)
        self._saturations: dict[Stream, Float32Array] = {}
        self._stands: Memory[Stands] = Memory(_KEPT_BYTES)
        # Made of parts, not of `self`: a circle would keep an old generation's files until it is collected.
        places = lru_cache(maxsize=_KEPT_PLACES)(partial(_places_of, self._segments, self._bases))
        self._places: _Places = places
        self._mask = lru_cache(maxsize=_KEPT_MASKS)(partial(_mask_of, places, self.live, self.size))
        self.frequency = lru_cache(maxsize=_KEPT_PLACES)(partial(_frequency_of, places, self.live))

    @cached_property
    def _facets(self) -> FacetTable:
        # Not made for those who only carry documents over. Two threads may both make it; either is as good.
        return FacetTable(self._segments)

    def postings(self, terms: Sequence[Term]) -> TermPostings:
        places = [self._places(*term[:2]) for term in terms]
        documents, frequencies, counts = postings_of([each for own in places for each in own])
        if self.live is not None:
            alive = self.live[documents]
            documents, frequencies = documents[alive], frequencies[alive]
            counts = sums_of(alive, counts)
        sizes = np.array([len(own) for own in places], np.int64)
        return TermPostings(documents, frequencies, sums_of(counts, sizes))

    def postings_among(self, terms: Sequence[Term], among: Among) -> Iterator[Posted]:
        return postings_among([self._places(*term[:2]) for term in terms], among)

    @cached_property
    def order(self) -> Int64Array:
        # Numbers tell how an index came to be; what is shown must not.
        ranked = np.lexsort((self._joined("place", np.int32), self._facets.first_values("event")))
        order = np.empty(self.size, np.int64)
        order[ranked] = np.arange(self.size)
        return order

    def occurrences(self, stream: Stream, texts: Sequence[str], among: Int64Array) -> Occurrences:
        are_among = np.zeros(self.size, np.bool_)
        are_among[among] = True
        found: list[DocumentStands] = []
        ends = []
        for text in texts:
            for place in self._places(stream, text):
                found.append(self._stands_of(*place).found_in(among, are_among))
            ends.append(len(found))
        return occurrences_of(found, ends)

    def dictionary(self, field: str) -> SegmentDictionary:
        segments = list(zip(self._segments, self._bases, strict=True))
        return SegmentDictionary(field, segments, self.live, self.frequency)

    def texts(self, name: str, numbers: Sequence[int]) -> list[bytes]:
        if len(self._segments) == 1:
            return self._segments[0].texts(name, numbers)
        owners = [(number, bisect_right(self._bases, number) - 1) for number in numbers]
        return [self._segments[at].texts(name, [number - self._bases[at]])[0] for number, at in owners]

    @cached_property
    def digests(self) -> Array:
        """The digest of each document, shape (n, 16)."""
        return np.asarray(self._joined("digest", np.uint8))

    def with_key(self, key: str) -> Int64Array:
        return _numbers_of(self._places, self.live, "key", key)

    def having(self, facet: str, values: Sequence[str]) -> BoolArray:
        if len(values) > _MANY_VALUES:
            mask = self._facets.having(facet, values)
            return mask if self.live is None else mask & self.live
        return self._mask(facet, tuple(values))

    def facet_values(self, facet: str) -> Sequence[str]:
        """Return the values of a facet, ascending, also those that only deleted documents have."""
        return self._facets.values[facet]

    def counts(self, facets: Sequence[str], numbers: Int64Array) -> Mapping[str, FacetCounts]:
        if not facets:
            return {}
        counted = self._facets.counted(numbers)
        return {
            name: FacetCounts(self._facets.values[name], counted[self._facets.ranges[name]])
            for name in facets
        }

    def saturation(self, stream: Stream) -> Float32Array:
        # Two threads may both make it; either is as good.
        if stream not in self._saturations:
            lengths = self._joined(f"{stream}_length", np.float32)
            # Documents without a word (events) say nothing about how long notes are.
            counted = lengths if self.live is None else lengths[self.live]
            # In double precision the order of documents, which tells how the index came to be, does not show.
            total = float(counted.sum(dtype=np.float64))
            average = average_length(total, int(np.count_nonzero(counted)))
            self._saturations[stream] = saturation(lengths, average)
        return self._saturations[stream]

    def _stands_of(self, terms: Terms, number: int, base: int) -> Stands:
        stands = self._stands.get((terms, number))
        if stands is None:
            stands = Stands(terms.documents(number) + base, *terms.places_of_positions(number))
            self._stands.put((terms, number), stands, stands.documents.nbytes + stands.begins.nbytes)
        return stands

    def _joined(self, column: str, dtype: type) -> Any:
        parts = [segment.column(column) for segment in self._segments]
        return parts[0] if len(parts) == 1 else np.concatenate([*parts] or [np.zeros(0, dtype)])


def _places_of(
    segments: Sequence[Segment], bases: Sequence[int], field: str, text: str
) -> tuple[tuple[Terms, int, int], ...]:
    """Return where a term is: the terms of a segment, its number there, the segment's first document."""
    key = text.encode("utf-8", "replace")
    found = []
    for segment, base in zip(segments, bases, strict=True):
        terms = segment.terms(field)
        if terms is not None and (number := terms.number(key)) is not None:
            found.append((terms, number, base))
    return tuple(found)


def _numbers_of(places: _Places, live: BoolArray | None, field: str, text: str) -> Int64Array:
    """Return the ascending numbers of the documents with a term of any field, shape (p,)."""
    found = np.concatenate(
        [NO_NUMBERS, *(terms.documents(number) + base for terms, number, base in places(field, text))]
    )
    return found if live is None else found[live[found]]


def _mask_of(
    places: _Places, live: BoolArray | None, size: int, facet: str, values: tuple[str, ...]
) -> BoolArray:
    mask = np.zeros(size, np.bool_)
    for value in values:
        mask[_numbers_of(places, live, facet_field(facet), value)] = True
    mask.flags.writeable = False
    return mask


def _frequency_of(places: _Places, live: BoolArray | None, field: str, text: str) -> int:
    if live is not None:
        return len(_numbers_of(places, live, field, text))
    return sum([terms.document_frequency(number) for terms, number, _ in places(field, text)])
