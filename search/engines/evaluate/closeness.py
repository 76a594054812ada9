"""Closeness: whether the bigrams that a document shares with a word stand together, as in the word."""

from collections.abc import Sequence

import numpy as np

from search import ranking
from search.arrays import BoolArray, Int64Array, is_among
from search.clauses import Term
from search.engines.evaluate.postings import Postings


def standing_together(grams: Sequence[Term], asked: Int64Array, postings: Postings) -> BoolArray:
    """Say which of some documents, ascending, shape (asked,), have enough of the grams in one place.

    `grams` are consecutive. Letters put in or left out move them by one or two, which is forgiven. Where too
    few of them are rare enough to judge by, as of an English word among English notes, none has the word.
    """
    if not len(asked):
        return np.zeros(0, np.bool_)
    rare = [(place, gram.text) for place, gram in enumerate(grams) if _is_rare(gram, postings)]
    if len(rare) < ranking.LONG:
        return np.zeros(len(asked), np.bool_)
    # A number may have one gram many times.
    stands = {text: postings.occurrences("bigrams", text, asked) for text in {text for _, text in rare}}
    places, counts = _counted(np.concatenate([stands[text] - place for place, text in rare]))
    together = _sums_within(places, counts, ranking.SHIFT)
    # A gram at the very start of a document may begin before it: the place of the word is what counts.
    owners = (places[together >= ranking.TOGETHER * len(rare)] + len(grams)) >> 32
    return is_among(asked, owners)


def _is_rare(gram: Term, postings: Postings) -> bool:
    return not ranking.is_common(postings.frequency("bigrams", gram.text), postings.documents)


def _counted(keys: Int64Array) -> tuple[Int64Array, Int64Array]:
    """Return the distinct keys, ascending, and how often each is there."""
    # A stable sort merges what ascends already.
    keys.sort(kind="stable")
    new = np.empty(len(keys), np.bool_)
    new[:1] = True
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    first = new.nonzero()[0]
    counts = np.empty(len(first), np.int64)
    counts[-1:] = len(keys) - first[-1:]
    np.subtract(first[1:], first[:-1], out=counts[:-1])
    return keys[first], counts


def _sums_within(places: Int64Array, counts: Int64Array, reach: int) -> Int64Array:
    """Return for each of the ascending places, all different, the counts of those at most `reach` away."""
    sums = counts.copy()
    # So near stand no others than the next few.
    for step in range(1, reach + 1):
        near = places[step:] - places[:-step] <= reach
        sums[step:] += counts[:-step] * near
        sums[:-step] += counts[step:] * near
    return sums
