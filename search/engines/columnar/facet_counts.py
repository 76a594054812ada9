"""Facet counts: how many documents have each value, of all facets in one pass.

A value is known by its ordinal: its term's number, numbered on through all facets of the segment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search.batches import Int64Array
from search.engines.columnar.best import best
from search.engines.columnar.files import Array
from search.engines.columnar.matches import Few, Matches
from search.engines.columnar.segments import Segment
from search.ranking import BoolArray

_FEW_OF_ALL = 0.35
"""Up to this share of all documents it costs less to look at their values than at all values' documents."""
_WASTE = 4
"""Documents' values are laid out in rows if that takes no more than this many places a value."""


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Values that some document has: ascending `ordinals` and how many, both shape (v,)."""

    ordinals: Int64Array
    numbers: Int64Array


class FacetCounts:
    """The facets of one segment. May be shared by threads."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._labels: dict[int, str] = {}

    @cached_property
    def bounds(self) -> Mapping[str, range]:
        """The ordinals of each facet's values."""
        bounds, first = {}, 0
        for name in self._segment.facets:
            terms = self._segment.terms(name)
            bounds[name] = range(first, first + (0 if terms is None else len(terms)))
            first = bounds[name].stop
        return bounds

    @cached_property
    def values(self) -> int:
        """How many values there are."""
        return max((each.stop for each in self.bounds.values()), default=0)

    def label(self, facet: str, ordinal: int) -> str:
        """Return a value as text."""
        label = self._labels.get(ordinal)
        if label is None:
            terms = self._segment.terms(facet)
            assert terms is not None
            label = self._labels[ordinal] = terms.text(ordinal - self.bounds[facet].start).decode()
        return label

    def counts(self, matches: Matches) -> Counts:
        """Count the values of the documents that match."""
        if isinstance(matches, Few):
            return self._of_few(matches.documents)
        return _counted(self._of_many(matches.mask))

    def _of_few(self, documents: Int64Array) -> Counts:
        entries = self._entries(documents)
        if len(entries) * 8 >= self.values:
            return _counted(np.bincount(entries, minlength=self.values + 1)[: self.values])
        entries.sort()
        # Rows are filled up with a value that is none.
        entries = entries[: entries.searchsorted(self.values)]
        if not len(entries):
            return Counts(np.zeros(0, np.int64), np.zeros(0, np.int64))
        ends = np.flatnonzero(entries[1:] != entries[:-1])
        ends = np.concatenate([ends, [len(entries) - 1]])
        return Counts(entries[ends].astype(np.int64), np.diff(ends, prepend=-1))

    def _of_many(self, mask: BoolArray) -> Array:
        """Return the count of each value, shape (values,)."""
        count = int(np.count_nonzero(mask))
        share = count / max(1, len(mask))
        if share <= _FEW_OF_ALL:
            return self._of_documents(np.flatnonzero(mask))
        if share >= 1 - _FEW_OF_ALL:
            return self._totals - self._of_documents(np.flatnonzero(~mask))
        owners, firsts = self._owners
        if not len(firsts):
            return np.zeros(0, np.int64)
        # Sums of bytes must not run over.
        wide = np.uint16 if len(mask) < 1 << 16 else np.uint32
        return np.add.reduceat(mask.view(np.uint8).take(owners), firsts, dtype=wide)

    def _of_documents(self, documents: Int64Array) -> Array:
        return np.bincount(self._entries(documents), minlength=self.values + 1)[: self.values]

    def _entries(self, documents: Int64Array) -> Array:
        """Return the ordinals of these documents' values, in any order, and others that are none."""
        rows = self._rows
        if rows is not None:
            return rows.take(documents, axis=0).ravel()
        firsts, values = self._segment.facet_firsts, self._segment.facet_values
        begins = firsts[documents].astype(np.int64)
        sizes = firsts[documents + 1] - begins
        ends = sizes.cumsum()
        places = np.arange(ends[-1] if len(ends) else 0)
        places += np.repeat(begins - (ends - sizes), sizes)
        return values[places]

    @cached_property
    def _totals(self) -> Int64Array:
        """The count of each value in the whole segment, deleted documents and all, shape (values,)."""
        return np.bincount(self._segment.facet_values, minlength=self.values)

    @cached_property
    def _rows(self) -> Array | None:
        """Each document's values in a row, filled up with `values`, shape (n, most); None if too long."""
        firsts = self._segment.facet_firsts.astype(np.int64)
        sizes = np.diff(firsts)
        n, most = len(sizes), int(sizes.max(initial=0))
        if n * most > _WASTE * len(self._segment.facet_values):
            return None
        rows = np.full((n, most), self.values, np.uint16 if self.values < 1 << 16 else np.uint32)
        owners = np.repeat(np.arange(n), sizes)
        rows[owners, np.arange(firsts[-1]) - firsts[owners]] = self._segment.facet_values
        return rows

    @cached_property
    def _owners(self) -> tuple[Int64Array, Int64Array]:
        """The documents of each value, one value's behind the other's, and where each one's begin."""
        firsts = self._segment.facet_firsts.astype(np.int64)
        sizes = firsts[1:] - firsts[:-1]
        order = self._segment.facet_values.argsort(kind="stable")
        owners = np.repeat(np.arange(len(sizes)), sizes)[order]
        return owners, self._totals.cumsum() - self._totals


def _counted(numbers: Array) -> Counts:
    ordinals = np.flatnonzero(numbers)
    return Counts(ordinals, numbers[ordinals].astype(np.int64))


def most(counts: Counts, ordinals: range, k: int) -> list[tuple[int, int]]:
    """Return (ordinal, count) of the k values of a facet that most documents have, equal ones by ordinal."""
    start, stop = counts.ordinals.searchsorted((ordinals.start, ordinals.stop)).tolist()
    numbers = counts.numbers[start:stop]
    places = best(numbers, k)
    return list(zip(counts.ordinals[start:stop][places].tolist(), numbers[places].tolist(), strict=True))
