"""Nearness: what it is worth that words of a query stand near each other in a document."""

from collections.abc import Iterator, Sequence

import numpy as np

from search import ranking
from search.arrays import Float32Array, Int64Array, changes_of, distinct
from search.documents import BODY
from search.engines.evaluate.candidates import Candidates
from search.engines.evaluate.postings import POSITION
from search.ranking import term_weight

_FAR_BELOW = 0.3


def add_nearness(places: Sequence[Sequence[str]], candidates: Candidates, scores: Float32Array) -> None:
    """Add to the best documents' scores, shape (documents,), what near words are worth.

    Titles are left out: their words are always near. `places` are the terms of the `words` stream that
    stand for each place of the query, in order; places that none of the best has are passed over. Only the
    least distance between two places in a document counts.
    """
    top = _best(scores, ranking.NEAR_TOP)
    add_gains([found for found in _occurrences(places, top, candidates) if len(found[0])], scores)


def add_gains(found: Sequence[tuple[Int64Array, float]], scores: Float32Array) -> None:
    """Add what near words are worth; they come as their occurrences, at least one, and weights."""
    for one, (keys, weight) in enumerate(found):
        for other_keys, other_weight in found[one + 1 : one + 1 + ranking.NEAR_SPAN]:
            documents, distances = _least_distances(keys, other_keys)
            nearness = np.exp(-distances / ranking.NEAR_SCALE)
            scores[documents] += np.float32(ranking.NEAR * min(weight, other_weight)) * nearness


def _best(scores: Float32Array, count: int) -> Int64Array:
    """Return the numbers, ascending, of the documents with the highest scores above 0; ties in any order."""
    some = (scores > 0).nonzero()[0]
    if len(some) <= count:
        return some
    # Most stand far below the best: to part the few others takes a tenth of the time.
    few = some[scores[some] >= _FAR_BELOW * float(scores.max())]
    if len(few) > count:
        best = few[np.argpartition(-scores[few], count)[:count]]
        if np.count_nonzero(scores[few] >= scores[best].min()) == count:
            return np.sort(best)
    return np.sort(some[np.argpartition(-scores[some], count)[:count]])


def _occurrences(
    places: Sequence[Sequence[str]], top: Int64Array, candidates: Candidates
) -> Iterator[tuple[Int64Array, float]]:
    """Yield where the terms of each place stand in some documents' bodies, and the weight of the rarest."""
    known = [
        {term: count for term in terms if (count := candidates.frequency("words", term))} for terms in places
    ]
    keys, ends = candidates.occurrences("words", [term for terms in known for term in terms], top)
    in_body = (keys & POSITION) >= BODY
    start = term = 0
    for terms in known:
        if not terms:
            continue
        term += len(terms)
        end = int(ends[term - 1])
        own = keys[start:end][in_body[start:end]]
        start = end
        weight = term_weight(min(terms.values()), candidates.documents)
        yield own if len(terms) == 1 else distinct(own), weight


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
    first = changes_of(owners).nonzero()[0]
    distances = np.minimum.reduceat(least, first)
    # Occurrences of different documents lie far apart.
    both = distances <= POSITION >> 1
    return owners[first[both]], distances[both].astype(np.float32)
