"""Slips: which of many terms are an edit or two away from what was typed.

The distance is that of Damerau and Levenshtein with swaps of neighbours (optimal string alignment), as
rapidfuzz counts it. What cannot be so near is passed over before, by lengths and letters. Another number is
no slip but another thing: Rails9 is not Rails7, though it may be Rails, as PHP72 may be PHP7.
"""

import math
import re

import numpy as np

from search.arrays import Codes, Int64Array, Integers, UInt64Array, narrowed
from search.text.spelling.folding import codes_of

MIN_LENGTH = 4
"""Shorter words are left alone: everything is one slip away from them."""
TWO_SLIPS_FROM = 8
"""Letters from which two slips are forgiven; one below. Two in short words match half the vocabulary."""
SLIP = 3.0
"""What a slip costs, in doublings of talks: a word one slip away needs eight times the talks to outweigh."""
MAX_LETTERS = 64
"""Nobody means a longer word by a slip."""
_ONE = np.uint64(1)
_NEWLINE = ord("\n")
_DIGIT = re.compile(r"[0-9]")


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
        # Longer terms than may be typed are no slip of it either.
        is_kept = (lengths >= least) & (lengths <= MAX_LETTERS + 2)
        codes, lengths = codes[counts & is_kept.repeat(sizes)], lengths[is_kept]
        firsts = lengths.cumsum() - lengths
        stops = (np.frombuffer(lines, np.uint8) == _NEWLINE).nonzero()[0]
        lines_at = np.append(0, stops[:-1] + 1)[: len(stops)][is_kept]
        # In order of their lengths: only a few of these come near a word. There are many, and they stay: each
        # array is as narrow as it may be.
        order = lengths.argsort(kind="stable")
        self._letters = _letters_of(codes, firsts)[order]
        self._lengths, self._firsts = lengths[order].astype(np.int8), narrowed(firsts[order])
        self._text = codes.astype(np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
        self._lines, self._starts = lines, narrowed(lines_at[order])

    def within(self, typed: str, slips: int) -> list[tuple[int, str]]:
        """Return the terms at most so many edits away as (edits, line), the nearest first.

        >>> SlipFinder(b"kafka\\nkafak\\nrails\\n").within("kafka", 1)
        [(0, 'kafka'), (1, 'kafak')]
        """
        size = len(typed)
        if not 0 < size <= MAX_LETTERS:
            return []
        reach = np.array([size - slips, size + slips + 1], np.int8)
        first, end = self._lengths.searchsorted(reach).tolist()
        if first == end:
            return []
        (own,) = _letters_of(codes_of(typed), np.zeros(1, np.int64))
        lengths = self._lengths[first:end]
        # A letter put in or left out changes at most one member of the set of letters, another edit two.
        # Loaded with the first word that may be a slip: a site starts sooner without.
        from rapidfuzz.distance import OSA

        apart = np.bitwise_count(self._letters[first:end] ^ own) + np.abs(lengths - np.int8(size))
        near = (apart <= 2 * slips).nonzero()[0]
        begins = self._firsts[first:end][near].tolist()
        found = []
        digits = _DIGIT.findall(typed)
        for number, begin, length in zip(
            (near + first).tolist(), begins, lengths[near].tolist(), strict=True
        ):
            term = self._text[begin : begin + length]
            edits = OSA.distance(typed, term, score_cutoff=slips)
            own = _DIGIT.findall(term) if digits else []
            if edits <= slips and own == digits[: len(own)]:
                found.append((edits, self._line(number)))
        return sorted(found)

    def _line(self, number: int) -> str:
        start = int(self._starts[number])
        return self._lines[start : self._lines.index(b"\n", start)].decode()


def worth_of(talks: int, slips: int) -> float:
    """Return how likely a word of so many talks is what was meant where it is so many slips away."""
    return math.log2(1 + talks) - SLIP * slips


def _letters_of(codes: Integers, firsts: Int64Array) -> UInt64Array:
    """Return the letters of each term as a set of 64 bits, shape (terms,); no term is empty."""
    bits = _ONE << (codes & np.uint32(63)).astype(np.uint64)
    return np.bitwise_or.reduceat(bits, firsts) if len(firsts) else bits
