"""Facet counts: how many documents have each value, of all facets in one pass.

A value is known by its ordinal: its term's number, numbered on through all facets of the segment.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import sub
from typing import TypeAlias

import numpy as np

from search.arrays import Array, BoolArray, Int64Array, ranges_of
from search.engines.columnar.best import best
from search.engines.columnar.matches import Few, Matches
from search.engines.columnar.segments import Segment

_COUNTED_SINGLY = 384
"""So few values of documents are sorted: to count them in a row of all values would cost more."""
_FEW_VALUES = 512
"""So few values are taken out before the best are looked for; most of the others would be equal, and slow."""
_FILLERS = 64
"""Rows are filled up with so many values that are none: to count one over and over takes twice as long."""
_WASTE = 4
"""Documents' values are laid out in rows if that takes no more than this many places a value."""


@dataclass(frozen=True, slots=True, eq=False)
class CountsOfAll:
    """How many documents have each value, shape (values,)."""

    numbers: Array

    def most(self, ordinals: range, k: int) -> list[tuple[int, int]]:
        """Return (ordinal, count) of the k values of a facet that most documents have, none that none has.

        Equal ones are in order of their ordinals.
        """
        numbers = self.numbers[ordinals.start : ordinals.stop]
        some = numbers.nonzero()[0]
        few = len(some) <= max(k, _FEW_VALUES)
        places = some.take(best(numbers.take(some), k)) if few else best(numbers, k)
        return list(zip((places + ordinals.start).tolist(), numbers[places].tolist(), strict=True))

    def of(self, ordinals: range) -> tuple[slice, Array]:
        """Return which values of a facet, counted from its first, and how many documents have each."""
        return slice(None), self.numbers[ordinals.start : ordinals.stop]


@dataclass(frozen=True, slots=True, eq=False)
class CountsOfSome:
    """Values that some document has: their ascending `ordinals` and, negative, how many have each.

    There may be ordinals that are no facet's behind all others.
    """

    ordinals: list[int]
    negated: list[int]

    def most(self, ordinals: range, k: int) -> list[tuple[int, int]]:
        """As in `CountsOfAll`."""
        start, stop = bisect_left(self.ordinals, ordinals.start), bisect_left(self.ordinals, ordinals.stop)
        places = sorted(range(start, stop), key=self.negated.__getitem__)
        return [(self.ordinals[place], -self.negated[place]) for place in places[:k]]

    def of(self, ordinals: range) -> tuple[Int64Array, Array]:
        """As in `CountsOfAll`, of the values that some document has."""
        start, stop = bisect_left(self.ordinals, ordinals.start), bisect_left(self.ordinals, ordinals.stop)
        return (
            np.array(self.ordinals[start:stop], np.int64) - ordinals.start,
            -np.array(self.negated[start:stop], np.int64),
        )


Counts: TypeAlias = CountsOfAll | CountsOfSome


class SegmentFacets:
    """The facets of one segment. May be shared by threads."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._labels = _Labels(self)

    @cached_property
    def bounds(self) -> Mapping[str, range]:
        """The ordinals of each facet's values."""
        bounds, first = {}, 0
        for name in self._segment.facets:
            terms = self._segment.terms(name)
            bounds[name] = range(first, first + (0 if terms is None else len(terms)))
            first = bounds[name].stop
        return bounds

    def bounds_of(self, facet: str) -> range:
        """Return the ordinals of a facet's values; none where no document of the segment has any."""
        return self.bounds.get(facet, range(0))

    @cached_property
    def values(self) -> int:
        """How many values there are."""
        return max((each.stop for each in self.bounds.values()), default=0)

    def label(self, ordinal: int) -> str:
        """Return a value as text, whichever facet's it is."""
        for name, bounds in self.bounds.items():
            if ordinal in bounds:
                terms = self._segment.terms(name)
                assert terms is not None
                return terms.text(ordinal - bounds.start).decode()
        raise KeyError(ordinal)

    def labelled(self, counted: Sequence[tuple[int, int]]) -> list[tuple[str, int]]:
        """Return values as text, each with its count, from their ordinals."""
        labels = self._labels
        return [(labels[ordinal], count) for ordinal, count in counted]

    def texts(self, facet: str) -> list[bytes]:
        """Return the values of a facet, ascending; none where no document of the segment has any."""
        terms = self._segment.terms(facet)
        return [] if terms is None else terms.texts()

    def counts(self, matches: Matches) -> Counts:
        """Count the values of the documents that match."""
        if not isinstance(matches, Few):
            return CountsOfAll(self._of_many(matches.mask))
        entries = self._entries(matches.documents)
        if len(entries) > _COUNTED_SINGLY:
            return CountsOfAll(np.bincount(entries, minlength=self.values)[: self.values])
        return _counted_singly(entries)

    def _of_many(self, mask: BoolArray) -> Array:
        """Return the count of each value, shape (values,)."""
        if 2 * int(np.count_nonzero(mask)) <= len(mask):
            return self._of_documents(np.flatnonzero(mask))
        # The fewer are counted: those that do not match, from all.
        return self._totals - self._of_documents(np.flatnonzero(~mask))

    def _of_documents(self, documents: Int64Array) -> Array:
        return np.bincount(self._entries(documents), minlength=self.values)[: self.values]

    def _entries(self, documents: Int64Array) -> Array:
        """Return the ordinals of these documents' values, in any order, and others that are none."""
        rows = self._rows
        if rows is not None:
            return rows.take(documents, axis=0).ravel()
        firsts, values = self._segment.facet_firsts, self._segment.facet_values
        begins = firsts[documents].astype(np.int64)
        return values[ranges_of(begins, firsts[documents + 1] - begins)]

    @cached_property
    def _totals(self) -> Int64Array:
        """The count of each value in the whole segment, deleted documents and all, shape (values,)."""
        return np.bincount(self._segment.facet_values, minlength=self.values)

    @cached_property
    def _rows(self) -> Array | None:
        """Each document's values in a row, filled up, shape (n, most); None if too long."""
        firsts = self._segment.facet_firsts.astype(np.int64)
        sizes = np.diff(firsts)
        n, most = len(sizes), int(sizes.max(initial=0))
        if n * most > _WASTE * len(self._segment.facet_values):
            return None
        narrow = np.uint16 if self.values + _FILLERS <= 1 << 16 else np.uint32
        fillers = np.arange(n * most, dtype=np.uint32) % _FILLERS + self.values
        rows = fillers.astype(narrow).reshape(n, most)
        owners = np.repeat(np.arange(n), sizes)
        rows[owners, np.arange(firsts[-1]) - firsts[owners]] = self._segment.facet_values
        return rows


class _Labels(dict[int, str]):
    """Values as text by ordinal, read when first asked for."""

    def __init__(self, facets: SegmentFacets) -> None:
        super().__init__()
        self._facets = facets

    def __missing__(self, ordinal: int) -> str:
        label = self[ordinal] = self._facets.label(ordinal)
        return label


def _counted_singly(entries: Array) -> CountsOfSome:
    """Count each of a few ordinals, which are sorted in place."""
    if not len(entries):
        return CountsOfSome([], [])
    entries.sort()
    lasts = (entries[1:] != entries[:-1]).nonzero()[0]
    ordinals = [*entries.take(lasts).tolist(), int(entries[-1])]
    ends = [-1, *lasts.tolist(), len(entries) - 1]
    return CountsOfSome(ordinals, list(map(sub, ends, ends[1:])))
