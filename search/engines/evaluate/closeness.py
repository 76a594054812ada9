"""Closeness: whether the bigrams that a document shares with a word stand together, as in the word."""

from collections.abc import Sequence

import numpy as np

from search import ranking
from search.arrays import BoolArray, Int64Array
from search.clauses import Term
from search.engines.evaluate.postings import Postings


def standing_together(grams: Sequence[Term], candidates: BoolArray, postings: Postings) -> BoolArray:
    """Return which of the candidate documents, shape (documents,), have enough of the grams in one place.

    `grams` are consecutive. Letters put in or left out move them by one or two, which is forgiven. Where too
    few of them are rare enough to judge by, as of an English word among English notes, none has the word.
    """
    if not candidates.any():
        return candidates
    begins = _begins(grams, candidates, postings)
    if len(begins) < ranking.LONG:
        return np.zeros_like(candidates)
    places, counts = _counted(np.concatenate(begins))
    together = _sums_within(places, counts, ranking.SHIFT)
    # A gram at the very start of a document may begin before it: the place of the word is what counts.
    owners = (places + len(grams)) >> 32
    found = np.zeros_like(candidates)
    found[owners[together >= ranking.TOGETHER * len(begins)]] = True
    return found


def _begins(grams: Sequence[Term], candidates: BoolArray, postings: Postings) -> list[Int64Array]:
    """Return for each gram that is not too common where the word would begin, as keys that ascend."""
    # A number may have one gram many times.
    stands: dict[str, Int64Array] = {}
    begins = []
    for place, gram in enumerate(grams):
        if ranking.is_common(postings.frequency("bigrams", gram.text), postings.documents):
            continue
        if gram.text not in stands:
            stands[gram.text] = postings.positions("bigrams", gram.text, candidates)
        begins.append(stands[gram.text] - place)
    return begins


def _counted(keys: Int64Array) -> tuple[Int64Array, Int64Array]:
    """Return the distinct keys, ascending, and how often each is there."""
    # A stable sort merges what ascends already.
    keys = np.sort(keys, kind="stable")
    first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
    return keys[first], np.diff(first, append=len(keys))


def _sums_within(places: Int64Array, counts: Int64Array, reach: int) -> Int64Array:
    """Return for each of the ascending places, all different, the counts of those at most `reach` away."""
    sums = counts.copy()
    # So near stand no others than the next few.
    for step in range(1, reach + 1):
        near = places[step:] - places[:-step] <= reach
        sums[step:] += counts[:-step] * near
        sums[:-step] += counts[step:] * near
    return sums
