"""Page texts: all texts of a page of hits joined to one, so that NumPy looks for a query's terms only once.

A line end, which folds to BREAK, stands between two texts: no term reaches over it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search.arrays import Int64Array, Offsets
from search.results.gram_finder import GramFinder
from search.text.spans import PARTED_BY, TextSpans
from search.text.spelling.folding import Folded, codes_of, fold, join_ia
from search.text.streams import is_kanji, skeleton_terms

Place = tuple[int, int, str]
"""`joined[start:end]` has this term."""


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where terms stand: `joined[starts[i]:ends[i]]` has the term numbered `terms[i]`. Starts ascend."""

    starts: Offsets
    ends: Offsets
    terms: Int64Array


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

    def bigrams(self, pairs: GramFinder) -> Places:
        """Return where these pairs of neighbouring characters stand."""
        folded = self._folded
        at, terms = pairs.found_in(folded.codes)
        return Places(folded.start[at], folded.end[at + 1], terms)

    def singles(self, wanted: Iterable[str]) -> list[Place]:
        """Return where these characters stand: a kanji or a sign that is a word by itself."""
        codes, start, end = self._folded.codes, self._folded.start, self._folded.end
        found: list[Place] = []
        for term in wanted:
            at = (codes == ord(term)).nonzero()[0]
            found += zip(start[at].tolist(), end[at].tolist(), [term] * len(at), strict=True)
        return found

    def skeletons(self, pairs: GramFinder) -> list[Place]:
        """Return where pairs of kanji with only okurigana between them stand whose kanji are looked for."""
        codes = self._folded.codes
        found = skeleton_terms(self._folded, is_kanji(codes) & pairs.knows(codes))
        terms = [str(term) for term in found.terms]
        return list(zip(found.starts.tolist(), found.ends.tolist(), terms, strict=True))

    def readings(self, triples: GramFinder, pairs: GramFinder) -> tuple[Places, Places]:
        """Return where these triples of joined readings stand, and these whole readings of two."""
        readings = self._spans.readings
        alone, starts, ends = readings.codes, readings.start, readings.end
        joined = alone.copy()
        join_ia(joined)
        at, terms = triples.found_in(joined)
        threes = _ascending(starts[at], ends[at + 2], terms)
        at, terms = pairs.found_in(alone)
        # A whole reading: neither the sound before nor that behind belongs to the same unit.
        is_next_same = np.zeros(len(alone) + 1, dtype=np.bool_)
        np.logical_and(starts[1:] == starts[:-1], ends[1:] == ends[:-1], out=is_next_same[1:-1])
        is_whole = is_next_same[at + 1] & ~is_next_same[at] & ~is_next_same[at + 2]
        at, terms = at[is_whole], terms[is_whole]
        return threes, _ascending(starts[at], ends[at], terms)

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


def _ascending(starts: Offsets, ends: Offsets, terms: Int64Array) -> Places:
    order = starts.argsort(kind="stable")
    return Places(starts[order], ends[order], terms[order])


_NOTHING = np.zeros(0, np.int32)
NOWHERE = Places(_NOTHING, _NOTHING, np.zeros(0, np.int64))
