"""Dictionary: the terms of one field in all segments of an open index, looked up by how they begin.

Segments keep them in order, so a beginning is a range of numbers: nothing is laid out anew for an open index.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from search.arrays import BoolArray, Int64Array, united
from search.engines.columnar.segments import Segment
from search.engines.columnar.terms import Terms
from search.engines.facet_counts import FacetCounts

_LAST = "\U0010ffff"


class SegmentDictionary:
    """The terms of a field; implements `Dictionary`. Segments come with their first documents."""

    def __init__(
        self,
        field: str,
        segments: Sequence[tuple[Segment, int]],
        live: BoolArray | None,
        frequency: Callable[[str, str], int],
    ) -> None:
        self._field = field
        self._segments = segments
        self._live = live
        self._frequency = frequency

    def frequency(self, term: str) -> int:
        return self._frequency(self._field, term)

    def counted(self, prefix: str) -> FacetCounts:
        found = [
            (terms.texts(first, stop), self._frequencies(terms, base, first, stop))
            for terms, base, first, stop in self._ranges(prefix, prefix + _LAST)
        ]
        if len(found) == 1:
            ((texts, counts),) = found
        else:
            texts, places = united([own for own, _ in found])
            counts = np.zeros(len(texts), np.int64)
            for place, (_, own) in zip(places, found, strict=True):
                counts[place] += own
        some = counts.nonzero()[0]
        return FacetCounts(tuple(texts[place].decode() for place in some.tolist()), counts[some])

    def beginning_with(self, prefix: str) -> list[str]:
        found = [terms.texts(first, stop) for terms, _, first, stop in self._ranges(prefix, prefix + _LAST)]
        texts = found[0] if len(found) == 1 else sorted(set().union(*found))
        return [text.decode() for text in texts]

    def joined(self, start: str, stop: str) -> bytes:
        return b"".join(terms.joined(first, end) for terms, _, first, end in self._ranges(start, stop))

    def _ranges(self, start: str, stop: str) -> Iterator[tuple[Terms, int, int, int]]:
        """Yield the terms of each segment with its first document, and between which are meant."""
        ends = [text.encode("utf-8", "surrogatepass") for text in (start, stop)]
        for segment, base in self._segments:
            terms = segment.terms(self._field)
            if terms is not None:
                first, last = map(terms.first_from, ends)
                if first < last:
                    yield terms, base, first, last

    def _frequencies(self, terms: Terms, base: int, first: int, stop: int) -> Int64Array:
        if self._live is None:
            return terms.document_frequencies(first, stop)
        documents, firsts = terms.documents_of(first, stop)
        return np.add.reduceat(self._live[documents + base], firsts, dtype=np.int64)
