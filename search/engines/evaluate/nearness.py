"""Nearness: what it is worth that words of a query stand near each other in a document."""

from collections.abc import Sequence

import numpy as np

from search import ranking
from search.arrays import Float32Array, Int64Array, distinct
from search.documents import BODY
from search.engines.evaluate.postings import POSITION, Postings
from search.ranking import term_weight


def add_nearness(places: Sequence[Sequence[str]], postings: Postings, scores: Float32Array) -> None:
    """Add to the best documents' scores, shape (documents,), what near words are worth.

    Titles are left out: their words are always near. `places` are the terms of the `words` stream that
    stand for each place of the query, in order. Only the least distance between two places in a document
    counts.
    """
    top = best_of(scores, ranking.NEAR_TOP)
    found = [
        (keys, weight)
        for keys, weight in (_occurrences(terms, top, postings) for terms in places)
        if len(keys)
    ]
    for one, (keys, weight) in enumerate(found):
        for other_keys, other_weight in found[one + 1 : one + 1 + ranking.NEAR_SPAN]:
            documents, distances = _least_distances(keys, other_keys)
            nearness = np.exp(-distances / ranking.NEAR_SCALE)
            scores[documents] += np.float32(ranking.NEAR * min(weight, other_weight)) * nearness


def best_of(scores: Float32Array, count: int) -> Int64Array:
    """Return the numbers, ascending, of the documents with the highest scores above 0; ties in any order."""
    some = scores.nonzero()[0]
    if len(some) <= count:
        return some
    values = scores[some]
    return np.sort(some[np.argpartition(-values, count)[:count]])


def _occurrences(terms: Sequence[str], top: Int64Array, postings: Postings) -> tuple[Int64Array, float]:
    """Return where any of the terms stands in some documents' bodies, and the weight of the rarest."""
    frequencies = {term: postings.frequency("words", term) for term in terms}
    known = [term for term, frequency in frequencies.items() if frequency]
    if not known:
        return np.zeros(0, np.int64), 0.0
    keys = [postings.occurrences("words", term, top) for term in known]
    together = keys[0] if len(keys) == 1 else distinct(np.concatenate(keys))
    weight = term_weight(min(frequencies[term] for term in known), postings.documents)
    return together[(together & POSITION) >= BODY], weight


def _least_distances(keys: Int64Array, others: Int64Array) -> tuple[Int64Array, Float32Array]:
    """Return the documents, ascending, that have both of two sets of occurrences, and the least distance in
    each.

    >>> places, others = np.array([5, 9, (1 << 32) + 2]), np.array([7, 8])
    >>> _least_distances(places, others)
    (array([0]), array([1.], dtype=float32))
    """
    at = others.searchsorted(keys)
    after = np.abs(others.take(at, mode="clip") - keys)
    before = np.abs(keys - others.take(at - 1, mode="clip"))
    least = np.minimum(after, before)
    owners = keys >> 32
    first = np.concatenate(([0], (owners[1:] != owners[:-1]).nonzero()[0] + 1))
    distances = np.minimum.reduceat(least, first)
    # Occurrences of different documents lie far apart.
    both = distances <= POSITION >> 1
    return owners[first[both]], distances[both].astype(np.float32)
