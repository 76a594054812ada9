"""Closeness: whether the bigrams that a document shares with a word stand together, as in the word."""

from collections.abc import Sequence

import numpy as np

from search import ranking
from search.clauses import Term
from search.engines.postings import Postings
from search.ranking import BoolArray


def standing_together(grams: Sequence[Term], candidates: BoolArray, postings: Postings) -> BoolArray:
    """Return which of the candidate documents, shape (documents,), have enough of the grams in one place.

    `grams` are consecutive. Letters put in or left out move them by one or two, which is forgiven.
    """
    numbers = np.flatnonzero(candidates)
    if not len(numbers):
        return candidates
    begins = [
        postings.positions("bigrams", gram.text, candidates) - place
        for place, gram in enumerate(grams)
        if not ranking.is_common(postings.frequency("bigrams", gram.text), postings.documents)
    ]
    if len(begins) < ranking.LONG:
        return candidates
    keys = np.sort(np.concatenate(begins))
    most = np.zeros(len(numbers), np.int64)
    together = np.searchsorted(keys, keys + ranking.SHIFT, "right") - np.searchsorted(
        keys, keys - ranking.SHIFT
    )
    # A gram at the very start of a document may begin before it: the place of the word is what counts.
    owners = np.minimum(np.searchsorted(numbers, (keys + len(grams)) >> 32), len(numbers) - 1)
    np.maximum.at(most, owners, together)
    found = np.zeros_like(candidates)
    found[numbers[most >= ranking.TOGETHER * len(begins)]] = True
    return found
