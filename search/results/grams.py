"""Grams: where pairs, or triples, of characters stand in a text, all of them in one pass; and where enough of
a spelling's stand together, for all spellings at once.
"""

from collections.abc import Sequence, Set
from functools import reduce
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from search import ranking
from search.arrays import NO_NUMBERS, BoolArray, Codes, Int32Array, Int64Array, Integers, Offsets
from search.text.spelling.folding import codes_of

_BITS = 64
_CELLS = 1 << 20
"""Spellings by places that are looked at in one step; of more, the spellings one after the other."""
_APART = 32
"""Bits by which the places of one spelling are moved behind those of another: texts are shorter than that."""


class GramFinder:
    """Looks for distinct `grams`, one or more of one size, by giving a number to each of their characters.

    With numbers from 1 to k, a gram is a number to the base k + 1: small enough for a table. Nearly always
    two bytes hold it, and of these NumPy multiplies twice as many at once.
    """

    def __init__(self, grams: Sequence[str], size: int) -> None:
        self.grams = grams
        self.size = size
        letters = sorted(set("".join(grams)))
        base = len(letters) + 1
        # All codes behind the last letter are taken for the one behind it, which is none.
        self._digits = np.zeros(ord(letters[-1]) + 2, np.uint8 if base <= 256 else np.uint16)
        self._digits[codes_of("".join(letters))] = np.arange(1, base)
        self._key_type = np.uint16 if base**size <= 1 << 16 else np.int32
        self._step: Integers = np.array(base, self._key_type)
        self._is_gram = np.zeros(base**size, np.bool_)
        self._numbers = np.empty(base**size, np.int32)
        digit = dict(zip(letters, range(1, base), strict=True))
        numbers = [reduce(lambda key, letter: key * base + digit[letter], gram, 0) for gram in grams]
        keys = np.array(numbers, np.int64)
        self._is_gram[keys] = True
        self._numbers[keys] = np.arange(len(grams))

    def found_in(self, codes: Codes) -> tuple[Int64Array, Int32Array]:
        """Return where grams begin, ascending, and the number of each, both shape (found,).

        >>> GramFinder(["監視", "視す"], 2).found_in(codes_of("監視を監視する"))
        (array([0, 3, 4]), array([0, 0, 1], dtype=int32))
        """
        keys = self._keys(codes)
        at: Int64Array = self._is_gram.take(keys).nonzero()[0]
        return at, self._numbers.take(keys[at])

    def knows(self, codes: Codes) -> BoolArray:
        """Say which of some characters are in any of the grams."""
        return np.asarray(self._digits.take(codes, mode="clip"), np.bool_)

    def _keys(self, codes: Codes) -> Integers:
        """Return the number that the characters from each place on make, in order."""
        digits: Integers = self._digits.take(codes, mode="clip").astype(self._key_type)
        count = max(0, len(digits) - self.size + 1)
        keys = digits[:count]
        for step in range(1, self.size):
            keys = keys * self._step + digits[step : step + count]
        return keys


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
        """`kinds` are sizes of grams with the spellings that have such, numbered in this order."""
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
        """Return which spelling has the gram at which place, one behind the other, and its number there."""
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


_NOWHERE = np.zeros(0, np.int32)
NO_PLACES = Places(_NOWHERE, _NOWHERE, NO_NUMBERS)
NO_RUNS = Runs(_NOWHERE, _NOWHERE, NO_NUMBERS, np.zeros(0, np.bool_))
