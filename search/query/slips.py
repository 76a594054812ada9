"""Slips: which of many terms are an edit or two away from what was typed.

The distance is that of Damerau and Levenshtein with swaps of neighbours (optimal string alignment). It is
worked out in bits for all terms at once, a column of the table in one machine word: Hyyrö, "A Bit-Vector
Algorithm for Computing Levenshtein and Damerau Edit Distances", 2003.
"""

import numpy as np

from search.arrays import BoolArray, Codes, Int64Array, Integers, UInt64Array, narrowed
from search.text.spelling.folding import codes_of

MAX_LETTERS = 64
"""Bits of a machine word. Nobody means a longer one by a slip."""
_ONE = np.uint64(1)
_NEWLINE = ord("\n")


class SlipFinder:
    """Terms prepared for edit distance, given one a line. Made once, then only read.

    Of a line is compared what stands behind the first `skipped` characters and before a NUL, in letters as
    `plain` has them, 0 for those that do not count; terms of fewer than `least` letters are left out.
    """

    def __init__(self, lines: bytes, least: int = 1, skipped: int = 0, plain: Codes | None = None) -> None:
        codes = codes_of(lines.decode())
        ends = (codes == _NEWLINE).nonzero()[0]
        starts = np.append(0, ends[:-1] + 1)[: len(ends)]
        sizes = ends + 1 - starts
        nuls = (codes == 0).cumsum(dtype=np.int32)
        before = nuls[starts] - (codes[starts] == 0)
        counts = (nuls == before.repeat(sizes)) & (codes != _NEWLINE)
        for place in range(skipped):
            counts[starts + place] = False
        if plain is not None:
            codes = np.where(codes < len(plain), plain.take(codes, mode="clip"), codes)
            counts &= codes != 0
        lengths = np.add.reduceat(counts, starts, dtype=np.int32) if len(starts) else sizes
        is_kept = lengths >= least
        # There are many, and they stay: each array is as narrow as it may be.
        self._lengths = narrowed(lengths[is_kept])
        self._firsts = narrowed(self._lengths.cumsum() - self._lengths)
        self._codes = narrowed(codes[counts & is_kept.repeat(sizes)])
        self._letters = _letters_of(self._codes, self._firsts)
        self._lines = lines
        stops = (np.frombuffer(lines, np.uint8) == _NEWLINE).nonzero()[0]
        self._starts = narrowed(np.append(0, stops[:-1] + 1)[: len(stops)][is_kept])

    def within(self, typed: str, slips: int) -> list[tuple[int, str]]:
        """Return the terms at most so many edits away as (edits, line), the nearest first.

        >>> SlipFinder(b"kafka\\nkafak\\nrails\\n").within("kafka", 1)
        [(0, 'kafka'), (1, 'kafak')]
        """
        if not len(self._lengths) or not 0 < len(typed) <= MAX_LETTERS:
            return []
        (own,) = _letters_of(codes_of(typed), np.zeros(1, np.int64))
        # One edit changes at most two members of the set of letters.
        apart = np.bitwise_count(self._letters ^ own)
        numbers = (apart <= 2 * slips).nonzero()[0]
        lengths = self._lengths[numbers].astype(np.int64)
        close = np.abs(lengths - len(typed)) <= slips
        numbers, lengths = numbers[close], lengths[close]
        edits = _distances(len(typed), self._matching(typed, numbers, lengths), lengths)
        near = (edits <= slips).nonzero()[0]
        lines = map(self._line, numbers[near].tolist())
        return sorted(zip(edits[near].tolist(), lines, strict=True))

    def _line(self, number: int) -> str:
        start = int(self._starts[number])
        return self._lines[start : self._lines.index(b"\n", start)].decode()

    def _matching(self, typed: str, numbers: Int64Array, lengths: Int64Array) -> UInt64Array:
        """Return for each letter of these terms in which places of the typed word it stands, as bits,
        shape (longest, terms); nowhere behind the end of a term.
        """
        steps = np.arange(int(lengths.max(initial=0)))[:, None]
        codes = self._codes.take(self._firsts[numbers].astype(np.int64) + steps, mode="clip")
        masks: dict[int, int] = {}
        for place, letter in enumerate(typed):
            masks[ord(letter)] = masks.get(ord(letter), 0) | 1 << place
        known = np.array(sorted(masks), np.uint32)
        bits = np.array([masks[code] for code in known.tolist()], np.uint64)
        at = known.searchsorted(codes)
        found: BoolArray = (known.take(at, mode="clip") == codes) & (steps < lengths)
        return np.where(found, bits.take(at, mode="clip"), np.uint64(0))


def _distances(size: int, matching: UInt64Array, lengths: Int64Array) -> Int64Array:
    """Return the edits from a word of `size` letters to each term, shape (terms,).

    `risen` and `fallen` say in which rows of a column of the table the number is one more, or one less, than
    that above it; `level` where it is the same as that diagonally before. The names of the paper are
    VP, VN, D0, HP, HN.
    """
    risen = np.full(len(lengths), (1 << size) - 1, np.uint64)
    fallen, level, before = (np.zeros(len(lengths), np.uint64) for _ in range(3))
    last = np.uint64(size - 1)
    edits = np.full(len(lengths), size, np.int64)
    result = edits.copy()
    for column, here in enumerate(matching, start=1):
        swapped = ((~level & here) << _ONE) & before
        level = (((here & risen) + risen) ^ risen) | here | fallen | swapped
        more, less = fallen | ~(level | risen), level & risen
        edits += (more >> last & _ONE).astype(np.int64)
        edits -= (less >> last & _ONE).astype(np.int64)
        more, less = more << _ONE | _ONE, less << _ONE
        risen, fallen = less | ~(level | more), more & level
        before = here
        np.copyto(result, edits, where=lengths == column)
    return result


def _letters_of(codes: Integers, firsts: Integers) -> UInt64Array:
    """Return the letters of each term as a set of 64 bits, shape (terms,); no term is empty."""
    bits = _ONE << (codes & np.uint32(63)).astype(np.uint64)
    return np.bitwise_or.reduceat(bits, firsts) if len(firsts) else bits
