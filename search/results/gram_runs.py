"""Gram runs: where enough of a spelling's bigrams, or readings, stand together, for all spellings at once."""

from collections.abc import Sequence, Set
from typing import NamedTuple

import numpy as np

from search import ranking
from search.arrays import BoolArray, Int64Array, Integers, Offsets
from search.results.gram_finder import GramFinder

_BITS = 64
_APART = 32
"""Bits by which the places of one spelling are moved behind those of another: texts are shorter than that."""


class Places(NamedTuple):
    """Where terms stand: the text has the term of number `terms[i]` at `[starts[i]:ends[i]]`."""

    starts: Offsets
    ends: Offsets
    terms: Integers


class Runs(NamedTuple):
    """Places that touch, as one: of which spelling they are, and whether all of its grams are among them."""

    starts: Offsets
    ends: Offsets
    spellings: Int64Array
    are_whole: BoolArray


class GramRuns:
    """The grams of some spellings, all of one size and different in each."""

    def __init__(self, size: int, spellings: Sequence[Set[str]]) -> None:
        self.finder = GramFinder(list(set().union(*spellings)), size)
        self._sizes = np.array([len(own) for own in spellings], np.int64)
        # For each spelling what number of its own a gram is, -1 for those of others.
        self._own = np.full((len(spellings), len(self.finder.grams)), -1, np.int64)
        number = {gram: place for place, gram in enumerate(self.finder.grams)}
        rows = [row for row, own in enumerate(spellings) for _ in own]
        columns = [number[gram] for own in spellings for gram in own]
        self._own[rows, columns] = [place for own in spellings for place in range(len(own))]

    def runs_in(self, places: Places) -> Runs:
        """Return the runs of touching places, which ascend, that have enough of a spelling's grams; one
        spelling's behind another's.
        """
        own = self._own[:, places.terms]
        spellings, at = (own >= 0).nonzero()
        if not len(at):
            return NO_RUNS
        apart = spellings << _APART
        starts, reach = places.starts[at] + apart, np.maximum.accumulate(places.ends[at] + apart)
        is_first = np.ones(len(at) + 1, np.bool_)
        np.greater(starts[1:], reach[:-1], out=is_first[1:-1])
        borders = is_first.nonzero()[0]
        firsts, lasts = borders[:-1], borders[1:] - 1
        different = _different(own[spellings, at], firsts)
        sizes = self._sizes[spellings[firsts]]
        enough = (different >= ranking.ENOUGH * sizes).nonzero()[0]
        firsts, lasts = firsts[enough], lasts[enough]
        apart = apart[firsts]
        return Runs(
            (starts[firsts] - apart).astype(np.int32),
            (reach[lasts] - apart).astype(np.int32),
            spellings[firsts],
            different[enough] == sizes[enough],
        )


def _different(numbers: Int64Array, firsts: Int64Array) -> Int64Array:
    """Return how many different numbers there are from each of some places to the next.

    >>> _different(np.array([0, 1, 0, 70, 70]), np.array([0, 3]))
    array([2, 1])
    """
    different = np.zeros(len(firsts), np.int64)
    for base in range(0, int(numbers.max(initial=0)) + 1, _BITS):
        # To shift by more than there are, or by what was negative, leaves no bit.
        bits = np.uint64(1) << (numbers - base).astype(np.uint64)
        different += np.bitwise_count(np.bitwise_or.reduceat(bits, firsts))
    return different


_NONE = np.zeros(0, np.int64)
_NOWHERE = np.zeros(0, np.int32)
NO_PLACES = Places(_NOWHERE, _NOWHERE, _NONE)
NO_RUNS = Runs(_NOWHERE, _NOWHERE, _NONE, np.zeros(0, np.bool_))
