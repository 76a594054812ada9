"""Facet unions: the values of a facet in all segments, so that counts of several are added as arrays."""

from collections.abc import Sequence

import numpy as np

from search.batches import Int64Array
from search.engines.columnar.facet_counts import Counts, CountsOfAll, SegmentFacets


class FacetUnion:
    """One facet's values in several segments, each once, ascending. May be shared by threads."""

    def __init__(self, facet: str, segments: Sequence[SegmentFacets]) -> None:
        each = [segment.texts(facet) for segment in segments]
        self._bounds = [segment.bounds_of(facet) for segment in segments]
        self._texts = sorted(set().union(*each))
        place_of = {text: place for place, text in enumerate(self._texts)}
        self._places: list[Int64Array] = [
            np.fromiter(map(place_of.__getitem__, texts), np.int64, len(texts)) for texts in each
        ]

    def most(self, counts: Sequence[Counts], k: int) -> list[tuple[str, int]]:
        """Return the k values that most documents have; `counts` are those of all segments in order.

        Equal ones come in order of the values; values that no document has are left out.
        """
        totals = np.zeros(len(self._texts), np.int64)
        for own, bounds, places in zip(counts, self._bounds, self._places, strict=True):
            ordinals, numbers = own.of(bounds)
            # No segment has a value twice.
            totals[places[ordinals]] += numbers
        found = CountsOfAll(totals).most(range(len(totals)), k)
        return [(self._texts[place].decode(), number) for place, number in found]
