"""Facet counts: how many documents have each value of a facet, as engines answer it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search.arrays import Int64Array


@dataclass(frozen=True)
class FacetCounts:
    """How many documents have each value of a facet; both shape (v,). Values ascend.

    `left_out` counts values that some document has, but not among the most.
    """

    values: Sequence[str]
    counts: Int64Array
    left_out: int = 0

    @property
    def total(self) -> int:
        return len(self._some) + self.left_out

    @cached_property
    def _some(self) -> Int64Array:
        """The places of the values that some document has: mostly few of all."""
        # Of numbers, not of a mask, NumPy takes twice as long to find those that are not 0.
        some: Int64Array = (self.counts != 0).nonzero()[0]
        return some

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
        place = bisect_left(self.values, value)
        return int(self.counts[place]) if place < len(self.values) and self.values[place] == value else 0
