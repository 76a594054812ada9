"""Alphabets: grams as numbers that sort as their strings do. Few characters occur in a batch, so the numbers
are small."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from search.arrays import Codes, Int64Array, Integers, UInt64Array
from search.engines.batches import packed_grams
from search.text.spelling.folded_codes import FOLDED_BELOW


class Alphabet:
    """The distinct characters of some folded codes, a number for each in code point order; BREAK is 0."""

    def __init__(self, *codes: Codes) -> None:
        occurs = np.zeros(FOLDED_BELOW, np.bool_)
        for some in codes:
            occurs[some] = True
        occurs[0] = True
        self._characters = occurs.nonzero()[0].astype(np.uint32)
        self._ranks = np.zeros(FOLDED_BELOW, np.uint32)
        self._ranks[self._characters] = np.arange(len(self._characters))

    def numbers_of(self, codes: Codes) -> npt.NDArray[np.uint32]:
        """Return each character's number."""
        return self._ranks[codes]

    def joined(self, places: Sequence[Integers]) -> Int64Array:
        """Return the numbers of grams, given the number of the character at each place, 0 for none.

        >>> alphabet = Alphabet(np.array([ord("あ"), ord("い")], np.uint32))
        >>> # あい is 1 * 3 + 2, い alone 2 * 3 + 0.
        >>> alphabet.joined([np.array([1, 2]), np.array([2, 0])]).tolist()
        [5, 6]
        """
        grams = places[0].astype(np.int64)
        for place in places[1:]:
            grams = grams * len(self._characters) + place
        return grams

    def limit(self, places: int) -> int:
        """Return what the numbers of grams of so many places stay below."""
        return int(len(self._characters) ** places)

    def packed(self, grams: Int64Array, places: int) -> UInt64Array:
        """Return the keys of grams, as `packed_grams` makes them."""
        base = len(self._characters)
        powers = base ** np.arange(places - 1, -1, -1)
        return packed_grams(self._characters[grams[:, np.newaxis] // powers % base])
