"""Nearness: what it is worth that words of a query stand near each other in a document."""

from collections.abc import Sequence

import numpy as np

from search import ranking
from search.arrays import BoolArray, Float32Array, Int64Array, distinct
from search.documents import BODY
from search.engines.evaluate.postings import POSITION, Postings
from search.ranking import term_weight


def add_nearness(places: Sequence[Sequence[str]], postings: Postings, scores: Float32Array) -> None:
    """Add to the best documents' scores, shape (documents,), what near words are worth.

    Titles are left out: their words are always near. `places` are the terms of the `words` stream that
    stand for each place of the query, in order. Only the least distance between two places in a document
    counts.
    """
    top = _best(scores, ranking.NEAR_TOP)
    among = np.zeros(len(scores), np.bool_)
    among[top] = True
    found = [
        (keys, weight)
        for keys, weight in (_occurrences(terms, among, postings) for terms in places)
        if len(keys)
    ]
    for one, (keys, weight) in enumerate(found):
        for other_keys, other_weight in found[one + 1 : one + 1 + ranking.NEAR_SPAN]:
            nearness = np.exp(-_least_distances(keys, other_keys, top) / ranking.NEAR_SCALE)
            scores[top] += np.float32(ranking.NEAR * min(weight, other_weight)) * nearness.astype(np.float32)


def _best(scores: Float32Array, count: int) -> Int64Array:
    """Return the numbers, ascending, of the documents with the highest scores above 0; ties in any order."""
    best = np.argpartition(-scores, count)[:count] if len(scores) > count else np.arange(len(scores))
    return np.sort(best[scores[best] > 0])


def _occurrences(terms: Sequence[str], among: BoolArray, postings: Postings) -> tuple[Int64Array, float]:
    """Return where any of the terms stands in some documents' bodies, and the weight of the rarest."""
    frequencies = {term: postings.frequency("words", term) for term in terms}
    keys = [postings.positions("words", term, among) for term, frequency in frequencies.items() if frequency]
    weights = [term_weight(frequency, postings.documents) for frequency in frequencies.values() if frequency]
    together = distinct(np.concatenate([np.zeros(0, np.int64), *keys]))
    return together[(together & POSITION) >= BODY], max(weights, default=0.0)


def _least_distances(keys: Int64Array, others: Int64Array, top: Int64Array) -> Float32Array:
    """Return for each top document the least distance between two sets of occurrences, shape (top,).

    Occurrences of different documents lie 2**32 apart, which is far enough to count as nothing.
    """
    at = np.searchsorted(others, keys)
    after = np.abs(others[np.minimum(at, len(others) - 1)] - keys)
    before = np.abs(keys - others[np.maximum(at - 1, 0)])
    least = np.full(len(top), 1 << 32, np.int64)
    np.minimum.at(least, np.searchsorted(top, keys >> 32), np.minimum(after, before))
    return least.astype(np.float32)
