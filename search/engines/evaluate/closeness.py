"""Closeness: whether the bigrams that a document shares with a word stand together, as in the word."""

from collections.abc import Sequence

import numpy as np

from search import ranking
from search.arrays import BoolArray, Int64Array, changes_of, is_among, steps_of
from search.clauses import Term
from search.engines.evaluate.candidates import Candidates


def standing_together(grams: Sequence[Term], asked: Int64Array, candidates: Candidates) -> BoolArray:
    """Say which of some documents, ascending, shape (asked,), have enough of the grams in one place.

    `grams` are consecutive, of one stream, two or more. Letters put in or left out move them by one or two,
    which is forgiven, but not of short words. Where too few of them are rare enough to judge by, as of an
    English word among English notes, none has the word.
    """
    if not len(asked):
        return np.zeros(0, np.bool_)
    is_short = ranking.is_short(grams)
    reach = 0 if is_short else ranking.SHIFT
    rare = [(place, gram.text) for place, gram in enumerate(grams) if is_short or candidates.is_telling(gram)]
    if len(rare) < min(ranking.LONG, len(grams)):
        return np.zeros(len(asked), np.bool_)
    keys, ends = candidates.occurrences(grams[0].stream, [text for _, text in rare], asked)
    begins = keys - np.array([place for place, _ in rare]).repeat(steps_of(ends))
    # A stable sort merges what ascends already.
    begins.sort(kind="stable")
    least = len(rare) if is_short else ranking.least_together(grams[0].stream, len(rare))
    begins = _crowded(begins, len(grams), least)
    places, counts = _counted(begins)
    together = _sums_within(places, counts, reach)
    return is_among(asked, _owners(places[together >= least], len(grams)))


def side_by_side(words: Sequence[Term], asked: Int64Array, candidates: Candidates) -> BoolArray:
    """Say which of some documents, ascending, shape (asked,), have the words one behind the other somewhere.

    A particle between them is forgiven.
    """
    if not len(asked):
        return np.zeros(0, np.bool_)
    keys, ends = candidates.occurrences("words", [word.text for word in words], asked)
    begins = np.split(keys - np.arange(len(words)).repeat(steps_of(ends)), ends[:-1])
    found = begins[0]
    for others in begins[1:]:
        near = others.searchsorted(found + ranking.SHIFT, "right") > others.searchsorted(
            found - ranking.SHIFT
        )
        found = found[near]
    return is_among(asked, _owners(found, len(words)))


def _owners(begins: Int64Array, size: int) -> Int64Array:
    """Return the documents in which words of so many grams begin."""
    # A gram at the very start of a document may begin before it: the place of the word is what counts.
    return (begins + size) >> 32


def _crowded(begins: Int64Array, size: int, count: int) -> Int64Array:
    """Leave only the documents in which so many of the ascending begins stand near enough to each other.

    Most have them scattered, and are not worth a closer look. Document 0 has two far apart, 1 side by side:

    >>> begins = np.array([5, 90, 1 << 32 | 7, 1 << 32 | 8])
    >>> (_crowded(begins, size=3, count=2) - (1 << 32)).tolist()
    [7, 8]
    >>> _crowded(begins, size=3, count=7).tolist()
    []
    """
    owners = _owners(begins, size)
    near = begins[count - 1 :] - begins[: max(0, len(begins) - count + 1)] <= 2 * ranking.SHIFT
    is_crowded = np.zeros(int(owners[-1]) + 1 if len(owners) else 0, np.bool_)
    is_crowded[owners[: len(near)][near]] = True
    return begins[is_crowded[owners]]


def _counted(keys: Int64Array) -> tuple[Int64Array, Int64Array]:
    """Return the distinct ones of ascending keys, and how often each is there.

    >>> _counted(np.array([3, 3, 7]))
    (array([3, 7]), array([2, 1]))
    """
    first = changes_of(keys).nonzero()[0]
    counts = np.empty(len(first), np.int64)
    counts[-1:] = len(keys) - first[-1:]
    np.subtract(first[1:], first[:-1], out=counts[:-1])
    return keys[first], counts


def _sums_within(places: Int64Array, counts: Int64Array, reach: int) -> Int64Array:
    """Return for each of the ascending places, all different, the counts of those at most `reach` away.

    >>> _sums_within(np.array([3, 5, 9]), np.array([2, 1, 1]), 2)
    array([3, 3, 1])
    """
    sums = counts.copy()
    # So near stand no others than the next few.
    for step in range(1, reach + 1):
        near = places[step:] - places[:-step] <= reach
        sums[step:] += counts[:-step] * near
        sums[:-step] += counts[step:] * near
    return sums
