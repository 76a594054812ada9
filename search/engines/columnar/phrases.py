"""Phrases: documents with all terms first, then the places of those alone."""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from search.batches import Int64Array
from search.engines.columnar.common_terms import Common
from search.engines.columnar.matches import NONE, Few, Matches, documents_of_all, scores_of
from search.engines.columnar.terms import Terms


def in_sequence(terms: Terms, numbers: Sequence[int], parts: Sequence[Matches], slop: int) -> Matches:
    """Return documents in which each term stands 1 to `slop` places behind the one before.

    `parts` are the terms' matches; the scores are their sums, as Whoosh's are.
    """
    documents = documents_of_all(parts)
    if not len(documents):
        return NONE
    ends = _keys(terms, numbers[0], parts[0], documents)
    for number, part in zip(numbers[1:], parts[1:], strict=True):
        keys = _keys(terms, number, part, documents)
        # The nearest place before; where there is none the last one is taken, which is behind.
        before = ends.take(ends.searchsorted(keys) - 1, mode="wrap")
        steps = keys - before
        ends = keys[(steps > 0) & (steps <= slop)]
        if not len(ends):
            return NONE
    found = np.zeros(len(documents), np.bool_)
    found[ends >> 32] = True
    documents = documents[found]
    return Few(documents, reduce(np.add, [scores_of(part, documents) for part in parts]))


def _keys(terms: Terms, number: int, part: Matches, documents: Int64Array) -> Int64Array:
    """Return `place << 32 | position`, ascending, of a term in documents that all have it."""
    if isinstance(part, Common):
        places = part.term.places(documents)
    else:
        of_term = part.documents if isinstance(part, Few) else terms.documents(number)
        places = of_term.searchsorted(documents)
    counts, positions = terms.occurrences(number, places)
    owners = np.arange(len(documents)) << 32
    if len(positions) != len(documents) or (counts != 1).any():
        owners = owners.repeat(counts)
    return owners + positions
