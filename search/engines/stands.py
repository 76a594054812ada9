"""Stands: where a term stands in the documents of a segment, looked up for a few of them."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from search.arrays import NO_NUMBERS, Array, BoolArray, Int64Array, bounds_of, ranges_of
from search.engines.evaluate.postings import Occurrences

FEW = 8
"""One document in so many is looked up; more are found by looking at all."""


class DocumentStands(NamedTuple):
    """Ascending documents with a term, and which of its `positions` are theirs: from the first, so many."""

    documents: Int64Array
    firsts: Int64Array
    counts: Int64Array
    positions: Array


class Stands(NamedTuple):
    """The ascending documents of a term, shape (p,). The positions of document i are
    `positions[begins[i]:begins[i + 1]]`; those of other terms are in the same array.
    """

    documents: Int64Array
    begins: Int64Array
    positions: Array

    def found_in(self, among: Int64Array, are_among: BoolArray) -> DocumentStands:
        """Return those of some ascending documents that have the term; `are_among` is the mask of them."""
        documents, begins, positions = self
        if len(among) * FEW < len(documents):
            at = documents.searchsorted(among)
            at = at[documents.take(at, mode="clip") == among]
        else:
            at = are_among[documents].nonzero()[0]
        firsts = begins[at]
        return DocumentStands(documents[at], firsts, begins[at + 1] - firsts, positions)


def occurrences_of(found: Sequence[DocumentStands], ends: Sequence[int]) -> Occurrences:
    """Return where terms stand: what was found of the first ends at `ends[0]`, of the second at `ends[1]`.

    Documents 0 and 2 have the term, once and twice:

    >>> found = DocumentStands(np.array([0, 2]), np.array([0, 1]), np.array([1, 2]), np.array([9, 4, 6]))
    >>> keys, ends = occurrences_of([found], [1])
    >>> [divmod(key, 1 << 32) for key in keys.tolist()], ends
    ([(0, 9), (2, 4), (2, 6)], array([3]))
    """
    if not found:
        return Occurrences(NO_NUMBERS, np.zeros(len(ends), np.int64))
    documents, firsts, counts = (np.concatenate(column) for column in list(zip(*found, strict=True))[:3])
    positions = found[0].positions
    if all(each.positions is positions for each in found):
        picked = positions[ranges_of(firsts, counts)]
    else:
        picked = np.concatenate([each.positions[ranges_of(each.firsts, each.counts)] for each in found])
    keys = (documents << 32).repeat(counts)
    keys += picked
    borders = [0, *accumulate([len(each.documents) for each in found])]
    return Occurrences(keys, bounds_of(counts).take([borders[end] for end in ends]))
