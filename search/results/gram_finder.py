"""Gram finder: where pairs, or triples, of characters stand in a text, all of them in one pass."""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from search.arrays import BoolArray, Codes, Int32Array, Int64Array, Integers
from search.text.spelling.folding import codes_of

_BASIC, _ALL = 0x10000, 0x30001
"""Sizes of tables for the characters that nearly all texts are made of, and for all folded ones; no character
has the last code of either.
"""


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
        codes = _BASIC if ord(letters[-1]) < _BASIC - 1 else _ALL
        self._digits = np.zeros(codes, np.uint8 if base <= 256 else np.uint16)
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
