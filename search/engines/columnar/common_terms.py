"""Common terms: those in more than a small share of a segment's documents, laid out over all of these.

A byte or two a document says whether the term is there and with which weight, so that And looks up the few
documents that matter, and Or adds whole rows; nothing is decoded again, and no score kept that may change.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from search.arrays import Array, BoolArray, Float32Array, Int64Array
from search.engines.columnar.terms import Terms
from search.engines.evaluate.postings import POSITION

_WORD = 64
_EIGHT = np.dtype("<u8")
"""Eight bytes as one number, the first of them its lowest."""
_BELOW = (np.uint64(1) << (np.arange(8, dtype=np.uint64) * np.uint64(8))) - np.uint64(1)
"""By document & 7, the bytes of those before it among their eight, shape (8,)."""
_EVEN = np.uint64(0x00FF00FF00FF00FF)
_SUM = np.uint64(0x0001000100010001)


class CommonTerm:
    """One term's places and weights in a segment of n documents. May be shared by threads."""

    def __init__(self, terms: Terms, number: int, n: int) -> None:
        self._terms = terms
        self._number = number
        self.count = terms.document_frequency(number)
        codes, self._weights = terms.coded_weights(number)
        # 0 is for documents without the term; as many as fill the last eight.
        self._padded: Array = np.zeros(-(-n // 8) * 8, codes.dtype)
        self.codes: Array = self._padded[:n]
        self.codes[terms.documents(number)] = codes
        # An item of a memoryview is read three times as fast as an array's.
        self._view = self._padded.data
        self._codes_are_bytes = codes.itemsize == 1
        self._codes_are_counts = terms.weights_are_counts and not len(self._weights)

    @property
    def size(self) -> int:
        """Bytes it takes, ranks and marks and all."""
        return self.codes.nbytes + self._weights.nbytes + len(self.codes) // 2

    @property
    def mask(self) -> BoolArray:
        """Which documents have it, shape (n,)."""
        mask: BoolArray = self.codes != 0
        return mask

    def weights(self, codes: Array) -> Float32Array:
        """Return the weights that codes stand for, 0 for 0."""
        if not len(self._weights):
            return codes.astype(np.float32)
        return self._weights.take(codes)

    def places(self, documents: Int64Array) -> Int64Array:
        """Return the places of documents that have it among all of those, shape (m,)."""
        words, ranks = self._ranks
        word = documents >> 6
        below = (np.uint64(1) << (documents & 63).astype(np.uint64)) - np.uint64(1)
        places: Int64Array = ranks.take(word)
        places += np.bitwise_count(words.take(word) & below)
        return places

    def occurrences(self, documents: Int64Array) -> tuple[Int64Array, Array]:
        """Return how many positions the term has in each of these documents, and all of them.

        Documents ascend; those without the term have none.
        """
        codes = self.codes.take(documents)
        if not self._codes_are_counts:
            there = codes != 0
            counts = np.zeros(len(documents), np.int64)
            places = self.places(documents[there])
            counts[there], positions = self._terms.occurrences(self._number, places, self._marks)
            return counts, positions
        counts = codes.astype(np.int64)
        if self._codes_are_bytes:
            begins = self._before(documents)
        else:
            begins = self.codes.cumsum(dtype=np.int64).take(documents) - counts
        return counts, self._terms.positions_from(self._number, begins, counts)

    def few_before(self, keys: list[int], distance: int) -> list[int]:
        """Return those of a few ascending keys, `document << 32 | position`, so far behind which it stands.

        In plain Python: NumPy's calls would cost more.
        """
        codes = self._view
        keys = [key for key in keys if codes[key >> 32]]
        if not keys:
            return keys
        positions = self._few_occurrences([key >> 32 for key in keys])
        return [
            key for key, there in zip(keys, positions, strict=True) if (key & POSITION) + distance in there
        ]

    def _few_occurrences(self, documents: list[int]) -> list[list[int]]:
        """Return the positions in each of a few ascending documents, all of which have the term."""
        codes, begins = self._view, self._begins_view
        if begins is None:
            counts, positions = self.occurrences(np.array(documents, np.int64))
            ends = counts.cumsum().tolist()
            every = positions.tolist()
            return [every[end - count : end] for end, count in zip(ends, counts.tolist(), strict=True)]
        return self._terms.few_positions_from(
            self._number,
            [begins[each >> 3] + sum(codes[each & -8 : each]) for each in documents],
            [codes[each] for each in documents],
        )

    def _before(self, documents: Int64Array) -> Int64Array:
        """Return how many positions are before those of each document, where codes are counts, and bytes."""
        eight = documents >> 3
        own = self._padded.view(_EIGHT).take(eight) & _BELOW.take(documents & 7)
        before: Int64Array = (_sums_of_bytes(own) + self._begins.take(eight)).view(np.int64)
        return before

    @cached_property
    def _begins(self) -> npt.NDArray[np.uint32]:
        """How many positions are before each eight documents."""
        sums = _sums_of_bytes(self._padded.view(_EIGHT))
        begins: npt.NDArray[np.uint32] = (sums.cumsum() - sums).astype(np.uint32)
        return begins

    @cached_property
    def _begins_view(self) -> memoryview | None:
        """The same for plain Python; None where codes are not counts, or not bytes."""
        return self._begins.data if self._codes_are_counts and self._codes_are_bytes else None

    @cached_property
    def _marks(self) -> Int64Array:
        return self._terms.marks(self._number)

    @cached_property
    def _ranks(self) -> tuple[npt.NDArray[np.uint64], Int64Array]:
        """The mask, a bit a document in words of 64, and how many documents are before each word."""
        bits = np.packbits(self.codes != 0, bitorder="little")
        words = np.zeros(-(-len(self.codes) // _WORD), np.uint64)
        words.view(np.uint8)[: len(bits)] = bits
        counts = np.bitwise_count(words)
        ranks: Int64Array = counts.cumsum(dtype=np.int64) - counts
        return words, ranks


def _sums_of_bytes(eights: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return the sum of the eight bytes of each number."""
    # In pairs first: the sum of all may not fit a byte.
    return (((eights & _EVEN) + (eights >> np.uint64(8) & _EVEN)) * _SUM) >> np.uint64(48)


@dataclass(frozen=True, slots=True, eq=False)
class Common:
    """The documents with a common term; they score `factor * weight / (weight + saturation)`.

    `saturation` has shape (n,), and is None for scores of `factor * weight`.
    """

    term: CommonTerm
    factor: np.float32
    saturation: Float32Array | None

    @property
    def mask(self) -> BoolArray:
        """Which documents match, shape (n,)."""
        return self.term.mask

    @property
    def scores(self) -> Float32Array:
        """The scores of all documents, 0 where they do not match, shape (n,); worked out when asked for."""
        weights = self.term.weights(self.term.codes)
        if self.saturation is None:
            weights *= self.factor
            return weights
        # In place: each array made anew costs as much as the sum itself.
        divisor = weights + self.saturation
        weights *= self.factor
        weights /= divisor
        return weights

    def scores_of(self, documents: Int64Array) -> Float32Array:
        """Return the scores of documents, 0 for those that do not match, shape (m,)."""
        return self.scores_of_coded(self.term.codes.take(documents), documents)

    def scores_of_coded(self, codes: Array, documents: Int64Array) -> Float32Array:
        """Return the same where the documents' codes are known already."""
        weights = self.term.weights(codes)
        if self.saturation is None:
            weights *= self.factor
            return weights
        divisor = self.saturation.take(documents)
        divisor += weights
        weights *= self.factor
        weights /= divisor
        return weights
