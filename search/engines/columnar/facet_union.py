"""Facet unions: the values of a facet in all segments, so that counts of several are added as arrays."""

from collections.abc import Sequence

import numpy as np

from search.arrays import Int64Array
from search.engines.columnar.facet_counts import Counts, CountsOfAll, SegmentFacets


class FacetUnion:
    """One facet's values in several segments, each once, ascending. May be shared by threads."""

    def __init__(self, facet: str, segments: Sequence[SegmentFacets]) -> None:
        self._bounds = [segment.bounds_of(facet) for segment in segments]
        self._texts, self._places = united([segment.texts(facet) for segment in segments])

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


def united(each: Sequence[Sequence[bytes]]) -> tuple[list[bytes], list[Int64Array]]:
    """Return the values of several segments, each once, ascending, and where those of each segment are."""
    values = sorted(set().union(*each))
    place_of = {value: place for place, value in enumerate(values)}
    return values, [np.fromiter(map(place_of.__getitem__, own), np.int64, len(own)) for own in each]
