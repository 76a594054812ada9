"""Page texts: all texts of a page of hits joined to one, so that NumPy looks for a query's terms only once.

A line end, which folds to BREAK, stands between two texts: no term reaches over it.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from search.spans import TextSpans
from search.spelling.folding import BREAK, Codes, Folded, Offsets, codes_of, fold, join_ia
from search.streams import BoolArray, is_kanji, skeleton_terms

Place = tuple[int, int, str]
"""`joined[start:end]` has this term."""

_TABLE = 0x20001
"""Codes beyond are clipped to the last entry."""


def table_of(terms: Iterable[str]) -> BoolArray:
    """Return which folded characters these terms have, shape (`_TABLE`,)."""
    table = np.zeros(_TABLE, dtype=np.bool_)
    codes = codes_of("".join(terms))
    table[np.minimum(codes, _TABLE - 1)] = True
    return table


class PageTexts:
    """Documents of several texts each, with the spans of each document's texts joined by line ends."""

    def __init__(self, documents: Sequence[Sequence[str]], spans: Sequence[TextSpans]) -> None:
        self._spans = spans
        self._documents = ["\n".join(texts) for texts in documents]
        self._bases = [0, *accumulate(len(text) + 1 for text in self._documents[:-1])]

    def words(self, wanted: Iterable[str]) -> list[Place]:
        """Return where these terms of the `words` stream stand."""
        terms = frozenset(wanted)
        places: list[Place] = []
        for base, spans in zip(self._bases, self._spans, strict=True):
            # Whole tuples are searched: a loop over their words would cost more than all the rest.
            for word in terms.intersection(spans.words):
                at = -1
                for _ in range(spans.words.count(word)):
                    at = spans.words.index(word, at + 1)
                    start, end = int(spans.word_starts[at]), int(spans.word_ends[at])
                    places.append((base + start, base + end, word))
        return places

    def bigrams(self, characters: BoolArray) -> list[Place]:
        """Return the pairs of neighbouring characters that are both in the table."""
        codes = self._folded.codes
        known = characters.take(codes, mode="clip")
        at = (known[:-1] & known[1:]).nonzero()[0]
        return _places(codes, at, 2, self._folded.start[at], self._folded.end[at + 1])

    def skeletons(self, characters: BoolArray) -> list[Place]:
        """Return the pairs of kanji with only okurigana between them that are both in the table."""
        codes = self._folded.codes
        found = skeleton_terms(self._folded, is_kanji(codes) & characters.take(codes, mode="clip"))
        terms = [str(term) for term in found.terms]
        return list(zip(found.starts.tolist(), found.ends.tolist(), terms, strict=True))

    def readings(self, characters: BoolArray) -> list[Place]:
        """Return the triples of joined readings, and the whole readings of two, that the table has."""
        alone, starts, ends = self._sounds.codes, self._sounds.start, self._sounds.end
        joined = alone.copy()
        join_ia(joined)
        known = characters.take(joined, mode="clip")
        at = (known[:-2] & known[1:-1] & known[2:]).nonzero()[0]
        triples = _places(joined, at, 3, starts[at], ends[at + 2])
        known = characters.take(alone, mode="clip")
        at = (known[:-1] & known[1:]).nonzero()[0]
        is_next_same = np.zeros(len(alone) + 1, dtype=np.bool_)
        np.logical_and(starts[1:] == starts[:-1], ends[1:] == ends[:-1], out=is_next_same[1:-1])
        at = at[is_next_same[at + 1] & ~is_next_same[at] & ~is_next_same[at + 2]]
        return triples + _places(alone, at, 2, starts[at], ends[at])

    def widened(self, places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Widen ranges to the Latin words they touch, and to others of which they have more than half."""
        if not places:
            return []
        units = self._sounds.start
        starts, ends, latin = self._parts
        wanted = np.array(places, dtype=np.int32)
        begins = units[np.maximum(units.searchsorted(wanted[:, 0], "right") - 1, 0)]
        # Starts ascend but where a unit reaches over a Latin run: what stands behind counts then.
        ascending = np.minimum.accumulate(starts[::-1])[::-1]
        firsts = np.maximum(ascending.searchsorted(begins, "right") - 1, 0).tolist()
        lasts = ascending.searchsorted(wanted[:, 1]).tolist()
        wide = []
        for (start, end), first, last in zip(places, firsts, lasts, strict=True):
            lefts, rights = starts[first:last].tolist(), ends[first:last].tolist()
            for left, right, is_latin in zip(lefts, rights, latin[first:last].tolist(), strict=True):
                overlap = min(end, right) - max(start, left)
                if overlap > 0 and (is_latin or 2 * overlap > right - left):
                    start, end = min(start, left), max(end, right)
            wide.append((start, end))
        return wide

    @cached_property
    def _folded(self) -> Folded:
        return fold(codes_of("\n".join(self._documents)))

    @cached_property
    def _parts(self) -> tuple[Offsets, Offsets, BoolArray]:
        starts = [spans.part_starts for spans in self._spans]
        shift = self._shift_of(starts)
        ends = np.concatenate([spans.part_ends for spans in self._spans])
        latin = np.concatenate([spans.part_latin for spans in self._spans])
        return np.concatenate(starts) + shift, ends + shift, latin

    @cached_property
    def _sounds(self) -> Folded:
        """The readings of all documents, before `join_ia`, with a BREAK between documents."""
        codes: list[Codes] = []
        starts: list[Offsets] = []
        ends: list[Offsets] = []
        for text, spans in zip(self._documents, self._spans, strict=True):
            gap = np.array([len(text)], dtype=np.int32)
            codes += (spans.reading_codes, _GAP)
            starts += (spans.reading_starts, gap)
            ends += (spans.reading_ends, gap)
        shift = self._shift_of(starts[::2], gap=1)
        return Folded(np.concatenate(codes), np.concatenate(starts) + shift, np.concatenate(ends) + shift)

    def _shift_of(self, columns: Sequence[Offsets], gap: int = 0) -> Offsets:
        """Return for each place of these columns where its document begins."""
        return np.repeat(np.array(self._bases, dtype=np.int32), [len(column) + gap for column in columns])


def _places(codes: Codes, at: npt.NDArray[np.intp], size: int, starts: Offsets, ends: Offsets) -> list[Place]:
    """Return the terms of this size that begin at these codes."""
    grams = np.empty((len(at), size), np.uint32)
    for step in range(size):
        grams[:, step] = codes[at + step]
    terms: list[str] = grams.view(f"<U{size}").ravel().tolist()
    return list(zip(starts.tolist(), ends.tolist(), terms, strict=True))


_GAP = np.array([BREAK], dtype=np.uint32)
