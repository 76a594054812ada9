"""Slips: which of many terms are an edit or two away from what was typed, and which of these is meant.

The distance is that of Damerau and Levenshtein with swaps of neighbours (optimal string alignment), as
rapidfuzz counts it. What cannot be so near is passed over before, by lengths and letters. Another number is
no slip but another thing: Rails9 is not Rails7, though it may be Rails, as PHP72 may be PHP7.
"""

import math
import re
import unicodedata
from functools import cached_property
from typing import NamedTuple

import numpy as np

from search.arrays import Codes, Int64Array, Integers, UInt64Array, narrowed
from search.engines import Dictionary
from search.query.runs import in_order
from search.text.spelling.folding import codes_of

MIN_LENGTH = 4
"""Shorter words are left alone: everything is one slip away from them."""
TWO_SLIPS_FROM = 8
"""Letters from which two slips are forgiven; one below. Two in short words match half the vocabulary."""
SLIP = 3.0
"""What a slip costs, in doublings of talks: a word one slip away needs eight times the talks to outweigh."""
MAX_LETTERS = 64
"""Nobody means a longer word by a slip."""
CANDIDATES = 3
"""Terms that one word may stand for."""
LEAST = 3
"""Letters of a term that something may be a slip for, or a part of what was typed."""
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


def unvoiced(kana: str) -> str:
    """Return a word in kana without its voicing, empty for one in Latin letters."""
    if kana.isascii():
        return ""
    return "".join(
        letter for letter in unicodedata.normalize("NFD", kana) if not unicodedata.combining(letter)
    )


def worth_of(talks: int, slips: int) -> float:
    """Return how likely a word of so many talks is what was meant where it is so many slips away."""
    return math.log2(1 + talks) - SLIP * slips


class Neighbours:
    """The terms of one script, prepared for edit distance when it is first asked for."""

    def __init__(self, terms: Dictionary, script: re.Pattern[str], ends: tuple[str, str]) -> None:
        self._known = terms
        self._script = script
        self._ends = ends
        self._last: tuple[str, list[str]] = ("", [])

    @cached_property
    def terms(self) -> list[str]:
        """The terms of the script, ascending; also such that only deleted documents had."""
        lines = self._known.joined(*self._ends).decode()
        return in_order(re.findall(f"^{self._script.pattern}$", lines, re.MULTILINE))

    @cached_property
    def slips(self) -> SlipFinder:
        return SlipFinder(self._known.joined(*self._ends), least=LEAST)

    def near(self, typed: str) -> list[str]:
        """Return the terms a slip or two away, at most CANDIDATES: the nearest, those of most documents
        first, and before these one further away of so many documents that it is likelier.
        """
        # Asked for twice: as other spellings of the word, and as where its bigrams may stand.
        last, near = self._last
        if last != typed:
            found = self._found(typed)
            nearest = [each for each in found if each.edits == found[0].edits]
            likeliest = max(found, key=lambda each: each.worth, default=None)
            ranked = sorted(nearest, key=lambda each: -each.worth)
            plain = unvoiced(typed)
            if alike := [each for each in ranked if plain and unvoiced(each.term) == plain]:
                # Of タイニング it is ダイニング, and neither タイミング nor ターニング.
                ranked = alike
            elif likeliest is not None and likeliest.worth > ranked[0].worth:
                ranked.insert(0, likeliest)
            near = [each.term for each in ranked[:CANDIDATES]]
            self._last = typed, near
        return near

    def _found(self, typed: str) -> list["_Near"]:
        """Return the terms that some document has a slip or two away, the nearest first."""
        slips = 2 if len(typed) >= TWO_SLIPS_FROM else 1
        return [
            _Near(edits, term, worth_of(documents, edits))
            for edits, term in dict.fromkeys(self.slips.within(typed, slips))
            if self._script.fullmatch(term) and (documents := self._known.frequency(term))
        ]


class _Near(NamedTuple):
    edits: int
    term: str
    worth: float


def _letters_of(codes: Integers, firsts: Int64Array) -> UInt64Array:
    """Return the letters of each term as a set of 64 bits, shape (terms,); no term is empty."""
    bits = _ONE << (codes & np.uint32(63)).astype(np.uint64)
    return np.bitwise_or.reduceat(bits, firsts) if len(firsts) else bits
