"""Phrases: documents with all terms first, then the places of those alone."""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from search.batches import Int64Array
from search.engines.columnar.common_terms import Common
from search.engines.columnar.matches import NONE, Few, Matches, count_of, documents_of_all, scores_of
from search.engines.columnar.terms import Terms


def in_sequence(terms: Terms, numbers: Sequence[int], parts: Sequence[Matches], slop: int) -> Matches:
    """Return documents in which each term stands 1 to `slop` places behind the one before.

    `parts` are the terms' matches; the scores are their sums, as Whoosh's are.
    """
    documents = documents_of_all(parts)
    if len(documents):
        find = _side_by_side if slop == 1 else _within_reach
        documents = find(_Places(terms, numbers, parts), documents, slop)
    if not len(documents):
        return NONE
    return Few(documents, reduce(np.add, [scores_of(part, documents) for part in parts]))


class _Places:
    """Where the terms of a phrase stand."""

    def __init__(self, terms: Terms, numbers: Sequence[int], parts: Sequence[Matches]) -> None:
        self._terms = terms
        self._numbers = numbers
        self._parts = parts
        self.count = len(parts)

    def rarest_first(self) -> list[int]:
        """Return the terms' places in the phrase."""
        sizes = [part.term.count if isinstance(part, Common) else count_of(part) for part in self._parts]
        return sorted(range(self.count), key=sizes.__getitem__)

    def keys(self, term: int, documents: Int64Array) -> Int64Array:
        """Return `document << 32 | position`, ascending, of a term in documents that all have it."""
        part, number = self._parts[term], self._numbers[term]
        if isinstance(part, Common):
            places = part.term.places(documents)
            counts, positions = part.term.occurrences(places)
        else:
            of_term = part.documents if isinstance(part, Few) else self._terms.documents(number)
            counts, positions = self._terms.occurrences(number, of_term.searchsorted(documents))
        keys = documents << 32
        if len(positions) != len(documents):
            keys = keys.repeat(counts)
        keys += positions
        return keys


def _side_by_side(places: _Places, documents: Int64Array, slop: int) -> Int64Array:
    """Return the documents in which the terms stand one place behind the other."""
    first, *others = places.rarest_first()
    # A key less the term's place in the phrase is where the phrase would begin.
    begins = places.keys(first, documents) - first
    for term in others:
        documents = _owners(begins)
        keys = places.keys(term, documents) - term
        few, many = (begins, keys) if len(begins) <= len(keys) else (keys, begins)
        begins = few[many.take(many.searchsorted(few), mode="clip") == few]
        if not len(begins):
            break
    return _owners(begins)


def _within_reach(places: _Places, documents: Int64Array, slop: int) -> Int64Array:
    """Return the documents in which each term stands at most `slop` places behind the one before."""
    ends = places.keys(0, documents)
    for term in range(1, places.count):
        documents = _owners(ends)
        keys = places.keys(term, documents)
        # The nearest place before; where there is none the last one is taken, which is behind.
        steps = keys - ends.take(ends.searchsorted(keys) - 1, mode="wrap")
        ends = keys[(steps > 0) & (steps <= slop)]
        if not len(ends):
            break
    return _owners(ends)


def _owners(keys: Int64Array) -> Int64Array:
    """Return the documents of ascending keys."""
    documents = keys >> 32
    again = documents[1:] == documents[:-1]
    if again.any():
        documents = documents[np.concatenate([[True], ~again])]
    return documents
