"""Facet table: the facet values of all documents of some segments, numbered through all facets."""

from collections.abc import Collection, Sequence

import numpy as np

from search.arrays import NO_NUMBERS, BoolArray, Int64Array, Integers, ranges_of, united
from search.documents import FACETS, facet_field
from search.engines.columnar.segments import Segment

_DENSE = 8
"""From one document in so many on, facet values are taken by a mask over all of them."""


class FacetTable:
    """The facet values of all documents, numbered through all facets: those of one facet are a range."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.values: dict[str, tuple[str, ...]] = {}
        self.ranges: dict[str, slice] = {}
        self._count = 0
        # For each segment, what its own numbers of a facet's values are here.
        tables: list[dict[str, Integers]] = [{} for _ in segments]
        for name in FACETS:
            found = (segment.terms(facet_field(name)) for segment in segments)
            values, places = united([terms.texts() if terms else [] for terms in found])
            self.values[name] = tuple(map(bytes.decode, values))
            for table, own in zip(tables, places, strict=True):
                table[facet_field(name)] = own + self._count
            self.ranges[name] = slice(self._count, self._count + len(values))
            self._count += len(values)
        entries, owned = [], []
        for segment, table in zip(segments, tables, strict=True):
            numbers = [table[field] for field in segment.facets if field in table]
            entries.append(np.concatenate([NO_NUMBERS, *numbers])[segment.facet_values])
            owned.append(np.diff(segment.facet_firsts.astype(np.int64)))
        self._entries: Int64Array = np.concatenate([NO_NUMBERS, *entries])
        self._sizes = np.concatenate([NO_NUMBERS, *owned])
        self._firsts = np.cumsum(self._sizes) - self._sizes

    def first_values(self, facet: str) -> Int64Array:
        """Return the number of each document's first value of a facet, -1 for none, shape (n,)."""
        mine = self.ranges[facet]
        places = np.flatnonzero((self._entries >= mine.start) & (self._entries < mine.stop))[::-1]
        owners = np.repeat(np.arange(len(self._sizes)), self._sizes)
        found = np.full(len(self._sizes), -1, np.int64)
        # Backwards: of several values the first is written last.
        found[owners[places]] = self._entries[places]
        return found

    def having(self, facet: str, values: Collection[str]) -> BoolArray:
        """Return which documents have at least one of many values, shape (n,)."""
        wanted = frozenset(values)
        is_wanted = np.zeros(self._count, np.bool_)
        is_wanted[self.ranges[facet]] = [value in wanted for value in self.values[facet]]
        mask = np.zeros(len(self._sizes), np.bool_)
        mask[np.repeat(np.arange(len(self._sizes)), self._sizes)[is_wanted[self._entries]]] = True
        return mask

    def counted(self, numbers: Int64Array) -> Int64Array:
        """Return how many of these documents have each value of all facets."""
        if len(numbers) * _DENSE > len(self._sizes):
            mask = np.zeros(len(self._sizes), np.bool_)
            mask[numbers] = True
            entries = self._entries[np.repeat(mask, self._sizes)]
        else:
            entries = self._entries[ranges_of(self._firsts[numbers], self._sizes[numbers])]
        return np.bincount(entries, minlength=self._count)
