"""Gram runs: where enough of a spelling's bigrams, or readings, stand together, for all spellings at once."""

from collections.abc import Sequence, Set
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from search import ranking
from search.arrays import BoolArray, Int64Array, Integers, Offsets
from search.results.gram_finder import GramFinder

_BITS = 64
_CELLS = 1 << 20
"""Spellings by places that are looked at in one step; of more, the spellings one after the other."""
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
    """The grams of some spellings, different in each, of one kind or of several."""

    def __init__(self, kinds: Sequence[tuple[int, Sequence[Set[str]]]]) -> None:
        """`kinds` are the sizes of grams, and the spellings that have such; all spellings are numbered in
        this order.
        """
        self.finders = [GramFinder(list(set().union(*spellings)), size) for size, spellings in kinds]
        """For each kind what finds its grams."""
        every = [own for _, spellings in kinds for own in spellings]
        self._sizes = np.array([len(own) for own in every], np.int64)
        self._firsts = list(accumulate([len(finder.grams) for finder in self.finders], initial=0))
        # For each spelling what number of its own a gram is, -1 for those of others.
        self._own = np.full((len(every), self._firsts[-1]), -1, np.int64)
        columns = []
        for (_, spellings), finder, first in zip(kinds, self.finders, self._firsts, strict=False):
            number = {gram: place for place, gram in enumerate(finder.grams, start=first)}
            columns += [number[gram] for own in spellings for gram in own]
        rows = [row for row, own in enumerate(every) for _ in own]
        self._own[rows, columns] = [place for own in every for place in range(len(own))]

    def runs_in(self, places_of_kinds: Sequence[Places]) -> Runs:
        """Return the runs of touching places that have enough of a spelling's grams; one spelling's behind
        another's. Places come as the finder of each kind has found them, and ascend.
        """
        if len(places_of_kinds) == 1:
            (places,) = places_of_kinds
        else:
            numbered = [
                Places(own.starts, own.ends, own.terms + first)
                for own, first in zip(places_of_kinds, self._firsts, strict=False)
            ]
            places = Places(*map(np.concatenate, zip(*numbered, strict=True)))
        spellings, at, own = self._having(places.terms)
        if not len(at):
            return NO_RUNS
        apart = spellings << _APART
        starts, reach = places.starts[at] + apart, np.maximum.accumulate(places.ends[at] + apart)
        is_first = np.ones(len(at) + 1, np.bool_)
        np.greater(starts[1:], reach[:-1], out=is_first[1:-1])
        borders = is_first.nonzero()[0]
        firsts, lasts = borders[:-1], borders[1:] - 1
        different = _different(own, firsts)
        sizes = self._sizes[spellings[firsts]]
        enough = (different >= ranking.ENOUGH * sizes).nonzero()[0]
        if not len(enough):
            return NO_RUNS
        firsts, lasts = firsts[enough], lasts[enough]
        apart = apart[firsts]
        return Runs(
            (starts[firsts] - apart).astype(np.int32),
            (reach[lasts] - apart).astype(np.int32),
            spellings[firsts],
            different[enough] == sizes[enough],
        )

    def _having(self, terms: Integers) -> tuple[Int64Array, Int64Array, Int64Array]:
        """Return which spelling has the gram at which place, one spelling behind the other, and the number
        that the gram has there.
        """
        if self._own.shape[0] * len(terms) <= _CELLS:
            own = self._own[:, terms]
            spellings, at = (own >= 0).nonzero()
            return spellings, at, own[spellings, at]
        columns = []
        for spelling, numbers in enumerate(self._own):
            own = numbers[terms]
            at = (own >= 0).nonzero()[0]
            columns.append((np.full(len(at), spelling), at, own[at]))
        spellings, at, own = map(np.concatenate, zip(*columns, strict=True))
        return spellings, at, own


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
