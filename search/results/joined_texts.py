"""Joined texts: all texts of a page of hits as one, so that NumPy looks for a query's terms only once.

A line end, which folds to BREAK, stands between two texts: no term reaches over it.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np

from search.arrays import BoolArray, Codes, Int64Array, Integers, Offsets
from search.results.grams import NO_PLACES, GramFinder, Places
from search.text.spans import PARTED_BY, TextSpans
from search.text.spelling.folding import Folded, codes_of, fold, join_ia
from search.text.streams import skeleton_terms

_THOUSANDS = re.compile("[0-9０-９][,，]")
"""What makes a longer number of the digits behind it: 500円 is not in 2,500円."""
MANY = 24
"""Terms beyond which to read all words once is quicker than to look for each."""


def bases_of(texts: Sequence[str]) -> Int64Array:
    """Return where each text begins when all are joined with line ends, and where one more would."""
    return np.array([0, *accumulate([len(text) + 1 for text in texts])])


class PageTexts:
    """Texts, with the spans of all of them joined by line ends, and `bases_of` them."""

    def __init__(self, texts: Sequence[str], spans: TextSpans, bases: Int64Array) -> None:
        self._texts = texts
        self._spans = spans
        self.bases = bases

    def words(self, wanted: Sequence[str]) -> Places:
        """Return where these terms of the `words` stream stand, in no order."""
        words = self._spans.words
        if len(wanted) > MANY:
            numbers = {term.encode("utf-8", "surrogatepass"): place for place, term in enumerate(wanted)}
            terms = np.array([numbers.get(word, -1) for word in words.split(b"\0")[1:-1]], np.int64)
            at = (terms >= 0).nonzero()[0]
            return Places(self._spans.word_starts[at], self._spans.word_ends[at], terms[at])
        found: list[int] = []
        places: list[int] = []
        for number, term in enumerate(wanted):
            parted = f"{PARTED_BY}{term}{PARTED_BY}".encode("utf-8", "surrogatepass")
            # What parts two words belongs to both.
            step, before = len(parted) - 1, len(places)
            place = words.find(parted)
            while place >= 0:
                places.append(place)
                place = words.find(parted, place + step)
            found += [number] * (len(places) - before)
        if not found:
            return NO_PLACES
        at = self._spans.word_borders.searchsorted(places)
        return Places(self._spans.word_starts[at], self._spans.word_ends[at], np.array(found))

    def grams(self, grams: GramFinder) -> Places:
        """Return where these characters stand: neighbours, or a kanji or a sign that is a word by itself."""
        at, terms = grams.found_in(self.characters)
        return Places(*self.of_characters(at, at + grams.size - 1), terms)

    @property
    def characters(self) -> Codes:
        return self._folded.codes

    def of_characters(self, firsts: Int64Array, lasts: Int64Array) -> tuple[Offsets, Offsets]:
        return self._folded.start[firsts], self._folded.end[lasts]

    def phrases(self, phrases: Sequence[str]) -> Places:
        """Return where folded characters stand in this order; each phrase has two or more."""
        codes, found = self.characters, []
        for number, phrase in enumerate(phrases):
            first, *others = codes_of(phrase)
            at = (codes[: max(0, len(codes) - len(others))] == first).nonzero()[0]
            for step, code in enumerate(others, start=1):
                at = at[codes[at + step] == code]
            at = at[~self._in_longer_number(at, at + len(others))]
            if chr(first).isdigit():
                before = [self.text[max(0, start - 2) : start] for start in self._folded.start[at].tolist()]
                at = at[[_THOUSANDS.fullmatch(each) is None for each in before]]
            found.append((at, at + len(others), np.full(len(at), number)))
        firsts, lasts, terms = (np.concatenate(column) for column in zip(*found, strict=True))
        starts, ends = self.of_characters(firsts, lasts)
        # A BREAK of the phrase may be the line end between two texts.
        is_inside = self.bases.searchsorted(starts, "right") == self.bases.searchsorted(ends - 1, "right")
        return Places(starts[is_inside], ends[is_inside], terms[is_inside])

    def skeletons(self, pairs: GramFinder) -> Places:
        """Return where these pairs of kanji stand with only okurigana between them."""
        codes = self.characters
        # What such pairs are made of is kanji.
        found = skeleton_terms(self._folded, pairs.knows(codes))
        number = {gram: place for place, gram in enumerate(pairs.grams)}
        terms = np.array([number.get(str(term), -1) for term in found.terms], np.int64)
        known = terms >= 0
        return Places(found.starts[known], found.ends[known], terms[known])

    def triples(self, triples: GramFinder) -> Places:
        """Return where these triples of joined readings stand."""
        at, terms = triples.found_in(self.sounds)
        return _ascending(*self.of_sounds(at, at + 2), terms)

    @cached_property
    def sounds(self) -> Codes:
        """The readings of all units, joined."""
        joined = self._spans.readings.codes.copy()
        join_ia(joined)
        return joined

    def of_sounds(self, firsts: Int64Array, lasts: Int64Array) -> tuple[Offsets, Offsets]:
        """Return where the units stand that are read as the sounds from some places to others."""
        readings = self._spans.readings
        (first, _), (last, _) = readings.units_at(firsts), readings.units_at(lasts)
        return readings.part_starts.take(first), readings.ends_of(last)

    def whole_readings(self, pairs: GramFinder) -> Places:
        """Return where these pairs are the whole reading of a unit."""
        readings = self._spans.readings
        at, terms = pairs.found_in(readings.codes)
        units, inside = readings.units_at(at)
        is_whole = (inside == 0) & (readings.part_sizes.take(units) == 2)
        units = units[is_whole]
        return _ascending(readings.part_starts.take(units), readings.ends_of(units), terms[is_whole])

    @cached_property
    def text(self) -> str:
        return "\n".join(self._texts)

    def widened(self, starts: Offsets, ends: Offsets) -> tuple[Offsets, Offsets]:
        """Widen ranges to the Latin words they touch, and to others of which they have more than half."""
        units, spans = self._spans.readings.starts, self._spans
        begins = units[np.maximum(units.searchsorted(starts, "right") - 1, 0)]
        ascending = self._ascending_parts
        parts = np.maximum(ascending.searchsorted(begins, "right") - 1, 0)
        behind = ascending.searchsorted(ends)
        # One part after the other, for all ranges at once: few touch more than two.
        while (open_ones := (parts < behind).nonzero()[0]).size:
            part = parts[open_ones]
            start, end = starts[open_ones], ends[open_ones]
            left, right = spans.part_starts[part], spans.part_ends[part]
            overlap = np.minimum(end, right) - np.maximum(start, left)
            wider = (overlap > 0) & (spans.part_latin[part] | (2 * overlap > right - left))
            starts[open_ones] = np.where(wider, np.minimum(start, left), start)
            ends[open_ones] = np.where(wider, np.maximum(end, right), end)
            parts += 1
        return starts, ends

    def _in_longer_number(self, firsts: Int64Array, lasts: Int64Array) -> BoolArray:
        """Say which characters, from some places to others, begin or end within a number, shape (places,)."""
        codes, starts, ends = self._folded.codes, self._folded.start, self._folded.end
        # Between two digits nothing may have been folded away: 3〜5 is no 35.
        joins = np.zeros(len(codes) + 1, np.bool_)
        is_digit = (codes >= ord("0")) & (codes <= ord("9"))
        joins[1:-1] = is_digit[1:] & is_digit[:-1] & (starts[1:] == ends[:-1])
        return np.asarray(joins[firsts] | joins[lasts + 1])

    @cached_property
    def _ascending_parts(self) -> Offsets:
        starts = self._spans.part_starts
        if (starts[1:] >= starts[:-1]).all():
            return starts
        # They do not where a unit reaches over a Latin run: what stands behind counts then.
        return np.minimum.accumulate(starts[::-1])[::-1]

    @cached_property
    def _folded(self) -> Folded:
        return fold(codes_of(self.text))


def _ascending(starts: Offsets, ends: Offsets, terms: Integers) -> Places:
    order = starts.argsort(kind="stable")
    return Places(starts[order], ends[order], terms[order])
