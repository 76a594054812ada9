"""Slips: which of many terms are an edit or two away from what was typed.

The distance is that of Damerau and Levenshtein with swaps of neighbours (optimal string alignment), as
rapidfuzz counts it. What cannot be so near is passed over before, by lengths and letters.
"""

from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import OSA

from search.arrays import Codes, Int64Array, UInt64Array
from search.text.spelling.folding import codes_of

MAX_LETTERS = 64
"""Nobody means a longer word by a slip."""
_ONE = np.uint64(1)


class SlipFinder:
    """Terms prepared for edit distance: t of them, distinct. Made once, then only read."""

    def __init__(self, terms: Sequence[str]) -> None:
        self._terms = terms
        lengths = np.fromiter(map(len, terms), np.int64, len(terms))
        self._letters = _letters_of(codes_of("".join(terms)), lengths.cumsum() - lengths)
        # In order of their lengths: only a few of these come near a word.
        self._order = lengths.argsort(kind="stable")
        self._lengths, self._letters = lengths[self._order], self._letters[self._order]

    def within(self, typed: str, slips: int) -> list[tuple[int, int]]:
        """Return the terms at most so many edits away as (edits, number of the term), the nearest first.

        >>> SlipFinder(["kafka", "kafak", "rails"]).within("kafka", 1)
        [(0, 0), (1, 1)]
        """
        size = len(typed)
        if not 0 < size <= MAX_LETTERS:
            return []
        first, end = self._lengths.searchsorted((size - slips, size + slips + 1)).tolist()
        if first == end:
            return []
        (own,) = _letters_of(codes_of(typed), np.zeros(1, np.int64))
        # A letter put in or left out changes at most one member of the set of letters, another edit two.
        apart = np.bitwise_count(self._letters[first:end] ^ own)
        apart += np.abs(self._lengths[first:end] - size).astype(np.uint8)
        near = self._order[first:end][apart <= 2 * slips].tolist()
        edits = [(OSA.distance(typed, self._terms[number], score_cutoff=slips), number) for number in near]
        return sorted(each for each in edits if each[0] <= slips)


def _letters_of(codes: Codes, firsts: Int64Array) -> UInt64Array:
    """Return the letters of each term as a set of 64 bits, shape (terms,); no term is empty."""
    bits = _ONE << (codes & np.uint32(63)).astype(np.uint64)
    return np.bitwise_or.reduceat(bits, firsts) if len(firsts) else bits
