"""Gram finder: where pairs, or triples, of characters stand in a text, all of them in one pass."""

from collections.abc import Sequence

import numpy as np

from search.arrays import BoolArray, Codes, Int64Array
from search.text.spelling.folding import codes_of

_CODES = 0x30001
"""Folded characters have smaller codes; of the last entry there is none."""


class GramFinder:
    """Looks for distinct `grams`, all of one size, by giving a number to each of their characters.

    With numbers from 1 to k, a gram is a number to the base k + 1: small enough for a table.
    """

    def __init__(self, grams: Sequence[str], size: int) -> None:
        self.grams = grams
        self._size = size
        letters = np.array(sorted(set(map(ord, "".join(grams)))), np.int64)
        self._base = len(letters) + 1
        self._digits = np.zeros(_CODES, np.uint8 if self._base <= 256 else np.uint16)
        self._digits[letters] = np.arange(1, self._base)
        self._numbers = np.zeros(self._base**size, np.int32)
        keys = self._keys(codes_of("".join(grams)))[::size] if grams else np.zeros(0, np.int64)
        self._numbers[keys] = np.arange(1, len(grams) + 1)

    def found_in(self, codes: Codes) -> tuple[Int64Array, Int64Array]:
        """Return where grams begin, ascending, and which each is, both shape (found,).

        >>> GramFinder(["監視", "視す"], 2).found_in(codes_of("監視を監視する"))
        (array([0, 3, 4]), array([0, 0, 1]))
        """
        if not self.grams or len(codes) < self._size:
            return _NONE, _NONE
        numbers = self._numbers.take(self._keys(codes))
        at = numbers.nonzero()[0]
        return at, numbers[at].astype(np.int64) - 1

    def knows(self, codes: Codes) -> BoolArray:
        """Say which of some characters are in any of the grams."""
        return np.asarray(self._digits.take(codes, mode="clip"), np.bool_)

    def _keys(self, codes: Codes) -> Int64Array:
        """Return the number that the characters from each place on make, in order."""
        digits = self._digits.take(codes, mode="clip").astype(np.int64)
        count = len(digits) - self._size + 1
        keys = digits[:count]
        for step in range(1, self._size):
            keys = keys * self._base + digits[step : step + count]
        return keys


_NONE = np.zeros(0, np.int64)
