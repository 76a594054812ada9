"""Gram finder: where pairs, or triples, of characters stand in a text, all of them in one pass."""

from collections.abc import Sequence

import numpy as np

from search.arrays import BoolArray, Codes, Int32Array, Int64Array
from search.text.spelling.folding import codes_of

_BASIC, _ALL = 0x10000, 0x30001
"""Sizes of tables for the characters that nearly all texts are made of, and for all folded ones; no character
has the last code of either.
"""


class GramFinder:
    """Looks for distinct `grams`, all of one size, by giving a number to each of their characters.

    With numbers from 1 to k, a gram is a number to the base k + 1: small enough for a table.
    """

    def __init__(self, grams: Sequence[str], size: int) -> None:
        self.grams = grams
        self._size = size
        letters = np.array(sorted(set(map(ord, "".join(grams)))), np.int64)
        self._base = len(letters) + 1
        codes = _BASIC if not len(letters) or letters[-1] < _BASIC - 1 else _ALL
        self._digits = np.zeros(codes, np.uint8 if self._base <= 256 else np.uint16)
        self._digits[letters] = np.arange(1, self._base)
        self._is_gram = np.zeros(self._base**size, np.bool_)
        self._numbers = np.empty(self._base**size, np.int32)
        keys = self._keys(codes_of("".join(grams)))[::size]
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

    def _keys(self, codes: Codes) -> Int32Array:
        """Return the number that the characters from each place on make, in order."""
        digits = self._digits.take(codes, mode="clip").astype(np.int32)
        count = max(0, len(digits) - self._size + 1)
        keys = digits[:count]
        for step in range(1, self._size):
            keys = keys * np.int32(self._base) + digits[step : step + count]
        return keys
