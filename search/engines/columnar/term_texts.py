"""TermTexts: the terms of a run in UTF-8, one behind the other, as an index keeps them; no Python a term."""

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from search.arrays import Codes, Int64Array, UInt64Array, bounds_of
from search.engines.batches import Run, gram_codes
from search.text.spelling.folding import codes_of

PREFIX = 8
"""Bytes of a term's text that are kept as a number to look it up by."""
_SURROGATES = (0xD800, 0xE000)


class TermTexts(Struct, frozen=True, eq=False):
    """t terms: that of number i is `data[firsts[i]:firsts[i + 1]]`; `firsts` has shape (t + 1,)."""

    data: npt.NDArray[np.uint8]
    firsts: Int64Array

    def prefixes(self) -> UInt64Array:
        """Return `prefix_of` each term, shape (t,)."""
        begins, sizes = self.firsts[:-1], np.diff(self.firsts)
        # What is looked at behind a term's end counts for nothing, but must be there.
        data = np.append(self.data, np.zeros(PREFIX, np.uint8))
        numbers = np.zeros(len(sizes), np.uint64)
        for place in range(PREFIX):
            numbers <<= np.uint64(8)
            numbers |= data[begins + place] * (sizes > place)
        return numbers


def texts_of(run: Run) -> TermTexts:
    """Return a run's terms in UTF-8: of go and 語 the data are five bytes, with `firsts` 0, 2, 5."""
    if isinstance(run.terms, np.ndarray):
        grams = gram_codes(run.terms)
        codes = grams[grams != 0]
        text, sizes = codes.tobytes().decode("utf-32-le"), np.count_nonzero(grams, axis=1)
    else:
        text, sizes = "".join(run.terms), np.fromiter(map(len, run.terms), np.int64, len(run.terms))
        codes = codes_of(text)
    ends = bounds_of(_bytes_of(codes))
    # A name may hold half a surrogate pair, which is no character.
    return TermTexts(np.frombuffer(text.encode("utf-8", "replace"), np.uint8), ends[bounds_of(sizes)])


def prefix_of(text: bytes) -> int:
    """Return the first eight bytes as a number that sorts as they do.

    >>> prefix_of(b"go") < prefix_of(b"go!") < prefix_of(b"gp")
    True
    """
    return int.from_bytes(text[:PREFIX].ljust(PREFIX, b"\0"), "big")


def _bytes_of(codes: Codes) -> Int64Array:
    """Return how many bytes each code point takes in UTF-8; a surrogate becomes a question mark.

    >>> _bytes_of(np.array([ord("a"), ord("é"), ord("語"), ord("𠮟"), 0xD800], np.uint32)).tolist()
    [1, 2, 3, 4, 1]
    """
    sizes = 1 + (codes >= 0x80).astype(np.int64)
    sizes += codes >= 0x800
    sizes += codes >= 0x10000
    sizes[(codes >= _SURROGATES[0]) & (codes < _SURROGATES[1])] = 1
    return sizes
