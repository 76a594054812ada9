"""Phrases: where the rarest term stands first, then those of these places where the others stand, too."""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from search.arrays import Int64Array, is_among
from search.engines.columnar.common_terms import Common
from search.engines.columnar.matches import NONE, Few, Matches, among, count_of, documents_of_all, scores_of
from search.engines.columnar.scored_terms import ScoredTerms
from search.engines.columnar.weighting import Weighed
from search.engines.evaluate.postings import POSITION

_A_HANDFUL = 64
"""So few places are looked at one by one: NumPy's calls would cost more."""
_SOME = 1024
"""So few places are each put beside all that a term has in their document; more are sorted in."""
_MERGED = 16
"""Up to so many times as many keys it costs less to go through all of them than to search."""


class PhraseTerms:
    """The terms of a phrase in one segment, all of which it has, and their matches."""

    def __init__(self, terms: ScoredTerms, words: Sequence[Weighed], parts: Sequence[Matches]) -> None:
        self._terms = terms
        self._words = words
        self._parts = parts

    def in_sequence(self, slop: int) -> Matches:
        """Return documents in which each term stands 1 to `slop` places behind the one before.

        The scores are the sums of the terms', as Whoosh's are.
        """
        documents = self._side_by_side() if slop == 1 else self._within_reach(slop)
        if not len(documents):
            return NONE
        return Few(documents, reduce(np.add, [scores_of(part, documents) for part in self._parts]))

    def _side_by_side(self) -> Int64Array:
        """Return the documents in which the terms stand one place behind the other."""
        sizes = [count_of(part) for part in self._parts]
        first, *others = sorted(range(len(sizes)), key=sizes.__getitem__)
        # Where the rarest term stands, and so far all others around it.
        stands = self._whole(first)
        if stands is None:
            stands = self._keys(first, documents_of_all(self._parts))
        for term in others:
            keys = self._whole(term)
            if keys is None:
                stands = self._followed(stands, term, term - first)
            else:
                stands = keys_before(stands, keys, term - first)
            if not len(stands):
                break
        return _owners(stands)

    def _within_reach(self, slop: int) -> Int64Array:
        """Return the documents in which each term stands at most `slop` places behind the one before."""
        ends = self._keys(0, documents_of_all(self._parts))
        for term in range(1, len(self._parts)):
            if not len(ends):
                break
            keys = self._keys(term, _owners(ends))
            # The nearest place before; where there is none the last one is taken, which is behind.
            steps = keys - ends.take(ends.searchsorted(keys) - 1, mode="wrap")
            ends = keys[(steps > 0) & (steps <= slop)]
        return _owners(ends)

    def _followed(self, stands: Int64Array, term: int, distance: int) -> Int64Array:
        """Return the keys behind which, so far away, a term stands whose keys are not known as a whole."""
        part = self._parts[term]
        if len(stands) > _SOME or not isinstance(part, Common):
            return keys_before(stands, self._keys(term, _owners(stands)), distance)
        if len(stands) > _A_HANDFUL:
            counts, positions = part.term.occurrences(stands >> 32)
            wanted = ((stands & POSITION) + distance).repeat(counts)
            found: Int64Array = stands.repeat(counts)[wanted == positions]
            return found
        return np.array(part.term.few_before(stands.tolist(), distance), np.int64)

    def _whole(self, term: int) -> Int64Array | None:
        word = self._words[term]
        return self._terms.keys(word.field_name, word.text)

    def _keys(self, term: int, documents: Int64Array) -> Int64Array:
        """Return `document << 32 | position`, ascending, wherever a term stands in these documents."""
        part = self._parts[term]
        if isinstance(part, Common):
            counts, positions = part.term.occurrences(documents)
        else:
            documents = documents[among(part, documents)]
            word = self._words[term]
            counts, positions = self._terms.occurrences(word.field_name, word.text, documents)
        keys = (documents << 32).repeat(counts)
        keys += positions
        return keys


def keys_before(stands: Int64Array, keys: Int64Array, distance: int) -> Int64Array:
    """Return the keys behind which, so far away, one of the other keys stands; both ascend."""
    if not len(keys):
        return keys
    wanted = stands + distance
    if len(stands) > _SOME and len(keys) < _MERGED * len(stands) and _differ(stands) and _differ(keys):
        # A stable sort merges what ascends already.
        merged = np.concatenate([wanted, keys])
        merged.sort(kind="stable")
        both: Int64Array = merged[1:][merged[1:] == merged[:-1]] - distance
        return both
    if len(keys) < len(stands):
        return keys_before(keys, stands, -distance) - distance
    found: Int64Array = stands[is_among(wanted, keys)]
    return found


def _differ(keys: Int64Array) -> bool:
    """Whether no key is there twice, as one is of a term that stands twice at one place."""
    return not (keys[1:] == keys[:-1]).any()


def _owners(keys: Int64Array) -> Int64Array:
    """Return the documents of ascending keys."""
    documents = keys >> 32
    again = (documents[1:] == documents[:-1]).nonzero()[0]
    if not len(again):
        return documents
    first = np.ones(len(documents), np.bool_)
    first[again + 1] = False
    return documents[first]
