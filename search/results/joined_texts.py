"""Page texts: all texts of a page of hits joined to one, so that NumPy looks for a query's terms only once.

A line end, which folds to BREAK, stands between two texts: no term reaches over it.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from search.arrays import BoolArray, Codes, Offsets
from search.text.spans import PARTED_BY, TextSpans
from search.text.spelling.folding import Folded, codes_of, fold, join_ia
from search.text.streams import is_kanji, skeleton_terms

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
    """Documents of several texts each, with the spans of all texts joined by line ends."""

    def __init__(self, documents: Sequence[Sequence[str]], spans: TextSpans) -> None:
        self._documents = documents
        self._spans = spans

    def words(self, wanted: Iterable[str]) -> list[Place]:
        """Return where these terms of the `words` stream stand."""
        words = self._spans.words
        found: list[str] = []
        places: list[int] = []
        for term in wanted:
            parted = f"{PARTED_BY}{term}{PARTED_BY}".encode("utf-8", "surrogatepass")
            place = words.find(parted)
            while place >= 0:
                found.append(term)
                places.append(place)
                # What parts two words belongs to both.
                place = words.find(parted, place + len(parted) - 1)
        if not found:
            return []
        borders = np.flatnonzero(np.frombuffer(words, np.uint8) == 0)
        numbers = borders.searchsorted(places)
        starts, ends = self._spans.word_starts[numbers], self._spans.word_ends[numbers]
        return list(zip(starts.tolist(), ends.tolist(), found, strict=True))

    def bigrams(self, characters: BoolArray) -> list[Place]:
        """Return the pairs of neighbouring characters that are both in the table."""
        codes = self._folded.codes
        known = characters.take(codes, mode="clip")
        at = (known[:-1] & known[1:]).nonzero()[0]
        return _places(codes, at, 2, self._folded.start[at], self._folded.end[at + 1])

    def singles(self, wanted: Iterable[str]) -> list[Place]:
        """Return where these characters stand: a kanji or a sign that is a word by itself."""
        codes, start, end = self._folded.codes, self._folded.start, self._folded.end
        found: list[Place] = []
        for term in wanted:
            at = (codes == ord(term)).nonzero()[0]
            found += zip(start[at].tolist(), end[at].tolist(), [term] * len(at), strict=True)
        return found

    def skeletons(self, characters: BoolArray) -> list[Place]:
        """Return the pairs of kanji with only okurigana between them that are both in the table."""
        codes = self._folded.codes
        found = skeleton_terms(self._folded, is_kanji(codes) & characters.take(codes, mode="clip"))
        terms = [str(term) for term in found.terms]
        return list(zip(found.starts.tolist(), found.ends.tolist(), terms, strict=True))

    def readings(self, characters: BoolArray) -> list[Place]:
        """Return the triples of joined readings, and the whole readings of two, that the table has."""
        readings = self._spans.readings
        alone, starts, ends = readings.codes, readings.start, readings.end
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
        units, spans = self._spans.readings.start, self._spans
        starts, ends, latin = spans.part_starts, spans.part_ends, spans.part_latin
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
        return fold(codes_of("\n".join(["\n".join(texts) for texts in self._documents])))


def _places(codes: Codes, at: npt.NDArray[np.intp], size: int, starts: Offsets, ends: Offsets) -> list[Place]:
    """Return the terms of this size that begin at these codes."""
    grams = np.empty((len(at), size), np.uint32)
    for step in range(size):
        grams[:, step] = codes[at + step]
    terms: list[str] = grams.view(f"<U{size}").ravel().tolist()
    return list(zip(starts.tolist(), ends.tolist(), terms, strict=True))
